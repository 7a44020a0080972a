// A dead letter is a record whose text is the reason on the first line, and the message after it. A later record of it
// that has no message ends it.
#include "service/dead_letters.h"

#include <algorithm>
#include <map>

#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr std::string_view source_prefix = "dead letter ";
constexpr std::size_t digits_of_id = 16;

Incoming incoming(const std::string& id, std::string text) {
    Incoming record;
    record.form = RecordForm::dead_letter;
    record.source = std::string(source_prefix) + id;
    record.text = std::move(text);
    return record;
}

std::string id_of(const std::string& message) { return digest_of({message}).substr(0, digits_of_id); }

}  // namespace

Incoming dead_letter(const DeadLetter& letter) {
    return incoming(id_of(letter.message), letter.why + '\n' + letter.message);
}

Incoming dead_letter_answered(const DeadLetter& letter) { return incoming(letter.id, ""); }

Incoming dead_letter_discarded(const DeadLetter& letter, const std::string& by, Instant at, const std::string& why) {
    return incoming(letter.id, "discarded by " + by + " at " + to_text(at) + ": " + why);
}

bool was_held_back(const WardRecord& record, const std::string& message) {
    return !were_held_back(record, {message}).empty();
}

std::set<std::string> were_held_back(const WardRecord& record, const std::set<std::string>& messages) {
    std::map<std::string, const std::string*, std::less<>> by_source;
    for (const std::string& message : messages) by_source.emplace(incoming(id_of(message), {}).source, &message);
    std::set<std::string> ended;
    const PatientRecord* none = record.patient("");
    if (none == nullptr) return ended;
    for (const Record& each : none->records()) {
        const auto asked = by_source.find(each.source);
        if (asked == by_source.end()) continue;
        const bool is_held = each.text.find('\n') != std::string::npos;
        is_held ? void(ended.erase(*asked->second)) : void(ended.insert(*asked->second));
    }
    return ended;
}

std::vector<DeadLetter> dead_letters(const WardRecord& record) {
    std::vector<DeadLetter> found;
    const PatientRecord* none = record.patient("");
    if (none == nullptr) return found;
    const std::vector<RecordStatus> status = none->statuses();
    for (std::size_t i = 0; i < status.size(); ++i) {
        const Record& each = none->records()[i];
        const bool open = each.form == RecordForm::dead_letter && status[i] == RecordStatus::current;
        const std::size_t line = each.text.find('\n');
        if (!open || line == std::string::npos) continue;
        found.push_back({each.text.substr(0, line), each.text.substr(line + 1),
                         each.source.substr(source_prefix.size()), each.received});
    }
    return found;
}

const HeldBack& HeldBackMessages::in(const WardRecord& record) {
    const PatientRecord* none = record.patient("");
    const std::size_t records = none == nullptr ? 0 : none->records().size();
    if (records == records_) return held_;
    records_ = records;
    const std::vector<DeadLetter> letters = dead_letters(record);
    held_ = {letters.size(), letters.empty() ? Instant{} : letters.front().received, {}};
    constexpr std::size_t told = 20;
    for (std::size_t i = letters.size() - std::min(letters.size(), told); i < letters.size(); ++i) {
        held_.latest.push_back(letters[i].id);
    }
    return held_;
}

}  // namespace stormkeel
