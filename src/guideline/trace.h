// Which statement of the two texts is answered by which statement of the packs, and which cases prove it; and back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/guideline.h"
#include "guideline/built_in.h"
#include "guideline/problem.h"
#include "guideline/seeds.h"

namespace stormkeel {

enum class TraceStatus : std::uint8_t {
    encoded,      // a rule is computed from it
    judgement,    // asked of the people at the bedside
    not_encoded,  // left out, with the reason
    background,   // a text, and its class asks for no more
    text_only,    // a text although its class asks for more: a problem
    missing       // no statement of any pack cites it: a problem
};
std::string_view name_of(TraceStatus status);  // "encoded", "judgement", "not-encoded", "text", "text only", "MISSING"

struct TracedStatement {
    std::string id;
    std::string title;
    std::string pack;   // "astct-2019"
    std::string block;  // "rule", "judgement", "not-encoded" or "text"
    std::string kind;   // of a rule: "grade", "parameter", "advice" …; else the block
    std::string why;    // of a not-encoded block: the reason
    std::string source;
    Verification verification = Verification::unverified;
    std::vector<std::string> seeds;   // "S34"; empty: no text says it, its source does
    std::vector<std::string> holds;   // the cases that expect it
    std::vector<std::string> beside;  // the cases that expect it not to hold
};

struct TracedSeed {
    SeedStatement seed;
    std::vector<std::size_t> statements;  // places in Trace::statements, in the order of the packs
    TraceStatus status = TraceStatus::missing;
};

struct Trace {
    std::vector<TracedSeed> seeds;
    std::vector<TracedStatement> statements;  // of every pack, in the order they are read
    std::vector<PackProblem> problems;        // what is missing; empty when all is traced
    bool with_cases = false;                  // no cases were given: nothing is said about them
};

// Walks all packs of all layers as they are written, whatever a site or a product makes of them. Problems are a
// seed statement without a pack statement or with nothing but text; a statement that cites a number no text has; a
// not-encoded statement without its reason; and, when there are cases, a rule or a judgement of a pack that no site
// wrote, which no case expects though an answer can name it (all but numbers and lists).
Trace trace(std::span<const PackFile> files, const Formulary& formulary, std::span<const PackFile> case_files);

// For people at a terminal, and as the page docs/traceability.md.
std::string trace_text(const Trace& trace);
std::string trace_markdown(const Trace& trace);

}  // namespace stormkeel
