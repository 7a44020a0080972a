// Times at the edges of calendars, by each door: the right instant, or a reason, and never another time.
#include <gtest/gtest.h>

#include "service/fhir_intake.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

// A heart rate at a time that is written as each door writes it: "2038-01-19T03:14:08Z", in HL7 v2
// "20380119031408+0000".
std::vector<Incoming> by_each_door(const std::string& time) {
    std::string digits;
    for (const char c : time.substr(0, time.size() - 1)) digits += c >= '0' && c <= '9' ? std::string(1, c) : "";
    digits += "+0000";
    return {{"by-row",
             RecordForm::chart_row,
             "row " + time,
             {},
             R"({"time":")" + time + R"(","item":"heart_rate","value":"90","unit":"/min"})"},
            {"by-fhir",
             RecordForm::fhir,
             "Observation/o" + digits.substr(0, digits.size() - 5),
             {},
             R"({"resourceType":"Observation","id":"o)" + digits.substr(0, digits.size() - 5) +
                 R"(","status":"final","subject":{"reference":"Patient/by-fhir"},"effectiveDateTime":")" + time +
                 R"(","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
                 R"("valueQuantity":{"value":90,"system":"http://unitsofmeasure.org","code":"/min"}})"},
            {"by-message",
             RecordForm::hl7v2,
             "HL7 MON|H|" + time,
             {},
             "MSH|^~\\&|MON|H|S|W|" + digits + "||ORU^R01^ORU_R01|" + time +
                 "|P|2.5.1\rPID|1||by-message^^^H^MR\rOBR|1||F" + time + "|V|||" + digits +
                 "\rOBX|1|NM|8867-4^HR^LN||90|/min|||||F|||" + digits + "\r"}};
}

// Why the door refuses it before the ward is asked; empty: it does not.
std::string issue_of(const std::string& text, LiveWard& ward, Instant now) {
    for (const FhirIntakePart& part : read_fhir_intake({text}, ward, now).parts) {
        if (!part.record) return part.issue;
    }
    return {};
}

// What became of the fact by each door: when it counts, or "refused" when it says why, or "not told" when neither.
std::vector<std::string> read_by_each_door(const std::string& time, const std::string& now) {
    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
    const Instant instant = *parse_instant(now);
    ward.open(instant);
    std::vector<std::string> read;
    for (const Incoming& incoming : by_each_door(time)) {
        const std::string issue = incoming.form == RecordForm::fhir ? issue_of(incoming.text, ward, instant) : "";
        if (!issue.empty()) {
            EXPECT_GT(issue.size(), 10U) << "it says why";
            read.push_back("refused");
            continue;
        }
        const auto taken = ward.take(std::vector{incoming}, instant);
        EXPECT_TRUE(std::holds_alternative<Taken>(taken)) << incoming.patient;
        const WardPatient* patient = ward.patient(incoming.patient);
        std::string found = "not told";
        if (patient != nullptr && !patient->timeline().facts().empty()) {
            found = to_text(patient->timeline().facts().front().at);
        } else if (patient != nullptr && !patient->timeline().rejected().empty()) {
            found = "refused";
            EXPECT_GT(patient->timeline().rejected().front().why.size(), 10U) << "it says why";
        }
        read.push_back(std::move(found));
    }
    return read;
}

std::vector<std::string> each(const std::string& same) { return std::vector<std::string>(3, same); }

TEST(FarTimes, BeyondTheSecondsOf32BitsTheyAreWhatTheySay) {
    for (const char* time :
         {"2036-02-07T06:28:16Z", "2038-01-19T03:14:08Z", "2106-02-07T06:28:16Z", "2149-12-31T23:00:00Z"}) {
        EXPECT_EQ(read_by_each_door(time, "2149-12-31T23:30:00Z"), each(time));
    }
}

// Messages are refused at their door: Hl7IntakeTest.
TEST(FarTimes, TheFutureIsRefusedHoweverFar) {
    for (const char* time : {"2026-03-03T12:05:01Z", "2038-01-19T03:14:08Z", "9999-12-31T23:59:59Z"}) {
        const auto read = read_by_each_door(time, "2026-03-03T12:00:00Z");
        EXPECT_EQ(read[0] + ", " + read[1], "refused, refused") << time;
    }
}

TEST(FarTimes, AYearThatIsNoPatientsIsRefused) {
    for (const char* time : {"1949-12-31T23:59:59Z", "2151-01-01T00:00:00Z", "9999-12-31T23:00:00Z"}) {
        EXPECT_EQ(read_by_each_door(time, "9999-12-31T23:30:00Z"), each("refused")) << time;
    }
}

TEST(FarTimes, ALeapSecondIsTheFirstOfTheNextDayAndNoneElsewhere) {
    EXPECT_EQ(read_by_each_door("2016-12-31T23:59:60Z", "2026-03-03T12:00:00Z"), each("2017-01-01T00:00:00Z"));
    EXPECT_EQ(read_by_each_door("2026-03-03T10:59:60Z", "2026-03-03T12:00:00Z"), each("refused"));
    EXPECT_EQ(read_by_each_door("2026-03-03T10:59:61Z", "2026-03-03T12:00:00Z"), each("refused"));
}

TEST(FarTimes, ADayThatIsNoneIsRefused) {
    for (const char* time :
         {"2026-02-29T10:00:00Z", "2026-03-03T24:00:00Z", "0000-01-01T00:00:00Z", "2100-02-29T10:00:00Z"}) {
        EXPECT_EQ(read_by_each_door(time, "2200-01-01T00:00:00Z"), each("refused")) << time;
    }
}

}  // namespace
}  // namespace stormkeel
