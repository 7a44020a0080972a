// The rules of accounts of people.
#include "server/people.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/access.h"
#include "server/password.h"
#include "server/second_factors.h"
#include "server/sessions.h"
#include "server/units.h"

namespace stormkeel {

std::string why_no_persons_name(const std::vector<Account>& accounts, const std::string& name) {
    if (!is_account_name(name)) return "a name has 1 to 64 letters, digits, dots, hyphens or underscores";
    const bool machine = std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) {
        return account.name == name && !account.credential.empty() && machine_role_named(account.role);
    });
    return machine ? name + " is the name of a token; give the person another" : std::string();
}

std::string why_no_new_person(const std::vector<Account>& accounts, const std::string& name,
                              const std::string& password, std::size_t fewest) {
    std::string why = why_no_persons_name(accounts, name);
    return why.empty() ? why_no_password(password, name, fewest) : why;
}

std::string why_no_role(const std::string& role) {
    if (person_role_named(role)) return {};
    return "'" + role + "' is no role of a person; nurse, physician, pharmacist, auditor and admin are";
}

Account account_to_change(const std::vector<Account>& accounts, const std::string& name) {
    if (const Account* account = person_named(accounts, name)) return *account;
    Account made;
    made.name = name;
    return made;
}

std::string bind_to_units(Account& account, const std::optional<std::vector<std::string>>& units) {
    const auto person = person_role_named(account.role);
    const Role role = person.value_or(machine_role_named(account.role).value_or(Role::anyone));
    if (!units) {
        if (!binds_to_units(role)) account.units.clear();
        return {};
    }
    std::string why = why_no_units(role, *units);
    if (why.empty()) account.units = text_of_units(*units);
    return why;
}

std::string why_not_to_close(const std::vector<Account>& accounts, const std::string& name) {
    const auto is_admin = [](const Account& account) {
        return account.role == name_of(Role::admin) && !account.credential.empty();
    };
    const Account* account = person_named(accounts, name);
    const bool last =
        account != nullptr && is_admin(*account) && std::count_if(accounts.begin(), accounts.end(), is_admin) == 1;
    return last ? name + " is the last administrator; add another first" : std::string();
}

bool is_persons_name(const std::vector<Account>& accounts, const std::string& name) {
    return person_named(accounts, name) != nullptr;
}

std::string people_json(const std::vector<Account>& accounts) {
    nlohmann::ordered_json people = nlohmann::ordered_json::array();
    for (const Account& account : accounts) {
        if (person_named(accounts, account.name) != &account) continue;
        nlohmann::ordered_json subject;
        if (!account.subject.empty()) {
            std::string written = account.subject;
            std::replace(written.begin(), written.end(), '\n', ' ');
            subject = std::move(written);
        }
        people.push_back({{"name", account.name},
                          {"role", account.role},
                          {"since", to_text(account.changed_at)},
                          {"units", units_of(account.units)},
                          {"second_factor", factors_of(account).any()},
                          {"pin", !factors_of(account).pin.empty()},
                          {"badge", !factors_of(account).badge.empty()},
                          {"subject", std::move(subject)}});
    }
    return people.dump();
}

}  // namespace stormkeel
