// Signs requests in, marks responses, and charts what the course of the patients brings.
#include "server/demonstration_ward.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr int pace = 60;
// After the last fact the ward stands for this long before it begins again.
constexpr Duration pause_at_the_end = hours(1);

Instant to_the_minute(Instant at) { return {at.microseconds - at.microseconds % minutes(1).microseconds}; }

// A page elsewhere must not answer alerts through the browser of a visitor.
bool comes_from_elsewhere(const HttpRequest& request) {
    const std::string_view site = request.field("sec-fetch-site");
    return request.method != "GET" && !site.empty() && site != "same-origin" && site != "none";
}

}  // namespace

DemonstrationWard::DemonstrationWard(Store& store, const WardKnowledge& knowledge, ServedWard::Clock clock)
    : clock_(std::move(clock)),
      began_(clock_()),
      start_(to_the_minute(began_)),
      latest_(start_),
      course_(start_),
      ward_(store, knowledge, [this] { return now(); }, {.pace = pace}) {}

Instant DemonstrationWard::now() {
    const Duration passed = clock_() - began_;
    latest_ = std::max(latest_, start_ + Duration{passed.microseconds * pace});
    return latest_;
}

Stored<Done> DemonstrationWard::open() {
    auto opened = ward_.open();
    if (std::holds_alternative<StoreProblem>(opened)) return opened;
    chart();
    ward_.settle();
    if (ward_.broken()) return *ward_.broken();
    return opened;
}

void DemonstrationWard::chart() {
    std::vector<Incoming> charted = course_.take_until(now());
    if (charted.empty()) return;
    ServedWard& served = ward_.served();
    served.hand_in(std::move(charted), [&served](const Stored<ServedWard::Outcomes>& kept) {
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) served.refused(*problem);
    });
}

void DemonstrationWard::answer(const HttpRequest& request, Answer answer) {
    if (comes_from_elsewhere(request)) return answer(error_response(403, "this came from a page of another site"));
    HttpRequest signed_in = request;
    signed_in.demonstration = true;
    ward_.answer(signed_in, [answer = std::move(answer)](HttpResponse response) {
        response.fields["Stormkeel-Demonstration"] = "true";
        response.fields["Stormkeel-Pace"] = std::to_string(pace);
        answer(std::move(response));
    });
}

void DemonstrationWard::settle() { ward_.settle(); }

int DemonstrationWard::tick() {
    chart();
    over_ = now() > course_.end() + pause_at_the_end;
    return ward_.tick();
}

bool DemonstrationWard::has_failed() const { return over_ || ward_.has_failed(); }

}  // namespace stormkeel
