// Runs the ward's service, and calls it, or its store when it does not run.
#include "cli/serve.h"

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/activation.h"
#include "cli/commands.h"
#include "cli/freed_memory.h"
#include "cli/guideline_library.h"
#include "cli/memory_images.h"
#include "cli/operation_of.h"
#include "cli/settings.h"
#include "cli/version.h"
#include "cli/ward_data.h"
#include "cli/ward_doors.h"
#include "server/http_server.h"
#include "server/local_call.h"
#include "server/machine.h"
#include "server/people.h"
#include "server/service_manager.h"
#include "server/ward_application.h"

namespace stormkeel {
namespace {

// "127.0.0.1:8080", or "[::1]:8080".
std::string told(const Listen& listen, std::uint16_t port) {
    const bool is_v6 = listen.address.find(':') != std::string::npos;
    return (is_v6 ? "[" + listen.address + "]" : listen.address) + ":" + std::to_string(port);
}

void tell_start(const Call& call, const WardDoors& doors, const HttpServer& server, bool waits_for_set_up) {
    const std::string address = (doors.http.tls == nullptr ? "http://" : "https://") + told(doors.http, server.port());
    std::string text = "Stormkeel serves the ward of " + call.data + " at " + address + "\n";
    if (doors.mllp) text += "HL7 v2 over MLLP at " + told(*doors.mllp, server.mllp_port()) + "\n";
    text += "It supports clinicians, orders nothing and is not cleared as a medical device.\n";
    if (waits_for_set_up) {
        text += "Pages open once there is an administrator: open /setup with the token in " + call.data +
                "/setup-token within 15 minutes,\nor run stormkeel user add NAME --role admin.\n";
    }
    put(text);
    std::fflush(stdout);
    tell_service_manager("READY=1\nSTATUS=Serves the ward at " + address);
}

// Without a ward that runs: the copy, and that it was made.
Stored<Done> back_up_alone(Store& store, const std::string& file) {
    if (const auto damaged = store.damaged(); !damaged.empty()) {
        return StoreProblem{StoreProblem::Kind::damaged,
                            to_text(damaged.front()) + "; restore the last backup, which is whole, instead"};
    }
    auto done = store.back_up(file);
    if (std::holds_alternative<StoreProblem>(done)) return done;
    Batch batch;
    batch.audit.push_back(backup_entry("operator", system_now(), file));
    return commit_alone(store, std::move(batch));
}

// Packs that were changed, cut off or are of another release do not answer where others were meant to.
std::optional<Failure> not_as_pinned(const std::string& pinned, const std::string& found) {
    if (pinned.empty() || pinned == found) return std::nullopt;
    return Failure{wrong_call, "packs_sha256: the packs are not those that may answer; theirs is " + found +
                                   ". When they were changed on purpose, write that into the settings"};
}

// What serves, once the packs that answer are known.
struct Serving {
    const Call& call;
    const WardDoors& doors;
    Operation operation;
};

int tell_settings(const Settings& settings, const std::string& packs) {
    if (const auto failure = not_as_pinned(settings.packs_sha256, packs)) return fail(*failure);
    put(to_toml(settings) + "# packs_sha256 of these packs: " + packs + "\n");
    return answered;
}

int run_ward(const Serving& serving, WardApplication& ward) {
    const auto& [call, doors, operation] = serving;
    const auto bound = HttpServer::bind(doors.http, ward);
    if (const auto* why = std::get_if<std::string>(&bound)) return fail({our_fault, *why});
    HttpServer& server = *std::get<std::unique_ptr<HttpServer>>(bound);
    if (doors.mllp) {
        Listen door = *doors.mllp;
        door.most.messages_of_one_sender = operation.rates.of_a_feed;
        if (const auto why = server.listen_for_mllp(door, ward.hl7v2())) return fail({our_fault, *why});
    }
    operation.log->write(LogLevel::info, "start", {{"version", version}, {"port", std::int64_t{server.port()}}});
    tell_start(call, doors, server, ward.waits_for_set_up());
    server.run();
    ward.finish();
    tell_service_manager("STOPPING=1");
    operation.log->write(LogLevel::info, "end", {{"broken", std::int64_t{ward.broken().has_value()}}});
    if (ward.broken()) return fail(failure_of(*ward.broken()));
    return answered;
}

int serve_from(const Settings& settings, Serving serving, Answering given) {
    tell_service_manager("STATUS=Reads and checks what is kept");
    const auto store = open_store(settings.data);
    if (const auto* failure = std::get_if<Failure>(&store)) return fail(*failure);
    Store& kept = *std::get<std::unique_ptr<Store>>(store);
    const auto counts = version_that_counts(kept, settings, std::move(given));
    if (const auto* failure = std::get_if<Failure>(&counts)) return fail(*failure);
    const Answering& answering = std::get<Answering>(counts);
    if (const auto failure = not_as_pinned(settings.packs_sha256, answering.packs)) return fail(*failure);
    if (const auto failure = keep_answering(settings, answering)) return fail(*failure);
    const auto& [terminology, guideline] = answering.knowledge;
    serving.operation.guidelines =
        std::make_shared<FolderLibrary>(FolderLibrary::Of{settings.data, settings.site}, guideline.latest());
    WardApplication ward(kept, {terminology, guideline, answering.alarms, version, hl7v2_of(settings), answering.packs},
                         system_now, serving.operation);
    ward.watch([&] { return read_machine(settings.data); });
    const auto opened = ward.open_folder(settings.data);
    if (const auto* problem = std::get_if<StoreProblem>(&opened)) return fail(failure_of(*problem));
    const auto noted = ward.note_guideline();
    if (const auto* problem = std::get_if<StoreProblem>(&noted)) return fail(failure_of(*problem));
    return run_ward(serving, ward);
}

}  // namespace

int serve(const Call& words) {
    wipe_freed_memory();
    forbid_memory_images();
    const auto settings = settings_of(words);
    if (const auto* failure = std::get_if<Failure>(&settings)) return fail(*failure);
    const Call call = call_with(std::get<Settings>(settings), words);
    const auto read_doors = ward_doors(call);
    if (const auto* failure = std::get_if<Failure>(&read_doors)) return fail(*failure);
    const WardDoors& doors = std::get<WardDoors>(read_doors);
    auto given = read_answering(call.guidelines, call.site);
    if (const auto* failure = std::get_if<Failure>(&given)) return fail(*failure);
    const auto made = operation_of(std::get<Settings>(settings));
    if (const auto* failure = std::get_if<Failure>(&made)) return fail(*failure);
    if (call.check) return tell_settings(std::get<Settings>(settings), std::get<Answering>(given).packs);
    return serve_from(std::get<Settings>(settings), {call, doors, std::get<Operation>(made)},
                      std::move(std::get<Answering>(given)));
}

// Beside what is printed, where a script that takes the token does not read it.
void note(const std::string& text) {
    if (!text.empty()) std::fputs(("Note: " + text + "\n").c_str(), stderr);
}

int add_token(const Call& call) {
    const auto role = machine_role_named(call.role);
    if (!role)
        return fail({wrong_call, "'" + call.role + "' is no role of a token; it is " + std::string(machine_roles)});
    const std::string& name = call.names.front();
    if (!is_account_name(name)) {
        return fail(
            {wrong_call, "'" + name + "' is no name; it has 1 to 64 letters, digits, dots, hyphens or underscores"});
    }
    NewToken made = new_token(name, *role, system_now());
    if (const std::string why = bind_to_units(made.account, call.units); !why.empty()) return fail({wrong_call, why});
    const auto told = told_by_the_ward(
        call, "/control/tokens/" + escaped(name) + "?role=" + escaped(call.role),
        nlohmann::json{{"units", call.units}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    if (const auto* failure = std::get_if<Failure>(&told)) return fail(*failure);
    if (const auto& body = std::get<std::optional<std::string>>(told)) {
        note(note_in(*body));
        put(token_in(*body) + "\n");
        return answered;
    }
    const auto opened = open_store(call.data);
    if (const auto* failure = std::get_if<Failure>(&opened)) return fail(*failure);
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    const auto accounts = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&accounts)) return fail(failure_of(*problem));
    if (is_persons_name(std::get<std::vector<Account>>(accounts), name)) {
        return fail({wrong_call, name + " is the name of a user; give the token another"});
    }
    const bool replaces = has_token(std::get<std::vector<Account>>(accounts), name);
    const auto kept = commit_alone(store, account_batch(made.account, "operator", system_now()));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return fail(failure_of(*problem));
    note(replaces ? replaced_token(name) : std::string());
    put(made.token + "\n");
    return answered;
}

int back_up(const Call& call) {
    const std::string file = std::filesystem::absolute(call.names.front()).string();
    const auto told = asked_the_ward(call, "/control/backup?file=" + escaped(file));
    if (const auto* failure = std::get_if<Failure>(&told)) return fail(*failure);
    if (!std::get<std::optional<std::string>>(told)) {
        const auto store = open_kept_store(call.data);
        if (const auto* failure = std::get_if<Failure>(&store)) return fail(*failure);
        const auto done = back_up_alone(*std::get<std::unique_ptr<Store>>(store), file);
        if (const auto* problem = std::get_if<StoreProblem>(&done)) return fail(failure_of(*problem));
    }
    put("Everything is copied to " + call.names.front() + "\n");
    return answered;
}

}  // namespace stormkeel
