// Describes each route: what it takes, what it answers, who may call it.
#include "server/openapi.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "server/account_schemas.h"
#include "server/locked.h"
#include "server/openapi_schemas.h"

namespace stormkeel {

namespace {

using Out = nlohmann::ordered_json;

// What the route table does not tell of a route.
struct Told {
    std::string_view method;
    std::string_view pattern;
    std::string_view summary;
    std::string_view takes;    // a schema of the body; empty: none
    std::string_view answers;  // a schema of 200
    enum class Kind : std::uint8_t { answer, events, live, fhir, plain, leads, table, lines } kind = Kind::answer;
};

constexpr auto told_routes = std::to_array<Told>({
    {"GET", "/healthz", "Whether facts can be taken", "", "Health"},
    {"GET", "/metrics", "What the ward measures of itself, as Prometheus reads it", "", "", Told::Kind::plain},
    {"GET", "/openapi.json", "This document", "", "Object"},
    {"GET", "/api/ward", "The board, most urgent first; for a kiosk bed, grades and the age of the data", "", "Ward"},
    {"GET", "/api/patients/{patient}/assessment", "Grades, why, what to do, what is not known", "", "Assessment"},
    {"GET", "/api/patients/{patient}/timeline", "How the grades went", "", "Timeline"},
    {"GET", "/api/patients/{patient}/facts", "What was taken, as it was written", "", "Facts"},
    {"POST", "/api/patients/{patient}/facts", "Takes facts in the vocabulary of a chart", "NewFacts", "Taken"},
    {"POST", "/api/patients/{patient}/facts/retract", "Takes back a fact of the chart, with a reason", "Retraction",
     "Taken"},
    {"POST", "/api/patients/{patient}/facts/correct", "Puts another value in the place of a fact, with a reason",
     "Correction", "Taken"},
    {"POST", "/api/patients/{patient}/break-glass",
     "Opens the record of a patient of another unit for 8 hours, which is told at once and reviewed", "Why", "Opened"},
    {"POST", "/api/alerts/{alert}/acknowledge", "Takes responsibility for an alert", "Seen", "Alert"},
    {"POST", "/api/alerts/{alert}/decline", "Declines an alert, with a reason", "Reason", "Alert"},
    {"POST", "/api/alerts/{alert}/snooze", "Silences one alert for a few minutes at most", "Snooze", "Alert"},
    {"POST", "/api/kiosk/screen", "Makes a browser a screen on the wall: Set-Cookie holds the token of a kiosk",
     "Token", "Screen"},
    {"GET", "/api/kiosk/screen", "Which screen on the wall this is", "", "Screen"},
    {"POST", "/api/kiosk/alerts",
     "The alerts that a person may answer at a screen on the wall, by badge or name and PIN", "ByPin", "AlertsByPin"},
    {"POST", "/api/kiosk/alerts/{alert}/acknowledge", "The same at a screen on the wall, by name or badge and PIN",
     "ByPin", "AnsweredByPin"},
    {"POST", "/api/kiosk/alerts/{alert}/snooze", "Silences an alert at a screen on the wall, by PIN", "ByPin",
     "AnsweredByPin"},
    {"GET", "/api/technical", "The open alerts of the ward itself: feeds, links, disk, backup, clock", "", "Technical"},
    {"GET", "/api/events", "Assessments, alerts, and who leaves or comes back, as they come, without a gap", "", "",
     Told::Kind::events},
    {"GET", "/api/live", "The same events over a WebSocket, a JSON object each", "", "", Told::Kind::live},
    {"GET", "/fhir/metadata", "FHIR R4: what these calls can do", "", "Resource", Told::Kind::fhir},
    {"POST", "/fhir", "FHIR R4: takes a Bundle, a resource, or NDJSON", "Resource", "Resource", Told::Kind::fhir},
    {"POST", "/fhir/{type}", "FHIR R4: takes a resource", "Resource", "Resource", Told::Kind::fhir},
    {"PUT", "/fhir/{type}/{id}", "FHIR R4: takes a version of a resource", "Resource", "Resource", Told::Kind::fhir},
    {"GET", "/fhir/{type}/{id}", "FHIR R4: a resource that was taken, or that says what the program says", "",
     "Resource", Told::Kind::fhir},
    {"GET", "/fhir/{type}/{id}/_history/{version}", "FHIR R4: a version of a resource that was taken", "", "Resource",
     Told::Kind::fhir},
    {"GET", "/fhir/{type}", "FHIR R4: the resources of a patient", "", "Resource", Told::Kind::fhir},
    {"GET", "/api/dead-letters",
     "Messages of HL7 v2 that were refused, and versions of FHIR resources in conflict, which are held back", "",
     "DeadLetters"},
    {"POST", "/api/dead-letters/{letter}/replay", "Takes a message that was held back", "", "Status"},
    {"POST", "/api/dead-letters/{letter}/discard", "Puts aside one that can never be taken, with a reason", "Why",
     "Status"},
    {"GET", "/cds-services", "CDS Hooks 2.0: the services", "", "Object"},
    {"POST", "/cds-services/{service}", "CDS Hooks 2.0: cards for a call", "CdsCall", "Cards"},
    {"POST", "/cds-services/{service}/feedback", "CDS Hooks 2.0: what was done with a card", "Object", "Object"},
    {"POST", "/session", "A person signs in; Set-Cookie holds the session", "SignIn", "Session"},
    {"POST", "/session/second-factor", "The second step of a sign-in, with a code or a passkey", "SecondStep",
     "Session"},
    {"GET", "/session", "Who is signed in", "", "Session"},
    {"DELETE", "/session", "Signs out", "", "Health"},
    {"POST", "/session/unlock", "Whoever is signed in gives their password again", "Password", "Health"},
    {"POST", "/setup", "Makes the first administrator", "Setup", "Health"},
    {"GET", "/oidc", "What the hospital calls its own sign-in; null: it has none here", "", "Provider"},
    {"GET", "/oidc/start", "Leads a browser to the hospital's own sign-in", "", "", Told::Kind::leads},
    {"GET", "/oidc/callback", "Where that leads back to, with a code for a session", "", "", Told::Kind::leads},
    {"GET", "/launch", "A record system launches the ward (SMART on FHIR)", "", "", Told::Kind::leads},
    {"GET", "/api/users", "The accounts of people", "", "Users"},
    {"POST", "/api/users/{name}", "Opens or changes an account", "User", "Kept"},
    {"DELETE", "/api/users/{name}", "Closes an account", "", "Health"},
    {"GET", "/api/tokens", "The tokens of machines, without the tokens themselves", "", "Tokens"},
    {"POST", "/api/tokens/{name}", "Makes a token, which is told this once", "NewToken", "Token"},
    {"DELETE", "/api/tokens/{name}", "Closes a token", "", "Health"},
    {"POST", "/api/merges", "Asks a second administrator to join what is kept of a patient under two ids", "Merge",
     "Asked"},
    {"POST", "/api/unmerges", "Asks a second administrator to separate it again", "Merge", "Asked"},
    {"DELETE", "/api/users/{name}/factors", "Takes all second factors of an account away", "", "Health"},
    {"GET", "/api/account", "One's own account and second factors", "", "Account"},
    {"POST", "/api/account/password", "Changes one's own password; one's other sessions end", "NewPassword", "Session"},
    {"POST", "/api/account/authenticator", "Begins to add an authenticator app", "Password", "NewApp"},
    {"POST", "/api/account/authenticator/confirm", "Adds it by its first code", "FirstCode", "RecoveryCodes"},
    {"POST", "/api/account/passkey", "Begins to add a passkey or security key (WebAuthn)", "Password", "NewPasskey"},
    {"POST", "/api/account/passkey/confirm", "Adds the key that a browser made", "MadePasskey", "RecoveryCodes"},
    {"POST", "/api/account/recovery-codes", "New recovery codes; those before open nothing any more", "Password",
     "RecoveryCodes"},
    {"POST", "/api/account/factors/{factor}/remove", "Removes a second factor", "Password", "Health"},
    {"POST", "/api/account/pin", "Sets one's PIN for screens on the wall", "NewPin", "Health"},
    {"POST", "/api/account/pin/remove", "Removes it", "Password", "Health"},
    {"POST", "/api/users/{name}/badge", "Sets the badge that stands for a name at screens on the wall", "Badge",
     "Health"},
    {"DELETE", "/api/users/{name}/badge", "Takes it away", "", "Health"},
    {"GET", "/api/audit", "Who did what; 1,000 rows after the one named", "", "Audit"},
    {"GET", "/api/audit/latest", "The same, newest first, by who, what and when", "", "AuditPage"},
    {"GET", "/api/audit/own", "What the caller did, newest first", "", "AuditPage"},
    {"GET", "/api/audit/state", "How many rows there are, and the last signed checkpoint", "", "AuditState"},
    {"GET", "/api/audit/{row}/proof", "That a row is in the audit of the last signed checkpoint (RFC 9162)", "",
     "AuditProof"},
    {"GET", "/api/audit/growth", "That this audit begins with the rows of an earlier checkpoint (RFC 9162)", "",
     "AuditGrowth"},
    {"GET", "/api/audit/export.csv", "The audit as a table", "", "", Told::Kind::table},
    {"GET", "/api/audit/export.ndjson", "The audit as FHIR R4 AuditEvents, one a line", "", "", Told::Kind::lines},
    {"GET", "/api/guidelines", "The version of the packs in use, those that are staged, and how they differ", "",
     "Guidelines"},
    {"POST", "/api/guidelines/{sha256}/approve", "A physician or a pharmacist approves a staged version", "Reason",
     "StagedGuideline"},
    {"POST", "/api/guidelines/{sha256}/refuse", "One of them refuses it", "Reason", "StagedGuideline"},
    {"GET", "/api/cosigns", "What waits for a second person, and what was answered in the last 30 days", "", "Cosigns"},
    {"POST", "/api/cosigns/{cosign}/approve", "A second person finds it right", "Words", "Cosign"},
    {"POST", "/api/cosigns/{cosign}/refuse", "A second person finds it wrong", "Words", "Cosign"},
});

Out of_text() { return {{"type", "string"}}; }
Out of_time() { return {{"type", "string"}, {"format", "date-time"}}; }
Out of_whole() { return {{"type", "integer"}}; }

Out content(std::string_view schema, Told::Kind kind = Told::Kind::answer) {
    const std::string type = kind == Told::Kind::fhir ? "application/fhir+json" : "application/json";
    return {{type, {{"schema", {{"$ref", "#/components/schemas/" + std::string(schema)}}}}}};
}

// What the audit is looked through by, a page at a time or in a file.
void add_audit_parameters(Out& parameters, const std::string& pattern) {
    const auto add = [&](const char* name, Out schema) {
        parameters.push_back({{"name", name}, {"in", "query"}, {"schema", std::move(schema)}});
    };
    const bool page = pattern == "/api/audit/latest" || pattern == "/api/audit/own";
    if (page) add("before", of_whole());
    if (pattern == "/api/audit") add("after", of_whole());
    if (pattern == "/api/audit/growth") add("rows", of_whole());
    for (const char* name : {"actor", "action", "object"}) {
        if (page) add(name, of_text());
    }
    for (const char* name : {"since", "until"}) {
        if (page || pattern.starts_with("/api/audit/export.")) add(name, of_time());
    }
}

// The names between braces, and the times a route may be asked for.
Out parameters_of(const std::string& pattern) {
    Out parameters = Out::array();
    for (std::size_t open = 0; (open = pattern.find('{', open)) != std::string::npos; ++open) {
        const std::string name = pattern.substr(open + 1, pattern.find('}', open) - open - 1);
        parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", of_text()}});
    }
    for (const auto& [ending, name] : {std::pair{"/assessment", "at"}, std::pair{"/timeline", "until"}}) {
        if (pattern.ends_with(ending)) parameters.push_back({{"name", name}, {"in", "query"}, {"schema", of_time()}});
    }
    for (const auto& [leading, name] : {std::pair{"/launch", "iss"}, std::pair{"/launch", "launch"},
                                        std::pair{"/oidc/callback", "code"}, std::pair{"/oidc/callback", "state"}}) {
        if (pattern == leading) parameters.push_back({{"name", name}, {"in", "query"}, {"schema", of_text()}});
    }
    if (pattern == "/api/live") parameters.push_back({{"name", "after"}, {"in", "query"}, {"schema", of_whole()}});
    if (pattern.starts_with("/api/audit")) add_audit_parameters(parameters, pattern);
    return parameters;
}

// "getPatientsPatientFacts" of GET /api/patients/{patient}/facts: stays as long as the path does.
std::string operation_id(const Route& route) {
    std::string id;
    for (const char c : route.method) id += static_cast<char>(c | 0x20);
    bool begins = true;
    const std::string_view path = std::string_view(route.pattern)
                                      .substr(route.pattern.starts_with("/api/") ? std::string_view("/api").size() : 0);
    for (const char c : path) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter) id += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
        begins = !letter;
    }
    return id;
}

Out refusal(std::string_view why) { return {{"description", why}, {"content", content("Error")}}; }

// Whether what is asked may not fit what there is.
bool may_not_fit(const Told& words) {
    constexpr auto answers =
        std::to_array<std::string_view>({"Alert", "Cosign", "Guidelines", "StagedGuideline", "NewApp", "NewPasskey"});
    constexpr auto takes = std::to_array<std::string_view>(
        {"Setup", "User", "Why", "NewPin", "Badge", "Password", "Merge", "FirstCode", "MadePasskey"});
    return std::find(answers.begin(), answers.end(), words.answers) != answers.end() ||
           std::find(takes.begin(), takes.end(), words.takes) != takes.end() || words.method == "DELETE" ||
           words.pattern.ends_with("/replay");
}

// What a route answers when it cannot do what is asked: by what it takes, and who may call it.
void add_refusals(Out& responses, const Route& route, const Told& words, bool asks_for_something) {
    const bool open = may(Role::anyone, route.permission);
    const bool takes = !words.takes.empty();
    const bool writes = route.method != "GET";
    if (takes || asks_for_something) responses["400"] = refusal("What was sent cannot be read; the answer says where");
    const bool tells_who = words.answers == "Session";
    if (tells_who || !needs_no_sign_in(route)) {
        responses["401"] = refusal(open ? "The token opens nothing" : "There is no sign-in, or it opens nothing");
    }
    if (tells_who && open && writes) {
        responses["401"] = {{"description", "It is not right, or a second factor is asked for"},
                            {"content", content("NotSignedIn")}};
    }
    if (!open || writes) responses["403"] = refusal("This role may not do this, or no page of ours asks for it");
    if (!open || route.permission == Permission::sign_in) responses["429"] = refusal("Too often; see Retry-After");
    if (!open && !goes_on_while_locked(route.permission)) responses["423"] = refusal("The session is locked");
    if (route.pattern.find('{') != std::string::npos) responses["404"] = refusal("There is no such one");
    if (route.pattern.ends_with("/snooze")) responses["409"] = refusal("This alert cannot be silenced, or not so long");
    if (route.pattern.ends_with("/facts") && writes) {
        responses["409"] = refusal("The Idempotency-Key came with other facts before");
        responses["422"] = {{"description", "None of them could be used; each is told with the reason"},
                            {"content", content("Taken")}};
    }
    if (route.pattern.ends_with("/decline")) responses["422"] = refusal("Nobody could read why from that reason");
    if (route.permission == Permission::see_patient) {
        responses["503"] = refusal("What is kept of this patient is damaged; nothing is answered for them");
    }
    if (route.permission == Permission::amend) {
        responses["409"] = refusal("It came by FHIR or HL7 v2, and is corrected where it was recorded");
        responses["422"] = refusal("The value cannot be used");
    }
    if (may_not_fit(words)) {
        responses["409"] = refusal("It does not fit what there is, as an alert of another patient");
    }
    if (route.pattern.starts_with("/cds-services/")) responses["412"] = refusal("Data that is needed is not there");
    const bool streams = words.kind == Told::Kind::events || words.kind == Told::Kind::live;
    if (streams) responses["410"] = refusal("The events after the one that was named are not kept any more");
    if (takes) responses["413"] = refusal("The body is above 16 MiB, or above 64 KiB without a sign-in");
    responses["421"] = refusal("The Host is none of this server's names");
    if (words.kind == Told::Kind::live) responses["426"] = refusal("No WebSocket was asked for");
    if (route.pattern == "/healthz") responses["503"] = refusal("Facts cannot be taken");
    const bool leads = words.kind == Told::Kind::leads;
    if (leads) responses["404"] = refusal("The site has set no such sign-in");
    if (writes || leads) {
        responses["503"] = refusal("The store has failed; nothing was kept");
        responses["507"] = refusal("The disk is full; nothing was kept");
    }
}

Out success_of(const Told& words) {
    switch (words.kind) {
        case Told::Kind::answer:
        case Told::Kind::fhir:
            return {{"description", "Done"}, {"content", content(words.answers, words.kind)}};
        case Told::Kind::plain:
            return {{"description", "Done"}, {"content", {{"text/plain", {{"schema", of_text()}}}}}};
        case Told::Kind::table:
            return {{"description", "Done"}, {"content", {{"text/csv", {{"schema", of_text()}}}}}};
        case Told::Kind::lines:
            return {{"description", "Done"}, {"content", {{"application/fhir+ndjson", {{"schema", of_text()}}}}}};
        case Told::Kind::events:
            return {{"description", "A stream without an end"},
                    {"content", {{"text/event-stream", {{"schema", of_text()}}}}}};
        case Told::Kind::leads:
            return {{"description", "Leads on: to the provider, to the board, or to the sign-in page, which says why"}};
        case Told::Kind::live:
            break;
    }
    return {{"description", "A WebSocket; each text message is {\"id\", \"event\", \"data\"}"}};
}

std::string_view status_of_success(Told::Kind kind) {
    if (kind == Told::Kind::leads) return "303";
    return kind == Told::Kind::live ? "101" : "200";
}

// FHIR tells what is wrong in a resource of its own.
Out fhir_operation(Out operation, const Route& route, const Told& words) {
    const bool writes = !words.takes.empty();
    const auto may_answer = [&](std::string_view status, std::string_view why) {
        operation["responses"][std::string(status)] = {{"description", why},
                                                       {"content", content("Resource", Told::Kind::fhir)}};
    };
    if (route.pattern == "/fhir/{type}" && !writes) {
        for (const char* name : {"patient", "subject", "_id", "identifier", "_count", "_offset"}) {
            operation["parameters"].push_back({{"name", name}, {"in", "query"}, {"schema", of_text()}});
        }
    }
    if (writes) {
        may_answer("201", "Kept");
        may_answer("409", "This version came before with another content");
        may_answer("415", "The body is neither JSON nor NDJSON");
        may_answer("422", "It cannot be used");
        may_answer("503", "The store has failed; nothing was kept");
        may_answer("507", "The disk is full; nothing was kept");
    }
    if (route.pattern != "/fhir/metadata") may_answer("400", "It cannot be read");
    may_answer("406", "Accept names no form that is written here");
    if (route.method == "PUT") may_answer("412", "It stands in another version than If-Match names");
    if (route.method == "POST") may_answer("412", "A transaction creates what is there by its identifier");
    if (route.pattern == "/fhir/{type}" && !writes) may_answer("404", "No such type of resource is here");
    if (route.pattern.ends_with("{id}") || route.pattern.ends_with("{version}")) {
        may_answer("404", "There is no such resource");
        may_answer("410", "Its server deleted it");
    }
    const bool open = may(Role::anyone, route.permission);
    if (!open) may_answer("401", "There is no sign-in, or it opens nothing");
    if (!open) may_answer("403", "This role may not do this");
    may_answer("421", "The Host is none of this server's names");
    if (writes) may_answer("413", "The body is above 16 MiB");
    operation["security"] = open ? Out::array() : Out::array({{{"token", Out::array()}}});
    return operation;
}

Out operation_of(const Route& route, const Told& words) {
    Out operation;
    operation["operationId"] = operation_id(route);
    operation["summary"] = words.summary;
    operation["parameters"] = parameters_of(route.pattern);
    if (!words.takes.empty())
        operation["requestBody"] = {{"required", words.takes != "Seen"}, {"content", content(words.takes, words.kind)}};
    operation["responses"][std::string(status_of_success(words.kind))] = success_of(words);
    if (words.kind == Told::Kind::fhir) return fhir_operation(std::move(operation), route, words);
    const bool streams = words.kind == Told::Kind::events || words.kind == Told::Kind::live;
    bool asks = streams;
    for (const Out& parameter : operation["parameters"]) asks = asks || parameter["in"] == "query";
    add_refusals(operation["responses"], route, words, asks);
    operation["security"] = may(Role::anyone, route.permission)
                                ? Out::array()
                                : Out::array({{{"token", Out::array()}}, {{"session", Out::array()}}});
    return operation;
}

}  // namespace

std::string openapi_json(const std::vector<Route>& routes, std::string_view version) {
    Out document;
    document["openapi"] = "3.1.0";
    document["info"] = {{"title", "Stormkeel"},
                        {"version", version},
                        {"description", "Supports clinicians, orders nothing, is not cleared as a medical device."},
                        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
    document["servers"] = Out::array({{{"url", "/"}}});
    for (const Route& route : routes) {
        const auto words = std::find_if(told_routes.begin(), told_routes.end(), [&](const Told& one) {
            return one.method == route.method && one.pattern == route.pattern;
        });
        if (words == told_routes.end()) continue;
        std::string method = route.method;
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return static_cast<char>(c | 0x20); });
        document["paths"][route.pattern][method] = operation_of(route, *words);
    }
    document["components"]["schemas"] = Out::parse(openapi_schemas_json());
    document["components"]["schemas"].update(Out::parse(account_schemas()));
    document["components"]["securitySchemes"]["token"] = {{"type", "http"}, {"scheme", "bearer"}};
    document["components"]["securitySchemes"]["session"] = {
        {"type", "apiKey"}, {"in", "cookie"}, {"name", "stormkeel"}};
    document["components"]["securitySchemes"]["screen"] = {
        {"type", "apiKey"},
        {"in", "cookie"},
        {"name", "stormkeel-kiosk"},
        {"description", "the token of a kiosk, of POST /api/kiosk/screen; it counts with the header X-Kiosk: 1"}};
    return document.dump();
}

}  // namespace stormkeel
