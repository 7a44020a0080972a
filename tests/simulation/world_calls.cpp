// What comes to the service in a life: letters, answers of persons, and questions of other systems.
#include <algorithm>
#include <array>
#include <iterator>

#include "simulation/world.h"

namespace stormkeel::simulation {

namespace {

std::string title_of(const Letter& letter) { return letter.source + ' ' + letter.version; }

std::string hook(const std::string& name, const std::string& patient, const std::string& more) {
    return R"({"hook":")" + name + R"(","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":)" +
           R"("Practitioner/x","patientId":")" + patient + '"' + more + "}}";
}

std::string draft_order(const std::string& patient) {
    return R"(,"draftOrders":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest",)"
           R"("id":"r1","status":"draft","intent":"order","subject":{"reference":"Patient/)" +
           patient + R"("},"medicationCodeableConcept":{"text":"tocilizumab"}}}]})";
}

std::string in_words(const LastNumbers& last) {
    std::string words;
    for (const std::uint64_t each : {last.record, last.assessment, last.alert, last.event, last.audit}) {
        words += std::to_string(each) + ' ';
    }
    return words;
}

}  // namespace

// Some of the resources that arrive together come as one transaction.
std::vector<Delivery> World::draw_deliveries(std::vector<Letter> letters) {
    std::vector<Delivery> deliveries;
    for (Letter& letter : letters) {
        const bool joins = letter.door == Door::fhir && !deliveries.empty() &&
                           deliveries.back().letters.front().door == Door::fhir && below(2) == 0;
        if (!joins) deliveries.push_back({{}, static_cast<FhirCall>(below(fhir_calls))});
        deliveries.back().letters.push_back(std::move(letter));
    }
    return deliveries;
}

// The process may be killed before all is settled, or before all is answered.
Wrong World::take_what_arrived() {
    const std::vector<Delivery> deliveries = draw_deliveries(feed_.arrived(truth_));
    if (deliveries.empty()) return {};
    WardApplication& application = service_.application();
    const std::uint64_t ending = below(60);
    std::vector<Heard> heard;
    for (std::size_t i = 0; i < deliveries.size() && !application.has_failed(); ++i) {
        deliver(application, deliveries[i],
                [&heard, i](std::vector<Outcome> outcomes) { heard.push_back({i, std::move(outcomes)}); });
        if (below(3) == 0) application.settle();
    }
    if (ending != 0) application.settle();
    const bool is_killed = ending < 2;
    if (is_killed) heard.resize(below(heard.size() + 1));
    const bool is_silent = !is_killed && !application.has_failed() && heard.size() != deliveries.size();
    if (is_silent) return "something was never answered";
    const Wrong wrong = hear(deliveries, heard);
    if (!wrong.empty()) return wrong;
    return is_killed ? crash() : survive();
}

// What was not answered is sent again.
Wrong World::hear(const std::vector<Delivery>& deliveries, const std::vector<Heard>& heard) {
    std::vector<bool> was_heard(deliveries.size());
    for (const Heard& each : heard) {
        was_heard[each.delivery] = true;
        const Delivery& delivery = deliveries[each.delivery];
        const bool whole = delivery.letters.size() > 1 && each.outcomes.front() != Outcome::refused;
        counts_.transactions += whole ? 1 : 0;
        for (std::size_t i = 0; i < delivery.letters.size(); ++i) {
            if (whole && each.outcomes.at(i) == Outcome::conflicting) return "a transaction was taken in part";
            Wrong wrong = judge(delivery.letters[i], each.outcomes.at(i));
            if (!wrong.empty()) return wrong;
        }
    }
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        if (was_heard[i]) continue;
        ++counts_.lost_answers;
        for (const Letter& letter : deliveries[i].letters) send_again(letter);
    }
    return {};
}

void World::send_again(const Letter& letter) {
    in_doubt_.insert(title_of(letter));
    feed_.send_again(letter, truth_);
}

Wrong World::judge(const Letter& letter, Outcome outcome) {
    const std::string name = title_of(letter);
    const auto known = answered_.find(name);
    if (outcome == Outcome::refused) {
        send_again(letter);
    } else if (known != answered_.end()) {
        const bool repeats = outcome == Outcome::repeated || outcome == Outcome::taken;
        const bool same = known->second.text == letter.text;
        if (same ? !repeats : outcome != Outcome::conflicting) return name + " was taken twice";
    } else if (outcome == Outcome::conflicting) {
        return in_doubt_.contains(name) ? Wrong() : name + " conflicts with nothing";
    } else {
        answered_.emplace(name, letter);
        ++counts_.records.at(static_cast<std::size_t>(letter.door));
    }
    return {};
}

Wrong World::answer_an_alert() {
    std::vector<Alert> open = service_.ward().own_alerts();
    for (const auto& [id, patient] : service_.ward().patients()) {
        open.insert(open.end(), patient.alerts.begin(), patient.alerts.end());
    }
    std::erase_if(open, [](const Alert& alert) { return alert.number == 0; });
    if (open.empty()) return {};
    const Alert& alert = open[below(open.size())];
    const std::string nurse = "nurse-" + std::to_string(below(3));
    const std::uint64_t how = below(6);
    std::string deed = "acknowledge";
    std::string body = R"({"patient":")" + alert.patient + "\"}";
    if (how == 0) {
        deed = "decline";
        body = R"({"reason":"seen at the bed"})";
    } else if (how > 3 && why_no_snooze(alert, minutes(2), knowledge_.alarms).empty()) {
        deed = "snooze";
        body = R"({"minutes":)" + std::to_string(1 + below(2)) + '}';
    }
    ++counts_.answers;
    const std::string call = "POST /api/alerts/" + std::to_string(alert.number) + '/' + deed;
    const HttpResponse response = service_.ask(Service::request(call, nurse, body));
    constexpr std::array expected{200, 503, 507};
    if (std::find(expected.begin(), expected.end(), response.status) == expected.end()) {
        return call + " was answered " + std::to_string(response.status) + ' ' + response.body;
    }
    return survive();
}

// To ask changes nothing.
Wrong World::ask_for_cards() {
    const auto& patients = service_.ward().patients();
    if (patients.empty()) return {};
    const std::string id = std::next(patients.begin(), static_cast<std::ptrdiff_t>(below(patients.size())))->first;
    const std::string name = below(2) == 0 ? "order-sign" : "patient-view";
    const auto before = service_.store().last_numbers();
    const std::string body = hook(name, id, name == "order-sign" ? draft_order(id) : "");
    const HttpResponse response =
        service_.ask(Service::request("POST /cds-services/stormkeel-" + name, Service::feed, body));
    const auto after = service_.store().last_numbers();
    ++counts_.cards;
    if (response.status != 200) return name + " was answered " + std::to_string(response.status) + response.body;
    if (!std::holds_alternative<LastNumbers>(before) || !std::holds_alternative<LastNumbers>(after)) return {};
    const bool same = in_words(std::get<LastNumbers>(before)) == in_words(std::get<LastNumbers>(after));
    return same ? Wrong() : name + " changed something";
}

}  // namespace stormkeel::simulation
