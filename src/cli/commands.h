// The commands of the program, one file each. Each returns the status the program ends with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/assessment_text_page.h"
#include "cli/call.h"
#include "cli/input.h"
#include "cli/knowledge.h"
#include "core/assess.h"
#include "guideline/trace.h"

namespace stormkeel {

// What every command about patients starts from: the medicine, and the records of the patients asked for.
struct Ward {
    Knowledge knowledge;
    Records records;
    std::optional<Instant> at;     // --at
    std::optional<Instant> until;  // --until
};

// Reads all of it and tells on standard error what could not be used. Fails with no_usable_fact when there is none.
std::variant<Ward, Failure> read_ward(const Call& call);

// The time a patient is answered for: --at, else the last fact; for a patient without any, the last fact of the input.
Instant time_of_answer(const Ward& ward, const Timeline& timeline);

int assess_patients(const Call& call, const Ward& ward);
int show_timelines(const Call& call, const Ward& ward);
int explain_patients(const Call& call, const Ward& ward);
int check_orders(const Call& call, const Ward& ward);
int reckon_stock(const Call& call, const Ward& ward);
int guideline_command(const Call& call);
int stage_guideline(const Call& call);
int write_trace(const Call& call, const Trace& found);

// Results go to standard output, everything else to standard error.
void put(std::string_view text);
int fail(const Failure& failure);  // tells it and returns its status

// Colour when standard output is a terminal and NO_COLOR is not set; wall time when the record tells one offset.
PageStyle style_for(const Timeline& timeline);

}  // namespace stormkeel
