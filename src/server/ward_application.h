// The ward's calls over HTTP: the route table, and what each route answers.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/access.h"
#include "server/event_feed.h"
#include "server/http.h"
#include "service/live_ward.h"

namespace stormkeel {

// A call, with what stands in its path between braces: "/api/patients/{patient}/facts".
struct RoutedRequest {
    const HttpRequest& http;
    std::map<std::string, std::string> parts;
    Caller caller;
};

class WardApplication final : public HttpApplication {
public:
    using Clock = std::function<Instant()>;

    WardApplication(Store& store, const WardKnowledge& knowledge, Clock clock);

    // Reads what is kept; call it before the server runs.
    Stored<Done> open();

    void answer(const HttpRequest& request, Answer answer) override;
    void settle() override;
    int tick() override;
    bool has_failed() const override { return broken_.has_value(); }

    // Why the store takes nothing any more.
    const std::optional<StoreProblem>& broken() const { return broken_; }

    // Every route with the roles that may use it: what is not here cannot be called, by anybody.
    struct Route {
        std::string method;
        std::string pattern;
        std::vector<Role> roles;
        void (WardApplication::*run)(const RoutedRequest& request, const Answer& answer);
    };
    static const std::vector<Route>& routes();

private:
    struct Waiting {
        std::vector<Incoming> records;
        Answer answer;
    };

    void health(const RoutedRequest& request, const Answer& answer);
    void openapi(const RoutedRequest& request, const Answer& answer);
    void board(const RoutedRequest& request, const Answer& answer);
    void assessment(const RoutedRequest& request, const Answer& answer);
    void timeline(const RoutedRequest& request, const Answer& answer);
    void facts(const RoutedRequest& request, const Answer& answer);
    void take_facts(const RoutedRequest& request, const Answer& answer);
    void acknowledge(const RoutedRequest& request, const Answer& answer);
    void decline(const RoutedRequest& request, const Answer& answer);
    void events(const RoutedRequest& request, const Answer& answer);
    void cds_services(const RoutedRequest& request, const Answer& answer);
    void cds_call(const RoutedRequest& request, const Answer& answer);
    void cds_feedback(const RoutedRequest& request, const Answer& answer);
    void add_token(const RoutedRequest& request, const Answer& answer);
    void back_up(const RoutedRequest& request, const Answer& answer);

    void answer_alert(const RoutedRequest& request, AlertAnswer alert, const Answer& answer);
    const WardPatient* patient_of(const RoutedRequest& request, const Answer& answer) const;
    HttpResponse refused(const StoreProblem& problem);

    Store& store_;
    WardKnowledge knowledge_;
    Clock clock_;
    LiveWard ward_;
    EventFeed feed_;
    std::vector<Account> accounts_;
    std::deque<Waiting> waiting_;
    Instant last_heartbeat_{never};
    std::optional<StoreProblem> broken_;
};

}  // namespace stormkeel
