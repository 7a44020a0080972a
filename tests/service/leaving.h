// A ward whose patients were discharged, and what may come for them by each door.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "adapters/assessment_json.h"
#include "service/memory_store.h"
#include "service/moments.h"
#include "service/ward_knowledge.h"

namespace stormkeel {

constexpr Duration days(int count) { return hours(24 * count); }
constexpr Duration stay = days(30);

inline std::string hl7v2_stamp(Instant at) {
    std::string text = to_text(at);
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T' || c == 'Z'; });
    return text.substr(0, 14) + "+0000";
}

class LeavingTest : public testing::Test {
protected:
    LeavingTest() { start(first_moment); }

    // The same store, by the ward that is started now.
    void start(Instant now, const std::string& key = "a key") {
        ward = std::make_unique<LiveWard>(store, built_in_ward_knowledge());
        ward->name_patients_by(Pseudonyms(key));
        EXPECT_TRUE(std::holds_alternative<Done>(ward->open(now)));
    }

    Taken take(const std::vector<Incoming>& records, Instant now) {
        const auto taken = ward->take(records, now);
        EXPECT_TRUE(std::holds_alternative<Taken>(taken));
        return std::holds_alternative<Taken>(taken) ? std::get<Taken>(taken) : Taken{};
    }
    Taken::Outcome take(const Incoming& record, Instant now) {
        return take(std::vector{record}, now).records.at(0).outcome;
    }

    Incoming row(const std::string& patient, const std::string& item, const std::string& value, Instant at) const {
        const ChartedFact fact{to_text(at), item, value, item == "temperature" ? "Cel" : ""};
        return {patient, RecordForm::chart_row, "api " + patient + " " + to_text(at) + " " + item, {}, text_of(fact)};
    }

    // An HL7 v2 message of its own number.
    Incoming message(const std::string& kind, const std::string& identifier, const std::string& rest, Instant at) {
        const std::string number = std::to_string(++messages);
        const std::string patient = ward->record().patient_of_identifier(identifier).value_or(identifier);
        return {patient,
                RecordForm::hl7v2,
                "HL7 LAB|H|" + number,
                {},
                "MSH|^~\\&|LAB|H|S|W|" + hl7v2_stamp(at) + "||" + kind + "|" + number + "|P|2.5.1\rEVN||" +
                    hl7v2_stamp(at) + "\rPID|1||" + identifier + "^^^H^MR||||19610502\r" + rest};
    }
    Incoming admitted(const std::string& id, Instant at) { return message("ADT^A01", id, "PV1|1|I|4W\r", at); }
    Incoming discharged(const std::string& id, Instant at) { return message("ADT^A03", id, "PV1|1|I|4W\r", at); }
    Incoming dose(const std::string& id, Instant at) {
        const std::string stamp = hl7v2_stamp(at);
        return message("RAS^O17", id,
                       "ORC|RE|P" + stamp + "|F" + stamp + "\rRXA|0|1|" + stamp + "|" + stamp +
                           "|^tocilizumab|640|mg|||||||||||||CP|A\rRXR|IV\r",
                       at);
    }
    Incoming joins(const std::string& surviving, const std::string& prior, Instant at) {
        return message("ADT^A40^ADT_A39", surviving, "MRG|" + prior + "^^^H^MR\r", at);
    }

    static Incoming resource(const std::string& type, const std::string& id, const std::string& members) {
        const std::size_t subject = members.find("Patient/");
        std::string patient = subject == std::string::npos ? id : members.substr(subject + 8);
        patient = patient.substr(0, patient.find('"'));
        return {patient,
                RecordForm::fhir,
                type + "/" + id,
                {},
                R"({"resourceType":")" + type + R"(","id":")" + id + "\"," + members + "}"};
    }
    static Incoming encounter(const std::string& patient, const std::string& id, const std::string& status) {
        return resource("Encounter", id,
                        R"("status":")" + status + R"(","subject":{"reference":"Patient/)" + patient + R"("})");
    }
    static Incoming temperature_resource(const std::string& patient, const std::string& id, const std::string& value,
                                         Instant at) {
        return resource("Observation", id,
                        R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},)"
                        R"("subject":{"reference":"Patient/)" +
                            patient + R"("},"effectiveDateTime":")" + to_text(at) + R"(","valueQuantity":{"value":)" +
                            value + R"(,"system":"http://unitsofmeasure.org","code":"Cel"})");
    }

    // Nobody answers an alert but by declining it.
    void decline_all(Instant now) {
        std::vector<std::uint64_t> open;
        for (const auto& [id, patient] : ward->patients()) {
            for (const Alert& alert : patient.alerts) open.push_back(alert.number);
        }
        for (const std::uint64_t number : open) {
            EXPECT_TRUE(std::holds_alternative<std::optional<Alert>>(
                ward->answer({number, AlertState::declined, "nurse-1", "discharged", {}}, now)));
        }
    }

    void let_leave(Instant now, Duration after = stay) {
        EXPECT_TRUE(std::holds_alternative<Done>(ward->let_leave(after, now)));
    }

    bool is_there(const std::string& id) const { return ward->patient(id) != nullptr; }
    std::string answer(const std::string& id, Instant at) {
        const WardPatient* patient = ward->patient(id);
        if (patient == nullptr) return "not there";
        return assessment_json(patient->record->assess(built_in_calendar(), at), RejectedRecords::listed);
    }
    bool call_back(const std::string& name, Instant now) {
        const auto called = ward->call_back({name}, now);
        return std::holds_alternative<bool>(called) && std::get<bool>(called);
    }
    std::vector<std::string> audit() const {
        std::vector<std::string> told;
        for (const AuditEntry& entry : store.all.audit) told.push_back(entry.action + ": " + entry.object);
        return told;
    }

    // A patient with two doses of tocilizumab by HL7 v2, a chart and a FHIR server, discharged on the second day.
    void discharge_after_two_doses() {
        take({admitted("M1", after(hours(0))),
              resource("Patient", "p1", R"("birthDate":"1961-05-02","identifier":[{"system":"H","value":"M1"}])")},
             after(hours(0)));
        take({row("p1", "therapy", "axicabtagene_ciloleucel", after(hours(-48))),
              temperature_resource("p1", "o1", "38.9", after(hours(1)))},
             after(hours(1)));
        take({dose("M1", after(hours(2)))}, after(hours(2)));
        take({dose("M1", after(hours(12)))}, after(hours(12)));
        take({discharged("M1", after(days(1)))}, after(days(1)));
    }
    void let_them_leave() {
        discharge_after_two_doses();
        EXPECT_TRUE(std::holds_alternative<Done>(ward->pass_time(after(days(31)))));
        decline_all(after(days(31)));
        expected = answer("p1", after(days(40)));
        let_leave(after(days(31)));
        EXPECT_FALSE(is_there("p1"));
    }

    MemoryStore store;
    std::unique_ptr<LiveWard> ward;
    int messages = 0;
    std::string expected;  // the answer 40 days after the first moment, before they left
};

}  // namespace stormkeel
