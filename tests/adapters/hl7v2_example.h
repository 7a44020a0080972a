// Short ways to write HL7 v2 messages for tests, and to see what a feed of them comes to as lines of text.
#pragma once

#include <string>
#include <string_view>

#include "adapters/fhir_example.h"
#include "adapters/hl7v2_chart.h"

namespace stormkeel::example {

// A message of patient p1 (MR of HOSP), sent at 2026-03-03T12:00:00Z: MSH, PID and the segments.
std::string message(std::string_view type, std::string_view control_id, const Lines& segments);
std::string oru(std::string_view control_id, const Lines& segments);  // with an OBR of 10:00 and filler F1 before them
std::string ras(std::string_view control_id, const Lines& segments);  // with an ORC of filler F1 before them

// MSH alone, with the time it was sent ("20260303120000+0000").
std::string msh(std::string_view type, std::string_view control_id, std::string_view sent);
std::string joined(const Lines& segments);  // each ended by CR

// A final OBX at the OBR's time; `value` is "NM|8310-5^^LN||38.6|Cel" (OBX-2 on).
std::string obx(std::string_view value, std::string_view status = "F");

// What a feed of messages comes to.
struct Feed {
    Hl7Site site;
    Hl7Record record{terminology()};

    explicit Feed(const Lines& messages = {}) {
        for (const std::string& each : messages) take(each);
    }

    Hl7Reading reading(const std::string& text) const { return read_hl7v2(Hl7Message(text), terminology(), site); }
    Hl7Taken take(const std::string& text) { return record.add(reading(text)); }

    Lines facts(const std::string& patient = "p1") const { return example::facts(record.timeline({patient})); }
    Lines rejections(const std::string& patient = "p1") const {
        return example::rejections(record.timeline({patient}));
    }
    Lines unplaced() const { return lines_of(record.read().rejected); }
};

}  // namespace stormkeel::example
