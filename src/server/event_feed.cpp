// Reads events from the store, so that a reader who comes back misses none.
#include "server/event_feed.h"

#include <algorithm>

#include "adapters/json.h"
#include "server/route.h"

namespace stormkeel {

namespace {

constexpr std::size_t events_at_once = 8;  // an assessment has some 20 kB

std::string_view without_line_end(std::string_view json) {
    while (json.ends_with('\n')) json.remove_suffix(1);
    return json;
}

// Of an event that tells of a move.
std::optional<std::string> unit_before_in(const WardEvent& event) {
    if (event.kind != "patient") return std::nullopt;
    const auto read = read_json(event.json);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    const Json before = document == nullptr ? Json() : (*document)->root()["unit_before"];
    return before.exists() ? std::optional(std::string(before.string())) : std::nullopt;
}

}  // namespace

std::string event_text(const WardEvent& event, EventFormat format) {
    const std::string number = std::to_string(event.number);
    const std::string json(without_line_end(event.json));
    if (format == EventFormat::json_lines) {
        return "{\"id\":" + number + ",\"event\":\"" + event.kind + "\",\"data\":" + json + "}\n";
    }
    return "id: " + number + "\nevent: " + event.kind + "\ndata: " + json + "\n\n";
}

// Who has left is told of to those who saw them last.
EventFeed::Part EventFeed::part_of(const WardEvent& event) {
    Part part{ward_.record().standing_for(event.patient), {}, unit_before_in(event), raised_alert_in(event)};
    if (const WardPatient* patient = ward_.patient(part.patient)) {
        part.unit = patient->seen_from();
    } else if (const LeftTogether* left = ward_.who_left(part.patient)) {
        part.unit = left->unit.value_or(std::string());
        part.unit_was_not_kept = !left->unit;
    }
    return part;
}

bool EventFeed::is_seen(const Part& part, const PatientRights& rights) {
    if (part.patient.empty() || rights.sees_all()) return true;
    if (!part.unit_was_not_kept && rights.sees(part.patient, part.unit)) return true;
    return part.unit_before && rights.sees(part.patient, *part.unit_before);
}

// One that has ended is shown to nobody any more.
std::uint64_t EventFeed::raised_alert_in(const WardEvent& event) {
    if (event.kind != "alert") return 0;
    const auto read = read_json(event.json);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return 0;
    const Json root = (*document)->root();
    const std::uint64_t alert = whole_number(root["id"].text()).value_or(0);
    if (root["state"].string() == "raised") return alert;
    if (root["state"].string() == "ended") std::erase_if(shown_, [&](const Shown& one) { return one.alert == alert; });
    return 0;
}

EventFeed::Told EventFeed::told_to(const News& news, const Reader& reader) {
    const bool locked = reader.while_locked().has_value();
    const std::string& all = locked ? news.text_while_locked : news.text;
    std::optional<PatientRights> rights;
    if (reader.rights) rights = reader.rights();
    Told told;
    std::size_t begin = 0;
    for (const Part& part : news.parts) {
        const std::size_t end = locked ? part.end_while_locked : part.end;
        const bool seen = !rights || is_seen(part, *rights);
        if (seen) told.text.append(all, begin, end - begin);
        if (seen && !locked && part.alert > 0) told.alerts.push_back(part.alert);
        begin = end;
    }
    return told;
}

void EventFeed::note_shown(const Told& told, const std::string& name) {
    for (const std::uint64_t alert : told.alerts) {
        if (shown_.insert({alert, name}).second) newly_shown_.push_back({alert, name});
    }
}

// nullptr when the store cannot be read.
const EventFeed::News* EventFeed::news_after(std::uint64_t number, EventFormat format, std::vector<News>& known) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const News& one) { return one.after == number && one.format == format; });
    if (found != known.end()) return &*found;
    const auto read = store_.events_after(number, events_at_once);
    const auto* events = std::get_if<std::vector<WardEvent>>(&read);
    if (events == nullptr) return nullptr;
    News news{number, format, events->empty() ? 0 : events->back().number, {}, {}, {}};
    for (const WardEvent& event : *events) {
        news.text += event_text(event, format);
        if (const auto less = told_while_locked(event)) news.text_while_locked += event_text(*less, format);
        news.parts.push_back(part_of(event));
        news.parts.back().end = news.text.size();
        news.parts.back().end_while_locked = news.text_while_locked.size();
    }
    return &known.emplace_back(std::move(news));
}

// False when the reader has gone. Who is slow gets the rest when there is room.
bool EventFeed::bring_up_to_date(Reader& reader, std::vector<News>& known) {
    while (reader.stream->has_room()) {
        const News* news = news_after(reader.last_sent, reader.format, known);
        if (news == nullptr) return false;
        if (news->last == 0) return true;
        Told told = told_to(*news, reader);
        if (!told.text.empty() && !reader.stream->write(std::move(told.text))) return false;
        note_shown(told, reader.name);
        reader.last_sent = news->last;
    }
    return true;
}

void EventFeed::open(std::shared_ptr<EventStream> reader, Opening opening) {
    Reader opened{std::move(reader),         opening.last_seen,         opening.format,
                  std::move(opening.locked), std::move(opening.rights), std::move(opening.name)};
    std::vector<News> known;
    if (!bring_up_to_date(opened, known)) return;
    opened.stream->on_room([this, stream = opened.stream.get()] { go_on(stream); });
    readers_.push_back(std::move(opened));
}

// A reader who has gone is found so, and left, when there is news.
void EventFeed::go_on(const EventStream* stream) {
    const auto reader = std::find_if(readers_.begin(), readers_.end(),
                                     [stream](const Reader& one) { return one.stream.get() == stream; });
    std::vector<News> known;
    if (reader != readers_.end()) bring_up_to_date(*reader, known);
}

void EventFeed::send_news() {
    std::vector<News> known;
    std::erase_if(readers_, [&](Reader& reader) { return !bring_up_to_date(reader, known); });
}

void EventFeed::send_unkept(const std::vector<WardEvent>& events) {
    if (events.empty()) return;
    std::erase_if(readers_, [&](Reader& reader) {
        News news;
        for (WardEvent event : events) {
            event.number = reader.last_sent;  // from where a reader goes on who comes back
            news.text += event_text(event, reader.format);
            if (const auto less = told_while_locked(event)) news.text_while_locked += event_text(*less, reader.format);
            Part& part = news.parts.emplace_back();
            part.patient = ward_.record().standing_for(event.patient);
            if (const WardPatient* patient = ward_.patient(part.patient)) part.unit = patient->seen_from();
            part.end = news.text.size();
            part.end_while_locked = news.text_while_locked.size();
        }
        Told told = told_to(news, reader);
        return !told.text.empty() && !reader.stream->write(std::move(told.text));
    });
}

void EventFeed::send_heartbeat(Instant now) {
    std::erase_if(readers_, [&](Reader& reader) {
        const auto open = reader.while_locked();
        const WardEvent beat{reader.last_sent,
                             "heartbeat",
                             {},
                             open ? locked_heartbeat(*open, now) : "{\"at\":\"" + to_text(now) + "\"}"};
        return !reader.stream->write(event_text(beat, reader.format));
    });
}

}  // namespace stormkeel
