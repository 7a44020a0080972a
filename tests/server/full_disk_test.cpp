// What the ward does by itself on a full disk is tried again at each tick, and told once.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "server/ward_application.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

// A store that takes everything but that events are taken away.
class NoRoomToPrune final : public Store {
public:
    Stored<Done> commit(const Batch& batch) override {
        if (full && batch.prune_events_to > 0) return StoreProblem{StoreProblem::Kind::full, "no space"};
        return kept.commit(batch);
    }
    Stored<LastNumbers> last_numbers() override { return kept.last_numbers(); }
    Stored<Done> each_record(std::optional<std::string_view> patient, const SeeRecord& see) override {
        return kept.each_record(patient, see);
    }
    Stored<std::vector<std::string>> patients() override { return kept.patients(); }
    Stored<std::vector<Record>> versions(std::string_view source) override { return kept.versions(source); }
    Stored<std::optional<KeptAssessment>> last_assessment(std::string_view patient) override {
        return kept.last_assessment(patient);
    }
    Stored<std::vector<Alert>> open_alerts() override { return kept.open_alerts(); }
    Stored<std::string> hash_of_event(std::uint64_t number) override { return kept.hash_of_event(number); }
    Stored<std::vector<WardEvent>> events_after(std::uint64_t number, std::size_t at_most) override {
        return kept.events_after(number, at_most);
    }
    Stored<std::vector<Account>> accounts() override { return kept.accounts(); }
    Stored<std::vector<Cosign>> cosigns_after(Instant at) override { return kept.cosigns_after(at); }
    Stored<std::vector<KeptSession>> sessions() override { return kept.sessions(); }
    Stored<std::vector<AuditEntry>> audit_after(std::uint64_t number, std::size_t at_most) override {
        return kept.audit_after(number, at_most);
    }
    Stored<std::vector<AuditEntry>> audit_before(std::uint64_t number, std::size_t at_most) override {
        return kept.audit_before(number, at_most);
    }
    Stored<Done> back_up(const std::string& file, CopyFor copy_for) override { return kept.back_up(file, copy_for); }

    MemoryStore kept;
    bool full = true;
};

// The ends of a pipe: what is logged, and who reads it.
class LogPipe {
public:
    LogPipe() { EXPECT_EQ(pipe2(ends_.data(), O_NONBLOCK), 0); }
    ~LogPipe() {
        for (const int end : ends_) close(end);
    }
    LogPipe(const LogPipe&) = delete;
    LogPipe& operator=(const LogPipe&) = delete;
    int in() const { return ends_[1]; }
    std::string read_all() const {
        std::string text(65'536, '\0');
        const auto size = read(ends_[0], text.data(), text.size());
        text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return text;
    }

private:
    std::array<int, 2> ends_{};
};

TEST(FullDisk, OnWhichEventsCannotBeTakenAwayIsLoggedOnceAndOneAlertUntilTheyCan) {
    NoRoomToPrune store;
    for (std::uint64_t number = 1; number <= 1'100; ++number)
        store.kept.all.events.push_back({number, "alert", {}, "{}"});
    Instant now = *parse_instant("2026-03-03T10:00:00Z");
    const LogPipe logged;
    Operation operation;
    operation.kept_events = 10;
    operation.log = std::make_shared<Log>(LogLevel::debug, [&] { return now; }, logged.in());
    WardApplication ward(store, built_in_ward_knowledge(), [&] { return now; }, operation);
    ward.open();
    for (int tick = 0; tick < 20; ++tick) {
        now = now + seconds(1);
        ward.tick();
    }
    const std::string log = logged.read_all();
    const std::size_t first = log.find("store_problem");
    EXPECT_NE(first, std::string::npos) << log;
    EXPECT_EQ(log.find("store_problem", first + 1), std::string::npos) << log;
    ASSERT_EQ(ward.served().ward.own_alerts().size(), 1U);
    EXPECT_FALSE(ward.served().ward.own_alerts().at(0).over) << "what else is kept meanwhile takes no event away";
    EXPECT_EQ(store.kept.all.alerts.size(), 1U);
    store.full = false;
    ward.tick();
    EXPECT_TRUE(ward.served().ward.own_alerts().at(0).over);
    EXPECT_FALSE(ward.has_failed());
}

}  // namespace
}  // namespace stormkeel
