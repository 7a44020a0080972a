// What a ward goes by, as it is built into the program.
#pragma once

#include <gtest/gtest.h>

#include "guideline/read_alarms.h"
#include "properties/knowledge.h"
#include "service/live_ward.h"

namespace stormkeel {

inline const AlarmTable& built_in_alarms() {
    static const AlarmTable table = [] {
        std::vector<PackProblem> problems;
        AlarmTable read = read_alarms(built_in_packs(), problems);
        for (const PackProblem& problem : problems) ADD_FAILURE() << to_text(problem);
        return read;
    }();
    return table;
}

inline const GuidelineCalendar& built_in_calendar() {
    static const GuidelineCalendar made(knowledge().guideline);
    return made;
}

inline WardKnowledge built_in_ward_knowledge() {
    return {knowledge().terminology, built_in_calendar(), built_in_alarms(), "test"};
}

}  // namespace stormkeel
