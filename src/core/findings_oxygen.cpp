// Oxygen: the level of support by device and flow, what is baseline or given for another reason, and low saturation.
#include <algorithm>

#include "core/findings.h"

namespace stormkeel {

namespace {

constexpr Range any_support = {static_cast<std::int64_t>(OxygenLevel::none),
                               static_cast<std::int64_t>(OxygenLevel::positive_pressure)};
constexpr std::int64_t low_flow = static_cast<std::int64_t>(OxygenLevel::low_flow);
constexpr std::int64_t high_flow = static_cast<std::int64_t>(OxygenLevel::high_flow);

// A flow that runs cannot belong to room air: then the device is not known.
bool device_holds(const Course& course, const Parameters& parameters) {
    const Reading& present = course[Item::oxygen_device];
    if (!is_fresh(present, parameters.oxygen_device_age, course.now)) return false;
    const Reading& flow = course.oxygen_flow;
    const bool flows = flow.known() && flow.amount > Decimal{} && flow.at >= present.at;
    return !(present.code == device::room_air && flows);
}

// A flow belongs to its device and holds as long; without a device it holds as a device would.
bool flow_holds(const Course& course, const Parameters& parameters) {
    const Reading& flow = course.oxygen_flow;
    if (!flow.known()) return false;
    return device_holds(course, parameters) || is_fresh(flow, parameters.oxygen_device_age, course.now);
}

Decimal baseline_flow(const Course& course) {
    const Reading& baseline = course[Item::baseline_oxygen];
    return baseline.known() && baseline.unit == Unit::l_per_min ? baseline.amount : Decimal{};
}

// The level of a flow through a cannula, over what the patient breathes at home.
std::int64_t level_of_flow(Decimal flow, Decimal baseline, const Parameters& parameters) {
    if (baseline > Decimal{} && flow <= baseline) return no_support;
    return flow - baseline > parameters.low_flow_at_most ? high_flow : low_flow;
}

// The level of a device by itself; through a cannula at any flow.
std::int64_t level_of_device(std::uint16_t device, const Parameters& parameters) {
    if (device == device::nasal_cannula) return high_flow;
    return static_cast<std::int64_t>(parameters.oxygen_level.at(device));
}

Range level_of_cannula(const Course& course, const Parameters& parameters) {
    const Decimal baseline = baseline_flow(course);
    const Reading& charted = course.oxygen_flow;
    if (!charted.known()) return between(baseline > Decimal{} ? no_support : low_flow, high_flow);
    if (charted.comparator == Comparator::equal) return exactly(level_of_flow(charted.amount, baseline, parameters));
    const Interval flow = interval_of(course.oxygen_flow);
    return between(level_of_flow(std::max(flow.lowest, Decimal{}), baseline, parameters),
                   level_of_flow(flow.highest, baseline, parameters));
}

Finding support_without_device(const Course& course, const Parameters& parameters) {
    const Reading& flow = course.oxygen_flow;
    Finding found = finding(any_support).because(course[Item::oxygen_device]);
    if (flow_holds(course, parameters) && interval_of(flow).lowest > baseline_flow(course)) {
        found.range.lowest = low_flow;
        found.because(flow);
    }
    return found;
}

}  // namespace

bool oxygen_device_known(const Course& course, const Parameters& parameters) {
    return device_holds(course, parameters);
}

bool oxygen_flow_known(const Course& course, const Parameters& parameters) { return flow_holds(course, parameters); }

bool oxygen_for_other_reason(const Course& course, const Parameters& parameters) {
    const Reading& reason = course.oxygen_reason;
    return device_holds(course, parameters) && reason.known() && reason.code != oxygen_reason::hypoxia &&
           course[Item::oxygen_device].code != device::room_air;
}

bool oxygen_at_baseline(const Course& course, const Parameters& parameters) {
    const Reading& present = course[Item::oxygen_device];
    if (!device_holds(course, parameters) || present.code == device::room_air) return false;
    const Reading& baseline = course[Item::baseline_oxygen];
    if (!baseline.known()) return false;
    if (baseline.unit != Unit::l_per_min) {
        // A cannula of unknown flow at home covers low flow only.
        const Reading& flow = course.oxygen_flow;
        const bool may_be_more = present.code == device::nasal_cannula &&
                                 (!flow.known() || interval_of(flow).highest > parameters.low_flow_at_most);
        return baseline.code == present.code && !may_be_more;
    }
    return present.code == device::nasal_cannula && level_of_cannula(course, parameters) == exactly(no_support);
}

Finding find_oxygen_support(const Course& course, const Parameters& parameters) {
    // 1. Hypoxia that another cause explains.
    if (is_attributed(course, parameters, Component::hypoxia)) {
        return finding(exactly(no_support)).because(course.attribution[attribution_index(Component::hypoxia)].fact);
    }
    // 2. No device known.
    if (!device_holds(course, parameters)) return support_without_device(course, parameters);
    const Reading& present = course[Item::oxygen_device];
    // 3. Oxygen at home as before, for comfort, for the airway alone or for a procedure does not count.
    if (oxygen_for_other_reason(course, parameters)) {
        // A newer flow that could not be read may be more than the reason covers, and so may a high one where nobody
        // told the flow that the reason was given for.
        const Reading& flow = course.oxygen_flow;
        const bool newer = flow.exists() && flow.at > course.oxygen_reason.at;
        const std::int64_t level = level_of_device(present.code, parameters);
        // The flow of a machine that presses tells little.
        const bool may_be_more = course.oxygen_reason_flow
                                     ? interval_of(flow).highest > *course.oxygen_reason_flow
                                     : level != static_cast<std::int64_t>(OxygenLevel::positive_pressure);
        const bool open = newer && (!flow.known() || may_be_more);
        if (open) return finding(between(no_support, level)).because(present).because(flow);
        return finding(exactly(no_support)).because(present).because(course.oxygen_reason);
    }
    if (oxygen_at_baseline(course, parameters)) {
        return finding(exactly(no_support)).because(present).because(course[Item::baseline_oxygen]);
    }
    // 4. The device decides; through a cannula the flow does.
    if (present.code == device::nasal_cannula) {
        Finding found = finding(level_of_cannula(course, parameters)).because(present);
        const Reading& baseline = course[Item::baseline_oxygen];
        const bool some_at_home = baseline.known() && baseline.unit == Unit::none && baseline.code == present.code;
        if (some_at_home) found.range.lowest = course.oxygen_flow.known() ? low_flow : no_support;
        return course.oxygen_flow.known() ? found.because(course.oxygen_flow) : found;
    }
    return finding(exactly(level_of_device(present.code, parameters))).because(present);
}

Finding find_low_oxygen_saturation(const Course& course, const Parameters& parameters, const Finding& support) {
    if (is_attributed(course, parameters, Component::hypoxia)) return finding(Truth::absent);
    const bool on_oxygen = device_holds(course, parameters) && course[Item::oxygen_device].code != device::room_air;
    const Reading& spo2 = course[Item::spo2];
    if (on_oxygen) {
        // The device decides, unless its oxygen may not count: who is low all the same is hypoxic.
        const bool may_not_count = support.range.lowest == no_support;
        if (!may_not_count || !is_fresh(spo2, parameters.vital_signs_age, course.now)) return finding(Truth::absent);
        return finding(is_below(spo2, parameters.spo2_limit)).because(spo2);
    }
    if (!is_fresh(spo2, parameters.vital_signs_age, course.now)) return finding(Truth::unknown).because(spo2);
    return finding(is_below(spo2, parameters.spo2_limit)).because(spo2);
}

Finding find_low_saturation_on_oxygen(const Course& course, const Parameters& parameters) {
    const Reading& spo2 = course[Item::spo2];
    const bool on_oxygen = device_holds(course, parameters) && course[Item::oxygen_device].code != device::room_air;
    // A saturation of before the oxygen says nothing about it.
    const Instant began = std::max(course[Item::oxygen_device].at, course.oxygen_flow.at);
    const bool fresh = is_fresh(spo2, parameters.vital_signs_age, course.now) && spo2.at >= began;
    if (is_attributed(course, parameters, Component::hypoxia) || !on_oxygen || !fresh) return finding(Truth::absent);
    return finding(is_below(spo2, parameters.spo2_limit)).because(spo2).because(course[Item::oxygen_device]);
}

}  // namespace stormkeel
