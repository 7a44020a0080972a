// MLLP: takes HL7 v2 messages out of a stream of bytes that comes in any pieces, and frames the answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

constexpr std::size_t longest_hl7v2_message = std::size_t{1} << 20U;  // 1 MiB

// A message, or what came in the place of one.
struct Hl7Frame {
    std::string message;  // without its frame; with a problem only its first segment, as far as it came, for the answer
    std::string problem;  // why it cannot be read, and what would be right; empty for a message

    bool operator==(const Hl7Frame&) const = default;
};

// A frame is 0x0B, the message, 0x1C 0x0D. Whatever stands between two frames is skipped and told once, and reading
// goes on at the next 0x0B. One connection has one of these; it never holds more than one message.
class Hl7Deframer {
public:
    // What has become whole with these bytes, in order.
    std::vector<Hl7Frame> feed(std::string_view bytes);

    // The stream has ended: tells what was begun and not ended, or skipped. Ready for another stream afterwards.
    std::optional<Hl7Frame> finish();

    // Whether a message has begun and not ended.
    bool inside() const { return place_ == Place::inside || place_ == Place::at_end; }

private:
    enum class Place : std::uint8_t { between, inside, at_end, skipping };

    void take_inside(std::string_view& bytes, std::vector<Hl7Frame>& found);
    void take_end(std::string_view& bytes, std::vector<Hl7Frame>& found);
    void skip(std::string_view& bytes, std::vector<Hl7Frame>& found);
    void begin(std::vector<Hl7Frame>& found);
    void give_up(std::vector<Hl7Frame>& found, std::string why);
    std::string first_segment() const;

    Place place_ = Place::between;
    std::string message_;
    std::size_t skipped_ = 0;  // bytes between frames that are no line ends
    std::string begins_with_;  // the first of them
};

// The bytes to send for an answer.
std::string hl7v2_framed(std::string_view message);

}  // namespace stormkeel
