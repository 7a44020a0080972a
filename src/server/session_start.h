// A session begins once it is settled who somebody is, however that was found out.
#pragma once

#include <string>

#include "server/served_ward.h"

namespace stormkeel {

// What a page is told of a session: GET /session.
HttpResponse session_response(const ServedWard& served, const Session& session);

struct NewSession {
    std::string name;             // of an open account of a person
    std::string old_secret;       // of a session that this one takes the place of
    std::string address_key;      // in SignInTries; empty: none is counted
    bool encrypted = false;       // the cookie goes through TLS
    std::string act = "sign in";  // what the audit calls it
};

// Begins it and forgets the tries that failed before; with Set-Cookie.
HttpResponse begin_session(ServedWard& served, const NewSession& wanted);

}  // namespace stormkeel
