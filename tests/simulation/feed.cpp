// Draws what is charted of a patient, crowded around the cuts of the grades.
#include "simulation/feed.h"

#include <algorithm>
#include <array>

namespace stormkeel::simulation {

namespace {

constexpr std::uint64_t patients = 3;

struct Charted {
    const char* item;
    std::array<const char*, 4> values;
    const char* unit;
};
constexpr std::array courses{
    Charted{"temperature", {"36.8", "37.9", "38.0", "39.4"}, "Cel"},
    Charted{"temperature", {"37.1", "38.2", "38.8", "40.1"}, "Cel"},
    Charted{"systolic_bp", {"118", "104", "89", "76"}, "mm[Hg]"},
    Charted{"spo2", {"97", "94", "91", "86"}, "%"},
    Charted{"oxygen_device", {"room_air", "nasal_cannula", "high_flow_nasal_cannula", "non_rebreather"}, ""},
    Charted{"rate:norepinephrine", {"0", "0", "0.05", "0.2"}, "ug/kg/min"},
    Charted{"ice_score", {"10", "9", "6", "2"}, ""},
    Charted{"ferritin", {"400", "2000", "9000", "16000"}, "ug/L"},
    Charted{"give:tocilizumab", {"640", "640", "640", "640"}, "mg"},
    Charted{"give:acetaminophen", {"1000", "1000", "650", "1000"}, "mg"},
    Charted{"give:dexamethasone", {"10", "10", "10", "20"}, "mg"},
};

Duration minutes_of(std::uint64_t count) { return minutes(static_cast<std::int64_t>(count)); }

}  // namespace

void Feed::send(const std::string& patient, Instant at, const std::string& item, const std::string& value,
                const std::string& unit) {
    const std::string source = "feed " + std::to_string(++sent_);
    const Incoming first{patient, RecordForm::chart_row, source, "1", text_of({to_text(at), item, value, unit})};
    const Instant arrives = at + (below(4) == 0 ? minutes_of(below(180)) : minutes_of(below(2)));
    on_their_way_.push_back({first, arrives});
    if (below(4) == 0) on_their_way_.push_back({first, arrives + minutes_of(below(60))});
    Incoming other = first;
    other.text = text_of({to_text(at - minutes(1)), item, value, unit});
    if (below(20) == 0) on_their_way_.push_back({other, arrives + minutes_of(below(60))});  // a conflict
    other.version = "2";
    if (below(8) == 0) on_their_way_.push_back({other, arrives + minutes_of(below(120))});  // a correction
}

void Feed::send_measured(const std::string& patient, Instant at) {
    const Charted& charted = courses.at(below(courses.size()));
    send(patient, at, charted.item, charted.values.at(below(charted.values.size())), charted.unit);
}

void Feed::happen(Instant truth) {
    const std::uint64_t number = below(patients);
    const std::string patient = "p" + std::to_string(number);
    if (sent_ < patients * 2 || below(60) == 0) {
        send(patient, truth - days(2), "therapy", "axicabtagene_ciloleucel", "");
        send(patient, truth - days(2), "weight", "80", "kg");
    }
    for (std::uint64_t count = 1 + below(5); count > 0; --count) send_measured(patient, truth);
}

std::vector<Incoming> Feed::arrived(Instant truth) {
    std::vector<Incoming> records;
    for (const Sent& sent : on_their_way_) {
        if (sent.arrives <= truth) records.push_back(sent.record);
    }
    std::erase_if(on_their_way_, [&](const Sent& sent) { return sent.arrives <= truth; });
    for (std::size_t i = records.size(); i > 1; --i) std::swap(records[i - 1], records[below(i)]);
    return records;
}

void Feed::send_again(const std::vector<Incoming>& records, Instant truth) {
    for (const Incoming& record : records) on_their_way_.push_back({record, truth + minutes_of(below(10))});
}

}  // namespace stormkeel::simulation
