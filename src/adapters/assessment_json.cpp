// Writes assessments and verdicts on orders as JSON, key by key.
#include "adapters/assessment_json.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace stormkeel {
namespace {

using Json = nlohmann::ordered_json;

// The nearest binary number prints as the same shortest decimal again; it is
// written and never compared.
Json number(Decimal value) {
    if (value.billionths % Decimal::one == 0) return value.billionths / Decimal::one;
    const std::string text = to_text(value);
    double nearest = 0;
    std::from_chars(text.data(), text.data() + text.size(), nearest);
    return nearest;
}

// Volumes are drawn up to a tenth of a milliliter.
Decimal to_tenths(Decimal value) {
    constexpr std::int64_t tenth = Decimal::one / 10;
    return {(value.billionths + tenth / 2) / tenth * tenth};
}

Json moment(Instant at) { return to_text(at); }

Json moment(const std::optional<Instant>& at) { return at ? moment(*at) : Json(nullptr); }

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// A length of time counted in `unit`: 90 minutes are 1.5 hours.
Json count_of(const std::optional<Duration>& length, Duration unit) {
    if (!length) return nullptr;
    const auto exact = scale(Decimal::whole(1), length->microseconds, unit.microseconds);
    return exact ? number(*exact) : Json(nullptr);
}

Json value_of(const Evidence& evidence) {
    if (evidence.is_number) {
        if (const auto value = parse_decimal(evidence.value)) return number(*value);
    }
    return evidence.value;
}

Json json_of(const Evidence& fact) {
    return {{"item", fact.item},
            {"value", value_of(fact)},
            {"unit", ucum(fact.unit)},
            {"at", moment(fact.at)},
            {"source", fact.source}};
}

Json json_of(const std::vector<Reason>& reasons) {
    Json list = Json::array();
    for (const Reason& reason : reasons) {
        Json evidence = Json::array();
        for (const Evidence& fact : reason.evidence) evidence.push_back(json_of(fact));
        list.push_back({{"statement", reason.statement},
                        {"truth", name_of(reason.truth)},
                        {"text", reason.text},
                        {"evidence", std::move(evidence)}});
    }
    return list;
}

Json therapy_json(const std::optional<TherapyView>& therapy) {
    if (!therapy) return nullptr;
    return {{"product", therapy->product},
            {"class", name_of(therapy->therapy_class)},
            {"given_at", moment(therapy->given_at)},
            {"day", therapy->day}};
}

Json grade_of(const ScaleAnswer& answer) {
    return answer.at_least == answer.at_most ? Json(answer.at_least) : Json(nullptr);
}

Json crs_json(const CrsAnswer& crs) {
    Json episode = nullptr;
    if (crs.episode) {
        episode = {{"number", crs.episode->number},
                   {"onset", moment(crs.episode->onset)},
                   {"peak", crs.episode->peak},
                   {"resolved_at", moment(crs.episode->resolved_at)}};
    }
    return {{"scale", crs.scale},
            {"grade", grade_of(crs)},
            {"at_least", crs.at_least},
            {"at_most", crs.at_most},
            {"treat_as", crs.treat_as},
            {"under_treatment", crs.under_treatment},
            {"episode", std::move(episode)},
            {"reasons", json_of(crs.reasons)},
            {"treat_as_reasons", json_of(crs.treat_as_reasons)}};
}

Json icans_json(const ScaleAnswer& icans) {
    return {{"scale", icans.scale},
            {"grade", grade_of(icans)},
            {"at_least", icans.at_least},
            {"at_most", icans.at_most},
            {"reasons", json_of(icans.reasons)}};
}

Json scales_json(const std::vector<ComparedScale>& scales) {
    Json list = Json::array();
    for (const ComparedScale& scale : scales) {
        list.push_back({{"scale", scale.scale},
                        {"title", scale.title},
                        {"grade", grade_of(scale)},
                        {"at_least", scale.at_least},
                        {"at_most", scale.at_most},
                        {"reasons", json_of(scale.reasons)},
                        {"differs", scale.differs},
                        {"statement", scale.statement}});
    }
    return list;
}

Json number_or_null(const std::optional<Decimal>& value) { return value ? number(*value) : Json(nullptr); }

Json score_json(const ScoreAnswer& score) {
    Json inputs = Json::array();
    for (const ScoreInput& input : score.inputs) {
        inputs.push_back(json_of(input.evidence));
        inputs.back()["row"] = input.row;
    }
    Json rows = Json::array();
    for (const ScorePoints& row : score.rows) {
        rows.push_back({{"row", row.row}, {"at_least", row.at_least}, {"at_most", row.at_most}});
    }
    return {{"name", score.name},
            {"title", score.title},
            {"value", number_or_null(score.value)},
            {"at_least", number_or_null(score.at_least)},
            {"at_most", number_or_null(score.at_most)},
            {"inputs", std::move(inputs)},
            {"rows", std::move(rows)},
            {"missing", score.missing},
            {"note", score.note},
            {"caution", score.caution},
            {"statement", score.statement},
            {"source", score.source},
            {"verification", score.verification == Verification::verified ? "verified" : "unverified"}};
}

Json scores_json(const std::vector<ScoreAnswer>& scores) {
    Json list = Json::array();
    for (const ScoreAnswer& score : scores) list.push_back(score_json(score));
    return list;
}

Json dose_json(const std::optional<Dose>& dose) {
    if (!dose) return nullptr;
    Json json = {{"value", dose->value ? number(*dose->value) : Json(nullptr)},
                 {"unit", ucum(dose->unit)},
                 {"working", dose->working}};
    if (!dose->vials.empty()) json["vials"] = dose->vials;
    if (dose->left_over) json["left_over"] = number(*dose->left_over);
    if (dose->volume) json["volume_ml"] = number(to_tenths(*dose->volume));
    if (dose->rounded) json["rounded"] = number(*dose->rounded);
    return json;
}

Json recommendation_json(const Recommendation& advice) {
    return {{"statement", advice.statement},
            {"action", name_of(advice.action)},
            {"item", advice.item},
            {"dose", dose_json(advice.dose)},
            {"route", text_or_null(advice.route)},
            {"over_minutes", count_of(advice.over, minutes(1))},
            {"every_hours", count_of(advice.every, hours(1))},
            {"not_before", moment(advice.not_before)},
            {"due", moment(advice.due)},
            {"urgency", name_of(advice.urgency)},
            {"text", advice.text},
            {"reasons", json_of(advice.reasons)},
            {"source", advice.source},
            {"seed", text_or_null(advice.seed)},
            {"verification", advice.verification == Verification::verified ? "verified" : "unverified"}};
}

Json plan_json(const std::vector<PlannedDose>& plan) {
    Json list = Json::array();
    for (const PlannedDose& dose : plan) {
        list.push_back({{"item", dose.drug},
                        {"value", number(dose.mg)},
                        {"unit", ucum(Unit::mg)},
                        {"at", moment(dose.at)},
                        {"given", dose.given}});
    }
    return list;
}

Json timers_json(const std::vector<Timer>& timers) {
    Json list = Json::array();
    for (const Timer& timer : timers) {
        list.push_back({{"statement", timer.statement},
                        {"item", timer.item},
                        {"due", moment(timer.due)},
                        {"overdue", timer.overdue}});
    }
    return list;
}

Json gaps_json(const std::vector<Gap>& gaps) {
    Json list = Json::array();
    for (const Gap& gap : gaps) {
        list.push_back({{"item", gap.item},
                        {"last_seen", moment(gap.last_seen)},
                        {"ask", gap.ask},
                        {"could_change", gap.could_change},
                        {"statement", gap.statement}});
    }
    return list;
}

Json rejected_json(const std::vector<Rejection>& rejected) {
    Json list = Json::array();
    for (const Rejection& one : rejected) {
        list.push_back({{"where", one.where}, {"what", one.what}, {"why", one.why}});
    }
    return list;
}

// What a site has set is told only where there is a site, and reviews only where one is overdue.
Json guideline_json(const Assessment& assessment) {
    Json json = {
        {"packs", assessment.packs}, {"site", text_or_null(assessment.site)}, {"fingerprint", assessment.fingerprint}};
    for (const ReviewOverdue& review : assessment.reviews_overdue) {
        json["reviews_overdue"].push_back({{"pack", review.pack}, {"by", to_text(review.by)}});
    }
    if (assessment.site.empty()) return json;
    json["settings"] = Json::array();
    for (const SiteSetting& setting : assessment.site_settings) {
        json["settings"].push_back({{"statement", setting.statement},
                                    {"text", setting.text},
                                    {"why", setting.why},
                                    {"approved", setting.approved}});
    }
    return json;
}

std::string one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string assessment_json(const Assessment& assessment, RejectedRecords rejected) {
    Json recommendations = Json::array();
    for (const Recommendation& advice : assessment.recommendations) {
        recommendations.push_back(recommendation_json(advice));
    }
    Json json = {{"patient", assessment.patient},
                 {"as_of", moment(assessment.as_of)},
                 {"guideline", guideline_json(assessment)},
                 {"therapy", therapy_json(assessment.therapy)},
                 {"crs", crs_json(assessment.crs)},
                 {"icans", icans_json(assessment.icans)},
                 {"hlh", {{"status", name_of(assessment.hlh.status)}, {"reasons", json_of(assessment.hlh.reasons)}}},
                 {"recommendations", std::move(recommendations)},
                 {"timers", timers_json(assessment.timers)},
                 {"gaps", gaps_json(assessment.gaps)}};
    if (rejected == RejectedRecords::listed) json["rejected"] = rejected_json(assessment.rejected);
    json["corticosteroid_plan"] = plan_json(assessment.corticosteroid_plan);
    json["changes_at"] = assessment.changes_at == forever ? Json(nullptr) : moment(assessment.changes_at);
    if (assessment.comparison) {
        json["scales"] = scales_json(assessment.comparison->scales);
        json["scores"] = scores_json(assessment.comparison->scores);
    }
    return one_line(json);
}

std::string order_json(const CheckedOrder& checked) {
    const Order& order = checked.order;
    return one_line({{"patient", checked.patient},
                     {"as_of", moment(checked.as_of)},
                     {"order",
                      {{"item", order.item},
                       {"value", order.amount ? number(*order.amount) : Json(nullptr)},
                       {"unit", order.amount ? Json(ucum(order.unit)) : Json(nullptr)}}},
                     {"verdict", name_of(checked.verdict.verdict)},
                     {"not_before", moment(checked.verdict.not_before)},
                     {"reasons", json_of(checked.verdict.reasons)}});
}

}  // namespace stormkeel
