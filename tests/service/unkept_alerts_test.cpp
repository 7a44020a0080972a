// While the disk is full the clocks of the patients' alerts run on: what they bring is shown, told once, and kept once
// there is room.
#include <gtest/gtest.h>

#include <algorithm>

#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/moments.h"
#include "service/ward_json.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

Incoming row_of_unkept(const std::string& patient, Instant at, const std::string& item, const std::string& value,
                       const std::string& unit = "") {
    const ChartedFact charted{to_text(at), item, value, unit};
    return {patient, RecordForm::chart_row, patient + " " + to_text(at) + " " + item, {}, text_of(charted)};
}

struct UnkeptAlerts : testing::Test {
    UnkeptAlerts() {
        EXPECT_TRUE(std::holds_alternative<Done>(ward.open(after(minutes(0)))));
        for (const std::string id : {"a", "b"}) {
            const std::vector<Incoming> rows{
                row_of_unkept(id, after(hours(-20)), "therapy", "axicabtagene_ciloleucel"),
                row_of_unkept(id, after(hours(-10)), "weight", "80", "kg"),
                row_of_unkept(id, after(minutes(-5)), "temperature", "38.6", "Cel"),
                row_of_unkept(id, after(minutes(-5)), "rate:norepinephrine", "0.05", "ug/kg/min")};
            EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(rows, after(minutes(0)))));
        }
        answer("b", after(minutes(0)));
    }
    const Alert& kept(const std::string& id) const { return crs_in(ward.patient(id)->alerts); }
    const Alert& shown(const std::string& id) const { return crs_in(ward.shown(*ward.patient(id)).alerts); }
    static const Alert& crs_in(const std::vector<Alert>& alerts) {
        return *std::find_if(alerts.begin(), alerts.end(), [](const Alert& each) { return each.condition == "crs"; });
    }
    void answer(const std::string& id, Instant at) {
        const auto done = ward.answer({kept(id).number, AlertState::acknowledged, "nurse-1", {}, {}}, at);
        ASSERT_TRUE(std::holds_alternative<std::optional<Alert>>(done));
    }
    void fill() { store.problem = StoreProblem{StoreProblem::Kind::full, "no space"}; }
    // As the ward does it, four times a second.
    void pass_until(int minute) {
        for (Instant at = passed; at <= after(minutes(minute)); at = at + seconds(15)) {
            ward.pass_time(at);
            passed = at + seconds(15);
            for (const WardEvent& event : ward.take_unkept_news()) {
                EXPECT_EQ(event.number, 0U);
                if (event.json.find(R"("condition":"crs")") != std::string::npos) ++news[event.patient];
            }
        }
    }
    std::size_t rows_of(const std::string& condition, const std::string& id) const {
        const auto& rows = store.all.alerts;
        return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const Alert& row) {
            return row.condition == condition && row.patient == id;
        }));
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
    Instant passed = after(seconds(15));
    std::map<std::string, int> news;
};

TEST_F(UnkeptAlerts, GoOnToTheNextPersonsAndComeAgain) {
    const std::size_t kept_of_a = rows_of("crs", "a");
    const std::size_t kept_of_b = rows_of("crs", "b");
    fill();
    pass_until(2);
    EXPECT_EQ(shown("a").told, 2U);
    pass_until(5);
    EXPECT_EQ(shown("a").told, 3U);
    EXPECT_EQ(shown("b").state, AlertState::acknowledged);
    pass_until(15);
    EXPECT_EQ(shown("b").state, AlertState::raised);
    EXPECT_EQ(shown("b").told, 1U);
    EXPECT_EQ(news["b"], 1);
    pass_until(30);
    EXPECT_EQ(shown("b").told, 3U);
    EXPECT_EQ(news["b"], 5) << "at 15, 17, 20, 25 and 30 minutes";
    EXPECT_EQ(news["a"], 7) << "at 2, 5, 10, 15, 20, 25 and 30 minutes";
    EXPECT_EQ(kept("a").told, 1U) << "of which nothing is kept";
    EXPECT_EQ(shown("a").number, kept("a").number) << "it can be answered once there is room";
    const std::string board = ward_json(ward);
    EXPECT_EQ(board.find(R"("state":"acknowledged")"), std::string::npos) << board;
    const std::string wall = kiosk_alerts_json(ward, {}, [](const Alert&) { return true; });
    EXPECT_EQ(wall.find(R"("state":"acknowledged")"), std::string::npos) << wall;
    store.problem.reset();
    pass_until(31);
    EXPECT_EQ(rows_of("crs", "a"), kept_of_a + 1) << "once";
    EXPECT_EQ(rows_of("crs", "b"), kept_of_b + 1);
    EXPECT_EQ(kept("a").told, 3U);
    EXPECT_EQ(kept("b").state, AlertState::raised);
    EXPECT_EQ(kept("a").changed_at, after(minutes(30)));
    EXPECT_EQ(kept("a").late, seconds(15)) << "kept so long after it was told";
    EXPECT_EQ(shown("a").told, kept("a").told);
}

// What was never kept has no number, and is counted once.
TEST_F(UnkeptAlerts, AreRaisedWithoutANumberUntilTheyAreKept) {
    const std::vector<Incoming> gone{row_of_unkept("c", after(hours(-20)), "therapy", "axicabtagene_ciloleucel"),
                                     row_of_unkept("c", after(hours(-10)), "weight", "80", "kg"),
                                     row_of_unkept("c", after(minutes(0)), "temperature", "38.6", "Cel"),
                                     row_of_unkept("c", after(minutes(0)), "systolic_bp", "118", "mm[Hg]"),
                                     row_of_unkept("c", after(minutes(0)), "spo2", "96", "%")};
    ASSERT_TRUE(std::holds_alternative<Taken>(ward.take(gone, after(minutes(0)))));
    const std::size_t before = ward.patient("c")->alerts.size();
    fill();
    for (int hour = 1; hour <= 12 && ward.shown(*ward.patient("c")).alerts.size() == before; ++hour) {
        ward.pass_time(after(hours(hour)));
    }
    const auto alerts = ward.shown(*ward.patient("c")).alerts;
    ASSERT_GT(alerts.size(), before) << "a check that is overdue";
    const Alert raised = alerts.back();
    EXPECT_EQ(raised.number, 0U);
    EXPECT_NE(ward_json(ward).find(raised.condition), std::string::npos);
    EXPECT_EQ(rows_of(raised.condition, "c"), 0U);
    const Instant room = raised.changed_at + minutes(7);
    store.problem.reset();
    ward.pass_time(room);
    EXPECT_GE(rows_of(raised.condition, "c"), 1U);
    const auto& rows = store.all.alerts;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Alert& each) {
        return each.patient == "c" && each.condition == raised.condition;
    });
    EXPECT_GT(row->number, 0U);
    EXPECT_GE(row->late, minutes(7));
    std::set<std::uint64_t> numbers;
    for (const auto& [id, patient] : ward.patients()) {
        for (const Alert& each : patient.alerts) EXPECT_TRUE(numbers.insert(each.number).second) << each.number;
    }
}

TEST_F(UnkeptAlerts, GiveWayToWhatAPersonAnswersOnceThereIsRoom) {
    fill();
    pass_until(10);
    ASSERT_EQ(shown("a").told, 3U);
    store.problem.reset();
    answer("a", after(minutes(11)));
    EXPECT_EQ(shown("a").state, AlertState::acknowledged);
    pass_until(12);
    EXPECT_EQ(kept("a").state, AlertState::acknowledged);
}

TEST_F(UnkeptAlerts, OutlastARefusedWrite) {
    fill();
    pass_until(5);
    const std::vector<Incoming> refused{row_of_unkept("a", after(minutes(4)), "temperature", "39.6", "Cel")};
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.take(refused, after(minutes(5)))));
    EXPECT_EQ(shown("a").told, 3U);
    EXPECT_NE(ward_json(ward).find(R"("told":3)"), std::string::npos);
    store.problem.reset();
    EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(refused, after(minutes(6)))));
    EXPECT_EQ(kept("a").told, 3U);
}

}  // namespace
}  // namespace stormkeel
