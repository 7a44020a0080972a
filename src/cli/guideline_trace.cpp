// stormkeel guideline trace: from the statements of the two texts to the packs and the cases, and back.
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "guideline/trace.h"

namespace stormkeel {
namespace {

using JsonTree = nlohmann::ordered_json;

JsonTree json_of(const TracedStatement& statement) {
    return {{"id", statement.id},
            {"title", statement.title},
            {"pack", statement.pack},
            {"block", statement.block},
            {"kind", statement.kind},
            {"verified", statement.verification == Verification::verified},
            {"source", statement.source},
            {"why", statement.why.empty() ? JsonTree(nullptr) : JsonTree(statement.why)},
            {"seeds", statement.seeds},
            {"cases", statement.holds},
            {"cases_beside", statement.beside}};
}

std::string trace_json(const Trace& trace) {
    JsonTree seeds = JsonTree::array();
    for (const TracedSeed& each : trace.seeds) {
        JsonTree ids = JsonTree::array();
        for (const std::size_t place : each.statements) ids.push_back(trace.statements[place].id);
        seeds.push_back({{"number", each.seed.number},
                         {"text", each.seed.text},
                         {"class", each.seed.group},
                         {"claim", each.seed.claim},
                         {"status", name_of(each.status)},
                         {"statements", ids}});
    }
    JsonTree statements = JsonTree::array();
    for (const TracedStatement& each : trace.statements) statements.push_back(json_of(each));
    JsonTree problems = JsonTree::array();
    for (const PackProblem& each : trace.problems) problems.push_back(to_text(each));
    return JsonTree{{"seeds", seeds}, {"statements", statements}, {"problems", problems}}.dump(2) + "\n";
}

}  // namespace

int write_trace(const Call& call, const Trace& found) {
    switch (call.format) {
        case Format::markdown:
            put(trace_markdown(found));
            break;
        case Format::json:
            put(trace_json(found));
            break;
        default:
            put(trace_text(found));
    }
    if (found.problems.empty()) return answered;
    std::string what = std::to_string(found.problems.size()) + " things are missing";
    for (const PackProblem& problem : found.problems) what += "\n" + to_text(problem);
    return fail({our_fault, what});
}

}  // namespace stormkeel
