// Broken samples, one for each house rule: every one is caught on its line, and what is right passes.
#include <gtest/gtest.h>

#include <string>

#include "tidy/rules.h"

namespace stormkeel::tidy {
namespace {

// The violations of a sample as "line: what" lines; the purpose comment goes before it as line 1.
std::string found_in(const std::string& path, const std::string& text) {
    std::string found;
    for (const Violation& violation : violations(read_source(path, "// A sample.\n" + text))) {
        found += std::to_string(violation.line) + ": " + violation.what + "\n";
    }
    return found;
}

void expect_caught(const std::string& path, const std::string& text, const std::string& beginning) {
    const std::string found = found_in(path, text);
    EXPECT_TRUE(found.starts_with(beginning)) << path << "\n" << text << "\ngave: " << found;
}

void expect_fine(const std::string& path, const std::string& text) { EXPECT_EQ(found_in(path, text), "") << text; }

std::string function_of_lines(int lines) {
    std::string text = "int count_beds(int a) {\n";
    for (int i = 0; i < lines - 2; ++i) text += "    if (a) { a += 1; }\n";
    return text + "}\n";
}

TEST(Includes, EachLayerSeesOnlyTheLayersBelow) {
    expect_caught("src/core/a.cpp", "#include \"guideline/lint.h\"\n", "2: core may not include guideline");
    expect_caught("src/guideline/a.cpp", "#include \"adapters/fhir.h\"\n", "2: guideline may not include adapters");
    expect_caught("src/adapters/a.cpp", "#include \"guideline/lint.h\"\n", "2: adapters may not include guideline");
    expect_caught("src/adapters/a.cpp", "#include \"cli/assess.h\"\n", "2: adapters may not include cli");
    expect_caught("tests/core/a.cpp", "#include \"cli/assess.h\"\n", "2: nobody includes cli");
    expect_caught("src/ward/a.cpp", "#include \"core/time.h\"\n", "2: no layer is known for src/ward");
    expect_caught("src/core/a.cpp", "#include \"time.h\"\n", "2: 'time.h' is not written from src");
    expect_fine("src/cli/a.cpp", "#include \"guideline/lint.h\"\n#include \"core/time.h\"\n#include \"cli/call.h\"\n");
}

TEST(Includes, TheCoreSeesTheStandardLibraryAlone) {
    expect_caught("src/core/a.cpp", "#include <toml++/toml.h>\n", "2: core includes <toml++/toml.h>");
    expect_caught("src/core/a.cpp", "#include <unistd.h>\n", "2: core includes <unistd.h>");
    expect_fine("src/core/a.cpp", "#include <vector>\n#include <cstdint>\n");
}

TEST(Includes, AHeaderShowsNoThirdPartyType) {
    expect_caught("src/adapters/a.h", "#include <nlohmann/json.hpp>\n", "2: a header includes <nlohmann/json.hpp>");
    expect_caught("src/guideline/a.h", "\ntoml::table read();\n", "3: a header shows the third-party name 'toml::'");
    expect_fine("src/adapters/a.cpp", "#include <nlohmann/json.hpp>\nnlohmann::json a();\n");
    expect_fine("src/adapters/a.h", "// Unlike nlohmann::json it keeps the text.\n");
}

TEST(Includes, AsioIsSharedWithinTheServersOwnConnectionsAlone) {
    expect_fine("src/server/io/a.h", "#include <boost/asio/buffer.hpp>\nboost::asio::mutable_buffer a();\n");
    expect_fine("src/server/a.cpp", "#include \"server/io/a.h\"\n");
    for (const char* other : {"src/server/a.h", "src/cli/a.cpp", "tests/server/a.cpp"}) {
        expect_caught(other, "#include \"server/io/a.h\"\n", "2: 'server/io/a.h' shows Asio");
    }
}

TEST(Purity, BannedWordsOfTheCoreAreCaught) {
    for (const char* line : {"auto t = clock::now();", "auto f = &steady_clock::now;", "auto t = time(nullptr);",
                             "int r = rand();", "getenv(\"A\");", "std::thread t;", "std::jthread t;", "std::mutex m;",
                             "#include <iostream>", "#include <fstream>", "std::printf(\"\");", "snprintf(a, 1, \"\");",
                             "std::unordered_map<int, int> m;", "double dose;", "float dose;", "static int count = 0;",
                             "static std::vector<int> seen;", "thread_local int x;"}) {
        expect_caught("src/core/a.cpp", std::string(line) + "\n", "2: ");
    }
}

TEST(Purity, WordsThatOnlyLookBannedPass) {
    for (const char* line :
         {"// time( and rand, in a comment", "auto s = \"double thread mutex\";", "int last_time(int a);",
          "Instant operand(int a);", "if (urgency == Urgency::now) go();", "static constexpr int most = 4;",
          "static const int most = 4;", "static Instant from_seconds(long s);", "static_assert(sizeof(int) == 4);",
          "/* a\n   double dose */ int a;", "int thousand = 10'000;"}) {
        expect_fine("src/core/a.cpp", std::string(line) + "\n");
    }
    expect_fine("src/cli/a.cpp", "double share = 0.5;\n");
}

TEST(Shape, TheFirstLineIsThePurpose) {
    const auto found = violations(read_source("src/core/a.h", "#pragma once\n"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].line, 1U);
}

TEST(Shape, AFileEndsByLine400) {
    expect_fine("src/core/a.cpp", std::string(399, '\n'));
    expect_caught("src/core/a.cpp", std::string(400, '\n'), "401: the file has 401 lines");
}

TEST(Shape, AFunctionEndsWithinSixtyLines) {
    expect_fine("src/cli/a.cpp", "namespace a {\n" + function_of_lines(60) + "}\n");
    expect_caught("src/cli/a.cpp", "namespace a {\n" + function_of_lines(61) + "}\n", "3: this function has 61 lines");
    expect_caught("tests/a.cpp", "class Bed {\n" + function_of_lines(61) + "};\n", "3: this function has 61 lines");
    expect_caught("tests/a.cpp", function_of_lines(3) + "TEST(A, B) {\n" + std::string(60, '\n') + "}\n",
                  "5: this function has 62 lines");
}

TEST(Shape, ALongTableOrClassIsNoLongFunction) {
    expect_fine("src/cli/a.cpp", "constexpr int table[] = {\n" + std::string(80, '\n') + "};\n");
    expect_fine("src/cli/a.cpp", "class Bed {\n" + std::string(80, '\n') + "    void a();\n};\n");
    std::string macro = "#define WARDS(X) \\\n";
    for (int i = 0; i < 80; ++i) macro += "    X(a, b) \\\n";
    expect_fine("src/cli/a.cpp", macro + "    X(c, d)\n\nenum class Ward {\n    a,\n};\n");
    expect_fine("src/cli/a.cpp", "namespace {\n" + std::string(80, '\n') + "}\n");
}

TEST(Shape, AConstructorIsMeasuredWithItsBody) {
    expect_caught("src/cli/a.cpp", "Bed::Bed(int a) : a_{a}, b_{} {\n" + std::string(60, '\n') + "}\n",
                  "2: this function has 62 lines");
}

TEST(Shape, EmptyNamesAndLeftOverMarksAreCaught) {
    expect_caught("src/cli/a.cpp", "class BedManager {};\n", "2: 'BedManager' says nothing");
    expect_caught("src/cli/a.cpp", "struct PatientData {};\n", "2: 'PatientData' says nothing");
    expect_caught("src/cli/a.cpp", std::string("// TO") + "DO later\n", std::string("2: 'TO") + "DO' is left over");
    expect_fine("src/cli/a.cpp", "class Database {};\nint data = 1;\n");
}

}  // namespace
}  // namespace stormkeel::tidy
