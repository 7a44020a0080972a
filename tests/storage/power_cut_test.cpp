// What was answered for outlives a full disk, a failing write and a failing sync, and a bit that changed is noticed.
#include <gtest/gtest.h>

#include "storage/bit_rot.h"
#include "storage/committing.h"

namespace stormkeel {
namespace {

void expect_noticed(Rot where) {
    RotPlan plan;
    plan.where = where;
    plan.every = where == Rot::log ? 521 : 61;  // the log is long
    const RotTally tally = rot(plan);
    EXPECT_EQ(tally.wrong, "");
    EXPECT_GT(tally.noticed, tally.flips / 4);
}

TEST(BitRot, AnyBitThatChangesIsNoticedOrChangesNothing) { expect_noticed(Rot::file); }
TEST(BitRot, InTheLogItIsNoticedButInTheLastTransactions) { expect_noticed(Rot::log); }
TEST(BitRot, BeneathAWardThatRunsItIsNoticed) { expect_noticed(Rot::running); }

// Every operation of a small life fails once, in each way; the store says so, and all that it answered for is there.
void fail_everywhere(Fault fault) {
    for (std::uint64_t operation = 1;; ++operation) {
        UnreliableDisk disk(operation);
        std::uint64_t answered = 0;
        {
            auto store = opened(disk);
            ASSERT_NE(store, nullptr);
            answered = commit_until_failure(*store, 0, 2);
            const std::uint64_t before = disk.operations();
            disk.fail_at(operation, fault);
            answered = commit_until_failure(*store, answered, 5);
            const bool went_through = disk.operations() - before < operation;
            disk.repair();
            // A full disk that was emptied goes on, any other error ends this store.
            if (answered < 7 * records_in_batch && fault == Fault::full) {
                answered = commit_until_failure(*store, answered, 1);
                ASSERT_EQ(kept(*store), answered) << "operation " << operation;
            }
            if (answered < 7 * records_in_batch && fault != Fault::full) {
                EXPECT_TRUE(std::holds_alternative<StoreProblem>(store->commit(batch_after(answered))));
            }
            if (went_through) return;
        }
        auto store = opened(disk);
        ASSERT_NE(store, nullptr) << "operation " << operation;
        const std::uint64_t found = kept(*store);
        ASSERT_TRUE(found == answered || found == answered + records_in_batch)
            << "operation " << operation << ": answered " << answered << ", found " << found;
    }
}

TEST(FailingDisk, AFullDiskRefusesTheBatchAndGoesOnWhenEmptied) { fail_everywhere(Fault::full); }
TEST(FailingDisk, AFailedWriteEndsTheStoreAndLosesNothing) { fail_everywhere(Fault::write_error); }
TEST(FailingDisk, AFailedSyncEndsTheStoreAndLosesNothing) { fail_everywhere(Fault::sync_error); }

}  // namespace
}  // namespace stormkeel
