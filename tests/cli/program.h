// Runs the built program as a user would: words in, streams and exit status out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stormkeel::cli_test {

struct Outcome {
    int status = -1;
    std::string out;
    std::string error;
};

// Starts the program in the source folder with these words; `input` is what stands on its standard input.
Outcome run(const std::vector<std::string>& words, const std::string& input = "");

// Runs a line through the shell in the source folder; $STORMKEEL is the program.
Outcome run_shell(const std::string& line, const std::string& input = "");

std::string text_of(const std::string& path);  // a file below the source folder
std::vector<std::string> lines_of(const std::string& text);

// A chart of one patient, p1, with fever on day 2 and everything else charted as normal, and the rows given after it.
std::string chart_with(const std::string& rows);

// A FHIR Bundle of one patient with fever and a low pressure on day 2 after the infusion, and no record of any drug.
std::string bundle_without_drugs();

// Writes a text into a file of its own below the temporary folder and returns its path. The base name is `name`.
std::string file_with(const std::string& name, const std::string& text);

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace stormkeel::cli_test
