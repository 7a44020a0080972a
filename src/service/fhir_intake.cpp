// Lets the reader of FHIR take a body apart, and writes each part as a record that can be read by itself.
#include "service/fhir_intake.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <sstream>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/fhir_shelf.h"
#include "service/fhir_entry_requests.h"
#include "service/fhir_meta.h"
#include "service/fhir_record.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

class Intake {
public:
    Intake(const FhirPatients& read, const LiveWard& ward, const FhirBody& body, std::string_view bundle, Instant now)
        : read_(read),
          ward_(ward),
          servers_(body.servers),
          acts_on_requests_(bundle == "transaction" || bundle == "batch"),
          now_(now) {}

    FhirIntakePart take(const FhirPart& part) const {
        FhirIntakePart taken;
        taken.where = part.where;
        taken.no_json = part.kind == FhirPart::Kind::no_json;
        taken.not_used = part.kind == FhirPart::Kind::not_used;
        taken.issue = part.why;
        taken.updates = part.updates;
        taken.deletes = part.kind == FhirPart::Kind::deleted;
        if (std::string why = acts_on_requests_ ? why_not_done(part) : std::string(); !why.empty()) {
            taken.not_used = false;
            taken.not_done = true;
            taken.refused_with = 400;
            taken.issue = std::move(why);
            return taken;
        }
        if (taken.not_used || !part.why.empty()) return taken;
        if (acts_on_requests_ && find_existing(part, taken)) return taken;
        const bool deleted = part.kind == FhirPart::Kind::deleted;
        if (taken.issue = of_another_server(part); !taken.issue.empty()) return taken;
        const std::string id = kept_id_of(part);
        if (part.type.empty() || !is_fhir_id(id)) {
            taken.issue = "'" + id + "' is no id; letters, digits, '-' and '.' would be right, at most 64";
            return taken;
        }
        if (is_of_nobody(part)) {
            taken.issue = "'" + clipped(part.patient) +
                          "' is no id of a patient; letters, digits, '-' and '.' would be right, at most 64";
            return taken;
        }
        taken.reference = part.type + "/" + id;
        if (is_read_as_another(part, id, taken)) return taken;
        if (lies_ahead(part)) {
            taken.issue = "it lies more than 5 minutes after " + to_text(now_) +
                          ", when it was received; correct its time, or send it when it has happened";
            return taken;
        }
        taken.known = ward_.record().resource(taken.reference) != nullptr;
        if (!deleted) tell_issues(part, taken);
        tell_clock(part, taken);
        Incoming incoming;
        incoming.form = RecordForm::fhir;
        incoming.source = taken.reference;
        incoming.patient = deleted ? ward_.record().owner_of_resource(taken.reference) : part.patient;
        incoming.text = kept_text_of(part, id);
        incoming.version = deleted ? std::string() : std::string(part.body["meta"]["versionId"].string());
        if (const Record* standing = ward_.record().resource(taken.reference);
            standing != nullptr && !incoming.version.empty() && part.full_url.empty()) {
            std::string text = without_told_version(incoming.text, *standing);
            if (text != incoming.text) incoming.version.clear();
            incoming.text = std::move(text);
        }
        taken.record = std::move(incoming);
        return taken;
    }

private:
    // A Patient whose id is read as another's: what was charted under it is counted there.
    bool is_read_as_another(const FhirPart& part, const std::string& id, FhirIntakePart& taken) const {
        const bool comes = part.type == "Patient" && part.kind == FhirPart::Kind::used;
        const auto other = comes ? ward_.record().known_as(id) : std::nullopt;
        if (!other) return false;
        taken.refused_with = 409;
        taken.issue = "'" + id + "' is an identifier of Patient/" + *other +
                      ", and what came under it is counted there; it would be right to send it as Patient/" + *other +
                      ", or, when they are two persons, by another id";
        return true;
    }

    // A conditional create of what is there already; false: it is created.
    bool find_existing(const FhirPart& part, FhirIntakePart& taken) const {
        const auto condition = part.kind == FhirPart::Kind::used ? identifier_asked_for(part) : std::nullopt;
        if (!condition) return false;
        const std::vector<std::string> there =
            ward_.record().resources_with(part.type, condition->system, condition->value);
        if (there.empty()) return false;
        const std::string own = part.type + "/" + kept_id_of(part);
        const std::string asked = "request.ifNoneExist " + quoted_clipped(condition->value);
        if (there.size() > 1) {
            taken.refused_with = 412;
            taken.issue = asked + " fits " + std::to_string(there.size()) +
                          " resources that are here, of which it means " +
                          "none; an identifier of one alone would be right";
        } else if (there.front() != own) {
            taken.refused_with = 412;
            taken.issue = asked + " is that of " + there.front() +
                          ", which is here already, and others of the Bundle may " +
                          "refer to this one; leave it out and refer to " + there.front();
        } else {
            taken.existing = own;
        }
        return true;
    }

    // What the readers say of the part. Where nothing of it is used that is its issue: what is wrong with it comes
    // before what is none of ours.
    void tell_issues(const FhirPart& part, FhirIntakePart& taken) const {
        std::vector<FhirIssue>& issues = taken.issues;
        std::set<std::string> unmapped;
        for (auto place = read_.unmapped.lower_bound(part.where); place != read_.unmapped.end(); ++place) {
            if (!place->first.starts_with(part.where)) break;
            unmapped.insert(place->second);
            if (is_of(part, place->first)) issues.push_back({place->first, place->second, true});
        }
        const auto take_wrong = [&](std::span<const Rejection> rejected) {
            for (const Rejection& one : rejected) {
                std::string why = one.what + ": " + one.why;
                if (is_of(part, one.where) && !unmapped.contains(why)) issues.push_back({one.where, std::move(why)});
            }
        };
        take_wrong(read_.rejected);
        const auto patient = read_.patients.find(part.patient);
        if (patient != read_.patients.end()) take_wrong(patient->second.rejected());
        std::stable_partition(issues.begin(), issues.end(), [](const FhirIssue& one) { return !one.unmapped; });
        if (!issues.empty() && !is_used(part)) {
            taken.issue = issues.front().why;
            taken.unmapped = issues.front().unmapped;
        }
        if (part.type == "Patient") tell_links(part, taken);
    }

    // The part, what it contains, and the same said of a preliminary one.
    static bool is_of(const FhirPart& part, std::string_view where) {
        if (!where.starts_with(part.where)) return false;
        const std::string_view rest = where.substr(part.where.size());
        return rest.empty() || rest.front() == '#' || rest == " (preliminary)";
    }

    // Whether anything of it became a fact; what only ends what it would have replaced is none. A drug that nobody
    // knows is one: that drugs are charted here decides whether any vasopressor is known not to run.
    bool is_used(const FhirPart& part) const {
        const auto patient = read_.patients.find(part.patient);
        if (patient == read_.patients.end()) return false;
        const Timeline& timeline = patient->second;
        const auto counts = [&](const Fact& fact) {
            return fact.state != ValueState::unreadable && is_of(part, timeline.source_text(fact.source));
        };
        const auto facts = timeline.facts();
        const auto without_time = timeline.without_time();
        return std::any_of(facts.begin(), facts.end(), counts) ||
               std::any_of(without_time.begin(), without_time.end(), counts) ||
               (part.type == "Patient" && timeline.birth_date_as_told());
    }

    // Who is who is not for a feed of resources to say: ADT messages and two persons do.
    static void tell_links(const FhirPart& part, FhirIntakePart& taken) {
        for (const Json link : part.body["link"]) {
            const std::string other = clipped(link["other"]["reference"].string());
            taken.issues.push_back({part.where, "link: that it is " + quoted_clipped(link["type"].string()) + " " +
                                                    other + " joins nobody here; ADT^A40 or POST /api/merges would"});
        }
    }

    // A correction that comes later counts all the same, and the source ought to know.
    void tell_clock(const FhirPart& part, FhirIntakePart& taken) const {
        const bool deleted = part.kind == FhirPart::Kind::deleted;
        const Json time = deleted ? part.body["response"]["lastModified"] : part.body["meta"]["lastUpdated"];
        const auto at = parse_instant(time.string());
        if (!at || told_order(time, now_)) return;
        const std::string name = deleted ? "response.lastModified" : "meta.lastUpdated";
        taken.warnings.push_back({part.where, name + ": " + to_text(*at) + " lies more than 5 minutes after " +
                                                  to_text(now_) +
                                                  ", when it was received, and tells no order of versions: without "
                                                  "version numbers the last that came counts; correct the clock of "
                                                  "its source"});
    }

    // Two servers may give one id to two people. What is of no patient, as a Medication, may be of any.
    std::string of_another_server(const FhirPart& part) const {
        const bool deleted = part.kind == FhirPart::Kind::deleted;
        if (servers_.empty() || (!deleted && part.patient.empty())) return {};
        const Json subject = part.body[part.type == "AllergyIntolerance" ? "patient" : "subject"];
        const std::array<std::string_view, 4> addresses{
            part.full_url, subject["reference"].string(), deleted ? part.body["fullUrl"].string() : std::string_view(),
            deleted ? part.body["request"]["url"].string() : std::string_view()};
        for (const std::string_view address : addresses) {
            const std::string_view server = server_of(address);
            if (server.empty() || std::find(servers_.begin(), servers_.end(), server) != servers_.end()) continue;
            return "'" + clipped(address) +
                   "' is of a server that is none of [fhir] servers; its patients may be others";
        }
        return {};
    }

    // An id that is none of FHIR is that of somebody whom another door told of, or of nobody.
    bool is_of_nobody(const FhirPart& part) const {
        return !part.patient.empty() && !is_fhir_id(part.patient) && ward_.patient(part.patient) == nullptr;
    }

    // A dose that does is read as one whose time cannot be used, and an allergy holds whatever day was written down.
    bool lies_ahead(const FhirPart& part) const {
        if (part.type == "MedicationAdministration" || part.type == "AllergyIntolerance") return false;
        const auto patient = read_.patients.find(part.patient);
        if (patient == read_.patients.end()) return false;
        const Timeline& timeline = patient->second;
        const auto facts = timeline.facts();
        return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
            return fact.at - now_ > ahead_at_most && timeline.source_text(fact.source) == part.where;
        });
    }

    const FhirPatients& read_;
    const LiveWard& ward_;
    std::span<const std::string> servers_;
    bool acts_on_requests_;  // those of a history or a collection tell what happened elsewhere
    Instant now_;
};

// What the parts were read from; nullptr when it is no JSON.
std::shared_ptr<const JsonDocument> document_of(const std::vector<FhirPart>& parts, std::string_view body) {
    for (const FhirPart& part : parts) {
        if (part.document != nullptr) return part.document;
    }
    const auto read = read_json(body);  // nothing of it could be used
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    return document == nullptr ? nullptr : *document;
}

// The type of a Bundle, or why it has none; empty: it is no Bundle. Without its type nobody knows whether all of a
// Bundle or each entry by itself is asked for.
std::variant<std::string, Refusal> type_of_bundle(Json root) {
    constexpr std::array<std::string_view, 9> types{
        "document", "message",   "transaction", "transaction-response", "batch", "batch-response",
        "history",  "searchset", "collection"};
    if (root["resourceType"].string() != "Bundle") return std::string();
    const Json type = root["type"];
    if (std::find(types.begin(), types.end(), type.string()) != types.end()) return std::string(type.string());
    const std::string what =
        type.exists() ? quoted_clipped(type.text()) + " is no type of a Bundle" : "the Bundle has no type";
    return Refusal{what + "; transaction or batch would be right"};
}

}  // namespace

FhirIntake read_fhir_intake(const FhirBody& body, const LiveWard& ward, Instant now) {
    FhirReader reader(ward.knowledge().terminology);
    const std::vector<const Record*> referred_to = ward.record().referred_to_in(body.text);
    for (const Record* shared : referred_to) {
        reader.received_at(shared->received);
        reader.add_document(shared->text);
    }
    FhirIntake intake;
    reader.received_at(now);
    reader.keep_parts([&](std::string_view system, std::string_view value) {
        intake.asked_for.emplace(value);
        return ward.record().patients_with(system, value);
    });
    if (body.form == FhirForm::ndjson) {
        std::istringstream lines{std::string(body.text)};
        reader.add_ndjson(lines);
        intake.type = "ndjson";
    } else {
        reader.add_document(body.text);
    }
    const std::vector<FhirPart> parts = reader.parts();
    const auto document = body.form == FhirForm::json ? document_of(parts, body.text) : nullptr;
    if (document != nullptr) {
        const auto type = type_of_bundle(document->root());
        if (const auto* refusal = std::get_if<Refusal>(&type)) {
            intake.parts.push_back({});
            intake.parts.back().where = "Bundle";
            intake.parts.back().issue = refusal->why;
            return intake;
        }
        intake.type = std::get<std::string>(type);
    }
    const FhirPatients read = reader.finish();
    const Intake taking(read, ward, body, intake.type, now);
    for (const FhirPart& part : parts) {
        if (!part.patient.empty() && !is_fhir_id(part.patient)) intake.asked_for.insert(part.patient);
        FhirIntakePart taken = taking.take(part);
        const bool is_other = !part.type.empty() && part.type != body.type;
        if (intake.type.empty() && !body.type.empty() && is_other) {
            taken.record.reset();
            taken.not_used = false;
            taken.issue = "it is a " + part.type + "; at this address a " + std::string(body.type) + " would be right";
        }
        intake.parts.push_back(std::move(taken));
    }
    // A resource that has its id came as it is kept, and nothing else was there to read it by.
    const bool alone = parts.size() == 1 && intake.type.empty() && !parts.front().id.empty() && referred_to.empty() &&
                       intake.asked_for.empty();
    if (!alone || !intake.parts.front().record) return intake;
    Incoming& record = *intake.parts.front().record;
    if (const Timeline* said = read.all_of(record.patient)) record.alone = std::make_shared<Timeline>(*said);
    return intake;
}

void count_from_now_on(std::vector<FhirIntakePart>& parts, const LiveWard& ward) {
    std::map<std::string_view, const Incoming*> told;  // before, in this body, by reference
    for (FhirIntakePart& part : parts) {
        if (!part.record) continue;
        Incoming& now = *part.record;
        const Incoming*& before = told[part.reference];
        const Record* counts = ward.record().resource(part.reference);
        if (now.version.empty() && before != nullptr) {
            const bool same = before->text == now.text;
            now.version = same ? before->version : digest_of({now.text, before->version, before->text});
        } else if (now.version.empty() && counts != nullptr) {
            const bool same = counts->text == now.text;
            now.version = same ? counts->version : digest_of({now.text, std::to_string(counts->number)});
        }
        before = &now;
    }
}

}  // namespace stormkeel
