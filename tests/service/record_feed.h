// Records of three patients as they may come by all doors, drawn from a seed.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "service/patient_record.h"

namespace stormkeel {

inline constexpr std::string_view ids[] = {"p1", "p2", "p3"};

// Records as three patients' charts, FHIR servers and HL7 v2 feeds might send them: late, again, corrected, retracted,
// for the wrong patient, joined and separated.
class RecordFeed {
public:
    explicit RecordFeed(std::uint32_t seed) : random_(seed) {}

    Record next() {
        Record record;
        record.number = ++number_;
        record.received = *parse_instant("2026-03-06T00:00:00Z");
        record.patient = std::string(ids[below(3)]);
        const int kind = below(10);
        if (kind < 3) {
            chart_row(record);
        } else if (kind < 7) {
            fhir(record);
        } else {
            hl7v2(record);
        }
        record.version = std::to_string(number_);
        return record;
    }

private:
    int below(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
    template <std::size_t Size>
    std::string one_of(const std::array<const char*, Size>& words) {
        return words.at(static_cast<std::size_t>(below(Size)));
    }
    std::string time() {
        const Instant start = *parse_instant("2026-03-03T00:00:00Z");
        return to_text(start + minutes(10 * below(60)) + minutes(3 * static_cast<int>(number_ / 4)));
    }
    std::string temperature() { return one_of(std::array{"36.6", "37.9", "38.0", "38.6", "39.9"}); }

    void chart_row(Record& record) {
        using Row = std::array<const char*, 3>;
        static constexpr std::array<Row, 14> rows{{{"temperature", "38.6", "Cel"},
                                                   {"systolic_bp", "84", "mm[Hg]"},
                                                   {"systolic_bp", "118", "mm[Hg]"},
                                                   {"spo2", "88", "%"},
                                                   {"oxygen_device", "simple_mask", ""},
                                                   {"oxygen_device", "room_air", ""},
                                                   {"oxygen_device", "oxigen", ""},
                                                   {"weight", "80", "kg"},
                                                   {"therapy", "axicabtagene_ciloleucel", ""},
                                                   {"rate:norepinephrine", "0.05", "ug/kg/min"},
                                                   {"give:tocilizumab", "640", "mg"},
                                                   {"attributed", "fever:infection", ""},
                                                   {"death", "unknown", ""},
                                                   {"temprature", "38.6", "Cel"}}};
        const Row& row = rows.at(static_cast<std::size_t>(below(rows.size())));
        record.form = RecordForm::chart_row;
        record.source = "api " + std::to_string(below(6) == 0 ? below(20) : static_cast<int>(number_) + 100);
        const bool born = below(25) == 0;
        std::string at = time();
        if (below(20) == 0) at.resize(at.size() - 1);  // without an offset
        record.text = born ? text_of(ChartedFact{one_of(std::array{"1961-05-02", "1961-05-03"}), "birth_date", "", ""})
                           : text_of(ChartedFact{at, row[0], row[1], row[2]});
    }

    void fhir(Record& record) {
        record.form = RecordForm::fhir;
        const std::string id = "o" + std::to_string(below(4) == 0 ? below(15) : static_cast<int>(number_) + 100);
        const std::string subject = R"(,"subject":{"reference":"Patient/)" + record.patient + R"("})";
        switch (below(9)) {
            case 7:
                record.source = "Encounter/e" + std::to_string(below(4));
                record.text = R"({"resourceType":"Encounter","id":")" + record.source.substr(10) + R"(","status":")" +
                              one_of(std::array{"in-progress", "in-progress", "finished"}) + '"' + subject +
                              R"(,"location":[{"status":"active","location":)" +
                              one_of(std::array{R"({"display":"7 West"})", R"({"reference":"Location/l1"})"}) +
                              R"(,"period":{"start":")" + time() + R"("}}]})";
                return;
            case 8:
                record.patient.clear();
                record.source = "Location/l1";
                record.text =
                    R"({"resourceType":"Location","id":"l1","name":")" + one_of(std::array{"8 East", "ICU"}) + R"("})";
                return;
            case 0: {
                record.source = "Patient/" + record.patient;
                const std::string value = one_of(std::array{"M1", "M2", "M3"});
                const std::string more = one_of(std::array{"", "", R"(},{"value":"M2)", R"(},{"value":"M3)"});
                record.text = R"({"resourceType":"Patient","id":")" + record.patient + R"(","birthDate":"1961-05-02")" +
                              one_of(std::array{"", "", "", R"(,"deceasedBoolean":true)",
                                                R"(,"deceasedDateTime":"2026-03-03T04:00:00Z")"}) +
                              R"(,"identifier":[{"value":")" + value + '"' + (more.empty() ? "" : more + '"') + "}]}";
                return;
            }
            case 1:
                record.patient.clear();
                record.source = "Medication/m1";
                record.text = R"({"resourceType":"Medication","id":"m1","code":{"text":")" +
                              one_of(std::array{"tocilizumab", "norepinephrine"}) + R"("}})";
                return;
            case 2:
                record.source = "MedicationAdministration/" + id;
                record.text = R"({"resourceType":"MedicationAdministration","id":")" + id + R"(","status":")" +
                              one_of(std::array{"completed", "in-progress", "entered-in-error"}) + '"' + subject +
                              R"(,"medicationReference":{"reference":"Medication/m1"},"effectivePeriod":{"start":")" +
                              time() + R"("},"dosage":{"dose":{"value":640,"unit":"mg"}}})";
                return;
            case 3:
                record.source = "DeviceUseStatement/" + id;
                record.text = R"({"resourceType":"DeviceUseStatement","id":")" + id + R"(","status":"completed")" +
                              subject + R"(,"timingPeriod":{"start":")" + time() + R"(","end":")" + time() +
                              R"("},"device":{"display":"nasal cannula"}})";
                return;
            default:
                record.source = "Observation/" + id;
                record.text = R"({"resourceType":"Observation","id":")" + id + R"(","meta":{"versionId":")" +
                              one_of(std::array{"1", "2", "3", "a"}) + R"("},"status":")" +
                              one_of(std::array{"final", "final", "final", "final", "entered-in-error"}) +
                              R"(","code":{"coding":[{"system":"http://loinc.org","code":")" +
                              one_of(std::array{"8310-5", "8310-5", "8310-5", "99999-9"}) + R"("}]})" + subject +
                              R"(,"effectiveDateTime":")" + time() + R"(","valueQuantity":{"value":)" + temperature() +
                              R"(,"system":"http://unitsofmeasure.org","code":"Cel"}})";
        }
    }

    void hl7v2(Record& record) {
        record.form = RecordForm::hl7v2;
        const std::string control = std::to_string(number_);
        const std::string identifier = one_of(std::array{"M1", "M2", "M3", "p1"});
        record.source = "HL7 LAB|H|" + control;
        record.patient = identifier;
        const auto head = [&](const std::string& type) {
            const bool tells = below(8) > 0;
            const std::string sent = tells ? "2026030523" + std::to_string(10 + below(50)) + "00+0000" : "";
            return "MSH|^~\\&|LAB|H|S|W|" + sent + "||" + type + "|" + control + "|P|2.5.1\r";
        };
        const auto pid = [&](const std::string& who) { return "PID|1||" + who + "^^^H^MR||||19610502\r"; };
        std::string at = time();
        std::erase_if(at, [](char c) { return c == '-' || c == ':' || c == 'T' || c == 'Z'; });
        at += "+0000";
        const std::string other = one_of(std::array{"M1", "M2", "M3"});
        switch (below(11)) {
            case 8:
            case 9:
            case 10: {
                const std::string event = one_of(std::array{"A01", "A02", "A02", "A03", "A08", "A11", "A12", "A13"});
                record.text = head("ADT^" + event) + "EVN|" + event + "|" + at + "\r" + pid(identifier) + "PV1|1|I|" +
                              one_of(std::array{"7 West", "ICU", "8 East", ""}) + "\r";
                return;
            }
            case 0:
                record.text = head("ADT^A40^ADT_A39") + pid(identifier) + "MRG|" + other + "^^^H^MR\r";
                return;
            case 1:
                record.text = head("ADT^A37^ADT_A37") + pid(identifier) + "PV1|1|I\r" + pid(other) + "PV1|1|I\r";
                return;
            case 2:
                record.text = head("RAS^O17^RAS_O17") + pid(identifier) + "ORC|RE|P" + control + "|F" + control +
                              "\rRXA|0|1|" + at + "|" + at + "|^tocilizumab|640|mg|||||||||||||CP|A\rRXR|IV\r";
                return;
            default: {
                const std::string filler =
                    "F" + std::to_string(below(3) == 0 ? below(10) : static_cast<int>(number_) + 100);
                record.text = head("ORU^R01^ORU_R01") + pid(identifier) + "OBR|1||" + filler + "|V|||" + at +
                              "\rOBX|1|NM|" + one_of(std::array{"8310-5^T^LN", "8310-5^T^LN", "1-1^X^L"}) + "||" +
                              temperature() + "|Cel|||||" + one_of(std::array{"F", "F", "P", "C", "D"}) + "|||" + at +
                              "\r";
            }
        }
    }

    std::mt19937 random_;
    std::uint64_t number_ = 0;
};

}  // namespace stormkeel
