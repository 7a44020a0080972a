// taken_apart FILE: the messages of a file as the program reads them, a JSON array a line: each segment an array of its
// name and its fields as they were sent, up to the last that is not empty.
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/hl7v2_file.h"
#include "adapters/hl7v2_message.h"

namespace {

using Json = nlohmann::json;

// No segment of the standard has so many.
constexpr std::size_t most_fields = 300;

Json fields_of(const stormkeel::Hl7Segment& segment) {
    Json told = Json::array({std::string(segment.name())});
    std::size_t last = most_fields;
    while (last > 0 && segment.field(last).empty()) --last;
    for (std::size_t place = 1; place <= last; ++place) told.push_back(std::string(segment.field(place).raw()));
    return told;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return 2;
    std::ifstream in(words[1], std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const std::string_view each : stormkeel::hl7v2_messages_in(text)) {
        const stormkeel::Hl7Message message(each);
        if (const auto& problem = message.problem()) {
            std::cerr << problem->where << ": " << problem->why << '\n';
            return 1;
        }
        Json told = Json::array();
        for (const auto& segment : message.segments()) told.push_back(fields_of(segment));
        std::cout << told.dump() << '\n';
    }
    return 0;
}
