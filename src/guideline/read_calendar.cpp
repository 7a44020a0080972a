// Finds the days on which another version or setting begins, and reads one guideline for each.
#include "guideline/read_calendar.h"

#include <algorithm>

#include "guideline/pack_toml.h"
#include "guideline/site.h"

namespace stormkeel {
namespace pack {

std::vector<Date> period_borders(std::span<const PackFile> files, const Formulary& formulary, const std::string& site) {
    std::vector<PackProblem> told_by_the_reader;
    std::vector<Date> borders;
    const std::vector<PackFolder> folders = find_packs(files, formulary, told_by_the_reader);
    for (const PackFolder& folder : folders) {
        const bool follows = std::any_of(folders.begin(), folders.end(), [&](const PackFolder& other) {
            return other.pack.name == folder.pack.name && other.pack.in_force_from < folder.pack.in_force_from;
        });
        if (follows) borders.push_back(folder.pack.in_force_from);
    }
    if (!site.empty()) {
        const Site found = find_site(files, site, told_by_the_reader);
        borders.push_back(found.folder.pack.in_force_from);
        for (const SiteEntry& entry : found.entries) borders.push_back(entry.change.in_force_from);
    }
    std::sort(borders.begin(), borders.end());
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
    return borders;
}

void add_new(std::vector<PackProblem>& problems, const std::vector<PackProblem>& more) {
    for (const PackProblem& problem : more) {
        if (std::find(problems.begin(), problems.end(), problem) == problems.end()) problems.push_back(problem);
    }
}

}  // namespace pack

ReadCalendar read_calendar(std::span<const PackFile> files, const Formulary& formulary, const std::string& site) {
    std::vector<GuidelineCalendar::Period> periods;
    ReadCalendar read;
    const auto add = [&](Instant from, Date on) {
        ReadGuideline reading = read_guideline(files, formulary, {site, on});
        pack::add_new(read.problems, reading.problems);
        if (reading.guideline) periods.push_back({from, std::move(*reading.guideline)});
    };
    add(never, pack::before_all);
    for (const Date border : pack::period_borders(files, formulary, site)) add(midnight_of(border), border);
    if (read.problems.empty()) read.calendar = GuidelineCalendar(std::move(periods));
    return read;
}

}  // namespace stormkeel
