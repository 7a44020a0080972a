// The matrix, and a check at compile time that no action lacks its row.
#include "server/permissions.h"

#include <array>
#include <initializer_list>

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 13> role_names{
    "anyone", "integration", "sender",     "cds",     "monitor", "kiosk",        "operator",
    "nurse",  "physician",   "pharmacist", "auditor", "admin",   "demonstration"};

struct Row {
    Permission permission;
    unsigned roles;

    constexpr Row(Permission of, std::initializer_list<Role> may) : permission(of), roles(0) {
        for (const Role role : may) roles |= 1U << static_cast<unsigned>(role);
    }
    constexpr bool holds(Role role) const { return (roles >> static_cast<unsigned>(role) & 1U) != 0; }
};

constexpr Role anyone = Role::anyone;
constexpr Role feed = Role::integration;
constexpr Role sender = Role::sender;
constexpr Role kiosk = Role::kiosk;
constexpr Role nurse = Role::nurse;
constexpr Role physician = Role::physician;
constexpr Role pharmacist = Role::pharmacist;
constexpr Role demonstration = Role::demonstration;

// What anyone may, everybody may. An administrator sees no patient, and an auditor none by name.
constexpr std::array matrix{
    Row{Permission::ask_openly, {anyone}},
    Row{Permission::sign_in, {anyone}},
    Row{Permission::keep_own_account, {nurse, physician, pharmacist, Role::auditor, Role::admin}},
    Row{Permission::open_page, {anyone}},
    Row{Permission::see_board, {feed, kiosk, nurse, physician, pharmacist, demonstration}},
    Row{Permission::see_technical, {feed, nurse, physician, pharmacist, demonstration}},
    Row{Permission::see_patient, {feed, nurse, physician, pharmacist, demonstration}},
    Row{Permission::follow_events, {feed, nurse, physician, pharmacist, demonstration}},
    Row{Permission::chart, {feed, sender, nurse, physician}},
    Row{Permission::amend, {feed, sender, nurse, physician}},
    Row{Permission::acknowledge, {feed, nurse, physician, pharmacist, demonstration}},
    Row{Permission::decline, {feed, physician, pharmacist, demonstration}},
    Row{Permission::answer_by_pin, {kiosk}},
    Row{Permission::break_glass, {nurse, physician}},
    Row{Permission::check_orders, {feed, Role::cds}},
    Row{Permission::send, {feed, sender}},
    Row{Permission::exchange, {feed}},
    Row{Permission::measure, {feed, Role::monitor, Role::operator_}},
    Row{Permission::read_audit, {Role::auditor}},
    Row{Permission::read_own_audit, {nurse, physician, pharmacist}},
    Row{Permission::administer, {Role::admin}},
    Row{Permission::cosign, {pharmacist, Role::auditor, Role::admin}},
    Row{Permission::see_guidelines, {physician, pharmacist, Role::admin}},
    Row{Permission::approve_guideline, {physician, pharmacist}},
    Row{Permission::operate, {Role::operator_}}};

constexpr bool each_action_has_its_row() {
    if (matrix.size() != permissions) return false;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        if (matrix[i].permission != static_cast<Permission>(i) || matrix[i].roles == 0) return false;
    }
    return true;
}
static_assert(each_action_has_its_row());

}  // namespace

std::string_view name_of(Role role) { return role_names.at(static_cast<std::size_t>(role)); }

std::optional<Role> machine_role_named(std::string_view name) {
    for (const Role role : {feed, sender, Role::cds, Role::monitor, kiosk}) {
        if (name == name_of(role)) return role;
    }
    return std::nullopt;
}

std::optional<Role> person_role_named(std::string_view name) {
    for (const Role role : {nurse, physician, pharmacist, Role::auditor, Role::admin}) {
        if (name == name_of(role)) return role;
    }
    return std::nullopt;
}

bool is_person(Role role) { return person_role_named(name_of(role)).has_value(); }

bool may(Role role, Permission permission) {
    const Row& row = matrix.at(static_cast<std::size_t>(permission));
    return row.holds(anyone) || row.holds(role);
}

std::vector<Role> roles_of(Permission permission) {
    std::vector<Role> roles;
    for (std::size_t i = 0; i < role_names.size(); ++i) {
        if (matrix.at(static_cast<std::size_t>(permission)).holds(static_cast<Role>(i)))
            roles.push_back(static_cast<Role>(i));
    }
    return roles;
}

}  // namespace stormkeel
