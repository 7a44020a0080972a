// In which unit and bed a patient lies, by HL7 v2 and FHIR, in whatever order it was told.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "adapters/assessment_json.h"
#include "service/memory_store.h"
#include "service/record_feed.h"
#include "service/ward_knowledge.h"
#include "service/ward_record.h"

namespace stormkeel {
namespace {

// Sent so many minutes after 23:00, so that none has the time of another.
Record adt(int minute, const std::string& event, const std::string& location, const std::string& more = "") {
    const std::string control = std::to_string(minute);
    const std::string sent = "2026030523" + std::to_string(10 + minute) + "00+0000";
    Record record;
    record.patient = "M1";
    record.form = RecordForm::hl7v2;
    record.source = "HL7 ADT|H|" + control;
    record.text = "MSH|^~\\&|ADT|H|S|W|" + sent + "||ADT^" + event + "|" + control + "|P|2.5.1\rEVN|" + event + "|" +
                  sent + "\rPID|1||M1^^^H^MR\r" + more + (location == "-" ? "" : "PV1|1|I|" + location + "\r");
    return record;
}

Record joined(int minute, const std::string& prior) {
    Record record = adt(minute, "A40^ADT_A39", "-", "MRG|" + prior + "^^^H^MR\r");
    return record;
}

Record resource(const std::string& type, const std::string& id, const std::string& patient, const std::string& rest,
                const std::string& version = "1") {
    Record record;
    record.patient = patient;
    record.form = RecordForm::fhir;
    record.source = type + '/' + id;
    record.version = version;
    const std::string subject = patient.empty() ? "" : R"("subject":{"reference":"Patient/)" + patient + "\"},";
    record.text = R"({"resourceType":")" + type + R"(","id":")" + id + R"(","meta":{"versionId":")" + version + "\"}," +
                  subject + rest + '}';
    return record;
}

Record encounter(const std::string& places, const std::string& status = "in-progress",
                 const std::string& version = "1") {
    return resource(
        "Encounter", "e1", "p1",
        R"("status":")" + status + R"(","period":{"start":"2026-03-05T08:00:00Z"},"location":[)" + places + "]",
        version);
}

// What is to be told of the patient after these records.
template <class Tell>
std::string told_after(std::vector<Record> records, const std::string& id, Tell tell) {
    WardRecord ward(knowledge().terminology, {});
    std::uint64_t number = 0;
    for (Record& record : records) {
        record.number = ++number;
        if (record.received == Instant{}) record.received = *parse_instant("2026-03-06T00:00:00Z");
        if (record.version.empty()) record.version = "1";
        ward.add(std::move(record));
        ward.changed();
    }
    const PatientRecord* patient = ward.patient(ward.standing_for(id));
    return patient == nullptr ? "nobody" : tell(*patient);
}

// "7 West", or "7 West, bed 12" where a bed is known.
std::string place_after(std::vector<Record> records, const std::string& id) {
    return told_after(std::move(records), id, [](const PatientRecord& patient) {
        const std::string bed = patient.bed();
        return patient.lying().unit + (bed.empty() ? "" : ", bed " + bed);
    });
}

// From where they were discharged.
std::string left_after(std::vector<Record> records, const std::string& id = "M1") {
    return told_after(std::move(records), id, [](const PatientRecord& patient) { return patient.lying().left; });
}

// In the order given, and in a hundred others.
std::string place_of(const std::vector<Record>& records, const std::string& id = "M1") {
    const std::string unit = place_after(records, id);
    std::mt19937 random(7);
    for (int i = 0; i < 100; ++i) {
        std::vector<Record> mixed = records;
        std::shuffle(mixed.begin(), mixed.end(), random);
        EXPECT_EQ(place_after(mixed, id), unit) << "in another order, the first being " << mixed.front().text;
    }
    return unit;
}

std::string unit_of(const std::vector<Record>& records, const std::string& id = "M1") {
    const std::string place = place_of(records, id);
    return place.substr(0, place.find(", bed "));
}

TEST(PatientUnits, AreToldByAdmissionsAndTransfersAndEndWithTheDischarge) {
    const Record admitted = adt(1, "A01", "7 West^12^1");
    EXPECT_EQ(unit_of({admitted}), "7 West");
    EXPECT_EQ(unit_of({admitted, adt(2, "A02", "ICU^3^1^HOSP&1.2.3&ISO")}), "ICU (HOSP)");
    EXPECT_EQ(unit_of({admitted, adt(2, "A03", "7 West")}), "");
    EXPECT_EQ(unit_of({admitted, adt(2, "A03", "7 West"), adt(3, "A08", "7 West")}), "") << "an update is no return";
    EXPECT_EQ(unit_of({admitted, adt(2, "A03", ""), adt(3, "A01", "ICU")}), "ICU");
    EXPECT_EQ(unit_of({admitted, adt(2, "A02", "")}), "") << "moved, and nobody says to where";
}

TEST(PatientUnits, OfWhoWasDischargedTheLastIsKnown) {
    const Record admitted = adt(1, "A01", "7 West^12^1");
    EXPECT_EQ(left_after({admitted}), "") << "they are there";
    EXPECT_EQ(left_after({admitted, adt(2, "A02", "ICU"), adt(3, "A03", "")}), "ICU");
    EXPECT_EQ(left_after({admitted, adt(2, "A02", "ICU"), adt(3, "A03", ""), adt(4, "A13", "")}), "");
    EXPECT_EQ(left_after({adt(3, "A03", "8 East")}), "8 East") << "by the discharge itself";
    const std::string west = R"({"status":"completed","location":{"display":"7 West"}})";
    EXPECT_EQ(left_after({encounter(west, "finished")}, "p1"), "7 West");
}

TEST(PatientUnits, AreAsBeforeWhenAMoveIsTakenBack) {
    const Record admitted = adt(1, "A01", "7 West");
    const Record moved = adt(2, "A02", "ICU");
    EXPECT_EQ(unit_of({admitted, moved, adt(3, "A12", "")}), "7 West");
    EXPECT_EQ(unit_of({admitted, moved, adt(3, "A08", "ICU"), adt(4, "A12", "-")}), "7 West");
    EXPECT_EQ(unit_of({moved, adt(4, "A12", "7 West")}), "7 West") << "the admission was never sent";
    EXPECT_EQ(unit_of({admitted, adt(2, "A11", "7 West")}), "");
    EXPECT_EQ(unit_of({admitted, moved, adt(3, "A03", ""), adt(4, "A13", "-")}), "ICU");
    EXPECT_EQ(unit_of({admitted, moved, adt(3, "A03", ""), adt(4, "A13", "8 East")}), "8 East");
}

TEST(PatientUnits, AreToldByUpdatesToo) {
    EXPECT_EQ(unit_of({adt(1, "A31", "7 West")}), "7 West");
    EXPECT_EQ(unit_of({adt(1, "A01", "7 West"), adt(2, "A08", "8 East")}), "8 East");
    EXPECT_EQ(unit_of({adt(1, "A01", "7 West"), adt(2, "A08", "")}), "7 West") << "empty says nothing";
    EXPECT_EQ(place_of({adt(1, "A01", "7 West^12"), adt(2, "A08", "\"\"")}), "") << "null takes it away";
    EXPECT_EQ(unit_of({adt(1, "A01", "7 West"), adt(2, "A05", "8 East")}), "7 West") << "planned is not yet";
}

TEST(PatientUnits, OfWhoIsJoinedAreOneStay) {
    Record other = adt(1, "A01", "7 West");
    other.patient = "M2";
    other.text.replace(other.text.find("M1^"), 2, "M2");
    EXPECT_EQ(unit_of({other, adt(2, "A01", "ICU"), joined(3, "M2")}), "ICU");
    EXPECT_EQ(unit_of({other, joined(3, "M2")}), "7 West");
    EXPECT_EQ(unit_of({other, joined(3, "M2")}, "M2"), "7 West") << "by the other name";
}

TEST(PatientUnits, AreThoseOfAnEncountersActiveLocation) {
    const std::string west = R"({"status":"active","location":{"display":" 7 West "}})";
    const std::string over = R"({"status":"completed","location":{"display":"ICU"}})";
    EXPECT_EQ(unit_of({encounter(west + "," + over)}, "p1"), "7 West");
    EXPECT_EQ(unit_of({encounter(over)}, "p1"), "");
    EXPECT_EQ(unit_of({encounter(west, "finished")}, "p1"), "");
    EXPECT_EQ(unit_of({encounter(west, "planned")}, "p1"), "");
    const std::string later =
        R"({"status":"active","location":{"display":"ICU"},"period":{"start":"2026-03-05T09:00:00Z"}})";
    EXPECT_EQ(unit_of({encounter(west + "," + later)}, "p1"), "ICU");
    EXPECT_EQ(unit_of({encounter(west), encounter(later, "in-progress", "2")}, "p1"), "ICU") << "the later version";
}

TEST(PatientUnits, AreNamedByTheLocationThatCame) {
    const std::string refers = R"({"status":"active","location":{"reference":"Location/l7"}})";
    const Record location = resource("Location", "l7", "", R"("name":"7 West")");
    EXPECT_EQ(unit_of({encounter(refers)}, "p1"), "") << "nothing tells its name";
    EXPECT_EQ(unit_of({encounter(refers), location}, "p1"), "7 West");
    EXPECT_EQ(unit_of({encounter(refers), location, resource("Location", "l7", "", R"("name":"8 East")", "2")}, "p1"),
              "8 East");
    const std::string bed =
        R"("name":"Bed 12","physicalType":{"coding":[{"code":"bd"}]},"partOf":{"display":"7 West"})";
    EXPECT_EQ(unit_of({encounter(refers), resource("Location", "l7", "", bed)}, "p1"), "7 West");
    const std::string ward =
        R"({"status":"active","physicalType":{"coding":[{"code":"wa"}]},"location":{"display":"ICU"}})";
    EXPECT_EQ(unit_of({encounter(refers + "," + ward), location}, "p1"), "ICU") << "a ward before what does not say so";
}

TEST(PatientUnits, AreThoseThatWereToldLastByEitherDoor) {
    const std::string west = R"({"status":"active","location":{"display":"7 West"},"period":{"start":"2026-03-05T)";
    const Record patient = resource("Patient", "p1", "p1", R"("identifier":[{"value":"M1"}])");
    const Record admitted = adt(5, "A01", "ICU");  // at 23:15
    EXPECT_EQ(unit_of({patient, admitted, encounter(west + R"(23:00:00Z"}})")}, "p1"), "ICU");
    EXPECT_EQ(unit_of({patient, admitted, encounter(west + R"(23:30:00Z"}})")}, "p1"), "7 West");
}

// Begun days ago, the Encounter says now where they lie.
TEST(PatientUnits, OfAnEncounterWithoutTimesCountFromWhenItCame) {
    const Record patient = resource("Patient", "p1", "p1", R"("identifier":[{"value":"M1"}])");
    const Record admitted = adt(5, "A01", "ICU");  // at 23:15
    Record untimed = encounter(R"({"status":"active","location":{"display":"7 West"}})");
    untimed.received = *parse_instant("2026-03-05T23:14:00Z");
    EXPECT_EQ(unit_of({patient, admitted, untimed}, "p1"), "ICU");
    untimed.received = *parse_instant("2026-03-05T23:30:00Z");
    EXPECT_EQ(unit_of({patient, admitted, untimed}, "p1"), "7 West");
    Record again = untimed;
    again.version = "2";
    again.text.replace(again.text.find(R"("status":"in-progress")"), 22,
                       R"("status":"in-progress","priority":{"text":"x"})");
    again.received = *parse_instant("2026-03-05T23:50:00Z");
    const Record moved = adt(30, "A02", "8 East");  // at 23:40
    EXPECT_EQ(unit_of({patient, admitted, moved, untimed, again}, "p1"), "8 East")
        << "it came again for another reason";
    Record ahead = untimed;
    ahead.text.replace(ahead.text.find(R"("meta":{"versionId":"1"})"), 24,
                       R"("meta":{"versionId":"1","lastUpdated":"2099-01-01T00:00:00Z"})");
    EXPECT_EQ(unit_of({patient, admitted, moved, ahead}, "p1"), "8 East") << "a clock that is ahead";
    const std::string before = R"("meta":{"versionId":"1","lastUpdated":"2026-03-05T22:00:00Z"})";
    untimed.text.replace(untimed.text.find(R"("meta":{"versionId":"1"})"), 24, before);
    EXPECT_EQ(unit_of({patient, admitted, untimed}, "p1"), "ICU") << "it was written before, and came late";
}

TEST(PatientBeds, AreToldByMovesAndEndWithThem) {
    const Record admitted = adt(1, "A01", "7 West^12^1");
    EXPECT_EQ(place_of({admitted}), "7 West, bed 7 West 12 1");
    EXPECT_EQ(place_of({admitted, adt(2, "A03", "7 West^12^1")}), "");
    EXPECT_EQ(place_of({admitted, adt(2, "A02", "ICU^3")}), "ICU, bed ICU 3");
    EXPECT_EQ(place_of({admitted, adt(2, "A02", "ICU^3"), adt(3, "A12", "-")}), "7 West, bed 7 West 12 1");
    EXPECT_EQ(place_of({admitted, adt(2, "A02", "")}), "") << "moved, and nobody says to where";
    EXPECT_EQ(place_of({admitted, adt(2, "A08", "^14^2")}), "7 West, bed 14 2") << "of the same unit";
    EXPECT_EQ(place_of({admitted, adt(2, "A11", "7 West^12^1")}), "");
    Record result = adt(2, "A08", "7 West^14^1");
    result.text.replace(result.text.find("ADT^A08"), 7, "ORU^R01");
    EXPECT_EQ(place_of({admitted, result}), "7 West, bed 7 West 14 1") << "a result tells it too";
    EXPECT_EQ(place_of({adt(3, "A02", "ICU^3"), result}), "ICU, bed ICU 3") << "but for what was told after it";
    EXPECT_EQ(place_of({admitted, result, adt(3, "A03", "")}), "");
    EXPECT_EQ(place_of({admitted, result, adt(3, "A11", "")}), "") << "what was told of a stay that was none";
    EXPECT_EQ(place_of({admitted, result, adt(3, "A03", ""), adt(4, "A13", "-")}), "7 West, bed 7 West 14 1");
}

// Results often tell the unit alone, and nobody moves by it.
TEST(PatientBeds, AreToldByRoomOrBedAlone) {
    const Record admitted = adt(1, "A01", "7 West^12^1");
    EXPECT_EQ(place_of({adt(1, "A01", "7 West")}), "7 West");
    EXPECT_EQ(place_of({admitted, adt(2, "A08", "7 West")}), "7 West, bed 7 West 12 1");
    EXPECT_EQ(place_of({admitted, adt(2, "A08", "8 East")}), "8 East") << "another unit has other beds";
    EXPECT_EQ(place_of({admitted, adt(2, "A02", "7 West")}), "7 West") << "moved, and nobody says to which bed";
    EXPECT_EQ(place_of({admitted, adt(2, "A08", "7 West^14^\"\"")}), "7 West, bed 7 West 14");
    EXPECT_EQ(place_of({admitted, adt(2, "A08", "\"\"^14")}), ", bed 14");
    Record result = adt(2, "A08", "7 West");
    result.text.replace(result.text.find("ADT^A08"), 7, "ORU^R01");
    EXPECT_EQ(place_of({admitted, result}), "7 West, bed 7 West 12 1");
}

TEST(PatientBeds, AreOfTheUnitThatWasToldLast) {
    const Record patient = resource("Patient", "p1", "p1", R"("identifier":[{"value":"M1"}])");
    const auto stay = [](const std::string& where, const std::string& since) {
        return R"({"status":"active",)" + where + R"(,"period":{"start":"2026-03-05T)" + since + R"(:00Z"}})";
    };
    const std::string icu = R"("location":{"display":"ICU"})";
    const std::string bed = R"("physicalType":{"coding":[{"code":"bd"}]},"location":{"display":"12"})";
    const Record admitted = adt(5, "A01", "7 West^12^1");  // at 23:15
    EXPECT_EQ(place_of({patient, admitted, encounter(stay(icu, "23:30"))}, "p1"), "ICU") << "that bed is on 7 West";
    Record result = adt(6, "A08", "7 West^12^1");
    result.text.replace(result.text.find("ADT^A08"), 7, "ORU^R01");
    EXPECT_EQ(place_of({patient, admitted, result, encounter(stay(icu, "23:30"))}, "p1"), "ICU");
    EXPECT_EQ(place_of({patient, admitted, adt(7, "A03", ""), encounter(stay(bed, "23:00"))}, "p1"), "")
        << "the discharge was told after the Encounter";
    EXPECT_EQ(place_of({patient, adt(5, "A02", ""), encounter(stay(bed, "23:00"))}, "p1"), "")
        << "moved since, and nobody says to where";
    const Record ended = encounter(stay(bed, "23:00"), "finished");
    EXPECT_EQ(place_of({patient, result, ended}, "p1"), "") << "discharged by FHIR, and messages know of no stay";
    const Record other = resource("Encounter", "e2", "p1",
                                  R"("status":"in-progress","period":{"start":"2026-03-05T12:00:00Z"},)"
                                  R"("location":[{"status":"active","location":{"display":"7 West"}}])");
    EXPECT_EQ(place_of({encounter(stay(bed, "08:00")), other}, "p1"), "7 West") << "a bed of before that";
}

TEST(PatientBeds, AreThoseOfAnEncountersActiveLocation) {
    const std::string bed = R"({"status":"active","physicalType":{"coding":[{"code":"bd"}]},)"
                            R"("location":{"display":"12"},"period":{"start":"2026-03-05T)";
    const std::string unit = R"({"status":"active","location":{"display":"7 West"}},)";
    EXPECT_EQ(place_of({encounter(unit + bed + R"(09:00:00Z"}})")}, "p1"), "7 West, bed 12");
    EXPECT_EQ(place_of({encounter(unit + bed + R"(09:00:00Z"}})", "finished")}, "p1"), "");
    const std::string refers = R"({"status":"active","location":{"reference":"Location/b12"}})";
    const Record location =
        resource("Location", "b12", "",
                 R"("name":"Bed 12","physicalType":{"coding":[{"code":"bd"}]},"partOf":{"display":"7 West"})");
    EXPECT_EQ(place_of({encounter(refers), location}, "p1"), "7 West, bed Bed 12");
    const Record patient = resource("Patient", "p1", "p1", R"("identifier":[{"value":"M1"}])");
    const Record admitted = adt(5, "A01", "ICU^3");  // at 23:15
    EXPECT_EQ(place_of({patient, admitted, encounter(unit + bed + R"(23:00:00Z"}})")}, "p1"), "ICU, bed ICU 3");
    EXPECT_EQ(place_of({patient, admitted, encounter(bed + R"(23:30:00Z"}})")}, "p1"), "ICU, bed 12");
}

// A unit is where somebody lies, and no finding of theirs.
TEST(PatientUnits, ChangeNoByteOfAnAnswer) {
    WardRecord ward(knowledge().terminology, {});
    const auto answer = [&] {
        ward.changed();
        const Instant at = *parse_instant("2026-03-06T00:00:00Z");
        return assessment_json(ward.patient("M1")->assess(built_in_calendar(), at), RejectedRecords::listed);
    };
    Record admitted = adt(1, "A01", "7 West");
    admitted.number = 1;
    ward.add(admitted);
    const std::string before = answer();
    Record moved = adt(2, "A02", "8 East");
    moved.number = 2;
    ward.add(moved);
    EXPECT_EQ(answer(), before);
    EXPECT_EQ(ward.patient("M1")->lying().unit, "8 East");
}

TEST(PatientUnits, ThatChangeAreToldToWhoSawThePatientBefore) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    const Instant now = *parse_instant("2026-03-06T00:00:00Z");
    ward.open(now);
    const auto take = [&](const Record& record) {
        const std::vector<Incoming> incoming{{record.patient, record.form, record.source, {}, record.text}};
        store.all.events.clear();
        ward.take(incoming, now);
        std::string told;
        for (const WardEvent& event : store.all.events) {
            if (event.kind == "patient") told += event.json;
        }
        return told;
    };
    EXPECT_EQ(take(adt(1, "A01", "7 West")), "") << "nobody saw them before";
    EXPECT_EQ(take(adt(2, "A02", "ICU")),
              R"({"patient":"M1","at":"2026-03-06T00:00:00Z","unit":"ICU","unit_before":"7 West"})");
    EXPECT_EQ(take(adt(3, "A08", "ICU")), "");
    EXPECT_EQ(ward.patient("M1")->unit, "ICU");
    Record other = adt(4, "A01", "8 East");
    other.patient = "M2";
    other.text.replace(other.text.find("M1^"), 2, "M2");
    take(other);
    EXPECT_EQ(take(joined(5, "M2")),
              R"({"patient":"M1","at":"2026-03-06T00:00:00Z","unit":"8 East","unit_before":"ICU"})");
    LiveWard again(store, built_in_ward_knowledge());
    again.open(now);
    EXPECT_EQ(again.patient("M1")->unit, "8 East") << "after a restart";
}

}  // namespace
}  // namespace stormkeel
