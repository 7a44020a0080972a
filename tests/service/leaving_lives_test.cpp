// Two wards take the same records: from one whoever may leave does, and it starts anew now and then. They answer alike.
#include <set>

#include "service/leaving.h"
#include "service/record_feed.h"

namespace stormkeel {
namespace {

class TwoWards {
public:
    explicit TwoWards(std::uint32_t seed) : seed_(seed), random_(seed), feed_(seed) {
        for (Ward* each : {&stays_, &leaves_}) start(*each);
    }

    void live(int steps) {
        for (int step = 0; step < steps; ++step) {
            now_ = now_ + hours(25);
            take(news());
            if (step % 4 == 1) take(discharges());
            if (below(6) == 0) start(leaves_);
            for (Ward* each : {&stays_, &leaves_}) decline_all(*each);
            ASSERT_TRUE(std::holds_alternative<Done>(leaves_.ward->let_leave(hours(1), now_)));
            left_ += leaves_.ward->left();
            if (step % 8 == 7) compare();
        }
    }
    std::size_t left() const { return left_; }

private:
    struct Ward {
        MemoryStore store;
        std::unique_ptr<LiveWard> ward;
    };

    std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(random_()) % count; }

    void start(Ward& each) const {
        each.ward = std::make_unique<LiveWard>(each.store, built_in_ward_knowledge());
        each.ward->name_patients_by(Pseudonyms("a key"));
        ASSERT_TRUE(std::holds_alternative<Done>(each.ward->open(now_)));
    }

    // New ones, the same again, and another text under a version that came.
    std::vector<Incoming> news() {
        std::vector<Incoming> records;
        for (std::uint32_t i = 0; i <= below(3); ++i) {
            Record record = feed_.next();
            records.push_back({record.patient, record.form, record.source, record.version, record.text});
        }
        if (!sent_.empty() && below(2) == 0) records.push_back(sent_[below(static_cast<std::uint32_t>(sent_.size()))]);
        if (!sent_.empty() && below(4) == 0) {
            records.push_back(sent_[below(static_cast<std::uint32_t>(sent_.size()))]);
            records.back().text += ' ';
        }
        sent_.insert(sent_.end(), records.begin(), records.end());
        return records;
    }

    std::vector<Incoming> discharges() {
        std::vector<Incoming> records;
        for (const char* identifier : {"M1", "M2", "M3", "p1"}) {
            const std::string number = "D" + std::to_string(++discharges_);
            records.push_back({identifier, RecordForm::hl7v2, "HL7 ADT|H|" + number, "1",
                               "MSH|^~\\&|ADT|H|S|W|20260306000000+0000||ADT^A03|" + number + "|P|2.5.1\rPID|1||" +
                                   identifier + "^^^H^MR\rPV1|1|I\r"});
        }
        for (const std::string_view id : ids) {
            records.push_back({std::string(id), RecordForm::fhir, "Encounter/of-" + std::string(id), "1",
                               R"({"resourceType":"Encounter","id":"of-)" + std::string(id) +
                                   R"(","status":"finished","subject":{"reference":"Patient/)" + std::string(id) +
                                   R"("}})"});
        }
        return records;
    }

    void take(const std::vector<Incoming>& records) {
        const auto stayed = stays_.ward->take(records, now_);
        const auto left = leaves_.ward->take(records, now_);
        ASSERT_TRUE(std::holds_alternative<Taken>(stayed) && std::holds_alternative<Taken>(left));
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Taken::One& one = std::get<Taken>(stayed).records[i];
            const Taken::One& other = std::get<Taken>(left).records[i];
            ASSERT_EQ(one.outcome, other.outcome) << "seed " << seed_ << ' ' << records[i].source << ' ' << one.why;
            ASSERT_EQ(one.why, other.why) << "seed " << seed_;
        }
    }

    void decline_all(Ward& each) const {
        std::vector<std::uint64_t> open;
        for (const auto& [id, patient] : each.ward->patients()) {
            for (const Alert& alert : patient.alerts) open.push_back(alert.number);
        }
        for (const std::uint64_t number : open) {
            each.ward->answer({number, AlertState::declined, "nurse-1", "discharged", {}}, now_);
        }
    }

    void compare() {
        for (const auto& [id, patient] : stays_.ward->patients()) {
            ASSERT_TRUE(std::holds_alternative<bool>(leaves_.ward->call_back({id}, now_)));
            if (patient.timeline().facts().empty()) continue;
            const WardPatient* other = leaves_.ward->patient(id);
            ASSERT_NE(other, nullptr) << "seed " << seed_ << ' ' << id;
            ASSERT_EQ(answer_of(*other), answer_of(patient)) << "seed " << seed_ << ' ' << id;
        }
    }
    std::string answer_of(const WardPatient& patient) const {
        return assessment_json(patient.record->assess(built_in_calendar(), now_), RejectedRecords::listed);
    }

    std::uint32_t seed_;
    std::mt19937 random_;
    RecordFeed feed_;
    Ward stays_;
    Ward leaves_;
    Instant now_ = *parse_instant("2026-03-06T00:00:00Z");
    std::vector<Incoming> sent_;
    int discharges_ = 0;
    std::size_t left_ = 0;
};

TEST(LeavingLives, AWardThatLetsLeaveAnswersAsOneThatKeepsAll) {
    std::size_t left = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        TwoWards wards(seed);
        wards.live(32);
        if (HasFatalFailure()) return;
        left += wards.left();
    }
    EXPECT_GT(left, 500U);
}

}  // namespace
}  // namespace stormkeel
