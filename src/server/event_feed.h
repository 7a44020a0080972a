// The events of the ward for those who listen: what has happened since the last one a reader saw, then what happens,
// with a heartbeat.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/http.h"
#include "server/locked.h"
#include "storage/store.h"

namespace stormkeel {

enum class EventFormat : std::uint8_t {
    server_sent,  // "id: 7", "event: alert" and "data: ..." with a blank line below
    json_lines    // {"id":7,"event":"alert","data":...} and a line feed
};
std::string event_text(const WardEvent& event, EventFormat format);

class EventFeed {
public:
    explicit EventFeed(Store& store) : store_(store) {}

    // What may be told of the open alerts while the reader's session is locked, asked each time; nothing: it is not
    // locked, and an empty function: it never is. See locked.h.
    using Locked = std::function<std::optional<OpenAlerts>()>;

    // The reader gets every event after `last_seen`, each with its number as its id.
    struct Opening {
        std::uint64_t last_seen = 0;
        EventFormat format = EventFormat::server_sent;
        Locked locked{};
    };
    void open(std::shared_ptr<EventStream> reader, Opening opening);

    void send_news();                  // to every reader what was kept since it was sent last
    void send_heartbeat(Instant now);  // with the id of the last event, so that nobody misses one by it
    std::size_t readers() const { return readers_.size(); }

private:
    struct Reader {
        std::shared_ptr<EventStream> stream;
        std::uint64_t last_sent = 0;
        EventFormat format = EventFormat::server_sent;
        Locked locked;

        std::optional<OpenAlerts> while_locked() const { return locked ? locked() : std::nullopt; }
    };
    // Many readers are at the same place: what comes after it is read and written out once for all of them.
    struct News {
        std::uint64_t after = 0;
        EventFormat format = EventFormat::server_sent;
        std::uint64_t last = 0;  // 0: there is nothing after it
        std::string text;
        std::string text_while_locked;
    };
    const News* news_after(std::uint64_t number, EventFormat format, std::vector<News>& known);
    bool bring_up_to_date(Reader& reader, std::vector<News>& known);
    void go_on(const EventStream* stream);

    Store& store_;
    std::vector<Reader> readers_;
};

}  // namespace stormkeel
