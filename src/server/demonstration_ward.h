// A ward of invented patients that moves sixty times as fast as the reader's clock, and is marked as such.
#pragma once

#include "server/ward_application.h"
#include "service/demonstration.h"

namespace stormkeel {

class DemonstrationWard final : public HttpApplication {
public:
    // The ward's clock starts at `clock()`, to the minute. Each request is signed in as `demonstration`, and each
    // response carries the mark `Stormkeel-Demonstration: true` and the pace of the clock.
    DemonstrationWard(Store& store, const WardKnowledge& knowledge, ServedWard::Clock clock);

    // Takes in what was charted before the visit; call it before the server runs.
    Stored<Done> open();

    void answer(const HttpRequest& request, Answer answer) override;
    bool may_send_much(const HttpRequest& head) override { return ward_.may_send_much(head); }
    HttpResponse refused(std::string_view target, HttpResponse response) const override {
        return ward_.refused(target, std::move(response));
    }
    void settle() override;
    int tick() override;
    bool has_failed() const override;  // also when it is over: the server ends then

    bool over() const { return over_; }  // the courses of the patients have come to their end
    const std::optional<StoreProblem>& broken() const { return ward_.broken(); }
    const std::vector<Route>& routes() const { return ward_.routes(); }

private:
    Instant now();
    void chart();

    ServedWard::Clock clock_;
    Instant began_;   // by `clock_`
    Instant start_;   // by the ward's clock
    Instant latest_;  // a clock that is set back does not move the ward back
    DemonstrationCourse course_;
    WardApplication ward_;
    bool over_ = false;
};

}  // namespace stormkeel
