// Addresses: those that may be called, and the spellings by which others were led to call somebody else.
#include "server/web_url.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

std::string read_as(std::string_view text) {
    const auto url = read_web_url(text);
    return url ? origin_of(*url) + " " + url->target : "";
}

TEST(WebUrl, IsTakenApart) {
    EXPECT_EQ(read_as("https://id.example.org"), "https://id.example.org /");
    EXPECT_EQ(read_as("https://ID.Example.org:8443/realms/a?x=1&y=%20"),
              "https://id.example.org:8443 /realms/a?x=1&y=%20");
    EXPECT_EQ(read_as("https://id.example.org:443/a"), "https://id.example.org /a");
    EXPECT_EQ(read_as("https://id.example.org?x"), "https://id.example.org /?x");
    EXPECT_EQ(read_as("https://10.0.0.7/a"), "https://10.0.0.7 /a");
    EXPECT_EQ(read_as("https://[2001:DB8:0::1]/a"), "https://[2001:db8::1] /a");
    EXPECT_EQ(read_as("https://xn--spitl-6qa.example/a"), "https://xn--spitl-6qa.example /a");
}

TEST(WebUrl, WithoutTlsOnlyThisMachineIsCalled) {
    for (const char* here :
         {"http://127.0.0.1:8080/a", "http://127.8.9.1/a", "http://localhost:1/a", "http://[::1]/a"}) {
        EXPECT_NE(read_as(here), "") << here;
    }
    for (const char* there : {"http://id.example.org/a", "http://10.0.0.7/a", "http://127.0.0.1.example.org/a",
                              "http://localhost.example.org/a", "http://[::2]/a", "http://169.254.169.254/a"}) {
        EXPECT_EQ(read_as(there), "") << there;
    }
}

const std::vector<std::string> read_in_two_ways{"",
                                                "https://",
                                                "https:///a",
                                                "https:/id.example.org",
                                                "//id.example.org",
                                                "HTTPS://id.example.org",
                                                "ftp://id.example.org",
                                                "file:///etc/passwd",
                                                "javascript:alert(1)",
                                                " https://id.example.org",
                                                "https://id.example.org /",
                                                "https://good.example@evil.example/",
                                                "https://good.example:x@evil.example/",
                                                "https://@id.example.org/",
                                                "https://good.example%40evil.example/",
                                                "https://good.example#@evil.example/",
                                                "https://good.example/#a",
                                                "https://good.example\\@evil.example/",
                                                "https://good.example\\evil.example/",
                                                "https://good.example/\\evil",
                                                "https://good.example./",
                                                "https://.good.example/",
                                                "https://good..example/",
                                                "https://-good.example/",
                                                "https://good-.example/",
                                                "https://good_host.example/",
                                                "https://good.example:/",
                                                "https://good.example:0/",
                                                "https://good.example:080/",
                                                "https://good.example:65536/",
                                                "https://good.example:8o/",
                                                "https://good.example:-1/",
                                                "https://good.example:443:80/",
                                                "https://good.example\r\nHost: evil.example/",
                                                "https://good.example/\r\nX: y",
                                                "https://good.example/\t",
                                                "https://good.example/\xC3\xA4",
                                                "https://sp\xC3\xAEtal.example/",
                                                "https://\xEF\xBC\xA5xample.org/",
                                                "https://good.example\xE3\x80\x82"
                                                "evil/",
                                                "https://2130706433/",
                                                "https://0x7f000001/",
                                                "https://0x7f.1/",
                                                "https://0177.0.0.1/",
                                                "https://127.1/",
                                                "https://127.0.0.1.2/",
                                                "https://127.0.0.256/",
                                                "https://1.2.3.4.",
                                                "https://[::ffff:127.0.0.1]/",
                                                "https://[::127.0.0.1]/",
                                                "https://[::1/",
                                                "https://::1/",
                                                "https://[]/",
                                                "https://[fe80::1%25eth0]/",
                                                "https://[::1]x/",
                                                "https://[127.0.0.1]/",
                                                "https://a.1/",
                                                "https://good.example/{a}",
                                                "https://good.example/<a>",
                                                "https://good.example/\"a",
                                                "https://good.example/a|b",
                                                "https://good.example/a^b",
                                                "https://good.example/`a`",
                                                std::string("https://good.example\0.evil/", 27),
                                                "https://" + std::string(64, 'a') + ".example/",
                                                "https://good.example/" + std::string(2'048, 'a')};

TEST(WebUrl, WhatTwoReadersCouldReadInTwoWaysIsRefused) {
    for (const std::string& each : read_in_two_ways) EXPECT_EQ(read_as(each), "") << each;
}

TEST(WebUrl, OneOriginIsSchemeHostAndPort) {
    const auto same = [](const char* a, const char* b) { return same_origin(*read_web_url(a), *read_web_url(b)); };
    EXPECT_TRUE(same("https://id.example.org/a", "https://ID.example.org:443/b"));
    EXPECT_FALSE(same("https://id.example.org/a", "https://id.example.org:444/a"));
    EXPECT_FALSE(same("https://id.example.org/a", "https://id.example.org.evil.example/a"));
    EXPECT_FALSE(same("https://id.example.org/a", "https://sub.id.example.org/a"));
    EXPECT_FALSE(same("https://localhost/a", "http://localhost:443/a"));
}

}  // namespace
}  // namespace stormkeel
