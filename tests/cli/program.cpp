// Runs the built program through the shell and gathers what it says.
#include "cli/program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace stormkeel::cli_test {
namespace {

std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'') {
            text += "'\\''";
        } else {
            text += c;
        }
    }
    return text + "'";
}

// All that this process writes; gone when it ends.
struct Workplace {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("stormkeel-cli-" + std::to_string(getpid()));
    Workplace() = default;
    ~Workplace() { std::filesystem::remove_all(path); }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;
};

std::filesystem::path own_folder() {
    static const Workplace workplace;
    static int count = 0;
    const auto folder = workplace.path / std::to_string(++count);
    std::filesystem::create_directories(folder);
    return folder;
}

std::string whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

Outcome run_shell(const std::string& line, const std::string& input) {
    const auto folder = own_folder();
    std::ofstream(folder / "in", std::ios::binary) << input;
    const std::string command = "cd " + quoted(STORMKEEL_SOURCE_DIR) + " && STORMKEEL=" + quoted(STORMKEEL_PROGRAM) +
                                " && { " + line + "\n} <" + quoted((folder / "in").string()) + " 2>" +
                                quoted((folder / "error").string());
    Outcome run;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return run;
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) run.out.append(buffer, got);
    const int ended = pclose(pipe);
    run.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    run.error = whole(folder / "error");
    std::filesystem::remove_all(folder);
    return run;
}

Outcome run(const std::vector<std::string>& words, const std::string& input) {
    std::string line = "\"$STORMKEEL\"";
    for (const std::string& word : words) line += " " + quoted(word);
    return run_shell(line, input);
}

std::string text_of(const std::string& path) {
    const auto full = std::filesystem::path(STORMKEEL_SOURCE_DIR) / path;
    EXPECT_TRUE(std::filesystem::exists(full)) << full;
    return whole(full);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string chart_with(const std::string& rows) {
    return "patient,time,item,value,unit\n"
           "p1,1961-05-02,birth_date,,\n"
           "p1,2026-03-01T09:00:00Z,weight,80,kg\n"
           "p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,\n"
           "p1,2026-03-03T10:00:00Z,temperature,38.6,Cel\n"
           "p1,2026-03-03T10:00:00Z,systolic_bp,118,mm[Hg]\n"
           "p1,2026-03-03T10:00:00Z,spo2,96,%\n"
           "p1,2026-03-03T10:00:00Z,oxygen_device,room_air,\n"
           "p1,2026-03-03T10:00:00Z,ice_score,10,\n"
           "p1,2026-03-03T10:00:00Z,consciousness,awake,\n" +
           rows;
}

std::string bundle_without_drugs() {
    return R"({"resourceType":"Bundle","type":"collection","entry":[
        {"resource":{"resourceType":"Patient","id":"a","birthDate":"1961-05-02"}},
        {"resource":{"resourceType":"Procedure","id":"t","status":"completed","subject":{"reference":"Patient/a"},
         "code":{"text":"axicabtagene ciloleucel"},"performedDateTime":"2026-03-02T08:00:00Z"}},
        {"resource":{"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/a"},
         "effectiveDateTime":"2026-03-04T10:00:00Z","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},
         "valueQuantity":{"value":38.8,"code":"Cel","system":"http://unitsofmeasure.org"}}},
        {"resource":{"resourceType":"Observation","id":"o2","status":"final","subject":{"reference":"Patient/a"},
         "effectiveDateTime":"2026-03-04T10:00:00Z","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},
         "valueQuantity":{"value":70,"code":"mm[Hg]","system":"http://unitsofmeasure.org"}}}]})";
}

std::string file_with(const std::string& name, const std::string& text) {
    const auto path = own_folder() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
}

}  // namespace stormkeel::cli_test
