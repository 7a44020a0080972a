// Keeps what came in together, and tells each caller what became of theirs.
#include "server/served_ward.h"

#include <algorithm>

namespace stormkeel {

Stored<Done> ServedWard::open() {
    auto read = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    accounts = std::get<std::vector<Account>>(std::move(read));
    return ward.open(clock());
}

// When the commit is refused all of it is, and each caller hears so.
void ServedWard::keep_waiting() {
    if (waiting_.empty()) return;
    std::deque<Waiting> waiting;
    waiting.swap(waiting_);
    std::vector<Incoming> records;
    for (Waiting& each : waiting) {
        std::copy(each.records.begin(), each.records.end(), std::back_inserter(records));
    }
    const auto taken = ward.take(records, clock());
    if (const auto* problem = std::get_if<StoreProblem>(&taken)) {
        for (const Waiting& each : waiting) each.kept(*problem);
        return;
    }
    Outcomes outcomes(std::get<Taken>(taken).records);
    for (const Waiting& each : waiting) {
        each.kept(outcomes.first(each.records.size()));
        outcomes = outcomes.subspan(each.records.size());
    }
    feed.send_news();
}

bool ServedWard::who_is_who_waits() const {
    const auto tells = [](const Incoming& record) { return record.source.starts_with("Patient/"); };
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& each) {
        return std::any_of(each.records.begin(), each.records.end(), tells);
    });
}

HttpResponse ServedWard::refused(const StoreProblem& problem) {
    if (problem.kind == StoreProblem::Kind::full) return error_response(507, "the disk is full; nothing was kept");
    broken = problem;
    return error_response(503, "the store has failed; nothing was kept");
}

}  // namespace stormkeel
