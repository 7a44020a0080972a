// One schema after the other; openapi.cpp names them where a call takes or answers one.
#include "server/openapi_schemas.h"

#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

using Out = nlohmann::ordered_json;

Out text() { return {{"type", "string"}}; }
Out time() { return {{"type", "string"}, {"format", "date-time"}}; }
Out whole() { return {{"type", "integer"}}; }
Out or_null(Out schema) {
    schema["type"] = Out::array({schema["type"], "null"});
    return schema;
}
Out list(Out items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Out reference(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string(name)}}; }

// All properties are required: what there is not is null.
Out object(Out properties) {
    Out required = Out::array();
    for (const auto& [name, schema] : properties.items()) required.push_back(name);
    return {{"type", "object"}, {"required", std::move(required)}, {"properties", std::move(properties)}};
}

Out grade_schema() { return object({{"grade", or_null(whole())}, {"at_least", whole()}, {"at_most", whole()}}); }

Out fact_schema() {
    Out schema = object({{"time", text()}, {"item", text()}});
    schema["properties"]["value"] = {{"type", Out::array({"string", "number", "null"})}};
    schema["properties"]["unit"] = or_null(text());
    return schema;
}

// Clients send more, and every service says what it lacks.
Out cds_call_schema() {
    const auto some = [](Out properties) { return Out{{"type", "object"}, {"properties", std::move(properties)}}; };
    Out grant = some({{"access_token", text()},
                      {"token_type", text()},
                      {"expires_in", {{"type", "integer"}, {"maximum", 300}}},
                      {"patient", text()}});
    grant["description"] = "What prefetch lacks is fetched with it where the site registered fhirServer; never else";
    Out properties;
    for (const char* name : {"hook", "hookInstance", "fhirServer"}) properties[name] = text();
    properties["fhirAuthorization"] = std::move(grant);
    properties["context"] = {{"type", "object"}};
    properties["prefetch"] = {{"type", Out::array({"object", "null"})}};
    return some(std::move(properties));
}

Out alert_schema() {
    return object(
        {{"id", whole()},
         {"patient", text()},
         {"condition", text()},
         {"priority", {{"type", "string"}, {"enum", {"low", "medium", "high"}}}},
         {"state", {{"type", "string"}, {"enum", {"raised", "acknowledged", "declined", "ended", "snoozed"}}}},
         {"over", {{"type", "boolean"}}},
         {"told", whole()},
         {"words", text()},
         {"text", text()},
         {"raised_at", time()},
         {"changed_at", time()},
         {"by", or_null(text())},
         {"reason", or_null(text())},
         {"snoozed_until", or_null(time())},
         {"late_by_seconds", whole()},
         {"shown_as", {{"type", "string"}, {"enum", {"low", "medium", "high"}}}},
         {"told_to", list(text())},
         {"next_told_at", or_null(time())},
         {"next_told_to", list(text())},
         {"version", text()}});
}

// What a person says of an alert; the patient they had before them guards against answering for another, the version
// that it had against answering what they have not seen.
Out seen_schema(bool with_reason) {
    Out schema{{"type", "object"}, {"properties", {{"reason", text()}, {"patient", text()}, {"version", text()}}}};
    if (with_reason) schema["required"] = Out::array({"reason"});
    return schema;
}

// A password, or, of who signs in elsewhere, a subject.
Out user_schema() {
    return {{"type", "object"},
            {"required", Out::array({"role"})},
            {"properties", {{"role", text()}, {"password", text()}, {"subject", text()}, {"units", list(text())}}}};
}

Out users_schema() {
    return list(object({{"name", text()},
                        {"role", text()},
                        {"since", time()},
                        {"units", list(text())},
                        {"second_factor", {{"type", "boolean"}}},
                        {"pin", {{"type", "boolean"}}},
                        {"badge", {{"type", "boolean"}}},
                        {"subject", or_null(text())}}));
}

Out correction_schema() {
    Out schema = object({{"source", text()}, {"reason", text()}});
    schema["properties"]["value"] = {{"type", Out::array({"string", "number"})}};
    schema["properties"]["unit"] = or_null(text());
    schema["required"].push_back("value");
    return schema;
}

Out audit_schema() {
    return object({{"number", whole()},
                   {"at", time()},
                   {"actor", text()},
                   {"action", text()},
                   {"object", text()},
                   {"context", {{"type", Out::array({"object", "null"})}}}});
}

Out checkpoint_schema() {
    return object({{"rows", whole()},
                   {"head", text()},
                   {"at", time()},
                   {"root", or_null(text())},
                   {"signature", text()},
                   {"public_key", text()}});
}

Out audit_state_schema() {
    return object({{"rows", whole()}, {"checked_at", time()}, {"checkpoint", or_null(checkpoint_schema())}});
}

Out audit_proof_schema() {
    Out row = audit_schema();
    row["properties"]["context"] = text();  // as it was hashed
    return object(
        {{"proof", text()}, {"row", std::move(row)}, {"path", list(text())}, {"checkpoint", checkpoint_schema()}});
}

Out audit_growth_schema() {
    return object({{"proof", text()},
                   {"rows", whole()},
                   {"root", text()},
                   {"path", list(text())},
                   {"checkpoint", checkpoint_schema()}});
}

Out cosign_schema() {
    const Out value = object({{"value", text()}, {"unit", text()}});
    return object(
        {{"number", whole()},
         {"kind", text()},
         {"state", {{"type", "string"}, {"enum", {"open", "approved", "refused"}}}},
         {"patient", text()},
         {"object", or_null(text())},
         {"fact", or_null(object({{"time", text()}, {"item", text()}, {"was", value}, {"is", or_null(value)}}))},
         {"reason", text()},
         {"by", text()},
         {"at", time()},
         {"second", or_null(text())},
         {"answer", or_null(text())},
         {"changed_at", time()}});
}

// Who took back or corrected a fact, and who verified that.
Out changed_schema() {
    const Out verified = object({{"by", text()}, {"at", time()}, {"agrees", {{"type", "boolean"}}}, {"words", text()}});
    return object({{"by", text()}, {"at", time()}, {"reason", text()}, {"verified", or_null(verified)}});
}

// Who opened the record of a patient from outside their unit.
Out opening_schema() {
    return object({{"number", whole()}, {"name", text()}, {"at", time()}, {"until", time()}, {"reason", text()}});
}

Out ward_schema() {
    // A kiosk gets bed and grades, everybody else the patient too. Of whom what is kept is damaged nothing is known.
    return list({{"type", "object"},
                 {"required", {"bed", "crs", "icans"}},
                 {"properties",
                  {{"patient", text()},
                   {"unavailable", {{"const", true}}},
                   {"bed", or_null(text())},
                   {"unit", or_null(text())},
                   {"crs", grade_schema()},
                   {"icans", grade_schema()},
                   {"newest_fact", or_null(time())},
                   {"opened_by", list(opening_schema())},
                   {"charts_joined_at", or_null(time())}}}});
}

Out assessment_schema() {
    return object({{"patient", text()},
                   {"as_of", time()},
                   {"guideline", {{"type", "object"}}},
                   {"therapy", {{"type", Out::array({"object", "null"})}}},
                   {"crs", grade_schema()},
                   {"icans", grade_schema()},
                   {"hlh", {{"type", "object"}}},
                   {"recommendations", list({{"type", "object"}})},
                   {"timers", list({{"type", "object"}})},
                   {"gaps", list({{"type", "object"}})},
                   {"rejected", list({{"type", "object"}})}});
}

// What is known of the files of a version, and how it differs from the packs in use.
void add_texts(Out& schema) {
    const Out differences = list(object({{"id", text()}, {"words", text()}}));
    const Out texts = object({{"packs", list(text())},
                              {"fingerprint", or_null(text())},
                              {"problems", list(text())},
                              {"note", or_null(text())},
                              {"added", differences},
                              {"removed", differences},
                              {"changed", differences}});
    for (const Out& name : texts["required"]) schema["required"].push_back(name);
    schema["properties"].update(texts["properties"]);
}

Out staged_guideline_schema() {
    const Out approval = object({{"role", text()},
                                 {"state", {{"type", "string"}, {"enum", {"open", "approved", "refused"}}}},
                                 {"by", or_null(text())},
                                 {"words", or_null(text())},
                                 {"at", or_null(time())}});
    Out schema = object({{"sha256", text()},
                         {"state", {{"type", "string"}, {"enum", {"open", "approved", "refused", "expired"}}}},
                         {"staged_by", text()},
                         {"staged_at", time()},
                         {"expires_at", time()},
                         {"approvals", list(approval)}});
    add_texts(schema);
    return schema;
}

Out guidelines_schema() {
    const Out in_use = object({{"sha256", text()},
                               {"approved_by", list(text())},
                               {"since", or_null(time())},
                               {"packs", list(text())},
                               {"fingerprint", text()}});
    return object(
        {{"in_use", in_use}, {"waits_for_restart", or_null(text())}, {"staged", list(reference("StagedGuideline"))}});
}

// What administrators and auditors work with.
Out office_schemas() {
    return {
        {"Tokens", list(object({{"name", text()}, {"role", text()}, {"since", time()}}))},
        {"NewToken",
         object({{"role", {{"type", "string"}, {"enum", {"integration", "sender", "cds", "monitor", "kiosk"}}}}})},
        {"Token", {{"type", "object"}, {"required", {"token"}}, {"properties", {{"token", text()}, {"note", text()}}}}},
        {"Merge", object({{"patient", text()}, {"into", text()}, {"reason", text()}})},
        {"Asked", object({{"number", whole()}})},
        {"Audit", list(audit_schema())},
        {"AuditPage", object({{"rows", list(audit_schema())}, {"before", or_null(whole())}})},
        {"AuditState", audit_state_schema()},
        {"Guidelines", guidelines_schema()},
        {"StagedGuideline", staged_guideline_schema()},
        {"AuditProof", audit_proof_schema()},
        {"AuditGrowth", audit_growth_schema()},
        {"Cosign", cosign_schema()},
        {"Cosigns", list(reference("Cosign"))},
        {"Words", object({{"words", text()}})}};
}

Out schemas() {
    const Out row = object({{"patient", text()},
                            {"time", time()},
                            {"crs_at_least", whole()},
                            {"crs_at_most", whole()},
                            {"icans_at_least", whole()},
                            {"icans_at_most", whole()},
                            {"treat_as", whole()},
                            {"episode", whole()}});
    Out kept = object({{"time", text()},
                       {"item", text()},
                       {"value", text()},
                       {"unit", text()},
                       {"source", text()},
                       {"received", time()},
                       {"status", text()}});
    kept["properties"]["changed"] = changed_schema();
    const Out letter = object({{"id", text()}, {"received", time()}, {"why", text()}, {"message", text()}});
    const Out outcome = object({{"outcome", text()}, {"why", or_null(text())}});
    return {
        {"Object", {{"type", "object"}}},
        {"Error", object({{"error", text()}})},
        {"Health", object({{"status", {{"const", "ok"}}}})},
        {"Ward", ward_schema()},
        {"Assessment", assessment_schema()},
        {"Timeline", list(row)},
        {"Facts", object({{"facts", list(kept)}})},
        {"NewFacts", object({{"facts", list(fact_schema())}})},
        {"Retraction", object({{"source", text()}, {"reason", text()}})},
        {"Correction", correction_schema()},
        {"Taken", object({{"facts", list(outcome)},
                          {"kept", whole()},
                          {"repeated", whole()},
                          {"conflicting", whole()},
                          {"rejected", whole()}})},
        {"Alert", alert_schema()},
        {"Technical", object({{"technical", list(reference("Alert"))}})},
        {"Snooze", object({{"minutes", whole()}})},
        {"Seen", seen_schema(false)},
        {"Reason", seen_schema(true)},
        {"SignIn", object({{"name", text()}, {"password", text()}})},
        {"Password", object({{"password", text()}})},
        {"Setup", object({{"token", text()}, {"name", text()}, {"password", text()}})},
        {"User", user_schema()},
        {"Kept", object({{"status", {{"const", "ok"}}}, {"note", or_null(text())}})},
        {"Why", object({{"reason", text()}})},
        {"Opened", object({{"patient", text()}, {"at", time()}, {"opened_by", opening_schema()}})},
        {"Provider", object({{"name", or_null(text())}})},
        {"Users", users_schema()},
        {"CdsCall", cds_call_schema()},
        {"Cards", object({{"cards", list({{"type", "object"}})}})},
        {"Resource", {{"type", "object"}, {"required", {"resourceType"}}, {"properties", {{"resourceType", text()}}}}},
        {"DeadLetters", object({{"dead_letters", list(letter)}})},
        {"Status", object({{"status", text()}})}};
}

}  // namespace

std::string openapi_schemas_json() {
    Out all = schemas();
    all.update(office_schemas());
    return all.dump();
}

}  // namespace stormkeel
