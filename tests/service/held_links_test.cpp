// A connection that was held and is gone is lost until its sender is back; one that is closed after a message is not.
#include "service/held_links.h"

#include <gtest/gtest.h>

#include "service/moments.h"

namespace stormkeel {
namespace {

constexpr Duration held = minutes(5);

std::vector<HeldLinks::Lost> lost_at(const HeldLinks& links, Duration at) { return links.lost(after(at), minutes(1)); }

std::vector<std::string> lost_senders(const HeldLinks& links, Duration at = hours(1)) {
    std::vector<std::string> names;
    for (const HeldLinks::Lost& lost : lost_at(links, at)) names.push_back(lost.senders.front());
    return names;
}
using Names = std::vector<std::string>;

// A connection that was open for so long, and on which the senders spoke, ends.
void hold(HeldLinks& links, std::uint64_t connection, Duration length, const Names& senders = {"lab"}) {
    links.opened(connection, "10.0.0.5", first_moment);
    for (const std::string& sender : senders) links.spoke(connection, sender);
    links.closed(connection, after(length), held);
}

TEST(HeldLinks, OnlyAConnectionThatWasHeldIsLost) {
    HeldLinks links;
    for (std::uint64_t i = 1; i <= 1000; ++i) hold(links, i, seconds(299));
    EXPECT_EQ(lost_senders(links), Names{});
    hold(links, 1001, minutes(5));
    EXPECT_EQ(lost_senders(links, seconds(359)), Names{});
    EXPECT_EQ(lost_senders(links, minutes(6)), Names{"lab"});
    EXPECT_EQ(lost_at(links, minutes(6))[0].since, after(minutes(5)));
}

TEST(HeldLinks, ItIsBackWhenItsSenderSpeaksAndNotWhenAnotherDoes) {
    HeldLinks links;
    hold(links, 1, minutes(5));
    links.opened(2, "10.0.0.6", after(minutes(6)));
    links.spoke(2, "ehr");
    EXPECT_EQ(lost_senders(links), Names{"lab"});
    links.spoke(2, "lab");
    EXPECT_EQ(lost_senders(links), Names{}) << "a connection may carry several";
}

TEST(HeldLinks, AnyOfTheSendersOfAnEngineBringsItsConnectionBack) {
    HeldLinks links;
    hold(links, 1, minutes(5), {"lab", "ehr"});
    EXPECT_EQ(lost_senders(links), Names{"lab"});
    links.opened(2, "10.0.0.5", after(minutes(6)));
    links.spoke(2, "ehr");
    EXPECT_EQ(lost_senders(links), Names{});
}

TEST(HeldLinks, AConnectionThatIsSilentStandsForTheOneThatWasLostFromItsAddress) {
    HeldLinks links;
    hold(links, 1, minutes(5));
    hold(links, 2, minutes(5), {"ehr"});
    links.opened(3, "10.0.0.6", after(seconds(301)));
    EXPECT_EQ(lost_senders(links), (Names{"lab", "ehr"})) << "of another address";
    links.opened(4, "10.0.0.5", after(seconds(359)));
    EXPECT_EQ(lost_senders(links, minutes(6)), Names{"ehr"});
    links.spoke(4, "ehr");
    EXPECT_EQ(lost_senders(links, minutes(6)), Names{"lab"}) << "it was the other";
}

TEST(HeldLinks, ASilentConnectionThatComesLateStandsForALostOneOnceItHasStayed) {
    HeldLinks links;
    hold(links, 1, minutes(5));
    links.opened(2, "10.0.0.5", after(minutes(6)));
    EXPECT_EQ(lost_senders(links, seconds(419)), Names{"lab"}) << "a mere try";
    EXPECT_EQ(lost_senders(links, minutes(7)), Names{});
    links.closed(2, after(minutes(8)), held);
    EXPECT_EQ(lost_senders(links, minutes(8)), Names{"lab"});
    EXPECT_EQ(lost_at(links, minutes(8))[0].since, after(minutes(5))) << "it was not held";
    links.opened(3, "10.0.0.5", after(minutes(9)));
    links.closed(3, after(minutes(14)), held);
    EXPECT_EQ(lost_senders(links, seconds(899)), Names{});
    EXPECT_EQ(lost_senders(links, minutes(15)), Names{"lab"});
    EXPECT_EQ(lost_at(links, minutes(15))[0].since, after(minutes(14))) << "it was held, and is lost again";
}

TEST(HeldLinks, WhoNeverSpokeGoesByTheAddressAndIsBackWithANewConnection) {
    HeldLinks links;
    hold(links, 1, minutes(5), {});
    EXPECT_EQ(lost_senders(links), Names{"10.0.0.5"});
    hold(links, 2, minutes(1), {"ehr"});
    EXPECT_EQ(lost_senders(links), Names{});
}

TEST(HeldLinks, WhoHasAnotherConnectionHasLostNone) {
    HeldLinks links;
    links.opened(1, "10.0.0.5", first_moment);
    links.spoke(1, "lab");
    links.opened(2, "10.0.0.5", after(minutes(9)));
    links.spoke(2, "lab");
    links.closed(1, after(minutes(10)), held);
    EXPECT_EQ(lost_senders(links), Names{});
    links.closed(2, after(minutes(14)), held);
    EXPECT_EQ(lost_senders(links), Names{"lab"});
}

TEST(HeldLinks, NamesDoNotFillTheMemory) {
    HeldLinks links;
    hold(links, 1, minutes(5), {std::string(201, 'x')});
    EXPECT_EQ(lost_senders(links), Names{"10.0.0.5"}) << "too long for a name";
    Names many;
    for (int i = 0; i < 17; ++i) many.push_back("engine-" + std::to_string(i));
    hold(links, 2, minutes(5), many);
    EXPECT_EQ(lost_at(links, hours(1)).back().senders.size(), 16U);
    for (std::uint64_t i = 3; i < 200; ++i) hold(links, i, minutes(5), {"sender-" + std::to_string(i)});
    EXPECT_EQ(lost_at(links, hours(1)).size(), 100U);
}

}  // namespace
}  // namespace stormkeel
