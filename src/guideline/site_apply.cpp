// Takes statements away where a site silences or replaces them, and says which entries are in force.
#include <algorithm>

#include "guideline/layers.h"
#include "guideline/site.h"

namespace stormkeel::pack {
namespace {

using Kind = SiteChange::Kind;

void refuse(const Site& site, const SiteEntry& entry, Reading& reading, std::string what) {
    reading.problems.push_back({std::string(site.folder.toml.path), entry.line, std::move(what)});
}

template <class Rules>
void take_away(Rules& rules, StatementId id) {
    std::erase_if(rules, [&](const auto& rule) { return rule.statement == id; });
}

void take_away_rule(Guideline& guideline, StatementId id) {
    take_away(guideline.treat_as_rules, id);
    take_away(guideline.notes, id);
    take_away(guideline.questions, id);
    take_away(guideline.advice, id);
    take_away(guideline.clocks, id);
}

// Why a site cannot take this statement away; empty when it can.
std::string refusal_of(const Statement& statement, const Guideline& guideline) {
    if (statement.locked || statement.kind == "grade") {
        return in_quotes(statement.id) + " is a definition; no site changes it";
    }
    if (guideline.packs[statement.pack].layer == Layer::site) {
        return in_quotes(statement.id) + " is the site's own; take it out of its page";
    }
    if (has_a_condition(statement.kind)) return {};
    return in_quotes(statement.id) + " is of the kind " + in_quotes(statement.kind) +
           ", which cannot be silenced or replaced; a parameter is set by [[set]]";
}

// The site's own statement that stands in for another one.
std::string refusal_of_stand_in(const SiteEntry& entry, const Guideline& guideline) {
    const auto id = guideline.statement_named(entry.change.what);
    if (id && guideline.packs[guideline.statements[*id].pack].layer == Layer::site) return {};
    std::vector<std::string_view> known;
    for (const Statement& statement : guideline.statements) {
        if (guideline.packs[statement.pack].layer == Layer::site) known.push_back(statement.id);
    }
    return in_quotes(entry.change.what) + " is no statement of the site's own pages" +
           did_you_mean(entry.change.what, known);
}

void apply_entry(const Site& site, const SiteEntry& entry, Reading& reading) {
    Guideline& guideline = reading.guideline;
    const auto id = guideline.statement_named(entry.statement);
    if (!id) {
        std::vector<std::string_view> known;
        for (const Statement& statement : guideline.statements) known.push_back(statement.id);
        return refuse(site, entry, reading,
                      in_quotes(entry.statement) + " is no statement" + did_you_mean(entry.statement, known));
    }
    if (entry.change.kind == Kind::set) return apply_set(site, entry, *id, reading);
    std::string why = refusal_of(guideline.statements[*id], guideline);
    if (why.empty() && entry.change.kind == Kind::replaced) why = refusal_of_stand_in(entry, guideline);
    if (!why.empty()) return refuse(site, entry, reading, why);
    take_away_rule(guideline, *id);
    guideline.site_changes.push_back(entry.change);
    guideline.site_changes.back().statement = *id;
}

}  // namespace

void apply(const Site& site, std::optional<Date> on, Reading& reading) {
    const auto begun = [&](const SiteEntry& entry) { return !on || entry.change.in_force_from <= *on; };
    for (const SiteEntry& entry : site.entries) {
        const bool later = std::any_of(site.entries.begin(), site.entries.end(), [&](const SiteEntry& other) {
            return other.statement == entry.statement && begun(other) &&
                   other.change.in_force_from > entry.change.in_force_from;
        });
        if (begun(entry) && !later) apply_entry(site, entry, reading);
    }
}

}  // namespace stormkeel::pack
