// What is held of people's sign-ins while the ward runs, and what every call about them needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"
#include "server/rate_limits.h"
#include "server/second_factors.h"
#include "server/sessions.h"
#include "server/setup_token.h"
#include "server/sign_in_tries.h"
#include "server/tickets.h"
#include "server/worker.h"

namespace stormkeel {

struct NewSession {
    std::string name;             // of an open account of a person
    std::string old_secret;       // of a session that this one takes the place of
    std::string address_key;      // in SignInTries; empty: none is counted
    bool encrypted = false;       // the cookie goes through TLS
    std::string act = "sign in";  // what the audit calls it
};

// A sign-in whose password was right, and that a second factor has to follow.
struct SecondStep {
    NewSession session;
    std::string credential;            // of the account as it was
    std::optional<Ceremony> ceremony;  // of its passkeys; nothing: none works where the page is
    bool tried = false;                // a factor was: the next one counts as a try of its own
};

// A second factor that somebody is about to add: an app by its key, or a passkey.
struct Enrolment {
    std::string name;  // of the account
    std::string totp_key;
    std::optional<Ceremony> ceremony;
};

struct SignIns {
    Sessions sessions;
    SignInTries tries;
    Tickets<SecondStep> second_steps{minutes(5)};
    Tickets<Enrolment> enrolments{minutes(10)};
    RateLimits limits;
    SetupToken setup;
    Worker worker;    // last: it ends before what its work will be told to
    Worker outbound;  // waits for identity providers, so that nobody else does

    // What follows the work of both that is done, and whether there is more of it.
    void finish() {
        worker.finish();
        outbound.finish();
    }
    bool busy() const { return worker.busy() || outbound.busy(); }
};

// The value of a cookie; empty when there is none of that name.
std::string_view cookie_named(const HttpRequest& request, std::string_view wanted);

// The secret of the session in the request's cookie; empty when there is none. With TLS the cookie is named
// __Host-stormkeel, and a browser takes it from this very host alone.
std::string_view session_secret(const HttpRequest& request);

// Set-Cookie for a session; an empty secret takes the cookie away.
std::string session_cookie(const HttpRequest& request, std::string_view secret);

// The token of a screen on the wall, in a cookie of its own that counts when the page of such a screen asks: it says
// X-Kiosk with each call, which no page of another origin can. Empty when there is none.
std::string_view kiosk_token(const HttpRequest& request);

// Set-Cookie for that, as long as browsers keep one.
std::string kiosk_cookie(const HttpRequest& request, std::string_view token);

// Why a change that a browser asks for comes from another page than ours; empty when it does not.
std::string why_foreign(const HttpRequest& request);

// The fields of a JSON body that have to be texts, in their order; nothing when one is missing or the body is none.
std::optional<std::vector<std::string>> texts_in(const std::string& body,
                                                 std::initializer_list<std::string_view> names);

// One line of more than one word, so that a key pressed in passing is none, and of at most 200 characters.
bool is_reason(std::string_view text);

// The texts of a list in a JSON body; nothing when it is not there. False as the second: it is no list of texts.
std::pair<std::optional<std::vector<std::string>>, bool> list_in(const std::string& body, std::string_view name);

// A refusal with Retry-After in whole seconds, at least one.
HttpResponse come_back_later(int status, Duration wait, std::string_view why);

bool has_administrator(const std::vector<Account>& accounts);

// Opens, changes or closes an account among those that are known.
void put_account(std::vector<Account>& accounts, Account account);

}  // namespace stormkeel
