// Writes assessments and verdicts on orders as JSON, key by key.
#include "adapters/assessment_json.h"

#include "adapters/json_out.h"

namespace stormkeel {
namespace {

// Volumes are drawn up to a tenth of a milliliter.
Decimal to_tenths(Decimal value) {
    constexpr std::int64_t tenth = Decimal::one / 10;
    return {(value.billionths + tenth / 2) / tenth * tenth};
}

std::optional<std::string_view> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

// A length of time counted in `unit`: 90 minutes are 1.5 hours.
std::optional<Decimal> count_of(const std::optional<Duration>& length, Duration unit) {
    if (!length) return std::nullopt;
    return scale(Decimal::whole(1), length->microseconds, unit.microseconds);
}

std::string_view words_of(Verification verification) {
    return verification == Verification::verified ? "verified" : "unverified";
}

void put_members(JsonOut& json, const Evidence& fact) {
    const auto number = fact.is_number ? parse_decimal(fact.value) : std::nullopt;
    json.member("item", fact.item);
    number ? json.member("value", *number) : json.member("value", fact.value);
    json.member("unit", ucum(fact.unit));
    json.member("at", fact.at);
    json.member("source", fact.source);
}

void put_reasons(JsonOut& json, std::string_view name, const std::vector<Reason>& reasons) {
    json.array(name, reasons, [&](const Reason& reason) {
        json.object([&] {
            json.member("statement", reason.statement);
            json.member("truth", name_of(reason.truth));
            json.member("text", reason.text);
            json.array("evidence", reason.evidence,
                       [&](const Evidence& fact) { json.object([&] { put_members(json, fact); }); });
        });
    });
}

void put_texts(JsonOut& json, std::string_view name, const std::vector<std::string>& texts) {
    json.array(name, texts, [&](const std::string& text) { json.put(text); });
}

void put_therapy(JsonOut& json, const std::optional<TherapyView>& therapy) {
    if (!therapy) return json.member("therapy", nullptr);
    json.object("therapy", [&] {
        json.member("product", therapy->product);
        json.member("class", name_of(therapy->therapy_class));
        json.member("given_at", therapy->given_at);
        json.member("day", therapy->day);
    });
}

// The grade where there is one, and the range it lies in.
void put_grade(JsonOut& json, const ScaleAnswer& answer) {
    json.member("grade", answer.at_least == answer.at_most ? std::optional(answer.at_least) : std::nullopt);
    json.member("at_least", answer.at_least);
    json.member("at_most", answer.at_most);
}

void put_episode(JsonOut& json, const std::optional<EpisodeView>& episode) {
    if (!episode) return json.member("episode", nullptr);
    json.object("episode", [&] {
        json.member("number", episode->number);
        json.member("onset", episode->onset);
        json.member("peak", episode->peak);
        json.member("resolved_at", episode->resolved_at);
    });
}

void put_crs(JsonOut& json, const CrsAnswer& crs) {
    json.object("crs", [&] {
        json.member("scale", crs.scale);
        put_grade(json, crs);
        json.member("treat_as", crs.treat_as);
        json.member("under_treatment", crs.under_treatment);
        put_episode(json, crs.episode);
        put_reasons(json, "reasons", crs.reasons);
        put_reasons(json, "treat_as_reasons", crs.treat_as_reasons);
    });
}

void put_icans(JsonOut& json, const ScaleAnswer& icans) {
    json.object("icans", [&] {
        json.member("scale", icans.scale);
        put_grade(json, icans);
        put_reasons(json, "reasons", icans.reasons);
    });
}

void put_hlh(JsonOut& json, const HlhAnswer& hlh) {
    json.object("hlh", [&] {
        json.member("status", name_of(hlh.status));
        put_reasons(json, "reasons", hlh.reasons);
    });
}

void put_scale(JsonOut& json, const ComparedScale& scale) {
    json.object([&] {
        json.member("scale", scale.scale);
        json.member("title", scale.title);
        put_grade(json, scale);
        put_reasons(json, "reasons", scale.reasons);
        json.member("differs", scale.differs);
        json.member("statement", scale.statement);
    });
}

void put_score(JsonOut& json, const ScoreAnswer& score) {
    json.object([&] {
        json.member("name", score.name);
        json.member("title", score.title);
        json.member("value", score.value);
        json.member("at_least", score.at_least);
        json.member("at_most", score.at_most);
        json.array("inputs", score.inputs, [&](const ScoreInput& input) {
            json.object([&] {
                put_members(json, input.evidence);
                json.member("row", input.row);
            });
        });
        json.array("rows", score.rows, [&](const ScorePoints& row) {
            json.object([&] {
                json.member("row", row.row);
                json.member("at_least", row.at_least);
                json.member("at_most", row.at_most);
            });
        });
        put_texts(json, "missing", score.missing);
        json.member("note", score.note);
        json.member("caution", score.caution);
        json.member("statement", score.statement);
        json.member("source", score.source);
        json.member("verification", words_of(score.verification));
    });
}

void put_dose(JsonOut& json, const std::optional<Dose>& dose) {
    if (!dose) return json.member("dose", nullptr);
    json.object("dose", [&] {
        json.member("value", dose->value);
        json.member("unit", ucum(dose->unit));
        json.member("working", dose->working);
        if (!dose->vials.empty()) json.member("vials", dose->vials);
        if (dose->left_over) json.member("left_over", *dose->left_over);
        if (dose->volume) json.member("volume_ml", to_tenths(*dose->volume));
        if (dose->rounded) json.member("rounded", *dose->rounded);
    });
}

void put_recommendation(JsonOut& json, const Recommendation& advice) {
    json.object([&] {
        json.member("statement", advice.statement);
        json.member("action", name_of(advice.action));
        json.member("item", advice.item);
        put_dose(json, advice.dose);
        json.member("route", unless_empty(advice.route));
        json.member("over_minutes", count_of(advice.over, minutes(1)));
        json.member("every_hours", count_of(advice.every, hours(1)));
        json.member("not_before", advice.not_before);
        json.member("due", advice.due);
        json.member("urgency", name_of(advice.urgency));
        json.member("text", advice.text);
        put_reasons(json, "reasons", advice.reasons);
        json.member("source", advice.source);
        json.member("seed", unless_empty(advice.seed));
        json.member("verification", words_of(advice.verification));
    });
}

void put_planned(JsonOut& json, const PlannedDose& dose) {
    json.object([&] {
        json.member("item", dose.drug);
        json.member("value", dose.mg);
        json.member("unit", ucum(Unit::mg));
        json.member("at", dose.at);
        json.member("given", dose.given);
    });
}

void put_timer(JsonOut& json, const Timer& timer) {
    json.object([&] {
        json.member("statement", timer.statement);
        json.member("item", timer.item);
        json.member("due", timer.due);
        json.member("overdue", timer.overdue);
    });
}

void put_gap(JsonOut& json, const Gap& gap) {
    json.object([&] {
        json.member("item", gap.item);
        json.member("last_seen", gap.last_seen);
        json.member("ask", gap.ask);
        json.member("could_change", gap.could_change);
        json.member("statement", gap.statement);
    });
}

void put_rejected(JsonOut& json, const Rejection& rejected) {
    json.object([&] {
        json.member("where", rejected.where);
        json.member("what", rejected.what);
        json.member("why", rejected.why);
    });
}

void put_setting(JsonOut& json, const SiteSetting& setting) {
    json.object([&] {
        json.member("statement", setting.statement);
        json.member("text", setting.text);
        json.member("why", setting.why);
        json.member("approved", setting.approved);
    });
}

// What a site has set is told only where there is a site, and reviews only where one is overdue.
void put_guideline(JsonOut& json, const Assessment& assessment) {
    json.object("guideline", [&] {
        put_texts(json, "packs", assessment.packs);
        json.member("site", unless_empty(assessment.site));
        json.member("fingerprint", assessment.fingerprint);
        if (!assessment.reviews_overdue.empty()) {
            json.array("reviews_overdue", assessment.reviews_overdue, [&](const ReviewOverdue& review) {
                json.object([&] {
                    json.member("pack", review.pack);
                    json.member("by", to_text(review.by));
                });
            });
        }
        if (assessment.site.empty()) return;
        json.array("settings", assessment.site_settings, [&](const SiteSetting& each) { put_setting(json, each); });
    });
}

}  // namespace

std::string assessment_json(const Assessment& assessment, RejectedRecords rejected) {
    JsonOut json;
    const auto each = [&json](auto put) { return [&json, put](const auto& one) { put(json, one); }; };
    json.object([&] {
        json.member("patient", assessment.patient);
        json.member("as_of", assessment.as_of);
        if (assessment.clock_doubt > Duration{}) {
            json.member("clock_doubt_minutes", count_of(assessment.clock_doubt, minutes(1)));
        }
        put_guideline(json, assessment);
        put_therapy(json, assessment.therapy);
        put_crs(json, assessment.crs);
        put_icans(json, assessment.icans);
        put_hlh(json, assessment.hlh);
        json.array("recommendations", assessment.recommendations, each(put_recommendation));
        json.array("timers", assessment.timers, each(put_timer));
        json.array("gaps", assessment.gaps, each(put_gap));
        if (rejected == RejectedRecords::listed) json.array("rejected", assessment.rejected, each(put_rejected));
        json.array("corticosteroid_plan", assessment.corticosteroid_plan, each(put_planned));
        json.member("changes_at",
                    assessment.changes_at == forever ? std::nullopt : std::optional(assessment.changes_at));
        if (!assessment.comparison) return;
        json.array("scales", assessment.comparison->scales, each(put_scale));
        json.array("scores", assessment.comparison->scores, each(put_score));
    });
    return json.take();
}

std::string order_json(const CheckedOrder& checked) {
    const Order& order = checked.order;
    JsonOut json;
    json.object([&] {
        json.member("patient", checked.patient);
        json.member("as_of", checked.as_of);
        json.object("order", [&] {
            json.member("item", order.item);
            json.member("value", order.amount);
            json.member("unit", order.amount ? std::optional(ucum(order.unit)) : std::nullopt);
        });
        json.member("verdict", name_of(checked.verdict.verdict));
        json.member("not_before", checked.verdict.not_before);
        put_reasons(json, "reasons", checked.verdict.reasons);
    });
    return json.take();
}

}  // namespace stormkeel
