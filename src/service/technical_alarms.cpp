// Holds each fact against the rows of the table.
#include "service/technical_alarms.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

namespace stormkeel {

namespace {

constexpr std::size_t feeds_at_most = 100;  // a sender names itself, and must not fill the memory by it
constexpr std::uint64_t mebibyte = 1024ULL * 1024;

Alarm alarm(const TechnicalRule& rule, std::string word, std::string text, Instant since) {
    return {rule.condition, rule.priority, {std::move(word)}, since, std::move(text)};
}

// Names that are more than one word would be told apart by nobody.
std::string word_of(std::string name) {
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return std::isspace(c) != 0; }, '_');
    return name;
}

void add(Alarm& into, const std::string& name, const std::string& text, Instant since) {
    into.words.push_back(word_of(name));
    into.text += (into.text.empty() ? "" : "; ") + text;
    into.since = into.words.size() == 1 ? since : std::max(into.since, since);
}

Duration size_of(Duration length) { return length < Duration{} ? Duration{} - length : length; }

std::string step_in_words(Duration step) { return to_words(size_of(step)) + (step < Duration{} ? " back" : " ahead"); }

// Of the rows of one condition the most urgent counts; the words of all are told.
void join(std::vector<Alarm>& on, Alarm next) {
    const auto same =
        std::find_if(on.begin(), on.end(), [&](const Alarm& one) { return one.condition == next.condition; });
    if (same == on.end()) {
        on.push_back(std::move(next));
        return;
    }
    same->priority = std::max(same->priority, next.priority);
    same->words.insert(same->words.end(), next.words.begin(), next.words.end());
    same->text += "; " + next.text;
    same->since = std::max(same->since, next.since);
}

}  // namespace

AuditEntry backup_entry(const std::string& by, Instant at, const std::string& file) {
    return {0, at, by, std::string(backup_action), file};
}

void TechnicalAlarms::feed_spoke(const std::string& name, Instant at) {
    if (feeds_.size() == feeds_at_most && !feeds_.contains(name)) return;
    Feed& feed = feeds_[name];
    const bool is_new = feed.remembered == never;
    feed.spoke = at;
    // Of a clock that was set back the earlier time counts.
    const bool is_due = at < feed.remembered || at - feed.remembered >= remembered_every();
    if (is_new || is_due) remember(name, feed, is_new ? "first record" : "still");
}

void TechnicalAlarms::remember(const std::string& name, Feed& feed, std::string_view how) {
    feed.remembered = feed.spoke;
    audit_.push_back({0, feed.spoke, name, std::string(feed_action), std::string(how)});
}

Duration TechnicalAlarms::remembered_every() const {
    Duration silence = hours(1);
    for (const TechnicalRule& rule : table_.technical) {
        if (rule.sign == TechnicalSign::feed_silent) silence = std::min(silence, rule.after);
    }
    return std::max(Duration{silence.microseconds / 10}, minutes(1));
}

void TechnicalAlarms::remember_feeds() {
    for (auto& [name, feed] : feeds_) {
        if (feed.spoke != feed.remembered) remember(name, feed, "last before the end");
    }
}

std::map<std::string, Instant> TechnicalAlarms::feeds() const {
    std::map<std::string, Instant> spoke;
    for (const auto& [name, feed] : feeds_) spoke[name] = feed.spoke;
    return spoke;
}

void TechnicalAlarms::link_opened(std::uint64_t connection, const std::string& peer, Instant at) {
    links_.opened(connection, word_of(peer), at);
}
void TechnicalAlarms::link_spoke(std::uint64_t connection, const std::string& sender) {
    links_.spoke(connection, word_of(sender));
}
void TechnicalAlarms::link_closed(std::uint64_t connection, Instant at) {
    Duration held = forever - Instant{};
    for (const TechnicalRule& rule : table_.technical) {
        if (rule.sign == TechnicalSign::link_lost) held = std::min(held, rule.held);
    }
    links_.closed(connection, at, held);
}

void TechnicalAlarms::commit_failed(Instant at) {
    if (!failing_since_) failing_since_ = at;
}
void TechnicalAlarms::committed() { failing_since_.reset(); }
void TechnicalAlarms::pruning_failed(Instant at) {
    if (!pruning_fails_since_) pruning_fails_since_ = at;
}
void TechnicalAlarms::backed_up(Instant at) { backed_up_ = at; }

const TechnicalRule* TechnicalAlarms::clock_rule() const {
    const auto rule = std::find_if(table_.technical.begin(), table_.technical.end(),
                                   [](const TechnicalRule& one) { return one.sign == TechnicalSign::clock_stepped; });
    return rule == table_.technical.end() ? nullptr : &*rule;
}

Duration TechnicalAlarms::longest_step() const {
    const TechnicalRule* rule = clock_rule();
    return rule == nullptr ? forever - Instant{} : rule->after;
}

void TechnicalAlarms::clock_stepped(Duration by, Instant now) {
    clock_ahead_ = clock_ahead_ + by;
    if (size_of(clock_ahead_) <= longest_step()) clock_ahead_ = {};  // it was set back
    clock_stepped_at_ = now;
    audit_.push_back({0, now, "ward", "clock stepped", step_in_words(by)});
}

void TechnicalAlarms::clock_is_right(const std::string& by, Instant now) {
    clock_ahead_ = {};
    audit_.push_back({0, now, by, "clock is right", ""});
}

bool TechnicalAlarms::is_of_clock(std::string_view condition) const {
    const TechnicalRule* rule = clock_rule();
    return rule != nullptr && rule->condition == condition;
}

void TechnicalAlarms::machine_says(const MachineReading& reading, Instant wall) {
    free_bytes_ = reading.free_bytes;
    if (last_wall_) {
        const Duration step = (wall - *last_wall_) - (reading.steady - last_steady_);
        if (size_of(step) > longest_step()) clock_stepped(step, wall);
    }
    last_wall_ = wall;
    last_steady_ = reading.steady;
}

// What an alert of this row names was so since then, and is so over a restart.
void TechnicalAlarms::go_on(const TechnicalRule& rule, const Alert& alert, Instant since) {
    std::istringstream words(alert.words);
    for (std::string word; words >> word;) {
        if (rule.sign == TechnicalSign::link_lost) links_.lose({{word}, {}, since, rule.held});
        if (rule.sign == TechnicalSign::collector_away) collector_away_ = since;
        if (rule.sign != TechnicalSign::feed_silent) continue;
        for (auto& [name, feed] : feeds_) {
            if (word_of(name) == word) feed.spoke = std::min(feed.spoke, since);
        }
    }
}

void TechnicalAlarms::resume(const Found& found, Instant now) {
    backed_up_ = found.audit.empty() ? now : found.audit.front().at;
    for (const AuditEntry& entry : found.audit) {
        if (entry.action == backup_action) backed_up_ = entry.at;
        if (entry.action != feed_action) continue;
        Feed& feed = feeds_[entry.actor];
        feed = {std::min(entry.at, now), entry.at};
        if (!entry.object.empty()) continue;
        // An earlier version told of the first record alone: its silence is not known, and counts from this start.
        feed.spoke = now;
        remember(entry.actor, feed, "known from before");
    }
    for (const TechnicalRule& rule : table_.technical) {
        for (const Alert& alert : found.open) {
            if (!alert.patient.empty() || alert.condition != rule.condition || alert.over) continue;
            go_on(rule, alert, std::min(alert.raised_at, now) - rule.after);
        }
    }
    resumed_ = now;
    by_other_packs_ = found.by_other_packs;
    if (by_other_packs_ > 0) audit_.push_back({0, now, "ward", "packs changed", ""});
    const Duration doubt = found.clock_doubt;
    clock_stepped_at_ = now;
    if (found.latest - now > longest_step()) {
        clock_stepped(Duration{} - std::max(found.latest - now, doubt), now);
    } else {
        clock_ahead_ = doubt;
    }
}

Alarm TechnicalAlarms::silent_feeds(const TechnicalRule& rule, Instant now) const {
    Alarm silent{rule.condition, rule.priority, {}, forever, {}};
    for (const auto& [name, feed] : feeds_) {
        if (now - feed.spoke < rule.after) continue;
        add(silent, name, "no record from " + name + " since " + to_text(feed.spoke), feed.spoke + rule.after);
    }
    return silent;
}

Alarm TechnicalAlarms::refused_commits(const TechnicalRule& rule) const {
    const std::string what = failing_since_ ? "what came in could not be kept" : "old events could not be taken away";
    const Instant since = failing_since_ ? *failing_since_ : *pruning_fails_since_;
    return alarm(rule, "commit_failed", what + " since " + to_text(since) + "; free space on the disk", since);
}

Alarm TechnicalAlarms::lost_links(const TechnicalRule& rule, Instant now) const {
    Alarm lost{rule.condition, rule.priority, {}, forever, {}};
    for (const HeldLinks::Lost& link : links_.lost(now, rule.after)) {
        if (link.held < rule.held) continue;
        std::string senders;
        for (const std::string& sender : link.senders) senders += (senders.empty() ? "" : ", ") + sender;
        add(lost, link.senders.front(), "the connection of " + senders + " is gone since " + to_text(link.since),
            link.since + rule.after);
    }
    return lost;
}

// Another step is news. By how much the clock is wrong is known over a restart, in seconds that are rounded up.
Alarm TechnicalAlarms::suspect_clock(const TechnicalRule& rule) const {
    Alarm suspect = alarm(
        rule, "CLOCK_SUSPECT",
        "the clock was set " + step_in_words(clock_ahead_) +
            (clock_ahead_ > Duration{} ? "; doses wait that much longer" : "; what is due is due that much earlier") +
            ", until it is set back, or somebody has checked it and declines this",
        clock_stepped_at_);
    const std::int64_t second = seconds(1).microseconds;
    const std::int64_t wrong_by = (size_of(clock_ahead_).microseconds + second - 1) / second;
    suspect.words.push_back((clock_ahead_ < Duration{} ? "-" : "+") + std::to_string(wrong_by) + "s");
    return suspect;
}

std::optional<Alarm> TechnicalAlarms::alarm_of(const TechnicalRule& rule, Instant now) const {
    switch (rule.sign) {
        case TechnicalSign::feed_silent:
            return silent_feeds(rule, now);
        case TechnicalSign::link_lost:
            return lost_links(rule, now);
        case TechnicalSign::commit_failed:
            return of_the_store(rule);
        case TechnicalSign::disk_low:
            if (!free_bytes_ || *free_bytes_ >= rule.free_bytes) return std::nullopt;
            return alarm(
                rule, "disk_low",
                "less than " + std::to_string(rule.free_bytes / mebibyte) + " MiB are free on the disk of the data",
                now);
        case TechnicalSign::backup_old:
            if (now - backed_up_ < rule.after) return std::nullopt;
            return alarm(rule, "backup_old", "nothing was backed up since " + to_text(backed_up_),
                         backed_up_ + rule.after);
        case TechnicalSign::clock_stepped:
            if (clock_ahead_ == Duration{}) return std::nullopt;
            return suspect_clock(rule);
        case TechnicalSign::packs_changed:
            if (by_other_packs_ == 0) return std::nullopt;
            return alarm(rule, "packs_changed",
                         "until this start other packs answered for patients of the ward (" +
                             std::to_string(by_other_packs_) + "): look at each again",
                         resumed_);
        default:
            return of_what_waits(rule, now);
    }
}

// What cannot be kept, and what was kept and is not so any more.
std::optional<Alarm> TechnicalAlarms::of_the_store(const TechnicalRule& rule) const {
    std::optional<Alarm> found;
    if (cannot_keep()) found = refused_commits(rule);
    if (damaged_.words.empty()) return found;
    if (!found) {
        found = Alarm{rule.condition, rule.priority, {}, damaged_.since, {}};
    } else {
        found->text += "; ";
    }
    found->words.insert(found->words.end(), damaged_.words.begin(), damaged_.words.end());
    found->text += damaged_.text;
    found->since = std::max(found->since, damaged_.since);
    return found;
}

// What is whole, and waits for somebody to look at it.
std::optional<Alarm> TechnicalAlarms::of_what_waits(const TechnicalRule& rule, Instant now) const {
    switch (rule.sign) {
        case TechnicalSign::review_overdue:
            if (reviews_.count == 0 || now - reviews_.oldest < rule.after) return std::nullopt;
            return overdue_reviews(rule, now);
        case TechnicalSign::guideline_waits:
            if (waiting_guideline_.empty()) return std::nullopt;
            return alarm(rule, "guideline_waits",
                         "two persons approved the guideline version " + waiting_guideline_.substr(0, 12) +
                             "; it answers once the ward is started again",
                         now);
        case TechnicalSign::correction_questioned:
            if (questioned_.count == 0) return std::nullopt;
            return wrong_corrections(rule);
        case TechnicalSign::collector_away:
            if (!collector_away_ || now - *collector_away_ < rule.after) return std::nullopt;
            return alarm(rule, "collector_away",
                         "the collector of the audit has taken no signed checkpoint since " + to_text(*collector_away_),
                         *collector_away_ + rule.after);
        case TechnicalSign::message_held_back:
            if (held_back_.count == 0) return std::nullopt;
            return held_back(rule);
        default:
            return std::nullopt;
    }
}

// Each record that was opened is news once it is overdue.
Alarm TechnicalAlarms::overdue_reviews(const TechnicalRule& rule, Instant now) const {
    Alarm overdue = alarm(rule, "review_overdue",
                          "a patient's record was opened from another unit at " + to_text(reviews_.oldest) +
                              ", and no auditor has reviewed it",
                          reviews_.oldest + rule.after);
    for (const auto& [number, since] : reviews_.since) {
        if (now - since < rule.after) continue;
        overdue.words.push_back(std::to_string(number));
        overdue.since = std::max(overdue.since, since + rule.after);
    }
    return overdue;
}

// Each correction is news.
Alarm TechnicalAlarms::wrong_corrections(const TechnicalRule& rule) const {
    Alarm wrong = alarm(rule, "correction_questioned",
                        "since " + to_text(questioned_.oldest) + " a pharmacist finds a correction of a chart wrong (" +
                            std::to_string(questioned_.count) +
                            "): correct it again, or decline this with the reason why it stands",
                        questioned_.oldest);
    for (const std::uint64_t number : questioned_.numbers) wrong.words.push_back(std::to_string(number));
    return wrong;
}

// Each message is news.
Alarm TechnicalAlarms::held_back(const TechnicalRule& rule) const {
    Alarm alarm{rule.condition,
                rule.priority,
                {"message_held_back"},
                held_back_.oldest,
                "since " + to_text(held_back_.oldest) + " messages of HL7 v2 or FHIR are held back (" +
                    std::to_string(held_back_.count) +
                    "): what they tell is in no chart; whoever runs the feed looks at /api/dead-letters"};
    alarm.words.insert(alarm.words.end(), held_back_.latest.begin(), held_back_.latest.end());
    return alarm;
}

// New packs are told of once; the alert stays until somebody has seen it.
void TechnicalAlarms::told() {
    audit_.clear();
    by_other_packs_ = 0;
}

std::vector<Alarm> TechnicalAlarms::on(Instant now, bool has_patients) const {
    std::vector<Alarm> on;
    for (const TechnicalRule& rule : table_.technical) {
        if (rule.sign == TechnicalSign::feed_silent && !has_patients) continue;
        auto next = alarm_of(rule, now);
        if (next && !next->words.empty()) join(on, std::move(*next));
    }
    return on;
}

}  // namespace stormkeel
