// Follows the chain of the audit, signs where it stands, and holds what was signed against it.
#include "storage/audit_checkpoints.h"

#include <charconv>
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

std::string signed_text(std::string_view what) { return "stormkeel audit checkpoint\n" + std::string(what); }

// Reads the audit on from where it stood.
struct AuditReader {
    Store& store;
    Chains chains;
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
                see(rows, chains.add(entry));
            }
            if (entries.empty()) return Done{};
        }
    }
};

class SignedCheckpoints final : public AuditCheckpoints {
public:
    SignedCheckpoints(Store& store, std::string file, std::string key)
        : reader_{store, {}, 0}, file_(std::move(file)), key_(std::move(key)), public_key_(public_key_of(key_)) {}

    std::optional<AuditCheckpoint> last() const override { return written_; }
    const std::string& public_key() const override { return public_key_; }

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
    Stored<Done> read_on() {
        return reader_.read_on([](std::uint64_t, const std::string&) {});
    }

    Stored<Done> sign(Instant now) {
        const std::string what = std::to_string(reader_.rows) + ' ' + reader_.chains.audit + ' ' + to_text(now);
        const std::string signature = signature_of(signed_text(what), key_);
        auto kept = add_line(file_, what + ' ' + signature);
        if (std::holds_alternative<StoreProblem>(kept)) return kept;
        witnessed_ = reader_.rows;
        written_ = AuditCheckpoint{reader_.rows, reader_.chains.audit, now, signature};
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

struct Checkpoint {
    std::uint64_t rows = 0;
    std::string_view head;
    std::string_view at;
};

// Nothing when it is none, or is not signed by this key.
std::optional<Checkpoint> checkpoint_of(std::string_view line, std::string_view public_key) {
    const auto parts = parts_of(line, ' ');
    if (parts.size() != 4) return std::nullopt;
    Checkpoint read{0, parts[1], parts[2]};
    const auto [end, problem] = std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), read.rows);
    if (problem != std::errc{} || end != parts[0].data() + parts[0].size()) return std::nullopt;
    const std::string_view what = line.substr(0, line.size() - parts[3].size() - 1);
    if (!is_signed(signed_text(what), parts[3], public_key)) return std::nullopt;
    return read;
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
    CheckedAudit checked;
    AuditReader reader{store, {}, 0};
    std::vector<std::string> heads;  // of each row
    const auto read = reader.read_on([&](std::uint64_t, const std::string& head) { heads.push_back(head); });
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    checked.rows = reader.rows;
    std::uint64_t witnessed = 0;
    for (const std::string_view line : parts_of(written.lines, '\n')) {
        const std::string place = "checkpoint " + std::to_string(++checked.checkpoints);
        const auto checkpoint = checkpoint_of(line, written.public_key);
        if (!checkpoint) {
            checked.wrong = place + " is not what was signed";
            return checked;
        }
        if (checkpoint->rows > heads.size()) {
            checked.wrong = place + " of " + std::string(checkpoint->at) + " saw " + std::to_string(checkpoint->rows) +
                            " rows of the audit, and there are " + std::to_string(heads.size()) +
                            ": its end was cut off, or an older backup was restored";
            return checked;
        }
        if (checkpoint->rows == 0 || heads[checkpoint->rows - 1] != checkpoint->head) {
            checked.wrong = place + " of " + std::string(checkpoint->at) + " saw another audit up to row " +
                            std::to_string(checkpoint->rows) + ": it was written anew, or goes on from an older backup";
            return checked;
        }
        witnessed = std::max(witnessed, checkpoint->rows);
    }
    checked.rows_since = checked.rows - witnessed;
    return checked;
}

}  // namespace stormkeel
