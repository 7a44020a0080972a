// PID, MRG, PV1 and MSH: who the patient is, birth and death, intensive care, and messages that are refused.
#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string adt(std::string_view event, std::string_view id, const Lines& segments) {
    Lines all{msh("ADT^" + std::string(event), id, "20260303120000+0000"), "EVN||20260303110000||||20260303104500"};
    all.insert(all.end(), segments.begin(), segments.end());
    return joined(all);
}

std::string pulse_of(std::string_view pid) {
    return joined({msh("ORU^R01", "M1", "20260303120000+0000"), std::string(pid), "OBR|1||F|V^^L|||20260303100000",
                   obx("NM|8867-4^^LN||80|/min")});
}

Hl7Problem only_problem(const Hl7Reading& reading) {
    EXPECT_EQ(reading.problems.size(), 1U);
    return reading.problems.empty() ? Hl7Problem{} : reading.problems.front();
}

TEST(Hl7Patient, TheMedicalRecordNumberCountsElseTheFirstIdentifier) {
    const Hl7Reading both = Feed().reading(pulse_of("PID|1||9^^^NAT&1.2.3&ISO^NI~p1^^^HOSP&4.5&ISO^MR"));
    ASSERT_EQ(both.persons.size(), 1U);
    EXPECT_EQ(both.persons[0].patient, "p1");
    EXPECT_EQ(both.persons[0].authority, "HOSP");
    ASSERT_EQ(both.persons[0].identifiers.size(), 2U);
    EXPECT_EQ(both.persons[0].identifiers[0].value, "9");
    EXPECT_EQ(both.persons[0].identifiers[0].type, "NI");
    EXPECT_EQ(Feed().reading(pulse_of("PID|1||9^^^&1.2.3&ISO^NI~7")).persons[0].patient, "9");
    EXPECT_EQ(Feed().reading(pulse_of("PID|1||9^^^&1.2.3&ISO^NI~7")).persons[0].authority, "1.2.3");
}

TEST(Hl7Patient, AMessageWithoutAPatientFails) {
    const Hl7Reading nameless = Feed().reading(pulse_of("PID|1||^^^HOSP^MR"));
    EXPECT_EQ(nameless.outcome, Hl7Outcome::failed);
    EXPECT_EQ(only_problem(nameless).code, Hl7Error::required_field_missing);
    EXPECT_EQ(only_problem(nameless).where, "PID-3");
    EXPECT_EQ(only_problem(
                  Feed().reading(joined({msh("ORU^R01", "M1", "20260303120000+0000"), obx("NM|8867-4^^LN||80|/min")})))
                  .code,
              Hl7Error::segment_sequence);
    EXPECT_EQ(only_problem(Feed().reading(joined({msh("ADT^A08", "M1", "20260303120000+0000")}))).where, "PID");
    EXPECT_EQ(only_problem(Feed().reading(adt("A40", "M1", {"PID|1||a^^^H^MR"}))).where, "MRG-1");
    EXPECT_EQ(only_problem(Feed().reading(adt("A37", "M1", {"PID|1||a^^^H^MR"}))).why, "there are 1; A37 is of two");
}

TEST(Hl7Patient, TheLastAdtTellsTheBirthDate) {
    Feed feed({adt("A08", "M1", {"PID|1||p1^^^H^MR||||19610502"})});
    EXPECT_EQ(feed.record.timeline({"p1"}).birth_date(), (Date{1961, 5, 2}));
    feed.take(adt("A31", "M2", {"PID|1||p1^^^H^MR||||19610205"}));
    EXPECT_EQ(feed.record.timeline({"p1"}).birth_date(), (Date{1961, 2, 5}));
    EXPECT_EQ(feed.rejections(), Lines{});
    feed.take(adt("A08", "M3", {"PID|1||p1^^^H^MR||||1961"}));
    EXPECT_EQ(feed.rejections(), Lines{"ADT M3 PID 1 | birth_date 1961 | it is no full date; right would be 19610502"});
}

TEST(Hl7Patient, AnotherMessageThatTellsAnotherBirthDateLeavesNone) {
    Feed feed({adt("A08", "M1", {"PID|1||p1^^^H^MR||||19610502"})});
    feed.take(joined({msh("ORU^R01", "M2", "20260303120000+0000"), "PID|1||p1^^^H^MR||||19700101"}));
    EXPECT_EQ(feed.record.timeline({"p1"}).birth_date(), std::nullopt);
    EXPECT_EQ(feed.rejections(), Lines{"ORU M2 PID 1 | birth_date 1970-01-01 | the messages tell different dates; none "
                                       "is used until one is corrected"});
    feed.take(adt("A08", "M3", {"PID|1||p1^^^H^MR||||19700101"}));
    EXPECT_EQ(feed.record.timeline({"p1"}).birth_date(), (Date{1970, 1, 1}));
}

std::string pid_with(std::string_view died_at, std::string_view died) {
    return "PID|1||p1^^^HOSP^MR||||||||||||||||||||||||||" + std::string(died_at) + "|" + std::string(died);
}

TEST(Hl7Patient, ADeathIsOfAnUnknownCauseAtItsTime) {
    EXPECT_EQ(Feed({adt("A08", "M1", {pid_with("20260303113000", "Y")})}).facts(),
              Lines{"2026-03-03T11:30:00Z death unknown from ADT M1 PID 1"});
    EXPECT_EQ(Feed({adt("A08", "M1", {pid_with("20260303113000", "")})}).facts().size(), 1U);
}

TEST(Hl7Patient, ADeathWithoutATimeCountsFromTheLastRecord) {
    const Feed feed({pulse_of("PID|1||p1^^^HOSP^MR"), adt("A08", "M2", {pid_with("20260303", "Y")})});
    EXPECT_EQ(feed.facts(), (Lines{"2026-03-03T10:00:00Z death unknown from ADT M2 PID 1",
                                   "2026-03-03T10:00:00Z heart_rate 80 /min from ORU M1 OBX 1"}));
    EXPECT_EQ(
        feed.rejections(),
        Lines{"ADT M2 PID 1 | death | PID-29 20260303 is a date without a time of day; right would be one such as "
              "20260303100000+0100; the death counts from the last record of the patient, and PID-29 with its "
              "time would tell when it was"});
}

TEST(Hl7Patient, OnlyAnAdtTakesADeathBack) {
    Feed feed({adt("A08", "M1", {pid_with("20260303113000", "Y")})});
    feed.take(joined({msh("ORU^R01", "M2", "20260303120000+0000"), pid_with("", "N")}));
    EXPECT_EQ(feed.facts().size(), 1U);
    feed.take(adt("A08", "M3", {pid_with("", "N")}));
    EXPECT_EQ(feed.facts(), Lines{});
}

// A02 has the place before in PV1-6; the visit is PV1-19.
std::string pv1(std::string_view unit, std::string_view before = "") {
    return "PV1|1|I|" + std::string(unit) + "^412^2|||" + std::string(before) + "|||||||||||||V1";
}

Feed feed_with_icu() {
    Feed feed;
    feed.site.intensive_care = {"ICU", "MICU"};
    return feed;
}

TEST(Hl7Patient, ATransferToAUnitThatTheSiteNamesIsAnAdmissionToIntensiveCare) {
    Feed feed = feed_with_icu();
    feed.take(adt("A02", "M1", {"PID|1||p1^^^H^MR", pv1("MICU", "4W")}));
    EXPECT_EQ(feed.facts(), Lines{"2026-03-03T10:45:00Z icu_admission yes from ADT M1 PV1 1"});
    Feed no_units;
    no_units.take(adt("A02", "M1", {"PID|1||p1^^^H^MR", pv1("MICU", "4W")}));
    EXPECT_EQ(no_units.facts(), Lines{}) << "by its name alone no unit is intensive care";
    EXPECT_EQ(no_units.reading(adt("A02", "M1", {"PID|1||p1^^^H^MR", pv1("MICU")})).persons[0].bed, "MICU 412 2");
}

TEST(Hl7Patient, ATransferOrADischargeFromThereEndsTheStay) {
    Feed feed = feed_with_icu();
    feed.take(adt("A02", "M1", {"PID|1||p1^^^H^MR", pv1("4W", "ICU")}));
    EXPECT_EQ(feed.facts(), Lines{"2026-03-03T10:45:00Z icu_admission no from ADT M1 PV1 1"});
    Feed other = feed_with_icu();
    other.take(adt("A03", "M1", {"PID|1||p1^^^H^MR", pv1("ICU")}));
    EXPECT_EQ(other.facts(), Lines{"2026-03-03T10:45:00Z icu_admission no from ADT M1 PV1 1"});
}

TEST(Hl7Patient, WhatIsCancelledDidNotHappen) {
    for (const auto& [event, cancel] : {std::pair{"A01", "A11"}, {"A02", "A12"}, {"A03", "A13"}}) {
        Feed feed = feed_with_icu();
        feed.take(adt(event, "M1", {"PID|1||p1^^^H^MR", pv1("ICU")}));
        EXPECT_EQ(feed.facts().size(), 1U) << event;
        feed.take(adt(cancel, "M2", {"PID|1||p1^^^H^MR", pv1("ICU")}));
        EXPECT_EQ(feed.facts(), Lines{}) << cancel;
        EXPECT_EQ(feed.rejections(), Lines{});
    }
}

TEST(Hl7Patient, ACancelledTransferIsTheLastOne) {
    Feed feed = feed_with_icu();
    feed.take(adt("A02", "M1", {"PID|1||p1^^^H^MR", pv1("ICU")}));
    feed.take(adt("A02", "M2", {"PID|1||p1^^^H^MR", pv1("4W")}));
    feed.take(adt("A12", "M3", {"PID|1||p1^^^H^MR", pv1("ICU")}));
    EXPECT_EQ(feed.facts(), Lines{"2026-03-03T10:45:00Z icu_admission yes from ADT M1 PV1 1"});
}

TEST(Hl7Patient, AMessageOfTrainingDoesNotEnterAProductionFeed) {
    std::string training = pulse_of("PID|1||p1^^^H^MR");
    training.replace(training.find("|P|2.5.1"), 8, "|T|2.5.1");
    const Hl7Reading refused = Feed().reading(training);
    EXPECT_EQ(refused.outcome, Hl7Outcome::rejected);
    EXPECT_EQ(only_problem(refused).code, Hl7Error::unsupported_processing_id);
    Feed any;
    any.site.feed = Hl7Feed::any;
    EXPECT_EQ(any.reading(training).outcome, Hl7Outcome::accepted);
}

TEST(Hl7Patient, AMessageOfAnotherKindOrVersionIsRejectedWithItsCode) {
    const auto code_of = [](const std::string& text) { return only_problem(Feed().reading(text)).code; };
    EXPECT_EQ(code_of(message("SIU^S12", "M1", {})), Hl7Error::unsupported_message);
    EXPECT_FALSE(Feed().reading(message("SIU^S12", "M1", {})).used);
    EXPECT_EQ(code_of(message("ORU^R40", "M1", {})), Hl7Error::unsupported_event);
    EXPECT_EQ(code_of(message("ADT^A45", "M1", {})), Hl7Error::unsupported_event);
    EXPECT_EQ(code_of(message("ORU^R01", "", {})), Hl7Error::required_field_missing);
    std::string third = message("ORU^R01", "M1", {});
    third.replace(third.find("2.5.1"), 5, "3.0");
    EXPECT_EQ(code_of(third), Hl7Error::unsupported_version);
    EXPECT_EQ(code_of("MSH|nonsense"), Hl7Error::segment_sequence);
}

TEST(Hl7Patient, ABrokenLineIsTold) {
    EXPECT_EQ(Feed({message("ORU^R01", "M1", {"and so on"})}).unplaced(),
              Lines{"ORU M1 | line 3 | 'and so on' is no segment; one begins with its three letters, and a line end "
                    "inside a text is written \\.br\\"});
}

}  // namespace
}  // namespace stormkeel
