// Which passwords are taken, and that a kept one opens to itself alone.
#include "server/password.h"

#include <gtest/gtest.h>

#include <chrono>

namespace stormkeel {
namespace {

TEST(Password, WhatIsShortOrObviousIsRefusedWithTheReason) {
    EXPECT_NE(why_no_password("fourteen chars", "ada").find("at least 15"), std::string::npos);
    EXPECT_EQ(why_no_password("fifteen letters", "ada"), "");
    EXPECT_EQ(why_no_password("drei äußerst grüne Öfen", "ada"), "");
    EXPECT_NE(why_no_password("äöüäöüäöüäöüäö", "ada"), "") << "14 characters of 28 bytes";
    EXPECT_NE(why_no_password(std::string(129, 'x'), "ada"), "");
    for (const char* obvious :
         {"passwordpassword", "Password1234567890", "correct horse battery staple", "aaaaaaaaaaaaaaaaaa",
          "qwertyuiop1234567890", "stormkeel-stormkeel", "margaret.jones-margaret.jones", "ababababababababab"}) {
        EXPECT_NE(why_no_password(obvious, "margaret.jones"), "") << obvious;
    }
    EXPECT_NE(why_no_password("seven quiet\nherons", "ada"), "");
}

TEST(Password, OpensToItselfAlone) {
    const std::string hash = password_hash("seven quiet herons");
    EXPECT_TRUE(hash.starts_with("$scrypt$ln=17,r=8,p=1$")) << hash;
    EXPECT_TRUE(fits("seven quiet herons", hash));
    EXPECT_FALSE(fits("seven quiet heronS", hash));
    EXPECT_FALSE(fits("", hash));
    EXPECT_NE(password_hash("seven quiet herons"), hash) << "each has a salt of its own";
}

TEST(Password, NothingFitsAHashThatIsNone) {
    for (const char* hash : {"", "$scrypt$ln=17,r=8,p=1$", "$scrypt$ln=17,r=8,p=1$AAAA$AAAA",
                             "$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$A",
                             "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}) {
        EXPECT_FALSE(fits("", hash)) << hash;
    }
}

// Who guesses names must not be told by the time which of them are right.
TEST(Password, AnUnknownNameTakesTheTimeOfAKnownOne) {
    const std::string hash = password_hash("seven quiet herons");
    const auto time_of = [](const auto& run) {
        const auto begin = std::chrono::steady_clock::now();
        run();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    const double known = time_of([&] { fits("three loud herons", hash); });
    const double unknown = time_of([] { spend_the_time_of_a_check("three loud herons"); });
    EXPECT_GT(unknown, known / 4);
    EXPECT_LT(unknown, known * 4);
}

}  // namespace
}  // namespace stormkeel
