// The matrix of roles against the same table written once more, as people were told it.
#include "server/permissions.h"

#include <gtest/gtest.h>

#include <map>

namespace stormkeel {
namespace {

TEST(Permissions, AreThoseThatWereAgreed) {
    const std::map<Role, std::string_view> told{
        // open sign-in own page board patient events chart amend acknowledge decline wall glass orders exchange measure
        // audit
        // own-audit administer cosign see-guidelines approve-guideline operate
        {Role::anyone, "1101 000 000000 0000000000"},     {Role::integration, "1101 111 111100 1110000000"},
        {Role::kiosk, "1101 100 000010 0000000000"},      {Role::operator_, "1101 000 000000 0010000001"},
        {Role::nurse, "1111 111 111001 0000100000"},      {Role::physician, "1111 111 111101 0000100110"},
        {Role::pharmacist, "1111 111 001100 0000101110"}, {Role::auditor, "1111 000 000000 0001001000"},
        {Role::admin, "1111 000 000000 0000011100"},      {Role::demonstration, "1101 111 001100 0000000000"}};
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
    for (const std::string_view name : {"integration", "kiosk"}) {
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
