// Which device, flow and reason for oxygen are in force, told by all records of one instant together.
#include "core/course_oxygen.h"

#include <algorithm>
#include <optional>

#include "core/findings.h"
#include "core/reading.h"

namespace stormkeel {

namespace {

// Whether another device than the one kept, and not room air, was charted at its instant.
bool has_oxygen_beside(const Reading& device, std::span<const Fact> facts) {
    return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
        const bool other = !same_value(device, fact) && fact.code != device::room_air;
        return fact.item == Item::oxygen_device && (other || fact.state != ValueState::known);
    });
}

std::optional<Decimal> known_amount(const Reading& reading) {
    const bool known = reading.known() && reading.comparator == Comparator::equal;
    return known ? std::optional(reading.amount) : std::nullopt;
}

}  // namespace

void change_device(Course& course, const Parameters& parameters, const Reading& before, std::span<const Fact> facts) {
    const Reading& device = course[Item::oxygen_device];
    // One that ran out in between is a new one.
    const bool held = is_fresh(before, parameters.oxygen_device_age, device.at);
    const bool goes_on = held && device.state == ValueState::known && device.code == before.code;
    if (!goes_on && course.oxygen_flow.at < device.at) course.oxygen_flow = {};
    // A reason excuses its own device; of other oxygen beside it nothing was said.
    const bool excused = goes_on && !has_oxygen_beside(device, facts);
    if (!excused && course.oxygen_reason.at < device.at) course.oxygen_reason = {};
}

void settle_reason(Course& course, const Parameters& parameters) {
    const Reading& flow = course.oxygen_flow;
    if (flow.at != course.now || !course.oxygen_reason.exists() || course.oxygen_reason.at == flow.at) return;
    if (!course.oxygen_reason_flow) {
        const auto amount = known_amount(flow);
        if (amount && *amount <= parameters.low_flow_at_most) course.oxygen_reason_flow = amount;
    } else if (flow.known() && interval_of(flow).lowest > *course.oxygen_reason_flow) {
        course.oxygen_reason = {};
        course.oxygen_reason_flow.reset();
    }
}

void apply_oxygen(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place) {
    switch (fact.item) {
        case Item::oxygen_flow:
            keep(course.oxygen_flow, fact, place);
            keep(course[fact.item], fact, place);
            break;
        case Item::oxygen_reason:
            keep(course.oxygen_reason, fact, place);
            keep(course[fact.item], fact, place);
            course.oxygen_reason_flow = known_amount(course.oxygen_flow);
            return;
        default:
            keep(course[fact.item], fact, place);
    }
    if (fact.state == ValueState::known) {
        course.oxygen_charting.note(fact.at, parameters.resolution_charting_gap);
    }
}

}  // namespace stormkeel
