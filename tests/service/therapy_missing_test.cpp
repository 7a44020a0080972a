// Who may be at grade 3 and has no therapy charted is told of once, with what is to be done; who never had one is not.
#include <gtest/gtest.h>

#include <algorithm>

#include "service/watched_ward.h"

namespace stormkeel {
namespace {

class TherapyMissing : public testing::Test {
protected:
    TherapyMissing() { ward.open(first_moment); }

    void chart(const std::string& patient, const std::string& item, const std::string& value, const std::string& unit) {
        const ChartedFact fact{to_text(first_moment), item, value, unit};
        const Incoming incoming{patient, RecordForm::chart_row, patient + " " + item, {}, text_of(fact)};
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.ward.take(std::vector{incoming}, after(minutes(1)))));
    }
    std::vector<Alert> alerts(const std::string& patient) const { return ward.ward.patient(patient)->alerts; }

    MemoryStore store;
    Watched ward{store};
};

TEST_F(TherapyMissing, OfAPatientWithFeverAndAVasopressorIsAskedForUntilItIsCharted) {
    chart("p1", "temperature", "39.0", "Cel");
    chart("p1", "oxygen_device", "room_air", "");
    chart("p1", "spo2", "96", "%");
    chart("p1", "systolic_bp", "80", "mm[Hg]");
    EXPECT_TRUE(alerts("p1").empty()) << "grade 2 at most";
    chart("p1", "rate:norepinephrine", "0.05", "ug/kg/min");
    ASSERT_EQ(alerts("p1").size(), 1U);
    EXPECT_EQ(alerts("p1")[0].condition, "therapy");
    EXPECT_EQ(alerts("p1")[0].priority, AlarmPriority::medium);
    EXPECT_NE(alerts("p1")[0].text.find("no therapy is charted: chart its product"), std::string::npos);
    ward.ward.answer({alerts("p1")[0].number, AlertState::declined, "dr", "had none: sepsis", {}}, after(minutes(2)));
    chart("p1", "heart_rate", "120", "/min");
    EXPECT_EQ(alerts("p1")[0].state, AlertState::declined) << "said once, it is not asked again";
    const ChartedFact therapy{to_text(first_moment - hours(48)), "therapy", "axicabtagene_ciloleucel", ""};
    const Incoming incoming{"p1", RecordForm::chart_row, "p1 therapy", {}, text_of(therapy)};
    EXPECT_TRUE(std::holds_alternative<Taken>(ward.ward.take(std::vector{incoming}, after(minutes(3)))));
    EXPECT_TRUE(
        std::any_of(ward.ward.patient("p1")->alerts.begin(), ward.ward.patient("p1")->alerts.end(),
                    [](const Alert& one) { return one.condition == "crs" && one.priority == AlarmPriority::high; }));
    EXPECT_TRUE(std::none_of(ward.ward.patient("p1")->alerts.begin(), ward.ward.patient("p1")->alerts.end(),
                             [](const Alert& one) { return one.condition == "therapy"; }));
}

TEST_F(TherapyMissing, OfWhomLittleIsKnownIsAskedForByTheAnswerAlone) {
    chart("p2", "heart_rate", "80", "/min");
    chart("p3", "temperature", "39.0", "Cel");
    chart("p4", "temperature", "37.0", "Cel");
    chart("p4", "rate:norepinephrine", "0.05", "ug/kg/min");
    for (const std::string patient : {"p2", "p3", "p4"}) EXPECT_TRUE(alerts(patient).empty()) << patient;
    EXPECT_EQ(ward.ward.patient("p2")->assessment.crs.at_most, 4);
}

}  // namespace
}  // namespace stormkeel
