// A recursive descent over the tokens of a condition that writes its steps in reverse Polish order.
#include "guideline/parse_condition.h"

#include <algorithm>
#include <utility>

#include "guideline/compare.h"
#include "guideline/nearest.h"
#include "guideline/tokens.h"

namespace stormkeel::pack {
namespace {

bool joins(const Token& token) { return token.text == "and" || token.text == "or"; }

class Parser {
public:
    Parser(std::string_view text, const Formulary& formulary) : tokens_(tokens_of(text)), formulary_(formulary) {}

    ConditionReading read() {
        if (now().kind == Token::Kind::end) {
            refuse("the condition is empty");
        } else {
            disjunction();
            if (!stopped_ && now().kind != Token::Kind::end) unexpected("'and', 'or' or the end");
        }
        if (reading_.problems.empty() && depth_of(reading_.condition) > Condition::depth_limit) too_deep();
        return std::move(reading_);
    }

private:
    const Token& now() const { return tokens_[at_]; }
    const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    void advance() { at_ = std::min(at_ + 1, tokens_.size() - 1); }
    bool accept(std::string_view text) {
        if (stopped_ || now().text != text) return false;
        advance();
        return true;
    }

    void refuse(std::string what) { reading_.problems.push_back({now().line, std::move(what)}); }
    // A sentence whose shape is wrong is read no further; everything after it would be noise.
    void stop(std::string what) {
        if (!stopped_) refuse(std::move(what));
        stopped_ = true;
    }
    void unexpected(const std::string& wanted) {
        if (now().text == "==") return stop("'==' is no sign; write '='");
        if (now().text == "!=") return stop("'!=' is no sign; write 'not FINDING = WORD'");
        const bool ended = now().kind == Token::Kind::end;
        stop("expected " + wanted + ", and the condition " +
             (ended ? "ends" : "goes on with " + in_quotes(now().text)));
    }
    void too_deep() {
        stop("the condition nests deeper than " + std::to_string(Condition::depth_limit) + "; divide the statement");
    }

    void emit(Step::Kind kind) {
        if (!stopped_) reading_.condition.steps.push_back({kind});
    }

    void disjunction() {
        conjunction();
        while (accept("or")) {
            conjunction();
            emit(Step::Kind::either);
        }
    }

    void conjunction() {
        part();
        while (accept("and")) {
            part();
            emit(Step::Kind::both);
        }
    }

    void part() {
        if (stopped_) return;
        if (++nested_ > Condition::depth_limit) return too_deep();
        if (accept("not")) {
            part();
            emit(Step::Kind::negate);
        } else if (accept("(")) {
            disjunction();
            if (!stopped_ && !accept(")")) unexpected("')'");
        } else {
            comparison();
        }
        --nested_;
    }

    void comparison() {
        if (now().kind != Token::Kind::word || joins(now())) return unexpected("a finding");
        const auto found = finding_named(now().text);
        if (const auto* why = std::get_if<std::string>(&found)) refuse(*why);
        const FindingId finding = found.index() == 0 ? std::get<FindingId>(found) : FindingId::count_of_findings;
        const bool is_known = finding != FindingId::count_of_findings;
        advance();
        if (accept("is")) {
            if (!accept("unknown")) return unexpected("'unknown' after 'is'");
            if (is_known) reading_.condition.steps.push_back({Step::Kind::is_unknown, finding, 0});
        } else if (now().kind == Token::Kind::sign && now().text != "(" && now().text != ")") {
            compared_with_value(finding);
        } else if (now().kind == Token::Kind::wrong) {
            unexpected("'and', 'or' or the end");
        } else if (is_known) {
            add(bare_truth(finding));
        }
    }

    void compared_with_value(FindingId finding) {
        Comparison comparison;
        comparison.finding = finding;
        comparison.sign = now().text;
        advance();
        if ((now().kind != Token::Kind::word && now().kind != Token::Kind::number) || joins(now())) {
            return unexpected("a whole number, a word or a length of time after " + in_quotes(comparison.sign));
        }
        comparison.value = now().text;
        if (now().kind == Token::Kind::number && next().kind == Token::Kind::word && !joins(next())) {
            advance();
            comparison.unit = now().text;
        }
        if (finding != FindingId::count_of_findings) add(compared(comparison, formulary_));
        advance();
    }

    void add(const OrWhy<std::vector<Step>>& steps) {
        if (const auto* why = std::get_if<std::string>(&steps)) return refuse(*why);
        for (const Step& step : std::get<std::vector<Step>>(steps)) reading_.condition.steps.push_back(step);
    }

    std::vector<Token> tokens_;
    const Formulary& formulary_;
    std::size_t at_ = 0;
    std::size_t nested_ = 0;
    bool stopped_ = false;
    ConditionReading reading_;
};

}  // namespace

ConditionReading read_condition(std::string_view text, const Formulary& formulary) {
    return Parser(text, formulary).read();
}

Condition when_but_not(Condition when, const Condition& unless) {
    if (unless.steps.empty()) return when;
    const bool alone = when.steps.empty();
    when.steps.insert(when.steps.end(), unless.steps.begin(), unless.steps.end());
    when.steps.push_back({Step::Kind::negate});
    if (!alone) when.steps.push_back({Step::Kind::both});
    return when;
}

std::size_t depth_of(const Condition& condition) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for (const Step& step : condition.steps) {
        if (step.kind == Step::Kind::both || step.kind == Step::Kind::either) {
            --depth;
        } else if (step.kind != Step::Kind::negate) {
            deepest = std::max(deepest, ++depth);
        }
    }
    return deepest;
}

}  // namespace stormkeel::pack
