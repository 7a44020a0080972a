// Serves the demonstration ward, round after round: each begins with an empty store of its own.
#include <cstdio>
#include <filesystem>

#include "cli/commands.h"
#include "cli/serve.h"
#include "cli/settings.h"
#include "cli/version.h"
#include "cli/ward_data.h"
#include "cli/ward_doors.h"
#include "server/demonstration_ward.h"

namespace stormkeel {

namespace {

using OpenedStore = std::variant<std::unique_ptr<Store>, Failure>;

// Opening it first tells that the folder is a demonstration's and that nobody works with it: nothing else is removed.
OpenedStore fresh_store(const std::string& data) {
    OpenedStore before = open_store(data, sqlite::Purpose::demonstration);
    if (std::holds_alternative<Failure>(before)) return before;
    std::get<std::unique_ptr<Store>>(before).reset();
    for (const char* part : {"/ward.sqlite", "/ward.sqlite-wal", "/ward.sqlite-shm"}) {
        std::error_code absent;
        std::filesystem::remove(data + part, absent);
    }
    return open_store(data, sqlite::Purpose::demonstration);
}

std::variant<Listen, Failure> demonstration_address(const Call& call) {
    const auto address = read_listen(call.listen);
    if (address && !is_loopback(*address)) {
        return Failure{not_secure, call.listen +
                                       " can be reached from other machines, and nobody signs in to a demonstration; "
                                       "listen on 127.0.0.1"};
    }
    if (!call.mllp.empty()) return Failure{wrong_call, "a demonstration takes no messages; leave out --mllp"};
    if (call.check) return Failure{wrong_call, "--check tells the settings of a ward; leave out --demo"};
    const auto doors = ward_doors(call);
    if (const auto* failure = std::get_if<Failure>(&doors)) return *failure;
    Listen listen = std::get<WardDoors>(doors).http;
    // Nobody operates it: it takes no tokens and makes no backup.
    listen.local_socket.clear();
    return listen;
}

void tell_where(const Call& call, const Listen& listen) {
    const std::string host = call.listen.substr(0, call.listen.rfind(':'));
    put("Stormkeel shows its demonstration ward at " + std::string(listen.tls == nullptr ? "http://" : "https://") +
        host + ":" + std::to_string(listen.port) +
        "\nTwelve invented patients, sixty times as fast as the clock on the wall, kept in " + call.data +
        " until the next start. Ctrl-C ends it.\nIt supports clinicians, orders nothing and is not cleared as a "
        "medical device.\n");
    std::fflush(stdout);
}

// True when the patients' courses have come to their end, false when it was told to end. The first round tells where it
// is found, and the next ones are found there too, also when the port was any.
std::variant<bool, Failure> serve_round(const Call& call, const WardKnowledge& knowledge, Listen& listen, bool first) {
    const auto store = fresh_store(call.data);
    if (const auto* failure = std::get_if<Failure>(&store)) return *failure;
    DemonstrationWard ward(*std::get<std::unique_ptr<Store>>(store), knowledge, system_now);
    const auto opened = ward.open();
    if (const auto* problem = std::get_if<StoreProblem>(&opened)) return failure_of(*problem);
    const auto bound = HttpServer::bind(listen, ward);
    if (const auto* why = std::get_if<std::string>(&bound)) return Failure{our_fault, *why};
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    listen.port = server.port();
    if (first) tell_where(call, listen);
    server.run();
    if (ward.broken()) return failure_of(*ward.broken());
    return ward.over();
}

}  // namespace

int serve_demonstration(const Call& words) {
    const auto settings = settings_of(words);
    if (const auto* failure = std::get_if<Failure>(&settings)) return fail(*failure);
    const Call call = call_with(std::get<Settings>(settings), words);
    auto listen = demonstration_address(call);
    if (const auto* failure = std::get_if<Failure>(&listen)) return fail(*failure);
    const auto knowledge = read_knowledge(call.guidelines, call.site);
    if (const auto* failure = std::get_if<Failure>(&knowledge)) return fail(*failure);
    const auto alarms = alarms_of(call.guidelines);
    if (const auto* failure = std::get_if<Failure>(&alarms)) return fail(*failure);
    const auto& [terminology, guideline] = std::get<Knowledge>(knowledge);
    const WardKnowledge known{terminology, guideline, std::get<AlarmTable>(alarms), version, {}};
    for (bool first = true;; first = false) {
        const auto over = serve_round(call, known, std::get<Listen>(listen), first);
        if (const auto* failure = std::get_if<Failure>(&over)) return fail(*failure);
        if (!std::get<bool>(over)) return answered;
    }
}

}  // namespace stormkeel
