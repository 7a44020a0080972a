// Starts the service as the program does, and asks it as the server does.
#include "simulation/service.h"

#include <algorithm>
#include <array>

#include "storage/digest.h"
#include "storage/sqlite_store.h"

namespace stormkeel::simulation {

void Service::end() {
    application_.reset();
    store_.reset();
}

bool Service::start() {
    end();
    if (disk_.is_dead()) disk_.power_up();
    auto opened = open_sqlite_store({"ward.sqlite", sqlite::Purpose::ward, disk_.name()});
    if (std::holds_alternative<StoreProblem>(opened)) return false;
    store_ = std::move(std::get<std::unique_ptr<Store>>(opened));
    application_ = std::make_unique<WardApplication>(*store_, knowledge_, clocks_.wall);
    application_->watch([this] { return MachineReading{clocks_.steady(), std::nullopt}; });
    return std::holds_alternative<Done>(application_->open()) && keep_callers();
}

// A token is drawn by chance of the machine's own, which no seed gives again.
bool Service::keep_callers() {
    ServedWard& served = application_->served();
    for (const std::string name : {feed, "nurse-0", "nurse-1", "nurse-2"}) {
        const bool known = std::any_of(served.accounts.begin(), served.accounts.end(),
                                       [&](const Account& account) { return account.name == name; });
        if (known) continue;
        const Account account{name, std::string(name_of(Role::integration)), digest_of({name}), now()};
        if (std::holds_alternative<StoreProblem>(served.ward.keep_account(account, "operator", now()))) return false;
        put_account(served.accounts, account);
    }
    return true;
}

HttpRequest Service::request(const std::string& method_and_path, const std::string& caller, std::string body) {
    HttpRequest request;
    request.method = method_and_path.substr(0, method_and_path.find(' '));
    request.path = method_and_path.substr(request.method.size() + 1);
    request.fields = {{"host", "localhost"}, {"authorization", "Bearer " + caller}};
    request.body = std::move(body);
    return request;
}

HttpResponse Service::ask(const HttpRequest& request) {
    HttpResponse response{0, {}, {}};
    application_->answer(request, [&response](HttpResponse answered) { response = std::move(answered); });
    application_->settle();
    return response;
}

}  // namespace stormkeel::simulation
