// Chains every field of a row, the number among them.
#include "storage/chain.h"

#include "storage/digest.h"

namespace stormkeel {

namespace {

std::string text_of(Instant at) { return std::to_string(at.microseconds); }
std::string text_of(std::uint64_t number) { return std::to_string(number); }

template <typename Enum>
std::string word_of(Enum value) {
    return std::to_string(static_cast<int>(value));
}

bool is_a_digest(std::string_view text) {
    constexpr std::size_t digits = 64;
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool has_more(const Account& account) {
    return !account.units.empty() || !account.factors.empty() || !account.subject.empty();
}

}  // namespace

const std::string& Chains::add(const Record& next) {
    return record = digest_of({record, text_of(next.number), next.patient, word_of(next.form), next.source,
                               next.version, text_of(next.effective), text_of(next.received), next.text});
}

// What later schemas added counts only where there is something: rows of before keep their hashes. Each field stands by
// itself there, so that no row with less in it has the same hash.
const std::string& Chains::add(const KeptAssessment& next) {
    if (next.clock_doubt == Duration{}) return assessment = plain(next, next.digest);
    return assessment = digest_of({assessment, text_of(next.number), next.patient, text_of(next.as_of),
                                   text_of(next.last_record), next.guideline, next.digest,
                                   text_of(Instant{next.clock_doubt.microseconds})});
}

const std::string& Chains::add_as_before(const KeptAssessment& next) {
    if (next.clock_doubt == Duration{}) return add(next);
    return assessment = plain(next, digest_of({next.digest, text_of(Instant{next.clock_doubt.microseconds})}));
}

std::string Chains::plain(const KeptAssessment& next, std::string_view digest) const {
    return digest_of({assessment, text_of(next.number), next.patient, text_of(next.as_of), text_of(next.last_record),
                      next.guideline, digest});
}

const std::string& Chains::add(const Alert& next) {
    return alert = digest_of({alert, text_of(next.number), next.patient, next.condition, word_of(next.priority),
                              word_of(next.state), word_of(next.over ? 1 : 0), text_of(next.told), next.words,
                              next.text, text_of(next.raised_at), text_of(next.changed_at), next.by, next.reason,
                              text_of(next.snoozed_until), text_of(Instant{next.late.microseconds})});
}

const std::string& Chains::add(const WardEvent& next) {
    return event = digest_of({event, text_of(next.number), next.kind, next.patient, next.json});
}

// Of a row with a context the digest of both stands in the place of the object. No object was ever such a digest by
// itself; one that is has a hash of another form, or a row could be put in the place of the other.
const std::string& Chains::add(const AuditEntry& next) {
    if (next.context.empty() && is_a_digest(next.object)) {
        return audit = digest_of(
                   {audit, text_of(next.number), text_of(next.at), next.actor, next.action, next.object, next.context});
    }
    const std::string object = next.context.empty() ? next.object : digest_of({next.object, next.context});
    return audit = digest_of({audit, text_of(next.number), text_of(next.at), next.actor, next.action, object});
}

const std::string& Chains::add(const Account& next) {
    if (!has_more(next)) return account = plain(next, next.credential);
    return account = digest_of({account, next.name, next.role, next.credential, text_of(next.changed_at), next.units,
                                next.factors, next.subject});
}

const std::string& Chains::add_as_before(const Account& next) {
    if (!has_more(next)) return add(next);
    return account = plain(next, digest_of({next.credential, next.units, next.factors, next.subject}));
}

std::string Chains::plain(const Account& next, std::string_view credential) const {
    return digest_of({account, next.name, next.role, credential, text_of(next.changed_at)});
}

const std::string& Chains::add(const Cosign& next) {
    return cosign =
               digest_of({cosign, text_of(next.number), next.kind, word_of(next.state), next.patient, next.object,
                          next.reason, next.by, text_of(next.at), next.second, next.answer, text_of(next.changed_at)});
}

}  // namespace stormkeel
