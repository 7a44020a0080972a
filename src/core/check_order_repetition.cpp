// Holds a repetition against the interval, the window and the total of tocilizumab.
#include "core/check_order_repetition.h"

#include <algorithm>
#include <limits>
#include <string>

namespace stormkeel {
namespace {

// Whole hours as a limit is spoken of: "8 h", "24 h".
std::string length_words(Duration length) {
    constexpr std::int64_t hour = hours(1).microseconds;
    if (length.microseconds % hour != 0) return to_words(length);
    return std::to_string(length.microseconds / hour) + " h";
}

std::string doses_words(std::int64_t doses) { return std::to_string(doses) + (doses == 1 ? " dose" : " doses"); }

// "at least 8 h from start to start, at most 3 doses in 24 h and 4 in all"
std::string ledger_limits(const Parameters& parameters) {
    return "at least " + length_words(parameters.tocilizumab_interval) + " from start to start, at most " +
           doses_words(parameters.tocilizumab_in_window) + " in " + length_words(parameters.tocilizumab_window) +
           " and " + std::to_string(parameters.tocilizumab_in_all) + " in all";
}

// How many doses of the repetition begin within the window.
std::int64_t doses_in_window(Duration every, const Repetition& repetition, Duration window) {
    const std::int64_t doses = (window.microseconds + every.microseconds - 1) / every.microseconds;
    return std::min<std::int64_t>(doses, repetition.doses.value_or(std::numeric_limits<int>::max()));
}

}  // namespace

void check_repetition(const Repetition& repetition, const Bedside& bedside, VerdictInTheMaking& verdict) {
    const Guideline& guideline = bedside.guideline;
    const Parameters& parameters = guideline.parameters;
    const std::optional<Duration> every =
        repetition.every && *repetition.every > Duration{} ? repetition.every : std::nullopt;
    const std::string repeated = every ? "Repeated every " + length_words(*every) : "";
    if (every && *every < parameters.tocilizumab_interval) {
        verdict.say(Verdict::stop, guideline.id_of_parameter("tocilizumab_interval"),
                    repeated + ": at least " + length_words(parameters.tocilizumab_interval) +
                        " lie between the starts of two doses.");
    }
    const std::int64_t in_window = every ? doses_in_window(*every, repetition, parameters.tocilizumab_window) : 0;
    if (in_window > parameters.tocilizumab_in_window) {
        verdict.say(Verdict::stop, guideline.id_of_parameter("tocilizumab_in_window"),
                    repeated + ": that is " + doses_words(in_window) + " in " +
                        length_words(parameters.tocilizumab_window) + ", and at most " +
                        std::to_string(parameters.tocilizumab_in_window) + " are allowed.");
    }
    const int counted = bedside.tocilizumab.counted;
    if (repetition.doses && *repetition.doses > parameters.tocilizumab_in_all - counted) {
        const std::string given = counted > 0 ? " beside " + std::to_string(counted) + " given" : "";
        verdict.say(Verdict::stop, guideline.id_of_parameter("tocilizumab_in_all"),
                    doses_words(*repetition.doses) + " are ordered" + given + ": at most " +
                        std::to_string(parameters.tocilizumab_in_all) + " in all are allowed.");
    }
    // Whatever it counts, it allows more than may be given in all.
    if (repetition.in_all && *repetition.in_all > parameters.tocilizumab_in_all) {
        verdict.say(Verdict::stop, guideline.id_of_parameter("tocilizumab_in_all"),
                    "The order allows up to " + doses_words(*repetition.in_all) + ": at most " +
                        std::to_string(parameters.tocilizumab_in_all) + " in all are allowed.");
    }
    verdict.say(Verdict::warn, guideline.id_of_parameter("tocilizumab_interval"),
                "Only the first dose is checked, not its repetition. Tocilizumab: " + ledger_limits(parameters) + ".");
}

}  // namespace stormkeel
