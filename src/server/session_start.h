// A session begins once it is settled who somebody is, however that was found out.
#pragma once

#include "server/served_ward.h"

namespace stormkeel {

// What a page is told of a session: GET /session.
HttpResponse session_response(const ServedWard& served, const Session& session);

// Begins it and forgets the tries that failed before; with Set-Cookie.
HttpResponse begin_session(ServedWard& served, const NewSession& wanted);

}  // namespace stormkeel
