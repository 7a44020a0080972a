// A correction that a pharmacist found wrong is so until it is corrected again, however long ago that was.
#include <gtest/gtest.h>

#include "service/corrections.h"
#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

TEST(OldCorrection, ThatWasFoundWrongIsStillThereAfterAStart) {
    const Instant now = *parse_instant("2026-03-03T12:00:00Z");
    const Instant long_ago = now - days(45);
    MemoryStore store;
    Cosign wrong{1,
                 std::string(correction_kind),
                 CosignState::refused,
                 "p1",
                 "v2",
                 "a digit off",
                 "nora",
                 long_ago,
                 "phil",
                 "it was right before",
                 long_ago};
    Cosign right = wrong;
    right.number = 2;
    right.state = CosignState::approved;
    Cosign opened = wrong;
    opened.number = 3;
    opened.kind = "break glass";
    store.all.cosigns = {wrong, right, opened};
    LiveWard ward(store, built_in_ward_knowledge());
    ASSERT_TRUE(std::holds_alternative<Done>(ward.open(now)));
    EXPECT_TRUE(ward.cosigns().contains(1));
    EXPECT_FALSE(ward.cosigns().contains(2));
    EXPECT_FALSE(ward.cosigns().contains(3));
}

}  // namespace
}  // namespace stormkeel
