// Two charts that became one are told of for a day, and of two weights that differ none gives a dose.
#include <gtest/gtest.h>

#include "adapters/assessment_json.h"
#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/ward_json.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant noon_of_charts = *parse_instant("2026-03-03T12:00:00Z");

struct JoinedChartsTest : testing::Test {
    JoinedChartsTest() { EXPECT_TRUE(std::holds_alternative<Done>(ward.open(noon_of_charts))); }

    void chart(const std::string& id, const std::string& time, const std::string& item, const std::string& value,
               const std::string& unit, Instant now = noon_of_charts) {
        const std::string text = R"({"time":"2026-03-)" + time + R"(Z","item":")" + item + R"(","value":")" + value +
                                 R"(","unit":")" + unit + "\"}";
        const Incoming row{id, RecordForm::chart_row, "row " + std::to_string(++number), {}, text};
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{row}, now)));
    }
    // Grade 2 by a low pressure without a vasopressor.
    void chart_grade_two(const std::string& id, const std::string& weight) {
        chart(id, "01T09:00:00", "therapy", "axicabtagene_ciloleucel", "");
        chart(id, id == "p" ? "03T09:00:00" : "03T10:00:00", "weight", weight, "kg");
        chart(id, "03T11:30:00", "temperature", "39.1", "Cel");
        chart(id, "03T11:30:00", "systolic_bp", "84", "mm[Hg]");
        chart(id, "03T11:30:00", "spo2", "97", "%");
        chart(id, "03T11:30:00", "oxygen_device", "room_air", "");
        const Incoming born{
            id, RecordForm::chart_row, "born " + id, {}, text_of(ChartedFact{"1961-05-02", "birth_date", "", ""})};
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{born}, noon_of_charts)));
    }
    void message(const std::string& event, const std::string& rest) {
        const std::string control = std::to_string(++number);
        const Incoming sent{"p",
                            RecordForm::hl7v2,
                            "HL7 ADT|H|" + control,
                            {},
                            "MSH|^~\\&|ADT|H|S|W|202603031200" + std::to_string(10 + number % 50) + "+0000||" + event +
                                "|" + control + "|P|2.5.1\r" + rest};
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{sent}, noon_of_charts)));
    }
    void join() { message("ADT^A40^ADT_A39", "EVN|A40\rPID|1||p\rMRG|q\r"); }

    static std::string answer_in(const LiveWard& ward) {
        return assessment_json(ward.patient("p")->assessment, RejectedRecords::listed);
    }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
    int number = 0;
};

TEST_F(JoinedChartsTest, WhoseWeightsDifferAskForOneBeforeADose) {
    chart_grade_two("p", "60");
    chart_grade_two("q", "90");
    ASSERT_TRUE(has(answer_in(ward), "480 mg")) << "8 mg/kg of 60 kg: " << answer_in(ward);
    join();
    const std::string joined = answer_in(ward);
    for (const std::string figure : {"720 mg", "480 mg"}) EXPECT_FALSE(has(joined, figure)) << joined;
    EXPECT_TRUE(has(joined, "tell weights that differ by more than 10 %")) << joined;
    LiveWard again(store, built_in_ward_knowledge());
    again.open(noon_of_charts);
    EXPECT_EQ(answer_in(again), joined) << "after a start";
    chart("q", "03T12:10:00", "weight", "88", "kg", noon_of_charts + minutes(10));
    EXPECT_TRUE(has(answer_in(ward), "704 mg")) << answer_in(ward);
}

TEST_F(JoinedChartsTest, WhoseWeightsAreNearlyTheSameGiveTheDose) {
    chart_grade_two("p", "60");
    chart_grade_two("q", "66");
    join();
    EXPECT_TRUE(has(answer_in(ward), "528 mg")) << answer_in(ward);
}

TEST_F(JoinedChartsTest, AreToldOfForADay) {
    chart_grade_two("p", "60");
    EXPECT_TRUE(has(ward_json(ward), R"("charts_joined_at":null)"));
    chart_grade_two("q", "90");
    join();
    EXPECT_TRUE(has(ward_json(ward), R"("charts_joined_at":"2026-03-03T12:00:00Z")")) << ward_json(ward);
    LiveWard again(store, built_in_ward_knowledge());
    again.open(noon_of_charts + hours(23));
    EXPECT_TRUE(has(ward_json(again), R"("charts_joined_at":"2026-03-03T12:00:00Z")")) << "after a start";
    chart("p", "04T12:00:00", "temperature", "38.6", "Cel", noon_of_charts + hours(24));
    EXPECT_TRUE(has(ward_json(ward), R"("charts_joined_at":null)")) << ward_json(ward);
}

TEST_F(JoinedChartsTest, AreTwoAgainAfterAnA37) {
    chart_grade_two("p", "60");
    const std::string before = answer_in(ward);
    chart_grade_two("q", "90");
    join();
    message("ADT^A37^ADT_A37", "EVN|A37\rPID|1||p\rPID|1||q\r");
    EXPECT_EQ(answer_in(ward), before);
    EXPECT_FALSE(has(ward_json(ward), R"("charts_joined_at":"2)")) << ward_json(ward);
}

}  // namespace
}  // namespace stormkeel
