// Writes example messages.
#include "adapters/hl7v2_example.h"

#include <algorithm>

namespace stormkeel::example {

std::string joined(const Lines& segments) {
    std::string text;
    for (const std::string& segment : segments) text += segment + "\r";
    return text;
}

std::string msh(std::string_view type, std::string_view control_id, std::string_view sent) {
    return "MSH|^~\\&|LAB|HOSP|STORMKEEL|HOSP|" + std::string(sent) + "||" + std::string(type) + "|" +
           std::string(control_id) + "|P|2.5.1";
}

std::string message(std::string_view type, std::string_view control_id, const Lines& segments) {
    Lines all{msh(type, control_id, "20260303120000+0000"), "PID|1||p1^^^HOSP^MR"};
    all.insert(all.end(), segments.begin(), segments.end());
    return joined(all);
}

std::string oru(std::string_view control_id, const Lines& segments) {
    Lines all{"OBR|1|P1|F1|VITALS^^L|||20260303100000"};
    all.insert(all.end(), segments.begin(), segments.end());
    return message("ORU^R01^ORU_R01", control_id, all);
}

std::string ras(std::string_view control_id, const Lines& segments) {
    Lines all{"ORC|RE|P1|F1"};
    all.insert(all.end(), segments.begin(), segments.end());
    return message("RAS^O17^RAS_O17", control_id, all);
}

std::string obx(std::string_view value, std::string_view status) {
    std::string segment = "OBX|1|" + std::string(value);
    // OBX-11 comes after eleven separators, however few the value took.
    while (std::count(segment.begin(), segment.end(), '|') < 11) segment += '|';
    return segment + std::string(status);
}

}  // namespace stormkeel::example
