// What --help says below the options of each command.
#pragma once

#include <string_view>

namespace stormkeel {

inline constexpr std::string_view overview_footer = R"(Examples:
  stormkeel assess chart.csv
  stormkeel assess chart.csv --at 2026-03-03T12:00:00Z --format json
  stormkeel timeline bundle.json --format csv
  stormkeel order chart.csv --order "tocilizumab 640 mg"
  stormkeel stock ward/*.csv --in-building "400 mg x 6, 80 mg x 8"
  stormkeel guideline show ASTCT.G3.vasopressor

Each command explains itself: stormkeel assess --help

Exit status: 0 answered; 2 the call is wrong; 3 no usable fact in the input; 1 our fault.
Stormkeel supports clinicians. It orders nothing and is not cleared as a medical device.)";

inline constexpr std::string_view assess_footer =
    R"(FILE is a chart (CSV), a FHIR R4 Bundle or resource, FHIR NDJSON, or HL7 v2; it is recognised by its content.
Several files are read together, and patients of one id are one patient.

Examples:
  stormkeel assess chart.csv                              a page for each patient
  stormkeel assess ward/*.csv --brief                     one line for each patient
  stormkeel assess bundle.json --format json              one JSON object a line
  stormkeel assess feed.hl7 --time-zone Europe/Berlin     HL7 v2 messages, whose times may lack an offset
  stormkeel assess chart.csv --format fhir                one FHIR R4 Bundle a line, all of it drafts
  stormkeel assess chart.csv --at 2026-03-03T12:00:00Z    as it was known at that time
  stormkeel assess chart.csv --format handover            situation, background, assessment, recommendation
  stormkeel assess chart.csv --scales lee-2014,ctcae-5    what other scales make of it, for comparison
  cat chart.csv | stormkeel assess -)";

inline constexpr std::string_view timeline_footer =
    R"(One row for every instant at which a fact arrived or time changed the answer. Episodes count from 1; 0 is none.

Examples:
  stormkeel timeline chart.csv
  stormkeel timeline chart.csv --format csv --until 2026-03-06T00:00:00Z)";

inline constexpr std::string_view order_footer =
    R"(The verdict is ok, warn or stop; the exit status is 0 whatever it is.

Examples:
  stormkeel order chart.csv --order "tocilizumab 640 mg"
  stormkeel order chart.csv --order "Actemra 640 mg" --at 2026-03-03T12:00:00Z --format json)";

inline constexpr std::string_view stock_footer =
    R"(All patients of the files are reckoned together, for one time: --at, else the last fact of all. At risk is who
has an open episode, or was given the therapy within the time in which its CRS usually begins.

Examples:
  stormkeel stock ward/*.csv
  stormkeel stock ward/*.csv --in-building "400 mg x 6, 80 mg x 8")";

inline constexpr std::string_view serve_footer =
    R"(It is ready when GET /healthz answers 200, and ends at Ctrl-C or SIGTERM. Machines sign in with a token of
'stormkeel token add'. Without a certificate it listens on this machine alone.

Examples:
  stormkeel serve --data ./data --listen 127.0.0.1:8080 --mllp 127.0.0.1:2575
  stormkeel serve --listen 0.0.0.0:8443 --tls-certificate ward.pem --tls-key ward.key
  stormkeel serve --demo)";

inline constexpr std::string_view guideline_footer = R"(Examples:
  stormkeel guideline list
  stormkeel guideline show ASTCT.G3.vasopressor
  stormkeel guideline stage --data ./data --by m.admin guidelines)";

inline constexpr std::string_view verify_footer = R"(Examples:
  stormkeel verify --data ./data
  stormkeel verify --data ./data --proof 1204 > row-1204.json     that this row is in the audit, for somebody else
  stormkeel verify --proof-file row-1204.json --key audit-public-key)";

inline constexpr std::string_view explain_footer = R"(Examples:
  stormkeel explain chart.csv
  stormkeel explain chart.csv --at 2026-03-03T12:00:00Z)";

}  // namespace stormkeel
