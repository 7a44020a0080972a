// A condition of a rule, compiled to a flat array and evaluated in three-valued logic over ranges of findings.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "core/finding_list.h"
#include "core/truth.h"

namespace stormkeel {

enum class FindingId : std::uint8_t {
#define STORMKEEL_NAME(name, kind) name,
    STORMKEEL_GRADING_FINDINGS(STORMKEEL_NAME) STORMKEEL_MANAGEMENT_FINDINGS(STORMKEEL_NAME)
        STORMKEEL_COMPARISON_FINDINGS(STORMKEEL_NAME)
#undef STORMKEEL_NAME
            count_of_findings  // marks the end of the list; no finding
};
constexpr std::size_t finding_count = static_cast<std::size_t>(FindingId::count_of_findings);
// Only the scales for comparison may ask for it, since it is found for them alone.
constexpr bool is_for_comparison(FindingId finding) {
    return finding >= FindingId::supplemental_oxygen && finding < FindingId::count_of_findings;
}

enum class FindingKind : std::uint8_t { truth, count, level, choice, duration, quantity };

constexpr std::array<FindingKind, finding_count> finding_kinds{
#define STORMKEEL_KIND(name, kind) FindingKind::kind,
    STORMKEEL_GRADING_FINDINGS(STORMKEEL_KIND) STORMKEEL_MANAGEMENT_FINDINGS(STORMKEEL_KIND)
        STORMKEEL_COMPARISON_FINDINGS(STORMKEEL_KIND)
#undef STORMKEEL_KIND
};
constexpr FindingKind kind_of(FindingId finding) { return finding_kinds[static_cast<std::size_t>(finding)]; }
std::string_view name_of(FindingId finding);
// The words of a level or choice finding in rising order ("none", "low_flow", ...); empty for other kinds and for
// `product`, whose words are the products of the formulary.
std::span<const std::string_view> words_of(FindingId finding);

// What a finding can still be: truth 0 to 1, counts and levels as whole numbers, durations in microseconds, quantities
// in billionths. lowest == highest: it is known. A duration of something that never happened is unknown_range with
// `happened` false is not used: such a duration is none (below every number), so that comparisons are absent.
struct Range {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    constexpr bool operator==(const Range&) const = default;
    constexpr bool known() const { return lowest == highest; }
};
constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max() / 4;
constexpr Range exactly(std::int64_t value) { return {value, value}; }
constexpr Range between(std::int64_t lowest, std::int64_t highest) { return {lowest, highest}; }
constexpr Range range_of(Truth truth) { return {truth == Truth::present ? 1 : 0, truth == Truth::absent ? 0 : 1}; }
constexpr Truth truth_of(Range range) {
    return range.lowest >= 1 ? Truth::present : range.highest <= 0 ? Truth::absent : Truth::unknown;
}
constexpr Range not_happened = {-1, -1};  // a duration of something that never happened: below every length of time

using FindingRanges = std::array<Range, finding_count>;
inline Range& at(FindingRanges& findings, FindingId id) { return findings[static_cast<std::size_t>(id)]; }
inline const Range& at(const FindingRanges& findings, FindingId id) { return findings[static_cast<std::size_t>(id)]; }

// One step of a compiled condition, in reverse Polish order: comparisons push a truth, the others combine what was
// pushed.
struct Step {
    enum class Kind : std::uint8_t { at_least, at_most, equal, is_unknown, both, either, negate };
    Kind kind = Kind::both;
    FindingId finding = FindingId::count_of_findings;
    std::int64_t value = 0;  // what the finding is compared with: at_least 1 for a bare truth
    // Where what is pushed here is `settles`, the operator `skip` steps on leaves the same, whatever stands between;
    // 0: no operator does. mark_shortcuts() sets both.
    std::uint16_t skip = 0;
    Truth settles = Truth::unknown;
};

struct Condition {
    std::vector<Step> steps;  // empty: always present
    // The steps that look at durations lie from the first of these places to before the second.
    std::array<std::size_t, 2> lengths{0, std::numeric_limits<std::size_t>::max()};
    static constexpr std::size_t depth_limit = 16;  // the reader refuses a condition that nests deeper
};

// Marks what need not be looked at. A condition that changes afterwards is marked again; without marks all is looked
// at.
void mark_shortcuts(Condition& condition);

constexpr Truth compare(Range range, Step::Kind kind, std::int64_t value) {
    switch (kind) {
        case Step::Kind::at_least:
            return range.lowest >= value ? Truth::present : range.highest < value ? Truth::absent : Truth::unknown;
        case Step::Kind::at_most:
            return range.highest <= value ? Truth::present : range.lowest > value ? Truth::absent : Truth::unknown;
        case Step::Kind::equal:
            if (range.lowest > value || range.highest < value) return Truth::absent;
            return range.known() ? Truth::present : Truth::unknown;
        case Step::Kind::is_unknown:
            return truth_of(!range.known());
        default:
            return Truth::unknown;
    }
}

// Takes the shortcuts.
Truth evaluate(const Condition& condition, const FindingRanges& findings);

// The steps that may look at durations, with what stands between them.
inline std::span<const Step> lengths_of(const Condition& condition) {
    const std::size_t end = std::min(condition.lengths[1], condition.steps.size());
    return std::span(condition.steps).first(end).subspan(std::min(condition.lengths[0], end));
}

// Evaluates all of it and tells `recorder(step, truth)` of every comparison.
template <class Recorder>
Truth evaluate(const Condition& condition, const FindingRanges& findings, Recorder&& recorder) {
    if (condition.steps.empty()) return Truth::present;
    std::array<Truth, Condition::depth_limit> stack{};
    std::size_t top = 0;
    for (const Step& step : condition.steps) {
        switch (step.kind) {
            case Step::Kind::both:
                --top;
                stack[top - 1] = stormkeel::both(stack[top - 1], stack[top]);
                break;
            case Step::Kind::either:
                --top;
                stack[top - 1] = stormkeel::either(stack[top - 1], stack[top]);
                break;
            case Step::Kind::negate:
                stack[top - 1] = negated(stack[top - 1]);
                break;
            default: {
                const Truth truth = compare(findings[static_cast<std::size_t>(step.finding)], step.kind, step.value);
                recorder(step, truth);
                stack[top++] = truth;
            }
        }
    }
    return stack[0];
}

}  // namespace stormkeel
