// Looks into the cases for both sides of every rule, and for a missing value at every grade.
#include <algorithm>
#include <optional>

#include "guideline/lint_parts.h"
#include "guideline/statement.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

struct GradeRange {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

// What one `at` block of a case expects, as far as grade rules are concerned.
struct AtBlock {
    std::size_t file = 0;  // place in the list of case files
    std::vector<std::string_view> because;
    std::vector<std::string_view> absent;                       // named by `not`
    std::array<std::optional<GradeRange>, scale_count> grades;  // by Scale
};

bool names(const std::vector<std::string_view>& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// "3" or "2..4".
std::optional<GradeRange> range_in(std::string_view text) {
    const std::vector<std::string_view> ends = split(text, "..");
    const auto lowest = whole_number_of(ends.front());
    const auto highest = whole_number_of(ends.back());
    if (!lowest || !highest) return std::nullopt;
    return GradeRange{*lowest, *highest};
}

class Cases {
public:
    Cases(Reading& reading, std::span<const PackFile> files) : reading_(reading) {
        for (const Statement& statement : reading.guideline.statements) known_.push_back(statement.id);
        std::sort(known_.begin(), known_.end());
        for (std::size_t i = 0; i < files.size(); ++i) {
            int number = 0;
            const std::size_t blocks_before = blocks_.size();
            for (const std::string_view line : split(files[i].text, "\n")) {
                ++number;
                const std::string_view words = trimmed(line.substr(0, line.find('#')));
                if (words.starts_with("at ")) {
                    blocks_.push_back({});
                    blocks_.back().file = i;
                } else if (words.starts_with("proves ")) {
                    for (const std::string_view id : split(words.substr(words.find(' ')), " "))
                        if (!id.empty()) check_known(id, {std::string(files[i].path), number});
                } else if (blocks_.size() > blocks_before) {
                    expectation(words, {std::string(files[i].path), number});
                }
            }
        }
    }

    void check(const GradeRule& rule) {
        const std::string& id = reading_.guideline.statements[rule.statement].id;
        bool holds = false;
        bool fails = false;
        bool is_open = false;
        for (const AtBlock& block : blocks_) {
            holds = holds || names(block.because, id);
            fails = fails || names(block.absent, id) || left_out(block, rule.scale, id);
            const auto& range = block.grades.at(static_cast<std::size_t>(rule.scale));
            is_open = is_open || (range && range->lowest < rule.grade && range->highest >= rule.grade);
        }
        if (!holds) refuse_statement(reading_, rule.statement, "no case expects it; add one with 'because " + id + "'");
        if (!fails)
            refuse_statement(reading_, rule.statement, "no case stands just beside it; add one with 'not " + id + "'");
        if (is_open) return;
        refuse_statement(reading_, rule.statement,
                         "no case has its value missing; add one whose range begins below grade " +
                             std::to_string(rule.grade) + " and reaches it");
    }

    // What a rule says must be seen said, and seen unsaid.
    void check_spoken(StatementId statement) {
        const std::string& id = reading_.guideline.statements[statement].id;
        const auto any = [&](auto wanted) { return std::any_of(blocks_.begin(), blocks_.end(), wanted); };
        if (!any([&](const AtBlock& block) { return names(block.because, id); })) {
            refuse_statement(reading_, statement, "no case expects it; add one with 'because " + id + "'");
        }
        if (!any([&](const AtBlock& block) { return names(block.absent, id); })) {
            refuse_statement(reading_, statement, "no case stands just beside it; add one with 'not " + id + "'");
        }
    }

private:
    void expectation(std::string_view words, const Place& place) {
        const std::size_t blank = words.find(' ');
        if (blank == std::string_view::npos) return;
        const std::string_view what = words.substr(0, blank);
        const std::string_view rest = trimmed(words.substr(blank));
        AtBlock& block = blocks_.back();
        if (what == "made" || what == "asked") {
            const std::string_view id = rest.substr(0, rest.find(' '));
            check_known(id, place);
            block.because.push_back(id);
        } else if (what == "because" || what == "not") {
            for (const std::string_view id : split(rest, " ")) {
                if (id.empty()) continue;
                check_known(id, place);
                (what == "not" ? block.absent : block.because).push_back(id);
            }
        } else if (what == "order") {
            said_of_order(rest, place);
        } else if (what == "crs" || what == "icans") {
            block.grades.at(what == "crs" ? 0 : 1) = range_in(rest);
        } else if (what == "scale") {
            const std::size_t end = rest.find(' ');
            for (std::size_t i = 0; i < scale_count && end != std::string_view::npos; ++i) {
                if (name_of(static_cast<Scale>(i)) == rest.substr(0, end))
                    block.grades.at(i) = range_in(rest.substr(end));
            }
        }
    }

    // `order tarlatamab 1 mg stop because ID`
    void said_of_order(std::string_view rest, const Place& place) {
        for (const std::string_view word : {" because ", " not "}) {
            const std::size_t found = rest.rfind(word);
            if (found == std::string_view::npos || rest.ends_with('"')) continue;
            const std::string_view id = trimmed(rest.substr(found + word.size()));
            check_known(id, place);
            (word == " not " ? blocks_.back().absent : blocks_.back().because).push_back(id);
        }
    }

    void check_known(std::string_view id, const Place& place) {
        if (std::binary_search(known_.begin(), known_.end(), id)) return;
        reading_.problems.push_back(
            {place.file, place.line, in_quotes(id) + " is no statement" + did_you_mean(id, known_)});
    }

    // Another moment of a case that names the rule, with the scale's grade expected and the rule not among the reasons.
    bool left_out(const AtBlock& block, Scale scale, std::string_view id) const {
        if (names(block.because, id) || !block.grades.at(static_cast<std::size_t>(scale))) return false;
        return std::any_of(blocks_.begin(), blocks_.end(),
                           [&](const AtBlock& other) { return other.file == block.file && names(other.because, id); });
    }

    Reading& reading_;
    std::vector<std::string_view> known_;
    std::vector<AtBlock> blocks_;
};

}  // namespace

void lint_cases(Reading& reading, std::span<const PackFile> case_files) {
    if (case_files.empty()) return;
    Cases cases(reading, case_files);
    const Guideline& guideline = reading.guideline;
    for (const GradeRule& rule : guideline.grade_rules) cases.check(rule);
    const auto spoken = [&](const auto& rules) {
        for (const auto& rule : rules) cases.check_spoken(rule.statement);
    };
    spoken(guideline.treat_as_rules);
    spoken(guideline.notes);
    spoken(guideline.questions);
    spoken(guideline.advice);
    spoken(guideline.clocks);
    for (const GradeRule& rule : reading.guideline.comparison_rules) cases.check(rule);
}

}  // namespace stormkeel::pack
