// prove_exhaustive [STATES [THREADS]] | --noticed: the abstract domain through the packs and through the second
// reading.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <iostream>
#include <string_view>

#include "prove/exhaustive/invariants.h"
#include "prove/exhaustive/noticed.h"
#include "prove/exhaustive/run.h"

namespace {

std::uint64_t number(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool report(const char* name, const prove::Checked& checked) {
    std::cout << name << ": " << checked.comparisons << " comparisons, " << checked.broken.size() << " broken\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(checked.broken.size(), 5); ++i)
        std::cout << "  " << checked.broken[i] << '\n';
    return checked.broken.empty();
}

// Some statements are about what the domain leaves out, such as CAPD and death; too many of them and it proves little.
int show_noticed(const stormkeel::Knowledge& known) {
    const prove::Noticed noticed = prove::take_away_each(known, 400'000, 2);
    std::cout << "Rules taken away one at a time: " << noticed.rules << ", noticed "
              << noticed.rules - noticed.not_seen.size() << "; outside the domain:\n";
    for (const std::string& statement : noticed.not_seen) std::cout << "  " << statement << '\n';
    return noticed.not_seen.size() * 3 < noticed.rules ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    const stormkeel::Knowledge& known = stormkeel::knowledge();
    if (count > 1 && std::string_view(words[1]) == "--noticed") return show_noticed(known);
    const std::uint64_t states = std::min(count > 1 ? number(words[1], 0) : 1'000'000'000, prove::state_count);
    const auto threads = static_cast<unsigned>(count > 2 ? number(words[2], 2) : 2);
    const auto began = std::chrono::steady_clock::now();
    prove::Product product(known);
    const bool grading_holds =
        report("I-17 to I-21, I-23, I-24, I-26 on every grading state", prove::check_grading(product));
    const bool dosing_holds = report("I-08 and I-14", prove::check_dosing(product));
    const prove::Result result = prove::run(known, states, threads);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
    if (!result.first_difference.empty()) std::cout << "The first difference: " << result.first_difference << '\n';
    if (!result.first_violation.empty()) std::cout << "The first broken invariant: " << result.first_violation << '\n';
    std::cout << "Invariants I-01 to I-07, I-12, I-13, I-22, I-27, I-31 to I-34 on each state: broken "
              << result.violations << '\n'
              << "States " << result.states << " of " << prove::state_count << ", differences " << result.differences
              << '\n'
              << "Rows that the packs can tell apart: " << result.rows << ", reached " << result.rows_reached << '\n'
              << "Time " << passed.count() << " s on " << threads << " threads, "
              << static_cast<double>(states) / passed.count() / 1e6 << " million states/s\n"
              << "SHA-256 of the output " << result.sha256 << '\n'
              << "Packs " << known.guideline.fingerprint << '\n';
    return result.differences == 0 && result.violations == 0 && grading_holds && dosing_holds ? 0 : 1;
}
