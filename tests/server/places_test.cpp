// Who comes when all places are taken, and who has to go.
#include "server/places.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace stormkeel {
namespace {

struct Arrivals {
    Places places;
    std::vector<std::string> gone{};
    std::vector<std::unique_ptr<Place>> all{};

    Place& come(const std::string& name, const std::string& address) {
        const auto close = [this, name] { gone.push_back(name); };
        all.push_back(std::make_unique<Place>(places, network_of(address), close));
        return *all.back();
    }
};

TEST(Places, WhoWaitsLongestMakesRoomAndWhoWasAskedStays) {
    Arrivals door{{3, 64}};
    Place& busy = door.come("busy", "10.0.0.1");
    busy.was_asked();
    Place& again = door.come("again", "10.0.0.2");
    door.come("silent", "10.0.0.3");
    again.waits();
    EXPECT_TRUE(door.come("new", "10.0.0.4").has());
    EXPECT_EQ(door.gone, (std::vector<std::string>{"silent"})) << "the other one has waited less";
    EXPECT_TRUE(door.come("newer", "10.0.0.5").has());
    EXPECT_EQ(door.gone.back(), "again");
    EXPECT_TRUE(busy.has());
    EXPECT_FALSE(again.has());
}

TEST(Places, WhereEverybodyWasAskedNobodyElseComesIn) {
    Arrivals door{{2, 64}};
    door.come("a", "10.0.0.1").was_asked();
    door.come("b", "10.0.0.2").was_asked();
    EXPECT_FALSE(door.come("c", "10.0.0.3").has());
    door.all.erase(door.all.begin());
    EXPECT_TRUE(door.come("d", "10.0.0.3").has()) << "a left";
    EXPECT_TRUE(door.gone.empty());
}

TEST(Places, OneNetworkHasItsPartAndTakesNoneOfAnothers) {
    Arrivals door{{10, 2}};
    door.come("other", "2001:db8:1:2::1");
    door.come("first", "2001:db8::1");
    door.come("second", "2001:db8::ffff:2");
    EXPECT_TRUE(door.come("third", "2001:db8::3").has());
    EXPECT_EQ(door.gone, (std::vector<std::string>{"first"}));
    for (const auto& each : door.all) each->was_asked();
    EXPECT_FALSE(door.come("fourth", "2001:db8::4").has());
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(door.come("here", i % 2 == 0 ? "127.0.0.1" : "::1").has()) << i;
}

TEST(Places, WhatCountsAsOne) {
    EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(network_of("2001:db8:1:2:ffff::"), network_of("2001:db8:1:2::9"));
    EXPECT_NE(network_of("2001:db8:1:3::"), network_of("2001:db8:1:2::"));
    for (const char* here : {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_EQ(network_of(here), "") << here;
        EXPECT_EQ(host_of(here), "") << here;
    }
    EXPECT_EQ(host_of("2001:db8:1:2::9"), "2001:db8:1:2::9");
}

}  // namespace
}  // namespace stormkeel
