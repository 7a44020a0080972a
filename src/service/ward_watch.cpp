// Reads from the audit what was known before, and hands the alarms to the ward.
#include "service/ward_watch.h"

#include <algorithm>
#include <map>

namespace stormkeel {

namespace {

constexpr std::size_t entries_at_once = 1000;
constexpr std::size_t rows_named = 20;  // of those that are damaged

// What is to be done hangs on whether somebody is not answered for.
StoreDamage store_damage(const LiveWard& ward) {
    const auto& [rows, pages, since] = ward.damage();
    StoreDamage data{{}, {}, since};
    if (!pages.empty()) data.words.emplace_back("pages");
    for (const DamagedRow& row : rows) {
        if (data.words.size() < rows_named) data.words.push_back(row.table + "/" + std::to_string(row.row));
    }
    if (data.words.empty()) return data;
    data.text = pages.empty() ? to_text(rows.front()) +
                                    (rows.size() == 1 ? "" : " (and " + std::to_string(rows.size() - 1) + " more)")
                              : "the file of what is kept is damaged on its disk";
    data.text += ward.any_unavailable() ? ": the patients who are shown as unavailable are not answered for, go by the "
                                          "hospital's own chart"
                                        : ": who is here is answered for by what was read before, and may not be "
                                          "after the next start";
    data.text += "; run stormkeel verify, restore the last backup, and look at the disk";
    return data;
}

}  // namespace

Stored<Done> WardWatch::open(Instant now) {
    std::vector<AuditEntry> telling;
    std::map<std::string, AuditEntry> feeds;  // the newest of each
    for (std::uint64_t last = 0;;) {
        const auto read = store_.audit_after(last, entries_at_once);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& entries = std::get<std::vector<AuditEntry>>(read);
        if (entries.empty()) break;
        for (const AuditEntry& entry : entries) {
            if (entry.action == backup_action || telling.empty()) telling.push_back(entry);
            if (entry.action == feed_action) feeds.insert_or_assign(entry.actor, entry);
        }
        last = entries.back().number;
    }
    for (auto& [name, entry] : feeds) telling.push_back(std::move(entry));
    technical.resume(
        {telling, ward_.own_alerts(), ward_.latest_kept(), ward_.clock_doubt(), ward_.answered_by_other_packs()}, now);
    // The machine is not asked: a start takes a while, and `now` is when it began.
    return look(later_than(now));
}

Stored<Done> WardWatch::finish(Instant now) {
    technical.remember_feeds();
    return look(now);
}

Instant WardWatch::present(Instant wall) {
    if (machine) technical.machine_says(machine(), wall);
    return later_than(wall);
}

Instant WardWatch::later_than(Instant wall) const {
    return wall + std::max(Duration{} - technical.clock_ahead(), Duration{});
}

// In whole seconds, as nobody sets a clock more exactly; rather too much doubt than too little.
Duration WardWatch::clock_doubt() const {
    const Duration exactly = std::max(technical.clock_ahead(), Duration{} - technical.clock_ahead());
    const std::int64_t second = seconds(1).microseconds;
    return Duration{(exactly.microseconds + second - 1) / second * second};
}

Stored<Done> WardWatch::look(Instant now) {
    auto looked = keep_doubt(now);
    technical.reviews_wait(waiting_reviews(ward_));
    technical.guideline_waits(ward_.waiting_guideline());
    technical.corrections_are(questioned_corrections(ward_));
    technical.data_are_damaged(store_damage(ward_));
    technical.messages_are(held_back_.in(ward_.record()));
    auto told = ward_.tell_of_itself(technical.on(now, !ward_.patients().empty()), technical.audit(), now);
    if (std::holds_alternative<Done>(told)) {
        technical.told();
    } else {
        technical.commit_failed(now);
    }
    return std::holds_alternative<StoreProblem>(looked) ? looked : told;
}

}  // namespace stormkeel
