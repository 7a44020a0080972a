// The ward is small and has rows of every table, some of whose pages lie in the log alone.
#include "storage/bit_rot.h"

#include <map>
#include <random>
#include <vector>

#include "storage/committing.h"
#include "storage/pseudonyms.h"
#include "storage/session_seal.h"

namespace stormkeel {
namespace {

using Files = std::map<std::string, std::vector<unsigned char>>;

constexpr const char* file_name = "ward.sqlite";
constexpr const char* log_name = "ward.sqlite-wal";
constexpr std::size_t transactions = 6;

const Pseudonyms& seal_key() {
    static const Pseudonyms key("a key that the file does not hold");
    return key;
}

Batch rows_of_every_table(std::uint64_t number) {
    Batch batch = batch_after((number - 1) * records_in_batch);
    const std::string patient = "p" + std::to_string(number % 3);
    batch.assessments = {{number, patient, Instant{7}, 3, "packs", "digest"}};
    Alert alert;
    alert.number = number;
    alert.patient = patient;
    alert.condition = "crs";
    alert.text = "look at them";
    batch.alerts = {alert};
    batch.audit = {{number, Instant{7}, "feed", "take", "3 records", "{}"}};
    batch.accounts = {{"n" + std::to_string(number), "nurse", "hash", Instant{5}}};
    batch.cosigns = {
        {number, "break glass", CosignState::open, patient, "", "why", "nora", Instant{4}, "", "", Instant{4}}};
    for (std::uint64_t each = 1; each <= number; ++each) {
        KeptSession session{"digest" + std::to_string(each), "nora", "account", Instant{1}, Instant{2}};
        session.seal = seal_of(session, seal_key());
        batch.sessions.push_back(std::move(session));
    }
    batch.sessions.push_back(sealed_together(batch.sessions, number, seal_key()));
    return batch;
}

template <typename Row, typename Add>
void add_rows(std::string& text, const Stored<std::vector<Row>>& rows, const Add& add) {
    const auto* read = std::get_if<std::vector<Row>>(&rows);
    if (read == nullptr) {
        text += "refused\n";
        return;
    }
    for (const Row& row : *read) text += add(row) + '\n';
}

// All that the store tells, in one text; the records by each of their indexes too.
std::string told(Store& store) {
    std::string text;
    const auto record = [](const Record& one) {
        return std::to_string(one.number) + one.patient + one.source + one.version + one.text +
               std::to_string(one.effective.microseconds + one.received.microseconds);
    };
    std::vector<std::string> sources;
    store.each_record({}, [&](const Record& one) {
        text += record(one) + '\n';
        sources.push_back(one.source);
    });
    for (const std::string& source : sources) add_rows(text, store.versions(source), record);
    add_rows(text, store.patients(), [](const std::string& patient) { return patient; });
    for (const char* patient : {"p0", "p1", "p2"}) {
        const auto last = store.last_assessment(patient);
        const auto* kept = std::get_if<std::optional<KeptAssessment>>(&last);
        text += kept != nullptr && *kept ? (*kept)->digest + std::to_string((*kept)->number) : "none";
    }
    add_rows(text, store.open_alerts(),
             [](const Alert& one) { return std::to_string(one.number) + one.patient + one.text; });
    add_rows(text, store.events_after(0, 1000),
             [](const WardEvent& one) { return std::to_string(one.number) + one.kind + one.patient + one.json; });
    add_rows(text, store.accounts(), [](const Account& one) { return one.name + one.role + one.credential; });
    add_rows(text, store.cosigns_after(Instant{}),
             [](const Cosign& one) { return std::to_string(one.number) + one.kind + one.patient + one.by; });
    add_rows(text, store.audit_after(0, 1000),
             [](const AuditEntry& one) { return std::to_string(one.number) + one.actor + one.action + one.object; });
    add_rows(text, store.sessions(), [](const KeptSession& one) { return one.digest + one.name + one.account; });
    return text;
}

bool has_altered_session(Store& store) {
    const auto checked = checked_sessions(store, seal_key());
    const auto* sessions = std::get_if<CheckedSessions>(&checked);
    return sessions == nullptr || sessions->altered > 0;
}

// What a look through the disk says, after it came to its end.
bool is_seen_by_a_look(Store& store) {
    for (;;) {
        const auto looked = store.look_through(std::chrono::seconds(10));
        const auto* found = std::get_if<Store::Found>(&looked);
        if (found == nullptr) return true;
        if (*found) return !(*found)->empty();
    }
}

class Rotting {
public:
    explicit Rotting(const RotPlan& plan) : plan_(plan), disk_(plan.seed), random_(plan.seed) {
        auto store = opened(disk_);
        for (std::uint64_t number = 1; number <= transactions; ++number) {
            store->commit(rows_of_every_table(number));
            states_.push_back(told(*store));
        }
        if (plan.where != Rot::log) store.reset();  // all of the log goes into the file
        keep_files();
    }

    RotTally run() {
        const std::string name = plan_.where == Rot::log ? log_name : file_name;
        tally_.bytes = good_.at(name).size();
        for (std::size_t at = 0; at < tally_.bytes && tally_.wrong.empty(); at += plan_.every) {
            const unsigned drawn = static_cast<unsigned>(random_() % 8);
            for (unsigned bit = 0; bit < 8 && tally_.wrong.empty(); ++bit) {
                if (plan_.each_bit || bit == drawn) flip(name, at, static_cast<unsigned char>(1U << bit));
            }
        }
        return tally_;
    }

private:
    void keep_files() {
        for (const auto& [name, file] : disk_.files()) good_[name] = file->seen;
    }
    void restore() {
        disk_.files().clear();
        for (const auto& [name, bytes] : good_) {
            disk_.files()[name] = std::make_shared<UnreliableDisk::File>(UnreliableDisk::File{bytes, bytes, {}});
        }
    }

    void flip(const std::string& name, std::size_t at, unsigned char bits) {
        ++tally_.flips;
        if (plan_.where == Rot::running) return flip_beneath(at, bits);
        restore();
        disk_.bytes(name)[at] ^= bits;
        auto store = opened(disk_);
        // A start that failed leaves the next one what it saw.
        if (store == nullptr && opened(disk_) != nullptr) return note("second start", at, bits);
        // Of one row it is told; of more the file is refused.
        if (store == nullptr || !store->damaged().empty() || has_altered_session(*store)) {
            ++tally_.noticed;
            return;
        }
        const std::string now = told(*store);
        if (now == states_.back()) return;
        const bool is_shorter =
            name == log_name && (now == states_[transactions - 2] || now == states_[transactions - 3]);
        if (is_shorter) {
            ++tally_.cut_off;
        } else {
            note("start", at, bits);
        }
    }

    void flip_beneath(std::size_t at, unsigned char bits) {
        if (running_ == nullptr) {
            restore();
            running_ = opened(disk_);
            told(*running_);
        }
        disk_.bytes(file_name)[at] ^= bits;
        if (is_seen_by_a_look(*running_) || has_altered_session(*running_)) {
            ++tally_.noticed;
            running_.reset();
            return;
        }
        if (told(*running_) != states_.back()) note("look", at, bits);
        disk_.bytes(file_name)[at] ^= bits;
    }

    void note(const std::string& by, std::size_t at, unsigned char bits) {
        tally_.wrong = "byte " + std::to_string(at) + " ^ " + std::to_string(bits) + " changes what is told, and the " +
                       by + " does not see it";
    }

    RotPlan plan_;
    UnreliableDisk disk_;
    std::mt19937_64 random_;
    Files good_;
    std::vector<std::string> states_;  // what was told after each transaction
    std::unique_ptr<Store> running_;
    RotTally tally_;
};

}  // namespace

RotTally rot(const RotPlan& plan) { return Rotting(plan).run(); }

}  // namespace stormkeel
