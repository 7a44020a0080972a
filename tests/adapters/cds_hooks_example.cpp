// Calls the services as a hospital's program does, and holds each card against the specification's rules.
#include "adapters/cds_hooks_example.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "adapters/chart_csv.h"
#include "properties/knowledge.h"

namespace stormkeel::example {
namespace {

Patients patients_of(const std::string& chart) {
    Patients patients;
    std::istringstream in(chart);
    if (chart.empty()) return patients;
    EXPECT_EQ(read_chart_csv(in, knowledge().terminology, patients).problem, "");
    return patients;
}

const GuidelineCalendar& calendar() {
    static const GuidelineCalendar read{knowledge().guideline};
    return read;
}

bool is_uuid(const std::string& text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
    }
    return true;
}

std::size_t characters_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void expect_suggestions_conform(const Written& card) {
    EXPECT_TRUE(card["selectionBehavior"] == "at-most-one" || card["selectionBehavior"] == "any") << card.dump();
    for (const Written& suggestion : card["suggestions"]) {
        EXPECT_FALSE(suggestion["label"].get<std::string>().empty());
        EXPECT_TRUE(is_uuid(suggestion["uuid"]));
        for (const Written& action : suggestion["actions"]) {
            EXPECT_EQ(action["type"], "delete");
            EXPECT_FALSE(action["description"].get<std::string>().empty());
            EXPECT_TRUE(action["resourceId"].get<std::string>().starts_with("MedicationRequest/"));
            EXPECT_FALSE(action.contains("resource"));
        }
    }
}

}  // namespace

Written call_of(std::string_view service, const Written& prefetch) {
    constexpr std::string_view before = "stormkeel-";
    return {{"hook", service.substr(before.size())},
            {"hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"},
            {"context", {{"userId", "Practitioner/x"}, {"patientId", "p1"}}},
            {"prefetch", prefetch}};
}

Written order_call(std::string_view service, const std::vector<Written>& drafts) {
    Written call = call_of(service);
    Written entries = Written::array();
    Written selections = Written::array();
    for (const Written& draft : drafts) {
        entries.push_back({{"resource", draft}});
        selections.push_back("MedicationRequest/" + draft.value("id", std::string("none")));
    }
    call["context"]["draftOrders"] = {{"resourceType", "Bundle"}, {"entry", entries}};
    if (service == "stormkeel-order-select") call["context"]["selections"] = selections;
    return call;
}

Written draft_of(std::string_view id, const Written& medication, const Written& dose) {
    Written draft{{"resourceType", "MedicationRequest"},
                  {"id", id},
                  {"status", "draft"},
                  {"intent", "order"},
                  {"medicationCodeableConcept", medication},
                  {"subject", {{"reference", "Patient/p1"}}}};
    if (!dose.is_null()) {
        draft["dosageInstruction"] = Written::array({{{"doseAndRate", Written::array({{{"doseQuantity", dose}}})}}});
    }
    return draft;
}

Written milligrams(int amount) {
    return {{"value", amount}, {"unit", "mg"}, {"system", "http://unitsofmeasure.org"}, {"code", "mg"}};
}

Written by_name(std::string_view text) { return {{"text", text}}; }

Written by_rxnorm(std::string_view code) {
    return {{"coding", Written::array({{{"system", "http://www.nlm.nih.gov/research/umls/rxnorm"},
                                        {"code", std::string(code)}}})}};
}

CdsAnswer answer_of(std::string_view service, std::string_view body, std::string_view now, const std::string& stored) {
    const Patients patients = patients_of(stored);
    const auto lookup = [&](const std::string& id) {
        const auto found = patients.find(id);
        return found == patients.end() ? CdsStored{} : CdsStored{&found->second};
    };
    const CdsKnowledge known{knowledge().terminology, calendar(), "1.2.3", lookup};
    return answer_cds({service, body, *parse_instant(now)}, known);
}

std::vector<Written> cards_of(const Written& call, std::string_view now, const std::string& stored) {
    const std::string service = "stormkeel-" + call["hook"].get<std::string>();
    const CdsAnswer answer = answer_of(service, call.dump(), now, stored);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const Written json = Written::parse(answer.body);
    EXPECT_FALSE(json.contains("systemActions"));
    std::vector<Written> cards;
    for (const Written& card : json.value("cards", Written::array())) {
        expect_conforms(card);
        cards.push_back(card);
    }
    return cards;
}

Written card_of(const Written& call, std::string_view now, const std::string& stored) {
    const std::vector<Written> cards = cards_of(call, now, stored);
    EXPECT_EQ(cards.size(), 1U) << call.dump();
    return cards.empty() ? Written::object() : cards.front();
}

void expect_conforms(const Written& card) {
    static const std::set<std::string> known{"uuid",   "summary",         "indicator",   "detail",
                                             "source", "overrideReasons", "suggestions", "selectionBehavior"};
    for (const auto& [key, value] : card.items()) EXPECT_TRUE(known.contains(key)) << key;
    EXPECT_TRUE(is_uuid(card["uuid"])) << card["uuid"];
    EXPECT_LT(characters_of(card["summary"]), 140U) << card["summary"];
    EXPECT_GT(characters_of(card["summary"]), 0U);
    const std::string indicator = card["indicator"];
    EXPECT_TRUE(indicator == "info" || indicator == "warning" || indicator == "critical") << indicator;
    EXPECT_EQ(card["source"]["label"], "Stormkeel");
    EXPECT_FALSE(card["source"]["topic"]["code"].get<std::string>().empty());
    EXPECT_FALSE(card["source"]["topic"]["display"].get<std::string>().empty());
    EXPECT_TRUE(says(card["detail"], "supports clinicians, orders nothing and is not cleared as a medical device"));
    for (const Written& reason : card.value("overrideReasons", Written::array())) {
        EXPECT_FALSE(reason["code"].get<std::string>().empty());
        EXPECT_FALSE(reason["display"].get<std::string>().empty());
    }
    EXPECT_EQ(card.contains("suggestions"), card.contains("selectionBehavior"));
    if (card.contains("suggestions")) expect_suggestions_conform(card);
}

bool says(const Written& text, std::string_view words) {
    return text.is_string() && text.get<std::string>().find(words) != std::string::npos;
}

}  // namespace stormkeel::example
