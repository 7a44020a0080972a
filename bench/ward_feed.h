// Facts as a monitored patient sends them, one every two minutes, as rows of a chart, FHIR or HL7 v2: made by rule.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "core/time.h"
#include "service/live_ward.h"
#include "ward_chart.h"

namespace stormkeel::bench {

class WardFeed {
public:
    explicit WardFeed(std::string patient, RecordForm form = RecordForm::chart_row)
        : patient_(std::move(patient)), form_(form) {}

    // Facts after which the course repeats: three days, the middle one of them ill.
    static constexpr std::uint64_t round_of_facts = 2'250;
    static Instant time_of(std::uint64_t fact) {
        return midnight_of({2026, 3, 1}) + minutes(2 * static_cast<std::int64_t>(fact));
    }

    const std::string& patient() const { return patient_; }

    // The next fact, and the instant at which it was true. The first one, whatever the form, is the therapy.
    Incoming next() {
        Incoming incoming;
        incoming.patient = patient_;
        incoming.version = "1";
        const std::string id = patient_ + "-" + std::to_string(told_);
        const bool begins = told_ == 0;
        incoming.form = begins ? RecordForm::chart_row : form_;
        if (begins) {
            incoming.source = "feed " + id;
            incoming.text = text_of({to_text(now()), "therapy", "axicabtagene_ciloleucel", ""});
        } else if (form_ == RecordForm::chart_row) {
            const Measured& kind = kind_of(told_);
            incoming.source = "feed " + id;
            incoming.text = text_of({to_text(now()), kind.item, value_of(kind), kind.unit});
        } else if (form_ == RecordForm::fhir) {
            incoming.source = "Observation/" + id;
            incoming.text = observation(id);
        } else {
            incoming.source = "feed " + id;
            incoming.text = message(id);
        }
        ++told_;
        return incoming;
    }

    Instant now() const {
        const std::uint64_t slow = std::min(told_, slow_);
        return time_of(slow) + Duration{200'000 * static_cast<std::int64_t>(told_ - slow)};
    }
    // Five a second from now on, so that a run takes less than an hour: what a ward does once an hour is no part of
    // what a request costs.
    void hurry() { slow_ = told_; }
    std::uint64_t told() const { return told_; }

    // The next measurement as a FHIR Observation of this id.
    std::string observation(const std::string& id) {
        const Measured& kind = kind_of(told_);
        return R"({"resourceType":"Observation","id":")" + id +
               R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":")" + kind.loinc +
               R"("}]},"subject":{"reference":"Patient/)" + patient_ + R"("},"effectiveDateTime":")" + to_text(now()) +
               R"(","valueQuantity":{"value":)" + value_of(kind) + R"(,"unit":")" + kind.unit +
               R"(","system":"http://unitsofmeasure.org","code":")" + kind.unit + R"("}})";
    }

private:
    struct Measured {
        const char* item;
        const char* loinc;
        const char* unit;
        int well;   // tenths
        int ill;    // tenths
        int range;  // tenths
    };

    static const Measured& kind_of(std::uint64_t fact) {
        static constexpr Measured kinds[] = {{"temperature", "8310-5", "Cel", 364, 384, 15},
                                             {"systolic_bp", "8480-6", "mm[Hg]", 1'050, 780, 300},
                                             {"spo2", "59408-5", "%", 940, 890, 60},
                                             {"heart_rate", "8867-4", "/min", 700, 1'100, 200}};
        return kinds[fact % 4];
    }

    std::string value_of(const Measured& kind) {
        const std::uint64_t place = told_ % round_of_facts;
        const bool ill = place >= round_of_facts / 3 && place < 2 * round_of_facts / 3;
        const int tenths = (ill ? kind.ill : kind.well) + sequence_.below(kind.range);
        return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    }

    std::string message(const std::string& id) {
        const Measured& kind = kind_of(told_);
        std::string at = to_text(now());
        std::erase_if(at, [](char c) { return c < '0' || c > '9'; });
        return "MSH|^~\\&|MON|H|SK|H|" + at + "+0000||ORU^R01^ORU_R01|" + id + "|P|2.5.1\rPID|1||" + patient_ +
               "\rOBR|1|||VS|||" + at + "+0000\rOBX|1|NM|" + kind.loinc + "^" + kind.item + "^LN||" + value_of(kind) +
               "|" + kind.unit + "^^UCUM|||||F|||" + at + "+0000\r";
    }

    std::string patient_;
    RecordForm form_;
    Sequence sequence_{20260301};
    std::uint64_t told_ = 0;
    std::uint64_t slow_ = std::numeric_limits<std::uint64_t>::max();  // facts two minutes apart
};

}  // namespace stormkeel::bench
