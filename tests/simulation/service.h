// The whole service on a disk that fails, without sockets: requests and messages go in, answers come out.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/ward_application.h"
#include "storage/unreliable_disk.h"

namespace stormkeel::simulation {

class Service {
public:
    // What the clock on the wall says, and the one that nobody sets.
    struct Clocks {
        std::function<Instant()> wall;
        std::function<Duration()> steady;
    };
    Service(const WardKnowledge& knowledge, UnreliableDisk& disk, Clocks clocks)
        : knowledge_(knowledge), disk_(disk), clocks_(std::move(clocks)) {}

    bool start();  // false: the disk did not let it
    void end();    // everything in memory is gone

    WardApplication& application() { return *application_; }
    LiveWard& ward() { return application_->served().ward; }
    Store& store() { return *store_; }
    Instant now() { return application_->served().clock(); }

    // Those it knows are the feed and three nurses; the token of each is the name.
    static constexpr const char* feed = "feed";
    static HttpRequest request(const std::string& method_and_path, const std::string& caller, std::string body = {});

    // What is answered at once, or when all has settled.
    HttpResponse ask(const HttpRequest& request);

private:
    bool keep_callers();

    WardKnowledge knowledge_;
    UnreliableDisk& disk_;
    Clocks clocks_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<WardApplication> application_;
};

}  // namespace stormkeel::simulation
