// Writes rows and resources.
#include "simulation/letters.h"

#include <algorithm>

#include "service/patient_record.h"
#include "simulation/service.h"
#include "storage/digest.h"

namespace stormkeel::simulation {

namespace {

bool is_number(const std::string& value) { return value.find_first_not_of("0123456789.") == std::string::npos; }

std::string quantity(const Charted& charted) {
    return R"({"value":)" + charted.value + R"(,"unit":")" + charted.unit +
           R"(","system":"http://unitsofmeasure.org","code":")" + charted.unit + R"("})";
}

std::string status(Saying saying, const char* otherwise) {
    return std::string(R"("status":")") + (saying == Saying::takes_back ? "entered-in-error" : otherwise) + '"';
}

std::string observed(const Charted& charted, Saying saying) {
    std::string value = R"("valueString":")" + charted.value + '"';
    if (is_number(charted.value)) {
        value = charted.unit.empty() ? R"("valueQuantity":{"value":)" + charted.value + '}'
                                     : R"("valueQuantity":)" + quantity(charted);
    }
    return status(saying, "final") + R"(,"code":{"coding":[{"system":"urn:stormkeel:item","code":")" + charted.item +
           R"("}]},"effectiveDateTime":")" + to_text(charted.at) + "\"," + value;
}

// "give:tocilizumab" is an instant, "rate:norepinephrine" goes on, "therapy" names its drug as the value.
std::string administered(const Charted& charted, Saying saying) {
    const std::size_t colon = charted.item.find(':');
    const bool runs = charted.item.starts_with("rate:");
    std::string drug = colon == std::string::npos ? charted.value : charted.item.substr(colon + 1);
    std::replace(drug.begin(), drug.end(), '_', ' ');
    std::string text = status(saying, runs ? "in-progress" : "completed") +
                       R"(,"medicationCodeableConcept":{"text":")" + drug + "\"},";
    text += runs ? R"("effectivePeriod":{"start":")" + to_text(charted.at) + "\"}"
                 : R"("effectiveDateTime":")" + to_text(charted.at) + '"';
    if (colon == std::string::npos) return text;
    return text + R"(,"dosage":{")" + (runs ? "rateQuantity" : "dose") + "\":" + quantity(charted) + '}';
}

std::string head(const std::string& type, const std::string& id, const std::string& version) {
    return R"({"resourceType":")" + type + R"(","id":")" + id + R"(","meta":{"versionId":")" + version + "\"},";
}

}  // namespace

std::string patient_id(std::uint64_t patient) { return "p" + std::to_string(patient); }

Letter fact(const Charted& charted, std::uint64_t number, Keyed keyed) {
    constexpr std::size_t digits_of_digest = 16;
    Letter letter;
    letter.patient = patient_id(charted.patient);
    letter.text = text_of(ChartedFact{to_text(charted.at), charted.item, charted.value, charted.unit});
    if (keyed == Keyed::yes) {
        letter.key = "f" + std::to_string(number);
        letter.source =
            "api " + letter.key + " 1 of " + digest_of({Service::feed, letter.patient}).substr(0, digits_of_digest);
        letter.version = "1";
    } else {
        letter.source = "api " + digest_of({letter.patient, letter.text}).substr(0, digits_of_digest);
    }
    return letter;
}

Letter resource(const Charted& charted, const Numbered& numbered) {
    const bool drug = charted.item == "therapy" || charted.item.find(':') != std::string::npos;
    const std::string type = drug ? "MedicationAdministration" : "Observation";
    const std::string id = "f" + std::to_string(numbered.number);
    const std::string version = numbered.saying == Saying::first ? "1" : "2";
    Letter letter{Door::fhir, type + '/' + id, version, {}, {}, {}};
    letter.text = head(type, id, version) + R"("subject":{"reference":"Patient/)" + patient_id(charted.patient) +
                  "\"}," + (drug ? administered(charted, numbered.saying) : observed(charted, numbered.saying)) + '}';
    return letter;
}

Letter person(std::uint64_t patient, std::uint64_t version) {
    const std::string id = patient_id(patient);
    const std::string number = std::to_string(version);
    Letter letter{Door::fhir, "Patient/" + id, number, {}, {}, {}};
    letter.text = head("Patient", id, number) + R"("identifier":[{"system":"urn:hospital","value":"M)" +
                  std::to_string(patient) + R"("}],"birthDate":"1961-05-02"})";
    return letter;
}

}  // namespace stormkeel::simulation
