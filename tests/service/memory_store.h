// A store that keeps everything in memory, and fails when it is told to.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "storage/store.h"

namespace stormkeel {

class MemoryStore final : public Store {
public:
    std::optional<StoreProblem> problem;  // every verb answers this while it is there
    Batch all;                            // what was committed, in order
    std::size_t not_kept = 0;             // commits that failed
    std::vector<DamagedRow> altered;      // rows that were, when it was opened
    Stored<Found> looked{Found()};        // what a look at the disk finds

    Stored<Done> commit(const Batch& batch) override {
        if (problem) {
            ++not_kept;
            return *problem;
        }
        const auto add = [](auto& into, const auto& from) { into.insert(into.end(), from.begin(), from.end()); };
        add(all.records, batch.records);
        add(all.assessments, batch.assessments);
        add(all.alerts, batch.alerts);
        add(all.events, batch.events);
        add(all.audit, batch.audit);
        add(all.accounts, batch.accounts);
        add(all.cosigns, batch.cosigns);
        for (const KeptSession& session : batch.sessions) {
            std::erase_if(all.sessions, [&](const KeptSession& one) { return one.digest == session.digest; });
            if (!session.ended) all.sessions.push_back(session);
        }
        std::erase_if(all.events, [&](const WardEvent& one) { return one.number <= batch.prune_events_to; });
        return Done{};
    }

    Stored<LastNumbers> last_numbers() override {
        LastNumbers last{all.records.size(), all.assessments.size(), 0,
                         all.events.empty() ? 0 : all.events.back().number, all.audit.size()};
        last.alert_row = all.alerts.size();
        last.account_row = all.accounts.size();
        last.cosign_row = all.cosigns.size();
        for (const Alert& alert : all.alerts) last.alert = std::max(last.alert, alert.number);
        for (const Cosign& cosign : all.cosigns) last.cosign = std::max(last.cosign, cosign.number);
        return last;
    }

    Stored<Done> each_record(std::optional<std::string_view> patient, const SeeRecord& see) override {
        if (problem) return *problem;
        std::map<std::string, std::vector<Record>> by_patient;
        for (const Record& record : all.records) by_patient[record.patient].push_back(record);
        for (const auto& [id, records] : by_patient) {
            if (patient && *patient != id) continue;
            for (const Record& record : records) see(record);
        }
        return Done{};
    }
    Stored<std::vector<std::string>> patients() override {
        std::set<std::string> found;
        for (const Record& record : all.records) found.insert(record.patient);
        return std::vector<std::string>(found.begin(), found.end());
    }

    Stored<std::vector<Record>> versions(std::string_view source) override {
        return only(all.records, [&](const Record& one) { return one.source == source; });
    }
    Stored<std::optional<KeptAssessment>> last_assessment(std::string_view patient) override {
        const auto found = std::find_if(all.assessments.rbegin(), all.assessments.rend(),
                                        [&](const KeptAssessment& one) { return one.patient == patient; });
        return found == all.assessments.rend() ? std::nullopt : std::optional(*found);
    }
    Stored<std::vector<Alert>> open_alerts() override {
        std::map<std::uint64_t, Alert> last;
        for (const Alert& alert : all.alerts) last[alert.number] = alert;
        std::vector<Alert> found;
        for (const auto& [number, alert] : last) {
            if (alert.state != AlertState::ended) found.push_back(alert);
        }
        return found;
    }
    Stored<std::string> hash_of_event(std::uint64_t number) override { return "hash of " + std::to_string(number); }
    Stored<std::vector<WardEvent>> events_after(std::uint64_t number, std::size_t) override {
        return only(all.events, [&](const WardEvent& one) { return one.number > number; });
    }
    Stored<std::vector<Account>> accounts() override {
        std::map<std::string, Account> last;
        for (const Account& account : all.accounts) last[account.name] = account;
        std::vector<Account> found;
        for (const auto& [name, account] : last) found.push_back(account);
        return found;
    }
    Stored<std::vector<Cosign>> cosigns_after(Instant at) override {
        std::map<std::uint64_t, Cosign> last;
        for (const Cosign& cosign : all.cosigns) last[cosign.number] = cosign;
        std::vector<Cosign> found;
        for (const auto& [number, cosign] : last) {
            if (cosign.state == CosignState::open || cosign.at > at) found.push_back(cosign);
        }
        return found;
    }
    Stored<std::vector<KeptSession>> sessions() override { return all.sessions; }
    Stored<std::vector<AuditEntry>> audit_after(std::uint64_t number, std::size_t at_most) override {
        if (problem) return *problem;
        const auto first = std::partition_point(all.audit.begin(), all.audit.end(),
                                                [&](const AuditEntry& one) { return one.number <= number; });
        const auto count = std::min<std::size_t>(at_most, static_cast<std::size_t>(all.audit.end() - first));
        return std::vector<AuditEntry>(first, first + static_cast<std::ptrdiff_t>(count));
    }
    Stored<std::vector<AuditEntry>> audit_before(std::uint64_t number, std::size_t at_most) override {
        if (problem) return *problem;
        const auto past = std::partition_point(all.audit.begin(), all.audit.end(),
                                               [&](const AuditEntry& one) { return one.number < number; });
        const auto count = std::min<std::size_t>(at_most, static_cast<std::size_t>(past - all.audit.begin()));
        std::vector<AuditEntry> found(past - static_cast<std::ptrdiff_t>(count), past);
        std::reverse(found.begin(), found.end());
        return found;
    }
    std::vector<DamagedRow> damaged() const override { return altered; }
    Stored<Found> look_through(std::chrono::microseconds) override { return looked; }
    using Store::back_up;
    Stored<Done> back_up(const std::string&, CopyFor) override { return Done{}; }

private:
    template <typename Row, typename Wanted>
    static std::vector<Row> only(const std::vector<Row>& rows, const Wanted& wanted) {
        std::vector<Row> found;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(found), wanted);
        return found;
    }
};

}  // namespace stormkeel
