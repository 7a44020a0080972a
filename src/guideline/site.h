// A hospital's own settings: sites/NAME/overrides.toml, and the pages with statements of its own that it lists.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/pack_toml.h"
#include "guideline/reading.h"

namespace stormkeel::pack {

// One [[set]], [[silence]] or [[replace]].
struct SiteEntry {
    SiteChange change;          // all but the statement's place
    std::string statement;      // the id it names
    std::vector<Value> fields;  // of a [[set]]: what it sets
    int line = 0;
};

struct Site {
    PackFolder folder;  // layer site; its toml is overrides.toml
    std::vector<SiteEntry> entries;
};

// The names of all sites among the files.
std::vector<std::string> site_names(std::span<const PackFile> files);

// Reads overrides.toml; what is missing in it or no setting is a problem, and so is a name without a folder.
Site find_site(std::span<const PackFile> files, std::string_view name, std::vector<PackProblem>& problems);

// Changes what has been read of all packs by the entries in force on that day (none: by the latest of each statement).
// What a site may not change is a problem at the entry's line.
void apply(const Site& site, std::optional<Date> on, Reading& reading);

// A [[set]]: the statement's fields are replaced and its rule is read once more.
void apply_set(const Site& site, const SiteEntry& entry, StatementId id, Reading& reading);

}  // namespace stormkeel::pack
