// The matrix of roles against the same table written once more, as people were told it.
#include "server/permissions.h"

#include <gtest/gtest.h>

#include <map>

namespace stormkeel {
namespace {

TEST(Permissions, AreThoseThatWereAgreed) {
    const std::map<Role, std::string_view> told{
        // open sign-in own page board technical patient events chart amend acknowledge decline wall glass orders send
        // exchange
        // measure audit
        // own-audit administer cosign see-guidelines approve-guideline operate
        {Role::anyone, "1101 0000 000000 00000000000"},       {Role::integration, "1101 1111 111100 11110000000"},
        {Role::sender, "1101 0000 110000 01000000000"},       {Role::cds, "1101 0000 000000 10000000000"},
        {Role::monitor, "1101 0000 000000 00010000000"},      {Role::kiosk, "1101 1000 000010 00000000000"},
        {Role::operator_, "1101 0000 000000 00010000001"},    {Role::nurse, "1111 1111 111001 00000100000"},
        {Role::physician, "1111 1111 111101 00000100110"},    {Role::pharmacist, "1111 1111 001100 00000101110"},
        {Role::auditor, "1111 0000 000000 00001001000"},      {Role::admin, "1111 0000 000000 00000011100"},
        {Role::demonstration, "1101 1111 001100 00000000000"}};
    for (const auto& [role, row] : told) {
        std::size_t place = 0;
        for (const char each : row) {
            if (each == ' ') continue;
            EXPECT_EQ(may(role, static_cast<Permission>(place)), each == '1') << name_of(role) << ", " << place;
            ++place;
        }
        EXPECT_EQ(place, permissions);
    }
}

TEST(Permissions, AMachineHasNoRoleOfAPersonAndAPersonNoneOfAMachine) {
    for (const std::string_view name : {"integration", "sender", "cds", "monitor", "kiosk"}) {
        EXPECT_TRUE(machine_role_named(name));
        EXPECT_FALSE(person_role_named(name));
    }
    for (const std::string_view name : {"nurse", "physician", "pharmacist", "auditor", "admin"}) {
        EXPECT_FALSE(machine_role_named(name));
        EXPECT_TRUE(person_role_named(name));
    }
    for (const std::string_view name : {"anyone", "operator", "", "Nurse"}) {
        EXPECT_FALSE(machine_role_named(name) || person_role_named(name)) << name;
    }
}

}  // namespace
}  // namespace stormkeel
