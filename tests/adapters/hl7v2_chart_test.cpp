// Feeds of many messages: corrections, retractions, repetitions, patients that are joined and separated again.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string crp(std::string_view id, std::string_view value, std::string_view status) {
    return oru(id, {obx("NM|1988-5^^LN||" + std::string(value) + "|mg/L", status)});
}

std::string sent_at(std::string text, std::string_view time) {
    return text.replace(text.find("20260303120000"), 14, time);
}

// A heart rate of `patient`, so that a fact shows whose it is.
std::string pulse(std::string_view id, std::string_view patient, std::string_view rate) {
    return joined({msh("ORU^R01", id, "20260303120000+0000"), "PID|1||" + std::string(patient) + "^^^HOSP^MR",
                   "OBR|1||F" + std::string(id) + "|V^^L|||20260303100000",
                   obx("NM|8867-4^^LN||" + std::string(rate) + "|/min")});
}

std::string dose(std::string_view id, std::string_view patient, std::string_view start) {
    return joined({msh("RAS^O17", id, "20260303120000+0000"), "PID|1||" + std::string(patient) + "^^^HOSP^MR",
                   "ORC|RE||F" + std::string(id),
                   "RXA|0|1|" + std::string(start) + "||612865^tocilizumab^RXNORM|640|mg|||||||||||||CP|A"});
}

std::string linked(std::string_view event, std::string_view id, const Lines& segments) {
    Lines all{msh("ADT^" + std::string(event), id, "20260303120000+0000"), "EVN||20260303120000"};
    all.insert(all.end(), segments.begin(), segments.end());
    return joined(all);
}

const std::string merge_b_into_a = linked("A40^ADT_A39", "J1", {"PID|1||a^^^HOSP^MR", "MRG|b^^^HOSP^MR"});
const std::string separate_a_and_b = linked("A37^ADT_A37", "J2", {"PID|1||a^^^HOSP^MR", "PID|2||b^^^HOSP^MR"});

TEST(Hl7Chart, ACorrectionTakesThePlaceOfWhatItCorrects) {
    EXPECT_EQ(Feed({crp("M1", "80", "F"), crp("M2", "8", "C")}).facts(),
              Lines{"2026-03-03T10:00:00Z crp 8 mg/L from ORU M2 OBX 1"});
    EXPECT_EQ(Feed({crp("M1", "80", "P"), crp("M2", "8", "F")}).facts(),
              Lines{"2026-03-03T10:00:00Z crp 8 mg/L from ORU M2 OBX 1"});
    EXPECT_EQ(Feed({crp("M1", "80", "P"), crp("M2", "", "U")}).facts(),
              Lines{"2026-03-03T10:00:00Z crp 80 mg/L from ORU M1 OBX 1"});
}

TEST(Hl7Chart, ASecondFinalResultThatIsNoCorrectionStandsBesideTheFirst) {
    EXPECT_EQ(Feed({crp("M1", "80", "F"), crp("M2", "8", "F")}).facts().size(), 2U);
}

// Two OBX of one message, with the statuses and values that they have.
Lines facts_of_pair(std::string_view first, std::string_view status, std::string_view second,
                    std::string_view other_status) {
    return Feed({oru("M1", {obx("NM|1988-5^^LN||" + std::string(first) + "|mg/L", status),
                            obx("NM|1988-5^^LN||" + std::string(second) + "|mg/L", other_status)})})
        .facts();
}

TEST(Hl7Chart, ACorrectionTakesThePlaceOfWhatItCorrectsWithinOneMessageToo) {
    const Lines corrected{"2026-03-03T10:00:00Z crp 8 mg/L from ORU M1 OBX 2"};
    EXPECT_EQ(facts_of_pair("80", "F", "8", "C"), corrected);
    EXPECT_EQ(facts_of_pair("80~82", "F", "8", "C"), corrected);
    EXPECT_EQ(facts_of_pair("80", "P", "8", "F"), corrected);
    EXPECT_EQ(facts_of_pair("80", "P", "8", "C"), corrected);
    EXPECT_EQ(facts_of_pair("80", "F", "", "D"), Lines{});
    EXPECT_EQ(facts_of_pair("80", "F", "8", "F").size(), 2U);
    EXPECT_EQ(facts_of_pair("80", "C", "8", "C").size(), 2U) << "two lines of one corrected result";
    EXPECT_EQ(facts_of_pair("80", "C", "8~9", "C").size(), 3U);
    EXPECT_EQ(
        Feed({crp("M0", "90", "F"), oru("M1", {obx("NM|1988-5^^LN||80|mg/L", "F"), obx("NM|1988-5^^LN||8|mg/L", "C")})})
            .facts(),
        corrected);
}

TEST(Hl7Chart, WhatIsDeletedBesideItsReplacementIsWhatCameBefore) {
    const std::string replaced = oru("M1", {obx("NM|1988-5^^LN||8|mg/L", "F"), obx("NM|1988-5^^LN||80|mg/L", "D")});
    EXPECT_EQ(Feed({crp("M0", "80", "F"), replaced}).facts(),
              Lines{"2026-03-03T10:00:00Z crp 8 mg/L from ORU M1 OBX 1"});
}

TEST(Hl7Chart, AnAdministrationIsCorrectedWithinOneMessageToo) {
    const auto rxa = [](std::string_view amount, std::string_view action) {
        return "RXA|0|1|20260303100000||612865^tocilizumab^RXNORM|" + std::string(amount) + "|mg|||||||||||||CP|" +
               std::string(action);
    };
    EXPECT_EQ(Feed({ras("M1", {rxa("64", "A"), rxa("640", "U")})}).facts(),
              Lines{"2026-03-03T10:00:00Z give tocilizumab 640 mg from RAS M1 RXA 2"});
    EXPECT_EQ(Feed({ras("M1", {rxa("64", "A"), rxa("640", "A")})}).facts().size(), 2U);
}

TEST(Hl7Chart, AnotherOrderSubIdOrTimeIsAnotherObservation) {
    const auto with = [](std::string_view order, std::string_view sub_id, std::string_view time) {
        return message("ORU^R01", "M2",
                       {"OBR|1||" + std::string(order) + "|V^^L|||20260303100000",
                        "OBX|1|NM|1988-5^^LN|" + std::string(sub_id) + "|8|mg/L|||||C|||" + std::string(time)});
    };
    EXPECT_EQ(Feed({crp("M1", "80", "F"), with("F1", "", "")}).facts().size(), 1U);
    EXPECT_EQ(Feed({crp("M1", "80", "F"), with("F2", "", "")}).facts().size(), 2U);
    EXPECT_EQ(Feed({crp("M1", "80", "F"), with("F1", "2", "")}).facts().size(), 2U);
    EXPECT_EQ(Feed({crp("M1", "80", "F"), with("F1", "", "20260303103000")}).facts().size(), 2U);
    EXPECT_EQ(Feed({crp("M1", "80", "F"), with("F1", "", "20260303110000+0100")}).facts().size(), 1U);
}

TEST(Hl7Chart, TheInstanceNumberTellsAnObservationWhateverElseChanges) {
    const auto numbered = [](std::string_view id, std::string_view time, std::string_view rest) {
        return message("ORU^R01", id,
                       {"OBX|1|NM|1988-5^^LN||" + std::string(rest) + "|||" + std::string(time) + "|||||||I77"});
    };
    EXPECT_EQ(
        Feed({numbered("M1", "20260303100000", "80|mg/L|||||F"), numbered("M2", "20260303093000", "80|mg/L|||||C")})
            .facts(),
        Lines{"2026-03-03T09:30:00Z crp 80 mg/L from ORU M2 OBX 1"});
}

TEST(Hl7Chart, WhatIsDeletedOrOfAnotherPatientOrUnobtainableIsTakenBack) {
    for (const char* status : {"D", "W", "X"}) {
        EXPECT_EQ(Feed({crp("M1", "80", "F"), crp("M2", "80", status)}).facts(), Lines{}) << status;
    }
    EXPECT_EQ(Feed({crp("M1", "80", "F"), crp("M2", "80", "W")}).rejections(),
              Lines{"ORU M2 OBX 1 | crp | its sender says that it was of another patient; it is taken back"});
    EXPECT_EQ(Feed({crp("M2", "80", "D")}).rejections(),
              Lines{"ORU M2 OBX 1 | crp | it takes back a record that was not received, so nothing is changed; check "
                    "whether that is right"});
}

TEST(Hl7Chart, CorrectionsActInTheOrderInWhichTheyWereSent) {
    Lines messages{crp("M1", "80", "F"), sent_at(crp("M2", "8", "C"), "20260303120100"),
                   sent_at(crp("M3", "7", "C"), "20260303120200")};
    std::sort(messages.begin(), messages.end());
    do {
        EXPECT_EQ(Feed(messages).facts(), Lines{"2026-03-03T10:00:00Z crp 7 mg/L from ORU M3 OBX 1"});
    } while (std::next_permutation(messages.begin(), messages.end()));
    const std::string deletion = sent_at(crp("M4", "80", "D"), "20260303120300");
    EXPECT_EQ(Feed({deletion, crp("M1", "80", "F")}).facts(), Lines{}) << "it was deleted before it arrived";
}

TEST(Hl7Chart, AMessageCountsOnceAndOneThatSaysOtherwiseIsHeldBack) {
    Feed feed({dose("M1", "a", "20260303100000")});
    EXPECT_TRUE(feed.take(dose("M1", "a", "20260303100000")).repeated);
    EXPECT_EQ(feed.facts("a").size(), 1U);
    const Hl7Taken other = feed.take(dose("M1", "a", "20260303110000"));
    ASSERT_TRUE(other.problem.has_value());
    EXPECT_EQ(other.problem->code, Hl7Error::duplicate_key);
    EXPECT_EQ(feed.facts("a").size(), 1U);
    EXPECT_EQ(
        feed.unplaced(),
        Lines{"RAS M1 | MSH-10 | another message of this sender has the number 'M1' and says something else; this "
              "one is held back, and a number of its own would be right"});
}

TEST(Hl7Chart, AJoinedPatientsDosesAllCount) {
    Feed feed({dose("M1", "a", "20260303080000"), dose("M2", "b", "20260303100000")});
    EXPECT_EQ(feed.take(merge_b_into_a).patients, Lines{"a"});
    EXPECT_EQ(feed.facts("a"), (Lines{"2026-03-03T08:00:00Z give tocilizumab 640 mg from RAS M1 RXA 1",
                                      "2026-03-03T10:00:00Z give tocilizumab 640 mg from RAS M2 RXA 1"}));
    EXPECT_EQ(feed.record.read().patients.size(), 1U);
    EXPECT_EQ(feed.take(dose("M3", "b", "20260303110000")).patients, Lines{"a"});
    EXPECT_EQ(feed.facts("a").size(), 3U);
}

TEST(Hl7Chart, PatientsThatAreSeparatedAreAsIfTheyHadNeverBeenJoined) {
    const Lines before{pulse("M1", "a", "80"), pulse("M2", "b", "90")};
    const Feed apart(before);
    Feed feed(before);
    feed.take(merge_b_into_a);
    EXPECT_EQ(feed.facts("a").size(), 2U);
    const Hl7Taken taken = feed.take(separate_a_and_b);
    EXPECT_EQ(taken.patients, (Lines{"a", "b"}));
    EXPECT_EQ(feed.facts("a"), apart.facts("a"));
    EXPECT_EQ(feed.facts("b"), apart.facts("b"));
}

TEST(Hl7Chart, PatientsAreJoinedAndSeparatedInTheOrderInWhichThatWasSent) {
    const Lines before{pulse("M1", "a", "80"), pulse("M2", "b", "90"), pulse("M3", "c", "100")};
    Feed late(before);
    late.take(sent_at(separate_a_and_b, "20260303120500"));
    late.take(merge_b_into_a);
    EXPECT_EQ(late.record.patient_of("b"), "b") << "that they were joined comes after they were separated again";
    EXPECT_EQ(late.facts("a").size(), 1U);
    late.take(sent_at(linked("A40", "J3", {"PID|1||c^^^HOSP^MR", "MRG|b^^^HOSP^MR"}), "20260303120600"));
    EXPECT_EQ(late.facts("c").size(), 2U);
    Feed chain(before);
    chain.take(sent_at(linked("A40", "J3", {"PID|1||c^^^HOSP^MR", "MRG|a^^^HOSP^MR"}), "20260303120500"));
    chain.take(merge_b_into_a);
    EXPECT_EQ(chain.facts("c").size(), 3U);
}

TEST(Hl7Chart, PatientsMayBeJoinedInAChainAndTheOtherWayRound) {
    Feed feed({pulse("M1", "a", "80"), pulse("M2", "b", "90"), pulse("M3", "c", "100")});
    feed.take(merge_b_into_a);
    feed.take(linked("A40", "J3", {"PID|1||c^^^HOSP^MR", "MRG|a^^^HOSP^MR"}));
    EXPECT_EQ(feed.facts("c").size(), 3U);
    EXPECT_EQ(feed.record.patient_of("b"), "c");
    feed.take(linked("A40", "J4", {"PID|1||b^^^HOSP^MR", "MRG|c^^^HOSP^MR"}));
    EXPECT_EQ(feed.facts("b").size(), 3U);
    EXPECT_EQ(feed.record.read().patients.size(), 1U);
}

TEST(Hl7Chart, WhoIsJoinedIntoSomebodyJoinedStaysWithBoth) {
    Feed feed({dose("M1", "b", "20260303080000"), pulse("M2", "a", "80"), pulse("M3", "c", "100")});
    feed.take(merge_b_into_a);
    feed.take(sent_at(linked("A40", "J3", {"PID|1||b^^^HOSP^MR", "MRG|c^^^HOSP^MR"}), "20260303120600"));
    EXPECT_EQ(feed.facts("a").size(), 3U) << "b is a since the first, so c is, too";
    EXPECT_EQ(feed.record.patient_of("b"), "a");
    EXPECT_EQ(feed.record.read().patients.size(), 1U);
}

TEST(Hl7Chart, ACorrectionReachesWhatCameUnderThePriorIdentifier) {
    Feed feed;
    feed.take(joined({msh("ORU^R01", "M1", "20260303120000+0000"), "PID|1||b^^^HOSP^MR",
                      "OBR|1||F9|V^^L|||20260303100000", obx("NM|1988-5^^LN||80|mg/L")}));
    feed.take(merge_b_into_a);
    feed.take(joined({msh("ORU^R01", "M2", "20260303120000+0000"), "PID|1||a^^^HOSP^MR",
                      "OBR|1||F9|V^^L|||20260303100000", obx("NM|1988-5^^LN||8|mg/L", "C")}));
    EXPECT_EQ(feed.facts("a"), Lines{"2026-03-03T10:00:00Z crp 8 mg/L from ORU M2 OBX 1"});
}

TEST(Hl7Chart, AnIdentifierOfTwoAuthoritiesIsHeldBack) {
    Feed feed({pulse("M1", "a", "80")});
    const std::string elsewhere = joined({msh("ORU^R01", "M2", "20260303120000+0000"), "PID|1||a^^^CLINIC^MR",
                                          "OBR|1||F|V^^L|||20260303100000", obx("NM|8867-4^^LN||120|/min")});
    EXPECT_TRUE(feed.take(elsewhere).problem.has_value());
    EXPECT_EQ(feed.facts("a").size(), 1U);
    EXPECT_EQ(feed.unplaced(),
              Lines{"ORU M2 | PID-3 a | authority 'CLINIC' gave this identifier, and 'HOSP' gave the same to another "
                    "patient; nothing of the message is used"});
}

TEST(Hl7Chart, TheMedicationRecordIsPartial) {
    EXPECT_EQ(Feed({crp("M1", "8", "F")}).record.timeline({"p1"}).medication_record(), MedicationRecord::partial);
}

TEST(Hl7Chart, WhatCarriesNoFactOfOursIsCounted) {
    const Feed feed({message("SIU^S12", "M1", {}), message("SIU^S12", "M2", {})});
    EXPECT_EQ(feed.record.read().not_used, (std::map<std::string, std::size_t>{{"SIU^S12", 2}}));
    EXPECT_EQ(feed.unplaced(), Lines{});
}

}  // namespace
}  // namespace stormkeel
