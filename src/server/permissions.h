// Who may do what: one row for each kind of thing that a call does, one column for each role.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace stormkeel {

// `anyone` has not signed in; `operator_` is the machine's own account through the socket in the data folder; those
// from integration to kiosk are machines with a token; the others are persons.
enum class Role : std::uint8_t {
    anyone,
    integration,  // all that machines may do
    sender,       // brings facts, and reads nothing
    cds,          // asks the CDS services, and nothing else
    monitor,      // reads what the program measures of itself, and nothing of any patient
    kiosk,
    operator_,
    nurse,
    physician,
    pharmacist,
    auditor,
    admin,
    demonstration  // whoever calls a demonstration ward
};
std::string_view name_of(Role role);
std::optional<Role> machine_role_named(std::string_view name);  // those a token can have, as the next line tells
inline constexpr std::string_view machine_roles = "integration, sender, cds, monitor or kiosk";
std::optional<Role> person_role_named(std::string_view name);  // nurse, physician, pharmacist, auditor or admin
bool is_person(Role role);

// What a call does. Every route names one, and every one has its row in the matrix.
enum class Permission : std::uint8_t {
    ask_openly,         // tells nothing of any patient
    sign_in,            // brings a password or a token of its own, and needs no session
    keep_own_account,   // their own password and what is asked for beside it; by persons
    open_page,          // a page; closed until there is an administrator
    see_board,          // a kiosk sees it cut down
    see_technical,      // what is wrong with the ward itself
    see_patient,        // what is known of one patient
    follow_events,      // assessments and alerts as they come
    chart,              // bring facts
    amend,              // take them back or correct them; a nurse their own, for a day
    acknowledge,        // and what else says that somebody has heard an alert; a pharmacist's are those of drugs
    decline,            // with a reason; a pharmacist's are those of drugs
    answer_by_pin,      // the same at a screen on the wall, by who proves who they are
    break_glass,        // open the record of a patient of another unit
    check_orders,       // CDS Hooks
    send,               // FHIR that comes in; by machines
    exchange,           // FHIR that is read, and messages that were held back; by machines
    measure,            // counts and times of the program itself
    read_audit,         // of all
    read_own_audit,     // what they did themselves
    administer,         // users, tokens, and joining what is kept of a patient under two ids
    cosign,             // look at what somebody else did or asked for, by its kind
    see_guidelines,     // which versions of the packs there are, and how they differ
    approve_guideline,  // or refuse one, with a second person
    operate             // what the machine's own account does
};
inline constexpr std::size_t permissions = static_cast<std::size_t>(Permission::operate) + 1;

bool may(Role role, Permission permission);

// The roles of an action's row, in their order.
std::vector<Role> roles_of(Permission permission);

}  // namespace stormkeel
