// An HMAC over a digest of all fields. No id of a patient is such a text, so that no pseudonym is a seal.
#include "storage/session_seal.h"

#include "storage/digest.h"

namespace stormkeel {

std::string seal_of(const KeptSession& session, const Pseudonyms& key) {
    return key.of("session\n" +
                  digest_of({session.digest, session.name, session.account, std::to_string(session.begun.microseconds),
                             std::to_string(session.last_used.microseconds)}));
}

Stored<std::uint64_t> altered_session(Store& store, const Pseudonyms& key) {
    const auto read = store.sessions();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    std::uint64_t place = 0;
    for (const KeptSession& session : std::get<std::vector<KeptSession>>(read)) {
        ++place;
        if (session.seal != seal_of(session, key)) return place;
    }
    return std::uint64_t{0};
}

}  // namespace stormkeel
