// Written as the document has them. The options of WebAuthn are those of its own standard, and not described anew.
#include "server/account_schemas.h"

namespace stormkeel {

namespace {

constexpr std::string_view schemas_of_accounts = R"({
"NotSignedIn": {"type": "object", "required": ["error"], "properties": {
    "error": {"type": "string"},
    "second_factor": {"type": "object", "required": ["ticket", "kinds", "passkey"], "properties": {
        "ticket": {"type": "string"},
        "kinds": {"type": "array", "items": {"type": "string", "enum": ["totp", "webauthn", "recovery_code"]}},
        "passkey": {"type": ["object", "null"]}}}}},
"Session": {"type": "object",
    "required": ["name", "role", "csrf_token", "sees_board", "acknowledges", "declines", "locked", "has_password",
                 "second_factor_missing", "pages", "units"],
    "properties": {
        "name": {"type": "string"},
        "role": {"type": "string"},
        "csrf_token": {"type": "string"},
        "sees_board": {"type": "boolean"},
        "pages": {"type": "array", "items": {"type": "string"}},
        "units": {"type": "array", "items": {"type": "string"}},
        "acknowledges": {"type": "array", "items": {"type": "string"}},
        "declines": {"type": "array", "items": {"type": "string"}},
        "locked": {"type": "boolean"},
        "has_password": {"type": "boolean"},
        "second_factor_missing": {"type": "boolean"}}},
"SecondStep": {"type": "object", "required": ["ticket"], "properties": {
    "ticket": {"type": "string"},
    "code": {"type": "string"},
    "assertion": {"type": "object", "required": ["id", "client_data", "authenticator_data", "signature"], "properties": {
        "id": {"type": "string"},
        "client_data": {"type": "string"},
        "authenticator_data": {"type": "string"},
        "signature": {"type": "string"}}}}},
"Account": {"type": "object",
    "required": ["name", "role", "since", "has_password", "fewest_characters", "second_factor_missing", "factors",
                 "recovery_codes", "pin", "passkeys_here", "passkeys_at"],
    "properties": {
        "name": {"type": "string"},
        "role": {"type": "string"},
        "since": {"type": "string", "format": "date-time"},
        "has_password": {"type": "boolean"},
        "fewest_characters": {"type": "integer"},
        "second_factor_missing": {"type": "boolean"},
        "factors": {"type": "array", "items": {"type": "object", "required": ["id", "kind", "name", "added"],
            "properties": {
                "id": {"type": "string"},
                "kind": {"type": "string", "enum": ["totp", "webauthn"]},
                "name": {"type": "string"},
                "added": {"type": "string", "format": "date-time"}}}},
        "recovery_codes": {"type": "integer"},
        "pin": {"type": "boolean"},
        "passkeys_here": {"type": "boolean"},
        "passkeys_at": {"type": "string"}}},
"NewPin": {"type": "object", "required": ["password", "pin"], "properties": {
    "password": {"type": "string"}, "pin": {"type": "string"}}},
"Badge": {"type": "object", "required": ["badge"], "properties": {"badge": {"type": "string"}}},
"Screen": {"type": "object", "required": ["name", "units"], "properties": {
    "name": {"type": "string"}, "units": {"type": "array", "items": {"type": "string"}}}},
"ByPin": {"type": "object", "required": ["pin"], "properties": {
    "name": {"type": "string"},
    "badge": {"type": "string"},
    "pin": {"type": "string"},
    "minutes": {"type": "integer"}}},
"AlertsByPin": {"type": "object", "required": ["alerts"], "properties": {
    "alerts": {"type": "array", "items": {"type": "object",
        "required": ["id", "bed", "priority", "shown_as", "state"], "properties": {
            "id": {"type": "integer"},
            "bed": {"type": ["string", "null"]},
            "priority": {"type": "string"},
            "shown_as": {"type": "string"},
            "state": {"type": "string"},
            "text": {"type": "string"}}}}}},
"AnsweredByPin": {"type": "object", "required": ["id", "priority", "by"], "properties": {
    "id": {"type": "integer"}, "priority": {"type": "string"}, "by": {"type": "string"}}},
"NewPassword": {"type": "object", "required": ["present", "password"], "properties": {
    "present": {"type": "string"}, "password": {"type": "string"}}},
"NewApp": {"type": "object", "required": ["enrolment", "uri", "key", "qr"], "properties": {
    "enrolment": {"type": "string"},
    "uri": {"type": "string"},
    "key": {"type": "string"},
    "qr": {"type": "array", "items": {"type": "string"}}}},
"FirstCode": {"type": "object", "required": ["enrolment", "name", "code"], "properties": {
    "enrolment": {"type": "string"}, "name": {"type": "string"}, "code": {"type": "string"}}},
"NewPasskey": {"type": "object", "required": ["enrolment", "options"], "properties": {
    "enrolment": {"type": "string"}, "options": {"type": "object"}}},
"MadePasskey": {"type": "object", "required": ["enrolment", "name", "client_data", "authenticator_data"],
    "properties": {
        "enrolment": {"type": "string"},
        "name": {"type": "string"},
        "client_data": {"type": "string"},
        "authenticator_data": {"type": "string"}}},
"RecoveryCodes": {"type": "object", "required": ["recovery_codes"], "properties": {
    "recovery_codes": {"type": "array", "items": {"type": "string"}}}}
})";

}  // namespace

std::string_view account_schemas() { return schemas_of_accounts; }

}  // namespace stormkeel
