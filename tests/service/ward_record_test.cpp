// However records come in by all doors, what goes on from one to the next is what is folded from all of them.
#include "service/ward_record.h"

#include <gtest/gtest.h>

#include "adapters/assessment_json.h"
#include "service/record_feed.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

std::string answer_of(WardRecord& ward, const std::string& id, Instant at) {
    return "in " + ward.patient(id)->lying().unit + " bed " + ward.patient(id)->bed() + ": " +
           assessment_json(ward.patient(id)->assess(built_in_calendar(), at), RejectedRecords::listed);
}

TEST(WardRecord, WhatGoesOnIsWhatIsFoldedFromAllRecords) {
    std::size_t compared = 0;
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        RecordFeed feed(seed);
        WardRecord ward(knowledge().terminology, {});
        std::set<std::string> seen;
        for (int round = 0; round < 40; ++round) {
            for (std::uint32_t i = 0; i <= seed % 3; ++i) ward.add(feed.next());
            const Instant now = *parse_instant("2026-03-04T00:00:00Z") + minutes(20 * round);
            seen.merge(ward.changed());
            for (const std::string& id : seen) {
                if (ward.standing_for(id) != id) continue;
                const std::string going_on = answer_of(ward, id, now);
                if (round % 8 != 7) continue;
                ward.fold_anew(id);
                ASSERT_EQ(going_on, answer_of(ward, id, now)) << "seed " << seed << " round " << round << " " << id;
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 1000U);
}

TEST(WardRecord, WhatIsTakenBackLeavesNoTrace) {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        RecordFeed feed(seed);
        WardRecord ward(knowledge().terminology, {});
        WardRecord without(knowledge().terminology, {});
        for (std::uint64_t i = 0; i < 30; ++i) {
            const Record record = feed.next();
            ward.add(record);
            without.add(record);
        }
        ward.changed();
        for (std::uint64_t i = 0; i < 10; ++i) ward.add(feed.next());
        ward.changed();
        ward.take_back_from(31);
        for (const std::string& id : without.changed()) {
            const Instant at = *parse_instant("2026-03-04T10:00:00Z");
            EXPECT_EQ(ward.standing_for(id), id);
            ASSERT_EQ(answer_of(ward, id, at), answer_of(without, id, at)) << "seed " << seed << " " << id;
        }
    }
}

// Those who were named together are forgotten while others' records go on coming, and are added again in their order.
TEST(WardRecord, WhoIsForgottenAndAddedAgainIsAsIfNeverForgotten) {
    std::size_t compared = 0;
    for (std::uint32_t seed = 1; seed <= 400; ++seed) {
        RecordFeed feed(seed);
        WardRecord ward(knowledge().terminology, {});
        WardRecord throughout(knowledge().terminology, {});
        std::vector<Record> first;
        for (std::uint32_t i = 0; i < 4 + seed % 12; ++i) first.push_back(feed.next());
        for (const Record& record : first) {
            ward.add(record);
            throughout.add(record);
        }
        ward.changed();
        const std::set<std::string> names = ward.named_with(std::string(ids[seed % 3]));
        if (names.contains("")) continue;
        std::set<std::string> sources;
        for (const Record& record : first) {
            if (names.contains(record.patient)) sources.insert(record.source);
        }
        ward.forget(names);
        for (const std::string& name : names) EXPECT_EQ(ward.patient(name), nullptr) << "seed " << seed;
        for (int i = 0; i < 20; ++i) {
            const Record record = feed.next();
            const std::set<std::string> named = ward.names_in(record);
            const bool bears =
                sources.contains(record.source) ||
                std::any_of(named.begin(), named.end(), [&](const std::string& each) { return names.contains(each); });
            if (bears) continue;
            ward.add(record);
            throughout.add(record);
        }
        for (const Record& record : first) {
            if (names.contains(record.patient)) ward.add(record);
        }
        const std::vector<Record> late{feed.next(), feed.next(), feed.next()};
        for (const Record& record : late) {
            ward.add(record);
            throughout.add(record);
        }
        ward.changed();
        throughout.changed();
        for (const std::string_view id : ids) {
            const std::string standing = throughout.standing_for(id);
            ASSERT_EQ(ward.standing_for(id), standing) << "seed " << seed;
            if (throughout.patient(standing) == nullptr) continue;
            const Instant at = *parse_instant("2026-03-04T10:00:00Z");
            ASSERT_EQ(answer_of(ward, standing, at), answer_of(throughout, standing, at)) << "seed " << seed;
            ++compared;
        }
    }
    EXPECT_GT(compared, 500U);
}

}  // namespace
}  // namespace stormkeel
