// Evaluates the compiled conditions once for each combination of what they can tell apart.
#include "prove/exhaustive/product.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/grading.h"
#include "prove/exhaustive/findings.h"

namespace prove {

namespace {

using stormkeel::Action;
using stormkeel::FindingId;
using stormkeel::FindingRanges;
using stormkeel::Truth;

constexpr std::uint8_t not_yet = 0xff;
constexpr std::uint8_t asked_bit = 8;

constexpr std::array<std::string_view, second::item_count> item_names{
    "tocilizumab",   "dexamethasone",  "methylprednisolone", "corticosteroid",
    "icu_admission", "echocardiogram", "telemetry",          "antifungal_prophylaxis",
    "gm_csf",        "vasopressor",    "fluid_bolus",        "alternative_agent",
    "hlh_workup"};

constexpr std::array<std::uint32_t, part_count> part_sizes{grading_count, 9, 6, 30, 4, 3, 3, 9, 5};

second::Range graded(const stormkeel::Guideline& guideline, stormkeel::Scale scale, const FindingRanges& findings) {
    int low = 0;
    int high = 0;
    for (const stormkeel::GradeRule& rule : guideline.grade_rules) {
        if (rule.scale != scale) continue;
        const Truth truth = stormkeel::evaluate(rule.when, findings);
        if (truth != Truth::absent) high = std::max<int>(high, rule.grade);
        if (truth == Truth::present) low = std::max<int>(low, rule.grade);
    }
    return {static_cast<std::uint8_t>(low), static_cast<std::uint8_t>(high)};
}

second::Answer answer_of(stormkeel::Range range) {
    return range.lowest == 1 ? second::yes : range.highest == 0 ? second::no : second::unknown;
}

void set_crs(second::Range crs, FindingRanges& findings) {
    at(findings, FindingId::crs_grade) = {crs.low, crs.high};
    at(findings, FindingId::severe_duration) =
        crs.low >= 2 ? stormkeel::exactly(stormkeel::hours(1).microseconds) : stormkeel::not_happened;
}

second::Act act_of(const stormkeel::Advice& advice) {
    if (advice.action == Action::avoid) return second::avoid;
    if (advice.action == Action::consider) return second::consider;
    if (advice.item != "dexamethasone" || !advice.every) return second::give;
    return *advice.every == stormkeel::hours(12) ? second::give_every_12 : second::give_every_6;
}

// Avoid wins over give and consider; give makes consider superfluous.
bool is_stronger(second::Act one, second::Act other) {
    constexpr std::array<int, 7> rank{0, 0, 1, 2, 9, 3, 4};
    return rank[one] > rank[other];
}

}  // namespace

Product::Product(const stormkeel::Knowledge& known) : guideline_(known.guideline), ledger_(read_ledger(known)) {
    grade_everything();
    for (const stormkeel::TreatAsRule& rule : guideline_.treat_as_rules) treat_as_.conditions.push_back(&rule.when);
    for (std::size_t item = 0; item < tables_.size(); ++item) {
        for (const stormkeel::Advice& advice : guideline_.advice) {
            if (advice.item != item_names[item]) continue;
            tables_[item].conditions.push_back(&advice.when);
            tables_[item].advice.push_back(&advice);
        }
        lay_out(tables_[item]);
    }
    lay_out(treat_as_);
    join_gradings();
    for (Table& table : tables_) keep_telling_parts(table);
    keep_telling_parts(treat_as_);
}

// Most grading states differ in nothing that any table looks at: they become one, and the tables stay in the cache.
void Product::join_gradings() {
    std::map<std::vector<std::uint32_t>, std::uint16_t> joined;
    std::vector<std::vector<std::uint32_t>> kept(tables_.size() + 1);
    for (std::uint32_t place = 0; place < grading_count; ++place) {
        std::vector<std::uint32_t> offsets{treat_as_.offsets[grading][place]};
        for (const Table& table : tables_) offsets.push_back(table.offsets[grading][place]);
        const auto [found, added] = joined.emplace(offsets, static_cast<std::uint16_t>(joined.size()));
        joint_.push_back(found->second);
        for (std::size_t i = 0; added && i < kept.size(); ++i) kept[i].push_back(offsets[i]);
    }
    treat_as_.offsets[grading] = kept.front();
    for (std::size_t i = 0; i < tables_.size(); ++i) tables_[i].offsets[grading] = kept[i + 1];
}

void Product::keep_telling_parts(Table& table) {
    for (std::uint8_t part = 0; part < part_count; ++part) {
        const std::vector<std::uint32_t>& offsets = table.offsets[part];
        const bool tells =
            std::any_of(offsets.begin(), offsets.end(), [](std::uint32_t offset) { return offset != 0; });
        if (tells) table.telling.push_back({part, offsets.data()});
    }
}

void Product::grade_everything() {
    for (std::uint32_t place = 0; place < grading_count; ++place) {
        FindingRanges findings = usual_findings();
        set_grading(state_of_grading(place), findings);
        crs_.push_back(graded(guideline_, stormkeel::Scale::crs, findings));
        hypotension_.push_back(answer_of(at(findings, FindingId::hypotension)));
        fever_.push_back(answer_of(at(findings, FindingId::fever)));
    }
    for (std::uint8_t icans = 0; icans < 6; ++icans) {
        FindingRanges findings = usual_findings();
        set_icans(icans, findings);
        icans_[icans] = graded(guideline_, stormkeel::Scale::icans, findings);
    }
}

second::Range Product::crs_with(std::uint32_t grading, second::Answer hlh) const {
    FindingRanges findings = usual_findings();
    set_grading(state_of_grading(grading), findings);
    set_hlh(hlh, findings);
    return graded(guideline_, stormkeel::Scale::crs, findings);
}

// What one value of a part sets, everything else being usual.
FindingRanges Product::findings_of(Part part, std::uint32_t place) const {
    FindingRanges findings = usual_findings();
    second::State state;
    switch (part) {
        case grading:
            set_grading(state_of_grading(place), findings);
            set_crs(crs_[place], findings);
            break;
        case pressure:
            state.hypotension = static_cast<second::Answer>(place / 3);
            state.boluses = static_cast<std::uint8_t>(place % 3);
            set_grading(state, findings);
            set_boluses(state, findings);
            break;
        case neurology:
            set_icans(static_cast<std::uint8_t>(place), findings);
            at(findings, FindingId::icans_grade) = {icans_[place].low, icans_[place].high};
            break;
        case dosing:
            set_tocilizumab(static_cast<std::uint8_t>(place / 5), static_cast<second::SinceLast>(place % 5), findings);
            break;
        case course:
            set_steroid(static_cast<second::Steroid>(place), findings);
            break;
        case age:
            set_contraindication(static_cast<second::Contraindication>(place), findings);
            break;
        case hlh_part:
            set_hlh(static_cast<second::Answer>(place), findings);
            break;
        case fever_part:
            state.fever = static_cast<second::Answer>(place / 3);
            state.fever_three_days = static_cast<second::Answer>(place % 3);
            set_grading(state, findings);
            set_fever_days(state, findings);
            break;
        default:
            at(findings, FindingId::treat_as) = stormkeel::exactly(place);
    }
    return findings;
}

// Values of a part that no condition of the table can tell apart share a row.
void Product::lay_out(Table& table) const {
    std::vector<std::size_t> used{static_cast<std::size_t>(FindingId::crs_grade)};
    for (const stormkeel::Condition* condition : table.conditions) {
        for (const stormkeel::Step& step : condition->steps) {
            if (step.finding != FindingId::count_of_findings) used.push_back(static_cast<std::size_t>(step.finding));
        }
    }
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    std::uint32_t rows = 1;
    for (std::uint8_t part = 0; part < part_count; ++part) {
        std::map<std::vector<std::int64_t>, std::uint32_t> classes;
        for (std::uint32_t place = 0; place < part_sizes[part]; ++place) {
            const FindingRanges findings = findings_of(static_cast<Part>(part), place);
            std::vector<std::int64_t> seen;
            for (const std::size_t id : used) seen.insert(seen.end(), {findings[id].lowest, findings[id].highest});
            const auto [found, added] = classes.emplace(seen, static_cast<std::uint32_t>(classes.size()));
            table.offsets[part].push_back(found->second * rows);
        }
        rows *= static_cast<std::uint32_t>(classes.size());
    }
    table.outcome.assign(rows, not_yet);
}

Product::Places Product::places_of(const Digits& digits, std::uint32_t place) const {
    return {joint_[place],
            hypotension_[place] * 3U + digits[boluses],
            digits[icans],
            digits[tocilizumab_total] * 5U + digits[since_last],
            digits[steroid],
            digits[contraindication],
            digits[hlh],
            fever_[place] * 3U + digits[fever_days],
            0};
}

FindingRanges Product::findings_of(const Digits& digits, std::uint32_t treat_as) const {
    const second::State state = state_of(digits);
    FindingRanges findings = usual_findings();
    set_grading(state, findings);
    set_crs(crs_[grading_of(digits)], findings);
    set_boluses(state, findings);
    set_icans(state.icans, findings);
    const second::Range icans_grade = icans_[state.icans];
    at(findings, FindingId::icans_grade) = {icans_grade.low, icans_grade.high};
    set_tocilizumab(state.tocilizumab, state.since_last, findings);
    set_steroid(state.steroid, findings);
    set_fever_days(state, findings);
    set_contraindication(state.contraindication, findings);
    set_hlh(state.hlh, findings);
    at(findings, FindingId::treat_as) = stormkeel::exactly(treat_as);
    return findings;
}

std::uint8_t Product::evaluate(const Table& table, const Digits& digits, std::uint32_t treat_as) const {
    const FindingRanges findings = findings_of(digits, treat_as);
    if (table.advice.empty()) {
        std::uint8_t level = crs_[grading_of(digits)].low;
        for (const stormkeel::TreatAsRule& rule : guideline_.treat_as_rules) {
            const bool holds = stormkeel::evaluate(rule.when, findings) == Truth::present;
            if (holds) level = std::max(level, static_cast<std::uint8_t>(rule.grade));
        }
        return level;
    }
    second::Act act = second::none;
    std::uint8_t asked = 0;
    for (const stormkeel::Advice* advice : table.advice) {
        if (stormkeel::evaluate(advice->when, findings) != Truth::present) continue;
        if (advice->action == Action::ask) {
            asked = asked_bit;
        } else if (is_stronger(act_of(*advice), act)) {
            act = act_of(*advice);
        }
    }
    return static_cast<std::uint8_t>(act | asked);
}

std::uint8_t Product::look_up(Table& table, const Places& places, const Digits& digits) {
    std::uint32_t row = 0;
    for (const Telling& telling : table.telling) row += telling.offsets[places[telling.part]];
    std::uint8_t& outcome = table.outcome[row];
    if (outcome == not_yet) outcome = evaluate(table, digits, places[treatment]);
    return outcome;
}

Answer Product::answer(const Digits& digits) {
    Answer answer;
    const std::uint32_t place = grading_of(digits);
    Places places = places_of(digits, place);
    answer.crs = crs_[place];
    answer.icans = icans_[digits[icans]];
    answer.treat_as = look_up(treat_as_, places, digits);
    places[treatment] = answer.treat_as;
    for (std::size_t item = 0; item < tables_.size(); ++item) {
        const std::uint8_t outcome = look_up(tables_[item], places, digits);
        answer.advice.act[item] = static_cast<second::Act>(outcome & 7U);
        answer.advice.asked[item] = (outcome & asked_bit) != 0;
    }
    const std::uint8_t total = digits[tocilizumab_total];
    second::Act& act = answer.advice.act[second::tocilizumab];
    const bool offered = act == second::give || act == second::consider;
    if (offered && !ledger_.history_known[total]) {
        act = second::ask;
    } else if (offered) {
        answer.advice.tocilizumab_tenths = ledger_.tenths[digits[weight]];
    }
    const std::uint8_t today = std::min(digits[tocilizumab_24_h], total);
    answer.advice.tocilizumab_now = total < 5 && ledger_.allowed[total][today][digits[since_last]];
    return answer;
}

bool Product::is_key_item(std::string_view item) {
    return std::find(item_names.begin(), item_names.end(), item) != item_names.end();
}

std::uint64_t Product::rows_reached() const {
    const auto reached = [](const Table& table) {
        return static_cast<std::uint64_t>(std::count_if(table.outcome.begin(), table.outcome.end(),
                                                        [](std::uint8_t outcome) { return outcome != not_yet; }));
    };
    std::uint64_t sum = reached(treat_as_);
    for (const Table& table : tables_) sum += reached(table);
    return sum;
}

std::uint64_t Product::rows() const {
    std::uint64_t sum = treat_as_.outcome.size();
    for (const Table& table : tables_) sum += table.outcome.size();
    return sum;
}

}  // namespace prove
