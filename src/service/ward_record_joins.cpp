// Which ids are one patient, and whom an HL7 v2 identifier means.
#include <algorithm>

#include "service/record_names.h"
#include "service/ward_record.h"

namespace stormkeel {

void WardRecord::read_patient_resource(const Record& record) {
    std::set<std::string> values{record.patient};
    const std::vector<SystemAndValue> told = identifiers_in(record);
    for (const auto& [system, value] : told) values.insert(value);
    fold_those_named(values);
    values.clear();
    std::erase_if(identifiers_, [&](const auto& known) {
        if (known.second.patient != record.patient) return false;
        values.insert(known.first);
        return true;
    });
    for (const auto& [system, value] : told) {
        name_together(record.patient, value);
        identifiers_.emplace(value, Identifier{system, record.patient});
        values.insert(value);
    }
    for (const std::string& value : values) {
        tie(value);
        place_identifier(value);
    }
    settle_who_is_who(record.received);
}

std::vector<std::string> WardRecord::patients_with(std::string_view system, std::string_view value) const {
    std::set<std::string> found;
    const auto [first, past] = identifiers_.equal_range(value);
    for (auto it = first; it != past; ++it) {
        if (system.empty() || it->second.system == system) found.insert(it->second.patient);
    }
    return {found.begin(), found.end()};
}

bool WardRecord::has_identifier(const std::string& patient, std::string_view value) const {
    const auto [first, past] = identifiers_.equal_range(value);
    return std::any_of(first, past, [&](const auto& known) { return known.second.patient == patient; });
}

std::vector<std::string> WardRecord::identifiers_of(std::string_view patient) const {
    std::vector<std::string> found;
    for (const auto& [value, known] : identifiers_) {
        if (known.patient == patient && patients_with("", value).size() == 1) found.push_back(value);
    }
    return found;
}

// Whose it is now, and as whose it was read before, are one patient, or it is none of them.
std::optional<std::string> WardRecord::patient_of_identifier(const std::string& identifier) const {
    std::set<std::string> standing;
    for (const std::string& each : patients_with("", identifier)) standing.insert(standing_for(each));
    const auto tied = tied_.find(identifier);
    if (tied != tied_.end()) {
        for (const std::string& each : tied->second) standing.insert(standing_for(each));
    }
    if (standing.size() > 1) return std::nullopt;
    return standing.empty() ? standing_for(hl7v2_.patient_of(identifier)) : *standing.begin();
}

bool WardRecord::is_named_in_joins(const std::string& identifier) const {
    const auto& joined = hl7v2_.joined();
    return joined.contains(identifier) ||
           std::any_of(joined.begin(), joined.end(), [&](const auto& link) { return link.second == identifier; });
}

// A Patient rather than the id that is the identifier itself.
const std::string& WardRecord::id_meant_by(const std::string& identifier) const {
    const auto tied = tied_.find(identifier);
    if (tied == tied_.end()) return identifier;
    for (const std::string& id : tied->second) {
        if (id != identifier) return id;
    }
    return identifier;
}

std::optional<std::string> WardRecord::known_as(const std::string& id) const {
    const auto tied = tied_.find(id);
    const bool leads = tied != tied_.end() && tied->second.size() > 1 && tied->second.contains(id);
    if (!leads || resource("Patient/" + id) != nullptr || is_named_in_joins(id)) return std::nullopt;
    return id_meant_by(id);
}

// Of an identifier that messages named: as whom it is read from now on, beside all as whom it was. Whether that may
// make one patient of two.
bool WardRecord::tie(const std::string& identifier) {
    if (!hl7v2_.names(identifier)) return false;
    std::set<std::string> ids;
    if (const auto tied = tied_.find(identifier); tied != tied_.end()) ids = tied->second;
    const std::size_t before = ids.size();
    const std::vector<std::string> with = patients_with("", identifier);
    const bool in_joins = is_named_in_joins(identifier);
    const bool is_of_none = ids.empty() || (ids.size() == 1 && ids.contains(identifier));
    const bool is_of_one =
        is_of_none && !with.empty() && std::all_of(with.begin(), with.end(), [&](const std::string& each) {
            return standing_for(each) == standing_for(with.front());
        });
    if (is_of_one || hl7v2_.joined().contains(identifier)) ids.insert(with.begin(), with.end());
    // A number of the hospital may be another's id of FHIR by chance: then a Patient came for that.
    const bool is_anothers = resource("Patient/" + identifier) != nullptr;
    if (is_anothers ? in_joins && ids.empty() : in_joins || ids.empty()) ids.insert(identifier);
    if (ids.size() == before) return false;
    const bool may_join = in_joins || ids.size() > 1;
    tied_[identifier] = std::move(ids);
    return may_join;
}

namespace {

using JoinedPatients = std::map<std::string, std::string>;

const std::string& end_of_links(const JoinedPatients& joined, const std::string& patient) {
    const auto next = joined.find(patient);
    return next == joined.end() ? patient : end_of_links(joined, next->second);
}

// All who were ever joined are one patient: two joins of one patient's identifiers make three of two, and two that
// contradict each other lead to no circle.
void join_all(JoinedPatients& joined, const std::string& from, const std::string& into) {
    const std::string one = end_of_links(joined, from);
    const std::string other = end_of_links(joined, into);
    if (one != other) joined[one] = other;
}

}  // namespace

// What an A37 separates is read as what its Patient tells now, and no more as what one told before. Nothing when what
// was sent later joined them again.
std::set<std::string> WardRecord::untie(const Hl7Reading& separating) {
    const std::set<std::string> names = persons_named_in(separating);
    std::set<std::string> apart;
    for (const std::string& name : names) apart.insert(end_of_links(hl7v2_.joined(), name));
    std::set<std::string> found;
    if (apart.size() < 2) return found;
    for (auto& [identifier, ids] : tied_) {
        const std::size_t untied = std::erase_if(ids, [&](const std::string& id) {
            const bool named = names.contains(identifier) || names.contains(id);
            return named && id != identifier && !has_identifier(id, identifier);
        });
        if (untied > 0) found.insert(identifier);
    }
    std::erase_if(tied_, [](const auto& tied) { return tied.second.empty(); });
    return found;
}

void WardRecord::tie_named_in(const Message& message) {
    std::set<std::string> names = persons_named_in(message.reading);
    bool may_change = message.joins_changed;
    if (message.counts && message.reading.link == Hl7Link::separates) {
        std::set<std::string> untied = untie(message.reading);
        may_change = may_change || !untied.empty();
        names.merge(untied);
    }
    for (const std::string& name : names) {
        may_change = tie(name) || may_change;
        place_identifier(name);
    }
    if (may_change) settle_who_is_who(message.received);
}

bool WardRecord::is_known(const std::string& id) const {
    const PatientRecord* record = patient(id);
    return (record != nullptr && !record->records().empty()) || hl7v2_.knows(joined_into(id));
}

// An identifier is as whom it is read; else that of exactly one Patient is that patient, of several it is none of them.
void WardRecord::place_identifier(const std::string& value) {
    const std::string before = hl7v2_.patient_of(value);
    const std::vector<std::string> with = patients_with("", value);
    if (tied_.contains(value)) {
        hl7v2_.place(value, id_meant_by(value));
    } else if (with.size() == 1) {
        hl7v2_.place(value, with.front());
    } else {
        hl7v2_.unplace(value);
    }
    const std::string after = hl7v2_.patient_of(value);
    if (before == after || !(hl7v2_.knows({after}) || hl7v2_.knows({before}))) return;
    for (const std::string& each : {before, after}) {
        own(standing_for(each)).fold_anew();
        changed_.insert(each);
    }
}

// A patient is joined into another when an identifier of theirs was joined into one of the other's.
void WardRecord::settle_who_is_who(Instant now) {
    JoinedPatients joined;
    for (const auto& [identifier, ids] : tied_) {
        for (const std::string& id : ids) join_all(joined, id, id_meant_by(identifier));
    }
    for (const auto& [prior, surviving] : hl7v2_.joined()) join_all(joined, id_meant_by(prior), id_meant_by(surviving));
    if (joined == joined_) return;
    note_joined_charts(joined, now);
    const auto all = [&] {
        for (const auto& links : {joined_, joined}) {
            for (const auto& [from, into] : links) {
                for (const std::string& each : {from, into}) {
                    own(each).fold_anew();
                    own(standing_for(each)).fold_anew();
                    changed_.insert(each);
                }
            }
        }
    };
    all();
    joined_ = std::move(joined);
    all();
}

std::string WardRecord::standing_for(std::string_view patient) const {
    return end_of_links(joined_, std::string(patient));
}

std::vector<std::string> WardRecord::joined_into(std::string_view id) const {
    std::vector<std::string> members{std::string(id)};
    for (const auto& [from, into] : joined_) {
        if (from != id && standing_for(from) == id) members.push_back(from);
    }
    return members;
}

}  // namespace stormkeel
