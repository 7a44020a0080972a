// What was taken of a patient, over every door, as facts.
#pragma once

#include <string>

#include "service/live_ward.h"

namespace stormkeel {

// {"facts":[{"time","item","value","unit","source","received","status"}]} in order of arrival: rows of a
// chart and measurements as they were written, what FHIR and HL7 v2 say in several fields in the chart's words.
// `status` is "current", "rejected" when it cannot be used, or "superseded" when a later record took its place, took it
// back, or said the same before it. A row that somebody took back or corrected here is "retracted" or "corrected", and
// `changed` tells
// {"by","at","reason"}.
std::string facts_json(const LiveWard& ward, const WardPatient& patient);

}  // namespace stormkeel
