// Reads guidelines/seeds.toml.
#include "guideline/seeds.h"

#include <algorithm>
#include <array>

#include "guideline/block.h"
#include "guideline/fields.h"
#include "guideline/nearest.h"
#include "guideline/words.h"

namespace stormkeel {
namespace {

constexpr std::string_view seeds_path = "seeds.toml";
constexpr std::size_t longest_claim = 20;  // words
constexpr std::array<std::string_view, 2> texts{"car_t", "pharmacist"};
constexpr std::array<std::string_view, 11> groups{"GR", "MO", "RX", "ES", "CI", "HL", "IC", "PV", "LO", "ED", "BG"};

template <std::size_t count>
std::string one_of(pack::Fields& fields, std::string_view key, const std::array<std::string_view, count>& words) {
    std::string word = fields.needed_text(key);
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) {
        fields.refuse(fields.line_of(key), pack::in_quotes(word) + " is no word of " + pack::in_quotes(key) +
                                               "; its words are " + pack::listed({words.begin(), words.end()}));
    }
    return word;
}

SeedStatement read_seed(const pack::Value& table, std::vector<PackProblem>& problems) {
    pack::Fields fields(table, std::string(seeds_path), problems);
    SeedStatement seed;
    seed.number = table.key;
    seed.line = table.line;
    seed.text = one_of(fields, "text", texts);
    seed.group = one_of(fields, "class", groups);
    seed.claim = fields.needed_text("claim");
    fields.refuse_untaken();
    if (pack::split(seed.claim, " ").size() > longest_claim)
        fields.refuse(table.line, seed.number + ": a claim has at most " + std::to_string(longest_claim) + " words");
    return seed;
}

}  // namespace

std::vector<SeedStatement> read_seeds(std::span<const PackFile> files, std::vector<PackProblem>& problems) {
    const auto file =
        std::find_if(files.begin(), files.end(), [](const PackFile& each) { return each.path == seeds_path; });
    if (file == files.end()) {
        problems.push_back(
            {std::string(seeds_path), 1, "this file is missing; it lists what the packs must answer to"});
        return {};
    }
    const std::string path(seeds_path);
    const pack::Value page = pack::read_toml(file->text, {path, 1}, problems);
    std::vector<SeedStatement> seeds;
    for (const pack::Value& table : page.items) {
        if (table.key != "statements" || table.kind != pack::Value::Kind::table) {
            problems.push_back({path, table.line, pack::in_quotes(table.key) + " is no field here; [statements] is"});
            continue;
        }
        for (const pack::Value& each : table.items) seeds.push_back(read_seed(each, problems));
    }
    return seeds;
}

bool is_background(const SeedStatement& seed) { return seed.group == "BG" || seed.group == "ED"; }

}  // namespace stormkeel
