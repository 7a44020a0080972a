// Reads a message, looks whether the ward can take it, and answers once it is kept.
#include "server/hl7v2_intake.h"

#include <algorithm>
#include <map>

#include "service/dead_letters.h"

namespace stormkeel {

namespace {

std::string source_of(const Hl7Header& header) { return "HL7 " + header.sender() + '|' + header.control_id; }

const Hl7Problem nothing_kept{Hl7Error::internal, "MSH", "nothing was kept; send it again"};

Instant time_of(const Hl7Entry& entry) {
    if (const auto* row = std::get_if<Hl7Row>(&entry.says)) return row->at;
    if (const auto* given = std::get_if<Administration>(&entry.says)) return given->start;
    if (const auto* allergy = std::get_if<DrugAllergy>(&entry.says)) return allergy->recorded.value_or(never);
    return never;
}

// What lies ahead of us: the message itself, or what it tells.
bool lies_ahead(const Hl7Reading& reading, Instant now) {
    const auto ahead = [&](Instant at) { return at != never && at - now > ahead_at_most; };
    if (reading.header.sent && ahead(*reading.header.sent)) return true;
    return std::any_of(reading.persons.begin(), reading.persons.end(), [&](const Hl7Person& person) {
        return std::any_of(person.entries.begin(), person.entries.end(),
                           [&](const Hl7Entry& entry) { return ahead(time_of(entry)); });
    });
}

// The places of a message, by the names that the ward has for them.
std::map<std::string, std::string> places_of(const LiveWard& ward, const Hl7Reading& reading) {
    Hl7Reading kept = reading;
    ward.record().name_as_kept(kept);
    const std::string message = reading.header.place() + " ";
    std::map<std::string, std::string> places{{message + "PID 1", "PID 1"}};
    for (std::size_t i = 0; i < kept.persons.size(); ++i) {
        for (std::size_t k = 0; k < kept.persons[i].entries.size(); ++k) {
            const std::string place = reading.persons[i].entries[k].where.substr(message.size());
            for (const char* more : {"", " (preliminary)"}) {
                places.emplace(kept.persons[i].entries[k].where + more, place);
            }
        }
    }
    return places;
}

// What of an accepted message could not be used.
std::vector<Hl7Problem> warnings_of(const LiveWard& ward, const Hl7Reading& reading) {
    std::vector<Hl7Problem> warnings = reading.broken_lines;
    for (const Hl7Person& person : reading.persons) {
        const auto id = ward.record().patient_of_identifier(person.patient);
        const WardPatient* patient = id ? ward.patient(*id) : nullptr;
        if (patient == nullptr || patient->timeline().rejected().empty()) continue;
        const std::map<std::string, std::string> places = places_of(ward, reading);
        for (const Rejection& one : patient->timeline().rejected()) {
            const auto place = places.find(one.where);
            if (place == places.end()) continue;
            warnings.push_back({Hl7Error::data_type, place->second, one.what + ": " + one.why});
        }
    }
    return warnings;
}

// Counted, and told in the log by its outcome alone. Who sends again what came before speaks, too.
void note_message(ServedWard& served, const Hl7Header& header, Hl7Outcome outcome) {
    ++served.counts.messages[outcome];
    if (outcome == Hl7Outcome::accepted) served.watch.technical.feed_spoke(header.sender(), served.clock());
    const auto level = outcome == Hl7Outcome::accepted ? LogLevel::info : LogLevel::warning;
    if (served.operation.log) served.operation.log->write(level, "hl7v2_message", {{"outcome", name_of(outcome)}});
}

}  // namespace

// Whether it says of an identifier whose it is, of which that is not known yet: what waits may say otherwise.
bool Hl7Intake::tells_authority(const Hl7Reading& reading) const {
    return std::any_of(reading.persons.begin(), reading.persons.end(), [&](const Hl7Person& person) {
        return !person.authority.empty() && served_.ward.record().authority_of(person.patient).empty();
    });
}

// In the audit once for each sender of a connection.
std::string Hl7Intake::why_not_theirs(const MllpPeer& peer, const Hl7Header& header) {
    constexpr std::size_t longest_sender = 100;
    std::string why = why_not_as_sender(served_.operation.hl7v2_senders, peer, header.sender());
    if (why.empty() || !refused_.note(peer, header.sender())) return why;
    const std::string shown = peer.certificate.empty() ? "no certificate" : "certificate " + peer.certificate;
    const auto kept = served_.ward.keep_audit(
        {0, served_.clock(), "anyone", "sender refused", shown + " as " + header.sender().substr(0, longest_sender)});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) served_.refused(*problem);
    return why;
}

Hl7Intake::Judged Hl7Intake::judge(const Hl7Frame& frame, const MllpPeer* peer) {
    const WardKnowledge& knowledge = served_.knowledge;
    Judged judged;
    judged.reading = read_hl7v2(Hl7Message(frame.message), knowledge.terminology, knowledge.hl7v2);
    judged.answer = {Hl7Answering::original, judged.reading.outcome, judged.reading.problems, {}};
    const auto refuse = [&](Hl7Outcome outcome, const Hl7Problem& problem) {
        judged.answer.outcome = outcome;
        judged.answer.problems.assign(1, problem);
        judged.is_dead_letter = true;
    };
    if (!frame.problem.empty()) {
        refuse(Hl7Outcome::rejected, {Hl7Error::segment_sequence, "MLLP", frame.problem});
        return judged;
    }
    if (const std::string why = peer == nullptr ? "" : why_not_theirs(*peer, judged.reading.header); !why.empty()) {
        refuse(Hl7Outcome::rejected, {Hl7Error::unknown_key, "MSH-3", why});
        return judged;
    }
    if (judged.reading.outcome != Hl7Outcome::accepted) {
        judged.is_dead_letter = judged.reading.used || judged.reading.header.type.empty();
        return judged;
    }
    if (served_.waits(source_of(judged.reading.header)) || served_.who_is_who_waits() ||
        tells_authority(judged.reading)) {
        served_.keep_waiting();
    }
    const auto called =
        served_.ward.call_back_for(std::vector{record_of(judged.reading, frame.message)}, served_.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&called)) {
        served_.refused(*problem);
        // Held back, it is taken again once what is damaged is mended.
        const bool unavailable = problem->kind == StoreProblem::Kind::unavailable;
        refuse(Hl7Outcome::failed, unavailable ? Hl7Problem{Hl7Error::internal, "PID-3", problem->what} : nothing_kept);
        judged.is_dead_letter = unavailable;
        return judged;
    }
    const auto seen = served_.ward.record().message_seen(judged.reading);
    judged.repeated = seen == Hl7Seen::repeated;
    if (judged.repeated) return judged;
    if (seen == Hl7Seen::otherwise) {
        refuse(Hl7Outcome::failed, {Hl7Error::duplicate_key, "MSH-10",
                                    "a message of this number came before and said something else; a number of its "
                                    "own would be right"});
    } else if (lies_ahead(judged.reading, served_.clock())) {
        refuse(Hl7Outcome::failed, {Hl7Error::data_type, "MSH-7",
                                    "it tells of more than 5 minutes after it was received; correct the clock of its "
                                    "sender"});
    }
    for (const Hl7Person& person : judged.reading.persons) {
        const std::string why = why_another_patient(person, served_.ward.record().authority_of(person.patient));
        if (!why.empty()) refuse(Hl7Outcome::failed, {Hl7Error::duplicate_key, "PID-3", why});
        if (served_.ward.record().patient_of_identifier(person.patient)) continue;
        refuse(Hl7Outcome::failed,
               {Hl7Error::unknown_key, "PID-3", "the identifier fits two patients; nothing is used until it fits one"});
    }
    return judged;
}

// Under whom it is kept: whom its first identifier means.
Incoming Hl7Intake::record_of(const Hl7Reading& reading, const std::string& text) const {
    Incoming incoming;
    incoming.form = RecordForm::hl7v2;
    incoming.source = source_of(reading.header);
    incoming.text = text;
    if (reading.persons.empty()) return incoming;
    const std::string& identifier = reading.persons.front().patient;
    incoming.patient = served_.ward.record().patient_of_identifier(identifier).value_or(identifier);
    return incoming;
}

void Hl7Intake::keep(const Judged& judged, const std::string& text, const Done& done) {
    served_.watch.technical.feed_spoke(judged.reading.header.sender(), served_.clock());
    served_.hand_in({record_of(judged.reading, text)}, [this, judged, done](const Stored<ServedWard::Outcomes>& kept) {
        Hl7Answer told = judged.answer;
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) {
            served_.refused(*problem);
            told.outcome = Hl7Outcome::failed;
            told.problems = {nothing_kept};
        } else {
            told.warnings = warnings_of(served_.ward, judged.reading);
        }
        done(told);
    });
}

void Hl7Intake::hold_back(const Judged& judged, const std::string& text, const Done& done) {
    const Hl7Problem& problem = judged.answer.problems.front();
    std::string why = problem.where + ": " + problem.why;
    if (was_held_back(served_.ward.record(), text)) why += " (sent again at " + to_text(served_.clock()) + ")";
    served_.hand_in({dead_letter({why, text})}, [this, judged, done](const Stored<ServedWard::Outcomes>& kept) {
        if (const auto* failed = std::get_if<StoreProblem>(&kept)) served_.refused(*failed);
        done(judged.answer);
    });
}

void Hl7Intake::opened(const MllpPeer& peer) {
    served_.watch.technical.link_opened(peer.connection, peer.address, served_.clock());
}

void Hl7Intake::closed(const MllpPeer& peer) {
    refused_.forget(peer);
    served_.watch.technical.link_closed(peer.connection, served_.clock());
}

void Hl7Intake::take(const MllpPeer& peer, Hl7Frame frame, Answer answer) {
    const Judged judged = judge(frame, &peer);
    const Hl7Header& header = judged.reading.header;
    // Nor is the link that of somebody whose certificate it did not show.
    const bool is_named = (!header.sending_application.empty() || !header.sending_facility.empty()) &&
                          why_not_as_sender(served_.operation.hl7v2_senders, peer, header.sender()).empty();
    if (is_named) served_.watch.technical.link_spoke(peer.connection, header.sender());
    const auto tell = [this, header = judged.reading.header, answer](const Hl7Answer& told) {
        note_message(served_, header, told.outcome);
        answer(answers(header, told));
    };
    if (judged.answer.outcome == Hl7Outcome::accepted) {
        judged.repeated ? tell(judged.answer) : keep(judged, frame.message, tell);
    } else if (judged.is_dead_letter && !frame.message.empty()) {
        hold_back(judged, frame.message, tell);
    } else {
        tell(judged.answer);
    }
}

void Hl7Intake::take_again(const std::string& message, const Done& done) {
    const Judged judged = judge({message, {}}, nullptr);
    const bool accepted = judged.answer.outcome == Hl7Outcome::accepted;
    accepted && !judged.repeated ? keep(judged, message, done) : done(judged.answer);
}

std::vector<std::string> Hl7Intake::answers(const Hl7Header& header, Hl7Answer told) {
    std::vector<std::string> all;
    for (Hl7Problem& unknown : unknown_conditions(header)) told.warnings.push_back(std::move(unknown));
    for (const Hl7Answering mode : answers_asked_for(header, told.outcome)) {
        told.mode = mode;
        const Instant now = served_.clock();
        all.push_back(
            hl7v2_ack(header, told, {now, std::to_string(now.microseconds) + "." + std::to_string(++answered_)}));
    }
    return all;
}

}  // namespace stormkeel
