// Grades ICANS by the worst domain, from ICE or, below 12 years, CAPD.
#include "prove/second/neuro.h"

#include <array>

#include "prove/second/support.h"

namespace second {

namespace {

struct Row {
    std::string_view word;
    Range grade;
};

// Awake alone never gives grade 1, and rules nothing out but grade 4.
constexpr std::array<Row, 4> consciousness_rows{
    {{"awake", {0, 0}}, {"wakes_to_voice", {2, 2}}, {"wakes_to_touch", {3, 3}}, {"unarousable", {4, 4}}}};
constexpr std::array<Row, 5> seizure_rows{{{"none", {0, 0}},
                                           {"brief", {3, 3}},
                                           {"nonconvulsive_resolved", {3, 3}},
                                           {"prolonged", {4, 4}},
                                           {"repetitive", {4, 4}}}};
constexpr std::array<Row, 2> motor_rows{{{"none", {0, 0}}, {"focal_deep", {4, 4}}}};
constexpr std::array<Row, 4> edema_rows{
    {{"none", {0, 0}}, {"focal", {3, 3}}, {"diffuse", {4, 4}}, {"herniation_signs", {4, 4}}}};

// What is found under sedation says nothing, however old the record of the sedation has become since.
bool found_under_sedation(const Record& record, Seconds at, Seconds charted) {
    for (const Charted& sedation : record.latest("sedated", at, at)) {
        const bool covers = charted >= sedation.at && charted - sedation.at <= neurologic_age;
        if (sedation.word == "yes" && covers) return true;
    }
    return false;
}

std::vector<Charted> examination(const Record& record, std::string_view item, Seconds at) {
    std::vector<Charted> found = record.latest(item, at, neurologic_age);
    if (!found.empty() && found_under_sedation(record, at, found.front().at)) found.clear();
    return found;
}

template <typename Rows>
std::optional<Range> by_row(const std::vector<Charted>& charted, const Rows& rows) {
    std::optional<Range> worst;
    for (const Charted& entry : charted) {
        for (const Row& row : rows) {
            if (row.word == entry.word) worst = worst ? worse_of(*worst, row.grade) : row.grade;
        }
    }
    return worst;
}

// A patient whose CAPD could be scored can be roused; 1 to 8 points are graded by how the patient wakes.
Range capd_grade(Thousandths score, std::optional<Range> consciousness) {
    if (score >= 9'000) return {3, 3};
    if (score == 0) return {0, 0};
    if (!consciousness) return {1, 2};
    return consciousness->low == 0 ? Range{1, 1} : Range{2, 2};
}

// The score: ICE from 12 years on; CAPD for a younger child, and up to 21 years when it alone is charted.
std::optional<Range> by_score(const Record& record, Seconds at, std::optional<Range> consciousness) {
    const int years = age_in_years(record, at);
    auto capd = record.number("capd", at, neurologic_age, Worse::higher);
    auto ice = record.number("ice_score", at, neurologic_age, Worse::lower);
    if (capd && found_under_sedation(record, at, capd->at)) capd.reset();
    if (ice && found_under_sedation(record, at, ice->at)) ice.reset();
    const bool child = years >= 0 && years < 12;
    std::optional<Range> worst;
    const bool capd_counts = child || years < 0 || (years <= 21 && !ice);
    if (capd && capd_counts) worst = capd_grade(capd->number, consciousness);
    if (!ice || child) return worst;
    const Range row = ice_row[static_cast<std::size_t>(ice->number / 1000)];
    const Range by_ice = consciousness ? Range{row.low, row.low} : row;
    return worst ? worse_of(*worst, by_ice) : by_ice;
}

// A weakness or a swelling that was charted may still be there when its record is no longer fresh.
std::optional<Range> lasting(const Record& record, std::string_view item, Seconds at, std::optional<Range> fresh) {
    if (fresh) return fresh;
    for (const Charted& charted : record.latest(item, at, at)) {
        if (charted.word != "none") return Range{0, 4};
    }
    return std::nullopt;
}

bool is_sedated(const Record& record, Seconds at) {
    for (const Charted& entry : record.latest("sedated", at, neurologic_age)) {
        if (entry.word == "yes") return true;
    }
    return false;
}

}  // namespace

Range icans_grade(const Record& record, Seconds at) {
    if (is_sedated(record, at)) return {0, 4};
    const auto sign = [&](std::string_view item) { return record.latest(item, at, neurologic_age); };
    const auto consciousness = by_row(examination(record, "consciousness", at), consciousness_rows);
    const auto score = by_score(record, at, consciousness);
    const auto seizure = by_row(sign("seizure"), seizure_rows);
    const auto motor = lasting(record, "motor_weakness", at, by_row(sign("motor_weakness"), motor_rows));
    const auto edema = lasting(record, "cerebral_edema", at, by_row(sign("cerebral_edema"), edema_rows));
    const bool examined = consciousness || score;
    const Range silent = examined ? Range{0, 0} : Range{0, 4};
    Range worst{0, 0};
    for (const auto& domain : {consciousness, seizure, motor, edema}) worst = worse_of(worst, domain.value_or(silent));
    // With consciousness and no score, the score may still be anything a patient who can be roused can have.
    return worse_of(worst, score.value_or(Range{0, consciousness ? std::uint8_t{3} : std::uint8_t{4}}));
}

}  // namespace second
