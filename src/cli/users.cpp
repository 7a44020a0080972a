// Asks the ward that runs, or changes its store when none does.
#include "cli/users.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "cli/commands.h"
#include "cli/operation_of.h"
#include "cli/password_input.h"
#include "cli/settings.h"
#include "cli/ward_data.h"
#include "server/local_call.h"
#include "server/oidc_people.h"
#include "server/password.h"
#include "server/people.h"
#include "server/sessions.h"
#include "service/live_ward.h"

namespace stormkeel {

namespace {

// What an account becomes, by those there are; a text says why it may not be.
using Change = std::function<std::variant<Account, std::string>(const std::vector<Account>&)>;

std::variant<std::vector<Account>, Failure> accounts_of(Store& store) {
    auto read = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return failure_of(*problem);
    return std::get<std::vector<Account>>(std::move(read));
}

// Nothing on success.
std::optional<Failure> change_store(const Call& call, const Change& change, const std::string& act) {
    const auto opened = open_store(call.data);
    if (const auto* failure = std::get_if<Failure>(&opened)) return *failure;
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const auto accounts = accounts_of(store);
    if (const auto* failure = std::get_if<Failure>(&accounts)) return *failure;
    const auto account = change(std::get<std::vector<Account>>(accounts));
    if (const auto* why = std::get_if<std::string>(&account)) return Failure{wrong_call, *why};
    const Account& changed = std::get<Account>(account);
    const auto kept =
        commit_alone(store, act.empty() ? account_batch(changed, "operator", system_now())
                                        : account_batch(changed, {0, system_now(), "operator", act,
                                                                  changed.role + ' ' + changed.name + ", all"}));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return failure_of(*problem);
    return std::nullopt;
}

// How the ward that runs is asked for a change, and what is said once it is made.
struct Asking {
    std::string target;
    std::string body;
    std::string done;
    std::string act{};  // what the audit calls it; empty: an account is opened or closed
};

// By the ward when it runs, else in its store.
int change(const Call& call, const Asking& asking, const Change& without_the_ward) {
    const auto told = told_by_the_ward(call, asking.target, asking.body);
    if (const auto* failure = std::get_if<Failure>(&told)) return fail(*failure);
    if (!std::get<std::optional<std::string>>(told)) {
        if (const auto failure = change_store(call, without_the_ward, asking.act)) return fail(*failure);
    }
    put(asking.done + "\n");
    const auto& answer = std::get<std::optional<std::string>>(told);
    if (const std::string note = answer ? note_in(*answer) : std::string(); !note.empty()) put(note + "\n");
    return answered;
}

std::string in_units(Json units) {
    std::string text;
    for (const Json unit : units) text.append(text.empty() ? "  units " : ", ").append(unit.text());
    return text;
}

// Nothing: they stay as they are.
std::optional<std::vector<std::string>> units_told(const Call& call) {
    if (call.units.empty() && !call.whole_hospital) return std::nullopt;
    return call.whole_hospital ? std::vector<std::string>() : call.units;
}

// The person signs in elsewhere: by the ward's provider, or by the one that the settings in the data folder name.
int add_user_by_subject(const Call& call) {
    const std::string& name = call.names.front();
    const auto settings = settings_of(call);
    if (const auto* failure = std::get_if<Failure>(&settings)) return fail(*failure);
    const std::string subject = subject_written(call.subject, std::get<Settings>(settings).oidc.provider.issuer);
    const auto added = [&](const std::vector<Account>& accounts) -> std::variant<Account, std::string> {
        std::string why = why_no_persons_name(accounts, name);
        if (why.empty()) why = why_no_subject(accounts, name, subject);
        if (why.empty() && call.role != name_of(Role::admin)) why = why_not_to_close(accounts, name);
        if (!why.empty()) return why;
        Account account = account_to_change(accounts, name);
        account.role = call.role;
        account.credential = no_password;
        account.changed_at = system_now();
        account.subject = subject;
        why = bind_to_units(account, units_told(call));
        if (!why.empty()) return why;
        return account;
    };
    nlohmann::json body{{"role", call.role}, {"subject", call.subject}};
    if (const auto units = units_told(call)) body["units"] = *units;
    return change(
        call,
        {"/control/users/" + escaped(name), body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
         name + " may sign in as " + call.role + ", where the hospital's people do"},
        added);
}

}  // namespace

int add_user(const Call& call) {
    const std::string& name = call.names.front();
    if (const std::string why = why_no_role(call.role); !why.empty()) return fail({wrong_call, why});
    Account bound;
    bound.role = call.role;
    const auto units = units_told(call);
    if (const std::string why = bind_to_units(bound, units); !why.empty()) return fail({wrong_call, why});
    if (!call.subject.empty()) return add_user_by_subject(call);
    const std::string password = read_password(name);
    const auto added = [&](const std::vector<Account>& accounts) -> std::variant<Account, std::string> {
        const auto settings = settings_of(call);
        if (const auto* failure = std::get_if<Failure>(&settings)) return failure->what;
        const SecondFactorRule rule = second_factor_of(std::get<Settings>(settings));
        std::string why = why_no_new_person(accounts, name, password, fewest_password_characters(call.role, rule));
        if (why.empty() && call.role != name_of(Role::admin)) why = why_not_to_close(accounts, name);
        if (!why.empty()) return why;
        std::string hash = password_hash(password);
        if (hash.empty()) return std::string("there is no memory to keep a password: 128 MiB are needed");
        Account account = account_to_change(accounts, name);
        account.role = call.role;
        account.credential = std::move(hash);
        account.changed_at = system_now();
        why = bind_to_units(account, units);
        if (!why.empty()) return why;
        return account;
    };
    nlohmann::json body{{"role", call.role}, {"password", password}};
    if (units) body["units"] = *units;
    return change(
        call,
        {"/control/users/" + escaped(name), body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
         name + " may sign in as " + call.role},
        added);
}

int remove_user(const Call& call) {
    const std::string& name = call.names.front();
    const auto closed = [&](const std::vector<Account>& accounts) -> std::variant<Account, std::string> {
        const Account* account = person_named(accounts, name);
        if (account == nullptr) return "there is no user " + name;
        std::string why = why_not_to_close(accounts, name);
        if (!why.empty()) return why;
        Account last = *account;
        last.credential.clear();
        last.changed_at = system_now();
        return last;
    };
    return change(call, {"/control/users/" + escaped(name) + "/close", {}, name + " may sign in no more"}, closed);
}

int reset_factors(const Call& call) {
    const std::string& name = call.names.front();
    const auto reset = [&](const std::vector<Account>& accounts) -> std::variant<Account, std::string> {
        const Account* account = person_named(accounts, name);
        if (account == nullptr) return "there is no user " + name;
        Account changed = *account;
        changed.factors.clear();
        changed.changed_at = system_now();  // ends their sessions
        return changed;
    };
    return change(call,
                  {"/control/users/" + escaped(name) + "/reset-factors",
                   {},
                   name + " has no second factor any more, and no PIN and badge",
                   "factors reset"},
                  reset);
}

int list_users(const Call& call) {
    const auto told = told_by_the_ward(call, "/control/users", {});
    if (const auto* failure = std::get_if<Failure>(&told)) return fail(*failure);
    std::string people = std::get<std::optional<std::string>>(told).value_or("");
    if (people.empty()) {
        const auto opened = open_kept_store(call.data);
        if (const auto* failure = std::get_if<Failure>(&opened)) return fail(*failure);
        const auto accounts = accounts_of(*std::get<std::unique_ptr<Store>>(opened));
        if (const auto* failure = std::get_if<Failure>(&accounts)) return fail(*failure);
        people = people_json(std::get<std::vector<Account>>(accounts));
    }
    const auto read = read_json(people);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return fail({our_fault, "the ward that runs there did not answer"});
    for (const Json person : (*document)->root()) {
        const std::string_view subject = person["subject"].string();
        put(std::string(person["name"].text()) + "  " + std::string(person["role"].text()) + "  since " +
            std::string(person["since"].text()) + in_units(person["units"]) + (subject.empty() ? "" : "  subject ") +
            std::string(subject) + "\n");
    }
    return answered;
}

}  // namespace stormkeel
