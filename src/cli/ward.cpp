// What the commands share: reading the records of a call, and where output goes.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "adapters/assessment_text_page.h"
#include "cli/commands.h"

namespace stormkeel {
namespace {

std::variant<std::optional<Instant>, Failure> time_named(const std::string& option, const std::string& text) {
    if (text.empty()) return std::optional<Instant>{};
    if (const auto at = parse_instant(text)) return at;
    return Failure{wrong_call, option + " '" + text +
                                   "' is no time; it needs a date, a time of day and an offset, as in "
                                   "2026-03-03T12:00:00Z or 2026-03-03T13:00:00+01:00"};
}

}  // namespace

namespace {

// A person names the files, so messages of training are read like any other.
std::variant<Hl7Site, Failure> hl7_site_of(const Call& call) {
    Hl7Site site;
    site.feed = Hl7Feed::any;
    if (call.time_zone.empty()) return site;
    auto zone = TimeZone::named(call.time_zone);
    if (const auto* refusal = std::get_if<Refusal>(&zone)) return Failure{wrong_call, "--time-zone: " + refusal->why};
    site.zone = std::move(std::get<TimeZone>(zone));
    return site;
}

}  // namespace

std::variant<Ward, Failure> read_ward(const Call& call) {
    const auto at = time_named("--at", call.at);
    if (const auto* failure = std::get_if<Failure>(&at)) return *failure;
    const auto until = time_named("--until", call.until);
    if (const auto* failure = std::get_if<Failure>(&until)) return *failure;

    const auto site = hl7_site_of(call);
    if (const auto* failure = std::get_if<Failure>(&site)) return *failure;

    auto knowledge = read_knowledge(call.guidelines, call.site);
    if (const auto* failure = std::get_if<Failure>(&knowledge)) return *failure;
    auto records = read_records(call.files, std::get<Knowledge>(knowledge).terminology, std::get<Hl7Site>(site));
    if (!call.patient.empty() && std::holds_alternative<Records>(records))
        records = only_patient(std::move(std::get<Records>(records)), call.patient);
    if (const auto* failure = std::get_if<Failure>(&records)) return *failure;

    Ward ward{std::move(std::get<Knowledge>(knowledge)), std::move(std::get<Records>(records)),
              std::get<std::optional<Instant>>(at), std::get<std::optional<Instant>>(until)};
    tell_rejected(ward.records);
    if (!ward.at) tell_far_ahead(ward.records);
    if (!any_fact(ward.records)) {
        std::string what = "the input holds no usable fact";
        for (const auto& [id, timeline] : ward.records.patients) {
            for (const Rejection& one : timeline.rejected()) {
                what +=
                    "\n" + without_controls("rejected: " + id + ": " + one.where + ": " + one.what + ": " + one.why);
            }
        }
        return Failure{no_usable_fact, what};
    }
    return ward;
}

Instant time_of_answer(const Ward& ward, const Timeline& timeline) {
    if (ward.at) return *ward.at;
    if (const auto last = last_fact(timeline)) return *last;
    return *last_fact(ward.records);
}

void put(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int fail(const Failure& failure) {
    std::fflush(stdout);
    const std::string text = "stormkeel: " + failure.what + "\n";
    std::fputs(text.c_str(), stderr);
    return failure.status;
}

PageStyle style_for(const Timeline& timeline) {
    const char* no_color = std::getenv("NO_COLOR");
    const bool colour = isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0');
    return {colour ? Colour::terminal : Colour::none, {timeline.utc_offset_minutes()}};
}

}  // namespace stormkeel
