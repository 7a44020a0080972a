// Medication: what was given, what runs from when to when, what was only ordered, and what nobody can name.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string coded(std::string_view rxnorm) {
    return R"("medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
           std::string(rxnorm) + R"("}]})";
}

std::string named(std::string_view text) {
    return R"("medicationCodeableConcept": {"text": ")" + std::string(text) + R"("})";
}

const std::string norepinephrine = coded("7512");

std::string period(std::string_view start, std::string_view end) {
    std::string text =
        R"("effectiveDateTime": null, "effectivePeriod": {"start": "2026-03-03T)" + std::string(start) + R"(:00Z")";
    if (!end.empty()) text += R"(, "end": "2026-03-03T)" + std::string(end) + R"(:00Z")";
    return text + "}";
}

FhirPatients given(const std::string& fields) { return read(administration("{" + fields + "}")); }

std::string line(std::string_view hour, std::string_view rest) {
    return "2026-03-03T" + std::string(hour) + ":00Z " + std::string(rest) + " from MedicationAdministration/m1";
}

TEST(FhirMedication, ADoseIsGivenWhenItBegan) {
    const std::string dose = R"("dosage": {"dose": {"value": 640, "code": "mg"}})";
    EXPECT_EQ(facts(given(coded("612865") + ", " + dose)), Lines{line("10:00", "give tocilizumab 640 mg")});
    EXPECT_EQ(facts(given(named("Actemra 200 mg/10 mL vial") + ", " + dose + ", " + period("10:00", "11:00"))),
              Lines{line("10:00", "give tocilizumab 640 mg")});
    EXPECT_EQ(facts(given(coded("612865"))), Lines{line("10:00", "give tocilizumab 0 [not recorded]")});
    EXPECT_EQ(facts(given(coded("6902") + R"(, "dosage": {"dose": {"value": 1, "code": "g"}})")),
              Lines{line("10:00", "give methylprednisolone 1000 mg")});
}

TEST(FhirMedication, ADoseThatIsInfusedIsStillADose) {
    EXPECT_EQ(facts(given(coded("612865") + R"(, "dosage": {"dose": {"value": 640, "code": "mg"},
                          "rateQuantity": {"value": 100, "code": "mL/h"}}, )" +
                          period("10:00", "11:00"))),
              Lines{line("10:00", "give tocilizumab 640 mg")});
}

TEST(FhirMedication, ARateRunsFromItsStartToItsEnd) {
    const std::string rate = R"(, "dosage": {"rateQuantity": {"value": 0.05, "code": "ug/kg/min"}}, )";
    EXPECT_EQ(
        facts(given(norepinephrine + rate + period("10:00", "18:00"))),
        (Lines{line("10:00", "rate norepinephrine 0.05 ug/kg/min"), line("18:00", "rate norepinephrine 0 ug/kg/min")}));
    EXPECT_EQ(facts(given(norepinephrine + rate + R"("status": "in-progress", )" + period("10:00", ""))),
              Lines{line("10:00", "rate norepinephrine 0.05 ug/kg/min")});
    EXPECT_EQ(facts(given(norepinephrine)), Lines{line("10:00", "rate norepinephrine 0 [not recorded]")});
    EXPECT_EQ(facts(given(norepinephrine + rate + R"("status": "completed")")),
              Lines{line("10:00", "rate norepinephrine 0.05 ug/kg/min")});
}

TEST(FhirMedication, ADosePerTimeIsARate) {
    EXPECT_EQ(facts(given(norepinephrine + R"(, "dosage": {"dose": {"value": 5, "code": "ug/min"}})")),
              Lines{line("10:00", "rate norepinephrine 5 ug/min")});
}

TEST(FhirMedication, ARatioIsARate) {
    EXPECT_EQ(facts(given(coded("11149") + R"(, "status": "in-progress", "dosage": {"rateRatio": {
                          "numerator": {"value": 2.4, "code": "[IU]"}, "denominator": {"value": 1, "code": "h"}}})")),
              Lines{line("10:00", "rate vasopressin 0.04 [IU]/min")});
    EXPECT_EQ(rejections(given(norepinephrine + R"(, "status": "in-progress", "dosage": {"rateRatio": {
                          "numerator": {"value": 2, "code": "mg"}, "denominator": {"value": 0, "code": "h"}}})")),
              Lines{"MedicationAdministration/m1 | rate:norepinephrine | the denominator is not above zero"});
}

TEST(FhirMedication, AVasopressorWithoutARateRunsUnmeasured) {
    EXPECT_EQ(facts(given(norepinephrine + R"(, "status": "in-progress")")),
              Lines{line("10:00", "rate norepinephrine 0 [not recorded]")});
    EXPECT_EQ(
        facts(
            given(norepinephrine + R"(, "dosage": {"dose": {"value": 4, "code": "mg"}}, )" + period("10:00", "12:00"))),
        (Lines{line("10:00", "rate norepinephrine 0 [not recorded]"), line("12:00", "rate norepinephrine 0 mL/h")}));
}

TEST(FhirMedication, StoppedAndHeldDoNotRun) {
    EXPECT_EQ(facts(given(norepinephrine + R"(, "status": "stopped")")),
              Lines{line("10:00", "rate norepinephrine 0 mL/h")});
    EXPECT_EQ(facts(given(norepinephrine + R"(, "status": "on-hold")")),
              Lines{line("10:00", "rate norepinephrine 0 mL/h")});
    EXPECT_EQ(facts(given(norepinephrine + R"(, "dosage": {"rateQuantity": {"value": 0, "code": "ug/kg/min"}})")),
              Lines{line("10:00", "rate norepinephrine 0 ug/kg/min")});
    EXPECT_EQ(facts(given(norepinephrine + R"(, "dosage": {"dose": {"value": 0}})")),
              Lines{line("10:00", "rate norepinephrine 0 mL/h")});
    EXPECT_EQ(facts(given(norepinephrine + R"(, "status": "not-done")")), Lines{});
    EXPECT_EQ(facts(given(norepinephrine + R"(, "status": "entered-in-error")")), Lines{});
}

TEST(FhirMedication, ADoseThatIsHeldMayHaveBeenGiven) {
    EXPECT_EQ(facts(given(coded("612865") + R"(, "status": "on-hold")")),
              Lines{line("10:00", "give tocilizumab 0 [unreadable]")});
}

TEST(FhirMedication, AnEndNobodyWroteIsSaid) {
    const FhirPatients got =
        given(norepinephrine + R"(, "dosage": {"rateQuantity": {"value": 0.1, "code": "ug/kg/min"}}, )" +
              period("10:00", ""));
    EXPECT_EQ(facts(got), Lines{line("10:00", "rate norepinephrine 0.1 ug/kg/min")});
    ASSERT_EQ(rejections(got).size(), 1U);
    EXPECT_NE(rejections(got).front().find("effectivePeriod.end would be right"), std::string::npos);
}

TEST(FhirMedication, OneRunDoesNotStopAnotherOfTheSameDrug) {
    const auto run = [](std::string_view id, std::string_view rate, const std::string& when) {
        return administration("{" + norepinephrine + R"(, "id": ")" + std::string(id) +
                              R"(", "dosage": {"rateQuantity": {"value": )" + std::string(rate) +
                              R"(, "code": "ug/kg/min"}}, )" + when + "}");
    };
    EXPECT_EQ(
        facts(read(bundle({run("a", "0.05", period("10:00", "11:00")), run("b", "0.08", period("10:30", "14:00"))}))),
        (Lines{"2026-03-03T10:00:00Z rate norepinephrine 0.05 ug/kg/min from MedicationAdministration/a",
               "2026-03-03T10:30:00Z rate norepinephrine 0.08 ug/kg/min from MedicationAdministration/b",
               "2026-03-03T14:00:00Z rate norepinephrine 0 ug/kg/min from MedicationAdministration/b"}));
}

TEST(FhirMedication, ARateThatCannotBeReadIsUnknownAndNamed) {
    const FhirPatients got =
        given(norepinephrine + R"(, "status": "in-progress", "dosage": {"rateQuantity": {"value": 5, "code": "min"}})");
    EXPECT_EQ(facts(got), Lines{line("10:00", "rate norepinephrine 0 [unreadable]")});
    ASSERT_EQ(rejections(got).size(), 1U);
    EXPECT_EQ(rejections(got).front().substr(0, 63), "MedicationAdministration/m1 | rate:norepinephrine = 5 min | uni");
}

TEST(FhirMedication, FindsContainedAndReferencedMedications) {
    const std::string medication = R"({"resourceType": "Medication", "id": "tcz", "code": {"coding": [
        {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "612865"}]}})";
    const Lines dose{line("10:00", "give tocilizumab 0 [not recorded]")};
    EXPECT_EQ(facts(given(R"("contained": [)" + medication + R"(], "medicationReference": {"reference": "#tcz"})")),
              dose);
    const std::string by_id = administration(R"({"medicationReference": {"reference": "Medication/tcz"}})");
    EXPECT_EQ(facts(read(bundle({by_id, medication}))), dose);
    const std::string by_uuid = administration(R"({"medicationReference": {"reference": "urn:uuid:77"}})");
    EXPECT_EQ(facts(read(R"({"resourceType": "Bundle", "entry": [{"resource": )" + by_uuid +
                         R"(}, {"fullUrl": "urn:uuid:77", "resource": )" + medication + "}]}")),
              dose);
    EXPECT_EQ(facts(given(R"("medicationReference": {"reference": "Medication/9", "display": "tocilizumab"})")), dose);
    const std::string mixture = R"({"resourceType": "Medication", "id": "mix", "ingredient": [
        {"itemCodeableConcept": {"text": "Norepinephrine bitartrate"}}, {"itemCodeableConcept": {"text": "Dextrose 5 %"}}]})";
    EXPECT_EQ(facts(given(R"("status": "in-progress", "contained": [)" + mixture +
                          R"(], "medicationReference": {"reference": "#mix"})")),
              Lines{line("10:00", "rate norepinephrine 0 [not recorded]")});
}

TEST(FhirMedication, FollowsAnIngredientToItsSubstance) {
    const Lines runs{line("10:00", "rate norepinephrine 0 [not recorded]")};
    const std::string substance = R"({"resourceType": "Substance", "id": "s1", "code": {"text": "norepinephrine"}})";
    const std::string bag = R"({"resourceType": "Medication", "id": "bag", "contained": [)" + substance +
                            R"(], "ingredient": [{"itemReference": {"reference": "#s1"}}]})";
    const std::string running =
        administration(R"({"status": "in-progress", "medicationReference": {"reference": "Medication/bag"}})");
    EXPECT_EQ(facts(read(bundle({running, bag}))), runs);
    const std::string plain = R"({"resourceType": "Medication", "id": "bag",
        "ingredient": [{"itemReference": {"reference": "Substance/s1"}}]})";
    EXPECT_EQ(facts(read(bundle({running, plain, substance}))), runs);
}

TEST(FhirMedication, AMedicationThatWasNotSentIsNamed) {
    const FhirPatients got = given(R"("medicationReference": {"reference": "Medication/9"})");
    ASSERT_EQ(rejections(got).size(), 1U);
    EXPECT_EQ(rejections(got).front(),
              "MedicationAdministration/m1 | 'Medication/9' | this Medication was not sent; not used but as a record "
              "that drugs are charted here");
}

TEST(FhirMedication, AMedicationWithoutCodeOrNameIsSaidToHaveNone) {
    const std::string why =
        "MedicationAdministration/m1 | medication | neither a code nor a name says which drug it is; "
        "not used but as a record that drugs are charted here";
    const std::string bare = R"({"resourceType": "Medication", "id": "bare", "status": "active"})";
    EXPECT_EQ(rejections(
                  read(bundle({administration(R"({"medicationReference": {"reference": "Medication/bare"}})"), bare}))),
              Lines{why});
    EXPECT_EQ(rejections(given(R"("medicationCodeableConcept": {})")), Lines{why});
}

TEST(FhirMedication, AnInfusionOfAnUnknownDrugStaysOpen) {
    const FhirPatients got =
        given(named("Wonderpressin drip") + R"(, "dosage": {"rateQuantity": {"value": 5, "code": "mL/h"}}, )" +
              period("10:00", "12:00"));
    EXPECT_EQ(facts(got), (Lines{line("10:00", "rate unknown 'wonderpressin drip' 0 [not recorded]"),
                                 line("12:00", "rate unknown 'wonderpressin drip' 0 mL/h")}));
    EXPECT_EQ(rejections(got), Lines{"MedicationAdministration/m1 | 'Wonderpressin drip' | no drug of ours has this "
                                     "code or name; not used but as an infusion that may be a vasopressor"});
}

TEST(FhirMedication, AStopOfAnUnknownDrugIsNoDose) {
    for (const char* status : {"stopped", "on-hold"}) {
        EXPECT_EQ(facts(given(named("Wonderpressin drip") + R"(, "status": ")" + status + '"')),
                  Lines{line("10:00", "rate unknown 'wonderpressin drip' 0 mL/h")})
            << status;
    }
}

TEST(FhirMedication, FluidsLeaveTheNumberOfVasopressorsAlone) {
    const std::string rate = R"(, "status": "in-progress", "dosage": {"rateQuantity": {"value": 75, "code": "mL/h"}})";
    EXPECT_EQ(facts(given(named("Sodium Chloride 0.9% IV Solution") + rate)),
              Lines{line("10:00", "give unknown 'sodium chloride 0 9 iv solution' 0 [not recorded]")});
    EXPECT_EQ(facts(given(named("Wonderpressin in sodium chloride 0.9%") + rate)),
              Lines{line("10:00", "rate unknown 'wonderpressin in sodium chloride 0 9' 0 [not recorded]")});
}

TEST(FhirMedication, EyeDropsTreatNoStorm) {
    const FhirPatients got = given(coded("3264") + R"(, "dosage": {"route": {"text": "Ophthalmic route"}})");
    EXPECT_EQ(facts(got), Lines{});
    EXPECT_EQ(rejections(got).size(), 1U);
}

TEST(FhirMedication, AProductIsATherapy) {
    EXPECT_EQ(facts(given(named("Yescarta"))), Lines{line("10:00", "therapy axicabtagene_ciloleucel 0")});
    EXPECT_EQ(facts(given(coded("1987398"))), Lines{line("10:00", "therapy axicabtagene_ciloleucel 0")});
    EXPECT_EQ(facts(given(named("teclistamab") + R"(, "dosage": {"dose": {"value": 0.06, "code": "mg/kg"}})")),
              Lines{line("10:00", "therapy teclistamab 0.06 mg/kg")});
    EXPECT_EQ(facts(given(named("Yescarta") + R"(, "status": "not-done")")), Lines{});
}

TEST(FhirMedication, AStatusThatTellsNothingLeavesItOpen) {
    const FhirPatients got =
        given(norepinephrine + R"(, "status": "unknown", "dosage": {"rateQuantity": {"value": 5, "code": "ug/min"}})");
    EXPECT_EQ(facts(got), Lines{line("10:00", "rate norepinephrine 0 [unreadable]")});
    EXPECT_EQ(rejections(got).size(), 1U);
}

TEST(FhirMedication, ATimeThatCannotBeUsedGivesNothing) {
    const FhirPatients got = given(coded("612865") + R"(, "effectiveDateTime": "2026-03-03")");
    EXPECT_EQ(facts(got), Lines{});
    EXPECT_EQ(rejections(got).size(), 1U);
    EXPECT_EQ(facts(given(coded("612865") + R"(, "meta": {"lastUpdated": "2026-03-03T09:00:00Z"})")), Lines{});
}

TEST(FhirMedication, AnOrderIsNeverADose) {
    const std::string dose =
        R"(, "dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 640, "code": "mg"}}]}])";
    const auto ordered = [](const std::string& fields) { return read(request("{" + fields + "}")); };
    EXPECT_EQ(facts(ordered(coded("612865") + dose)),
              Lines{"2026-03-03T10:00:00Z order tocilizumab 640 mg from MedicationRequest/r1"});
    EXPECT_EQ(facts(ordered(coded("612865") + R"(, "status": "cancelled")")), Lines{});
    EXPECT_EQ(facts(ordered(coded("612865") + R"(, "intent": "proposal")")), Lines{});
    EXPECT_EQ(facts(ordered(coded("612865") + R"(, "doNotPerform": true)")), Lines{});
    EXPECT_EQ(rejections(ordered(coded("612865") + R"(, "authoredOn": "2026-03-03")")).size(), 1U);
}

TEST(FhirMedication, ATextThatNamesADrugIsTheDrugWhateverProductItSpeaksOf) {
    EXPECT_EQ(facts(given(named("tocilizumab 8 mg/kg IVPB (CAR-T CRS protocol)") +
                          R"(, "dosage": {"dose": {"value": 640, "code": "mg"}})")),
              Lines{line("10:00", "give tocilizumab 640 mg")});
    EXPECT_EQ(facts(given(named("dexamethasone premedication for teclistamab"))),
              Lines{line("10:00", "give dexamethasone 0 [not recorded]")});
    EXPECT_EQ(facts(given(named("IL-6 receptor antibody tocilizumab for CRS after bispecific"))),
              Lines{line("10:00", "give tocilizumab 0 [not recorded]")});
    EXPECT_EQ(facts(read(request("{" + named("tocilizumab for CAR-T CRS") + "}"))),
              Lines{"2026-03-03T10:00:00Z order tocilizumab 0 [not recorded] from MedicationRequest/r1"});
}

TEST(FhirMedication, AProductThatIsOnlySpokenOfIsNoTherapy) {
    for (const char* text : {"premedication for Yescarta", "CAR-T protocol fluids", "Tecvayli toxicity kit"}) {
        const FhirPatients got = given(named(text));
        for (const std::string& fact : facts(got)) EXPECT_EQ(fact.find("therapy"), std::string::npos) << fact;
        EXPECT_EQ(rejections(got).size(), 1U) << text;
    }
    EXPECT_EQ(facts(given(named("axicabtagene ciloleucel (Yescarta) suspension for IV infusion"))),
              Lines{line("10:00", "therapy axicabtagene_ciloleucel 0")});
}

TEST(FhirMedication, WordsBesideACodeMayTellThatADrugIsLocal) {
    const auto coded_as = [](std::string_view rxnorm, std::string_view text) {
        return R"("status": "in-progress", "medicationCodeableConcept": {"text": ")" + std::string(text) +
               R"(", "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
               std::string(rxnorm) + R"("}]})";
    };
    EXPECT_EQ(facts(given(coded_as("8163", "phenylephrine 0.5 % nasal spray"))), Lines{});
    EXPECT_EQ(facts(given(coded_as("8163", "phenylephrine 10 mg tablet"))), Lines{});
    EXPECT_EQ(facts(given(coded_as("3264", "dexamethasone 0.1 % ophthalmic drops"))), Lines{});
    EXPECT_EQ(facts(given(coded_as("8163", "phenylephrine 10 mg/250 mL"))),
              Lines{line("10:00", "rate phenylephrine 0 [not recorded]")});
    const FhirPatients block = given(named("bupivacaine 0.125 % with epinephrine 2 mcg/mL infusion") +
                                     R"(, "dosage": {"rateQuantity": {"value": 8, "code": "mL/h"}})");
    EXPECT_EQ(facts(block), Lines{});
    EXPECT_EQ(rejections(block).size(), 1U);
}

TEST(FhirMedication, AVasopressorByAnotherRouteDoesNotRun) {
    const auto by = [](const char* route) {
        return given(coded("3992") + R"(, "status": "in-progress", "dosage": {"route": )" + route + "}");
    };
    EXPECT_EQ(facts(by(R"({"text": "Oral"})")), Lines{});
    EXPECT_EQ(facts(by(R"({"text": "Epidural route"})")), Lines{});
    EXPECT_EQ(facts(by(R"({"coding": [{"system": "http://snomed.info/sct", "code": "404820008"}]})")), Lines{});
    EXPECT_EQ(facts(by(R"({"text": "Intravenous, central line"})")),
              Lines{line("10:00", "rate epinephrine 0 [not recorded]")});
}

TEST(FhirMedication, ADoseOfAnUnknownDrugByAPumpIsOver) {
    const std::string pumped =
        R"(, "dosage": {"dose": {"value": 500, "code": "mg"}, "rateQuantity": {"value": 100, "code": "mL/h"}})";
    EXPECT_EQ(facts(given(named("wonderpressin") + pumped)),
              Lines{line("10:00", "give unknown 'wonderpressin' 0 [not recorded]")});
    EXPECT_EQ(facts(given(named("wonderpressin") + R"(, "status": "in-progress")" + pumped)),
              Lines{line("10:00", "rate unknown 'wonderpressin' 0 [not recorded]")});
    EXPECT_EQ(facts(given(named("dextrose 5 % and NaCl 0.45 % with KCl 20 mEq/L infusion") +
                          R"(, "dosage": {"rateQuantity": {"value": 75, "code": "mL/h"}})")),
              Lines{line("10:00",
                         "give unknown 'dextrose 5 and nacl 0 45 with kcl 20 meq l infusion' 0 "
                         "[not recorded]")});
}

TEST(FhirMedication, TheEndOfWhatGoesOnIsAPlan) {
    const std::string runs = norepinephrine + R"(, "status": "in-progress", )" + period("10:00", "20:00");
    EXPECT_EQ(facts(given(runs)), Lines{line("10:00", "rate norepinephrine 0 [not recorded]")});
    EXPECT_EQ(rejections(given(runs)), Lines{});
    const std::string later = observation(R"({"effectiveDateTime": "2026-03-03T21:00:00Z", "valueQuantity":
        {"value": 38.6, "code": "Cel"}, "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}})");
    const FhirPatients passed = read(bundle({administration("{" + runs + "}"), later}));
    EXPECT_EQ(facts(passed).size(), 2U);
    ASSERT_EQ(rejections(passed).size(), 1U);
    EXPECT_NE(rejections(passed).front().find("2026-03-03T20:00:00Z has passed"), std::string::npos);
}

std::string run_of(std::string_view id, std::string_view status, const std::string& when) {
    return administration("{" + norepinephrine + R"(, "id": ")" + std::string(id) + R"(", "status": ")" +
                          std::string(status) + R"(", )" + when + "}");
}

TEST(FhirMedication, TheEndOfOneRecordStopsNoOtherThatIsOpen) {
    const std::string a = run_of("a", "completed", period("10:00", "12:00"));
    const auto last_with = [&](const std::string& b) { return facts(read(bundle({a, b}))).back(); };
    EXPECT_EQ(last_with(run_of("b", "unknown", period("11:00", ""))),
              "2026-03-03T11:00:00Z rate norepinephrine 0 [unreadable] from MedicationAdministration/b");
    EXPECT_EQ(last_with(run_of("b", "completed", period("11:00", ""))),
              "2026-03-03T11:00:00Z rate norepinephrine 0 [not recorded] from MedicationAdministration/b");
    // Two records of one start, of which one goes on: nothing stops.
    EXPECT_EQ(last_with(run_of("b", "in-progress", period("10:00", ""))),
              "2026-03-03T10:00:00Z rate norepinephrine 0 [not recorded] from MedicationAdministration/a");
    EXPECT_EQ(last_with(run_of("b", "completed", period("10:30", "11:00"))),
              "2026-03-03T12:00:00Z rate norepinephrine 0 mL/h from MedicationAdministration/a");
}

TEST(FhirMedication, AChangeOfRateIsNoOtherDose) {
    const auto toci = [](std::string_view id, std::string_view at, std::string_view rest) {
        return administration("{" + coded("612865") + R"(, "id": ")" + std::string(id) +
                              R"(", "effectiveDateTime": "2026-03-03T)" + std::string(at) + R"(:00Z", )" +
                              std::string(rest) + "}");
    };
    const std::string first = toci("a", "10:10", R"("status": "in-progress", "dosage": {
        "dose": {"value": 640, "code": "mg"}, "rateQuantity": {"value": 50, "code": "mL/h"}})");
    const std::string faster = toci("b", "10:25", R"("dosage": {"rateQuantity": {"value": 100, "code": "mL/h"}})");
    const std::string over = toci("c", "11:10", R"("status": "stopped", "dosage": {
        "rateQuantity": {"value": 0, "code": "mL/h"}})");
    const std::string next = toci("d", "19:00", R"("dosage": {"rateQuantity": {"value": 50, "code": "mL/h"}})");
    EXPECT_EQ(facts(read(bundle({next, over, faster, first}))),
              (Lines{"2026-03-03T10:10:00Z give tocilizumab 640 mg from MedicationAdministration/a",
                     "2026-03-03T19:00:00Z give tocilizumab 0 [not recorded] from MedicationAdministration/d"}));
}

TEST(FhirMedication, WhatIsOnHoldRanUntilThen) {
    const std::string held = norepinephrine + R"(, "status": "on-hold", )" + period("10:00", "");
    EXPECT_EQ(
        facts(given(held + R"(, "meta": {"lastUpdated": "2026-03-03T13:00:00Z"})")),
        (Lines{line("10:00", "rate norepinephrine 0 [not recorded]"), line("13:00", "rate norepinephrine 0 mL/h")}));
    EXPECT_EQ(facts(given(held)), Lines{line("10:00", "rate norepinephrine 0 [unreadable]")});
    EXPECT_EQ(rejections(given(held)).size(), 1U);
}

TEST(FhirMedication, ARefusedInfusionOfAnUnknownDrugStaysOpen) {
    const std::string rate =
        R"(, "status": "unknown", "dosage": {"rateQuantity": {"value": 0.1, "code": "ug/kg/min"}})";
    EXPECT_EQ(facts(given(named("metaraminol") + rate)),
              Lines{line("10:00", "rate unknown 'metaraminol' 0 [unreadable]")});
    EXPECT_EQ(facts(given(named("dextrose 5 %") + rate)), Lines{});
}

TEST(FhirMedication, ABolusIsFoundInWhateverOrderItsWordsCome) {
    for (const char* text : {"sodium chloride 0.9 % 500 mL bolus", "NaCl 0.9 % bolus", "bolus normal saline 500mL"}) {
        EXPECT_EQ(facts(given(named(text))), Lines{line("10:00", "give sodium_chloride_bolus 0 [not recorded]")})
            << text;
    }
    for (const char* text : {"lactated ringers IV bolus 1000 mL", "Lactated Ringer's 500 mL bolus"}) {
        EXPECT_EQ(facts(given(named(text))), Lines{line("10:00", "give lactated_ringers_bolus 0 [not recorded]")})
            << text;
    }
    EXPECT_EQ(facts(given(named("albumin human 5 % 250 mL bolus"))),
              Lines{line("10:00", "give albumin_bolus 0 [not recorded]")});
    EXPECT_EQ(facts(given(named("amiodarone bolus in NaCl 0.9 %"))),
              Lines{line("10:00", "give amiodarone 0 [not recorded]")});
    EXPECT_EQ(facts(given(named("sodium chloride 3 % bolus"))),
              Lines{line("10:00", "give unknown 'sodium chloride 3 bolus' 0 [not recorded]")});
}

}  // namespace
}  // namespace stormkeel
