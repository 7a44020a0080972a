// The packs among the files of guidelines/: what each pack.toml says, and in which order packs and files are read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/guideline.h"
#include "guideline/built_in.h"
#include "guideline/fields.h"
#include "guideline/problem.h"

namespace stormkeel::pack {

// A folder with a pack.toml.
struct PackFolder {
    std::string folder;  // "astct-2019", "products/teclistamab"
    Pack pack;
    std::vector<PackFile> files;  // its Markdown files in the order pack.toml lists them
    PackFile toml;
};

// Grading packs first, then management and product; packs of one layer in byte order of their folder, and every version
// of them. A listed file that is missing, a Markdown file that is not listed (CHANGES.md and README.md never are) or
// has no pack.toml beside it, two packs of one name and day, and a product pack without a product of the formulary are
// problems. Sites are read by site.h.
std::vector<PackFolder> find_packs(std::span<const PackFile> files, const Formulary& formulary,
                                   std::vector<PackProblem>& problems);

// Of packs of one name the version in force on that day: the last that has begun, else the earliest. No day: the
// latest.
std::vector<PackFolder> in_force(const std::vector<PackFolder>& folders, std::optional<Date> on);

// What pack.toml and a site's overrides.toml share; each reports what is missing or wrong.
void read_version_and_date(Fields& fields, Pack& pack);
void read_listed_files(Fields& fields, std::span<const PackFile> files, PackFolder& found);
void refuse_unlisted(const PackFolder& found, std::span<const PackFile> files, std::vector<PackProblem>& problems);
std::optional<Date> date_in(Fields& fields, std::string_view key);  // nothing when it is missing or wrong

}  // namespace stormkeel::pack
