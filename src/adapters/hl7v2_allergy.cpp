// Reads AL1 and IAM: what the patient is allergic to.
#include <array>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_reading.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

// Names of one sender alone: what it takes back is what it told.
std::string names_of_allergies(const Hl7Reader& reader) { return "allergy|" + reader.header.sender() + "|"; }

std::string allergen_named(Hl7Part allergen) {
    const std::string code = allergen.component(1).text();
    return folded_words(code.empty() ? allergen.component(2).text() : code);
}

Hl7Entry entry_of_allergy(const Hl7Reader& reader, const Hl7Place& place) {
    Hl7Entry entry;
    entry.where = reader.where(place.segment.name(), place.number);
    entry.names.push_back(names_of_allergies(reader) + allergen_named(place.segment.field(3)));
    // Each message of a patient lists the same allergies anew.
    entry.effect = Hl7Effect::corrects;
    return entry;
}

// As AllergyIntolerance.recordedDate: a day alone is no time.
void write_allergen(const Hl7Reader& reader, const Hl7Place& place, const Hl7Time& recorded, Hl7Entry& entry) {
    const Hl7Concept allergen(place.segment.field(3));
    const FhirConcept named = with_bare_names(allergen.value());
    DrugAllergy allergy{drugs_allergic_to(reader.terminology, named), recorded.at};
    if (label_of(named) == nothing_named) {
        entry.says = Hl7Refused{std::string(place.segment.name()) + "-3",
                                "neither a code nor a name says what the allergy is to; not used",
                                {}};
        return;
    }
    if (allergy.drugs.empty()) {
        entry.says = Hl7Unmapped{label_of(named), std::string(allergy_to_none_of_ours)};
        return;
    }
    entry.offset_minutes = recorded.offset_minutes;
    entry.says = std::move(allergy);
}

// Table 0323 for IAM-6; X leaves the record as it is, and is told all the same.
std::optional<Hl7Effect> effect_of_action(std::string_view action) {
    constexpr std::array<std::string_view, 4> holds{"", "A", "U", "X"};
    if (is_in(holds, action)) return Hl7Effect::corrects;
    if (action == "D") return Hl7Effect::retracts;
    return std::nullopt;
}

}  // namespace

// AL1 lists what is known. "" in the place of an allergen says that there is none any more.
void read_al1(const Hl7Reader& reader, const Hl7Place& al1, Hl7Person& person) {
    Hl7Entry entry = entry_of_allergy(reader, al1);
    if (al1.segment.field(3).is_null()) {
        entry.effect = Hl7Effect::clears;
        entry.names.assign(1, names_of_allergies(reader));
        entry.says = Hl7Nothing{std::string(name_of(Item::allergy))};
    } else {
        write_allergen(reader, al1, reader.time_in(al1.segment.field(6), "AL1-6"), entry);
    }
    person.entries.push_back(std::move(entry));
}

void read_iam(const Hl7Reader& reader, const Hl7Place& iam, Hl7Person& person) {
    const Hl7Segment& segment = iam.segment;
    Hl7Entry entry = entry_of_allergy(reader, iam);
    if (const std::string id = segment.field(7).component(1).text(); !id.empty()) {
        entry.names.push_back("IAM|" + reader.header.sender() + "|" + id);
    }
    const std::string action = segment.field(6).component(1).text();
    const auto effect = effect_of_action(action);
    // Table 0438: what was an error, or is over, is recorded as such, and takes back what was told before.
    const std::string status = segment.field(17).component(1).text();
    if (!effect) {
        entry.says = Hl7Refused{label_of(Hl7Concept(segment.field(3)).value()),
                                "IAM-6 '" + clipped(action) + "' does not say what to do with it; A, U, X or D would",
                                {}};
    } else if (*effect == Hl7Effect::retracts || status == "E" || status == "I") {
        entry.effect = Hl7Effect::corrects;
        entry.says = Hl7Nothing{std::string(name_of(Item::allergy))};
    } else {
        write_allergen(reader, iam, reader.time_in(segment.field(13), "IAM-13"), entry);
    }
    person.entries.push_back(std::move(entry));
}

}  // namespace stormkeel
