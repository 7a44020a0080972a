// Reads events from the store, so that a reader who comes back misses none.
#include "server/event_feed.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr std::size_t events_at_once = 200;

}  // namespace

std::string event_text(const WardEvent& event) {
    return "id: " + std::to_string(event.number) + "\nevent: " + event.kind + "\ndata: " + event.json + "\n\n";
}

// False when the reader has gone.
bool EventFeed::bring_up_to_date(Reader& reader) {
    for (;;) {
        const auto read = store_.events_after(reader.last_sent, events_at_once);
        const auto* events = std::get_if<std::vector<WardEvent>>(&read);
        if (events == nullptr) return false;
        if (events->empty()) return true;
        std::string text;
        for (const WardEvent& event : *events) text += event_text(event);
        if (!reader.stream->write(std::move(text))) return false;
        reader.last_sent = events->back().number;
    }
}

void EventFeed::open(std::shared_ptr<EventStream> reader, std::uint64_t last_seen) {
    Reader opened{std::move(reader), last_seen};
    if (bring_up_to_date(opened)) readers_.push_back(std::move(opened));
}

void EventFeed::send_news() {
    std::erase_if(readers_, [this](Reader& reader) { return !bring_up_to_date(reader); });
}

void EventFeed::send_heartbeat(Instant now) {
    std::erase_if(readers_, [&](Reader& reader) {
        const WardEvent beat{reader.last_sent, "heartbeat", {}, "{\"at\":\"" + to_text(now) + "\"}"};
        return !reader.stream->write(event_text(beat));
    });
}

}  // namespace stormkeel
