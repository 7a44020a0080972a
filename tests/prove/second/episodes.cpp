// Opens episodes by fever, closes them by a charted quiet day, and grades each instant by table.
#include "prove/second/episodes.h"

#include <algorithm>
#include <array>

#include "prove/second/neuro.h"
#include "prove/second/support.h"

namespace second {

namespace {

constexpr Thousandths fever_limit = 38'000;

constexpr std::array<std::string_view, 11> masking{"acetaminophen", "ibuprofen",  "tocilizumab",        "siltuximab",
                                                   "anakinra",      "emapalumab", "dexamethasone",      "prednisone",
                                                   "prednisolone",  "hydrocortisone", "methylprednisolone"};

// After these spans a fact may stop to count; one second later it does.
constexpr std::array<Seconds, 8> spans{0, vital_age, hours(12), neurologic_age, day, day + vital_age, hours(48), hours(72)};

}  // namespace

Course::Course(const std::vector<Fact>& facts) : record_(facts) {
    for (const Seconds instant : record_.instants()) {
        for (const Seconds span : spans) {
            turns_.push_back(instant + span);
            turns_.push_back(instant + span + 1);
        }
    }
    std::sort(turns_.begin(), turns_.end());
    turns_.erase(std::unique(turns_.begin(), turns_.end()), turns_.end());
}

std::vector<Seconds> Course::turns(Seconds until) const {
    return {turns_.begin(), std::upper_bound(turns_.begin(), turns_.end(), until)};
}

// A reading of 38.0 or more within the last day, else a fresh one below, else nothing is known.
Answer Course::fever(Seconds at) const {
    if (attributed(record_, "fever", at)) return no;
    const auto& therapies = record_.entries("therapy");
    const Seconds first = therapies.empty() ? 0 : therapies.front().at;
    for (const Entry_of_item& reading : record_.entries("temperature")) {
        const bool counts = reading.at <= at && at - reading.at < day && reading.at >= first;
        if (counts && reading.number >= fever_limit) return yes;
    }
    return record_.number("temperature", at, vital_age, Worse::higher) ? no : unknown;
}

// No gap above 12 h in the last day.
static bool charted_without_gap(const std::vector<Seconds>& times, Seconds at) {
    Seconds last = at - day;
    for (const Seconds time : times) {
        if (time < at - day || time > at) continue;
        if (time - last > hours(12)) return false;
        last = time;
    }
    return at - last <= hours(12);
}

static std::vector<Seconds> times_of(const Record& record, std::initializer_list<std::string_view> items) {
    std::vector<Seconds> times;
    for (const std::string_view item : items) {
        for (const Entry_of_item& entry : record.entries(item)) times.push_back(entry.at);
    }
    std::sort(times.begin(), times.end());
    return times;
}

bool Course::is_quiet(Seconds at, Seconds since) const {
    if (at - since < day || fever(at) == yes) return false;
    if (!charted_without_gap(times_of(record_, {"temperature"}), at)) return false;
    if (!charted_without_gap(times_of(record_, {"systolic_bp", "mean_bp"}), at)) return false;
    if (!charted_without_gap(times_of(record_, {"oxygen_device", "spo2"}), at)) return false;
    const auto calm = [&](Seconds instant) {
        return pressure_grade(record_, instant).low == 0 && oxygen_grade(record_, instant).low == 0;
    };
    if (!calm(at - day + 1)) return false;
    const auto first = std::lower_bound(turns_.begin(), turns_.end(), at - day + 1);
    return std::all_of(first, std::upper_bound(turns_.begin(), turns_.end(), at), calm);
}

Course::Episode Course::episode_at(Seconds instant) const {
    Episode episode;
    for (const Seconds turn : turns(instant)) {
        if (episode.open && is_quiet(turn, episode.onset)) episode.open = false;
        if (!episode.open && fever(turn) == yes) episode = {episode.number + 1, turn, true};
    }
    return episode;
}

bool Course::is_masked(const Episode& episode, Seconds at) const {
    if (!episode.open || attributed(record_, "fever", at)) return false;
    for (const std::string_view drug : masking) {
        for (const Entry_of_item& dose : record_.entries("give:" + std::string(drug))) {
            if (dose.at >= episode.onset && dose.at <= at) return true;
        }
    }
    return false;
}

std::uint8_t Course::treat_as(Range crs, const Episode& episode, Seconds at) const {
    std::uint8_t result = crs.low;
    if (episode.open && crs.low >= 1 && fever(at) == yes && at - episode.onset >= hours(72)) {
        result = std::max<std::uint8_t>(result, 2);
    }
    int organs = 0;
    for (const std::string_view organ : {"liver", "kidney", "lung"}) {
        const auto toxicity = record_.number("ctcae:" + std::string(organ), at, day, Worse::higher);
        organs += toxicity && toxicity->number >= 3'000 ? 1 : 0;
    }
    for (const Entry_of_item& seen : record_.latest("hemophagocytosis", at, at)) organs += seen.word == "yes" ? 1 : 0;
    for (const Entry_of_item& ferritin : record_.entries("ferritin")) {
        if (ferritin.at <= at && ferritin.number > 10'000'000 && organs >= 2) result = std::max<std::uint8_t>(result, 3);
    }
    return result;
}

Verdict Course::at(Seconds instant) const {
    const Episode episode = episode_at(instant);
    const Entry way_in = entry[fever(instant)][is_masked(episode, instant)];
    Verdict verdict;
    verdict.crs = crs_grade(way_in, pressure_grade(record_, instant), oxygen_grade(record_, instant));
    verdict.icans = icans_grade(record_, instant);
    verdict.treat_as = treat_as(verdict.crs, episode, instant);
    verdict.episode = episode.open ? episode.number : 0;
    return verdict;
}

}  // namespace second
