// What the chain alone does not show: an end that was cut off, and an audit that was written anew.
#include "storage/audit_checkpoints.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "service/memory_store.h"
#include "storage/ed25519.h"
#include "storage/secret_file.h"

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

    std::optional<AuditProof> proof(const WrittenCheckpoints& lines, std::uint64_t number) {
        return std::get<std::optional<AuditProof>>(proof_of(store, lines, number));
    }
    Stored<std::optional<AuditProof>> made(std::uint64_t number) { return checkpoints->proof_of(number); }
    static void flip(std::string& text, std::size_t bit) {
        text.at(bit / 8) = static_cast<char>(text.at(bit / 8) ^ (1 << (bit % 8)));
    }

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

// As it was written before there was a tree, by the same key.
TEST_F(Checkpoints, ALineWithoutARootStillCounts) {
    add_rows(3);
    checkpoints->finish(noon);
    AuditCheckpoint old = *checkpoints->last();
    old.root.clear();
    sign(old, std::get<std::optional<std::string>>(read_secret(folder + "/audit-signing-key")).value());
    const std::string line = checkpoint_line(old);
    EXPECT_EQ(std::count(line.begin(), line.end(), ' '), 3) << line;
    WrittenCheckpoints lines = written();
    lines.lines = line + "\n";
    EXPECT_EQ(checked(lines).wrong, "");
    EXPECT_EQ(checked(lines).rows_since, 0U);
    EXPECT_FALSE(proof(lines, 1)) << "nothing is proved by it";
    lines.lines += written().lines;
    EXPECT_EQ(checked(lines).wrong, "");
    EXPECT_TRUE(proof(lines, 1));
    store.all.audit.front().actor = "bob";
    EXPECT_NE(checked(lines).wrong, "");
}

TEST_F(Checkpoints, AWrongRootIsFoundThoughTheHeadIsRight) {
    add_rows(3);
    checkpoints->finish(noon);
    AuditCheckpoint other = *checkpoints->last();
    other.root.front() = other.root.front() == '0' ? '1' : '0';
    sign(other, std::get<std::optional<std::string>>(read_secret(folder + "/audit-signing-key")).value());
    WrittenCheckpoints lines = written();
    lines.lines = checkpoint_line(other) + "\n";
    EXPECT_NE(checked(lines).wrong.find("another audit"), std::string::npos);
}

TEST_F(Checkpoints, ProveEveryRowTheyCoverAndNoOther) {
    EXPECT_FALSE(std::get<std::optional<AuditProof>>(made(1))) << "there is none yet";
    add_rows(1500);
    checkpoints->finish(noon);
    add_rows(7);
    for (const std::uint64_t number : {1U, 2U, 1023U, 1024U, 1025U, 1499U, 1500U}) {
        const auto proof = std::get<std::optional<AuditProof>>(made(number));
        ASSERT_TRUE(proof) << number;
        EXPECT_EQ(wrong_with(*proof), "") << number;
        EXPECT_EQ(proof->row.object, "patient " + std::to_string(number));
        EXPECT_EQ(proof->checkpoint.rows, 1500U);
        EXPECT_LE(proof->path.size(), 11U);
    }
    for (const std::uint64_t number : {0U, 1501U, 1507U, 99999U}) {
        EXPECT_FALSE(std::get<std::optional<AuditProof>>(made(number))) << number;
    }
    EXPECT_EQ(wrong_with(*proof(written(), 1500)), "") << "without the ward";
}

TEST_F(Checkpoints, NoBitOfARowOrOfItsCheckpointIsForged) {
    add_rows(9);
    store.all.audit[4].context = R"({"role":"nurse"})";
    checkpoints->finish(noon);
    const AuditProof good = *std::get<std::optional<AuditProof>>(made(5));
    ASSERT_EQ(wrong_with(good), "");
    const auto expect_refused = [&](const auto& change) {
        AuditProof forged = good;
        change(forged);
        EXPECT_NE(wrong_with(forged), "");
    };
    for (std::string AuditEntry::* field :
         {&AuditEntry::actor, &AuditEntry::action, &AuditEntry::object, &AuditEntry::context}) {
        for (std::size_t bit = 0; bit < 8 * (good.row.*field).size(); ++bit) {
            expect_refused([&](AuditProof& one) { flip(one.row.*field, bit); });
        }
    }
    for (std::string AuditCheckpoint::* field :
         {&AuditCheckpoint::head, &AuditCheckpoint::root, &AuditCheckpoint::signature}) {
        for (std::size_t bit = 0; bit < 8 * (good.checkpoint.*field).size(); ++bit) {
            expect_refused([&](AuditProof& one) { flip(one.checkpoint.*field, bit); });
        }
    }
    for (unsigned bit = 0; bit < 64; ++bit) {
        expect_refused([&](AuditProof& one) { one.row.number ^= std::uint64_t{1} << bit; });
        expect_refused([&](AuditProof& one) { one.row.at.microseconds ^= std::int64_t{1} << bit; });
        expect_refused([&](AuditProof& one) { one.checkpoint.rows ^= std::uint64_t{1} << bit; });
    }
    // What ends one text and begins the next belongs where it stands.
    expect_refused([&](AuditProof& one) { one.row.actor += one.row.action, one.row.action.clear(); });
    expect_refused([&](AuditProof& one) { one.public_key = public_key_of(new_signing_key()); });
    expect_refused([&](AuditProof& one) { one.path.pop_back(); });
    expect_refused([&](AuditProof& one) { one.checkpoint.at = one.checkpoint.at + seconds(1); });
}

TEST_F(Checkpoints, ProveThatTheAuditGrewFromAnEarlierOne) {
    add_rows(1000);
    checkpoints->finish(noon);
    const std::string before = checkpoints->last()->root;
    add_rows(1100);
    checkpoints->finish(noon + seconds(1));
    const auto grown = [&](std::uint64_t rows) {
        return std::get<std::optional<AuditConsistency>>(checkpoints->growth_since(rows));
    };
    const auto proof = grown(1000);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->root, before);
    EXPECT_EQ(wrong_with(*proof), "");
    EXPECT_EQ(wrong_with(*grown(2100)), "") << "nothing came";
    EXPECT_FALSE(grown(0));
    EXPECT_FALSE(grown(2101));
    AuditConsistency forged = *proof;
    flip(forged.root, 0);
    EXPECT_NE(wrong_with(forged), "");
    forged = *proof;
    forged.rows = 999;
    EXPECT_NE(wrong_with(forged), "");
}

TEST_F(Checkpoints, AKeyThatOthersMayReadIsRefused) {
    fs::permissions(folder + "/audit-signing-key", fs::perms::group_read, fs::perm_options::add);
    const auto opened = open_audit_checkpoints(folder, store);
    ASSERT_TRUE(std::holds_alternative<StoreProblem>(opened));
    EXPECT_NE(std::get<StoreProblem>(opened).what.find("chmod 600"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel
