// Files of messages, and the public sample messages, which have to be read without a loss.
#include "adapters/hl7v2_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;
using Views = std::vector<std::string_view>;

TEST(Hl7File, IsRecognisedByItsFirstSegment) {
    for (const char* text :
         {"MSH|^~\\&|", "\x0BMSH|^~\\&|", "\n\nMSH#", "FHS|^~\\&|", "BHS|^~\\&|", "\xEF\xBB\xBFMSH|"}) {
        EXPECT_TRUE(looks_like_hl7v2(text)) << text;
    }
    for (const char* text : {"", "MSH", "MSHX", "patient,time,item,value,unit", "MSH,a", "{}"}) {
        EXPECT_FALSE(looks_like_hl7v2(text)) << text;
    }
}

TEST(Hl7File, HoldsOneMessageOrMany) {
    EXPECT_EQ(hl7v2_messages_in("MSH|a\rPID|1\r"), Views{"MSH|a\rPID|1"});
    EXPECT_EQ(hl7v2_messages_in("MSH|a\nPID|1\n\nMSH|b\nPID|2\n"), (Views{"MSH|a\nPID|1", "MSH|b\nPID|2"}));
    EXPECT_EQ(hl7v2_messages_in("MSH|a\r\nNTE|the MSH|x\r\nMSH|b"), (Views{"MSH|a\r\nNTE|the MSH|x", "MSH|b"}));
    EXPECT_TRUE(hl7v2_messages_in("\r\n").empty());
}

TEST(Hl7File, MayHaveFramesAndBatches) {
    EXPECT_EQ(hl7v2_messages_in("\x0BMSH|a\rPID|1\r\x1C\r\x0BMSH|b\r\x1C\r"), (Views{"MSH|a\rPID|1", "MSH|b"}));
    EXPECT_EQ(hl7v2_messages_in("FHS|^~\\&\rBHS|^~\\&\rMSH|a\rPID|1\rMSH|b\rBTS|2\rFTS\r"),
              (Views{"MSH|a\rPID|1", "MSH|b"}));
}

TEST(Hl7File, WhatStandsBeforeTheFirstMessageIsToldAsOneThatCannotBeRead) {
    EXPECT_EQ(hl7v2_messages_in("PID|1\rMSH|a\r"), (Views{"PID|1", "MSH|a"}));
}

TEST(Hl7File, EveryPublicSampleMessageIsRead) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(STORMKEEL_SOURCE_DIR) / ".." / "shared" / "data" / "hl7v2-samples";
    if (!fs::is_directory(folder)) GTEST_SKIP() << "the public sample messages are not here; nothing was read";
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".hl7") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        const std::string name = entry.path().filename().string();
        const auto messages = hl7v2_messages_in(text);
        EXPECT_EQ(messages.size(), 1U) << name;
        for (const std::string_view each : messages) {
            const Hl7Message message(each);
            EXPECT_FALSE(message.problem().has_value()) << name << ": " << message.problem()->why;
            EXPECT_GE(message.segments().size(), 2U) << name;
            Feed feed;
            feed.site.feed = Hl7Feed::any;
            const Hl7Reading reading = feed.reading(std::string(each));
            EXPECT_FALSE(reading.header.control_id.empty()) << name;
            feed.take(std::string(each));
            for (const auto& [patient, timeline] : feed.record.read().patients) EXPECT_FALSE(patient.empty()) << name;
        }
        ++files;
    }
    EXPECT_GE(files, 60U);
}

}  // namespace
}  // namespace stormkeel
