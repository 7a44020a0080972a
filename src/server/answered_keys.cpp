// Keeps digests, so that a long key takes no more room than a short one.
#include "server/answered_keys.h"

#include <algorithm>

#include "storage/digest.h"

namespace stormkeel {

std::optional<AnsweredKeys::Call> AnsweredKeys::call_of(const RoutedRequest& request) {
    const std::string_view key = request.http.field("idempotency-key");
    if (key.empty()) return std::nullopt;
    return Call{std::string(name_of(request.caller.role)) + ' ' + request.caller.name, digest_of({key}),
                digest_of({request.http.method, request.http.path, request.http.body})};
}

std::optional<HttpResponse> AnsweredKeys::answer_before(const Call& call) const {
    const auto of_caller = of_caller_.find(call.caller);
    if (of_caller == of_caller_.end()) return std::nullopt;
    const auto found = std::find_if(of_caller->second.begin(), of_caller->second.end(),
                                    [&](const Kept& kept) { return kept.call.key == call.key; });
    if (found == of_caller->second.end()) return std::nullopt;
    if (found->call.content == call.content) return found->response;
    return error_response(409, "this Idempotency-Key came with something else before; a key of its own would be right");
}

void AnsweredKeys::keep(const Call& call, const HttpResponse& response) {
    std::deque<Kept>& kept = of_caller_[call.caller];
    kept.push_back({call, response});
    if (kept.size() > kept_of_caller) kept.pop_front();
}

}  // namespace stormkeel
