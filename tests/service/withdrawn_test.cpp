// Who acted on an alert hears that there was no reason for it, and nobody hears it of what only changed.
#include <gtest/gtest.h>

#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

class Withdrawn : public testing::Test {
protected:
    Withdrawn() {
        take("10:01", row("09:00", "therapy", "axicabtagene_ciloleucel", ""));
        take("10:01", row("09:00", "weight", "80", "kg"));
        take("10:01", row("10:00", "temperature", "38.6", "Cel"));
        take("10:01", row("10:00", "systolic_bp", "118", "mm[Hg]"));
        take("10:01", row("10:00", "spo2", "96", "%"));
        take("10:01", row("10:00", "oxygen_device", "room_air", ""));
        take("10:31", infusion("in-progress"));
    }

    static Instant at(const std::string& time) { return *parse_instant("2026-03-03T" + time + ":00Z"); }

    static Incoming row(const std::string& time, const std::string& item, const std::string& value,
                        const std::string& unit) {
        return {"p1", RecordForm::chart_row, "api " + item + time, {}, text_of({to_text(at(time)), item, value, unit})};
    }

    static Incoming infusion(const std::string& status, const std::string& end = {}) {
        return {"p1",
                RecordForm::fhir,
                "MedicationAdministration/m1",
                {},
                R"({"resourceType":"MedicationAdministration","id":"m1","status":")" + status +
                    R"(","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"norepinephrine"},
                    "effectivePeriod":{"start":"2026-03-03T10:30:00Z")" +
                    (end.empty() ? "" : R"(,"end":"2026-03-03T)" + end + ":00Z\"") +
                    R"(},"dosage":{"rateQuantity":{"value":0.05,"code":"ug/kg/min"}}})"};
    }

    void take(const std::string& time, const Incoming& incoming) {
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{incoming}, at(time))));
    }

    const Alert* open(std::string_view condition) const {
        for (const Alert& alert : ward.patient("p1")->alerts) {
            if (alert.condition == condition) return &alert;
        }
        return nullptr;
    }

    void acknowledge(const std::string& time, std::string_view condition) {
        ASSERT_NE(open(condition), nullptr) << condition;
        ward.answer({open(condition)->number, AlertState::acknowledged, "nurse-1", {}, {}}, at(time));
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

TEST_F(Withdrawn, WhoAcknowledgedWhatRestedOnARecordThatIsTakenBackIsTold) {
    for (const char* condition : {"crs", "crs_rise", "treatment"}) acknowledge("10:32", condition);
    EXPECT_EQ(open("withdrawn"), nullptr);
    take("10:40", infusion("entered-in-error"));
    ASSERT_NE(open("withdrawn"), nullptr);
    EXPECT_EQ(open("withdrawn")->priority, AlarmPriority::medium);
    EXPECT_EQ(open("withdrawn")->state, AlertState::raised);
    EXPECT_EQ(open("withdrawn")->text.find("what was acknowledged rested on a record that was taken back"), 0U)
        << open("withdrawn")->text;
    EXPECT_EQ(open("withdrawn")->words, "crs treatment")
        << "a rise is over with the next answer, whatever that rests on";
    take("10:50", row("10:50", "heart_rate", "90", "/min"));
    ASSERT_NE(open("withdrawn"), nullptr) << "until somebody has seen it";
    acknowledge("10:51", "withdrawn");
    EXPECT_EQ(open("withdrawn"), nullptr);
}

TEST_F(Withdrawn, WhoseRecordWasAnothersIsToldOfThemWhomItIsTakenFrom) {
    acknowledge("10:32", "treatment");
    Incoming moved = infusion("in-progress");
    moved.patient = "p2";
    moved.text.replace(moved.text.find("Patient/p1"), 10, "Patient/p2");
    take("10:40", moved);
    EXPECT_NE(open("withdrawn"), nullptr);
}

TEST_F(Withdrawn, AnotherValueOfAFinalResultIsACorrectionWhateverItsStatus) {
    const auto rate = [](const std::string& value) {
        return Incoming{"p1",
                        RecordForm::fhir,
                        "Observation/o1",
                        {},
                        R"({"resourceType":"Observation","id":"o1","status":"final",
                            "subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:35:00Z",
                            "code":{"coding":[{"system":"urn:stormkeel:item","code":"rate:norepinephrine"}]},
                            "valueQuantity":{"value":)" +
                            value + R"(,"code":"ug/kg/min"}})"};
    };
    take("10:33", infusion("completed", "10:32"));
    take("10:36", rate("0.05"));
    acknowledge("10:37", "crs");
    take("10:38", row("10:38", "heart_rate", "90", "/min"));
    EXPECT_EQ(open("withdrawn"), nullptr);
    take("10:40", rate("0"));
    ASSERT_NE(open("withdrawn"), nullptr);
    EXPECT_EQ(open("withdrawn")->words, "crs");
    acknowledge("10:41", "withdrawn");
    take("10:42", rate("0.0"));
    EXPECT_EQ(open("withdrawn"), nullptr) << "it does not raise itself again";
}

TEST_F(Withdrawn, AnotherDrugThanWasChartedIsACorrection) {
    acknowledge("10:32", "crs");
    Incoming other = infusion("in-progress");
    other.text.replace(other.text.find("norepinephrine"), 14, "acetaminophen");
    take("10:40", other);
    EXPECT_NE(open("withdrawn"), nullptr);
}

TEST_F(Withdrawn, AnAlertThatNobodyHasSeenIsThereItself) {
    take("10:40", infusion("entered-in-error"));
    EXPECT_EQ(open("withdrawn"), nullptr);
    ASSERT_NE(open("crs"), nullptr);
}

TEST_F(Withdrawn, AnInfusionThatEndsTakesNothingBack) {
    acknowledge("10:32", "crs");
    take("10:46", infusion("completed", "10:45"));
    EXPECT_EQ(open("withdrawn"), nullptr);
}

}  // namespace
}  // namespace stormkeel
