// Goes the whole way from a chart to its Bundle, as the program does.
#include "adapters/fhir_out_example.h"

#include <sstream>

#include "adapters/chart_csv.h"
#include "adapters/fhir.h"
#include "adapters/fhir_out.h"
#include "core/assess.h"
#include "properties/knowledge.h"

namespace stormkeel::example {
namespace {

std::string text_at(const Timeline& timeline, std::string_view at) {
    const Knowledge& known = knowledge();
    const Assessment assessment = assess(timeline, known.guideline, *parse_instant(at));
    return fhir_bundle({timeline, known.guideline, known.terminology, assessment, "1.2.3"});
}

bool has_code(const Written& concept_, std::string_view code) {
    for (const Written& coding : concept_.value("coding", Written::array())) {
        if (coding["code"] == code) return true;
    }
    return false;
}

}  // namespace

std::string chart_of(const std::vector<std::string>& rows, std::string_view patient) {
    std::string text = "patient,time,item,value,unit\n";
    const std::string id = std::string(patient) + ",";
    text += id + "1961-05-02,birth_date,,\n";
    std::vector<std::string> all{"2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,",
                                 "2026-03-01T09:00:00Z,weight,80,kg",
                                 "2026-03-03T10:00:00Z,temperature,38.6,Cel",
                                 "2026-03-03T10:00:00Z,systolic_bp,120,mm[Hg]",
                                 "2026-03-03T10:00:00Z,spo2,96,%",
                                 "2026-03-03T10:00:00Z,oxygen_device,room_air,",
                                 "2026-03-03T10:00:00Z,ice_score,10,",
                                 "2026-03-03T10:00:00Z,consciousness,awake,"};
    for (const std::string& row : rows) {
        const std::size_t value = row.find(',', row.find(',') + 1) + 1;
        std::erase_if(all, [&](const std::string& own) { return own.starts_with(row.substr(0, value)); });
        if (value < row.size()) all.push_back(row);
    }
    for (const std::string& row : all) text += id + row + "\n";
    return text;
}

std::string bundle_text(const std::string& chart, std::string_view at) {
    std::istringstream in(chart);
    Patients patients;
    const ChartReading reading = read_chart_csv(in, knowledge().terminology, patients);
    EXPECT_EQ(reading.problem, "");
    EXPECT_EQ(patients.size(), 1U);
    return text_at(patients.begin()->second, at);
}

Written bundle_of(const std::vector<std::string>& rows, std::string_view at) {
    return Written::parse(bundle_text(chart_of(rows), at));
}

std::string bundle_text_of_fhir(const std::string& document, std::string_view at) {
    FhirReader reader(knowledge().terminology);
    reader.add_document(document);
    const FhirPatients read = reader.finish();
    EXPECT_EQ(read.patients.size(), 1U);
    return text_at(read.patients.begin()->second, at);
}

std::vector<Written> resources(const Written& bundle, std::string_view type) {
    std::vector<Written> found;
    for (const Written& entry : bundle["entry"]) {
        if (entry["resource"]["resourceType"] == type) found.push_back(entry["resource"]);
    }
    return found;
}

Written only(const Written& bundle, std::string_view type) {
    const std::vector<Written> found = resources(bundle, type);
    EXPECT_EQ(found.size(), 1U) << type;
    return found.size() == 1 ? found.front() : Written();
}

Written grade(const Written& bundle, std::string_view code) {
    for (const Written& observation : resources(bundle, "Observation")) {
        if (has_code(observation["code"], code)) return observation;
    }
    ADD_FAILURE() << "no Observation " << code;
    return {};
}

Written component(const Written& observation, std::string_view code) {
    for (const Written& part : observation.value("component", Written::array())) {
        if (has_code(part["code"], code)) return part;
    }
    return {};
}

Written proposal(const Written& bundle, std::string_view type, std::string_view item) {
    for (const Written& resource : resources(bundle, type)) {
        const char* field = type == "MedicationRequest" ? "medicationCodeableConcept" : "code";
        if (resource.contains(field) && has_code(resource[field], item)) return resource;
    }
    return {};
}

Written at_reference(const Written& bundle, const Written& reference) {
    for (const Written& entry : bundle["entry"]) {
        if (entry["fullUrl"] == reference["reference"]) return entry["resource"];
    }
    ADD_FAILURE() << "nothing is " << reference.dump();
    return {};
}

}  // namespace stormkeel::example
