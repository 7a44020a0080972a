// Rows of the audit as others read them: JSON, a table for a spreadsheet, and FHIR AuditEvents.
#pragma once

#include <string>

#include "adapters/json_out.h"
#include "storage/store.h"

namespace stormkeel {

// One object; its context is one, too, and null of a row from before there was one.
void put_audit_row(JsonOut& json, const AuditEntry& entry);

// Lines that end with CR LF (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
std::string audit_csv_head();
std::string audit_csv_row(const AuditEntry& entry);

// An AuditEvent of FHIR R4 with a line end, with the codes of DICOM that IHE's basic audit patterns (BALP) name. The
// patient is an identifier, the pseudonym: no Patient of the ward's.
std::string audit_event_line(const AuditEntry& entry);

}  // namespace stormkeel
