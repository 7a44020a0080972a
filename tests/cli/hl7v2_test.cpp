// HL7 v2 as a file of the program: what is recognised, how times are placed, and that every door gives one answer.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

std::string msh(const std::string& type, const std::string& id, const std::string& sent = "20260304120000+0000") {
    return "MSH|^~\\&|EHR|HOSP|STORMKEEL|HOSP|" + sent + "||" + type + "|" + id + "|P|2.5.1\r";
}

const std::string pid = "PID|1||p1^^^HOSP^MR||||19610502\r";

std::string fever_message(const std::string& id, const std::string& time,
                          const std::string& sent = "20260304120000+0000") {
    return msh("ORU^R01", id, sent) + pid + "OBX|1|NM|8310-5^^LN||38.6|Cel|||||F|||" + time + "\r";
}

TEST(Hl7v2Files, OneMessageOrABatchWithOrWithoutFramesIsRead) {
    const std::string one = fever_message("M1", "20260303100000+0100");
    const std::string two = fever_message("M2", "20260303110000+0100");
    for (const std::string& text : {one + two, "\x0B" + one + "\x1C\r\x0B" + two + "\x1C\r",
                                    "FHS|^~\\&\rBHS|^~\\&\r" + one + two + "BTS|2\rFTS|1\r"}) {
        const Outcome outcome = run({"assess", "-", "--format", "json"}, text);
        EXPECT_EQ(outcome.status, 0) << outcome.error;
        EXPECT_EQ(Json::parse(outcome.out)["as_of"], "2026-03-03T10:00:00Z");
        EXPECT_NE(outcome.out.find("ORU M2 OBX 1"), std::string::npos);
    }
}

TEST(Hl7v2Files, ATimeWithoutAnOffsetNeedsTheTimeZoneOfTheSite) {
    const std::string local = fever_message("M1", "20260303100000", "20260304120000");
    const Outcome without = run({"assess", "-"}, local);
    EXPECT_EQ(without.status, 3);
    EXPECT_NE(without.error.find("no time zone of the site is set"), std::string::npos) << without.error;
    const Outcome berlin = run({"assess", "-", "--time-zone", "Europe/Berlin", "--format", "json"}, local);
    EXPECT_EQ(Json::parse(berlin.out)["as_of"], "2026-03-03T09:00:00Z");
    const Outcome twice =
        run({"assess", "-", "--time-zone", "Europe/Berlin"}, fever_message("M1", "20261025023000", "20261026120000"));
    EXPECT_NE(twice.error.find("was twice in Europe/Berlin"), std::string::npos) << twice.error;
    const Outcome wrong = run({"assess", "-", "--time-zone", "Berlin"}, local);
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.error.find("--time-zone: no time zone 'Berlin' is known here"), std::string::npos) << wrong.error;
}

TEST(Hl7v2Files, WhatCarriesNoFactIsCountedAndWhatIsHeldBackIsTold) {
    const Outcome outcome =
        run({"assess", "-"}, fever_message("M1", "20260303100000+0100") + msh("SIU^S12", "M2") + pid +
                                 fever_message("M1", "20260303110000+0100") + msh("ADT^A45", "M3") + pid);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_NE(outcome.error.find("not used, because they carry no fact of ours: SIU^S12 1"), std::string::npos)
        << outcome.error;
    EXPECT_NE(outcome.error.find("rejected: ORU M1: MSH-10: another message of this sender"), std::string::npos)
        << outcome.error;
    EXPECT_NE(outcome.error.find("rejected: ADT M3: MSH-9: 'ADT^A45' moves or deletes"), std::string::npos)
        << outcome.error;
}

TEST(Hl7v2Files, AMessageThatIsNoneIsTold) {
    const Outcome outcome = run({"assess", "-"}, "MSH|x\r");
    EXPECT_EQ(outcome.status, 3);
    EXPECT_NE(outcome.error.find("rejected: an HL7 v2 message: MSH: no separators that can be used follow MSH"),
              std::string::npos)
        << outcome.error;
}

TEST(Hl7v2Files, MessagesJoinTheChartOfTheSamePatient) {
    const std::string chart = file_with("ward.csv", chart_with(""));
    const Outcome outcome = run({"assess", chart, "-", "--format", "json"}, fever_message("M1", "20260303100000+0100"));
    EXPECT_EQ(outcome.status, 0) << outcome.error;
    EXPECT_EQ(Json::parse(outcome.out)["patient"], "p1");
}

// One day of one patient by three doors. An infusion stands in it: with drugs on record a feed, too, knows of no other
// vasopressor.
const std::string as_chart = R"(patient,time,item,value,unit
p1,1961-05-02,birth_date,,
p1,2026-03-01T08:00:00Z,weight,80,kg
p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,
p1,2026-03-03T10:00:00Z,temperature,101.5,[degF]
p1,2026-03-03T10:00:00Z,systolic_bp,84,mm[Hg]
p1,2026-03-03T10:05:00Z,oxygen_device,nasal_cannula,
p1,2026-03-03T10:05:00Z,oxygen_flow,3,L/min
p1,2026-03-03T10:00:00Z,ice_score,9,
p1,2026-03-03T10:10:00Z,crp,12.5,mg/dL
p1,2026-03-03T10:10:00Z,ferritin,>40000,ng/mL
p1,2026-03-03T10:20:00Z,rate:norepinephrine,0.05,ug/kg/min
p1,2026-03-03T11:00:00Z,order:tocilizumab,640,mg
p1,2026-03-03T11:30:00Z,give:tocilizumab,640,mg
p1,2026-03-03T11:45:00Z,blood_culture,,
p1,2026-03-03T12:00:00Z,rate:norepinephrine,0,mL/h
p1,2026-03-03T12:00:00Z,systolic_bp,104,mm[Hg]
)";

std::string as_messages() {
    const std::string result = "ORU^R01^ORU_R01";
    const std::string given = "RAS^O17^RAS_O17";
    const auto obr = [](const std::string& time) { return "OBR|1||F1|V^^L|||" + time + "\r"; };
    std::string text = msh(result, "M1") + pid + obr("20260301080000") + "OBX|1|NM|29463-7^^LN||80|kg|||||F\r";
    text += msh(given, "M2") + pid + "ORC|RE||F2\r" +
            "RXA|0|1|20260301090000||1987398^axicabtagene ciloleucel^RXNORM|999||||||||||||||CP|A\r";
    text += msh(result, "M3") + pid + obr("20260303100000") + "OBX|1|NM|8310-5^^LN||101.5|[degF]|||||F\r" +
            "OBX|2|NM|8480-6^^LN||84|mmHg|||||F\r" + "OBX|3|NM|ice_score^^urn:stormkeel:item||9||||||F\r" +
            "OBX|4|CWE|D^O2 device^L||NC^Nasal cannula^L||||||F|||20260303110500+0100\r" +
            "OBX|5|NM|3151-8^^LN||3|L/min|||||F|||20260303100500\r" +
            "OBX|6|NM|1988-5^^LN||12.5|mg/dL|||||F|||20260303101000\r" +
            "OBX|7|SN|2276-4^^LN||>^40000|ng/mL|||||F|||20260303101000\r";
    text += msh(given, "M4") + pid + "ORC|RE||F4\r" +
            "RXA|0|1|20260303102000|20260303120000|7512^norepinephrine^RXNORM|0.05|ug/kg|||||M1||||||||CP|A\r";
    text += msh("RDE^O11^RDE_O11", "M5") + pid + "ORC|NW|P5|||||||20260303110000\r" +
            "RXE||612865^tocilizumab^RXNORM|640||mg\r";
    text += msh(given, "M6") + pid + "ORC|RE|P5\r" +
            "RXA|0|1|20260303113000|20260303123000|612865^tocilizumab^RXNORM|640|mg|||||||||||||CP|A\r";
    text += msh(result, "M7") + pid + obr("20260303114500") + "OBX|1|TX|600-7^^LN||pending||||||P\r";
    text += msh(result, "M8") + pid + obr("20260303120000") + "OBX|1|NM|8480-6^^LN||104|mm[Hg]|||||F\r";
    return text;
}

Json resource(const char* type, const std::string& id, Json fields) {
    fields["resourceType"] = type;
    fields["id"] = id;
    fields["subject"] = {{"reference", "Patient/p1"}};
    if (!fields.contains("status")) fields["status"] = "final";
    return fields;
}

Json concept_of(const char* system, const char* code) { return {{"coding", {{{"system", system}, {"code", code}}}}}; }

Json quantity(Json value, const char* unit) { return {{"value", std::move(value)}, {"code", unit}}; }

std::string as_bundle() {
    constexpr const char* loinc = "http://loinc.org";
    constexpr const char* rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
    Json entries = Json::array();
    int number = 0;
    const auto add = [&](const char* type, Json fields) {
        entries.push_back({{"resource", resource(type, "r" + std::to_string(++number), std::move(fields))}});
    };
    const auto observe = [&](const char* code, const char* time, Json value) {
        add("Observation",
            {{"code", concept_of(loinc, code)}, {"effectiveDateTime", time}, {"valueQuantity", std::move(value)}});
    };
    entries.push_back({{"resource", {{"resourceType", "Patient"}, {"id", "p1"}, {"birthDate", "1961-05-02"}}}});
    observe("29463-7", "2026-03-01T08:00:00Z", quantity(80, "kg"));
    observe("8310-5", "2026-03-03T10:00:00Z", quantity(101.5, "[degF]"));
    observe("8480-6", "2026-03-03T10:00:00Z", quantity(84, "mm[Hg]"));
    observe("8480-6", "2026-03-03T12:00:00Z", quantity(104, "mm[Hg]"));
    observe("3151-8", "2026-03-03T10:05:00Z", quantity(3, "L/min"));
    observe("1988-5", "2026-03-03T10:10:00Z", quantity(12.5, "mg/dL"));
    Json above = quantity(40000, "ng/mL");
    above["comparator"] = ">";
    observe("2276-4", "2026-03-03T10:10:00Z", above);
    add("Observation", {{"code", {{"text", "O2 device"}}},
                        {"effectiveDateTime", "2026-03-03T10:05:00Z"},
                        {"valueString", "Nasal cannula"}});
    add("Observation", {{"code", concept_of("urn:stormkeel:item", "ice_score")},
                        {"effectiveDateTime", "2026-03-03T10:00:00Z"},
                        {"valueInteger", 9}});
    add("Observation", {{"code", concept_of(loinc, "600-7")},
                        {"effectiveDateTime", "2026-03-03T11:45:00Z"},
                        {"valueString", "pending"}});
    const auto administer = [&](const char* code, Json fields) {
        fields["status"] = "completed";
        fields["medicationCodeableConcept"] = concept_of(rxnorm, code);
        add("MedicationAdministration", std::move(fields));
    };
    administer("1987398", {{"effectiveDateTime", "2026-03-01T09:00:00Z"}});
    administer("7512", {{"effectivePeriod", {{"start", "2026-03-03T10:20:00Z"}, {"end", "2026-03-03T12:00:00Z"}}},
                        {"dosage", {{"rateQuantity", quantity(0.05, "ug/kg/min")}}}});
    administer("612865", {{"effectiveDateTime", "2026-03-03T11:30:00Z"}, {"dosage", {{"dose", quantity(640, "mg")}}}});
    add("MedicationRequest", {{"status", "active"},
                              {"intent", "order"},
                              {"medicationCodeableConcept", concept_of(rxnorm, "612865")},
                              {"authoredOn", "2026-03-03T11:00:00Z"},
                              {"dosageInstruction", {{{"doseAndRate", {{{"doseQuantity", quantity(640, "mg")}}}}}}}});
    return Json{{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", entries}}.dump();
}

void remove_sources(Json& value) {
    if (value.is_object()) value.erase("source");
    for (Json& each : value) {
        if (each.is_structured()) remove_sources(each);
    }
}

Json answer_for(const std::string& input, const std::string& at) {
    const Outcome outcome = run({"assess", "-", "--at", at, "--format", "json"}, input);
    EXPECT_EQ(outcome.status, 0) << outcome.error;
    Json answer = Json::parse(outcome.out);
    EXPECT_TRUE(answer["rejected"].empty()) << answer["rejected"];
    remove_sources(answer);
    return answer;
}

TEST(Hl7v2Files, TheSameFactsGiveTheSameAnswerByWhateverDoorTheyCame) {
    // From the infusion on: before its first drug a feed is silent about them, and a chart is not.
    for (const char* at : {"2026-03-03T10:30:00Z", "2026-03-03T11:40:00Z", "2026-03-03T12:00:00Z",
                           "2026-03-03T14:00:00Z", "2026-03-04T11:00:00Z"}) {
        const Json chart = answer_for(as_chart, at);
        EXPECT_EQ(answer_for(as_messages(), at), chart) << at;
        EXPECT_EQ(answer_for(as_bundle(), at), chart) << at;
    }
}

}  // namespace
}  // namespace stormkeel::cli_test
