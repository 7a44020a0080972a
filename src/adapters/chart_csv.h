// Reads a chart CSV (contract section 3) as a stream into one timeline a patient.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminology.h"
#include "core/timeline.h"

namespace stormkeel {

// Timelines by patient id, in byte order of the id.
using Patients = std::map<std::string, Timeline>;

// What reading one chart gave beside the patients.
struct ChartReading {
    std::string problem;              // why nothing (a wrong header) or not all could be read; empty when all was
    std::uint64_t rows = 0;           // rows below the header, blank ones not counted
    std::uint64_t rejected = 0;       // rows that are in some Timeline::rejected() or in `unplaced`
    std::vector<Rejection> unplaced;  // rejected rows that name no patient
};

// Adds the chart's rows to the patients, in any order of rows, and settles their timelines; a patient whose rows were
// all rejected is there with no fact. RFC 4180 in UTF-8: quoted fields, CRLF or LF, a byte order mark. The medication
// record of a new patient is complete.
//
// `name` is empty when this is the only input: facts then come from "line 12". With several inputs give the file's base
// name: facts come from "chart2.csv line 12".
ChartReading read_chart_csv(std::istream& in, const Terminology& terminology, Patients& patients,
                            std::string_view name = {});

}  // namespace stormkeel
