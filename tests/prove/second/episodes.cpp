// Opens episodes by fever, closes them by a charted quiet day, and grades each instant by table.
#include "prove/second/episodes.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "prove/second/neuro.h"
#include "prove/second/support.h"

namespace second {

namespace {

constexpr Thousandths fever_limit = 38'000;

constexpr std::array<std::string_view, 12> masking{
    "ruxolitinib", "acetaminophen", "ibuprofen",  "tocilizumab",  "siltuximab",     "anakinra",
    "emapalumab",  "dexamethasone", "prednisone", "prednisolone", "hydrocortisone", "methylprednisolone"};

// After these spans a fact may stop to count; one second later it does.
constexpr std::array<Seconds, 8> spans{0,   vital_age,       hours(12), neurologic_age,
                                       day, day + vital_age, hours(48), hours(72)};

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
    follow();
    look_back();
    const auto& judgements = record_.entries("attributed");
    if (judgements.empty()) return;
    judged_at_ = judgements.back().at;
    std::vector<Fact> known;
    std::copy_if(facts.begin(), facts.end(), std::back_inserter(known),
                 [&](const Fact& fact) { return fact.at < judged_at_; });
    before_judgement_ = std::make_unique<Course>(known);
}

// Attribution of the fever hides an episode, it does not undo it; one that ends hidden was none.
void Course::follow() {
    episodes_.clear();
    Episode episode;
    for (const Seconds turn : turns_) {
        if (episode.open && is_quiet(turn, episode.onset)) {
            episode.open = false;
            episode.number -= attributed(record_, "fever", turn) ? 1U : 0U;
        }
        const bool treated = !record_.latest("therapy", turn, turn).empty();
        if (!episode.open && treated && measured_fever(turn) == yes) episode = {episode.number + 1, turn, true};
        episodes_.push_back(episode);
    }
}

// A judgement on pressure or oxygen explains the episode that was open before it from its onset. The judgements of one
// instant are taken in together, with the stretches of those before them, and the whole chart is followed anew.
void Course::look_back() {
    const std::vector<Charted> judgements = record_.entries("attributed");
    for (auto first = judgements.begin(); first != judgements.end();) {
        const Seconds at = first->at;
        const auto last = std::find_if(first, judgements.end(), [&](const Charted& one) { return one.at != at; });
        const Episode before = episode_at(at - 1);
        for (; first != last; ++first) {
            const std::string component = first->word.substr(0, first->word.find(':'));
            const bool looks_back = component == "hypotension" || component == "hypoxia";
            if (!looks_back || !before.open || !attributed(record_, component, at)) continue;
            record_.explain(component, before.onset, at);
        }
        follow();
    }
}

std::vector<Seconds> Course::turns(Seconds until) const {
    return {turns_.begin(), std::upper_bound(turns_.begin(), turns_.end(), until)};
}

// A reading of 38.0 or more within the last day, else a fresh one below, else nothing is known.
Answer Course::measured_fever(Seconds at) const {
    const auto& therapies = record_.entries("therapy");
    const Seconds first = therapies.empty() || therapies.front().at > at ? 0 : therapies.front().at;
    for (const Charted& reading : record_.entries("temperature")) {
        const bool counts = reading.at <= at && at - reading.at < day && reading.at >= first;
        if (counts && reading.number >= fever_limit) return yes;
    }
    return record_.number("temperature", at, vital_age, Worse::higher) ? no : unknown;
}

Answer Course::fever(Seconds at) const { return attributed(record_, "fever", at) ? no : measured_fever(at); }

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
        for (const Charted& entry : record.entries(item)) times.push_back(entry.at);
    }
    std::sort(times.begin(), times.end());
    return times;
}

bool Course::is_quiet(Seconds at, Seconds since) const {
    if (at - since < day || measured_fever(at) == yes) return false;
    if (!charted_without_gap(times_of(record_, {"temperature"}), at)) return false;
    if (!charted_without_gap(times_of(record_, {"systolic_bp", "mean_bp"}), at)) return false;
    if (!charted_without_gap(times_of(record_, {"oxygen_device", "spo2"}), at)) return false;
    // Of whom no device is known, nobody knows that the oxygen is off.
    if (!support(record_, at).device_known || !nothing_runs(at - day)) return false;
    const auto first = std::lower_bound(turns_.begin(), turns_.end(), at - day + 1);
    return std::all_of(first, std::upper_bound(turns_.begin(), turns_.end(), at),
                       [&](Seconds turn) { return is_calm(turn); });
}

// A vasopressor and oxygen are signs from one record to the next, unless explained.
bool Course::nothing_runs(Seconds at) const {
    const bool pressor = vasopressors(record_, at).most > 0 || vasopressin(record_, at) != no;
    if (pressor && !attributed(record_, "hypotension", at)) return false;
    return attributed(record_, "hypoxia", at) || support(record_, at).oxygen.low == 0;
}

// A low pressure and a low saturation are signs when they are read.
bool Course::is_calm(Seconds at) const {
    const auto read = [&](std::string_view item) { return record_.number(item, at, 0, Worse::lower).has_value(); };
    if (!nothing_runs(at)) return false;
    const bool pressure_counts = !attributed(record_, "hypotension", at) && (read("systolic_bp") || read("mean_bp"));
    if (pressure_counts && hypotension(record_, at) == yes) return false;
    return attributed(record_, "hypoxia", at) || !read("spo2") || oxygen_grade(record_, at).low == 0;
}

const Course::Episode& Course::episode_at(Seconds instant) const {
    static const Episode none;
    const auto after = std::upper_bound(turns_.begin(), turns_.end(), instant);
    return after == turns_.begin() ? none : episodes_[static_cast<std::size_t>(after - turns_.begin()) - 1];
}

// When the first drug that hides fever was given in the episode; after `at` when none was.
Seconds Course::masked_since(const Episode& episode, Seconds at) const {
    Seconds first = at + 1;
    for (const std::string_view drug : masking) {
        for (const Charted& dose : record_.entries("give:" + std::string(drug))) {
            if (dose.at >= episode.onset) first = std::min(first, dose.at);
        }
    }
    return first;
}

// When such a drug was given last, before `at`; at onset when none was.
Seconds Course::last_masked(const Episode& episode, Seconds at) const {
    Seconds last = episode.onset;
    for (const std::string_view drug : masking) {
        for (const Charted& dose : record_.entries("give:" + std::string(drug))) {
            if (dose.at >= episode.onset && dose.at < at) last = std::max(last, dose.at);
        }
    }
    return last;
}

bool Course::is_masked(const Episode& episode, Seconds at) const {
    if (!episode.open || attributed(record_, "fever", at)) return false;
    return masked_since(episode, at) <= at;
}

// A day without fever, and without a drug that hides it, ends a run; the next fever begins another.
Seconds Course::run_of_fever(const Episode& episode, Seconds at) const {
    Seconds run = episode.onset;
    Seconds last = episode.onset;
    for (const Charted& reading : record_.entries("temperature")) {
        if (reading.at < episode.onset || reading.at > at || reading.number < fever_limit) continue;
        if (reading.at - std::max(last, last_masked(episode, reading.at)) >= day) run = reading.at;
        last = reading.at;
    }
    return run;
}

bool Course::hlh_suspected(Seconds at) const {
    const auto& therapies = record_.entries("therapy");
    if (therapies.empty() || therapies.front().at > at) return false;
    const Seconds since = therapies.front().at;
    const Seconds age = std::min(7 * day, at - since);
    int organs = 0;
    for (const std::string_view organ : {"ctcae:liver", "ctcae:kidney", "ctcae:lung"}) {
        const auto toxicity = record_.number(organ, at, age, Worse::higher);
        organs += toxicity && toxicity->number >= 3'000 ? 1 : 0;
    }
    const auto marrow = record_.latest("hemophagocytosis", at, age);
    organs += std::any_of(marrow.begin(), marrow.end(), [](const Charted& one) { return one.word == "yes"; }) ? 1 : 0;
    if (organs < 2) return false;
    const auto& ferritins = record_.entries("ferritin");
    return std::any_of(ferritins.begin(), ferritins.end(), [&](const Charted& ferritin) {
        return ferritin.at >= since && ferritin.at <= at && ferritin.number > 10'000'000;
    });
}

std::uint8_t Course::treat_as(Range crs, const Episode& episode, Seconds at) const {
    std::uint8_t result = crs.low;
    if (episode.open && crs.low >= 1 && fever(at) == yes && at - run_of_fever(episode, at) >= hours(72)) {
        result = std::max<std::uint8_t>(result, 2);
    }
    if (crs.low >= 2 && a_day_without_improvement(episode, at)) result = std::max<std::uint8_t>(result, 3);
    if (hlh_suspected(at)) result = std::max<std::uint8_t>(result, 3);
    return result;
}

Range Course::crs_at(const Episode& episode, Seconds at) const {
    const WayIn way_in = ways_in[fever(at)][is_masked(episode, at)];
    Range crs = crs_grade(way_in, pressure_grade(record_, at), oxygen_grade(record_, at));
    if (record_.latest("therapy", at, at).empty()) crs.low = 0;
    return crs;
}

Verdict Course::at(Seconds instant) const {
    if (before_judgement_ && instant < judged_at_) return before_judgement_->at(instant);
    const Episode& episode = episode_at(instant);
    const bool hidden = episode.open && attributed(record_, "fever", instant);
    Verdict verdict;
    verdict.crs = crs_at(episode, instant);
    verdict.icans = icans_grade(record_, instant);
    // Of several causes of one instant the one that grades counts, before one that may.
    std::string cause;
    const std::vector<Charted> deaths = record_.latest("death", instant, instant);
    for (const std::string_view word : {"unknown", "icans", "crs"}) {
        for (const Charted& death : deaths) {
            if (death.word == word) cause = word;
        }
    }
    if (cause == "crs") verdict.crs = {5, 5};
    if (cause == "icans") verdict.icans = {5, 5};
    if (cause == "unknown") verdict.crs.high = verdict.icans.high = 5;
    verdict.treat_as = treat_as(verdict.crs, episode, instant);
    verdict.episode = episode.number - (hidden ? 1U : 0U);
    return verdict;
}

}  // namespace second
