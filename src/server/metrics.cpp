// Counts go on while the ward is served; what is true of it now is asked when somebody measures.
#include "server/metrics.h"

#include <algorithm>
#include <array>
#include <map>

#include "server/exposition.h"
#include "service/opened_patients.h"

namespace stormkeel {

namespace {

double seconds_between(Instant from, Instant to) {
    return static_cast<double>(std::max<std::int64_t>(0, (to - from).microseconds)) / 1e6;
}

void write_calls(const WardCounts& counts, Exposition& out) {
    out.begin("stormkeel_http_requests_total", "counter", "Requests answered, by the pattern of their path.");
    for (const auto& [key, count] : counts.statuses) {
        const auto& [call, status] = key;
        out.value(count, {{"method", call.first}, {"path", call.second}, {"status", std::to_string(status)}});
    }
    out.begin("stormkeel_http_request_seconds", "histogram", "Time from a request to its answer.");
    for (const auto& [call, latency] : counts.latency) {
        out.histogram(latency, {{"method", call.first}, {"path", call.second}});
    }
}

void write_records(const WardCounts& counts, Exposition& out) {
    using Outcome = Taken::Outcome;
    static constexpr std::array<std::pair<Outcome, std::string_view>, 4> outcomes{
        {{Outcome::kept, "kept"},
         {Outcome::rejected, "rejected"},
         {Outcome::repeated, "repeated"},
         {Outcome::conflicting, "conflicting"}}};
    out.begin("stormkeel_records_received_total", "counter", "Records that came in, by what became of them.");
    for (const auto& [outcome, name] : outcomes) {
        const auto found = counts.outcomes.find(outcome);
        out.value(found == counts.outcomes.end() ? 0 : found->second, {{"outcome", std::string(name)}});
    }
}

void write_messages(const WardCounts& counts, Exposition& out) {
    out.begin("stormkeel_hl7v2_messages_total", "counter", "HL7 v2 messages over MLLP, by what they were told.");
    for (const Hl7Outcome outcome : {Hl7Outcome::accepted, Hl7Outcome::failed, Hl7Outcome::rejected}) {
        const auto found = counts.messages.find(outcome);
        out.value(found == counts.messages.end() ? 0 : found->second, {{"outcome", std::string(name_of(outcome))}});
    }
}

// As the alarm counts it, over a start too; an account that was never heard counts from when its token was made, so
// that silence shows.
void write_feeds(const ServedWard& served, Instant now, Exposition& out) {
    std::map<std::string, Instant> feeds;
    for (const Account& account : served.accounts) {
        const bool sends = account.role == name_of(Role::integration) || account.role == name_of(Role::sender);
        if (sends && !account.credential.empty()) feeds[account.name] = account.changed_at;
    }
    for (const auto& [name, at] : served.watch.technical.feeds()) feeds[name] = at;
    out.begin("stormkeel_feed_silent_seconds", "gauge",
              "Time since records of a feed last came, or its token was made.");
    for (const auto& [name, since] : feeds) out.seconds(seconds_between(since, now), {{"feed", name}});
}

void write_alerts(const LiveWard& ward, Instant now, Exposition& out) {
    static constexpr std::array<std::string_view, 3> priorities{"low", "medium", "high"};
    std::array<std::uint64_t, priorities.size()> open{};
    Instant oldest = now;
    for (const auto& [id, patient] : ward.patients()) {
        for (const Alert& alert : ward.shown(patient).alerts) {
            ++open.at(static_cast<std::size_t>(alert.priority));
            if (alert.state == AlertState::raised) oldest = std::min(oldest, alert.raised_at);
        }
    }
    out.begin("stormkeel_alerts_open", "gauge", "Alerts that have not ended, by priority.");
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        out.value(open[i], {{"priority", std::string(priorities[i])}});
    }
    out.begin("stormkeel_alerts_raised_total", "counter", "Alerts of patients that were raised, by condition.");
    std::map<std::string, std::uint64_t, std::less<>> raised = ward.raised();
    for (const AlarmRule& rule : ward.knowledge().alarms.rules) raised.try_emplace(rule.condition);
    for (const auto& [condition, count] : raised) out.value(count, {{"condition", condition}});
    out.begin("stormkeel_alert_unanswered_seconds", "gauge", "Age of the oldest alert that nobody has answered.");
    out.seconds(seconds_between(oldest, now));
}

void write_opened(const ServedWard& served, Instant now, Exposition& out) {
    out.begin("stormkeel_break_glass_total", "counter", "Records of patients opened from outside their unit.");
    out.value(served.counts.opened_patients);
    const WaitingReviews waiting = waiting_reviews(served.ward);
    out.begin("stormkeel_reviews_open", "gauge", "Records opened so that nobody has reviewed yet.");
    out.value(waiting.count);
    out.begin("stormkeel_review_waiting_seconds", "gauge", "Age of the oldest that waits for a review.");
    out.seconds(seconds_between(std::min(waiting.oldest, now), now));
}

void write_store(const StoreFigures& figures, const LastNumbers& last, Exposition& out) {
    out.begin("stormkeel_commit_seconds", "histogram", "Time of commits that were kept.");
    out.histogram(figures.commits);
    out.begin("stormkeel_commits_refused_total", "counter", "Commits of which nothing was kept.");
    out.value(figures.refused_commits);
    out.begin("stormkeel_store_bytes", "gauge", "Size of the files of the store.");
    out.value(figures.bytes);
    out.begin("stormkeel_records", "gauge", "Records kept.");
    out.value(last.record);
}

void write_audit_syslog(const AuditSyslog* syslog, Exposition& out) {
    if (syslog == nullptr) return;
    const AuditSyslog::State state = syslog->state();
    out.begin("stormkeel_audit_syslog_waiting", "gauge", "Checkpoints of the audit that wait for the collector.");
    out.value(state.waiting);
    out.begin("stormkeel_audit_syslog_sent_total", "counter", "Checkpoints that the collector took.");
    out.value(state.sent);
    out.begin("stormkeel_audit_syslog_dropped_total", "counter", "Checkpoints given up for newer ones.");
    out.value(state.dropped);
    out.begin("stormkeel_audit_syslog_unreachable_seconds", "gauge", "For how long the collector has taken none.");
    out.seconds(state.unreachable_seconds);
}

}  // namespace

Stored<std::string> metrics_text(const ServedWard& served) {
    const auto last = served.store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&last)) return *problem;
    const Instant now = served.clock();
    Exposition out;
    out.begin("stormkeel_build_info", "gauge", "Always 1; the version of the program is its label.");
    out.value(1, {{"version", std::string(served.knowledge.version)}});
    out.begin("stormkeel_uptime_seconds", "gauge", "Time since the start.");
    out.seconds(seconds_between(served.started, now));
    out.begin("stormkeel_patients", "gauge", "Patients who are in the ward.");
    out.value(served.ward.patients().size());
    out.begin("stormkeel_patients_left", "gauge", "Patients who left the ward after their discharge.");
    out.value(served.ward.left());
    out.begin("stormkeel_event_readers", "gauge", "Readers of the events.");
    out.value(served.feed.readers());
    out.begin("stormkeel_log_lines_dropped_total", "counter", "Lines of the log that nobody took.");
    out.value(served.operation.log ? served.operation.log->dropped() : 0);
    write_calls(served.counts, out);
    write_records(served.counts, out);
    write_messages(served.counts, out);
    write_feeds(served, now, out);
    write_alerts(served.ward, now, out);
    write_opened(served, now, out);
    write_audit_syslog(served.operation.audit_syslog.get(), out);
    write_store(served.store.figures(), std::get<LastNumbers>(last), out);
    return out.take();
}

}  // namespace stormkeel
