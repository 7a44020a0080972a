// Reads each event once, in order.
#include <nlohmann/json.hpp>
#include <sstream>

#include "simulation/checks.h"
#include "storage/digest.h"

namespace stormkeel::simulation {

namespace {

constexpr std::size_t events_at_once = 500;

bool brings_words(const std::string& before, const std::string& next) {
    const std::string known = ' ' + before + ' ';
    std::istringstream stream(next);
    for (std::string word; stream >> word;) {
        if (known.find(' ' + word + ' ') == std::string::npos) return true;
    }
    return false;
}

}  // namespace

bool EventCheck::has_a_reason(const Row& before, const Row& next) const {
    if (next.raised_at < before.raised_at) return true;  // the clock was set back
    if (before.over || next.priority > before.priority || brings_words(before.words, next.words)) return true;
    const auto& clock = table_.clocks.at(static_cast<std::size_t>(next.priority));
    return before.state == "acknowledged" && clock && next.raised_at - before.changed_at >= clock->again;
}

// What nobody answered for one chart waits on when it is joined into another, whatever was answered for that one.
bool EventCheck::is_inherited(const Row& next) {
    for (const auto& [number, other] : rows_) {
        const bool waits = other.state == "raised" || other.state == "snoozed";
        const bool same = other.condition == next.condition && other.raised_at == next.raised_at;
        if (!waits || !same || other.patient == next.patient) continue;
        bequeathed_.insert(number);
        return true;
    }
    return false;
}

Wrong EventCheck::compare(std::uint64_t number, const Row& next) {
    const auto before = rows_.find(number);
    const std::string name = "alert " + std::to_string(number);
    if (before != rows_.end()) {
        if (before->second.state == "ended") return name + " had ended";
        const bool again = next.raised_at != before->second.raised_at;
        if (again && next.state == "raised" && !has_a_reason(before->second, next) && !is_inherited(next))
            return name + " is raised for nothing";
        raised_ += again ? 1U : 0U;
    } else {
        ++raised_;
    }
    if (next.state == "ended") bequeathed_.erase(number);
    rows_.insert_or_assign(number, next);
    return {};
}

Wrong EventCheck::read(Store& store) {
    const auto numbers = store.last_numbers();
    if (std::holds_alternative<StoreProblem>(numbers)) return "the last numbers cannot be read";
    if (std::get<LastNumbers>(numbers).event < last_) return "event " + std::to_string(last_) + " was told and is lost";
    for (;;) {
        const auto read = store.events_after(last_, events_at_once);
        if (std::holds_alternative<StoreProblem>(read)) return "the events cannot be read";
        const auto& events = std::get<std::vector<WardEvent>>(read);
        if (events.empty()) break;
        for (const WardEvent& event : events) {
            if (event.number != ++last_) return "event " + std::to_string(last_) + " is missing";
            digest_ = digest_of({digest_, event.kind, event.patient, event.json});
            if (event.kind != "alert") continue;
            const auto json = nlohmann::json::parse(event.json);
            const Wrong wrong =
                compare(json["id"], {json["patient"], json["condition"], json["state"],
                                     *alarm_priority_named(json["priority"].get<std::string>()), json["over"],
                                     json["words"], *parse_instant(json["raised_at"].get<std::string>()),
                                     *parse_instant(json["changed_at"].get<std::string>())});
            if (!wrong.empty()) return wrong;
        }
    }
    if (bequeathed_.empty()) return {};
    return "alert " + std::to_string(*bequeathed_.begin()) + " was inherited and goes on";
}

}  // namespace stormkeel::simulation
