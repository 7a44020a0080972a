// Reads a site's overrides.toml into entries, each with its reason and its approval.
#include "guideline/site.h"

#include <algorithm>

#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::string_view sites = "sites/";
constexpr std::string_view overrides_name = "/overrides.toml";

using Kind = SiteChange::Kind;

// Who approved it and when; the role, because a name says nothing to the next reader.
void read_approval(Fields& fields, SiteChange& change) {
    change.approved = fields.needed_text("approved");
    const std::size_t comma = change.approved.rfind(", ");
    const bool dated = comma != std::string::npos && comma > 0 && parse_date(change.approved.substr(comma + 2));
    if (dated || change.approved.empty()) return;
    fields.refuse(fields.line_of("approved"),
                  "'approved' says who and when; write it like 'therapeutics committee, 2026-10-20'");
}

SiteEntry read_entry(const Value& table, Kind kind, const Site& site, std::vector<PackProblem>& problems) {
    SiteEntry entry;
    entry.line = table.line;
    entry.change.kind = kind;
    Fields fields(table, std::string(site.folder.toml.path), problems);
    entry.statement = fields.needed_text("statement");
    entry.change.why = fields.needed_text("why");
    read_approval(fields, entry.change);
    entry.change.in_force_from = site.folder.pack.in_force_from;
    if (fields.has("in_force_from")) {
        const auto date = date_in(fields, "in_force_from");
        if (date && *date < site.folder.pack.in_force_from) {
            fields.refuse(fields.line_of("in_force_from"), "this is before " + to_text(site.folder.pack.in_force_from) +
                                                               ", from when the site is in force");
        }
        entry.change.in_force_from = date.value_or(site.folder.pack.in_force_from);
    }
    fields.take("in_force_from");
    if (kind == Kind::replaced) entry.change.what = fields.needed_text("with");
    if (kind == Kind::set) {
        for (const Value* set : fields.untaken()) entry.fields.push_back(*set);
        if (entry.fields.empty()) fields.refuse(table.line, "this [[set]] sets nothing; a parameter is set by 'value'");
    } else {
        fields.refuse_untaken();
    }
    return entry;
}

void read_entries(Fields& fields, Site& site, std::vector<PackProblem>& problems) {
    for (const auto& [key, kind] :
         {std::pair("set", Kind::set), std::pair("silence", Kind::silenced), std::pair("replace", Kind::replaced)}) {
        const Value* list = fields.take(key);
        if (list == nullptr) continue;
        const bool tables = list->kind == Value::Kind::list &&
                            std::all_of(list->items.begin(), list->items.end(),
                                        [](const Value& item) { return item.kind == Value::Kind::table; });
        if (!tables) {
            fields.refuse(list->line, in_quotes(key) + " must be a table; write [[" + std::string(key) + "]]");
            continue;
        }
        for (const Value& table : list->items) site.entries.push_back(read_entry(table, kind, site, problems));
    }
}

void refuse_twice(const Site& site, std::vector<PackProblem>& problems) {
    for (std::size_t i = 1; i < site.entries.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const SiteEntry& entry = site.entries[i];
            const SiteEntry& other = site.entries[j];
            if (entry.statement != other.statement || entry.change.in_force_from != other.change.in_force_from)
                continue;
            problems.push_back({std::string(site.folder.toml.path), entry.line,
                                in_quotes(entry.statement) + " is already changed in line " +
                                    std::to_string(other.line) + " from the same day on"});
        }
    }
}

}  // namespace

std::vector<std::string> site_names(std::span<const PackFile> files) {
    std::vector<std::string> names;
    for (const PackFile& file : files) {
        if (!file.path.starts_with(sites) || !file.path.ends_with(overrides_name)) continue;
        names.emplace_back(file.path.substr(sites.size(), file.path.size() - sites.size() - overrides_name.size()));
    }
    return names;
}

Site find_site(std::span<const PackFile> files, std::string_view name, std::vector<PackProblem>& problems) {
    Site site;
    site.folder.folder = std::string(sites) + std::string(name);
    const std::string path = site.folder.folder + std::string(overrides_name);
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const PackFile& file) { return file.path == path; });
    if (found == files.end()) {
        problems.push_back({path, 1, "this file of the site " + in_quotes(name) + " is missing"});
        return site;
    }
    site.folder.toml = *found;
    site.folder.pack.name = name;
    site.folder.pack.layer = Layer::site;
    const std::size_t problems_before = problems.size();
    const Value table = read_toml(found->text, {path, 1}, problems);
    if (problems.size() != problems_before) return site;
    Fields fields(table, path, problems);
    site.folder.pack.title = fields.needed_text("title");
    read_version_and_date(fields, site.folder.pack);
    read_listed_files(fields, files, site.folder);
    read_entries(fields, site, problems);
    fields.refuse_untaken();
    refuse_unlisted(site.folder, files, problems);
    refuse_twice(site, problems);
    return site;
}

}  // namespace stormkeel::pack
