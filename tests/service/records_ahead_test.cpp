// A record whose time lies ahead of the ward's clock: a dose holds the next one back from its receipt, an allergy
// counts from there.
#include <gtest/gtest.h>

#include "adapters/fhir.h"
#include "service/fhir_intake.h"
#include "service/watched_ward.h"

namespace stormkeel {
namespace {

// Grade 2 two days after CAR-T, so that tocilizumab is due.
class RecordsAhead : public testing::Test {
protected:
    RecordsAhead() {
        ward.open(first_moment);
        const ChartedFact born{"1961-05-02", "birth_date", "", ""};
        take({"p1", RecordForm::chart_row, "api born", {}, text_of(born)});
        chart(first_moment - hours(48), "therapy", "axicabtagene_ciloleucel", "");
        chart(first_moment - hours(24), "weight", "80", "kg");
        look_at_patient();
    }

    void look_at_patient() {
        const Instant seen = now - minutes(1);
        chart(seen, "give:anakinra", "100", "mg");
        chart(seen, "temperature", "38.6", "Cel");
        chart(seen, "systolic_bp", "118", "mm[Hg]");
        chart(seen, "spo2", "96", "%");
        chart(seen, "oxygen_device", "nasal_cannula", "");
        chart(seen, "oxygen_flow", "2", "L/min");
    }

    void chart(Instant at, const std::string& item, const std::string& value, const std::string& unit) {
        const ChartedFact fact{to_text(at), item, value, unit};
        take({"p1", RecordForm::chart_row, "api " + item + to_text(at), {}, text_of(fact)});
    }
    void take(const Incoming& incoming) {
        last = std::get<Taken>(ward.ward.take(std::vector{incoming}, now)).records.at(0);
    }
    // As POST /fhir does; the issue of it.
    std::string post(const std::string& resource) {
        FhirIntake intake = read_fhir_intake({resource}, ward.ward, now);
        if (intake.parts.at(0).record) take(*intake.parts.at(0).record);
        return intake.parts.at(0).issue;
    }
    const Assessment& answer() const { return ward.ward.patient("p1")->assessment; }
    const Recommendation* tocilizumab() const {
        for (const Recommendation& made : answer().recommendations) {
            if (made.item == "tocilizumab" && made.action != Action::avoid) return &made;
        }
        return nullptr;
    }
    std::string says() const {
        const Recommendation* made = tocilizumab();
        if (made == nullptr) return "nothing";
        return made->action == Action::ask ? "ask" : made->not_before ? "later" : "give";
    }
    std::string statement() const { return tocilizumab() == nullptr ? "none" : tocilizumab()->statement; }
    std::string treatment() const {
        for (const Alert& alert : ward.ward.patient("p1")->alerts) {
            if (alert.condition == "treatment" && !alert.over) return alert.text;
        }
        return "none";
    }
    void pass(Duration length) {
        now = now + length;
        ward.ward.pass_time(now);
    }
    static std::string allergy(Instant recorded) {
        return R"({"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"},
                   "recordedDate": ")" +
               to_text(recorded) + R"(", "code": {"text": "tocilizumab"}})";
    }
    static std::string dose(Instant at) {
        return R"({"resourceType": "MedicationAdministration", "id": "m1", "status": "completed",
                   "subject": {"reference": "Patient/p1"}, "medicationCodeableConcept": {"text": "tocilizumab"},
                   "effectiveDateTime": ")" +
               to_text(at) + R"(", "dosage": {"dose": {"value": 640, "code": "mg"}}})";
    }

    MemoryStore store;
    Watched ward{store};
    Instant now = first_moment + minutes(1);
    Taken::One last;
};

TEST_F(RecordsAhead, WithoutOneTocilizumabIsDue) {
    EXPECT_EQ(says(), "give");
    EXPECT_NE(treatment().find("tocilizumab"), std::string::npos) << treatment();
}

TEST_F(RecordsAhead, ADoseAFewMinutesAheadHoldsTheNextBackAndCountsAtItsTime) {
    chart(now + seconds(240), "give:tocilizumab", "640", "mg");
    EXPECT_EQ(last.outcome, Taken::Outcome::kept);
    EXPECT_EQ(says(), "ask");
    EXPECT_EQ(treatment().find("give tocilizumab"), std::string::npos) << treatment();
    pass(seconds(240));
    EXPECT_NE(says(), "give");
    EXPECT_NE(says(), "ask");
}

TEST_F(RecordsAhead, ByFhirAlike) {
    EXPECT_EQ(post(dose(now + seconds(240))), "");
    EXPECT_EQ(says(), "ask");
    pass(seconds(240));
    EXPECT_NE(says(), "give");
}

TEST_F(RecordsAhead, AnAllergyCountsFromItsReceipt) {
    chart(now + seconds(240), "allergy", "tocilizumab", "");
    EXPECT_EQ(last.outcome, Taken::Outcome::kept);
    EXPECT_EQ(statement(), "MGMT.toci.allergy_ask");
}

TEST_F(RecordsAhead, AnAllergyByFhirCountsFromItsReceiptToo) {
    EXPECT_EQ(post(allergy(now + seconds(240))), "");
    EXPECT_EQ(statement(), "MGMT.toci.allergy_ask");
}

TEST_F(RecordsAhead, AnAllergyWithARecordedDateOfNextYearIsKeptAndCounts) {
    EXPECT_EQ(post(allergy(now + hours(24 * 365))), "");
    EXPECT_EQ(statement(), "MGMT.toci.allergy_ask");
}

TEST_F(RecordsAhead, AnAllergyThatIsChartedFarAheadCounts) {
    chart(now + hours(5), "allergy", "tocilizumab", "");
    EXPECT_EQ(last.outcome, Taken::Outcome::kept);
    EXPECT_EQ(statement(), "MGMT.toci.allergy_ask");
}

TEST_F(RecordsAhead, ADoseThatIsRefusedForItsTimeIsAskedAboutByEachDoor) {
    chart(now + minutes(30), "give:tocilizumab", "640", "mg");
    EXPECT_EQ(last.outcome, Taken::Outcome::rejected);
    EXPECT_EQ(says(), "ask");
    pass(hours(24));
    look_at_patient();
    EXPECT_EQ(says(), "give") << "before it came, if it was given: 24 h ago";
}

TEST_F(RecordsAhead, AResourceOfADoseThatIsRefusedForItsTimeIsKeptAndAskedAbout) {
    EXPECT_NE(post(dose(now + minutes(30))).find("more than 5 minutes after"), std::string::npos);
    EXPECT_EQ(last.outcome, Taken::Outcome::rejected);
    EXPECT_EQ(says(), "ask");
}

}  // namespace
}  // namespace stormkeel
