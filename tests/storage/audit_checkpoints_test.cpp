// What the chain alone does not show: an end that was cut off, and an audit that was written anew.
#include "storage/audit_checkpoints.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "service/memory_store.h"
#include "storage/ed25519.h"

namespace stormkeel {
namespace {

namespace fs = std::filesystem;
const Instant noon = *parse_instant("2026-03-03T12:00:00Z");

class Checkpoints : public testing::Test {
protected:
    Checkpoints()
        : folder((fs::temp_directory_path() / ("stormkeel-checkpoints-" + std::to_string(::getpid()))).string()) {
        fs::remove_all(folder);
        fs::create_directory(folder);
        checkpoints = open();
    }
    ~Checkpoints() override { fs::remove_all(folder); }

    std::unique_ptr<AuditCheckpoints> open() {
        auto opened = open_audit_checkpoints(folder, store);
        return std::move(std::get<std::unique_ptr<AuditCheckpoints>>(opened));
    }
    void add_rows(int count) {
        for (int i = 0; i < count; ++i) {
            const std::uint64_t number = store.all.audit.size() + 1;
            store.all.audit.push_back({number, noon, "ada", "read", "patient " + std::to_string(number)});
        }
    }
    WrittenCheckpoints written() const { return std::get<WrittenCheckpoints>(written_checkpoints(folder)); }
    CheckedAudit checked(const WrittenCheckpoints& lines) { return std::get<CheckedAudit>(check_audit(store, lines)); }

    std::string folder;
    MemoryStore store;
    std::unique_ptr<AuditCheckpoints> checkpoints;
};

TEST_F(Checkpoints, AreAddedAfterAThousandRowsOrAMinute) {
    const auto count = [&] { return checked(written()).checkpoints; };
    checkpoints->pass_time(noon);
    EXPECT_EQ(count(), 0U) << "nothing has come";
    add_rows(1);
    checkpoints->pass_time(noon);
    EXPECT_EQ(count(), 1U);
    add_rows(999);
    checkpoints->pass_time(noon + seconds(59));
    EXPECT_EQ(count(), 1U);
    add_rows(1);
    checkpoints->pass_time(noon + seconds(59));
    EXPECT_EQ(count(), 2U) << "a thousand rows";
    add_rows(1);
    checkpoints->pass_time(noon + seconds(119));
    EXPECT_EQ(count(), 3U) << "a minute";
    add_rows(3);
    EXPECT_EQ(checked(written()).rows_since, 3U);
    checkpoints->finish(noon + seconds(120));
    const CheckedAudit all = checked(written());
    EXPECT_EQ(all.wrong, "");
    EXPECT_EQ(all.rows, 1005U);
    EXPECT_EQ(all.rows_since, 0U);
}

TEST_F(Checkpoints, NoticeACutOffEndAndAnAuditWrittenAnew) {
    add_rows(10);
    checkpoints->finish(noon);
    const std::vector<AuditEntry> all = store.all.audit;
    for (std::size_t kept = 0; kept < all.size(); ++kept) {
        store.all.audit.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept));
        EXPECT_NE(checked(written()).wrong.find("cut off"), std::string::npos) << kept;
    }
    // Each row changed in turn: the chain is computed from the rows, so each of these is whole in itself.
    for (std::size_t changed = 0; changed < all.size(); ++changed) {
        store.all.audit = all;
        store.all.audit[changed].actor = "bob";
        EXPECT_NE(checked(written()).wrong.find("another audit"), std::string::npos) << changed;
    }
    store.all.audit = all;
    EXPECT_EQ(checked(written()).wrong, "");
}

TEST_F(Checkpoints, AnyByteOfThemThatChangesIsNoticed) {
    add_rows(3);
    checkpoints->finish(noon);
    add_rows(3);
    checkpoints->finish(noon + seconds(1));
    const WrittenCheckpoints good = written();
    ASSERT_EQ(checked(good).wrong, "");
    for (std::size_t i = 0; i + 1 < good.lines.size(); ++i) {
        WrittenCheckpoints bad = good;
        bad.lines[i] = static_cast<char>(bad.lines[i] ^ 1);
        EXPECT_NE(checked(bad).wrong, "") << "byte " << i;
    }
    WrittenCheckpoints other = good;
    other.public_key = public_key_of(new_signing_key());
    EXPECT_NE(checked(other).wrong, "") << "signed by another";
}

TEST_F(Checkpoints, GoOnAfterARestartAndAfterALineThatWasLeftUnfinished) {
    add_rows(3);
    checkpoints->finish(noon);
    std::ofstream(folder + "/audit-checkpoints", std::ios::app) << "6 abc";
    checkpoints = open();
    add_rows(3);
    checkpoints->finish(noon + seconds(1));
    const CheckedAudit all = checked(written());
    EXPECT_EQ(all.wrong, "");
    EXPECT_EQ(all.checkpoints, 2U);
    EXPECT_EQ(all.rows_since, 0U);
}

TEST_F(Checkpoints, AKeyThatOthersMayReadIsRefused) {
    fs::permissions(folder + "/audit-signing-key", fs::perms::group_read, fs::perm_options::add);
    const auto opened = open_audit_checkpoints(folder, store);
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(opened));
    EXPECT_NE(std::get<StoreProblem>(opened).what.find("chmod 600"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel
