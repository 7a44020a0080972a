// The events of the ward for those who listen: what has happened since the last one a reader saw, then what happens,
// with a heartbeat.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "server/http.h"
#include "server/locked.h"
#include "server/patient_rights.h"
#include "service/live_ward.h"
#include "storage/store.h"

namespace stormkeel {

enum class EventFormat : std::uint8_t {
    server_sent,  // "id: 7", "event: alert" and "data: ..." with a blank line below
    json_lines    // {"id":7,"event":"alert","data":...} and a line feed
};
std::string event_text(const WardEvent& event, EventFormat format);

class EventFeed {
public:
    EventFeed(Store& store, const LiveWard& ward) : store_(store), ward_(ward) {}

    // What may be told of the open alerts while the reader's session is locked, asked each time; nothing: it is not
    // locked, and an empty function: it never is. See locked.h.
    using Locked = std::function<std::optional<OpenAlerts>()>;

    // Of whom the reader hears, asked each time; an empty function: of everybody.
    using Rights = std::function<PatientRights()>;

    // The reader gets every event after `last_seen`, each with its number as its id. Numbers go on over the events of
    // patients whom they do not see; that somebody moved away is told to who saw them before.
    struct Opening {
        std::uint64_t last_seen = 0;
        EventFormat format = EventFormat::server_sent;
        Locked locked{};
        Rights rights{};
        std::string name{};  // whose stream it is
    };
    void open(std::shared_ptr<EventStream> reader, Opening opening);

    void send_news();  // to every reader what was kept since it was sent last
    // What could not be kept: server-sent without an id, else with that of the last event, as the heartbeat.
    void send_unkept(const std::vector<WardEvent>& events);
    void send_heartbeat(Instant now);  // with the id of the last event, so that nobody misses one by it
    std::size_t readers() const { return readers_.size(); }

    // That a raised alert went out to somebody who sees it for the first time.
    struct Shown {
        std::uint64_t alert = 0;
        std::string name;
        bool operator<(const Shown& other) const { return std::tie(alert, name) < std::tie(other.alert, other.name); }
    };
    std::vector<Shown> take_shown() { return std::exchange(newly_shown_, {}); }

private:
    struct Reader {
        std::shared_ptr<EventStream> stream;
        std::uint64_t last_sent = 0;
        EventFormat format = EventFormat::server_sent;
        Locked locked;
        Rights rights;
        std::string name;

        std::optional<OpenAlerts> while_locked() const { return locked ? locked() : std::nullopt; }
    };
    // Many readers are at the same place: what comes after it is read and written out once for all of them.
    struct Part {
        std::string patient;  // the id that stands for them; empty: of the ward itself
        std::string unit;     // where they lie now, or lay when they left
        std::optional<std::string> unit_before;
        std::uint64_t alert = 0;           // that is raised; 0: it tells of none
        std::size_t end = 0;               // in the text
        std::size_t end_while_locked = 0;  // in that
        bool unit_was_not_kept = false;    // they have left, and nobody knows any more from where
    };
    struct News {
        std::uint64_t after = 0;
        EventFormat format = EventFormat::server_sent;
        std::uint64_t last = 0;  // 0: there is nothing after it
        std::string text;
        std::string text_while_locked;
        std::vector<Part> parts;  // the events, one after the other
    };
    struct Told {
        std::string text;
        std::vector<std::uint64_t> alerts;  // that were raised, and are seen
    };
    Part part_of(const WardEvent& event);
    std::uint64_t raised_alert_in(const WardEvent& event);
    static bool is_seen(const Part& part, const PatientRights& rights);
    static Told told_to(const News& news, const Reader& reader);
    void note_shown(const Told& told, const std::string& name);
    const News* news_after(std::uint64_t number, EventFormat format, std::vector<News>& known);
    bool bring_up_to_date(Reader& reader, std::vector<News>& known);
    void go_on(const EventStream* stream);

    Store& store_;
    const LiveWard& ward_;
    std::vector<Reader> readers_;
    std::set<Shown> shown_;  // of alerts that have not ended
    std::vector<Shown> newly_shown_;
};

}  // namespace stormkeel
