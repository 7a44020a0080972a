// Reads a drawn chart as any chart is read, grades it twice, and finds the first instant at which the two differ.
#include "prove/charts/compare.h"

#include <algorithm>
#include <sstream>

#include "adapters/chart_csv.h"
#include "core/assess.h"
#include "prove/charts/draw.h"
#include "prove/second/episodes.h"

namespace prove {

namespace {

using second::Seconds;
using stormkeel::GradeRow;

constexpr Seconds asked_beyond = second::hours(80);

std::vector<GradeRow> rows_of(const std::vector<second::Fact>& facts, const Product& product, Seconds until) {
    std::istringstream csv(as_csv(facts));
    stormkeel::Patients patients;
    stormkeel::read_chart_csv(csv, product.terminology, patients);
    if (patients.empty()) return {};
    const stormkeel::Instant end{until * 1'000'000};
    return stormkeel::grade_rows(patients.begin()->second, product.guideline, end);
}

second::Verdict verdict_of(const GradeRow& row) {
    const auto small = [](int grade) { return static_cast<std::uint8_t>(grade); };
    return {{small(row.crs_at_least), small(row.crs_at_most)},
            {small(row.icans_at_least), small(row.icans_at_most)},
            small(row.treat_as),
            static_cast<std::uint32_t>(row.episode)};
}

}  // namespace

Comparison compare(const std::vector<second::Fact>& facts, const Product& product) {
    Comparison result;
    Seconds last = 0;
    for (const second::Fact& fact : facts) last = std::max(last, fact.at);
    const std::vector<GradeRow> rows = rows_of(facts, product, last + asked_beyond);
    if (rows.empty()) return result;
    const second::Course course(facts);
    std::vector<Seconds> instants = course.turns(last + asked_beyond);
    for (const GradeRow& row : rows) instants.push_back(row.at.microseconds / 1'000'000);
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    std::size_t place = 0;
    for (const Seconds instant : instants) {
        while (place + 1 < rows.size() && rows[place + 1].at.microseconds <= instant * 1'000'000) ++place;
        if (rows[place].at.microseconds > instant * 1'000'000) continue;
        ++result.instants;
        const second::Verdict reading = course.at(instant);
        const second::Verdict answer = verdict_of(rows[place]);
        if (reading == answer) continue;
        result.first = Difference{instant, answer, reading};
        return result;
    }
    return result;
}

std::vector<second::Fact> smallest(std::vector<second::Fact> facts, const Product& product) {
    for (bool shrunk = true; shrunk;) {
        shrunk = false;
        for (std::size_t i = facts.size(); i-- > 0;) {
            std::vector<second::Fact> fewer = facts;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            if (!compare(fewer, product).first) continue;
            facts = std::move(fewer);
            shrunk = true;
        }
    }
    return facts;
}

std::string in_words(const Difference& difference) {
    const auto text = [](const second::Verdict& verdict) {
        const auto range = [](second::Range one) {
            return std::to_string(one.low) + " to " + std::to_string(one.high);
        };
        return "CRS " + range(verdict.crs) + ", ICANS " + range(verdict.icans) + ", treat as " +
               std::to_string(verdict.treat_as) + ", episode " + std::to_string(verdict.episode);
    };
    const std::string row = as_csv({second::Fact{difference.at, "", "", ""}});
    const std::string time = row.substr(row.find("p1,") + 3, 20);
    return "at " + time + "\n  the program:        " + text(difference.product) +
           "\n  the second reading: " + text(difference.reading) + "\n";
}

}  // namespace prove
