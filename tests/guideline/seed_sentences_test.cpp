// Every sentence of the two texts has become a numbered statement: the committed list is complete, and is theirs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "guideline/block.h"
#include "guideline/fields.h"
#include "guideline/sample_packs.h"
#include "guideline/seeds.h"
#include "guideline/words.h"

namespace stormkeel {
namespace {

constexpr const char* list_path = STORMKEEL_SOURCE_DIR "/tests/guideline/seed_sentences.toml";

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

struct Sentence {
    std::string text;  // "car_t"
    std::string hash;
    std::string begins;
    std::vector<std::string> says;
    bool heading = false;
};

std::vector<Sentence> committed_list() {
    std::vector<PackProblem> problems;
    const pack::Value page = pack::read_toml(text_of_file(list_path), {"seed_sentences.toml", 1}, problems);
    std::vector<Sentence> found;
    for (const pack::Value& text : page.items) {
        for (const pack::Value& each : text.items) {
            pack::Fields fields(each, "seed_sentences.toml", problems);
            Sentence sentence{text.key, each.key, fields.needed_text("begins"), {}, fields.flag("heading")};
            for (const pack::Value& number : fields.texts("says")) sentence.says.push_back(number.text);
            fields.refuse_untaken();
            found.push_back(sentence);
        }
    }
    EXPECT_EQ(sample::text_of(problems), "");
    return found;
}

// FNV-1a, 64 bits, as 16 hexadecimal digits.
std::string hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex(16, '0');
    for (std::size_t i = hex.size(); i-- > 0; hash >>= 4U) hex[i] = digits[hash & 0xFU];
    return hex;
}

// Lines, and within a line what stands between a full stop and a capital letter.
std::vector<std::string> sentences_of(const std::string& text) {
    std::vector<std::string> found;
    for (const std::string_view line : pack::split(text, "\n")) {
        std::size_t begin = 0;
        for (std::size_t i = 0; i + 2 < line.size(); ++i) {
            if (line[i] != '.' || line[i + 1] != ' ' || line[i + 2] < 'A' || line[i + 2] > 'Z') continue;
            found.emplace_back(line.substr(begin, i + 1 - begin));
            begin = i + 2;
        }
        if (begin < line.size()) found.emplace_back(line.substr(begin));
    }
    return found;
}

TEST(SeedSentences, TheListIsCompleteAndNamesOnlyKnownStatements) {
    std::vector<PackProblem> problems;
    std::set<std::string> left;
    for (const SeedStatement& seed : read_seeds(built_in_packs(), problems)) left.insert(seed.number);
    const std::set<std::string> known = left;
    for (const Sentence& sentence : committed_list()) {
        EXPECT_EQ(sentence.hash.size(), 16U) << sentence.begins;
        EXPECT_LE(pack::split(sentence.begins, " ").size(), 4U)
            << "a list of hashes quotes no more: " << sentence.begins;
        EXPECT_NE(sentence.heading, !sentence.says.empty()) << sentence.begins << " is a heading, or says something";
        for (const std::string& number : sentence.says) {
            EXPECT_TRUE(known.contains(number)) << number << " in " << sentence.begins;
            left.erase(number);
        }
    }
    for (const std::string& number : left) ADD_FAILURE() << number << " comes from no sentence";
}

// The texts themselves are not part of the project. Where they lie beside it every sentence is looked up.
TEST(SeedSentences, EverySentenceOfTheTextsIsListed) {
    const char* named = std::getenv("STORMKEEL_SEEDS");
    const std::filesystem::path folder = named != nullptr ? named : STORMKEEL_SOURCE_DIR "/../shared/seeds";
    if (!std::filesystem::is_directory(folder)) {
        std::cout << "without the two texts (no folder " << folder << "): the committed list alone is checked\n";
        return;
    }
    std::vector<std::filesystem::path> texts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) texts.push_back(entry.path());
    std::sort(texts.begin(), texts.end());
    ASSERT_EQ(texts.size(), 2U);
    std::set<std::string> listed;
    for (const Sentence& sentence : committed_list()) listed.insert(sentence.text + sentence.hash);
    for (const std::string name : {"car_t", "pharmacist"}) {
        const std::vector<std::string> sentences = sentences_of(text_of_file(texts[name == "car_t" ? 0 : 1]));
        EXPECT_GT(sentences.size(), 40U) << name;
        for (const std::string& sentence : sentences) {
            EXPECT_TRUE(listed.contains(name + hash_of(sentence)))
                << name << ": no row for '" << sentence << "'; its hash is " << hash_of(sentence);
        }
    }
}

}  // namespace
}  // namespace stormkeel
