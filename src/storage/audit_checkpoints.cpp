// Follows the chain of the audit, signs where it stands, and holds what was signed against it.
#include "storage/audit_checkpoints.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "storage/chain.h"
#include "storage/ed25519.h"
#include "storage/secret_file.h"

namespace stormkeel {

namespace {

constexpr std::uint64_t rows_between = 1000;
constexpr Duration time_between = seconds(60);
constexpr std::size_t rows_at_once = 1000;

std::string lines_file(const std::string& folder) { return folder + "/audit-checkpoints"; }
std::string public_key_file(const std::string& folder) { return folder + "/audit-public-key"; }

// Reads the audit on from where it stood.
struct AuditReader {
    Store& store;
    Chains chains{};
    MerkleTree tree{};
    std::uint64_t rows = 0;

    // Goes on to the end, and tells every row's number and hash.
    template <typename See>
    Stored<Done> read_on(const See& see) {
        for (;;) {
            const auto read = store.audit_after(rows, rows_at_once);
            if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
            const auto& entries = std::get<std::vector<AuditEntry>>(read);
            for (const AuditEntry& entry : entries) {
                rows = entry.number;
                tree.add(leaf_of(entry));
                see(rows, chains.add(entry));
            }
            if (entries.empty()) return Done{};
        }
    }
};

class SignedCheckpoints final : public AuditCheckpoints {
public:
    SignedCheckpoints(Store& store, std::string file, std::string key)
        : reader_{store}, file_(std::move(file)), key_(std::move(key)), public_key_(public_key_of(key_)) {}

    std::optional<AuditCheckpoint> last() const override { return written_; }
    const std::string& public_key() const override { return public_key_; }

    Stored<std::optional<AuditProof>> proof_of(std::uint64_t number) override {
        return told(prove_row(reader_.store, reader_.tree, written_.value_or(AuditCheckpoint{}), number));
    }
    Stored<std::optional<AuditConsistency>> growth_since(std::uint64_t rows) override {
        return told(prove_growth(reader_.store, reader_.tree, written_.value_or(AuditCheckpoint{}), rows));
    }

    Stored<Done> pass_time(Instant now) override {
        auto read = read_on();
        if (std::holds_alternative<StoreProblem>(read)) return read;
        const std::uint64_t news = reader_.rows - witnessed_;
        // A clock that was set back makes no pause.
        const bool waited = !written_ || now - written_->at >= time_between || now < written_->at;
        return news >= rows_between || (news > 0 && waited) ? sign(now) : read;
    }

    Stored<Done> finish(Instant now) override {
        auto read = read_on();
        if (std::holds_alternative<StoreProblem>(read) || reader_.rows == witnessed_) return read;
        return sign(now);
    }

private:
    template <typename Proof>
    Stored<std::optional<Proof>> told(Stored<std::optional<Proof>> proof) const {
        if (auto* made = std::get_if<std::optional<Proof>>(&proof); made != nullptr && *made) {
            (*made)->public_key = public_key_;
        }
        return proof;
    }

    Stored<Done> read_on() {
        return reader_.read_on([](std::uint64_t, const std::string&) {});
    }

    Stored<Done> sign(Instant now) {
        AuditCheckpoint made{reader_.rows, reader_.chains.audit, now, to_text(reader_.tree.root()), {}};
        stormkeel::sign(made, key_);
        auto kept = add_line(file_, checkpoint_line(made));
        if (std::holds_alternative<StoreProblem>(kept)) return kept;
        witnessed_ = reader_.rows;
        written_ = std::move(made);
        return kept;
    }

    AuditReader reader_;
    std::string file_;
    std::string key_;
    std::string public_key_;
    std::uint64_t witnessed_ = 0;
    std::optional<AuditCheckpoint> written_;
};

std::vector<std::string_view> parts_of(std::string_view text, char between) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(between), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return parts;
}

// Nothing when it is none, or is not signed by this key.
std::optional<AuditCheckpoint> checkpoint_of(std::string_view line, std::string_view public_key) {
    auto read = read_checkpoint(line);
    if (!read || !is_signed_by(*read, public_key)) return std::nullopt;
    return read;
}

// What the audit was when it had so many rows.
struct AuditState {
    std::string head;
    std::string root;
};

// Where a checkpoint does not fit what is there; empty: it does.
std::string wrong_with(const AuditCheckpoint& checkpoint, const std::map<std::uint64_t, AuditState>& states,
                       std::uint64_t rows) {
    const std::string saw = " of " + to_text(checkpoint.at) + " saw ";
    if (checkpoint.rows > rows) {
        return saw + std::to_string(checkpoint.rows) + " rows of the audit, and there are " + std::to_string(rows) +
               ": its end was cut off, or an older backup was restored";
    }
    const auto found = states.find(checkpoint.rows);
    const bool same = checkpoint.rows > 0 && found != states.end() && found->second.head == checkpoint.head &&
                      (checkpoint.root.empty() || found->second.root == checkpoint.root);
    if (same) return {};
    return saw + "another audit up to row " + std::to_string(checkpoint.rows) +
           ": it was written anew, or goes on from an older backup";
}

}  // namespace

Stored<std::unique_ptr<AuditCheckpoints>> open_audit_checkpoints(const std::string& folder, Store& store) {
    const auto key = kept_secret(folder + "/audit-signing-key", new_signing_key);
    if (const auto* problem = std::get_if<StoreProblem>(&key)) return *problem;
    const std::string& signing = std::get<std::string>(key);
    const std::string public_key = public_key_of(signing);
    if (public_key.empty()) {
        return StoreProblem{StoreProblem::Kind::damaged,
                            folder +
                                "/audit-signing-key: it is no key of 64 digits; restore it, or put it and "
                                "audit-checkpoints aside"};
    }
    const auto told = kept_secret(public_key_file(folder), [&] { return public_key; });
    if (const auto* problem = std::get_if<StoreProblem>(&told)) return *problem;
    return std::make_unique<SignedCheckpoints>(store, lines_file(folder), signing);
}

Stored<WrittenCheckpoints> written_checkpoints(const std::string& folder) {
    const auto lines = read_secret(lines_file(folder));
    if (const auto* problem = std::get_if<StoreProblem>(&lines)) return *problem;
    const auto key = read_secret(public_key_file(folder));
    if (const auto* problem = std::get_if<StoreProblem>(&key)) return *problem;
    return WrittenCheckpoints{std::get<std::optional<std::string>>(lines).value_or(""),
                              std::get<std::optional<std::string>>(key).value_or("")};
}

Stored<CheckedAudit> check_audit(Store& store, const WrittenCheckpoints& written) {
    std::vector<std::optional<AuditCheckpoint>> checkpoints;
    std::map<std::uint64_t, AuditState> states;  // where a checkpoint was made
    for (const std::string_view line : parts_of(written.lines, '\n')) {
        checkpoints.push_back(checkpoint_of(line, written.public_key));
        if (checkpoints.back()) states[checkpoints.back()->rows];
    }
    AuditReader reader{store};
    auto next = states.begin();
    const auto read = reader.read_on([&](std::uint64_t row, const std::string& head) {
        while (next != states.end() && next->first < row) ++next;
        if (next != states.end() && next->first == row) next->second = {head, to_text(reader.tree.root())};
    });
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    CheckedAudit checked;
    checked.rows = reader.rows;
    std::uint64_t witnessed = 0;
    for (const auto& checkpoint : checkpoints) {
        const std::string place = "checkpoint " + std::to_string(++checked.checkpoints);
        const std::string wrong = checkpoint ? wrong_with(*checkpoint, states, reader.rows) : " is not what was signed";
        if (!wrong.empty()) {
            checked.wrong = place + wrong;
            return checked;
        }
        witnessed = std::max(witnessed, checkpoint->rows);
    }
    checked.rows_since = checked.rows - witnessed;
    return checked;
}

Stored<std::optional<AuditProof>> proof_of(Store& store, const WrittenCheckpoints& written, std::uint64_t number) {
    AuditCheckpoint last;
    for (const std::string_view line : parts_of(written.lines, '\n')) {
        auto checkpoint = checkpoint_of(line, written.public_key);
        if (checkpoint && !checkpoint->root.empty()) last = std::move(*checkpoint);
    }
    if (last.root.empty()) return std::optional<AuditProof>();
    AuditReader reader{store};
    const auto read = reader.read_on([](std::uint64_t, const std::string&) {});
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    auto proof = prove_row(store, reader.tree, last, number);
    if (auto* made = std::get_if<std::optional<AuditProof>>(&proof); made != nullptr && *made) {
        (*made)->public_key = written.public_key;
    }
    return proof;
}

}  // namespace stormkeel
