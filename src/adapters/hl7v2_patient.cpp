// Reads who a patient is and where: PID, MRG and PV1.
#include <algorithm>
#include <array>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_reading.h"

namespace stormkeel {
namespace {

// The name of an assigning authority, else its universal id: "HOSP" of "HOSP&1.2.3&ISO".
std::string authority_of(Hl7Part identifier) {
    const std::string name = identifier.component(4).subcomponent(1).text();
    return name.empty() ? identifier.component(4).subcomponent(2).text() : name;
}

std::vector<Hl7Identifier> identifiers_in(Hl7Part field) {
    std::vector<Hl7Identifier> found;
    for (const Hl7Part each : field.repetitions()) {
        if (each.is_null()) continue;
        Hl7Identifier identifier{each.component(1).text(), authority_of(each), each.component(5).text()};
        if (!identifier.value.empty()) found.push_back(std::move(identifier));
    }
    return found;
}

// Contract section 6: the first of type MR, else the first.
const Hl7Identifier* counting(const std::vector<Hl7Identifier>& identifiers) {
    const auto record = std::find_if(identifiers.begin(), identifiers.end(),
                                     [](const Hl7Identifier& each) { return each.type == "MR"; });
    if (record != identifiers.end()) return &*record;
    return identifiers.empty() ? nullptr : &identifiers.front();
}

void read_death(const Hl7Reader& reader, const Hl7Segment& pid, Hl7Person& person) {
    const Hl7Part died_at = pid.field(29);
    const std::string died = pid.field(30).text();
    const bool has_time = !died_at.empty() && !died_at.is_null();
    if (died == "Y" || (died.empty() && has_time)) {
        person.life = Hl7Life::died;
        const Hl7Time time = has_time ? reader.time_in(died_at, "PID-29") : Hl7Time{};
        person.died_at = time.at;
        person.why_no_time_of_death = has_time ? time.why : "PID-29 is empty, so it does not tell when";
    } else if (died == "N" || pid.field(30).is_null()) {
        person.life = Hl7Life::alive;
    }
}

constexpr std::array<Hl7Move, 8> moves{
    {{"A01", ""}, {"A02", ""}, {"A03", ""}, {"A04", ""}, {"A06", ""}, {"A11", "A01"}, {"A12", "A02"}, {"A13", "A03"}}};

bool is_intensive_care(const Hl7Site& site, Hl7Part location) {
    const std::string unit = location.component(1).text();
    return std::find(site.intensive_care.begin(), site.intensive_care.end(), unit) != site.intensive_care.end();
}

// Whether a stay in intensive care begins ("yes") or ends ("no"); empty when neither does.
std::string_view change_of_care(const Hl7Site& site, std::string_view event, const Hl7Segment& pv1) {
    const bool there = is_intensive_care(site, pv1.field(3));
    if (event == hl7v2_discharge) return there ? "no" : "";
    if (there) return "yes";
    return event == "A02" && is_intensive_care(site, pv1.field(6)) ? "no" : "";
}

// One facility's unit and another's of the same name are two.
std::optional<std::string> unit_in(Hl7Part location) {
    if (location.is_null() || location.component(1).is_null()) return std::string();
    std::string unit = location.component(1).text();
    if (unit.empty()) return std::nullopt;
    const std::string facility = location.component(4).subcomponent(1).text();
    return facility.empty() ? unit : unit + " (" + facility + ')';
}

Hl7Time time_of_move(const Hl7Reader& reader, const Hl7Segment* evn) {
    if (evn == nullptr) return {{}, {}, Hl7Precision::none, "there is no EVN; the time it happened is needed"};
    const bool occurred = !evn->field(6).empty();
    return reader.time_in(evn->field(occurred ? 6 : 2), occurred ? "EVN-6" : "EVN-2");
}

}  // namespace

const Hl7Move* hl7v2_move(std::string_view event) {
    for (const Hl7Move& each : moves) {
        if (each.event == event) return &each;
    }
    return nullptr;
}

void read_pid(const Hl7Reader& reader, const Hl7Segment& pid, Hl7Person& person) {
    person.identifiers = identifiers_in(pid.field(3));
    if (const Hl7Identifier* identifier = counting(person.identifiers)) {
        person.patient = identifier->value;
        person.authority = identifier->authority;
    }
    const Hl7Part born = pid.field(7);
    const std::string told = born.component(1).text();
    person.birth_date = hl7v2_day(told);
    if (!person.birth_date && !born.empty() && !born.is_null()) {
        Hl7Entry entry;
        entry.where = reader.where("PID", 1);
        entry.says = Hl7Refused{"birth_date " + clipped(told), "it is no full date; right would be 19610502", {}};
        person.entries.push_back(std::move(entry));
    }
    read_death(reader, pid, person);
}

void read_mrg(const Hl7Segment& mrg, Hl7Person& person) {
    const std::vector<Hl7Identifier> identifiers = identifiers_in(mrg.field(1));
    if (const Hl7Identifier* identifier = counting(identifiers)) person.prior_patient = identifier->value;
}

// "4W 412 2". A unit alone tells no bed.
std::string bed_in(Hl7Part location) {
    std::string bed;
    bool tells = false;
    for (std::size_t place = 1; place <= 3; ++place) {
        const Hl7Part part = location.component(place);
        if (part.empty() || part.is_null()) continue;
        bed += (bed.empty() ? "" : " ") + part.text();
        tells = tells || place > 1;
    }
    return tells ? bed : std::string();
}

void read_visit(const Hl7Reader& reader, const Hl7Segment* evn, const Hl7Segment& pv1, Hl7Person& person) {
    person.bed = bed_in(pv1.field(3));
    person.unit = unit_in(pv1.field(3));
    const Hl7Move* move = reader.header.type == "ADT" ? hl7v2_move(reader.header.event) : nullptr;
    // Without the names of its intensive care units nothing tells which stays are there.
    if (move == nullptr || reader.site.intensive_care.empty()) return;
    const bool undoes = !move->undoes.empty();
    const std::string_view told = undoes ? move->undoes : move->event;
    Hl7Entry entry;
    entry.where = reader.where("PV1", 1);
    entry.effect = undoes ? Hl7Effect::undoes_last : Hl7Effect::adds;
    entry.names.push_back("PV1|" + std::string(told) + "|" + pv1.field(19).component(1).text());
    entry.says = Hl7Nothing{"ADT^" + std::string(told)};
    const std::string_view change = undoes ? "" : change_of_care(reader.site, move->event, pv1);
    if (!change.empty()) {
        const Hl7Time time = time_of_move(reader, evn);
        entry.offset_minutes = time.offset_minutes;
        if (time.at) {
            entry.says = Hl7Row{*time.at, std::string(name_of(Item::icu_admission)), std::string(change), ""};
        } else {
            entry.says = Hl7Refused{std::string(name_of(Item::icu_admission)), time.why, {}};
        }
    }
    person.entries.push_back(std::move(entry));
}

}  // namespace stormkeel
