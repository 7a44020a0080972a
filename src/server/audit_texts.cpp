// Writes a row of the audit in each form.
#include "server/audit_texts.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "adapters/json.h"
#include "server/audit_query.h"

namespace stormkeel {

namespace {

// The members of a context in the order of their columns.
constexpr std::array<std::string_view, 8> context_columns{"role",    "session",   "boot",   "up_ms",
                                                          "program", "guideline", "before", "after"};

std::array<std::string, context_columns.size()> context_cells(const AuditEntry& entry) {
    std::array<std::string, context_columns.size()> cells;
    const auto read = read_json(entry.context);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return cells;
    for (std::size_t i = 0; i < cells.size(); ++i) cells.at(i) = (*document)->root()[context_columns.at(i)].text();
    return cells;
}

void add_cell(std::string& line, std::string_view text) {
    if (!line.empty()) line += ',';
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    const bool quoted = formula || text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (!quoted) {
        line += text;
        return;
    }
    line += formula ? "\"'" : "\"";
    for (const char c : text) {
        if (c == '"') line += '"';
        line += c;
    }
    line += '"';
}

struct Coded {
    std::string_view code;
    std::string_view display;
};

// What an action is in DICOM's words; `crud` as AuditEvent.action has it.
struct AuditKind {
    std::string_view action;  // beginning so
    Coded type;
    Coded subtype;  // empty: none
    std::string_view crud = "E";
};
constexpr Coded authentication{"110114", "User Authentication"};
constexpr Coded patient_record{"110110", "Patient Record"};
constexpr Coded security{"110113", "Security Alert"};
constexpr Coded attributes{"110137", "User Security Attributes Changed"};
constexpr Coded activity{"110100", "Application Activity"};
constexpr AuditKind other{"", activity, {}};
constexpr auto audit_kinds = std::to_array<AuditKind>({
    {"sign out", authentication, {"110123", "Logout"}},
    {"open screen", authentication, {"110122", "Login"}},
    {"PIN failed", authentication, {"110122", "Login"}},
    {"sign", authentication, {"110122", "Login"}},
    {"read", patient_record, {}, "R"},
    {"view", patient_record, {}, "R"},
    {"alert shown", patient_record, {}, "R"},
    {"acknowledge", patient_record, {}, "U"},
    {"decline", patient_record, {}, "U"},
    {"snooze", patient_record, {}, "U"},
    {"cds feedback", patient_record, {}, "U"},
    {"merge", patient_record, {}, "U"},
    {"unmerge", patient_record, {}, "U"},
    {"break glass", security, {"110127", "Emergency Override Started"}},
    {"account", security, attributes, "U"},
    {"factor", security, attributes, "U"},
    {"audit", {"110101", "Audit Log Used"}, {}, "R"},
    {"backup", {"110106", "Export"}, {}, "R"},
    {"copy to verify", {"110106", "Export"}, {}, "R"},
});

const AuditKind& kind_of(const AuditEntry& entry) {
    const auto found = std::find_if(audit_kinds.begin(), audit_kinds.end(),
                                    [&](const AuditKind& one) { return entry.action.starts_with(one.action); });
    return found == audit_kinds.end() ? other : *found;
}

class AuditEventWriter {
public:
    explicit AuditEventWriter(const AuditEntry& entry) : entry_(entry), cells_(context_cells(entry)) {}

    std::string take() {
        const AuditKind& kind = kind_of(entry_);
        const bool failed = entry_.action.find("failed") != std::string::npos;
        json_.object([&] {
            json_.member("resourceType", "AuditEvent");
            json_.member("id", "audit-" + std::to_string(entry_.number));
            coding("type", dicom, kind.type);
            if (!kind.subtype.code.empty()) {
                json_.array("subtype", [&] { json_.object([&] { members(dicom, kind.subtype); }); });
            }
            json_.member("action", kind.crud);
            json_.member("recorded", entry_.at);
            json_.member("outcome", failed ? "4" : "0");
            if (!entry_.action.empty()) json_.member("outcomeDesc", entry_.action);
            json_.array("agent", [&] { agent(); });
            source();
            json_.array("entity", [&] { entities(); });
        });
        return json_.take() + "\n";
    }

private:
    static constexpr std::string_view dicom = "http://dicom.nema.org/resources/ontology/DCM";
    static constexpr std::string_view hl7 = "http://terminology.hl7.org/CodeSystem/";

    void members(std::string_view system, const Coded& coded) {
        json_.member("system", system);
        json_.member("code", coded.code);
        json_.member("display", coded.display);
    }
    void coding(std::string_view name, std::string_view system, const Coded& coded) {
        json_.object(name, [&] { members(system, coded); });
    }
    void hl7_coding(std::string_view name, std::string_view system, const Coded& coded) {
        coding(name, std::string(hl7).append(system), coded);
    }
    void identified(std::string_view name, std::string_view system, const std::string& value) {
        json_.object(name, [&] {
            json_.object("identifier", [&] {
                json_.member("system", system);
                json_.member("value", value);
            });
        });
    }

    void agent() {
        json_.object([&] {
            if (!cells_.front().empty()) {
                json_.array("role", [&] { json_.object([&] { json_.member("text", cells_.front()); }); });
            }
            identified("who", "urn:stormkeel:account", entry_.actor.empty() ? "stormkeel" : entry_.actor);
            json_.member("requestor", true);
        });
    }

    void source() {
        json_.object("source", [&] {
            json_.object("observer", [&] { json_.member("display", "Stormkeel"); });
            json_.array("type", [&] {
                json_.object(
                    [&] { members(std::string(hl7).append("security-source-type"), {"4", "Application Server"}); });
            });
        });
    }

    void entities() {
        if (const std::string patient = pseudonym_in(entry_.object); !patient.empty()) {
            json_.object([&] {
                identified("what", "urn:stormkeel:pseudonym", patient);
                hl7_coding("type", "audit-entity-type", {"1", "Person"});
                hl7_coding("role", "object-role", {"1", "Patient"});
            });
        }
        json_.object([&] {
            hl7_coding("type", "audit-entity-type", {"4", "Other"});
            if (!entry_.object.empty()) json_.member("description", entry_.object);
            json_.array("detail", [&] { details(); });
        });
    }

    void details() {
        const auto detail = [&](std::string_view type, std::string_view value) {
            if (value.empty()) return;
            json_.object([&] {
                json_.member("type", type);
                json_.member("valueString", value);
            });
        };
        detail("number", std::to_string(entry_.number));
        for (std::size_t i = 1; i < cells_.size(); ++i) detail(context_columns.at(i), cells_.at(i));
    }

    const AuditEntry& entry_;
    std::array<std::string, context_columns.size()> cells_;
    JsonOut json_;
};

}  // namespace

void put_audit_row(JsonOut& json, const AuditEntry& entry) {
    json.object([&] {
        json.member("number", static_cast<std::int64_t>(entry.number));
        json.member("at", entry.at);
        json.member("actor", entry.actor);
        json.member("action", entry.action);
        json.member("object", entry.object);
        if (entry.context.empty()) {
            json.member("context", nullptr);
        } else {
            json.object("context", [&] { json.members_of(entry.context); });
        }
    });
}

std::string audit_csv_head() {
    std::string line;
    for (const std::string_view name : {"number", "at", "actor", "action", "object"}) add_cell(line, name);
    for (const std::string_view name : context_columns) add_cell(line, name);
    return line + "\r\n";
}

std::string audit_csv_row(const AuditEntry& entry) {
    std::string line = std::to_string(entry.number);
    add_cell(line, to_text(entry.at));
    for (const std::string& cell : {entry.actor, entry.action, entry.object}) add_cell(line, cell);
    for (const std::string& cell : context_cells(entry)) add_cell(line, cell);
    return line + "\r\n";
}

std::string audit_event_line(const AuditEntry& entry) { return AuditEventWriter(entry).take(); }

}  // namespace stormkeel
