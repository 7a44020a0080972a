// Keeps what messages said under the identifiers they named, and writes what still stands into timelines.
#include "adapters/hl7v2_chart.h"

#include <algorithm>

#include "adapters/chart_csv_words.h"
#include "adapters/hl7v2_reading.h"

namespace stormkeel {
namespace {

std::string place_of(const Hl7Header& header) {
    const std::string place = header.place();
    return place == " " ? "an HL7 v2 message" : place;
}

// Writes what an entry says; each alternative as its kind of record is written for every door.
struct EntryWriter {
    const Terminology& terminology;
    FhirChart& chart;
    std::string where;

    void operator()(const Hl7Nothing&) const {}
    void operator()(const Hl7Row& row) const { chart.row(row.at, where, {"", row.item, row.value, row.unit}); }
    void operator()(const Absence& absence) const { end_what_is_absent(terminology, chart, where, absence); }
    void operator()(const Administration& given) const { write_administration(terminology, chart, given); }
    void operator()(const DrugOrder& order) const { write_order(terminology, chart, order); }
    void operator()(const DrugAllergy& allergy) const { write_allergy(terminology, chart, where, allergy); }
    void operator()(const Hl7Refused& refused) const {
        chart.reject(where, refused.what, refused.why);
        for (const Absence& end : refused.ends) end_what_is_absent(terminology, chart, where, end);
    }
    void operator()(const Hl7Unmapped& unmapped) const { chart.unmapped(where, unmapped.what, unmapped.why); }
};

std::string what_of(const Hl7Entry& entry) {
    const auto* nothing = std::get_if<Hl7Nothing>(&entry.says);
    return nothing == nullptr ? entry.where : nothing->what;
}

// In the order in which they were sent, then in that of arrival.
template <typename Sent>
bool is_before(const Sent* a, const Sent* b) {
    return a->sent != b->sent ? a->sent < b->sent : a->message < b->message;
}

}  // namespace

std::optional<Hl7Problem> Hl7Record::repeated_or_other(const Hl7Reading& reading, bool& repeated) {
    const auto [known, is_new] =
        contents_.try_emplace({reading.header.sender(), reading.header.control_id}, reading.content);
    repeated = !is_new && known->second == reading.content;
    if (is_new || repeated) return std::nullopt;
    return Hl7Problem{Hl7Error::duplicate_key, "MSH-10",
                      "another message of this sender has the number '" + clipped(reading.header.control_id) +
                          "' and says something else; this one is held back, and a number of its own would be right"};
}

Hl7Seen Hl7Record::seen(const Hl7Reading& reading) const {
    const auto known = contents_.find({reading.header.sender(), reading.header.control_id});
    if (known == contents_.end()) return Hl7Seen::not_yet;
    return known->second == reading.content ? Hl7Seen::repeated : Hl7Seen::otherwise;
}

std::string why_another_patient(const Hl7Person& person, const std::string& authority) {
    if (person.authority.empty() || authority.empty() || authority == person.authority) return {};
    return "authority '" + clipped(person.authority) + "' gave this identifier, and '" + clipped(authority) +
           "' gave the same to another patient; nothing of the message is used";
}

const std::string& Hl7Record::authority_of(const std::string& identifier) const {
    static const std::string none;
    const auto own = own_.find(identifier);
    return own == own_.end() ? none : own->second.authority;
}

Hl7Taken Hl7Record::add(Hl7Reading reading) {
    Hl7Taken taken;
    const std::string place = place_of(reading.header);
    if (reading.outcome != Hl7Outcome::accepted) {
        if (!reading.used) ++not_used_[reading.header.type + "^" + reading.header.event];
        for (const Hl7Problem& problem : reading.problems) {
            if (reading.used) rejected_.push_back({place, problem.where, problem.why});
            taken.problem = problem;
        }
        return taken;
    }
    taken.problem = repeated_or_other(reading, taken.repeated);
    if (taken.problem) rejected_.push_back({place, taken.problem->where, taken.problem->why});
    if (taken.problem || taken.repeated) return taken;
    taken.stands_alone = stands_alone(reading);
    senders_.insert(reading.header.sender());
    name_new_apart(reading);
    ++messages_;
    for (const Hl7Problem& line : reading.broken_lines) rejected_.push_back({place, line.where, line.why});
    const Instant sent = sent_of(reading);
    link(reading, sent);
    std::vector<std::string> named;
    for (Hl7Person& person : reading.persons) {
        named.push_back(person.patient);
        if (!take_person(reading, sent, std::move(person))) {
            taken.problem = Hl7Problem{Hl7Error::duplicate_key, "PID-3", rejected_.back().why};
        }
    }
    for (const std::string& name : named) {
        const std::string& patient = patient_of(name);
        if (std::find(taken.patients.begin(), taken.patients.end(), patient) == taken.patients.end()) {
            taken.patients.push_back(patient);
        }
    }
    return taken;
}

void Hl7Record::add_unreadable(const Hl7Problem& problem) {
    rejected_.push_back({"an HL7 v2 message", problem.where, problem.why});
}

// False when its identifier is that of another patient.
bool Hl7Record::take_person(const Hl7Reading& reading, Instant sent, Hl7Person person) {
    const std::string place = place_of(reading.header);
    Own& own = own_[person.patient];
    if (own.authority.empty()) own.authority = person.authority;
    if (std::string why = why_another_patient(person, own.authority); !why.empty()) {
        rejected_.push_back({place, "PID-3 " + clipped(person.patient), std::move(why)});
        return false;
    }
    own.last_sent = std::max(own.last_sent, sent);
    for (Hl7Entry& entry : person.entries) {
        own.names.insert(entry.names.begin(), entry.names.end());
        own.entries.push_back({sent, messages_, std::move(entry)});
    }
    person.entries.clear();
    if (!reading.keeps_persons && !person.bed.empty() && sent >= own.seen.told) own.seen = {sent, person.bed};
    own.told.push_back({sent, messages_, reading.keeps_persons, reading.header.event, place + " PID 1",
                        std::move(person), reading.link != Hl7Link::none});
    return true;
}

// Without a time it counts as sent with the last before it that named one of the same.
Instant Hl7Record::sent_of(const Hl7Reading& reading) const {
    if (reading.header.sent) return *reading.header.sent;
    Instant last = never;
    for (const Hl7Person& person : reading.persons) {
        for (const std::string& identifier : {person.patient, person.prior_patient}) {
            const auto own = own_.find(identifier);
            if (own != own_.end()) last = std::max(last, own->second.last_sent);
        }
    }
    return last;
}

// One that comes after later ones acts before them.
void Hl7Record::link(const Hl7Reading& reading, Instant sent) {
    if (reading.link == Hl7Link::none) return;
    const auto& persons = reading.persons;
    const Linked told{sent, reading.link, {}, {}};
    std::vector<Linked> links;
    if (reading.link == Hl7Link::joins) {
        for (const Hl7Person& person : persons) {
            own_.try_emplace(person.prior_patient);
            own_.try_emplace(person.patient);
            links.push_back(told);
            links.back().prior = person.prior_patient;
            links.back().surviving = person.patient;
        }
    } else {
        if (reading.link == Hl7Link::links) own_.try_emplace(persons[1].patient);
        links.push_back(told);
        links.back().prior = persons[1].patient;
        links.back().surviving = persons[0].patient;
    }
    const bool is_last = links_.empty() || links_.back().sent <= told.sent;
    const auto place = std::upper_bound(links_.begin(), links_.end(), told.sent,
                                        [](Instant of_it, const Linked& each) { return of_it < each.sent; });
    links_.insert(place, links.begin(), links.end());
    if (!is_last) joined_into_.clear();
    for (const Linked& each : is_last ? links : links_) act(each);
}

void Hl7Record::act(const Linked& linked) {
    if (linked.link == Hl7Link::separates) return separate(linked.surviving, linked.prior);
    join(linked.prior, linked.surviving);
}

const std::string& Hl7Record::root_of(const std::string& identifier) const {
    const std::string* root = &identifier;
    for (auto next = joined_into_.find(*root); next != joined_into_.end(); next = joined_into_.find(*root)) {
        root = &next->second;
    }
    return *root;
}

const std::string& Hl7Record::patient_of(const std::string& identifier) const {
    const std::string& root = root_of(identifier);
    const auto placed = placed_.find(root);
    return placed == placed_.end() ? root : placed->second;
}

// Nothing earlier has one of its names, and it tells of the person what was told.
bool Hl7Record::stands_alone(const Hl7Reading& reading) const {
    if (reading.link != Hl7Link::none || reading.persons.size() != 1 || !reading.broken_lines.empty()) return false;
    const Hl7Person& person = reading.persons.front();
    const auto own = own_.find(person.patient);
    if (own == own_.end() || own->second.told.empty()) return false;
    const bool joined = std::any_of(joined_into_.begin(), joined_into_.end(), [&](const auto& pair) {
        return pair.first == person.patient || pair.second == person.patient;
    });
    if (joined || person.life == Hl7Life::died) return false;
    if (!person.authority.empty() && person.authority != own->second.authority) return false;
    for (const Told& told : own->second.told) {
        if (told.person.life == Hl7Life::died) return false;
        if (told.person.birth_date != person.birth_date && person.birth_date) return false;
    }
    return std::all_of(person.entries.begin(), person.entries.end(), [&](const Hl7Entry& entry) {
        const bool adds = entry.effect == Hl7Effect::adds || entry.effect == Hl7Effect::may_change;
        return adds && std::holds_alternative<Hl7Row>(entry.says) &&
               std::none_of(entry.names.begin(), entry.names.end(),
                            [&](const std::string& name) { return own->second.names.contains(name); });
    });
}

void Hl7Record::join(const std::string& prior, const std::string& surviving) {
    if (prior == surviving) return;
    const std::string root = root_of(prior);
    // Joined the other way round before: the identifier that is now said to survive stands for itself again. Where it
    // was joined into a third, all three are one patient.
    if (root == root_of(surviving)) joined_into_.erase(surviving);
    if (root != surviving) joined_into_[root] = surviving;
}

void Hl7Record::separate(const std::string& one, const std::string& other) {
    for (const std::string& each : {other, one}) {
        if (root_of(one) != root_of(other)) return;
        joined_into_.erase(each);
    }
}

void Hl7Record::write_entries(const Members& members, FhirChart& chart) const {
    std::vector<const Hl7Kept*> kept;
    for (const Own* own : members) {
        for (const Hl7Kept& each : own->entries) kept.push_back(&each);
    }
    std::stable_sort(kept.begin(), kept.end(), is_before<Hl7Kept>);
    const std::vector<Hl7Verdict> verdicts = standing_of(kept);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const Hl7Entry& entry = kept[i]->entry;
        if (!verdicts[i].complaint.empty()) chart.reject(entry.where, what_of(entry), verdicts[i].complaint);
        if (!verdicts[i].stands) continue;
        // Who reads the answer should see that the value may still change.
        const std::string where = entry.where + (verdicts[i].preliminary ? " (preliminary)" : "");
        std::visit(EntryWriter{*terminology_, chart, where}, entry.says);
        if (entry.offset_minutes) chart.timeline().note_utc_offset(*entry.offset_minutes);
    }
}

namespace {

// Of what several messages tell of one person, that which counts: the last ADT's, and what others tell after it.
template <typename Told, typename Tells>
std::vector<const Told*> counting(const std::vector<Told>& all, Tells tells) {
    std::vector<const Told*> found;
    for (const Told& each : all) {
        if (tells(each.person)) found.push_back(&each);
    }
    std::stable_sort(found.begin(), found.end(), is_before<Told>);
    const auto last = std::find_if(found.rbegin(), found.rend(), [](const Told* each) { return each->keeps; });
    if (last != found.rend()) found.erase(found.begin(), last.base() - 1);
    return found;
}

}  // namespace

void Hl7Record::write_person(const Own& own, FhirChart& chart) const {
    for (const Told* told : counting(own.told, [](const Hl7Person& each) { return each.birth_date.has_value(); })) {
        Timeline& timeline = chart.timeline();
        const bool differed = timeline.birth_dates_differ();
        if (timeline.set_birth_date(*told->person.birth_date) || differed) continue;
        chart.reject(told->where, "birth_date " + to_text(*told->person.birth_date),
                     "the messages tell different dates; none is used until one is corrected");
    }
    // That a patient is alive is what a message says by default, so only ADT takes a death back.
    const Told* died = nullptr;
    for (const Told* told : counting(own.told, [](const Hl7Person& each) { return each.life != Hl7Life::untold; })) {
        if (told->person.life == Hl7Life::died) died = told;
    }
    if (died == nullptr) return;
    if (died->person.died_at) {
        chart.row(*died->person.died_at, died->where, {"", name_of(Item::death), "unknown", ""});
        return;
    }
    chart.reject(died->where, name_of(Item::death),
                 died->person.why_no_time_of_death +
                     "; the death counts from the last record of the patient, and PID-29 with its time would tell "
                     "when it was");
    chart.death_without_time(died->where);
}

Timeline Hl7Record::timeline_of(const std::string& patient, const Members& members, const Timeline* beside) const {
    Timeline timeline(patient);
    timeline.set_medication_record(MedicationRecord::partial);
    ChartRowReader rows(*terminology_);
    FhirChart chart(timeline, rows);
    for (const Own* own : members) write_person(*own, chart);
    write_entries(members, chart);
    chart.finish(beside);
    return timeline;
}

std::optional<Hl7Record::Seen> Hl7Record::seen_in(const Ids& patient) const {
    const Seen* last = nullptr;
    for (const Own* own : members_of(patient)) {
        if (!own->seen.bed.empty() && (last == nullptr || own->seen.told > last->told)) last = &own->seen;
    }
    return last == nullptr ? std::nullopt : std::optional(*last);
}

void Hl7Record::place(const std::string& identifier, const std::string& patient) {
    unplace(identifier);
    placed_[identifier] = patient;
    placed_at_[patient].insert(identifier);
}

void Hl7Record::unplace(const std::string& identifier) {
    const auto placed = placed_.find(identifier);
    if (placed == placed_.end()) return;
    const auto others = placed_at_.find(placed->second);
    others->second.erase(identifier);
    if (others->second.empty()) placed_at_.erase(others);
    placed_.erase(placed);
}

void Hl7Record::forget(const std::string& identifier) {
    own_.erase(identifier);
    joined_into_.erase(identifier);
    std::erase_if(links_, [&](const Linked& each) { return each.prior == identifier || each.surviving == identifier; });
    unplace(identifier);
}

void Hl7Record::forget(const Hl7Reading& message) {
    contents_.erase({message.header.sender(), message.header.control_id});
}

void Hl7Record::add_members(const std::string& patient, Members& members) const {
    const auto add = [&](const std::string& identifier) {
        const auto own = own_.find(identifier);
        if (own != own_.end() && patient_of(identifier) == patient) members.push_back(&own->second);
    };
    add(patient);
    for (const auto& [prior, surviving] : joined_into_) {
        if (prior != patient) add(prior);
    }
    const auto placed = placed_at_.find(patient);
    if (placed == placed_at_.end()) return;
    for (const std::string& identifier : placed->second) {
        if (identifier != patient && !joined_into_.contains(identifier)) add(identifier);
    }
}

Hl7Record::Members Hl7Record::members_of(const Ids& patient) const {
    Members members;
    for (const std::string& id : patient) add_members(id, members);
    return members;
}

bool Hl7Record::knows_by_joins_alone(const Ids& patient) const {
    const Members members = members_of(patient);
    const auto joins = [](const Told& told) {
        return told.joins && !told.person.birth_date && told.person.life != Hl7Life::died;
    };
    return !members.empty() && std::all_of(members.begin(), members.end(), [&](const Own* own) {
        return own->entries.empty() && std::all_of(own->told.begin(), own->told.end(), joins);
    });
}

Timeline Hl7Record::timeline(const Ids& patient, const Timeline* beside) const {
    return timeline_of(patient.front(), members_of(patient), beside);
}

Hl7Patients Hl7Record::read(const std::map<std::string, Timeline>& beside) const {
    std::map<std::string, Members> members;
    for (const auto& [identifier, own] : own_) members[patient_of(identifier)].push_back(&own);
    Hl7Patients all;
    for (const auto& [patient, own] : members) {
        const auto charted = beside.find(patient);
        all.patients.emplace(patient, timeline_of(patient, own, charted == beside.end() ? nullptr : &charted->second));
    }
    all.rejected = rejected_;
    all.not_used = not_used_;
    return all;
}

}  // namespace stormkeel
