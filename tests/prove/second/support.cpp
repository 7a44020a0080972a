// Reads pressure, vasopressors and oxygen from a chart, by the defaults of the contract.
#include "prove/second/support.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace second {

namespace {

struct Device {
    std::string_view name;
    Oxygen oxygen;
    int invasive;
};

constexpr std::array<Device, 12> devices{{{"room_air", air_and_saturated, 0},
                                          {"blow_by", cannula_to_6, 1},
                                          {"nasal_cannula", cannula_of_unknown_flow, 2},
                                          {"simple_mask", high_flow_or_mask, 3},
                                          {"venturi_mask", high_flow_or_mask, 4},
                                          {"high_flow_nasal_cannula", high_flow_or_mask, 5},
                                          {"non_rebreather", high_flow_or_mask, 6},
                                          {"tracheostomy_mask", high_flow_or_mask, 7},
                                          {"cpap", positive_pressure, 8},
                                          {"bipap", positive_pressure, 9},
                                          {"invasive_ventilation", positive_pressure, 10},
                                          {"ecmo", positive_pressure, 11}}};

constexpr std::array<std::string_view, 6> pressor_names{"norepinephrine", "epinephrine",    "phenylephrine",
                                                        "dopamine",       "angiotensin_ii", "terlipressin"};

const Device* device_of(std::string_view name) {
    for (const Device& device : devices) {
        if (device.name == name) return &device;
    }
    return nullptr;
}

// The device in force: the latest record, at most a day old, the most invasive of one instant. `since` is when the same
// device was first charted in this row of records: charted again it is no new device, and keeps its flow.
struct InForce {
    const Device* device = nullptr;
    Seconds since = 0;
    bool unreadable = false;
};

const Device* most_invasive(const std::vector<Charted>& records) {
    const Device* worst = nullptr;
    for (const Charted& charted : records) {
        const Device* device = device_of(charted.word);
        if (device != nullptr && (worst == nullptr || device->invasive > worst->invasive)) worst = device;
    }
    return worst;
}

InForce device_in_force(const Record& record, Seconds at) {
    const std::vector<Charted> now = record.latest("oxygen_device", at, day);
    InForce found;
    if (now.empty()) return found;
    found.device = most_invasive(now);
    found.since = now.front().at;
    found.unreadable = found.device == nullptr;
    // Room air charted again says that no oxygen flows.
    while (found.device != &devices.front()) {
        const std::vector<Charted> before = record.latest("oxygen_device", found.since - 1, day);
        if (before.empty() || most_invasive(before) != found.device) return found;
        found.since = before.front().at;
    }
    return found;
}

// A flow belongs to the device in force and holds as long; without a device it holds for a day.
std::optional<Charted> flow_since(const Record& record, Seconds at, Seconds since) {
    return record.number("oxygen_flow", at, at - since, Worse::higher);
}

Oxygen without_device(const Record& record, Seconds at, const InForce& in_force) {
    const auto flow = flow_since(record, at, std::max(in_force.since, at - day));
    if (flow && flow->number > 0) return flow_without_device;
    const auto saturation = record.number("spo2", at, vital_age, Worse::lower);
    return saturation && saturation->number < 90'000 ? not_charted_desaturated : not_charted;
}

Oxygen oxygen_of(const Record& record, Seconds at) {
    const InForce in_force = device_in_force(record, at);
    if (in_force.device == nullptr) return without_device(record, at, in_force);
    const auto flow = flow_since(record, at, in_force.since);
    if (in_force.device->oxygen == air_and_saturated) {
        if (flow && flow->number > 0) return flow_without_device;
        const auto saturation = record.number("spo2", at, vital_age, Worse::lower);
        if (!saturation) return air_and_unmeasured;
        return saturation->number < 90'000 ? air_and_desaturated : air_and_saturated;
    }
    if (in_force.device->oxygen != cannula_of_unknown_flow) return in_force.device->oxygen;
    if (!flow) return cannula_of_unknown_flow;
    return flow->number > 6'000 ? cannula_above_6 : cannula_to_6;
}

// Of one instant what runs worries more; a record that cannot be read ends what it would have replaced, up to the next
// good one, and one of the same instant is good.
Answer runs(const std::vector<Charted>& rates, Seconds at) {
    Answer running = no;
    Seconds since = 0;
    for (const Charted& rate : rates) {
        if (rate.at > at) break;
        const Answer now = !rate.readable ? unknown : rate.word.empty() || rate.number > 0 ? yes : no;
        if (rate.at != since || now == yes || running == unknown) running = now;
        since = rate.at;
    }
    return running;
}

// Whether other oxygen was charted beside the device in force, at one instant after `told`: of that nothing was said.
bool has_oxygen_beside(const Record& record, const InForce& in_force, Seconds told, Seconds at) {
    const std::vector<Charted>& all = record.entries("oxygen_device");
    return std::any_of(all.begin(), all.end(), [&](const Charted& one) {
        const bool other = one.word != in_force.device->name && one.word != "room_air";
        return other && one.at > told && one.at <= at;
    });
}

// Whether the oxygen of this instant is given for another reason than hypoxia, told with or after the device. A reason
// covers the flow of its time, or the first low one after it; more needs a new one, and a high one of which nobody
// knows leaves it open. Of two reasons of one instant hypoxia worries more.
Answer is_excused(const Record& record, Seconds at) {
    const InForce in_force = device_in_force(record, at);
    if (in_force.device == nullptr || in_force.device->oxygen == air_and_saturated) return no;
    const std::vector<Charted> reasons = record.latest("oxygen_reason", at, at - in_force.since);
    if (reasons.empty()) return no;
    for (const Charted& reason : reasons) {
        if (reason.word == "hypoxia") return no;
    }
    const Seconds told = reasons.front().at;
    if (has_oxygen_beside(record, in_force, told, at)) return no;
    auto covered = flow_since(record, told, in_force.since);
    bool open = false;
    for (const Charted& flow : record.entries("oxygen_flow")) {
        if (flow.at <= told || flow.at > at) continue;
        const Thousandths most = record.number("oxygen_flow", flow.at, 0, Worse::higher)->number;
        if (covered && most > covered->number) return no;
        if (!covered && most <= 6'000) covered = flow;
        if (covered && covered->at == flow.at) covered->number = most;
        open = !covered;
    }
    // The flow of a machine that presses tells little.
    return open && in_force.device->oxygen != positive_pressure ? unknown : yes;
}

// Up to what the device in force can mean.
Range up_to_device(const InForce& in_force) {
    return {0, in_force.device->oxygen == cannula_of_unknown_flow ? std::uint8_t{3}
                                                                  : oxygen_axis[in_force.device->oxygen].high};
}

// What is above the oxygen of home: the same device unchanged is none, of a flow only the increment counts.
Range above_home(const Record& record, Seconds at, Oxygen oxygen) {
    const std::vector<Charted> home = record.latest("baseline_oxygen", at, at);
    const InForce in_force = device_in_force(record, at);
    const Range graded = oxygen_axis[oxygen];
    if (home.empty()) return graded;
    const bool by_flow = home.front().number > 0;
    const bool cannula = in_force.device != nullptr && in_force.device->name == "nasal_cannula";
    if (!by_flow) {
        if (in_force.device == nullptr || in_force.device->name != home.front().word) return graded;
        if (in_force.device == &devices.front()) return graded;
        if (!cannula || oxygen == cannula_to_6) return {0, 0};
        return oxygen == cannula_above_6 ? Range{2, 3} : Range{0, 3};
    }
    const auto flow = flow_since(record, at, std::max(in_force.since, in_force.device == nullptr ? at - day : 0));
    if (oxygen == flow_without_device) return flow->number > home.front().number ? graded : Range{0, 4};
    if (!cannula) return graded;
    if (!flow) return {0, 3};
    if (flow->number <= home.front().number) return {0, 0};
    return flow->number - home.front().number > 6'000 ? Range{3, 3} : Range{2, 2};
}

// The systolic limit below which a child of these completed months and years is hypotensive; -1: not known.
Thousandths systolic_limit(const Record& record, Seconds at) {
    const auto& births = record.entries("birth_date");
    if (births.empty()) return -1;
    const int years = age_in_years(record, at);
    if (years >= 11) return 90'000;
    if (years >= 1) return (70 + 2 * years) * 1000;
    return at - births.front().at < day * 28 ? 60'000 : 70'000;
}

// The last instant at which both pressures were charted, up to `at`; -1: there is none.
Seconds last_pair(const Record& record, Seconds at) {
    Seconds last = -1;
    for (const Charted& systolic : record.entries("systolic_bp")) {
        for (const Charted& diastolic : record.entries("diastolic_bp")) {
            if (systolic.at == diastolic.at && systolic.at <= at) last = std::max(last, systolic.at);
        }
    }
    return last;
}

// The newest mean, in thirds of a thousandth: measured, or derived from the systolic and diastolic of one instant. What
// was measured before such an instant is settled by it, also when one of the pressures is charted alone later.
std::optional<Thousandths> mean_in_thirds(const Record& record, Seconds at) {
    const auto measured = record.number("mean_bp", at, vital_age, Worse::lower);
    const auto systolic = record.number("systolic_bp", at, vital_age, Worse::lower);
    const auto diastolic = record.number("diastolic_bp", at, vital_age, Worse::lower);
    const bool derived = systolic && diastolic && systolic->at == diastolic->at;
    if (derived && (!measured || measured->at < systolic->at)) return systolic->number + 2 * diastolic->number;
    if (!measured || last_pair(record, at) > measured->at) return std::nullopt;
    return 3 * measured->number;
}

Answer below(std::optional<Thousandths> value, Thousandths limit) {
    if (!value) return unknown;
    return *value < limit ? yes : no;
}

// A low mean is hypotension; a mean from the limit on says nothing of the systolic pressure.
Answer by_mean(const Record& record, Seconds at) {
    const auto mean = mean_in_thirds(record, at);
    return mean && *mean < 3 * 65'000 ? yes : unknown;
}

}  // namespace

bool attributed(const Record& record, std::string_view component, Seconds at) {
    if (record.is_explained(component, at)) return true;
    bool explained = false;
    Seconds since = 0;
    for (const Charted& entry : record.entries("attributed")) {
        if (entry.at > at) break;
        const bool clears_all = entry.word == "clear";
        const bool of_component = std::string_view(entry.word).starts_with(std::string(component) + ":");
        if (!clears_all && !of_component) continue;
        const bool clears = clears_all || std::string_view(entry.word).ends_with(":clear");
        if (!clears && entry.at == since && !explained) continue;
        explained = !clears;
        since = entry.at;
    }
    return explained && at - since <= day;
}

int age_in_years(const Record& record, Seconds at) {
    const auto& births = record.entries("birth_date");
    if (births.empty()) return -1;
    const auto date_of = [](Seconds instant) {
        const std::chrono::sys_seconds time{std::chrono::seconds{instant}};
        return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(time)};
    };
    const auto born = date_of(births.front().at);
    const auto today = date_of(at);
    const int years = static_cast<int>(today.year()) - static_cast<int>(born.year());
    const bool had_birthday = std::pair{today.month(), today.day()} >= std::pair{born.month(), born.day()};
    return had_birthday ? years : years - 1;
}

Answer hypotension(const Record& record, Seconds at) {
    const auto systolic = record.number("systolic_bp", at, vital_age, Worse::lower);
    const auto pressure = systolic ? std::optional(systolic->number) : std::nullopt;
    const int years = age_in_years(record, at);
    if (years >= 0 && years < 18) return below(pressure, systolic_limit(record, at));
    const Answer mean = by_mean(record, at);
    if (years >= 18) {
        if (mean == yes || below(pressure, 90'000) == yes) return yes;
        return pressure ? no : unknown;
    }
    // Without a birth date only what every age agrees on is known.
    if (below(pressure, 60'000) == yes) return yes;
    return below(pressure, 90'000) == no && mean != yes ? no : unknown;
}

PressorCount vasopressors(const Record& record, Seconds at) {
    constexpr std::array<std::string_view, 4> no_pressors{"rate:vasopressin", "rate:dobutamine", "rate:milrinone",
                                                          "rate:levosimendan"};
    PressorCount count;
    for (const auto& [name, rates] : record.items("rate:")) {
        const Answer running = runs(*rates, at);
        const std::string_view drug = std::string_view(name).substr(5);
        if (std::find(no_pressors.begin(), no_pressors.end(), name) != no_pressors.end() || running == no) continue;
        const bool known = std::find(pressor_names.begin(), pressor_names.end(), drug) != pressor_names.end();
        // Of a drug nobody knows any number of vasopressors may run.
        if (!known) count.most = 3;
        if (known && running == yes) ++count.least;
        if (known) ++count.most;
    }
    count.least = std::min(count.least, 3);
    count.most = std::min(count.most, 3);
    return count;
}

Answer vasopressin(const Record& record, Seconds at) { return runs(record.entries("rate:vasopressin"), at); }

Range pressure_grade(const Record& record, Seconds at) {
    if (attributed(record, "hypotension", at)) return {0, 0};
    const PressorCount count = vasopressors(record, at);
    const auto row = [&](int pressors) {
        return pressure_axis[static_cast<std::size_t>(pressors)][vasopressin(record, at)][hypotension(record, at)];
    };
    return {row(count.least).low, row(count.most).high};
}

Range oxygen_grade(const Record& record, Seconds at) {
    if (attributed(record, "hypoxia", at)) return {0, 0};
    const Answer excused = is_excused(record, at);
    if (excused == yes) {
        const auto saturation = record.number("spo2", at, vital_age, Worse::lower);
        return saturation && saturation->number < 90'000 ? Range{2, 2} : Range{0, 0};
    }
    const Range graded =
        excused == unknown ? up_to_device(device_in_force(record, at)) : above_home(record, at, oxygen_of(record, at));
    const auto saturation = record.number("spo2", at, vital_age, Worse::lower);
    const bool may_not_count = graded.low == 0;
    // Who is low although the oxygen is that of home is hypoxic.
    if (may_not_count && saturation && saturation->number < 90'000) return worse_of(graded, {2, 2});
    return graded;
}

Support support(const Record& record, Seconds at) {
    constexpr std::array<Thousandths, 6> equivalents{1000, 1000, 100, 0, 0, 0};
    Support found;
    found.oxygen = oxygen_grade(record, at);
    found.device_known = device_in_force(record, at).device != nullptr;
    const Oxygen oxygen = oxygen_of(record, at);
    if (oxygen == air_and_desaturated || oxygen == air_and_unmeasured) found.oxygen = {0, 0};
    if (oxygen == not_charted_desaturated) found.oxygen = {0, 4};
    const InForce in_force = device_in_force(record, at);
    if (is_excused(record, at) == yes) found.oxygen = {0, 0};
    if (is_excused(record, at) == unknown) found.oxygen = up_to_device(in_force);
    const auto flow = flow_since(record, at, in_force.since);
    if (flow && found.oxygen.low > 0) found.flow = flow->number;
    // What another cause explains is given for that.
    if (attributed(record, "hypotension", at)) return found;
    for (std::size_t i = 0; i < pressor_names.size(); ++i) {
        const std::vector<Charted>& rates = record.entries("rate:" + std::string(pressor_names[i]));
        if (runs(rates, at) == no) continue;
        if (runs(rates, at) == unknown || rates.back().word.empty()) found.pressors_known = false;
        Seconds since = 0;
        Thousandths rate = 0;
        for (const Charted& charted : rates) {
            if (charted.at > at) continue;
            rate = charted.at == since ? std::max(rate, charted.number) : charted.number;
            since = charted.at;
        }
        // Dopamine adds up by the minute, and these charts hold no weight.
        if (equivalents[i] == 0) found.pressors_known = false;
        found.pressors += rate * equivalents[i];
    }
    return found;
}

}  // namespace second
