// The rules of accounts whose people sign in elsewhere.
#include "server/oidc_people.h"

#include <algorithm>
#include <array>
#include <set>

#include "server/access.h"
#include "server/people.h"
#include "server/sessions.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr std::size_t longest_written_subject = 255;
// What the audit calls those who are no person.
constexpr std::array<std::string_view, 6> taken_names{"anyone", "demonstration", "operator",
                                                      "setup",  "stormkeel",     "ward"};

// The claim of this very name, else the one within others that the name leads to by its dots.
Json claim_named(Json claims, std::string_view name) {
    const Json whole = claims[name];
    const std::size_t dot = name.find('.');
    if (whole.exists() || dot == std::string_view::npos) return whole;
    const Json outer = claims[name.substr(0, dot)];
    return outer.exists() ? claim_named(outer, name.substr(dot + 1)) : outer;
}

// A name that was ever used stays its owner's: the audit knows people by their names.
bool is_free(const std::vector<Account>& accounts, std::string_view name) {
    const bool used =
        std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) { return account.name == name; });
    return !used && std::find(taken_names.begin(), taken_names.end(), name) == taken_names.end();
}

// As the provider calls the person when that is a name and free, else with a digest of the subject, which nobody
// chooses.
std::string free_name(const std::vector<Account>& accounts, const ProvenPerson& person) {
    constexpr std::size_t digits_at_first = 8;
    constexpr std::size_t longest_name = 64;
    const std::string preferred(person.claims->root()["preferred_username"].string());
    if (is_account_name(preferred) && is_free(accounts, preferred)) return preferred;
    const std::string digest = digest_of({person.subject});
    std::string head;
    for (const char c : preferred) {
        if (is_account_name({&c, 1}) && head.size() < longest_name - digits_at_first - 1) head += c;
    }
    if (head.empty()) head = "person";
    std::string name = head + '-' + digest.substr(0, digits_at_first);
    return is_free(accounts, name) ? name : digest;
}

bool was_closed(const std::vector<Account>& accounts, std::string_view subject) {
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](const Account& account) { return account.subject == subject; });
}

}  // namespace

std::optional<Role> role_in(Json claims, const ProviderRoles& roles) {
    const Json claim = claim_named(claims, roles.claim);
    std::set<Role> given;
    for (const auto& [value, role] : roles.values) {
        bool has = claim.string() == value;
        for (const Json each : claim) has = has || each.string() == value;
        if (has) given.insert(role);
    }
    return given.size() == 1 ? std::optional(*given.begin()) : std::nullopt;
}

const Account* account_of_subject(const std::vector<Account>& accounts, std::string_view subject) {
    const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const Account& account) {
        return account.subject == subject && person_named(accounts, account.name) == &account;
    });
    return subject.empty() || found == accounts.end() ? nullptr : &*found;
}

std::variant<AccountFound, NoAccount> account_for(const ProvenPerson& person, const ProviderRoles& roles,
                                                  const std::vector<Account>& accounts, Instant now) {
    const Account* known = account_of_subject(accounts, person.subject);
    if (roles.claim.empty() && known == nullptr) return NoAccount::unknown;
    if (roles.claim.empty()) return AccountFound{*known};
    const auto role = role_in(person.claims->root(), roles);
    if (!role) return NoAccount::no_role;
    Account account;
    if (known != nullptr) {
        if (known->role == name_of(*role)) return AccountFound{*known};
        if (!why_not_to_close(accounts, known->name).empty()) return NoAccount::last_administrator;
        account = *known;
    } else {
        if (was_closed(accounts, person.subject)) return NoAccount::unknown;
        account.name = free_name(accounts, person);
        account.credential = no_password;
        account.subject = person.subject;
    }
    account.role = name_of(*role);
    account.changed_at = now;
    return AccountFound{std::move(account), true};
}

std::string subject_written(std::string_view text, std::string_view issuer) {
    const std::size_t blank = text.find(' ');
    if (blank != std::string_view::npos && read_web_url(text.substr(0, blank))) {
        issuer = text.substr(0, blank);
        text.remove_prefix(blank + 1);
    }
    const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    if (issuer.empty() || text.empty() || text.size() > longest_written_subject || !printable) return {};
    return std::string(issuer) + '\n' + std::string(text);
}

std::string why_no_subject(const std::vector<Account>& accounts, const std::string& name, std::string_view subject) {
    if (subject.empty()) {
        return "a subject is the sub by which [oidc] issuer names the person; of another issuer, and where [oidc] is "
               "not set, the issuer stands before it: https://id.example.org SUB";
    }
    const Account* other = account_of_subject(accounts, subject);
    const bool anothers = other != nullptr && other->name != name;
    return anothers ? "this is the subject of " + other->name + "; remove that account first" : std::string();
}

}  // namespace stormkeel
