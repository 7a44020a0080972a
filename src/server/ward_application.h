// The ward's service as an application: finds the route of a request, checks who calls, and lets time pass.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "server/hl7v2_intake.h"
#include "server/http.h"
#include "server/observed_call.h"
#include "server/route.h"
#include "server/served_ward.h"

namespace stormkeel {

class WardApplication final : public HttpApplication {
public:
    WardApplication(Store& store, const WardKnowledge& knowledge, ServedWard::Clock clock, Operation operation = {});

    // Reads what is kept; call it before the server runs.
    Stored<Done> open() { return served_.open(); }
    Stored<Done> open_folder(const std::string& folder) { return served_.open_folder(folder); }
    Stored<Done> note_guideline() { return served_.ward.note_guideline(served_.clock()); }
    bool waits_for_set_up() const { return !has_administrator(served_.accounts); }
    // After the server has run.
    void finish() {
        if (!has_failed()) served_.keep_uses_of_sessions_to_end();
        if (!has_failed()) served_.watch.finish(served_.clock());
        served_.witness_audit_to_end();
    }

    void answer(const HttpRequest& request, Answer answer) override;
    bool may_send_much(const HttpRequest& head) override;
    HttpResponse refused(std::string_view target, HttpResponse response) const override;
    void settle() override;
    void wake_by(std::function<void()> ring) override {
        if (served_.operation.cds_fetches) served_.operation.cds_fetches->wake_by(std::move(ring));
    }
    int tick() override;
    bool has_failed() const override { return served_.broken.has_value(); }

    // What is asked how the machine is; without one nobody is.
    void watch(std::function<MachineReading()> machine) { served_.watch.machine = std::move(machine); }

    // Why the store takes nothing any more.
    const std::optional<StoreProblem>& broken() const { return served_.broken; }

    // Who takes HL7 v2 messages of the ward.
    MllpApplication& hl7v2() { return hl7v2_; }

    const std::vector<Route>& routes() const { return routes_; }
    ServedWard& served() { return served_; }

private:
    void add(std::vector<Route> group);
    void run(const Route& route, const RoutedRequest& request, const Answer& answer);
    void find_and_run(const HttpRequest& request, ObservedCall& call, const Answer& answer);
    bool is_kept(const Stored<Done>& done, Instant now, void (TechnicalAlarms::*failed)(Instant));
    bool pass_time(Instant now);

    ServedWard served_;
    Hl7Intake hl7v2_;
    std::vector<Route> routes_;
    Instant last_heartbeat_{never};
};

}  // namespace stormkeel
