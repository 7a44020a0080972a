// Writes ADT messages of the ward's own.
#include "service/merges.h"

#include <algorithm>

#include "adapters/hl7v2_text.h"
#include "adapters/hl7v2_time.h"

namespace stormkeel {

namespace {

std::string head(std::string_view event, const std::string& number, Instant at) {
    const std::string time = hl7v2_time_text(at);
    const std::string structure = event == "A40" ? "ADT_A39" : "ADT_A37";
    return "MSH|^~\\&|STORMKEEL|ADMINISTRATORS|STORMKEEL||" + time + "||ADT^" + std::string(event) + "^" + structure +
           "|" + hl7v2_escaped(number) + "|P|2.5.1||||||UNICODE UTF-8\rEVN|" + std::string(event) + "|" + time + "\r";
}

std::string person(const std::string& id) { return "PID|1||" + hl7v2_escaped(id) + "\r"; }

}  // namespace

std::vector<std::string> merge_messages(const MergeNames& names, std::string_view kind, std::string_view number,
                                        Instant at) {
    std::vector<std::string> messages;
    if (kind == merge_kind) {
        std::string message = head("A40", std::string(number), at);
        for (const std::string& each : names.patient)
            message += person(names.into) + "MRG|" + hl7v2_escaped(each) + "\r";
        messages.push_back(std::move(message));
        return messages;
    }
    for (const std::string& each : names.patient) {
        const std::string own = std::string(number) + "-" + std::to_string(messages.size() + 1);
        messages.push_back(head("A37", own, at) + person(names.into) + person(each));
    }
    return messages;
}

bool can_be_named(std::string_view id) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    return !id.empty() && id.front() != ' ' && id.back() != ' ' && std::none_of(id.begin(), id.end(), is_control);
}

}  // namespace stormkeel
