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

const AnsweredKeys::Kept* AnsweredKeys::kept_of(const Call& call) const {
    const auto of_caller = of_caller_.find(call.caller);
    if (of_caller == of_caller_.end()) return nullptr;
    const auto found = std::find_if(of_caller->second.begin(), of_caller->second.end(),
                                    [&](const Kept& kept) { return kept.call.key == call.key; });
    return found == of_caller->second.end() ? nullptr : &*found;
}

std::optional<HttpResponse> AnsweredKeys::answer_before(const Call& call) const {
    const Kept* kept = kept_of(call);
    if (kept == nullptr) return std::nullopt;
    if (kept->call.content == call.content) return kept->response;
    return error_response(409, std::string(another));
}

bool AnsweredKeys::is_of_another(const Call& call) const {
    const Kept* kept = kept_of(call);
    return kept != nullptr && kept->call.content != call.content;
}

void AnsweredKeys::keep(const Call& call, const HttpResponse& response) {
    if (kept_of(call) != nullptr) return;
    std::deque<Kept>& kept = of_caller_[call.caller];
    kept.push_back({call, response});
    if (kept.size() > kept_of_caller) kept.pop_front();
}

}  // namespace stormkeel
