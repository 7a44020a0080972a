// Whoever was read as one patient stays one, and no dose is lost to the next record, until an A37 separates them.
#include <gtest/gtest.h>

#include <random>

#include "service/fhir_intake.h"
#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant noon_of_joins = *parse_instant("2026-03-03T12:00:00Z");

struct StayJoined : testing::Test {
    StayJoined() { open(); }

    void open() {
        ward = std::make_unique<LiveWard>(store, built_in_ward_knowledge());
        EXPECT_TRUE(std::holds_alternative<Done>(ward->open(noon_of_joins)));
    }
    bool take(const Incoming& record) {
        return std::holds_alternative<Taken>(ward->take(std::vector{record}, noon_of_joins));
    }
    static std::string minute_of(int minute) {
        std::string at = to_text(*parse_instant("2026-03-03T01:00:00Z") + minutes(minute));
        return at;
    }
    static std::string in_message(std::string at) {
        std::erase_if(at, [](char c) { return c == '-' || c == ':' || c == 'T' || c == 'Z'; });
        return at + "+0000";
    }
    // Every dose has a minute of its own.
    bool chart(const std::string& id) {
        const std::string text =
            R"({"time":")" + minute_of(++number) + R"(","item":"give:tocilizumab","value":"640","unit":"mg"})";
        return take({id, RecordForm::chart_row, "row " + std::to_string(number), {}, text});
    }
    bool send(const std::string& identifier, const std::string& type, const std::string& rest, int sent = 600) {
        const auto whose = ward->record().patient_of_identifier(identifier);
        if (!whose) return true;  // the door holds it back
        const std::string control = std::to_string(++number);
        return take(
            {*whose,
             RecordForm::hl7v2,
             "HL7 ADT|H|" + control,
             {},
             "MSH|^~\\&|ADT|H|S|W|" + in_message(minute_of(sent)) + "||" + type + "|" + control + "|P|2.5.1\r" + rest});
    }
    bool dose_by_message(const std::string& identifier) {
        const std::string at = in_message(minute_of(++number));
        return send(identifier, "RAS^O17^RAS_O17",
                    "PID|1||" + identifier + "^^^H^MR\rORC|RE|P" + at + "|F" + at + "\rRXA|0|1|" + at +
                        "||612865^tocilizumab^RXNORM|640|mg|||||||||||||CP|A\rRXR|IV\r");
    }
    bool join(const std::string& prior, const std::string& surviving, int sent = 600) {
        return send(surviving, "ADT^A40^ADT_A39",
                    "EVN|A40\rPID|1||" + surviving + "^^^H^MR\rMRG|" + prior + "^^^H^MR\r", sent);
    }
    bool separate(const std::string& one, const std::string& other) {
        return send(one, "ADT^A37^ADT_A37", "EVN|A37\rPID|1||" + one + "\rPID|1||" + other + "\r");
    }
    // What stood against it; empty: it was taken.
    std::string put(const std::string& body) {
        std::vector<Incoming> records;
        std::string issue;
        std::vector<FhirIntakePart> parts = read_fhir_intake({body}, *ward, noon_of_joins).parts;
        for (FhirIntakePart& part : parts) part.updates = true;
        count_from_now_on(parts, *ward);
        for (const FhirIntakePart& part : parts) {
            if (part.record) {
                records.push_back(*part.record);
            } else {
                issue += std::to_string(part.refused_with) + " " + part.issue;
            }
        }
        return std::holds_alternative<Taken>(ward->take(records, noon_of_joins)) ? issue : "not kept";
    }
    std::string tell_of(const std::string& id, const std::vector<std::string>& identifiers) {
        std::string all;
        for (const std::string& each : identifiers) all += (all.empty() ? "" : ",") + ("{\"value\":\"" + each + "\"}");
        return put(R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[)" + all + "]}");
    }
    std::string dose_by_fhir(const std::string& id) {
        ++number;
        return put(R"({"resourceType":"MedicationAdministration","id":"m)" + std::to_string(number) +
                   R"(","status":"completed","subject":{"reference":"Patient/)" + id + R"("},"effectiveDateTime":")" +
                   minute_of(number) +
                   R"(","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",
"code":"612865"}]},"dosage":{"dose":{"value":640,"system":"http://unitsofmeasure.org","code":"mg"}}})");
    }

    std::string standing(const std::string& id) const { return ward->record().standing_for(id); }
    // The times of the doses that are counted for whom the id is.
    std::set<std::string> doses(const std::string& id) const {
        std::set<std::string> found;
        const WardPatient* patient = ward->patient(id);
        if (patient == nullptr) return found;
        for (const Fact& fact : patient->timeline().facts()) {
            if (fact.item == Item::give) found.insert(to_text(fact.at));
        }
        return found;
    }
    std::string board() const {
        std::string found;
        for (const auto& [id, patient] : ward->patients()) found += id + " ";
        return found;
    }

    MemoryStore store;
    std::unique_ptr<LiveWard> ward;
    int number = 0;
};

TEST_F(StayJoined, APatientWithThePriorIdentifierIsJoinedToo) {
    join("A", "B");
    chart("A");
    EXPECT_EQ(doses("B").size(), 1U);
    EXPECT_EQ(tell_of("P", {"A"}), "");
    EXPECT_EQ(board(), "B ");
    for (const std::string id : {"A", "B", "P"}) EXPECT_EQ(doses(id).size(), 1U) << id;
    chart("A");
    dose_by_fhir("P");
    for (const std::string id : {"A", "B", "P"}) EXPECT_EQ(doses(id).size(), 3U) << id;
    open();
    EXPECT_EQ(board(), "B ");
    EXPECT_EQ(doses("P").size(), 3U) << "after a start";
}

TEST_F(StayJoined, InTheOtherOrderAndFromMessagesAlone) {
    EXPECT_EQ(tell_of("P", {"A"}), "");
    dose_by_message("A");
    dose_by_fhir("P");
    chart("B");
    join("A", "B");
    EXPECT_EQ(board(), "B ") << "and no row without records";
    chart("A");
    for (const std::string id : {"A", "B", "P"}) EXPECT_EQ(doses(id).size(), 4U) << id;
    EXPECT_EQ(tell_of("Q", {"A"}), "") << "another that lists the prior number";
    dose_by_fhir("Q");
    for (const std::string id : {"A", "B", "P", "Q"}) EXPECT_EQ(doses(id).size(), 5U) << id;
}

TEST_F(StayJoined, WhatIsChartedForAnIdThatLeadsElsewhereGoesThere) {
    dose_by_message("MRN91");
    EXPECT_EQ(tell_of("P91", {"MRN91"}), "");
    EXPECT_EQ(board(), "P91 ");
    chart("MRN91");
    EXPECT_EQ(doses("P91").size(), 2U);
    EXPECT_EQ(dose_by_fhir("MRN91"), "");
    EXPECT_EQ(doses("P91").size(), 3U);
    EXPECT_EQ(doses("MRN91"), doses("P91"));
    EXPECT_EQ(board(), "P91 ");
    EXPECT_EQ(tell_of("MRN91", {}),
              "409 'MRN91' is an identifier of Patient/P91, and what came under it is counted there; it would be right "
              "to send it as Patient/P91, or, when they are two persons, by another id");
    EXPECT_EQ(doses("MRN91").size(), 3U);
    open();
    EXPECT_EQ(board(), "P91 ");
    EXPECT_EQ(doses("P91").size(), 3U) << "after a start";
}

// Until an A37 says that they are two: then each is what is told of them now.
TEST_F(StayJoined, AnIdentifierThatIsTakenBackTakesNobodyApartBeforeAnA37) {
    dose_by_message("M1");
    EXPECT_EQ(tell_of("P", {"M1", "M2"}), "");
    dose_by_fhir("P");
    EXPECT_EQ(tell_of("P", {"M2"}), "");
    EXPECT_EQ(tell_of("Q", {"M1"}), "");
    EXPECT_EQ(doses("P").size(), 2U);
    EXPECT_EQ(doses("M1").size(), 2U);
    EXPECT_EQ(ward->record().patient_of_identifier("M1"), std::nullopt) << "it fits two, and is held back";
    EXPECT_TRUE(separate("M2", "M1"));
    EXPECT_EQ(doses("P").size(), 1U);
    EXPECT_EQ(doses("Q").size(), 1U);
    EXPECT_EQ(standing("M1"), "Q");
    EXPECT_EQ(ward->record().patient_of_identifier("M1"), "Q");
}

TEST_F(StayJoined, AFullDiskLosesNobodyWhoIsAnsweredFor) {
    join("M3", "M2");
    EXPECT_EQ(tell_of("P1", {"M3"}), "");
    const std::string before = board();
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    for (const std::string id : {"M3", "M2", "P1"}) {
        EXPECT_FALSE(chart(id));
        EXPECT_FALSE(join("M1", id));
        EXPECT_NE(tell_of("P1", {}), "");
        EXPECT_EQ(board(), before);
        for (const auto& [each, patient] : ward->patients()) {
            ASSERT_NE(patient.record, nullptr) << each;
            EXPECT_TRUE(patient.timeline().facts().empty());
        }
    }
    store.problem.reset();
    EXPECT_TRUE(chart("M3"));
    for (const std::string id : {"M3", "M2", "P1"}) EXPECT_EQ(doses(id).size(), 1U) << id;
}

constexpr std::array<const char*, 4> numbers_of_hospital{"M1", "M2", "M3", "M4"};
constexpr std::array<const char*, 3> patients_of_fhir{"P1", "P2", "P3"};

// However charts, FHIR and messages come, with a disk that is full at times and starts in between.
TEST(StayJoinedAlways, NoRecordTakesApartWhoIsOneNorLosesADose) {
    std::vector<std::string> all(numbers_of_hospital.begin(), numbers_of_hospital.end());
    all.insert(all.end(), patients_of_fhir.begin(), patients_of_fhir.end());
    struct History : StayJoined {
        void TestBody() override {}
    };
    std::size_t joined_pairs = 0;
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        History history;
        const auto below = [&](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
        const auto number = [&] { return std::string(numbers_of_hospital.at(below(4))); };
        for (int step = 0; step < 25; ++step) {
            std::map<std::string, std::string> standing;
            std::map<std::string, std::set<std::string>> doses;
            for (const std::string& id : all) {
                standing[id] = history.standing(id);
                doses[id] = history.doses(id);
            }
            const bool full = below(8) == 0;
            if (full) history.store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
            const std::size_t kind = below(6);
            if (kind == 0) history.join(number(), number(), 600 + static_cast<int>(below(30)));
            if (kind == 1) history.dose_by_message(number());
            if (kind == 2) history.chart(all.at(below(all.size())));
            if (kind == 3) history.dose_by_fhir(all.at(below(all.size())));
            if (kind >= 4) {
                std::vector<std::string> identifiers;
                for (auto i = below(3); i > 0; --i) identifiers.push_back(number());
                history.tell_of(patients_of_fhir.at(below(3)), identifiers);
            }
            history.store.problem.reset();
            if (below(10) == 0) history.open();
            const std::string where = "seed " + std::to_string(seed) + " step " + std::to_string(step) + " kind " +
                                      std::to_string(kind) + ": ";
            for (const std::string& one : all) {
                const std::set<std::string> now = history.doses(one);
                ASSERT_TRUE(std::includes(now.begin(), now.end(), doses[one].begin(), doses[one].end()))
                    << where << one << " lost a dose";
                if (full) {
                    ASSERT_EQ(now, doses[one]) << where << one << ": nothing was kept";
                }
                for (const std::string& other : all) {
                    if (standing[one] != standing[other]) continue;
                    if (one < other) ++joined_pairs;
                    ASSERT_EQ(history.standing(one), history.standing(other)) << where << one << " and " << other;
                }
            }
            for (const auto& [id, patient] : history.ward->patients()) {
                ASSERT_EQ(history.standing(id), id) << where << "who is on the board stands for themselves";
                ASSERT_TRUE(!patient.record->records().empty() || history.ward->record().joined_into(id).size() > 1 ||
                            !doses[id].empty() || kind == 0)
                    << where << "a row without records: " << id;
            }
        }
    }
    EXPECT_GT(joined_pairs, 10000U);
}

}  // namespace
}  // namespace stormkeel
