// Keeps what came in together, and tells each caller what became of theirs.
#include "server/served_ward.h"

#include <algorithm>
#include <utility>

namespace stormkeel {

Stored<Done> ServedWard::open() {
    auto read = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    accounts = std::get<std::vector<Account>>(std::move(read));
    started = clock();
    auto opened = ward.open(started);
    return std::holds_alternative<StoreProblem>(opened) ? opened : watch.open(started);
}

// Who is told may hand in more.
void ServedWard::keep_waiting() {
    while (!waiting_.empty()) keep(std::exchange(waiting_, {}));
}

// When the commit is refused all of it is, and each caller hears so.
void ServedWard::keep(std::deque<Waiting> waiting) {
    std::vector<Incoming> records;
    for (Waiting& each : waiting) {
        std::copy(each.records.begin(), each.records.end(), std::back_inserter(records));
    }
    const auto taken = ward.take(records, clock());
    if (const auto* problem = std::get_if<StoreProblem>(&taken)) {
        for (const Waiting& each : waiting) each.kept(*problem);
        return;
    }
    watch.technical.committed();
    Outcomes outcomes(std::get<Taken>(taken).records);
    for (const Taken::One& one : outcomes) ++counts.outcomes[one.outcome];
    for (const Waiting& each : waiting) {
        each.kept(outcomes.first(each.records.size()));
        outcomes = outcomes.subspan(each.records.size());
    }
    feed.send_news();
}

template <typename Wanted>
bool ServedWard::any_waits(const Wanted& wanted) const {
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& each) {
        return std::any_of(each.records.begin(), each.records.end(), wanted);
    });
}

bool ServedWard::who_is_who_waits() const {
    return any_waits([](const Incoming& record) { return record.source.starts_with("Patient/"); });
}

bool ServedWard::waits(std::string_view source) const {
    return any_waits([&](const Incoming& record) { return record.source == source; });
}

HttpResponse ServedWard::refused(const StoreProblem& problem) {
    if (operation.log) operation.log->write(LogLevel::error, "store_problem", {{"what", problem.what}});
    watch.technical.commit_failed(clock());
    if (problem.kind == StoreProblem::Kind::full) return error_response(507, "the disk is full; nothing was kept");
    broken = problem;
    return error_response(503, "the store has failed; nothing was kept");
}

}  // namespace stormkeel
