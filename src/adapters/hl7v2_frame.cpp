// Follows MLLP's three control characters through a stream.
#include "adapters/hl7v2_frame.h"

#include <algorithm>
#include <utility>

#include "adapters/hl7v2_text.h"

namespace stormkeel {
namespace {

constexpr char start_of_block = '\x0B';
constexpr char end_of_block = '\x1C';
constexpr char carriage_return = '\r';
constexpr std::string_view block_marks = "\x0B\x1C";

// Enough of what is no message to see what sends it, and too little to fill a log.
constexpr std::size_t told_of_skipped = 24;
constexpr std::size_t told_of_segment = 512;

bool ends_line(char c) { return c == carriage_return || c == '\n'; }

// Between frames some senders end a line, or fill up a block: that is no message gone wrong.
bool is_filling(std::string_view text) {
    constexpr std::string_view filling(" \t\0", 3);
    return text.find_first_not_of(filling) == std::string_view::npos;
}

}  // namespace

std::vector<Hl7Frame> Hl7Deframer::feed(std::string_view bytes) {
    std::vector<Hl7Frame> found;
    while (!bytes.empty()) {
        switch (place_) {
            case Place::between:
            case Place::skipping:
                skip(bytes, found);
                break;
            case Place::inside:
                take_inside(bytes, found);
                break;
            case Place::at_end:
                take_end(bytes, found);
                break;
        }
    }
    return found;
}

// After a frame that was given up its rest is part of the same problem, so it is not told again.
void Hl7Deframer::skip(std::string_view& bytes, std::vector<Hl7Frame>& found) {
    const std::size_t start = std::min(bytes.find(start_of_block), bytes.size());
    if (place_ == Place::between) {
        for (const char c : bytes.substr(0, start)) {
            if (ends_line(c)) continue;
            if (skipped_++ < told_of_skipped) begins_with_ += c;
        }
    }
    if (start == bytes.size()) return bytes.remove_prefix(start);
    bytes.remove_prefix(start + 1);
    begin(found);
}

void Hl7Deframer::begin(std::vector<Hl7Frame>& found) {
    if (!is_filling(begins_with_) || skipped_ > told_of_skipped) {
        found.push_back({"", std::to_string(skipped_) + " bytes outside a frame were skipped, beginning '" +
                                 printable(begins_with_) + "'; a frame is 0x0B, the message, 0x1C 0x0D"});
    }
    skipped_ = 0;
    begins_with_.clear();
    message_.clear();
    place_ = Place::inside;
}

void Hl7Deframer::take_inside(std::string_view& bytes, std::vector<Hl7Frame>& found) {
    const std::size_t length = std::min(bytes.find_first_of(block_marks), bytes.size());
    if (length > longest_hl7v2_message - message_.size()) {
        bytes.remove_prefix(length);
        return give_up(found, "the message is longer than 1 MiB; send it in parts");
    }
    message_.append(bytes.substr(0, length));
    bytes.remove_prefix(length);
    if (bytes.empty()) return;
    const char mark = bytes.front();
    bytes.remove_prefix(1);
    if (mark == end_of_block) {
        place_ = Place::at_end;
        return;
    }
    give_up(found, "the message was broken off by the next 0x0B; it has to end with 0x1C 0x0D");
    begin(found);
}

void Hl7Deframer::take_end(std::string_view& bytes, std::vector<Hl7Frame>& found) {
    if (bytes.front() != carriage_return) {
        return give_up(found,
                       "0x1C is not followed by 0x0D; a frame ends with both, and a message holds neither 0x0B "
                       "nor 0x1C");
    }
    bytes.remove_prefix(1);
    if (message_.empty()) {
        give_up(found, "the frame holds nothing; a message begins with MSH");
    } else {
        found.push_back({std::exchange(message_, {}), ""});
    }
    place_ = Place::between;
}

void Hl7Deframer::give_up(std::vector<Hl7Frame>& found, std::string why) {
    found.push_back({first_segment(), std::move(why)});
    message_.clear();
    place_ = Place::skipping;
}

std::string Hl7Deframer::first_segment() const {
    return message_.substr(0, std::min(message_.find_first_of("\r\n"), told_of_segment));
}

std::optional<Hl7Frame> Hl7Deframer::finish() {
    std::vector<Hl7Frame> found;
    if (place_ == Place::inside || place_ == Place::at_end) {
        give_up(found, "the stream ended inside the message; it has to end with 0x1C 0x0D");
    } else {
        begin(found);
    }
    *this = Hl7Deframer();
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::string hl7v2_framed(std::string_view message) {
    std::string framed(1, start_of_block);
    framed += message;
    framed += end_of_block;
    framed += carriage_return;
    return framed;
}

}  // namespace stormkeel
