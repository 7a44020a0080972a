// Puts statements, seed numbers and cases together, and says what has no partner.
#include "guideline/trace.h"

#include <algorithm>
#include <array>
#include <map>

#include "guideline/block.h"
#include "guideline/case_names.h"
#include "guideline/nearest.h"
#include "guideline/pack_toml.h"
#include "guideline/statement.h"
#include "guideline/words.h"

namespace stormkeel {
namespace {

// The field that tells what a rule is, and the word people say for it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kinds{{{"grade", "grade"},
                                                                              {"treat_as", "treat as"},
                                                                              {"parameter", "number"},
                                                                              {"classify", "list"},
                                                                              {"action", "advice"},
                                                                              {"note", "note"},
                                                                              {"clock", "clock"}}};

// What a site sets is the site's to prove, and what only compares decides nothing.
bool needs_cases(Layer layer) {
    return layer == Layer::grading || layer == Layer::management || layer == Layer::product;
}

class Tracer {
public:
    Tracer(std::span<const PackFile> files, const Formulary& formulary, std::span<const PackFile> case_files)
        : files_(files), formulary_(formulary), named_(statements_named(case_files)) {
        trace_.with_cases = !case_files.empty();
    }

    Trace take() {
        for (SeedStatement& seed : read_seeds(files_, trace_.problems)) {
            numbers_.push_back(seed.number);
            trace_.seeds.push_back({std::move(seed), {}, TraceStatus::missing});
        }
        for (const pack::PackFolder& folder : pack::find_packs(files_, formulary_, trace_.problems)) {
            for (const PackFile& file : folder.files) {
                for (const pack::WrittenStatement& written :
                     pack::read_statements(file.path, file.text, trace_.problems)) {
                    add(written, folder.pack.name);
                    if (trace_.with_cases && needs_cases(folder.pack.layer)) need_a_case(written);
                }
            }
        }
        for (TracedSeed& seed : trace_.seeds) judge(seed);
        return std::move(trace_);
    }

private:
    void add(const pack::WrittenStatement& written, const std::string& pack_name) {
        TracedStatement traced;
        traced.id = written.statement.id;
        traced.title = written.statement.title;
        traced.pack = pack_name;
        traced.block = written.block;
        traced.kind = written.block;
        traced.source = written.statement.source;
        traced.verification = written.statement.verification;
        read_block(written, traced);
        for (const std::string_view number : pack::split(written.statement.seed, ","))
            if (!number.empty()) cite(written, number, traced);
        if (const auto named = named_.find(traced.id); named != named_.end()) {
            traced.holds = named->second.holds;
            traced.beside = named->second.beside;
        }
        trace_.statements.push_back(std::move(traced));
    }

    void read_block(const pack::WrittenStatement& written, TracedStatement& traced) {
        const Statement& statement = written.statement;
        const pack::Value table =
            pack::read_toml(statement.rule, {statement.file, written.block_line}, trace_.problems);
        for (const pack::Value& field : table.items) {
            if (written.block == "not-encoded" && field.key == "why") traced.why = field.text;
            const auto kind =
                std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.first == field.key; });
            if (written.block == "rule" && kind != kinds.end()) traced.kind = kind->second;
        }
        if (written.block == "not-encoded" && traced.why.empty())
            refuse(written, "it is not encoded and tells no reason; add why = \"…\"");
    }

    void cite(const pack::WrittenStatement& written, std::string_view number, TracedStatement& traced) {
        const auto seed = std::find(numbers_.begin(), numbers_.end(), number);
        if (seed == numbers_.end())
            return refuse(written, pack::in_quotes(number) + " is no statement of seeds.toml" +
                                       pack::did_you_mean(number, {numbers_.begin(), numbers_.end()}));
        traced.seeds.emplace_back(number);
        trace_.seeds[static_cast<std::size_t>(seed - numbers_.begin())].statements.push_back(trace_.statements.size());
    }

    // What an answer can name must be expected by a case. That each number and list is noticed is for prove_mutation.
    void need_a_case(const pack::WrittenStatement& written) {
        const TracedStatement& traced = trace_.statements.back();
        const bool computed = traced.block == "rule" || traced.block == "judgement";
        if (!computed || traced.kind == "number" || traced.kind == "list" || !traced.holds.empty()) return;
        refuse(written, "no case expects it; add 'because " + traced.id + "' to one, typed from the source");
    }

    void judge(TracedSeed& traced) {
        const auto has = [&](std::string_view block) {
            return std::any_of(traced.statements.begin(), traced.statements.end(),
                               [&](std::size_t place) { return trace_.statements[place].block == block; });
        };
        const SeedStatement& seed = traced.seed;
        if (has("rule")) {
            traced.status = TraceStatus::encoded;
        } else if (has("judgement")) {
            traced.status = TraceStatus::judgement;
        } else if (has("not-encoded")) {
            traced.status = TraceStatus::not_encoded;
        } else if (has("text") && is_background(seed)) {
            traced.status = TraceStatus::background;
        } else if (has("text")) {
            traced.status = TraceStatus::text_only;
            refuse(seed, "only a text cites it, and class " + seed.group + " asks for a rule, a judgement or a reason");
        } else {
            refuse(seed, "no statement of any pack cites it; write one, or a not-encoded one with the reason");
        }
    }

    void refuse(const pack::WrittenStatement& written, const std::string& what) {
        trace_.problems.push_back({written.statement.file, written.statement.line, written.statement.id + ": " + what});
    }
    void refuse(const SeedStatement& seed, const std::string& what) {
        trace_.problems.push_back({"seeds.toml", seed.line, seed.number + ": " + what});
    }

    std::span<const PackFile> files_;
    const Formulary& formulary_;
    std::map<std::string, NamedIn> named_;
    std::vector<std::string> numbers_;
    Trace trace_;
};

}  // namespace

std::string_view name_of(TraceStatus status) {
    constexpr std::array<std::string_view, 6> names{"encoded", "judgement", "not-encoded",
                                                    "text",    "text only", "MISSING"};
    return names.at(static_cast<std::size_t>(status));
}

Trace trace(std::span<const PackFile> files, const Formulary& formulary, std::span<const PackFile> case_files) {
    return Tracer(files, formulary, case_files).take();
}

}  // namespace stormkeel
