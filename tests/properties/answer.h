// The assessment of a drawn chart, and one as text, so that two answers can be held against each other.
#pragma once

#include <string>

#include "core/assess.h"
#include "properties/chart.h"

namespace stormkeel::properties {

enum class Detail {
    everything,       // every field: equal texts are equal answers
    without_sources,  // all but where the evidence was read
    relative          // times counted from `zero`, without sources and without words that may name a clock time
};

std::string text_of(const Assessment& answer, Detail detail, Instant zero = {});

// By the packs that are built in.
Assessment answer_at(const Chart& chart, int minute);

}  // namespace stormkeel::properties
