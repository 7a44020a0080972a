// Short ways to read a chart CSV for tests.
#pragma once

#include <sstream>
#include <string>
#include <string_view>

#include "adapters/chart_csv.h"
#include "adapters/terminology_known.h"

namespace stormkeel::example {

struct ReadChart {
    Patients patients;
    ChartReading reading;
};

inline ReadChart read_chart(std::string_view text, std::string_view name = {}) {
    ReadChart result;
    std::istringstream in{std::string{text}};
    result.reading = read_chart_csv(in, known_terminology(), result.patients, name);
    return result;
}

// Below the usual header.
inline ReadChart read_rows(std::string_view rows) {
    return read_chart("patient,time,item,value,unit\n" + std::string{rows});
}

}  // namespace stormkeel::example
