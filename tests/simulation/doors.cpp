// Makes requests of letters, and reads from the answers what a sender may rely on.
#include "simulation/doors.h"

#include <nlohmann/json.hpp>
#include <string>

#include "simulation/service.h"

namespace stormkeel::simulation {

namespace {

Outcome outcome_of_fact(const HttpResponse& response) {
    const auto json = nlohmann::json::parse(response.body);
    if (!json.contains("facts")) return Outcome::refused;
    const std::string outcome = json["facts"][0]["outcome"];
    if (outcome == "kept") return Outcome::kept;
    if (outcome == "repeated") return Outcome::repeated;
    return outcome == "conflicting" ? Outcome::conflicting : Outcome::refused;
}

// "201 Created" is new; what was there is only told apart from what it updates where nothing is updated.
Outcome outcome_of_status(int status, bool updates) {
    if (status == 201) return Outcome::kept;
    if (status == 200) return updates ? Outcome::taken : Outcome::repeated;
    return status == 409 ? Outcome::conflicting : Outcome::refused;
}

std::vector<Outcome> outcomes_of_transaction(const HttpResponse& response, std::size_t count) {
    if (response.status != 200) return std::vector<Outcome>(count, Outcome::refused);
    const auto json = nlohmann::json::parse(response.body);
    std::vector<Outcome> outcomes;
    for (const auto& entry : json["entry"]) {
        outcomes.push_back(outcome_of_status(std::stoi(entry["response"]["status"].get<std::string>()), true));
    }
    return outcomes;
}

Outcome outcome_of_message(const std::string& answer) {
    if (answer.find("\rMSA|AA|") != std::string::npos) return Outcome::taken;
    constexpr const char* duplicate_key = "|205^";
    return answer.find(duplicate_key) != std::string::npos ? Outcome::conflicting : Outcome::refused;
}

HttpRequest transaction(const std::vector<Letter>& letters) {
    std::string entries;
    for (const Letter& letter : letters) {
        entries += (entries.empty() ? "" : ",") + (R"({"resource":)" + letter.text) +
                   R"(,"request":{"method":"PUT","url":")" + letter.source + "\"}}";
    }
    return Service::request("POST /fhir", Service::feed,
                            R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}");
}

HttpRequest request_of(const Letter& letter, FhirCall call) {
    if (letter.door == Door::facts) {
        HttpRequest request = Service::request("POST /api/patients/" + letter.patient + "/facts", Service::feed,
                                               R"({"facts":[)" + letter.text + "]}");
        if (!letter.key.empty()) request.fields["idempotency-key"] = letter.key;
        return request;
    }
    const std::string type = letter.source.substr(0, letter.source.find('/'));
    const std::string address = call == FhirCall::put    ? "PUT /fhir/" + letter.source
                                : call == FhirCall::post ? "POST /fhir"
                                                         : "POST /fhir/" + type;
    return Service::request(address, Service::feed, letter.text);
}

}  // namespace

void deliver(WardApplication& application, const Delivery& delivery, const Told& told) {
    const std::size_t count = delivery.letters.size();
    if (count > 1) {
        return application.answer(transaction(delivery.letters), [told, count](const HttpResponse& response) {
            told(outcomes_of_transaction(response, count));
        });
    }
    const Letter& letter = delivery.letters.front();
    if (letter.door == Door::hl7v2) {
        return application.hl7v2().take(
            {1, "127.0.0.1"}, {letter.text, {}},
            [told](const std::vector<std::string>& answers) { told({outcome_of_message(answers.front())}); });
    }
    const bool updates = delivery.call == FhirCall::put;
    const bool charted = letter.door == Door::facts;
    application.answer(request_of(letter, delivery.call), [told, charted, updates](const HttpResponse& response) {
        told({charted ? outcome_of_fact(response) : outcome_of_status(response.status, updates)});
    });
}

}  // namespace stormkeel::simulation
