// What is known of the ward's own working, and the alarms that follow: feeds, links, disk, backups, clock, reviews.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/alarms.h"
#include "service/corrections.h"
#include "service/dead_letters.h"
#include "service/held_links.h"
#include "service/opened_patients.h"
#include "storage/store.h"

namespace stormkeel {

// What the machine says of itself.
struct MachineReading {
    Duration steady;                          // of a clock that nobody sets, and that goes on while the machine sleeps
    std::optional<std::uint64_t> free_bytes;  // on the disk of the data; nothing when it does not say
    std::string boot{};                       // an id of its run since it was started
};

// What is not on the disk as it was kept.
struct StoreDamage {
    std::vector<std::string> words;  // one a row: another one is news
    std::string text;
    Instant since;
};

// It is told facts and asked for alarms; it reads no clock and keeps nothing. The table must outlive it.
class TechnicalAlarms {
public:
    explicit TechnicalAlarms(const AlarmTable& table) : table_(table) {}

    // A record came from this system. That it speaks stands in the audit, by which it is known after a restart since
    // when it is silent: when it spoke first, then as often as is told too early by that at most, a tenth of its hour.
    // Of more than a hundred systems the later ones are not watched.
    void feed_spoke(const std::string& name, Instant at);
    // Before the ward ends: when each spoke last, to the second.
    void remember_feeds();
    std::map<std::string, Instant> feeds() const;  // when each spoke last
    // Of connections that are known by their number. A sender goes by the name under which its feed is known.
    void link_opened(std::uint64_t connection, const std::string& peer, Instant at);
    void link_spoke(std::uint64_t connection, const std::string& sender);
    void link_closed(std::uint64_t connection, Instant at);
    void commit_failed(Instant at);
    void committed();  // whatever it was
    // The oldest events cannot be taken away: what else is kept meanwhile does not end that.
    void pruning_failed(Instant at);
    void pruned() { pruning_fails_since_.reset(); }
    bool cannot_keep() const { return failing_since_ || pruning_fails_since_; }
    void data_are_damaged(StoreDamage damaged) { damaged_ = std::move(damaged); }  // `words` empty: they are not
    void backed_up(Instant at);
    void reviews_wait(const WaitingReviews& waiting) { reviews_ = waiting; }
    void guideline_waits(std::string sha256) { waiting_guideline_ = std::move(sha256); }  // empty: none does
    // The audit's collector takes no checkpoint, or took one; there may be none. That it was away before a start is
    // remembered until it took one.
    void collector_is_away(Instant now) { collector_away_ = collector_away_.value_or(now); }
    void collector_is_there() { collector_away_.reset(); }
    void messages_are(const HeldBack& held) { held_back_ = held; }
    void corrections_are(const QuestionedCorrections& questioned) { questioned_ = questioned; }
    void machine_says(const MachineReading& reading, Instant wall);

    // How far the wall clock may be ahead of the true time, less than zero: behind it. That is all that it was set by,
    // until it is set back or somebody says that it is right.
    Duration clock_ahead() const { return clock_ahead_; }
    void clock_is_right(const std::string& by, Instant now);
    bool is_of_clock(std::string_view condition) const;

    // What a ward that starts finds: the feeds that were known, of which those are silent that an open alert names, as
    // those links are lost that one names; the latest time that was kept, before which no clock can be; and the doubt
    // that its last answers were given with. A link that was held when the ward ended is not known any more: when it
    // does not come back its feed falls silent.
    struct Found {
        std::vector<AuditEntry> audit;
        std::vector<Alert> open{};
        Instant latest{never};
        Duration clock_doubt{};
        std::size_t by_other_packs = 0;  // patients who were answered by other packs
    };
    void resume(const Found& found, Instant now);

    // One a condition. A ward without patients needs no feed.
    std::vector<Alarm> on(Instant now, bool has_patients) const;

    // What has to be kept beside the alarms; once all of it is, told() says so.
    const std::vector<AuditEntry>& audit() const { return audit_; }
    void told();

private:
    void clock_stepped(Duration by, Instant now);
    const TechnicalRule* clock_rule() const;
    std::optional<Alarm> alarm_of(const TechnicalRule& rule, Instant now) const;
    std::optional<Alarm> of_what_waits(const TechnicalRule& rule, Instant now) const;
    void go_on(const TechnicalRule& rule, const Alert& alert, Instant since);
    std::optional<Alarm> of_the_store(const TechnicalRule& rule) const;
    Alarm overdue_reviews(const TechnicalRule& rule, Instant now) const;
    Alarm wrong_corrections(const TechnicalRule& rule) const;
    Alarm held_back(const TechnicalRule& rule) const;
    Alarm silent_feeds(const TechnicalRule& rule, Instant now) const;
    Alarm suspect_clock(const TechnicalRule& rule) const;
    Alarm refused_commits(const TechnicalRule& rule) const;
    Alarm lost_links(const TechnicalRule& rule, Instant now) const;
    Duration longest_step() const;  // that is no step

    const AlarmTable& table_;
    struct Feed {
        Instant spoke;
        Instant remembered{never};  // as the audit says
    };
    void remember(const std::string& name, Feed& feed, std::string_view how);
    Duration remembered_every() const;

    std::map<std::string, Feed, std::less<>> feeds_;
    HeldLinks links_;
    std::optional<Instant> failing_since_;
    StoreDamage damaged_;
    std::optional<Instant> pruning_fails_since_;
    std::optional<std::uint64_t> free_bytes_;
    Instant backed_up_{forever};
    Duration clock_ahead_;
    Instant clock_stepped_at_;
    WaitingReviews reviews_;
    std::string waiting_guideline_;
    QuestionedCorrections questioned_;
    HeldBack held_back_;
    std::optional<Instant> collector_away_;
    std::size_t by_other_packs_ = 0;
    Instant resumed_;
    std::optional<Instant> last_wall_;
    Duration last_steady_;
    std::vector<AuditEntry> audit_;
};

// Not numbered; the file it went to.
AuditEntry backup_entry(const std::string& by, Instant at, const std::string& file);

// How a backup and a feed that speaks stand in the audit.
inline constexpr std::string_view backup_action = "backup";
inline constexpr std::string_view feed_action = "feed speaks";

}  // namespace stormkeel
