// Two administrators join and separate what is kept of a patient under two ids, as a feed does.
#include "service/merges.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/assessment_json.h"
#include "service/facts_json.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant merge_noon = *parse_instant("2026-03-03T12:00:00Z");

Incoming row(const std::string& patient, const std::string& source, const std::string& text) {
    return {patient, RecordForm::chart_row, source, {}, text};
}

Incoming hl7(const std::string& number, const std::string& event, const std::string& rest) {
    return {"m1",
            RecordForm::hl7v2,
            "HL7 ADT|" + number,
            {},
            "MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303100000+0000||" + event + "|" + number + "|P|2.5.1\r" + rest};
}

Incoming patient_resource(const std::string& id, const std::string& identifier) {
    return {id,
            RecordForm::fhir,
            "Patient/" + id,
            {},
            R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[{"system":"urn:h","value":")" + identifier +
                "\"}]}"};
}

// One dose is kept under each id, and the fever under both.
std::vector<Incoming> of_two() {
    const std::string dose = R"(","item":"give:tocilizumab","value":"640","unit":"mg"})";
    return {row("p1", "1", R"({"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"})"),
            row("p1", "2", R"({"time":"2026-03-02T09:00:00Z","item":"weight","value":"80","unit":"kg"})"),
            row("p1", "3", R"({"time":"2026-03-03T10:00:00Z","item":"temperature","value":"39.6","unit":"Cel"})"),
            row("p1", "4", R"({"time":"2026-03-03T08:00:00Z)" + dose),
            row("p2", "5",
                R"({"time":"2026-03-03T10:30:00Z","item":"rate:norepinephrine","value":"0.05","unit":"ug/kg/min"})"),
            row("p2", "6", R"({"time":"2026-03-03T09:30:00Z)" + dose)};
}

struct MergesTest : testing::Test {
    MergesTest() {
        ward.open(merge_noon);
        ward.take(of_two(), merge_noon);
    }
    std::string answer_of(const LiveWard& of, std::string_view id) const {
        const WardPatient* patient = of.patient(id);
        return patient == nullptr ? "none" : assessment_json(patient->assessment, RejectedRecords::listed);
    }
    Cosign asked(std::string_view kind = merge_kind) const {
        Cosign cosign;
        cosign.kind = kind;
        cosign.patient = "p2";
        cosign.object = "p1";
        cosign.reason = "one person, admitted twice";
        cosign.by = "ada";
        return cosign;
    }
    std::optional<Cosign> decide(std::string_view kind, bool approved = true) {
        const auto number = std::get<Cosign>(ward.ask_cosign(asked(kind), merge_noon)).number;
        return std::get<std::optional<Cosign>>(ward.answer_cosign({number, approved, "ben", "seen"}, merge_noon));
    }

    std::ptrdiff_t facts_of(std::string_view id, Item item) const {
        const auto facts = ward.patient(id)->timeline().facts();
        return std::count_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.item == item; });
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

TEST_F(MergesTest, ComesToTheSameAsAFeedsA40AndA37) {
    MemoryStore other_store;
    LiveWard fed(other_store, built_in_ward_knowledge());
    fed.open(merge_noon);
    fed.take(of_two(), merge_noon);
    const std::string first_apart = answer_of(ward, "p1");
    const std::string second_apart = answer_of(ward, "p2");
    ASSERT_TRUE(decide(merge_kind));
    fed.take(std::vector{hl7("1", "ADT^A40", "EVN|A40\rPID|1||p1\rMRG|p2\r")}, merge_noon);
    EXPECT_EQ(answer_of(ward, "p1"), answer_of(fed, "p1"));
    EXPECT_EQ(answer_of(ward, "p2"), answer_of(ward, "p1")) << "one patient now";
    EXPECT_NE(answer_of(ward, "p1"), first_apart);
    EXPECT_EQ(facts_of("p1", Item::give), 2) << "every dose counts";
    ASSERT_TRUE(decide(unmerge_kind));
    EXPECT_EQ(answer_of(ward, "p1"), first_apart);
    EXPECT_EQ(answer_of(ward, "p2"), second_apart);
}

// Two charts that are joined are one chart: what stands in neither was not given.
TEST_F(MergesTest, LeavesAChartAsCompleteAsItWas) {
    const Instant next_day = *parse_instant("2026-03-05T12:00:00Z");
    const auto later = [&](const std::string& source) {
        return row("p1", source, R"({"time":"2026-03-05T11:00:00Z","item":"temperature","value":"38.6","unit":"Cel"})");
    };
    ward.take(std::vector{later("7")}, next_day);
    const auto vasopressor_is_asked_for = [&] {
        const auto& gaps = ward.patient("p1")->assessment.gaps;
        return std::any_of(gaps.begin(), gaps.end(), [](const Gap& gap) { return gap.item == "vasopressor"; });
    };
    ASSERT_FALSE(vasopressor_is_asked_for());
    ASSERT_TRUE(decide(merge_kind));
    EXPECT_EQ(std::as_const(ward).record().patient("p1")->timeline().medication_record(), MedicationRecord::complete);
    ASSERT_TRUE(decide(unmerge_kind));
    EXPECT_FALSE(vasopressor_is_asked_for());
    EXPECT_EQ(std::as_const(ward).record().patient("p1")->timeline().medication_record(), MedicationRecord::complete);
}

TEST_F(MergesTest, IsKeptWithItsApprovalNamingBoth) {
    const std::size_t records = store.all.records.size();
    ASSERT_TRUE(decide(merge_kind, false)) << "refused";
    EXPECT_EQ(store.all.records.size(), records) << "and nothing is joined";
    ASSERT_TRUE(decide(merge_kind));
    ASSERT_EQ(store.all.records.size(), records + 1);
    EXPECT_EQ(store.all.records.back().source, "merge 2 asked by ada, approved by ben");
    EXPECT_EQ(store.all.cosigns.back().state, CosignState::approved);
    EXPECT_EQ(store.all.audit.back().action, "merge approved");
    EXPECT_EQ(store.all.audit.back().object.find("p1"), std::string::npos) << "pseudonyms alone";
    const std::string before = answer_of(ward, "p1");
    LiveWard again(store, built_in_ward_knowledge());
    again.open(merge_noon);
    EXPECT_EQ(answer_of(again, "p2"), before) << "after a restart";
}

TEST_F(MergesTest, IsNotApprovedWithoutBeingApplied) {
    const auto number = std::get<Cosign>(ward.ask_cosign(asked(), merge_noon)).number;
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.answer_cosign({number, true, "ben", "seen"}, merge_noon)));
    store.problem.reset();
    EXPECT_EQ(ward.cosigns().at(number).state, CosignState::open);
    EXPECT_NE(answer_of(ward, "p1"), answer_of(ward, "p2")) << "they are apart";
    EXPECT_FALSE(std::get<std::optional<Cosign>>(ward.answer_cosign({number, true, "ada", "mine"}, merge_noon)))
        << "never by the same person";
    EXPECT_TRUE(std::get<std::optional<Cosign>>(ward.answer_cosign({number, true, "ben", "seen"}, merge_noon)));
    EXPECT_EQ(answer_of(ward, "p1"), answer_of(ward, "p2"));
}

// A feed said with a later time of its own that they are two.
TEST_F(MergesTest, IsNotMadeAgainstWhatCountsAsLater) {
    ward.take(std::vector{hl7("1", "ADT^A40", "EVN|A40\rPID|1||p1\rMRG|p2\r")}, merge_noon);
    Incoming later = hl7("2", "ADT^A37", "EVN|A37\rPID|1||p1\rPID|1||p2\r");
    later.text.replace(later.text.find("20260303100000"), 14, "20260303130000");
    ward.take(std::vector{later}, merge_noon);
    const std::size_t records = store.all.records.size();
    const auto number = std::get<Cosign>(ward.ask_cosign(asked(), merge_noon)).number;
    EXPECT_FALSE(std::get<std::optional<Cosign>>(ward.answer_cosign({number, true, "ben", "seen"}, merge_noon)));
    EXPECT_EQ(store.all.records.size(), records);
    EXPECT_EQ(ward.cosigns().at(number).state, CosignState::open);
    EXPECT_NE(ward.record().standing_for("p2"), "p1");
}

TEST_F(MergesTest, TakesWhatCameUnderEveryIdentifier) {
    const std::string order =
        "PID|1||M2^^^HOSP^MR\rOBR|1||F7|VITALS|||20260303093000+0000\r"
        "OBX|1|NM|8310-5^Body temperature^LN||39.9|Cel|||||F|||20260303093000+0000\r";
    ward.take(
        std::vector{patient_resource("p1", "M1"), patient_resource("p2", "M2"), hl7("7", "ORU^R01^ORU_R01", order)},
        merge_noon);
    const std::ptrdiff_t of_one = facts_of("p1", Item::temperature);
    ASSERT_EQ(facts_of("p2", Item::temperature), 1) << "what came under M2";
    ASSERT_TRUE(decide(merge_kind));
    EXPECT_EQ(ward.record().standing_for("p2"), "p1");
    EXPECT_EQ(ward.record().patient_of_identifier("M2"), "p1");
    EXPECT_EQ(facts_of("p1", Item::temperature), of_one + 1);
    ASSERT_TRUE(decide(unmerge_kind));
    EXPECT_EQ(ward.record().patient_of_identifier("M2"), "p2");
}

// A feed names one identifier of two; what comes under the other, before and later, is the same person's.
TEST_F(MergesTest, ByAFeedOfOneIdentifierTakesWhatCameUnderTheOthers) {
    const auto dose = [](const std::string& number, const std::string& start) {
        Incoming given = hl7(number, "RAS^O17^RAS_O17",
                             "PID|1||M3^^^HOSP^MR\rORC|RE|P" + number + "|F" + number + "\rRXA|0|1|" + start + "||" +
                                 "612865^tocilizumab^RXNORM|640|mg|||||||||||||CP|A\rRXR|IV\r");
        given.patient = "M3";
        return given;
    };
    Incoming second = patient_resource("p2", "M2");
    const std::string one = R"({"system":"urn:h","value":"M2"})";
    second.text.replace(second.text.find(one), one.size(), one + R"(,{"system":"urn:c","value":"M3"})");
    Incoming admitted = hl7("6", "ADT^A01", "EVN|A01\rPID|1||M3^^^HOSP^MR\rPV1|1|I|4W^412^2^HOSP\r");
    ward.take(std::vector{patient_resource("p1", "M1"), second, admitted, dose("7", "20260302230000+0000")},
              merge_noon);
    ASSERT_EQ(facts_of("p2", Item::give), 2);
    const std::string first_apart = answer_of(ward, "p1");
    ward.take(std::vector{hl7("8", "ADT^A40", "EVN|A40\rPID|1||M1\rMRG|M2\r")}, merge_noon);
    EXPECT_EQ(facts_of("p1", Item::give), 3) << "every dose counts";
    const PatientRecord& stands = *std::as_const(ward).record().patient("p1");
    EXPECT_EQ(stands.bed(), "4W 412 2");
    EXPECT_EQ(stands.lying().unit, "4W (HOSP)");
    ward.take(std::vector{dose("9", "20260303094500+0000")}, merge_noon);
    EXPECT_EQ(facts_of("p1", Item::give), 4) << "and what comes later";
    LiveWard again(store, built_in_ward_knowledge());
    again.open(merge_noon);
    EXPECT_EQ(answer_of(again, "p1"), answer_of(ward, "p1")) << "after a restart";
    ward.take(std::vector{hl7("10", "ADT^A37", "EVN|A37\rPID|1||M1\rPID|1||M2\r")}, merge_noon);
    EXPECT_EQ(facts_of("p1", Item::give), 1);
    EXPECT_EQ(facts_of("p2", Item::give), 3);
}

// A dose that came while two were joined is listed with whom it counts for.
TEST_F(MergesTest, WhatCameMeanwhileIsListedWithWhoseItIs) {
    const auto kept_under = [](const std::string& patient, Incoming message) {
        message.patient = patient;
        return message;
    };
    const std::string dose =
        "PID|1||B^^^HOSP^MR\rORC|RE|P4|F4\rRXA|0|1|20260303094500+0000||"
        "612865^tocilizumab^RXNORM|640|mg|||||||||||||CP|A\rRXR|IV\r";
    ward.take(std::vector{kept_under("A", hl7("1", "ADT^A08", "EVN|A08\rPID|1||A^^^HOSP^MR\r")),
                          kept_under("B", hl7("2", "ADT^A08", "EVN|A08\rPID|1||B^^^HOSP^MR\r")),
                          kept_under("A", hl7("3", "ADT^A40", "EVN|A40\rPID|1||A^^^HOSP^MR\rMRG|B^^^HOSP^MR\r"))},
              merge_noon);
    ward.take(std::vector{kept_under("A", hl7("4", "RAS^O17^RAS_O17", dose))}, merge_noon);
    const auto listed = [&](const std::string& id) {
        const WardPatient* patient = ward.patient(id);
        return patient == nullptr ? "nobody" : facts_json(ward, *patient);
    };
    EXPECT_NE(listed("A").find("tocilizumab"), std::string::npos);
    ward.take(std::vector{kept_under("A", hl7("5", "ADT^A37", "EVN|A37\rPID|1||A^^^HOSP^MR\rPID|1||B^^^HOSP^MR\r"))},
              merge_noon);
    EXPECT_NE(listed("B").find("tocilizumab"), std::string::npos) << listed("B");
    EXPECT_NE(listed("B").find(R"("status":"current")"), std::string::npos) << listed("B");
    EXPECT_EQ(listed("A").find("tocilizumab"), std::string::npos) << listed("A");
}

TEST_F(MergesTest, SaysWhatIsWrong) {
    const auto why = [&](const std::string& patient, const std::string& into, std::string_view kind = merge_kind) {
        Cosign cosign = asked(kind);
        cosign.patient = patient;
        cosign.object = into;
        return ward.why_no_merge(cosign);
    };
    EXPECT_EQ(why("p2", "p1"), "");
    EXPECT_EQ(why("p9", "p1"), "there is no patient 'p9'");
    EXPECT_EQ(why("p1", ""), "an id is empty, or has characters that no message can carry");
    EXPECT_EQ(why("p1", "p1"), "both ids are the same; name two");
    EXPECT_EQ(why("p2", "p1", unmerge_kind), "they are not joined; there is nothing to separate");
    ASSERT_TRUE(decide(merge_kind));
    EXPECT_EQ(why("p2", "p1"), "they are joined already");
    ward.take(std::vector{row("p3", "9",
                              R"({"time":"2026-03-03T10:00:00Z","item":"temperature","value":"37","unit":"Cel"})")},
              merge_noon);
    EXPECT_EQ(why("p2", "p3"), "'p2' is joined into 'p1' already; name that one");
    ward.take(std::vector{patient_resource("p4", "p3")}, merge_noon);
    EXPECT_NE(why("p1", "p3"), "") << "p3 means p4, too";
}

}  // namespace
}  // namespace stormkeel
