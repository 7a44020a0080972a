// Who comes first on the board.
#include "service/board_order.h"

#include <gtest/gtest.h>

#include <deque>

#include "service/memory_store.h"
#include "service/moments.h"
#include "service/ward_json.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

Alert alert_in_state(AlarmPriority priority, AlertState state) {
    Alert alert;
    alert.priority = priority;
    alert.state = state;
    return alert;
}

const Alert unseen_high = alert_in_state(AlarmPriority::high, AlertState::raised);
const Alert snoozed_high = alert_in_state(AlarmPriority::high, AlertState::snoozed);
const Alert seen_high = alert_in_state(AlarmPriority::high, AlertState::acknowledged);
const Alert declined_high = alert_in_state(AlarmPriority::high, AlertState::declined);
const Alert unseen_medium = alert_in_state(AlarmPriority::medium, AlertState::raised);
const Alert seen_medium = alert_in_state(AlarmPriority::medium, AlertState::acknowledged);
const Alert unseen_low = alert_in_state(AlarmPriority::low, AlertState::raised);

// Patients as they come, by id.
class Board {
public:
    WardPatient& add(const std::string& id, int crs, std::vector<Alert> alerts = {}) {
        PatientRecord& record = records_.emplace_back(id);
        WardPatient& patient = patients_.emplace_back();
        patient.record = &record;
        patient.assessment.as_of = after(hours(1));
        patient.assessment.crs.at_least = patient.assessment.crs.at_most = crs;
        patient.assessment.icans.at_most = 0;
        patient.alerts = std::move(alerts);
        return patient;
    }
    void add_dead(const std::string& id, int crs, std::vector<Alert> alerts = {}) {
        add(id, crs, std::move(alerts)).assessment.died = true;
    }
    std::string order() const {
        std::vector<const WardPatient*> all;
        for (const WardPatient& patient : patients_) all.push_back(&patient);
        put_most_urgent_first(all);
        std::string ids;
        for (const WardPatient* patient : all) ids += (ids.empty() ? "" : " ") + patient->record->patient();
        return ids;
    }

private:
    std::deque<PatientRecord> records_;
    std::deque<WardPatient> patients_;
};

TEST(BoardOrder, AnAcknowledgedGrade4StandsAboveMilderGradesAndLesserAlerts) {
    Board board;
    board.add_dead("dead", 4);
    board.add("grade-0", 0);
    board.add("grade-0-low", 0, {unseen_low});
    board.add("grade-1", 1);
    board.add("grade-1-low", 1, {unseen_low});
    board.add("grade-1-medium", 1, {unseen_medium});
    board.add("grade-2-seen", 2, {seen_medium});
    board.add("grade-4-seen", 4, {seen_high});
    EXPECT_EQ(board.order(), "grade-4-seen grade-2-seen grade-1-medium grade-1-low grade-1 grade-0-low grade-0 dead");
}

TEST(BoardOrder, AnUnseenHighAlertStandsAboveEveryGradeThatSomebodySaw) {
    Board board;
    board.add("4-declined", 4, {declined_high});
    board.add("3-seen", 3, {seen_high, unseen_medium});
    board.add("1-high", 1, {unseen_high});
    board.add("4-high", 4, {seen_medium, unseen_high});
    board.add("2-snoozed", 2, {snoozed_high});
    board.add("2-medium", 2, {unseen_medium});
    EXPECT_EQ(board.order(), "4-high 2-snoozed 1-high 4-declined 3-seen 2-medium");
}

TEST(BoardOrder, AGradeIsThatOfIcansAndThatToTreatAsToo) {
    Board board;
    board.add("crs-2", 2, {unseen_medium});
    board.add("icans-3", 0, {seen_high}).assessment.icans.at_least = 3;
    board.add("treat-as-4", 2, {seen_high}).assessment.crs.treat_as = 4;
    board.add("grade-1", 1);
    board.add("may-be-4", 1).assessment.crs.at_most = 4;
    EXPECT_EQ(board.order(), "treat-as-4 icans-3 crs-2 may-be-4 grade-1");
}

TEST(BoardOrder, TheDeadAndWhoHasNothingComeLast) {
    Board board;
    board.add_dead("dead-of-crs", 5);
    board.add_dead("dead-unseen", 3, {unseen_high});
    board.add("nothing", 0);
    board.add("not-known", 0).assessment.crs.at_most = 4;
    board.add("grade-1", 1);
    EXPECT_EQ(board.order(), "grade-1 dead-unseen not-known nothing dead-of-crs");
}

TEST(BoardOrder, WhoIsAlikeStaysAsTheyCame) {
    Board board;
    for (const char* id : {"c", "a", "b"}) board.add(id, 2);
    EXPECT_EQ(board.order(), "c a b");
}

// Of a ward, by what was charted: the norepinephrine of "severe" is grade 3, and a nurse has seen its alerts.
TEST(BoardOrder, IsThatOfTheBoard) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    const Instant now = *parse_instant("2026-03-03T10:31:00Z");
    // All of a patient at once: what is known bit by bit may be graver meanwhile.
    const auto chart = [&](const std::string& patient, const std::vector<ChartedFact>& more) {
        std::vector<ChartedFact> facts{{"2026-03-01T09:00:00Z", "therapy", "axicabtagene_ciloleucel", ""},
                                       {"2026-03-03T10:00:00Z", "temperature", "38.6", "Cel"},
                                       {"2026-03-03T10:00:00Z", "systolic_bp", "118", "mm[Hg]"},
                                       {"2026-03-03T10:00:00Z", "spo2", "96", "%"},
                                       {"2026-03-03T10:00:00Z", "oxygen_device", "room_air", ""}};
        facts.insert(facts.end(), more.begin(), more.end());
        std::vector<Incoming> rows;
        for (const ChartedFact& each : facts) {
            rows.push_back({patient, RecordForm::chart_row, "api " + patient + each.item, {}, text_of(each)});
        }
        ASSERT_TRUE(std::holds_alternative<Taken>(ward.take(rows, now)));
    };
    chart("a-dead", {{"2026-03-03T10:20:00Z", "death", "other", ""}});
    chart("b-mild", {});
    chart("c-severe", {{"2026-03-03T10:30:00Z", "rate:norepinephrine", "0.05", "ug/kg/min"}});
    std::vector<std::uint64_t> raised;
    for (const char* patient : {"a-dead", "c-severe"}) {
        for (const Alert& alert : ward.patient(patient)->alerts) raised.push_back(alert.number);
    }
    for (const std::uint64_t number : raised) ward.answer({number, AlertState::acknowledged, "nurse-1", {}, {}}, now);
    const std::string board = ward_json(ward);
    const auto place = [&](const std::string& patient) {
        return board.find("\"patient\":\"" + patient + "\",\"bed\"");
    };
    EXPECT_LT(place("c-severe"), place("b-mild")) << board;
    EXPECT_LT(place("b-mild"), place("a-dead")) << board;
}

}  // namespace
}  // namespace stormkeel
