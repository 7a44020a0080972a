// Reads server-sent events.
#include "simulation/listener.h"

#include <memory>
#include <string_view>
#include <utility>

namespace stormkeel::simulation {

class Listener::Stream final : public EventStream {
public:
    explicit Stream(Listener& listener) : listener_(listener) {}

    bool write(std::string text) override {
        listener_.hear(text);
        return true;
    }
    bool has_room() const override { return listener_.reads_; }
    void on_room(std::function<void()> more) override { listener_.more_ = std::move(more); }
    void close() override {}

private:
    Listener& listener_;
};

Wrong Listener::connect(Service& service) {
    more_ = nullptr;
    HttpRequest request = Service::request("GET /api/events", Service::feed);
    request.fields["last-event-id"] = std::to_string(last_);
    const HttpResponse response = service.ask(request);
    if (!response.opened) return "the events were answered " + std::to_string(response.status);
    response.opened(std::make_shared<Stream>(*this));
    return {};
}

void Listener::read(bool goes_on) {
    reads_ = goes_on;
    if (reads_ && more_) more_();
}

void Listener::hear(const std::string& text) {
    constexpr std::string_view end = "\n\n";
    std::size_t begin = 0;
    for (std::size_t at = text.find(end); at != std::string::npos; at = text.find(end, begin)) {
        hear_one(text.substr(begin, at - begin));
        begin = at + end.size();
    }
    if (begin != text.size()) wrong_ = "an event breaks off after " + std::to_string(last_);
}

// "id: 7", then "event: alert". A heartbeat has the number of the last event, and so has what could not be kept on a
// full disk: it is told all the same, and once more with a number of its own when it could be.
void Listener::hear_one(const std::string& event) {
    constexpr std::string_view id = "id: ";
    const std::string unkept = std::string(id) + std::to_string(last_) + "\nevent: alert\n";
    if (event.starts_with(unkept)) {
        if (kept_.contains(event.substr(unkept.size()))) wrong_ = "event " + std::to_string(last_) + " was told twice";
        return;
    }
    const bool is_heartbeat = event.find("\nevent: heartbeat\n") != std::string::npos;
    const std::uint64_t expected = is_heartbeat ? last_ : last_ + 1;
    const std::string head = std::string(id) + std::to_string(expected) + '\n';
    if (!event.starts_with(head)) wrong_ = "event " + std::to_string(expected) + " was told as " + event.substr(0, 60);
    last_ = expected;
    if (!is_heartbeat) kept_.insert(event.substr(event.find("\ndata: ") + 1));
}

Wrong Listener::check(Store& store) const {
    const auto numbers = store.last_numbers();
    if (!wrong_.empty() || !reads_ || std::holds_alternative<StoreProblem>(numbers)) return wrong_;
    const std::uint64_t kept = std::get<LastNumbers>(numbers).event;
    return kept == last_ ? Wrong() : "of " + std::to_string(kept) + " events the last told is " + std::to_string(last_);
}

}  // namespace stormkeel::simulation
