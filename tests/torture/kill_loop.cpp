// Kills a served ward at random moments while bodies of twenty facts of four patients come in, each of whom needs
// alerts, and alerts are answered. What was answered for has to be there, and of each body all or nothing: its facts,
// the evaluation and the alerts of each patient, and of each answer to an alert the alert's new state and the audit's
// row.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "torture/campaign.h"
#include "torture/kept_rows.h"
#include "torture/served.h"

namespace {

namespace fs = std::filesystem;
using stormkeel::KeptRows;
using stormkeel::new_token;
using stormkeel::number;
using stormkeel::Served;

// A fresh folder now and then: what is searched for is loss, not how a start grows with its history.
constexpr std::uint64_t kills_in_folder = 10;
constexpr std::uint64_t patients_in_body = 4;
constexpr std::uint64_t facts_of_patient = 5;
constexpr std::array<const char*, 4> kinds{"fact", "evaluation", "alert", "event of an alert"};

std::string patient(std::uint64_t body, std::uint64_t i) { return std::to_string(body) + "-" + std::to_string(i); }

std::string entry(const std::string& type, const std::string& id, const std::string& who, const std::string& rest) {
    return R"({"request":{"method":"PUT","url":")" + type + "/" + id + R"("},"resource":{"resourceType":")" + type +
           R"(","id":")" + id + R"(","subject":{"reference":"Patient/)" + who + R"("},)" + rest + "}}";
}

std::string observed(const std::string& who, const std::string& loinc, const std::string& quantity) {
    return entry("Observation", who + "-" + loinc, who,
                 R"("status":"final","effectiveDateTime":"2026-03-03T10:00:00Z","code":{"coding":[{"system":)"
                 R"("http://loinc.org","code":")" +
                     loinc + R"("}]},"valueQuantity":{"system":"http://unitsofmeasure.org",)" + quantity + "}");
}

// Fever and a vasopressor after CAR T cells: five facts of a patient who needs alerts.
std::string ill(const std::string& who) {
    return entry("MedicationAdministration", who + "-cells", who,
                 R"("status":"completed","effectiveDateTime":"2026-03-01T09:00:00Z",)"
                 R"("medicationCodeableConcept":{"text":"Yescarta"})") +
           "," + observed(who, "8310-5", R"("value":38.6,"code":"Cel")") + "," +
           observed(who, "8480-6", R"("value":80,"code":"mm[Hg]")") + "," +
           observed(who, "8867-4", R"("value":110,"code":"/min")") + "," +
           entry("MedicationAdministration", who + "-pressor", who,
                 R"("status":"in-progress","effectivePeriod":{"start":"2026-03-03T10:30:00Z"},)"
                 R"("medicationCodeableConcept":{"text":"norepinephrine"},"dosage":{"rateQuantity":)"
                 R"({"value":0.05,"system":"http://unitsofmeasure.org","code":"ug/kg/min"}})");
}

std::string bundle(std::uint64_t body) {
    std::string entries;
    for (std::uint64_t i = 0; i < patients_in_body; ++i) entries += (i == 0 ? "" : ",") + ill(patient(body, i));
    return R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}";
}

struct Tally {
    std::uint64_t bodies = 0;   // answered for
    std::uint64_t answers = 0;  // to alerts, answered for
    std::uint64_t wrong = 0;
};

// What was answered for in one folder, over all lives in it.
struct AnsweredFor {
    std::set<std::uint64_t> bodies;
    std::set<std::uint64_t> alerts;
    std::uint64_t next = 1;  // body
};

// What is kept of each patient, by kind.
std::array<std::map<std::string, std::size_t>, kinds.size()> kept_by_patient(const KeptRows& rows) {
    std::array<std::map<std::string, std::size_t>, kinds.size()> kept;
    const std::array<const char*, kinds.size()> selects{
        "SELECT patient FROM record WHERE patient <> ''", "SELECT DISTINCT patient FROM assessment",
        "SELECT DISTINCT patient FROM alert WHERE patient <> ''",
        "SELECT DISTINCT patient FROM event WHERE kind = 'alert' AND patient <> ''"};
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        for (const std::string& who : rows.found(selects.at(kind))) ++kept.at(kind)[who];
    }
    return kept;
}

// How much is not as it has to be; each is told.
std::uint64_t wrong_in(const KeptRows& rows, const AnsweredFor& answered, bool tell = true) {
    std::uint64_t wrong = 0;
    const auto say = [&](const std::string& what) {
        ++wrong;
        if (tell) std::cout << what << ".\n";
    };
    const auto kept = kept_by_patient(rows);
    for (std::uint64_t body = 1; body < answered.next; ++body) {
        std::array<std::size_t, kinds.size()> sums{};
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            for (std::uint64_t i = 0; i < patients_in_body; ++i) {
                const auto of = kept.at(kind).find(patient(body, i));
                sums.at(kind) += of == kept.at(kind).end() ? 0 : of->second;
            }
        }
        const bool nothing = sums == decltype(sums){};
        if (nothing && answered.bodies.contains(body)) say("Body " + std::to_string(body) + " is lost");
        for (std::size_t kind = 0; kind < kinds.size() && !nothing; ++kind) {
            const std::size_t all = kind == 0 ? patients_in_body * facts_of_patient : patients_in_body;
            if (sums.at(kind) != all) {
                say("Of body " + std::to_string(body) + " " + std::to_string(sums.at(kind)) + " of " +
                    std::to_string(all) + ": " + kinds.at(kind));
            }
        }
    }
    const auto acknowledged = rows.found("SELECT 'alert ' || number FROM alert WHERE state = 1");
    const auto audited = rows.found("SELECT object FROM audit WHERE action = 'acknowledge'");
    const auto told = rows.found(
        "SELECT 'alert ' || json_extract(json, '$.id') FROM event WHERE kind = 'alert' AND "
        "json_extract(json, '$.state') = 'acknowledged'");
    if (acknowledged != audited || acknowledged != told) say("Answers to alerts, the audit and the events differ");
    for (const std::uint64_t alert : answered.alerts) {
        if (!acknowledged.contains("alert " + std::to_string(alert))) {
            say("The answer to alert " + std::to_string(alert) + " is lost");
        }
    }
    return wrong;
}

// Each thing that may be missing is noticed when it is.
std::uint64_t unnoticed(const std::string& folder, const AnsweredFor& answered) {
    std::uint64_t overlooked = 0;
    if (answered.bodies.empty() || answered.alerts.empty()) return 0;
    const std::string body = std::to_string(*answered.bodies.begin());
    for (const std::string& spoil : std::vector<std::string>{
             "DELETE FROM record WHERE number = (SELECT max(number) FROM record WHERE patient = '" + body + "-0')",
             "DELETE FROM assessment WHERE patient = '" + body + "-1'",
             "DELETE FROM alert WHERE patient = '" + body + "-2'",
             "DELETE FROM event WHERE kind = 'alert' AND patient = '" + body + "-3'",
             "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit WHERE action = 'acknowledge')",
             "DELETE FROM alert WHERE row = (SELECT max(row) FROM alert WHERE state = 1)"}) {
        const KeptRows rows(folder);
        rows.spoil(spoil);
        if (wrong_in(rows, answered, false) > 0) continue;
        std::cout << "Not noticed: " << spoil << ".\n";
        ++overlooked;
    }
    return overlooked;
}

bool verified(const std::string& folder) {
    return std::system((std::string(STORMKEEL_PROGRAM) + " verify --data " + folder + " >/dev/null").c_str()) == 0;
}

bool is_taken(const std::string& answer) { return answer.starts_with("HTTP/1.1 200"); }

// One life of the ward, ended at a moment of chance; then its data are looked at, and it starts again.
void live_and_die(Served& ward, const std::string& token, std::mt19937_64& random, AnsweredFor& answered,
                  Tally& tally) {
    std::atomic<bool> over = false;
    std::thread feed([&] {
        for (std::string answer = "."; !over && !answer.empty();) {
            const std::uint64_t i = answered.next++;
            answer = ward.ask("POST /fhir", token, bundle(i));
            if (!is_taken(answer)) continue;
            answered.bodies.insert(i);
            const std::string alert = "/api/alerts/" + std::to_string(answered.bodies.size()) + "/acknowledge";
            answer = ward.ask("POST " + alert, token, "{}");
            if (is_taken(answer)) answered.alerts.insert(answered.bodies.size());
        }
    });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    ward.end(SIGKILL);
    over = true;
    feed.join();
    tally.wrong += wrong_in(KeptRows(ward.data), answered);
    ward.start();
    if (!verified(ward.data)) {
        ++tally.wrong;
        std::cout << "What is kept is not verified.\n";
    }
}

}  // namespace

int main(int count, char** words) {
    const std::uint64_t kills = count > 1 ? number(words[1], 1000) : 1000;
    const std::uint64_t seed = count > 2 ? number(words[2], 20260301) : 20260301;
    std::mt19937_64 random(seed);
    const std::string folder = (fs::temp_directory_path() / ("stormkeel-kills-" + std::to_string(::getpid()))).string();
    Tally tally;
    for (std::uint64_t life = 0; life < kills;) {
        fs::remove_all(folder);
        const std::string token = new_token(folder);
        Served ward(folder);
        AnsweredFor answered;
        for (std::uint64_t i = 0; i < kills_in_folder && life < kills; ++i, ++life) {
            live_and_die(ward, token, random, answered, tally);
        }
        tally.bodies += answered.bodies.size();
        tally.answers += answered.alerts.size();
        ward.end(SIGKILL);
        tally.wrong += wrong_in(KeptRows(folder), answered);
        if (life >= kills) tally.wrong += unnoticed(folder, answered);
    }
    fs::remove_all(folder);
    std::cout << "Kills " << kills << " by seed " << seed << ", facts answered for "
              << tally.bodies * patients_in_body * facts_of_patient << " in " << tally.bodies
              << " bodies, answers to alerts " << tally.answers << ", wrong " << tally.wrong << ".\n";
    return tally.wrong == 0 && tally.bodies > 0 && tally.answers > 0 ? 0 : 1;
}
