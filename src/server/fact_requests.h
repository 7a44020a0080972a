// Facts in the chart's vocabulary as a request brings them, and what became of each as the response.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "server/http.h"
#include "service/live_ward.h"

namespace stormkeel {

// Who brings them.
struct FactSender {
    std::string name;        // of the token, or the person
    bool is_person = false;  // then the fact tells by whom it was charted
};

// {"facts":[{"time","item","value","unit"}]}; value may be a number or a word, and unit, and the value of a done-item,
// may be left out. With an Idempotency-Key the facts are the key's, of this sender and patient, and another content
// under it is a conflict; without one a fact is itself: sent again it is the same. Else why the request is none, and
// what would be right.
std::variant<std::vector<Incoming>, std::string> read_fact_request(const std::string& patient,
                                                                   const HttpRequest& request,
                                                                   const FactSender& sender);

// The same fact is one fact, whoever charted it first: what others bring goes by the name under which it stands.
void name_as_charted_before(std::vector<Incoming>& records, const std::vector<const Record*>& before);

// 200 with {"facts":[{"outcome","why"}], "kept", "repeated", "rejected"}; 409 when all conflict with what came before,
// 422 when none can be used.
HttpResponse fact_response(std::span<const Taken::One> outcomes);

}  // namespace stormkeel
