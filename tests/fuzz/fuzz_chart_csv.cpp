// Any bytes as a chart CSV: read without a crash, every row used or rejected, every answer sound.
#include <cstdint>
#include <sstream>

#include "../properties/knowledge.h"
#include "adapters/chart_csv.h"
#include "answers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace stormkeel;
    // Longer inputs find nothing that shorter ones do not, and slow the search down.
    if (size > 16'384) return 0;
    std::istringstream in(std::string(bytes, bytes + size));
    Patients patients;
    const ChartReading reading = read_chart_csv(in, knowledge().terminology, patients);
    fuzz::demand(reading.rejected <= reading.rows);
    fuzz::demand(reading.problem.empty() || patients.empty());
    std::size_t listed = reading.unplaced.size();
    for (const auto& [id, timeline] : patients) {
        fuzz::demand(timeline.facts().size() <= reading.rows);
        listed += timeline.rejected().size();
        fuzz::demand_sound_answers(timeline, knowledge().guideline);
    }
    // A rejected row is listed: none is lost in silence.
    fuzz::demand(listed >= reading.rejected);
    return 0;
}
