// People sign in elsewhere: the browser is led to the provider, comes back with a code, and gets a session for it.
#include "server/oidc.h"

#include <nlohmann/json.hpp>

#include "server/access.h"
#include "server/calls.h"
#include "server/local_call.h"
#include "server/oidc_people.h"
#include "server/secrets.h"
#include "server/session_start.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// What the sign-in page says when nobody was signed in: see reasons in web/session.ts.
constexpr std::string_view provider_down = "provider-down";
constexpr std::string_view provider_refused = "provider-refused";
constexpr std::string_view provider_unverified = "provider-unverified";
constexpr std::string_view provider_try = "provider-try";
constexpr std::string_view provider_busy = "provider-busy";
constexpr std::string_view provider_unknown = "provider-unknown";
constexpr std::string_view provider_no_role = "provider-no-role";
constexpr std::string_view provider_last_administrator = "provider-last-administrator";
constexpr std::string_view launch_unknown = "launch-unknown";

HttpResponse led_to(std::string place) {
    HttpResponse response{303, "text/plain; charset=utf-8", {}};
    response.fields["Location"] = std::move(place);
    return response;
}

HttpResponse not_signed_in(std::string_view reason) { return led_to("/sign-in?after=" + std::string(reason)); }

// A redirect from elsewhere brings it along, unlike the cookie of a session.
std::string_view try_cookie_name(bool encrypted) { return encrypted ? "__Host-stormkeel-oidc" : "stormkeel-oidc"; }

std::string try_cookie(const OidcTry& made, bool encrypted) {
    std::string cookie(try_cookie_name(encrypted));
    cookie.append("=").append(made.cookie).append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600");
    return encrypted ? cookie + "; Secure" : cookie;
}

void log_problem(const ServedWard& served, const OidcProblem& problem) {
    if (!served.operation.log) return;
    static constexpr std::array<std::string_view, 3> kinds{"unreachable", "refused", "unverified"};
    served.operation.log->write(LogLevel::warning, "oidc_problem",
                                {{"kind", kinds.at(static_cast<std::size_t>(problem.kind))}, {"why", problem.why}});
}

std::string_view reason_of(OidcProblem::Kind kind) {
    if (kind == OidcProblem::Kind::unreachable) return provider_down;
    return kind == OidcProblem::Kind::refused ? provider_refused : provider_unverified;
}

std::string_view reason_of(NoAccount why) {
    if (why == NoAccount::unknown) return provider_unknown;
    return why == NoAccount::no_role ? provider_no_role : provider_last_administrator;
}

std::string authorization_url(const Oidc& oidc, const OidcTry& made, const std::string& endpoint) {
    const OidcRegistration& client = oidc.providers.at(made.provider)->registration;
    return endpoint + (endpoint.find('?') == std::string::npos ? '?' : '&') +
           "response_type=code&client_id=" + escaped(client.client_id) +
           "&redirect_uri=" + escaped(oidc.redirect_uri()) + "&scope=" + escaped(client.scope) +
           "&state=" + made.state + "&nonce=" + made.nonce + "&code_challenge=" + made.challenge +
           "&code_challenge_method=S256";
}

// To which provider, and with what more than is usual.
struct Departure {
    std::size_t provider = 0;
    std::string more;
};

void depart(ServedWard& served, const HttpRequest& request, const Departure& departure, const Answer& answer) {
    const auto oidc = served.operation.oidc;
    const auto endpoint = std::make_shared<std::variant<std::string, OidcProblem>>();
    const OidcTry made = oidc->tries.begin(departure.provider, served.clock());
    const bool begun = served.sign_ins.outbound.begin(
        Worker::Asked::by_a_stranger,
        [provider = oidc->providers.at(departure.provider), endpoint] {
            *endpoint = provider->authorization_endpoint();
        },
        [&served, oidc, endpoint, made, more = departure.more, encrypted = request.encrypted, answer] {
            if (const auto* problem = std::get_if<OidcProblem>(endpoint.get())) {
                log_problem(served, *problem);
                return answer(not_signed_in(reason_of(problem->kind)));
            }
            HttpResponse response = led_to(authorization_url(*oidc, made, std::get<std::string>(*endpoint)) + more);
            response.fields["Set-Cookie"] = try_cookie(made, encrypted);
            answer(std::move(response));
        });
    if (!begun) answer(not_signed_in(provider_busy));
}

std::string asked_for(const HttpRequest& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

void start_oidc(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto& oidc = served.operation.oidc;
    if (!oidc || !oidc->settings.provider) return answer(error_response(404, "no [oidc] issuer is set"));
    depart(served, request.http, {}, answer);
}

// A record system opens the ward for who works with it: the same way, with the launch it gave.
void launch(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto& oidc = served.operation.oidc;
    if (!oidc || oidc->settings.record_systems.empty()) {
        return answer(error_response(404, "no [[smart.ehr]] is set"));
    }
    const std::string issuer = asked_for(request.http, "iss");
    const std::string launch = asked_for(request.http, "launch");
    for (std::size_t i = oidc->first_record_system(); i < oidc->providers.size(); ++i) {
        if (issuer.empty() || oidc->providers[i]->registration.fhir_base != issuer) continue;
        return depart(served, request.http, {i, "&aud=" + escaped(issuer) + "&launch=" + escaped(launch)}, answer);
    }
    answer(not_signed_in(launch_unknown));
}

// How the audit is told of a try that failed.
std::optional<HttpResponse> note_failure(ServedWard& served, const std::string& whom) {
    const auto kept = served.ward.keep_audit({0, served.clock(), "anyone", "sign-in failed", whom});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    return std::nullopt;
}

// Keeps a new account, or another role, before anybody signs in by it.
std::optional<StoreProblem> keep_found(ServedWard& served, const Account& account) {
    const auto kept = served.ward.keep_account(account, "identity provider", served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
    put_account(served.accounts, account);
    if (has_administrator(served.accounts)) served.sign_ins.setup.close();
    return std::nullopt;
}

// What is known of a try once the provider was asked.
struct Return {
    OidcTry made;
    NewSession session;
    std::variant<ProvenPerson, OidcProblem> person;
};

HttpResponse arrive(ServedWard& served, Return& returned) {
    const Oidc& oidc = *served.operation.oidc;
    if (const auto* problem = std::get_if<OidcProblem>(&returned.person)) {
        log_problem(served, *problem);
        const bool tried = problem->kind != OidcProblem::Kind::unreachable;
        auto failed = tried ? note_failure(served, "a code of the identity provider") : std::nullopt;
        return failed ? std::move(*failed) : not_signed_in(reason_of(problem->kind));
    }
    // Noted only of who proved who they are: what strangers begin and bring back without a code takes up nothing. The
    // provider takes each code once.
    if (!served.operation.oidc->tries.use(returned.made, served.clock())) return not_signed_in(provider_try);
    const auto& person = std::get<ProvenPerson>(returned.person);
    const ProviderRoles& roles = oidc.providers.at(returned.made.provider)->registration.roles;
    const auto found = account_for(person, roles, served.accounts, served.clock());
    if (const auto* why = std::get_if<NoAccount>(&found)) {
        const Account* account = account_of_subject(served.accounts, person.subject);
        auto failed =
            note_failure(served, account == nullptr ? "an unknown subject" : account->role + ' ' + account->name);
        return failed ? std::move(*failed) : not_signed_in(reason_of(*why));
    }
    const auto& [account, changed] = std::get<AccountFound>(found);
    if (changed) {
        if (const auto problem = keep_found(served, account)) return served.refused(*problem);
    }
    returned.session.name = account.name;
    HttpResponse begun = begin_session(served, returned.session);
    if (begun.status != 200) return begun;
    HttpResponse response = led_to("/");
    response.fields["Set-Cookie"] = begun.fields["Set-Cookie"];
    return response;
}

void call_back(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto oidc = served.operation.oidc;
    if (!oidc || oidc->providers.empty()) return answer(error_response(404, "no [oidc] issuer is set"));
    const HttpRequest& http = request.http;
    const Instant now = served.clock();
    const auto made = oidc->tries.find(cookie_named(http, try_cookie_name(http.encrypted)), now);
    const bool ours = made && same_secret(made->state, asked_for(http, "state"));
    if (!ours || made->provider >= oidc->providers.size() || oidc->tries.is_used(*made)) {
        return answer(not_signed_in(provider_try));
    }
    const std::string code = asked_for(http, "code");
    if (code.empty()) {
        log_problem(served, {OidcProblem::Kind::refused,
                             "it led back without a code, " + word_of_error(asked_for(http, "error"))});
        return answer(not_signed_in(provider_refused));
    }
    const auto returned = std::make_shared<Return>();
    returned->made = *made;
    returned->session.old_secret = session_secret(http);
    returned->session.encrypted = http.encrypted;
    returned->session.act =
        made->provider < oidc->first_record_system() ? "sign in by identity provider" : "sign in by launch";
    const CodeExchange exchange{
        code, made->verifier, oidc->redirect_uri(), made->nonce, asked_for(http, "iss"), made->begun, now};
    const bool begun = served.sign_ins.outbound.begin(
        Worker::Asked::by_a_stranger,
        [provider = oidc->providers[made->provider], returned, exchange] {
            returned->person = provider->person(exchange);
        },
        [&served, returned, answer] { answer(arrive(served, *returned)); });
    if (!begun) answer(not_signed_in(provider_busy));
}

}  // namespace

void read_providers(ServedWard& served) {
    if (!served.operation.oidc) return;
    for (const auto& provider : served.operation.oidc->providers) {
        const auto endpoint = std::make_shared<std::variant<std::string, OidcProblem>>();
        served.sign_ins.outbound.begin(
            Worker::Asked::by_one_signed_in, [provider, endpoint] { *endpoint = provider->authorization_endpoint(); },
            [&served, endpoint] {
                const auto* problem = std::get_if<OidcProblem>(endpoint.get());
                if (problem != nullptr) log_problem(served, *problem);
            });
    }
}

std::vector<Route> oidc_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    // Nothing else is told of it: what the sign-in page writes on its button.
    const auto name = [&served](const RoutedRequest&, const Answer& answer) {
        const auto& oidc = served.operation.oidc;
        const bool offered = oidc && oidc->settings.provider;
        const nlohmann::json told = offered ? nlohmann::json(oidc->settings.name) : nlohmann::json(nullptr);
        answer(json_response(nlohmann::json{{"name", told}}.dump()));
    };
    return {{"GET", "/oidc", Permission::ask_openly, name},
            {"GET", "/oidc/start", Permission::sign_in, with(start_oidc)},
            {"GET", "/oidc/callback", Permission::sign_in, with(call_back)},
            {"GET", "/launch", Permission::sign_in, with(launch)}};
}

}  // namespace stormkeel
