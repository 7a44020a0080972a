// The one question the core answers: what is true of this patient now, and what follows from it.
#include "core/assess.h"

#include <algorithm>

#include "core/advise.h"
#include "core/explain.h"
#include "core/site.h"

namespace stormkeel {

std::string_view name_of(HlhStatus status) {
    return status == HlhStatus::absent ? "absent" : status == HlhStatus::suspected ? "suspected" : "unknown";
}

namespace {

// A product pack is named only in the answers it can change.
bool holds_for(const Pack& pack, const Bedside& bedside) {
    const Reading& therapy = bedside.course[Item::therapy];
    const auto& products = pack.products;
    return products.empty() ||
           (therapy.exists() && std::find(products.begin(), products.end(), therapy.code) != products.end());
}

void name_packs(Assessment& out, const Bedside& bedside) {
    const Date today = date_of(out.as_of);
    for (const Pack& pack : bedside.guideline.packs) {
        if (!holds_for(pack, bedside)) continue;
        out.packs.push_back(pack.name + "@" + pack.version);
        if (pack.review_by && today > *pack.review_by)
            out.reviews_overdue.push_back({out.packs.back(), *pack.review_by});
    }
}

std::optional<EpisodeView> view_episode(const Bedside& bedside) {
    const Episode& episode = shown_episode(bedside.course, bedside.guideline.parameters);
    if (episode.number == 0) return std::nullopt;
    EpisodeView view{episode.number, episode.onset, episode.peak, std::nullopt};
    if (episode.resolved_at != never) view.resolved_at = episode.resolved_at;
    return view;
}

void grade_crs(Assessment& out, const Bedside& bedside) {
    out.crs.scale = "ASTCT 2019";
    out.crs.at_least = static_cast<int>(bedside.grades.crs.lowest);
    out.crs.at_most = static_cast<int>(bedside.grades.crs.highest);
    out.crs.treat_as = bedside.grades.treat_as;
    out.crs.under_treatment = bedside.findings.truth(FindingId::under_treatment) == Truth::present;
    out.crs.episode = view_episode(bedside);
    out.crs.reasons = explain_scale(Scale::crs, bedside);
    out.crs.treat_as_reasons = explain_treat_as(bedside);
}

void grade_icans(Assessment& out, const Bedside& bedside) {
    out.icans.scale = "ASTCT 2019";
    out.icans.at_least = static_cast<int>(bedside.grades.icans.lowest);
    out.icans.at_most = static_cast<int>(bedside.grades.icans.highest);
    out.icans.reasons = explain_scale(Scale::icans, bedside);
}

void find_hlh(Assessment& out, const Bedside& bedside) {
    const Truth hlh = bedside.grades.hlh;
    out.hlh.status = hlh == Truth::present  ? HlhStatus::suspected
                     : hlh == Truth::absent ? HlhStatus::absent
                                            : HlhStatus::unknown;
    out.hlh.reasons = explain_hlh(bedside);
}

const Recommendation* given_now(const Assessment& out, std::string_view item) {
    for (const Recommendation& made : out.recommendations) {
        if (made.item == item && made.action == Action::give) return &made;
    }
    return nullptr;
}

// A course without a taper: what was given of it, and the next dose at its interval.
std::vector<PlannedDose> plan_at_interval(const Recommendation& made, const Bedside& bedside) {
    std::vector<PlannedDose> plan;
    const CorticosteroidCourse active = dexamethasone_course(bedside.course, bedside.guideline.parameters);
    for (const GivenDose& dose : bedside.course.dexamethasone.all()) {
        const bool counts = active.active && dose.at >= active.first;
        const auto mg = in_mg(dose, bedside.course);
        if (counts && mg) plan.push_back({made.item, *mg, dose.at, true});
    }
    plan.push_back({made.item, *made.dose->value, made.due.value_or(bedside.course.now), false});
    return plan;
}

// As with a single dose: a plan that holds a dose above its drug's ceiling is a mistake in a pack and is not shown.
void keep_plan_below_ceiling(Assessment& out, const Formulary& formulary) {
    const auto above = [&](const PlannedDose& dose) {
        const auto ceiling = formulary.ceiling_of(dose.drug);
        return !dose.given && ceiling && dose.mg > *ceiling;
    };
    auto& plan = out.corticosteroid_plan;
    if (std::any_of(plan.begin(), plan.end(), above)) plan.clear();
}

// The dated plan of the corticosteroid that is given or running. Its doses are flat, so it is shown to adults alone.
void plan_corticosteroid(Assessment& out, const Bedside& bedside) {
    if (bedside.findings.truth(FindingId::child) != Truth::absent) return;
    if (taper_runs(bedside.course, bedside.guideline.parameters) || given_now(out, "methylprednisolone") != nullptr) {
        out.corticosteroid_plan = methylprednisolone_plan(bedside.course, bedside.guideline, bedside.grades.treat_as);
        return;
    }
    const Recommendation* made = given_now(out, "dexamethasone");
    if (made != nullptr && made->dose && made->dose->value) out.corticosteroid_plan = plan_at_interval(*made, bedside);
}

// What falls due changes the answer too: timers turn overdue a second after they are due.
Instant changes_at(const Assessment& out, Instant by_findings) {
    Instant at = by_findings;
    const auto consider = [&](Instant due) {
        if (due > out.as_of && due < at) at = due;
    };
    for (const Timer& timer : out.timers) consider(timer.due + seconds(1));
    for (const Recommendation& made : out.recommendations) {
        if (made.not_before) consider(*made.not_before);
        if (made.due) consider(*made.due);
    }
    return at;
}

}  // namespace

std::optional<TherapyView> view_therapy(const Bedside& bedside) {
    const Reading& therapy = bedside.course[Item::therapy];
    if (!therapy.exists()) return std::nullopt;
    const Product& product = bedside.guideline.formulary.products.at(therapy.code);
    const Duration since = bedside.course.now - therapy.at;
    return TherapyView{product.name, product.therapy_class, therapy.at, since.microseconds / days(1).microseconds};
}

Assessment assess(const Timeline& timeline, const Guideline& guideline, Instant as_of) {
    return assess(walk_to(timeline, guideline, as_of), timeline, guideline);
}

Assessment assess(const Walk& walk, const Timeline& timeline, const Guideline& guideline) {
    const Instant as_of = walk.course().now;
    const Bedside bedside = look_at(walk, timeline, guideline);
    Assessment out;
    out.patient = timeline.patient();
    out.birth_date = timeline.birth_date();
    out.as_of = as_of;
    out.died = bedside.course[Item::death].exists();
    out.clock_doubt = bedside.course.clock_doubt;
    name_packs(out, bedside);
    out.site = guideline.site;
    out.fingerprint = guideline.fingerprint;
    out.therapy = view_therapy(bedside);
    grade_crs(out, bedside);
    grade_icans(out, bedside);
    find_hlh(out, bedside);
    out.recommendations = recommend(bedside);
    plan_corticosteroid(out, bedside);
    keep_plan_below_ceiling(out, guideline.formulary);
    out.timers = due_clocks(bedside);
    // A corticosteroid that is to be given now needs no clock of an earlier, smaller or older dose.
    std::erase_if(out.timers, [&](const Timer& timer) {
        const bool corticosteroid = timer.item == "dexamethasone" || timer.item == "methylprednisolone";
        const Recommendation* made = corticosteroid ? given_now(out, timer.item) : nullptr;
        return made != nullptr && !made->not_before;
    });
    out.gaps = open_questions(bedside);
    out.rejected = timeline.rejected();
    if (timeline.born_too_late()) {
        out.rejected.push_back({"birth_date", to_text(*timeline.birth_date_as_told()),
                                "it is not before the first fact; the age is taken as unknown until it is corrected"});
    }
    say_site(out, guideline);
    out.changes_at = changes_at(out, next_change(walk.course(), guideline));
    out.changes_at = std::min(out.changes_at, bedside.tocilizumab.doubt_ends(as_of));
    return out;
}

}  // namespace stormkeel
