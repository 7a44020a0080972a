// Sets fields of a statement to a site's values and reads its rule once more, so that every check of a rule holds here
// too.
#include <algorithm>

#include "guideline/parameters.h"
#include "guideline/rule.h"
#include "guideline/site.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

// What a site may set, by kind of statement: never when a statement holds, nor what it is about.
std::vector<std::string_view> settable(std::string_view kind) {
    if (kind == "parameter") return {"value"};
    if (kind == "clock") return {"due"};
    if (kind == "judgement") return {"ask"};
    if (kind == "note") return {"note"};
    if (kind != "advice") return {};
    return {"dose",    "dose_below", "dose_at_most", "route", "over",       "every",
            "at_most", "urgency",    "text",         "due",   "not_before", "population"};
}

std::string words_of(const Value& value) {
    return value.kind == Value::Kind::whole ? std::to_string(value.whole) : value.text;
}

// "every = 6 h instead of 12 h"; sentences are not repeated.
std::string told(const Value& set, const Value* before, const std::string& name) {
    if (set.key == "text" || set.key == "note" || set.key == "ask") return "its words";
    const std::string text = (set.key == "value" ? name : set.key) + " = " + words_of(set);
    return text + (before == nullptr ? "" : " instead of " + words_of(*before));
}

const Value* field_of(const Value& table, std::string_view key) {
    const auto found =
        std::find_if(table.items.begin(), table.items.end(), [&](const Value& item) { return item.key == key; });
    return found == table.items.end() ? nullptr : &*found;
}

// "every      " of "every      = \"12 h\"": the fields of a block stand in columns.
std::string padded_key(std::string_view line) {
    const std::size_t equals = line.find('=');
    return std::string(line.substr(0, equals > 0 ? equals - 1 : 0));
}

// The text of a block with one field set anew; the lines of the others stay as they are written.
std::string with_line(const std::string& block, const Value& table, const Value& set) {
    const std::string value = " = " + (set.kind == Value::Kind::whole ? words_of(set) : "\"" + set.text + "\"") + "\n";
    const Value* before = field_of(table, set.key);
    if (before == nullptr) return block + set.key + value;
    int end = 0;  // the line of the next field; 0: it is the last
    for (const Value& item : table.items) {
        if (item.line > before->line && (end == 0 || item.line < end)) end = item.line;
    }
    std::string changed;
    std::string_view rest = block;
    for (int number = 1; !rest.empty(); ++number) {
        const std::string_view line = rest.substr(0, rest.find('\n') + 1);
        rest.remove_prefix(line.size());
        if (number == before->line) changed += padded_key(line) + value;
        if (number < before->line || (end != 0 && number >= end)) changed += line;
    }
    return changed;
}

// Puts the rule that was read last in the place of the one of the same statement, under whose condition it holds.
template <class Rules>
void settle(Rules& rules, StatementId id) {
    const auto old = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.statement == id; });
    if (old == rules.end() || old + 1 == rules.end()) return;
    rules.back().when = std::move(old->when);
    *old = std::move(rules.back());
    rules.pop_back();
}

// One [[set]] on its way into the guideline.
class Setting {
public:
    Setting(const Site& site, const SiteEntry& entry, StatementId id, Reading& reading)
        : site_(site), entry_(entry), id_(id), reading_(reading) {
        std::vector<PackProblem> told_before;
        table_ = read_toml(statement().rule, {statement().file, 1}, told_before);
    }

    void apply() {
        if (!may_set()) return;
        SiteChange change = entry_.change;
        change.statement = id_;
        Value merged = table_;
        for (Value& item : merged.items) item.line = entry_.line;
        for (const Value& set : entry_.fields) {
            if (!set_field(merged, set)) return;
            change.what +=
                (change.what.empty() ? "" : ", ") + told(set, field_of(table_, set.key), statement().parameter);
        }
        if (!words_agree()) return;
        read_again(merged);
        for (const Value& set : entry_.fields) {
            statement().rule = with_line(statement().rule, table_, set);
            std::vector<PackProblem> none;
            table_ = read_toml(statement().rule, {statement().file, 1}, none);
        }
        reading_.guideline.site_changes.push_back(std::move(change));
    }

private:
    Statement& statement() { return reading_.guideline.statements[id_]; }

    bool refuse(int line, std::string what) {
        reading_.problems.push_back({std::string(site_.folder.toml.path), line, std::move(what)});
        return false;
    }

    bool may_set() {
        if (statement().locked || statement().kind == "grade") {
            return refuse(entry_.line, in_quotes(statement().id) + " is a definition; no site changes it");
        }
        if (statement().site_may_set) return true;
        return refuse(entry_.line, in_quotes(statement().id) +
                                       " is not marked site_may_set, so its value is no site's to "
                                       "choose");
    }

    bool set_field(Value& merged, const Value& set) {
        const std::vector<std::string_view> keys = settable(statement().kind);
        if (std::find(keys.begin(), keys.end(), set.key) == keys.end()) {
            const std::string hint = did_you_mean(set.key, keys);
            return refuse(set.line, in_quotes(set.key) + " is nothing a site sets of " + in_quotes(statement().kind) +
                                        (hint.empty() ? "; it may set " + listed(keys) : hint));
        }
        if (set.kind != Value::Kind::text && set.kind != Value::Kind::whole) {
            return refuse(set.line, in_quotes(set.key) + " must be text in quotes or a whole number");
        }
        const auto same = [&](const Value& item) { return item.key == set.key; };
        const auto found = std::find_if(merged.items.begin(), merged.items.end(), same);
        if (found == merged.items.end()) {
            merged.items.push_back(set);
        } else {
            *found = set;
        }
        return true;
    }

    // "Every 12 hours" in the words and 6 h in the rule would be two orders.
    bool words_agree() {
        const auto sets = [&](std::string_view key) {
            return std::any_of(entry_.fields.begin(), entry_.fields.end(),
                               [&](const Value& set) { return set.key == key; });
        };
        const Value* text = field_of(table_, "text");
        if (text == nullptr || sets("text")) return true;
        const bool dose_told = sets("dose") && text->text.find("{dose}") == std::string::npos;
        if (!dose_told && !sets("every") && !sets("over") && !sets("at_most")) return true;
        if (text->text.find_first_of("0123456789") == std::string::npos) return true;
        return refuse(entry_.line, "the words of " + in_quotes(statement().id) +
                                       " name figures too; set 'text' with them: " + in_quotes(text->text));
    }

    void read_again(const Value& merged) {
        Guideline& guideline = reading_.guideline;
        if (!statement().parameter.empty()) reading_.set_by.erase(words_for_parameter(statement().parameter));
        Fields fields(merged, std::string(site_.folder.toml.path), reading_.problems);
        RuleBlock block{id_, fields, reading_};
        read_rule_again(block);
        settle(guideline.notes, id_);
        settle(guideline.questions, id_);
        settle(guideline.advice, id_);
        settle(guideline.clocks, id_);
    }

    const Site& site_;
    const SiteEntry& entry_;
    StatementId id_;
    Reading& reading_;
    Value table_;
};

}  // namespace

void apply_set(const Site& site, const SiteEntry& entry, StatementId id, Reading& reading) {
    Setting(site, entry, id, reading).apply();
}

}  // namespace stormkeel::pack
