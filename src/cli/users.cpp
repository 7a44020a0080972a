// Asks the ward that runs, or changes its store when none does.
#include "cli/users.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "cli/commands.h"
#include "cli/password_input.h"
#include "cli/ward_data.h"
#include "server/local_call.h"
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
std::optional<Failure> change_store(const Call& call, const Change& change) {
    const auto opened = open_store(call.data);
    if (const auto* failure = std::get_if<Failure>(&opened)) return *failure;
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const auto accounts = accounts_of(store);
    if (const auto* failure = std::get_if<Failure>(&accounts)) return *failure;
    const auto account = change(std::get<std::vector<Account>>(accounts));
    if (const auto* why = std::get_if<std::string>(&account)) return Failure{wrong_call, *why};
    const auto last = store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&last)) return failure_of(*problem);
    Batch batch = account_batch(std::get<Account>(account), "operator", system_now());
    batch.audit.front().number = std::get<LastNumbers>(last).audit + 1;
    const auto kept = store.commit(batch);
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return failure_of(*problem);
    return std::nullopt;
}

// How the ward that runs is asked for a change, and what is said once it is made.
struct Asking {
    std::string target;
    std::string body;
    std::string done;
};

// By the ward when it runs, else in its store.
int change(const Call& call, const Asking& asking, const Change& without_the_ward) {
    const auto told = told_by_the_ward(call, asking.target, asking.body);
    if (const auto* failure = std::get_if<Failure>(&told)) return fail(*failure);
    if (!std::get<std::optional<std::string>>(told)) {
        if (const auto failure = change_store(call, without_the_ward)) return fail(*failure);
    }
    put(asking.done + "\n");
    return answered;
}

}  // namespace

int add_user(const Call& call) {
    const std::string& name = call.names.front();
    if (const std::string why = why_no_role(call.role); !why.empty()) return fail({wrong_call, why});
    const std::string password = read_password(name);
    if (const std::string why = why_no_new_person({}, name, password); !why.empty()) return fail({wrong_call, why});
    const auto added = [&](const std::vector<Account>& accounts) -> std::variant<Account, std::string> {
        std::string why = why_no_new_person(accounts, name, password);
        if (why.empty() && call.role != name_of(Role::admin)) why = why_not_to_close(accounts, name);
        if (!why.empty()) return why;
        std::string hash = password_hash(password);
        if (hash.empty()) return std::string("there is no memory to keep a password: 128 MiB are needed");
        return Account{name, call.role, std::move(hash), system_now()};
    };
    const nlohmann::json body{{"role", call.role}, {"password", password}};
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
        return Account{name, account->role, {}, system_now()};
    };
    return change(call, {"/control/users/" + escaped(name) + "/close", {}, name + " may sign in no more"}, closed);
}

int list_users(const Call& call) {
    const auto told = told_by_the_ward(call, "/control/users", {});
    if (const auto* failure = std::get_if<Failure>(&told)) return fail(*failure);
    std::string people = std::get<std::optional<std::string>>(told).value_or("");
    if (people.empty()) {
        const auto opened = open_store(call.data);
        if (const auto* failure = std::get_if<Failure>(&opened)) return fail(*failure);
        const auto accounts = accounts_of(*std::get<std::unique_ptr<Store>>(opened));
        if (const auto* failure = std::get_if<Failure>(&accounts)) return fail(*failure);
        people = people_json(std::get<std::vector<Account>>(accounts));
    }
    const auto read = read_json(people);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return fail({our_fault, "the ward that runs there did not answer"});
    for (const Json person : (*document)->root()) {
        put(std::string(person["name"].text()) + "  " + std::string(person["role"].text()) + "  since " +
            std::string(person["since"].text()) + "\n");
    }
    return answered;
}

}  // namespace stormkeel
