// Any bytes as HL7 v2, as a stream of frames and as a file: read without a crash, nothing lost in silence, every answer
// sound.
#include <cstdint>
#include <string>
#include <string_view>

#include "../properties/knowledge.h"
#include "adapters/hl7v2_ack.h"
#include "adapters/hl7v2_chart.h"
#include "adapters/hl7v2_file.h"
#include "adapters/hl7v2_frame.h"
#include "answers.h"

namespace {

using namespace stormkeel;

// However a stream is cut, the same frames come out of it.
void demand_same_frames(std::string_view bytes) {
    Hl7Deframer whole;
    std::vector<Hl7Frame> at_once = whole.feed(bytes);
    Hl7Deframer cut;
    std::vector<Hl7Frame> in_two = cut.feed(bytes.substr(0, bytes.size() / 3));
    for (Hl7Frame& frame : cut.feed(bytes.substr(bytes.size() / 3))) in_two.push_back(std::move(frame));
    fuzz::demand(at_once == in_two);
    fuzz::demand(whole.finish() == cut.finish());
    for (const Hl7Frame& frame : at_once) fuzz::demand(!frame.message.empty() || !frame.problem.empty());
}

// What answers a message can itself be read, and names the message it answers.
void demand_readable_answer(const Hl7Reading& reading) {
    const Hl7Message answer(
        hl7v2_ack(reading.header, {Hl7Answering::original, reading.outcome, reading.problems, {}}, {Instant{}, "1"}));
    fuzz::demand(!answer.problem() && answer.broken_lines().empty());
    const Hl7Segment* acknowledgment = answer.first("MSA");
    fuzz::demand(acknowledgment != nullptr && answer.segments().size() == 2 + reading.problems.size());
}

Hl7Site site() {
    Hl7Site told;
    told.feed = Hl7Feed::any;
    told.intensive_care = {"ICU"};
    auto zone = TimeZone::named("Europe/Berlin");
    if (auto* known = std::get_if<TimeZone>(&zone)) told.zone = std::move(*known);
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size > 16'384) return 0;
    static const Hl7Site told = site();
    const std::string text(bytes, bytes + size);
    demand_same_frames(text);
    const Terminology& terminology = knowledge().terminology;
    Hl7Record record(terminology);
    for (const std::string_view each : hl7v2_messages_in(text)) {
        const Hl7Reading reading = read_hl7v2(Hl7Message(each), terminology, told);
        fuzz::demand((reading.outcome == Hl7Outcome::accepted) == reading.problems.empty());
        demand_readable_answer(reading);
        record.add(reading);
    }
    const Hl7Patients read = record.read();
    for (const auto& [id, timeline] : read.patients) {
        fuzz::demand(record.patient_of(id) == id);
        fuzz::demand_sound_answers(timeline, knowledge().guideline);
    }
    return 0;
}
