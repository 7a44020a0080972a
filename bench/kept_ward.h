// What a benchmark of the ward stands on: the packs that are built in, and a folder that goes when it is over.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "guideline/read_alarms.h"
#include "properties/knowledge.h"
#include "service/live_ward.h"
#include "storage/sqlite_store.h"

namespace stormkeel::bench {

inline WardKnowledge ward_knowledge() {
    static const GuidelineCalendar calendar(knowledge().guideline);
    static std::vector<PackProblem> problems;
    static const AlarmTable alarms = read_alarms(built_in_packs(), problems);
    return {knowledge().terminology, calendar, alarms, "bench"};
}

// What is stored; a problem ends the benchmark, for what it would print means nothing.
template <typename Value>
Value sound(Stored<Value> stored) {
    if (const auto* problem = std::get_if<StoreProblem>(&stored)) throw std::runtime_error(problem->what);
    return std::get<Value>(std::move(stored));
}

class BenchFolder {
public:
    BenchFolder() : path_(std::filesystem::temp_directory_path() / ("stormkeel-bench-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~BenchFolder() { std::filesystem::remove_all(path_); }
    BenchFolder(const BenchFolder&) = delete;
    BenchFolder& operator=(const BenchFolder&) = delete;

    std::string path() const { return path_.string(); }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

inline std::unique_ptr<Store> open_kept(const std::string& file) {
    SqlitePlace place;
    place.file = file;
    return sound(open_sqlite_store(place));
}

}  // namespace stormkeel::bench
