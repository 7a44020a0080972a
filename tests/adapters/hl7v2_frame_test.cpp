// MLLP frames: whole, split, joined, broken, too long, and what stands between them.
#include "adapters/hl7v2_frame.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

using Frames = std::vector<Hl7Frame>;

TEST(Hl7Frame, WhatOnlyFillsUpBetweenFramesIsNoMessage) {
    Hl7Deframer deframer;
    const std::string filled = hl7v2_framed("MSH|1\r") + std::string(" \t\0\r\n ", 6) + hl7v2_framed("MSH|2\r");
    const std::vector<Hl7Frame> found = deframer.feed(filled);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].problem, "");
    EXPECT_EQ(found[1].message, "MSH|2\r");
    EXPECT_EQ(found[1].problem, "");
}

TEST(Hl7Frame, TakesTheMessageOutOfItsFrame) {
    Hl7Deframer deframer;
    EXPECT_EQ(deframer.feed("\x0BMSH|a\rPID|1\r\x1C\r"), (Frames{{"MSH|a\rPID|1\r", ""}}));
    EXPECT_EQ(deframer.finish(), std::nullopt);
}

TEST(Hl7Frame, AStreamMayBeCutAnywhere) {
    const std::string stream = "\x0BMSH|a\r\x1C\r\x0BMSH|b\r\x1C\r";
    const Frames expected{{"MSH|a\r", ""}, {"MSH|b\r", ""}};
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        Hl7Deframer deframer;
        Frames found = deframer.feed(stream.substr(0, cut));
        for (const Hl7Frame& frame : deframer.feed(stream.substr(cut))) found.push_back(frame);
        EXPECT_EQ(found, expected) << cut;
    }
    Hl7Deframer by_bytes;
    Frames found;
    for (const char byte : stream) {
        for (const Hl7Frame& frame : by_bytes.feed(std::string(1, byte))) found.push_back(frame);
    }
    EXPECT_EQ(found, expected);
}

TEST(Hl7Frame, WhatStandsBetweenFramesIsToldOnceAndReadingGoesOn) {
    Hl7Deframer deframer;
    EXPECT_TRUE(deframer.feed("GET / HTTP").empty());
    EXPECT_TRUE(deframer.feed("/1.1\r\n\r\n").empty());
    const Frames found = deframer.feed("\x0BMSH|a\r\x1C\r\r\n\x0BMSH|b\r\x1C\r");
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0], (Hl7Frame{"",
                                  "14 bytes outside a frame were skipped, beginning 'GET / HTTP/1.1'; a frame is "
                                  "0x0B, the message, 0x1C 0x0D"}));
    EXPECT_EQ(found[1].message, "MSH|a\r");
    EXPECT_EQ(found[2].message, "MSH|b\r");  // line ends between frames are nothing to tell
}

TEST(Hl7Frame, AMessageThatIsBrokenOffIsToldAndTheNextOneIsTaken) {
    Hl7Deframer deframer;
    const Frames found = deframer.feed("\x0BMSH|a|1\rPID|\x0BMSH|b\r\x1C\r");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].message, "MSH|a|1");
    EXPECT_EQ(found[0].problem, "the message was broken off by the next 0x0B; it has to end with 0x1C 0x0D");
    EXPECT_EQ(found[1], (Hl7Frame{"MSH|b\r", ""}));
}

TEST(Hl7Frame, AnEndWithoutItsCarriageReturnIsNoEnd) {
    Hl7Deframer deframer;
    const Frames found = deframer.feed("\x0BMSH|a\r\x1C\x0BMSH|b\r\x1C\r");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].problem,
              "0x1C is not followed by 0x0D; a frame ends with both, and a message holds neither 0x0B nor 0x1C");
    EXPECT_EQ(found[1], (Hl7Frame{"MSH|b\r", ""}));
}

TEST(Hl7Frame, AnEmptyFrameIsTold) {
    Hl7Deframer deframer;
    EXPECT_EQ(deframer.feed("\x0B\x1C\r"), (Frames{{"", "the frame holds nothing; a message begins with MSH"}}));
}

TEST(Hl7Frame, AMessageOfOneMebibyteIsTakenAndALongerOneIsToldWithoutKeepingIt) {
    Hl7Deframer deframer;
    const std::string longest = "MSH|a\r" + std::string(longest_hl7v2_message - 6, 'x');
    EXPECT_EQ(deframer.feed("\x0B" + longest + "\x1C\r"), (Frames{{longest, ""}}));
    const Frames found = deframer.feed("\x0B" + longest + "x");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].problem, "the message is longer than 1 MiB; send it in parts");
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(deframer.feed(std::string(100'000, 'y')).empty());
    EXPECT_EQ(deframer.feed("\x1C\r\x0BMSH|b\r\x1C\r"), (Frames{{"MSH|b\r", ""}}));
}

TEST(Hl7Frame, TheEndOfTheStreamTellsWhatWasBegun) {
    Hl7Deframer deframer;
    EXPECT_TRUE(deframer.feed("\x0BMSH|a\rPI").empty());
    EXPECT_EQ(deframer.finish(),
              (Hl7Frame{"MSH|a", "the stream ended inside the message; it has to end with 0x1C 0x0D"}));
    EXPECT_EQ(deframer.finish(), std::nullopt);
    EXPECT_TRUE(deframer.feed("rubbish").empty());
    ASSERT_TRUE(deframer.finish().has_value());
}

TEST(Hl7Frame, FramesAnAnswer) { EXPECT_EQ(hl7v2_framed("MSH|a\r"), "\x0BMSH|a\r\x1C\r"); }

}  // namespace
}  // namespace stormkeel
