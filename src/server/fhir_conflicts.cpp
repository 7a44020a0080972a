// Writes each as a dead letter, whose reason begins with the door that it came through.
#include "server/fhir_conflicts.h"

#include <algorithm>
#include <set>

#include "server/access.h"
#include "service/fhir_intake.h"

namespace stormkeel {

namespace {

constexpr std::string_view door = "FHIR ";

std::string why_held_back(const Incoming& conflicting) {
    return conflicting.source +
           ": its meta.versionId came before with another content; sent under a version of its own it would be taken";
}

}  // namespace

FhirSender sender_of(const RoutedRequest& request) {
    return {request.caller.name, acting_of(request.caller, request.http)};
}

void hold_back(ServedWard& served, const std::vector<Incoming>& conflicting, const FhirSender& sender) {
    std::set<std::string> messages;
    for (const Incoming& each : conflicting) messages.insert(each.text);
    const std::set<std::string> put_aside = were_held_back(served.ward.record(), messages);
    const Instant now = served.clock();
    std::vector<Incoming> letters;
    std::vector<AuditEntry> audit;
    for (const Incoming& each : conflicting) {
        if (messages.erase(each.text) == 0) continue;  // twice in one body
        std::string why = std::string(door) + why_held_back(each);
        if (put_aside.contains(each.text)) why += " (sent again at " + to_text(now) + ")";
        Incoming letter = dead_letter({std::move(why), each.text});
        if (served.ward.is_kept(letter)) continue;
        audit.push_back({0, now, sender.name, "hold back version", letter.source});
        letters.push_back(std::move(letter));
    }
    if (letters.empty()) return;
    served.run_as(sender.acting, [&] {
        const auto kept = served.keep_now(letters, audit);
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) served.refused(*problem);
    });
}

bool is_of_fhir(const DeadLetter& letter) { return letter.why.starts_with(door); }

void take_again(ServedWard& served, const DeadLetter& letter, const FhirTakenAgain& done) {
    served.keep_waiting();
    const auto read = [&] { return read_fhir_intake({letter.message}, served.ward, served.clock()); };
    FhirIntake intake = read();
    if (intake.parts.size() != 1) return done(std::string("it holds no resource"));
    if (const auto& record = intake.parts.front().record) {
        // Whoever left comes back, and what it is hangs on what the ward knows of them.
        const auto called = served.ward.call_back_for({&*record, 1}, served.clock());
        if (const auto* problem = std::get_if<StoreProblem>(&called)) return done(*problem);
        if (std::get<bool>(called)) intake = read();
    }
    const FhirIntakePart& part = intake.parts.front();
    if (!part.record) return done(part.issue);
    if (served.ward.conflicts(*part.record)) return done(why_held_back(*part.record));
    count_from_now_on(intake.parts, served.ward);
    served.hand_in({*intake.parts.front().record}, [done](const Stored<ServedWard::Outcomes>& kept) {
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return done(*problem);
        done(std::string());
    });
}

}  // namespace stormkeel
