// The ward's calls, in groups; each group is one table of routes over the served ward, which must outlive it.
#pragma once

#include <vector>

#include "server/route.h"
#include "server/served_ward.h"

namespace stormkeel {

class Hl7Intake;

std::vector<Route> page_calls(ServedWard& served);       // the pages for people: board, sign-in, set-up
std::vector<Route> patient_calls(ServedWard& served);    // the board, and what is known and told of a patient
std::vector<Route> amendment_calls(ServedWard& served);  // facts are taken back or corrected
std::vector<Route> alert_calls(ServedWard& served);      // alerts are answered
std::vector<Route> kiosk_calls(ServedWard& served);      // the same at a screen on the wall, by PIN
std::vector<Route> event_calls(ServedWard& served);      // what happens, as it happens
std::vector<Route> fhir_calls(ServedWard& served);       // FHIR in and out
std::vector<Route> dead_letter_calls(ServedWard& served, Hl7Intake& intake);
std::vector<Route> cds_calls(ServedWard& served);          // CDS Hooks
std::vector<Route> session_calls(ServedWard& served);      // people sign in and out, and set up
std::vector<Route> oidc_calls(ServedWard& served);         // people sign in elsewhere
std::vector<Route> lock_calls(ServedWard& served);         // who is there again unlocks their session
std::vector<Route> account_calls(ServedWard& served);      // a person's own account
std::vector<Route> user_calls(ServedWard& served);         // accounts of people
std::vector<Route> token_calls(ServedWard& served);        // tokens of machines
std::vector<Route> merge_calls(ServedWard& served);        // one patient under two ids
std::vector<Route> audit_calls(ServedWard& served);        // who did what
std::vector<Route> break_glass_calls(ServedWard& served);  // a patient of another unit is opened
std::vector<Route> cosign_calls(ServedWard& served);       // what waits for a second person
std::vector<Route> guideline_calls(ServedWard& served);    // versions of the packs, and who approved them
std::vector<Route> control_calls(ServedWard& served);  // what the operator does through the socket in the data folder
std::vector<Route> monitoring_calls(ServedWard& served);  // whether facts can be taken, and metrics

// Asks the identity providers for their configuration, so that the first who signs in does not wait for it.
void read_providers(ServedWard& served);

}  // namespace stormkeel
