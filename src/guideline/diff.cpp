// Compares the statements of two guidelines field by field.
#include "guideline/diff.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/site.h"
#include "guideline/block.h"
#include "guideline/words.h"
#include "guideline/wrap.h"

namespace stormkeel {

using pack::Value;
using pack::wrapped;

namespace {

struct Field {
    std::string name;
    std::string text;
    bool operator==(const Field&) const = default;
};
using FieldTexts = std::vector<Field>;

// Line feeds and columns are layout: a condition that was only broken anew has not changed.
std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const char kept = c == '\n' || c == '\t' ? ' ' : c;
        if (kept != ' ' || (!line.empty() && line.back() != ' ')) line += kept;
    }
    return std::string(pack::trimmed(line));
}

std::string text_of(const Value& value) {
    if (value.kind == Value::Kind::whole) return std::to_string(value.whole);
    if (value.kind == Value::Kind::truth) return value.truth ? "true" : "false";
    if (value.kind == Value::Kind::text) return one_line(value.text);
    std::string text;
    for (const Value& item : value.items) text += (text.empty() ? "" : ", ") + text_of(item);
    return text;
}

// The fields of a block, those of its tables as "equal.dopamine".
void add_fields(const Value& table, const std::string& before, FieldTexts& fields) {
    for (const Value& item : table.items) {
        if (item.kind == Value::Kind::table) {
            add_fields(item, before + item.key + ".", fields);
        } else {
            fields.push_back({before + item.key, text_of(item)});
        }
    }
}

std::string replaced_for(const Guideline& guideline, const Statement& statement) {
    std::string text;
    for (const StatementId id : statement.replaced_by) {
        const Statement& other = guideline.statements[id];
        for (const ProductId product : guideline.packs[other.pack].products) {
            text += (text.empty() ? "" : ", ") + guideline.formulary.products.at(product).name + " (" + other.id + ")";
        }
    }
    return text;
}

std::string site_words(const Guideline& guideline, const Statement& statement) {
    for (const SiteChange& change : guideline.site_changes) {
        if (&guideline.statements[change.statement] != &statement) continue;
        const std::string what = change.kind == SiteChange::Kind::set ? "set" : words_for(change);
        return what + " by site " + guideline.site + " from " + to_text(change.in_force_from) + " on: " + change.why +
               " Approved: " + change.approved;
    }
    return {};
}

// All that is compared of a statement. A parameter's value goes by the parameter's name.
FieldTexts fields_of(const Guideline& guideline, const Statement& statement) {
    FieldTexts fields = {{"pack", guideline.packs[statement.pack].name},
                         {"title", statement.title},
                         {"sentence", statement.sentence},
                         {"source", statement.source},
                         {"seed", statement.seed},
                         {"status", std::string(name_of(statement.verification))},
                         {"kind", statement.kind}};
    std::vector<PackProblem> none;  // the rule was read before
    add_fields(pack::read_toml(statement.rule, {statement.file, 1}, none), "", fields);
    for (Field& field : fields) {
        if (field.name == "value" && !statement.parameter.empty()) field.name = statement.parameter;
    }
    fields.push_back({"replaced for", replaced_for(guideline, statement)});
    fields.push_back({"at the site", site_words(guideline, statement)});
    return fields;
}

std::string find(const FieldTexts& fields, const std::string& name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
    return found == fields.end() ? std::string{} : found->text;
}

// Short values stand on one line, sentences below each other.
std::string difference(const std::string& name, const std::string& before, const std::string& after) {
    const std::string was = before.empty() ? "not set" : before;
    const std::string is = after.empty() ? "not set" : after;
    const std::string line = "    " + name + ": " + was + " → " + is;
    if (pack::columns(line) <= pack::page_width) return line + "\n";
    if (before.empty()) return wrapped(name + ": " + after, "    ", "  ");
    return "    " + name + "\n" + wrapped("was: " + was, "      ", "  ") + wrapped("now: " + is, "      ", "  ");
}

std::string heading_of(const Statement& statement) {
    return wrapped(statement.id + " · " + statement.title, "  ", "  ");
}

// Nothing when the two say the same.
std::string changes_of(const FieldTexts& before, const FieldTexts& after) {
    std::string text;
    for (const Field& field : before) {
        const std::string now = find(after, field.name);
        if (now != field.text) text += difference(field.name, field.text, now);
    }
    for (const Field& field : after) {
        const bool is_new =
            std::none_of(before.begin(), before.end(), [&](const Field& old) { return old.name == field.name; });
        if (is_new && !field.text.empty()) text += difference(field.name, "", field.text);
    }
    return text;
}

// A statement that one of the two does not have, in full.
std::string whole(const Guideline& guideline, const Statement& statement) {
    std::string text = heading_of(statement) + wrapped(statement.sentence, "    ");
    for (const Field& field : fields_of(guideline, statement)) {
        const bool is_told = field.name == "title" || field.name == "sentence" || field.text.empty();
        if (!is_told) text += wrapped(field.name + ": " + field.text, "    ", "  ");
    }
    return text;
}

std::string pack_words(const Pack& pack) {
    return pack.name + " " + pack.version + ", in force from " + to_text(pack.in_force_from);
}

const Pack* pack_named(const Guideline& guideline, const std::string& name) {
    const auto found = std::find_if(guideline.packs.begin(), guideline.packs.end(),
                                    [&](const Pack& pack) { return pack.name == name; });
    return found == guideline.packs.end() ? nullptr : &*found;
}

std::string pack_changes(const Guideline& before, const Guideline& after) {
    std::string text;
    for (const Pack& pack : before.packs) {
        const Pack* now = pack_named(after, pack.name);
        if (now == nullptr) text += wrapped("removed: " + pack_words(pack), "  ", "  ");
        if (now != nullptr && pack_words(*now) != pack_words(pack))
            text += wrapped(pack_words(pack) + " → " + pack_words(*now), "  ", "  ");
    }
    for (const Pack& pack : after.packs) {
        if (pack_named(before, pack.name) == nullptr) text += wrapped("added: " + pack_words(pack), "  ", "  ");
    }
    return text.empty() ? text : "Packs\n" + text + "\n";
}

// The statements of one group, under its heading.
std::string group_text(std::string_view heading, const std::vector<StatementDifference>& group) {
    if (group.empty()) return {};
    std::string text = std::string(heading) + "\n";
    for (const StatementDifference& one : group) text += one.words + "\n";
    return text;
}

}  // namespace

GuidelineDifferences differences(const Guideline& before, const Guideline& after) {
    GuidelineDifferences found;
    found.packs = pack_changes(before, after);
    for (const Statement& statement : after.statements) {
        const auto old = before.statement_named(statement.id);
        if (!old) {
            found.added.push_back({statement.id, whole(after, statement)});
            continue;
        }
        const std::string changes = changes_of(fields_of(before, before.statements[*old]), fields_of(after, statement));
        if (!changes.empty()) found.changed.push_back({statement.id, heading_of(statement) + changes});
    }
    for (const Statement& statement : before.statements) {
        if (!after.statement_named(statement.id)) found.removed.push_back({statement.id, whole(before, statement)});
    }
    const bool alike = found.added.empty() && found.removed.empty() && found.changed.empty();
    found.elsewhere = alike && before.fingerprint != after.fingerprint;
    return found;
}

std::string diff_text(const Guideline& before, const Guideline& after) {
    const GuidelineDifferences found = differences(before, after);
    std::string text = found.packs + group_text("Added", found.added) + group_text("Removed", found.removed) +
                       group_text("Changed", found.changed);
    if (found.elsewhere) {
        text +=
            "The statements say the same; the texts differ elsewhere: in layout, in order, or in the names of drugs.\n";
    }
    return text + "Statements added: " + std::to_string(found.added.size()) +
           ", removed: " + std::to_string(found.removed.size()) + ", changed: " + std::to_string(found.changed.size()) +
           "\n";
}

}  // namespace stormkeel
