// What the patient's pressure and oxygen are at one instant, in the classes of the decision tables.
#pragma once

#include "prove/second/record.h"

namespace second {

inline constexpr Seconds vital_age = hours(4) + minutes(30);
inline constexpr Seconds neurologic_age = hours(12) + minutes(30);
inline constexpr Seconds day = hours(24);

// Whether another cause explains the component at this instant: a record `component:cause`, a day long, until cleared;
// and what such a record explained before it.
bool attributed(const Record& record, std::string_view component, Seconds at);

// Completed years at an instant, or -1 without a birth date.
int age_in_years(const Record& record, Seconds at);

Answer hypotension(const Record& record, Seconds at);
// How many vasopressors run, vasopressin left out: 3 stands for any number above.
struct PressorCount {
    int least = 0;
    int most = 0;
};

PressorCount vasopressors(const Record& record, Seconds at);
Answer vasopressin(const Record& record, Seconds at);

// The pressure axis and the oxygen axis after attribution and baseline.
Range pressure_grade(const Record& record, Seconds at);
Range oxygen_grade(const Record& record, Seconds at);

// What is compared before and after tocilizumab: the oxygen given, its flow, and vasopressors as norepinephrine.
struct Support {
    Range oxygen;
    bool device_known = false;
    std::optional<Thousandths> flow;
    Thousandths pressors = 0;
    bool pressors_known = true;
};

Support support(const Record& record, Seconds at);

}  // namespace second
