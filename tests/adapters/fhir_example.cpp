// Writes example resources and reads the project's terminology for the FHIR tests.
#include "adapters/fhir_example.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace stormkeel::example {
namespace {

std::string laid_over(const char* base, std::string_view fields) {
    nlohmann::json resource = nlohmann::json::parse(base);
    resource.merge_patch(nlohmann::json::parse(fields));
    return resource.dump();
}

std::string_view state_of(const Fact& fact) {
    if (fact.state == ValueState::not_recorded) return " [not recorded]";
    if (fact.state == ValueState::unreadable) return " [unreadable]";
    return "";
}

std::string drug_of(const Timeline& timeline, const Fact& fact) {
    if (fact.code == unknown_drug) return "unknown '" + std::string(timeline.text(fact.text)) + "'";
    return terminology().formulary().drugs[fact.code];
}

std::string value_of(const Timeline& timeline, const Fact& fact) {
    constexpr const char* signs[] = {"", "<", "<=", ">=", ">"};
    const std::string amount = signs[static_cast<int>(fact.comparator)] + to_text(fact.amount) +
                               (fact.unit == Unit::none ? "" : " ") + std::string(ucum(fact.unit));
    switch (kind_of(fact.item)) {
        case ItemKind::word:
        case ItemKind::done:
            return fact.code < words_of(fact.item).size() ? std::string(words_of(fact.item)[fact.code]) : "?";
        case ItemKind::therapy:
            return terminology().formulary().products[fact.code].name + " " + amount;
        case ItemKind::substance:
            return drug_of(timeline, fact);
        case ItemKind::drug:
            return drug_of(timeline, fact) + " " + amount;
        case ItemKind::text:
            return std::to_string(fact.code) + " " + amount + " '" + std::string(timeline.text(fact.text)) + "'";
        default:
            return amount;
    }
}

TerminologyReading read_own_terminology() {
    namespace fs = std::filesystem;
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& entry : fs::directory_iterator(fs::path(STORMKEEL_SOURCE_DIR) / "guidelines" / "terminology")) {
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        texts.emplace_back("terminology/" + entry.path().filename().string(), text.str());
    }
    std::sort(texts.begin(), texts.end());
    std::vector<TextFile> files;
    for (const auto& [path, text] : texts) files.push_back({path, text});
    return read_terminology(files);
}

}  // namespace

const Terminology& terminology() {
    static const TerminologyReading read = read_own_terminology();
    EXPECT_TRUE(read.problems.empty()) << read.problems.front();
    return read.terminology;
}

std::string observation(std::string_view fields) {
    return laid_over(R"({"resourceType": "Observation", "id": "o1", "status": "final",
                         "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-03-03T10:00:00Z"})",
                     fields);
}

std::string administration(std::string_view fields) {
    return laid_over(R"({"resourceType": "MedicationAdministration", "id": "m1", "status": "completed",
                         "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-03-03T10:00:00Z"})",
                     fields);
}

std::string request(std::string_view fields) {
    return laid_over(R"({"resourceType": "MedicationRequest", "id": "r1", "status": "active", "intent": "order",
                         "subject": {"reference": "Patient/p1"}, "authoredOn": "2026-03-03T10:00:00Z"})",
                     fields);
}

std::string procedure(std::string_view fields) {
    return laid_over(R"({"resourceType": "Procedure", "id": "x1", "status": "completed",
                         "subject": {"reference": "Patient/p1"}, "performedDateTime": "2026-03-03T10:00:00Z"})",
                     fields);
}

std::string bundle(const Lines& resources) {
    std::string text = R"({"resourceType": "Bundle", "type": "collection", "entry": [)";
    for (std::size_t i = 0; i < resources.size(); ++i) {
        text += (i == 0 ? "" : ", ") + (R"({"resource": )" + resources[i]) + "}";
    }
    return text + "]}";
}

FhirPatients read(std::string_view document) {
    FhirReader reader(terminology());
    reader.add_document(document);
    return reader.finish();
}

Lines lines_of(const std::vector<Rejection>& rejected) {
    Lines lines;
    for (const Rejection& each : rejected) lines.push_back(each.where + " | " + each.what + " | " + each.why);
    return lines;
}

Lines facts(const Timeline& timeline) {
    Lines lines;
    for (const Fact& fact : timeline.facts()) {
        lines.push_back(to_text(fact.at) + " " + std::string(name_of(fact.item)) + " " + value_of(timeline, fact) +
                        std::string(state_of(fact)) + " from " + timeline.source_text(fact.source));
    }
    return lines;
}

Lines facts(const FhirPatients& read, const std::string& patient) {
    const auto found = read.patients.find(patient);
    return found == read.patients.end() ? Lines{} : facts(found->second);
}

Lines rejections(const Timeline& timeline) { return lines_of(timeline.rejected()); }

Lines rejections(const FhirPatients& read, const std::string& patient) {
    const auto found = read.patients.find(patient);
    return found == read.patients.end() ? Lines{} : lines_of(found->second.rejected());
}

Lines rejections_without_patient(const FhirPatients& read) { return lines_of(read.rejected); }

}  // namespace stormkeel::example
