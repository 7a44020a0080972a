// Writes HL7 v2 messages.
#include <algorithm>
#include <array>
#include <map>

#include "adapters/hl7v2_time.h"
#include "simulation/letters.h"

namespace stormkeel::simulation {

namespace {

struct Heading {
    std::string application;  // MSH-3
    std::string type;         // MSH-9
    Numbered number;          // MSH-10
    Instant sent;             // MSH-7
};

const char* one_of(Saying saying, std::array<const char*, 3> words) {
    return words.at(static_cast<std::size_t>(saying));
}

std::string control_id(const Numbered& number) {
    return 'm' + std::to_string(number.number) + one_of(number.saying, {"", "c", "d"});
}

// MSH-7: no two messages are sent at the same time, or their order would be that of their arrival.
std::string sent_text(const Heading& heading) {
    constexpr std::size_t digits = 4;
    const std::string fraction = "000" + std::to_string(heading.number.number);
    return hl7v2_time_text(heading.sent).insert(14, '.' + fraction.substr(fraction.size() - digits));
}

std::string msh(const Heading& heading) {
    return "MSH|^~\\&|" + heading.application + "|HOSP|STORMKEEL|WARD|" + sent_text(heading) + "||" + heading.type +
           '|' + control_id(heading.number) + "|P|2.5.1\r";
}

std::string identifier(std::uint64_t patient, Named named) {
    return (named == Named::by_record ? "M" : "T") + std::to_string(patient) + "^^^HOSP^MR";
}

std::string pid(const std::string& identifier, const std::string& birth_date) {
    return "PID|1||" + identifier + "||DOE^J||" + birth_date + '\r';
}

// A segment by the places of its fields.
std::string segment(const std::string& name, const std::map<std::size_t, std::string>& fields) {
    std::string text = name;
    for (std::size_t place = 1; place <= fields.rbegin()->first; ++place) {
        const auto field = fields.find(place);
        text += '|' + (field == fields.end() ? std::string() : field->second);
    }
    return text + '\r';
}

std::string result(const Charted& charted, const Numbered& numbered) {
    const std::string at = hl7v2_time_text(charted.at);
    const bool is_number = charted.value.find_first_not_of("0123456789.") == std::string::npos;
    return "OBR|1||F" + std::to_string(numbered.number) + "|VITALS|||" + at + '\r' +
           segment("OBX", {{1, "1"},
                           {2, is_number ? "NM" : "ST"},
                           {3, charted.item + "^^urn:stormkeel:item"},
                           {5, charted.value},
                           {6, charted.unit},
                           {11, one_of(numbered.saying, {"F", "C", "D"})},
                           {14, at}});
}

std::string administration(const Charted& charted, const Numbered& numbered) {
    const std::string at = hl7v2_time_text(charted.at);
    const std::size_t colon = charted.item.find(':');
    const bool runs = charted.item.starts_with("rate:");
    std::string drug = colon == std::string::npos ? charted.value : charted.item.substr(colon + 1);
    std::replace(drug.begin(), drug.end(), '_', ' ');
    std::map<std::size_t, std::string> rxa{{1, "0"},
                                           {2, "1"},
                                           {3, at},
                                           {5, '^' + drug},
                                           {6, "999"},
                                           {20, "CP"},
                                           {21, one_of(numbered.saying, {"A", "U", "D"})}};
    if (!runs) rxa[4] = at;
    if (colon != std::string::npos) {
        rxa[6] = charted.value;
        rxa[7] = runs ? charted.unit.substr(0, charted.unit.rfind('/')) : charted.unit;
        if (runs) rxa[12] = "M1";
    }
    const std::string number = std::to_string(numbered.number);
    return "ORC|RE|P" + number + "|F" + number + "\rRXO|^" + drug + "\rRXR|^Intravenous\r" + segment("RXA", rxa) +
           "RXR|^Intravenous\r";
}

Letter kept_as(const Heading& heading, const std::string& rest) {
    return {Door::hl7v2, "HL7 " + heading.application + "|HOSP|" + control_id(heading.number),
            {},          msh(heading) + rest,
            {},          {}};
}

}  // namespace

Letter message(const Charted& charted, const Numbered& numbered, Named named) {
    const bool drug = charted.item == "therapy" || charted.item.find(':') != std::string::npos;
    const Heading heading{drug ? "PHARMACY" : "LAB", drug ? "RAS^O17^RAS_O17" : "ORU^R01^ORU_R01", numbered,
                          // A correction is sent after what it corrects, however late or early either arrives.
                          charted.at + (numbered.saying == Saying::first ? Duration{} : minutes(2))};
    return kept_as(heading, pid(identifier(charted.patient, named), "19610502") +
                                (drug ? administration(charted, numbered) : result(charted, numbered)));
}

Letter message(const Moved& moved, std::uint64_t number) {
    const Heading heading{"ADT", "ADT^" + moved.event, {number}, moved.at};
    const std::string in_haste = identifier(moved.patient, Named::in_haste);
    std::string rest = "PV1|1|I|" + moved.location + '\r';
    if (moved.event == "A40") rest = "MRG|" + in_haste + '\r';
    if (moved.event == "A37") rest += pid(in_haste, moved.birth_date) + "PV1|1|I\r";
    return kept_as(heading, "EVN|" + moved.event + '|' + hl7v2_time_text(moved.at) + '\r' +
                                pid(identifier(moved.patient, Named::by_record), moved.birth_date) + rest);
}

}  // namespace stormkeel::simulation
