// A ward that watches itself, over a store that outlives it.
#pragma once

#include <gtest/gtest.h>

#include "service/memory_store.h"
#include "service/moments.h"
#include "service/ward_knowledge.h"
#include "service/ward_watch.h"

namespace stormkeel {

class Watched {
public:
    explicit Watched(MemoryStore& store)
        : ward(store, built_in_ward_knowledge()), watch(store, ward, built_in_alarms()) {}

    void open(Instant now) {
        EXPECT_TRUE(std::holds_alternative<Done>(ward.open(now)));
        EXPECT_TRUE(std::holds_alternative<Done>(watch.open(now)));
    }
    void take(Instant now) {
        const ChartedFact fact{to_text(now), "heart_rate", "80", "/min"};
        const Incoming incoming{"p1", RecordForm::chart_row, "api " + to_text(now), {}, text_of(fact)};
        watch.technical.feed_spoke("ehr", now);
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{incoming}, now)));
    }
    void look(Instant now) { EXPECT_TRUE(std::holds_alternative<Done>(watch.look(watch.present(now)))); }

    LiveWard ward;
    WardWatch watch;
};

}  // namespace stormkeel
