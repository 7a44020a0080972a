// Draws what is charted of a patient, crowded around the cuts of the grades.
#include "simulation/feed.h"

#include <algorithm>
#include <array>

namespace stormkeel::simulation {

namespace {

struct Course {
    const char* item;
    std::array<const char*, 4> values;
    const char* unit;
};
constexpr std::array courses{
    Course{"temperature", {"36.8", "37.9", "38.0", "39.4"}, "Cel"},
    Course{"temperature", {"37.1", "38.2", "38.8", "40.1"}, "Cel"},
    Course{"systolic_bp", {"118", "104", "89", "76"}, "mm[Hg]"},
    Course{"spo2", {"97", "94", "91", "86"}, "%"},
    Course{"oxygen_device", {"room_air", "nasal_cannula", "high_flow_nasal_cannula", "non_rebreather"}, ""},
    Course{"rate:norepinephrine", {"0", "0", "0.05", "0.2"}, "ug/kg/min"},
    Course{"ice_score", {"10", "9", "6", "2"}, ""},
    Course{"ferritin", {"400", "2000", "9000", "16000"}, "ug/L"},
    Course{"give:tocilizumab", {"640", "640", "640", "640"}, "mg"},
    Course{"give:acetaminophen", {"1000", "1000", "650", "1000"}, "mg"},
    Course{"give:dexamethasone", {"10", "10", "10", "20"}, "mg"},
};

Duration minutes_of(std::uint64_t count) { return minutes(static_cast<std::int64_t>(count)); }

}  // namespace

Instant Feed::arrival(Instant at) { return at + (below(4) == 0 ? minutes_of(below(180)) : minutes_of(below(2))); }

void Feed::send(const Charted& charted, const std::string& other_value) {
    const Numbered first{++sent_};
    const auto door = static_cast<Door>(below(doors));
    const Keyed keyed = below(2) == 0 ? Keyed::yes : Keyed::no;
    const Named named = below(8) == 0 ? Named::in_haste : Named::by_record;
    const auto written = [&](const Charted& says, const Numbered& numbered) {
        if (door == Door::fhir) return resource(says, numbered);
        return door == Door::hl7v2 ? message(says, numbered, named) : fact(says, numbered.number, keyed);
    };
    const Instant arrives = arrival(charted.at);
    on_their_way_.push_back({written(charted, first), arrives});
    if (below(4) == 0) on_their_way_.push_back({written(charted, first), arrives + minutes_of(below(60))});
    Charted other = charted;
    other.value = other_value;
    if (other_value == charted.value) other.at = charted.at - minutes(1);
    // A conflict; of a fact without a key another fact.
    if (below(20) == 0) on_their_way_.push_back({written(other, first), arrives + minutes_of(below(60))});
    if (door == Door::facts || below(8) != 0) return;
    if (door == Door::fhir && below(4) == 0) other.patient = below(patients);  // it was charted for the wrong one
    const Instant corrected = charted.at + minutes_of(1 + below(180));
    const bool takes_back = below(4) == 0;
    const Numbered again{first.number, takes_back ? Saying::takes_back : Saying::corrects};
    on_their_way_.push_back({written(takes_back ? charted : other, again), corrected});
}

void Feed::send_measured(std::uint64_t patient, Instant at) {
    const Course& course = courses.at(below(courses.size()));
    const std::string value = course.values.at(below(course.values.size()));
    send({patient, at, course.item, value, course.unit}, course.values.at(below(course.values.size())));
}

void Feed::send_person(std::uint64_t patient, Instant at) {
    on_their_way_.push_back({person(patient, ++versions_.at(patient)), arrival(at)});
}

void Feed::send_moved(std::uint64_t patient, Instant at) {
    constexpr std::array events{"A01", "A03", "A08", "A40", "A37"};
    const Moved moved{patient, at, events.at(below(events.size())), below(2) == 0 ? "HAEM^12^1" : "ICU^3^2",
                      below(8) == 0 ? "19610503" : "19610502"};
    on_their_way_.push_back({message(moved, ++sent_), arrival(at)});
}

void Feed::happen(Instant truth) {
    const std::uint64_t patient = below(patients);
    if (sent_ < patients * 2 || below(60) == 0) {
        send({patient, truth - days(2), "therapy", "axicabtagene_ciloleucel", ""}, "axicabtagene_ciloleucel");
        send({patient, truth - days(2), "weight", "80", "kg"}, "82");
        send_person(patient, truth);
    }
    if (below(12) == 0) send_moved(patient, truth);
    for (std::uint64_t count = 1 + below(5); count > 0; --count) send_measured(patient, truth);
}

std::vector<Letter> Feed::arrived(Instant truth) {
    std::vector<Letter> letters;
    for (const Sent& sent : on_their_way_) {
        if (sent.arrives <= truth) letters.push_back(sent.letter);
    }
    std::erase_if(on_their_way_, [&](const Sent& sent) { return sent.arrives <= truth; });
    for (std::size_t i = letters.size(); i > 1; --i) std::swap(letters[i - 1], letters[below(i)]);
    return letters;
}

void Feed::send_again(const Letter& letter, Instant truth) {
    on_their_way_.push_back({letter, truth + minutes_of(below(10))});
}

}  // namespace stormkeel::simulation
