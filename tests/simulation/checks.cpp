// Holds the ward against its store, and against alarms and answers made anew.
#include "simulation/checks.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <tuple>

#include "adapters/assessment_json.h"
#include "service/memory_store.h"
#include "service/replay.h"
#include "service/ward_json.h"

namespace stormkeel::simulation {

namespace {

std::set<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::string name_of(const Alert& alert) { return "alert " + std::to_string(alert.number) + " " + alert.condition; }

// How many persons must have been told by now.
std::uint64_t told_by(const Alert& alert, const AlarmClock& clock, Instant now) {
    const Duration waited = now - alert.raised_at;
    if (waited >= clock.third) return 3;
    return waited >= clock.second ? 2 : 1;
}

Wrong check_clock(const Alert& alert, const AlarmTable& table, Instant now) {
    const auto& clock = table.clocks.at(static_cast<std::size_t>(alert.priority));
    if (alert.raised_at > now || alert.changed_at > now) return name_of(alert) + " is from the future";
    if (!clock) return {};
    const bool waits = alert.state == AlertState::raised || alert.state == AlertState::snoozed;
    if (waits && alert.told < told_by(alert, *clock, now)) return name_of(alert) + " was not told on";
    const bool owned = alert.state == AlertState::acknowledged && !alert.over;
    if (owned && now - alert.changed_at >= clock->again) return name_of(alert) + " is owned for too long";
    const bool silent = alert.state == AlertState::snoozed;
    const bool in_bounds = alert.snoozed_until > now && alert.snoozed_until - now <= clock->snooze;
    return silent && !in_bounds ? name_of(alert) + " is silent for too long" : Wrong();
}

Wrong check_alarm(const Alarm& alarm, const std::vector<Alert>& alerts) {
    const auto alert =
        std::find_if(alerts.begin(), alerts.end(), [&](const Alert& one) { return one.condition == alarm.condition; });
    if (alert == alerts.end()) return alarm.condition + " has no alert";
    if (alert->over) return name_of(*alert) + " is over, and its condition is not";
    if (alert->priority < alarm.priority) return name_of(*alert) + " is less urgent than its condition";
    const std::set<std::string> told = words_of(alert->words);
    const bool all = std::all_of(alarm.words.begin(), alarm.words.end(),
                                 [&](const std::string& word) { return told.contains(word); });
    return all ? Wrong() : name_of(*alert) + " does not tell all of its condition";
}

// What was rejected is listed as it came.
std::string in_any_order(Assessment answer) {
    std::sort(answer.rejected.begin(), answer.rejected.end(), [](const Rejection& a, const Rejection& b) {
        return std::tie(a.where, a.what, a.why) < std::tie(b.where, b.what, b.why);
    });
    return assessment_json(answer, RejectedRecords::listed);
}

std::map<std::uint64_t, std::string> told(const std::vector<Alert>& alerts) {
    std::map<std::uint64_t, std::string> texts;
    for (const Alert& alert : alerts) texts[alert.number] = alert_json(alert);
    return texts;
}

}  // namespace

Wrong check_records(Store& store, const AnsweredFor& answered, const WardKnowledge& knowledge) {
    std::map<std::string, std::size_t> kept;
    const auto read = store.each_record({}, [&](const Record& record) { ++kept[record.source + '\n' + record.text]; });
    if (std::holds_alternative<StoreProblem>(read)) return "the records cannot be read";
    for (const auto& [name, letter] : answered) {
        const auto found = kept.find(letter.source + '\n' + letter.text);
        if (found == kept.end()) return name + " was answered for and is lost, or kept with another text";
        if (found->second != 1) return name + " is kept twice";
    }
    const auto again = replay(store, knowledge);
    if (std::holds_alternative<StoreProblem>(again)) return "the answers cannot be given again";
    const Replay& result = std::get<Replay>(again);
    return result.differ.empty() ? Wrong() : "answer " + std::to_string(result.differ.front()) + " comes out otherwise";
}

Wrong check_alerts(const LiveWard& ward, Store& store, const WardKnowledge& knowledge, Instant now) {
    std::vector<Alert> all;
    for (const Alert& alert : ward.own_alerts()) {
        if (alert.number != 0) all.push_back(alert);
    }
    for (const auto& [id, patient] : ward.patients()) {
        all.insert(all.end(), patient.alerts.begin(), patient.alerts.end());
        const Assessment answer = Follower().assess(patient.timeline(), knowledge.guideline, now, ward.clock_doubt());
        for (const Alarm& alarm : alarms_on(answer, std::nullopt, knowledge.alarms)) {
            const Wrong wrong = check_alarm(alarm, patient.alerts);
            if (!wrong.empty()) return id + ": " + wrong;
        }
    }
    std::set<std::pair<std::string, std::string>> conditions;
    for (const Alert& alert : all) {
        if (!conditions.emplace(alert.patient, alert.condition).second) return name_of(alert) + " is there twice";
        const Wrong wrong = check_clock(alert, knowledge.alarms, now);
        if (!wrong.empty()) return wrong;
    }
    const auto kept = store.open_alerts();
    if (std::holds_alternative<StoreProblem>(kept)) return "the alerts cannot be read";
    return told(std::get<std::vector<Alert>>(kept)) == told(all) ? Wrong() : "the alerts are not those that are kept";
}

Wrong check_answers(const LiveWard& ward, const WardKnowledge& knowledge, Instant now) {
    for (const auto& [id, patient] : ward.patients()) {
        const Assessment answer = Follower().assess(patient.timeline(), knowledge.guideline, now, ward.clock_doubt());
        const Assessment& told = patient.assessment;
        const bool same = answer.crs.at_least == told.crs.at_least && answer.crs.at_most == told.crs.at_most &&
                          answer.icans.at_least == told.icans.at_least && answer.icans.at_most == told.icans.at_most &&
                          answer.recommendations.size() == told.recommendations.size();
        if (!same) return id + " has an answer that is no longer so";
    }
    return {};
}

Wrong check_order(Store& store, const LiveWard& ward, const WardKnowledge& knowledge, Instant now, std::uint64_t seed) {
    std::vector<std::vector<Record>> sources;
    std::map<std::string, std::size_t> places;
    const auto read = store.each_record({}, [&](const Record& record) {
        const auto place = places.emplace(record.source, sources.size());
        if (place.second) sources.emplace_back();
        sources[place.first->second].push_back(record);
    });
    if (std::holds_alternative<StoreProblem>(read)) return "the records cannot be read";
    std::mt19937_64 random(seed);
    for (std::size_t i = sources.size(); i > 1; --i) std::swap(sources[i - 1], sources[random() % i]);
    MemoryStore other_store;
    for (const std::vector<Record>& source : sources) {
        for (const Record& record : source) {
            other_store.all.records.push_back(record);
            other_store.all.records.back().number = other_store.all.records.size();
        }
    }
    LiveWard other(other_store, knowledge);
    if (std::holds_alternative<StoreProblem>(other.open(now))) return "the records do not open";
    if (std::holds_alternative<StoreProblem>(other.doubt_clock(ward.clock_doubt(), now)))
        return "they are not answered";
    for (const auto& [id, patient] : ward.patients()) {
        const Assessment answer = Follower().assess(patient.timeline(), knowledge.guideline, now, ward.clock_doubt());
        const WardPatient* same = other.patient(id);
        if (same == nullptr) return id + " is gone in another order";
        if (in_any_order(answer) != in_any_order(same->assessment)) {
            std::ofstream("/tmp/a1.json") << in_any_order(answer);
            std::ofstream("/tmp/a2.json") << in_any_order(same->assessment);
            {
                std::ofstream rr("/tmp/recs.txt");
                for (auto& so : sources)
                    for (auto& r : so)
                        rr << r.number << " " << r.patient << " " << r.source << " " << r.version << " "
                           << to_text(r.received) << " " << r.text << "\n";
            }
            return id + " has another answer in another order";
        }
    }
    return {};
}

}  // namespace stormkeel::simulation
