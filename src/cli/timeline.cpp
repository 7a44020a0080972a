// stormkeel timeline: how the grades of each patient went, as a table, CSV or one assessment an instant.
#include "adapters/assessment_json.h"
#include "adapters/timeline_out.h"
#include "cli/commands.h"
#include "cli/progress.h"

namespace stormkeel {
namespace {

std::string rows_text(Format format, const Ward& ward, const Timeline& timeline, const std::vector<GradeRow>& rows) {
    if (format == Format::csv) return timeline_csv(timeline.patient(), rows);
    if (format == Format::text) {
        const WallClock clock{timeline.utc_offset_minutes()};
        if (rows.empty()) return timeline_text({timeline.patient(), "", clock}, rows);
        const Assessment last = assess(timeline, ward.knowledge.guideline, rows.back().at);
        return timeline_text({timeline.patient(), last.crs.scale, clock}, rows);
    }
    std::string text;
    for (const GradeRow& row : rows) {
        const Assessment then = assess(timeline, ward.knowledge.guideline, row.at);
        text += assessment_json(then, RejectedRecords::left_out) + '\n';
    }
    return text;
}

}  // namespace

int show_timelines(const Call& call, const Ward& ward) {
    Progress progress("walking through the records");
    if (call.format == Format::csv) put(timeline_csv_header());
    std::uint64_t done = 0;
    for (const auto& [id, timeline] : ward.records.patients) {
        if (call.format == Format::text && done > 0) put("\n");
        const std::vector<GradeRow> rows = grade_rows(timeline, ward.knowledge.guideline, ward.until);
        put(rows_text(call.format, ward, timeline, rows));
        progress.reached(++done, "patients");
    }
    return answered;
}

}  // namespace stormkeel
