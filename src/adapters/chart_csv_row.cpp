// Reads one row of a chart into a timeline.
#include "adapters/chart_csv_row.h"

#include <algorithm>

#include "adapters/allergy_words.h"
#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

constexpr std::size_t meanings_kept = 4096;  // more different items than any chart has; a flood of typos is not kept

std::uint32_t source_of(RowPlace place, Timeline& timeline) {
    return place.line == 0 ? timeline.number_of_source(place.name) : timeline.number_of_line(place.name, place.line);
}

ChartRow with_trimmed_columns(const ChartRow& row) {
    return {trimmed(row.time), trimmed(row.item), trimmed(row.value), trimmed(row.unit)};
}

Rejection rejection_of(const ChartRow& row, RowPlace place, std::string why) {
    std::string what{row.item};
    if (!row.value.empty()) what.append(" = ").append(row.value);
    if (!row.unit.empty()) what.append(" ").append(row.unit);
    return {to_text(place), clipped(what), std::move(why)};
}

}  // namespace

std::string to_text(RowPlace place) {
    if (place.line == 0) return std::string{place.name};
    std::string text{place.name};
    if (!text.empty()) text += ' ';
    return text + "line " + std::to_string(place.line);
}

ChartRowReader::Meaning ChartRowReader::look_up(std::string_view item) const {
    const std::size_t colon = item.find(':');
    if (colon == std::string_view::npos) return {item_named(item).value_or(Item::count_of_items), unknown_drug, {}};
    const auto group = item_named(item.substr(0, colon));
    if (!group || kind_of(*group) != ItemKind::drug) {
        return {item_named(item).value_or(Item::count_of_items), unknown_drug, {}};
    }
    const std::string_view name = item.substr(colon + 1);
    Meaning meaning{*group, unknown_drug, folded_words(name)};
    if (const auto drug = terminology_.drug_of_name(name)) meaning.drug = *drug;
    return meaning;
}

const ChartRowReader::Meaning& ChartRowReader::meaning_of(std::string_view item) {
    const auto known = meanings_.find(item);
    if (known != meanings_.end()) return known->second;
    if (meanings_.size() < meanings_kept) return meanings_.emplace(item, look_up(item)).first->second;
    not_kept_ = look_up(item);
    return not_kept_;
}

std::string ChartRowReader::why_unknown(const Meaning& meaning, const ChartRow& row) const {
    const std::string_view item = row.item;
    if (meaning.item == Item::count_of_items) return why_unknown_item(terminology_, item, row.unit);
    if (kind_of(meaning.item) == ItemKind::drug && meaning.drug == unknown_drug) {
        const std::size_t colon = item.find(':');
        const std::string_view name = colon == std::string_view::npos ? std::string_view{} : item.substr(colon + 1);
        return why_unknown_drug(terminology_, meaning.item, name);
    }
    return {};
}

namespace {

// A year beyond these is a slip that would move "now" and every age.
bool is_plausible(Instant at) {
    const Instant first = midnight_of({1950, 1, 1});
    const Instant last = midnight_of({2150, 1, 1});
    return at >= first && at < last;
}

}  // namespace

RowOutcome ChartRowReader::read(const ChartRow& written, RowPlace place, Timeline& timeline) {
    const ChartRow row = with_trimmed_columns(written);
    const Meaning& meaning = meaning_of(row.item);
    if (meaning.item == Item::birth_date) return read_birth_date(row, place, timeline);

    const auto at = days_.instant(row.time);
    if (!at) {
        refuse(row, place, timeline, why_no_instant(row.time));
        return RowOutcome::rejected;
    }
    const RowOutcome outcome = take(meaning, {*at, row}, place, timeline);
    if (outcome == RowOutcome::taken) timeline.note_utc_offset(written_offset_minutes(row.time));
    return outcome;
}

RowOutcome ChartRowReader::read_at(Instant at, const ChartRow& written, RowPlace place, Timeline& timeline) {
    const ChartRow row = with_trimmed_columns(written);
    return take(meaning_of(row.item), {at, row}, place, timeline);
}

RowOutcome ChartRowReader::take(const Meaning& meaning, TimedRow timed, RowPlace place, Timeline& timeline) {
    const ChartRow& row = timed.row;
    if (!is_plausible(timed.at)) {
        Rejection rejection =
            rejection_of(row, place, "the time '" + clipped(row.time) + "' is not of 1950 to 2150; check the year");
        rejection.drug = drug_told(meaning, row);
        timeline.rejected().push_back(std::move(rejection));
        return RowOutcome::rejected;
    }
    std::string why = why_unknown(meaning, row);
    if (why.empty()) {
        FactOrRefusal result = fact_of(meaning, row, timeline);
        if (Fact* fact = std::get_if<Fact>(&result)) {
            fact->at = timed.at;
            fact->item = meaning.item;
            fact->source = source_of(place, timeline);
            timeline.add(*fact);
            return RowOutcome::taken;
        }
        why = std::move(std::get<Refusal>(result).why);
    }
    refuse(row, place, timeline, std::move(why));
    return RowOutcome::rejected;
}

void ChartRowReader::refuse(const ChartRow& written, RowPlace place, Timeline& timeline, std::string why) {
    const ChartRow row = with_trimmed_columns(written);
    Rejection rejection = rejection_of(row, place, std::move(why));
    rejection.at = with_seconds(row.time).value_or(never);
    rejection.item = meaning_of(row.item).item;
    const bool timed = with_seconds(row.time) || without_offset(row.time);
    if (!timed) rejection.drug = drug_told(meaning_of(row.item), row);
    rejection.at_latest = end_of_written_date(row.time).value_or(forever);
    timeline.rejected().push_back(std::move(rejection));
    end_what_it_replaced(meaning_of(row.item), row, place, timeline);
}

// "Actemra (anaphylaxis)" is no name of a drug, and says to which there is an allergy.
std::vector<DrugId> ChartRowReader::allergens_meant(std::string_view words) const {
    if (denies_allergy(terminology_, words)) return {};
    std::vector<DrugId> named = drugs_named_as_allergens(terminology_, words);
    const auto nearest = terminology_.drug_of_name(terminology_.nearest_drug(words));
    if (named.empty() && nearest) named.push_back(*nearest);
    return named;
}

void ChartRowReader::refuse_ahead(const ChartRow& written, RowPlace place, Timeline& timeline, Instant received) {
    std::string why = "it lies more than 5 minutes after " + to_text(received) +
                      ", when it was received; correct its time, or send it when it has happened";
    const ChartRow row = with_trimmed_columns(written);
    const Meaning meaning = probable(meaning_of(row.item), row);
    if (meaning.item != Item::give) return refuse(written, place, timeline, std::move(why));
    // If it was given, that was before it came.
    Rejection rejection = rejection_of(row, place, std::move(why));
    rejection.drug = drug_told(meaning, row);
    rejection.at_latest = received;
    timeline.rejected().push_back(std::move(rejection));
}

ChartRowReader::Meaning ChartRowReader::probable(const Meaning& meaning, const ChartRow& row) const {
    if (meaning.item == Item::allergy) {
        const std::vector<DrugId> meant = allergens_meant(row.value);
        return {Item::allergy, meant.empty() ? unknown_drug : meant.front(), {}};
    }
    const bool known =
        meaning.item != Item::count_of_items && (meaning.item != Item::give || meaning.drug != unknown_drug);
    const std::string meant = known ? std::string{} : item_suggested(terminology_, row.item, row.unit);
    return meant.empty() ? meaning : look_up(meant);
}

// A dose of nothing was no dose, however it is written; a rate of nothing may be the end of one that runs.
DrugId ChartRowReader::drug_told(const Meaning& written, const ChartRow& row) const {
    const Meaning meaning = probable(written, row);
    const bool dose = meaning.item == Item::give && parse_decimal(row.value) != Decimal{};
    return dose || meaning.item == Item::rate ? meaning.drug : unknown_drug;
}

void ChartRowReader::end_what_it_replaced(const Meaning& written, const ChartRow& row, RowPlace place,
                                          Timeline& timeline) const {
    const Meaning meaning = probable(written, row);
    const Item item = meaning.item;
    const bool ends = item == Item::oxygen_device || item == Item::oxygen_flow || item == Item::rate ||
                      ((item == Item::give || item == Item::allergy) && meaning.drug != unknown_drug);
    auto at = with_seconds(row.time);
    const bool is_local = !at;
    if (is_local) at = without_offset(row.time);
    if (!ends || !at || !is_plausible(*at)) return;
    // A dose of nothing was no dose, however it is written.
    if (item == Item::give && parse_decimal(row.value) == Decimal{}) return;
    Fact fact;
    fact.at = *at;
    fact.item = item;
    fact.state = ValueState::unreadable;
    if (item == Item::oxygen_device) fact.code = unreadable_device;
    if (item == Item::rate || item == Item::give || item == Item::allergy) fact.code = meaning.drug;
    if (item == Item::rate && meaning.drug == unknown_drug) {
        fact.text = timeline.number_of_text(meaning.drug_name);
        // Whatever it was: it is stopped.
        if (parse_decimal(row.value) == Decimal{}) fact.state = ValueState::known;
    }
    fact.source = source_of(place, timeline);
    const auto add = [&] { is_local ? timeline.add_at_local_time(fact) : timeline.add(fact); };
    if (item != Item::allergy) return add();
    for (const DrugId drug : allergens_meant(row.value)) {
        fact.code = drug;
        add();
    }
}

RowOutcome ChartRowReader::read_birth_date(const ChartRow& row, RowPlace place, Timeline& timeline) const {
    std::string why;
    const auto date = parse_date(row.time);
    if (!date) {
        why = "the column time must hold the birth date as in 1961-05-02, not '" + clipped(row.time) + "'";
    } else if (!row.value.empty() || !row.unit.empty()) {
        why = "the birth date stands in the column time; value and unit must be empty";
    } else if (!timeline.set_birth_date(*date)) {
        why = "the birth date " + to_text(*date) + " differs from another row's; none is used until one is corrected";
    }
    if (why.empty()) return RowOutcome::taken;
    timeline.rejected().push_back(rejection_of(row, place, std::move(why)));
    return RowOutcome::rejected;
}

}  // namespace stormkeel
