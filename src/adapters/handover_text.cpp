// Lays an answer out in the order in which one shift tells the next.
#include "adapters/handover_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "adapters/assessment_text.h"
#include "adapters/assessment_text_advice.h"
#include "adapters/assessment_text_clocks.h"
#include "adapters/assessment_text_unused.h"
#include "core/dosing.h"

namespace stormkeel {
namespace {

constexpr std::size_t doses_told = 6;  // of one drug, the newest; the chart holds the rest

void put_situation(Page& page, const Assessment& assessment) {
    put_title(page, "Situation");
    std::string grades = grade_words("CRS", assessment.crs);
    if (assessment.crs.treat_as != assessment.crs.at_least) {
        grades += ", treated as grade " + std::to_string(assessment.crs.treat_as);
    }
    if (assessment.crs.under_treatment) grades += ", under treatment";
    page.paragraph("  ", grades + "; " + grade_words("ICANS", assessment.icans) + "; HLH " +
                             std::string(name_of(assessment.hlh.status)) + ".");
    if (assessment.crs.episode) {
        const EpisodeView& episode = *assessment.crs.episode;
        std::string text = "Episode " + std::to_string(episode.number) + " since " +
                           moment_words(episode.onset, page.clock()) + ", highest grade " +
                           std::to_string(episode.peak);
        if (episode.resolved_at) text += ", over since " + moment_words(*episode.resolved_at, page.clock());
        page.paragraph("  ", text + ".");
    }
}

// The drugs a hand-over tells of: what is given for CRS and ICANS.
bool is_told(const Fact& fact, const Parameters& parameters) {
    return parameters.is(fact.code, DrugClass::anticytokine) || parameters.is(fact.code, DrugClass::corticosteroid) ||
           parameters.is(fact.code, DrugClass::fluid_bolus);
}

std::string dose_words(const Fact& fact, WallClock clock) {
    std::string text = fact.state == ValueState::known        ? amount_text(fact.amount, fact.unit)
                       : fact.state == ValueState::unreadable ? "amount not readable"
                                                              : "amount not charted";
    return text + " " + time_words(fact.at, clock);
}

// "tocilizumab: 2 doses: 640 mg 2026-03-04 11:00, 640 mg 2026-03-04 19:00"
void put_given(Page& page, const Assessment& assessment, const Timeline& timeline, const Guideline& guideline) {
    std::map<std::string, std::vector<const Fact*>> given;
    for (const Fact& fact : timeline.facts()) {
        const bool counts =
            fact.at <= assessment.as_of && fact.item == Item::give && fact.code < guideline.formulary.drugs.size();
        if (counts && is_told(fact, guideline.parameters)) {
            given[guideline.formulary.drugs[fact.code]].push_back(&fact);
        }
    }
    if (given.empty()) page.paragraph("  ", "No tocilizumab, corticosteroid or fluid bolus is on record.");
    for (const auto& [drug, doses] : given) {
        std::string text =
            spaced(drug) + ", " + std::to_string(doses.size()) + (doses.size() == 1 ? " dose: " : " doses: ");
        const std::size_t first = doses.size() > doses_told ? doses.size() - doses_told : 0;
        if (first > 0) text += "the last " + std::to_string(doses_told) + ": ";
        for (std::size_t i = first; i < doses.size(); ++i) {
            text += (i == first ? "" : ", ") + dose_words(*doses[i], page.clock());
        }
        page.paragraph("  ", text + ".");
    }
}

std::string charted(const Fact& fact, const Guideline& guideline) {
    if (fact.item == Item::rate) {
        const std::string drug = fact.code < guideline.formulary.drugs.size() ? guideline.formulary.drugs[fact.code]
                                                                              : std::string("a drug nobody can name");
        const bool told = fact.state == ValueState::known;
        if (fact.state == ValueState::unreadable) return spaced(drug) + " at a rate that could not be read";
        return spaced(drug) + (told ? " " + shortened(fact.amount, 3) + " " + std::string(words(fact.unit)) : "");
    }
    if (fact.state == ValueState::unreadable) return spaced(name_of(fact.item)) + " not readable";
    if (fact.item == Item::oxygen_device) return spaced(words_of(Item::oxygen_device)[fact.code]);
    const std::string unit(words(fact.unit));
    return spaced(name_of(fact.item)) + " " + std::string(sign_of(fact.comparator)) + shortened(fact.amount, 2) +
           (unit.empty() ? "" : " " + unit);
}

// The last record of each support: infusions that run, the oxygen device and its flow.
void put_support(Page& page, const Assessment& assessment, const Timeline& timeline, const Guideline& guideline) {
    std::map<std::pair<Item, std::uint16_t>, const Fact*> last;
    for (const Fact& fact : timeline.facts()) {
        if (fact.at > assessment.as_of) continue;
        const bool support =
            fact.item == Item::rate || fact.item == Item::oxygen_device || fact.item == Item::oxygen_flow;
        if (!support) continue;
        const Fact*& kept = last[{fact.item, fact.item == Item::rate ? fact.code : std::uint16_t{0}}];
        const bool new_device = fact.item == Item::oxygen_device && (kept == nullptr || kept->code != fact.code);
        kept = &fact;
        // The flow of another device is none of this one.
        if (new_device) last.erase({Item::oxygen_flow, std::uint16_t{0}});
    }
    std::string text;
    for (const auto& [key, fact] : last) {
        const bool stopped = fact->item == Item::rate && fact->state == ValueState::known && fact->amount == Decimal{};
        if (stopped) continue;
        text += (text.empty() ? "" : "; ") + charted(*fact, guideline) + " at " + time_words(fact->at, page.clock());
    }
    page.paragraph("  ",
                   text.empty() ? "No oxygen and no infusion is on record." : "Support last charted: " + text + ".");
}

// The last of the readings a grade rests on, and the weight a dose would be calculated with.
void put_readings(Page& page, const Assessment& assessment, const Timeline& timeline, const Guideline& guideline) {
    constexpr std::array told{Item::weight, Item::temperature, Item::systolic_bp, Item::mean_bp,
                              Item::spo2,   Item::ice_score,   Item::capd};
    std::map<Item, const Fact*> last;
    for (const Fact& fact : timeline.facts()) {
        const bool counts = fact.at <= assessment.as_of && fact.state == ValueState::known &&
                            std::find(told.begin(), told.end(), fact.item) != told.end();
        if (counts) last[fact.item] = &fact;
    }
    std::string text;
    for (const Item item : told) {
        const auto found = last.find(item);
        if (found == last.end()) continue;
        text += (text.empty() ? "" : "; ") + charted(*found->second, guideline) + " at " +
                time_words(found->second->at, page.clock());
    }
    if (!text.empty()) page.paragraph("  ", "Last charted: " + text + ".");
}

std::string age_words(const Assessment& assessment, const Timeline& timeline) {
    const auto birth_date = timeline.birth_date();
    if (!birth_date) return "Age not known.";
    return "Age " + std::to_string(completed_years(*birth_date, assessment.as_of)) + " years (born " +
           to_text(*birth_date) + ").";
}

void put_background(Page& page, const Assessment& assessment, const Timeline& timeline, const Guideline& guideline) {
    put_title(page, "Background");
    page.paragraph("  ", age_words(assessment, timeline));
    if (assessment.therapy) {
        page.paragraph("  ", spaced(assessment.therapy->product) + ", given " +
                                 moment_words(assessment.therapy->given_at, page.clock()) + ", day " +
                                 std::to_string(assessment.therapy->day) + ".");
    } else {
        page.paragraph("  ", "No therapy is recorded.");
    }
    put_given(page, assessment, timeline, guideline);
    put_support(page, assessment, timeline, guideline);
    put_readings(page, assessment, timeline, guideline);
}

void put_assessment(Page& page, const Assessment& assessment) {
    put_title(page, "Assessment");
    const auto put = [&page](const std::vector<Reason>& reasons) {
        for (const Reason& reason : reasons) {
            if (reason.truth == Truth::present) page.paragraph("  - ", reason.text + " [" + reason.statement + "]");
        }
    };
    put(assessment.crs.reasons);
    put(assessment.crs.treat_as_reasons);
    put(assessment.icans.reasons);
    put(assessment.hlh.reasons);
    for (const Gap& gap : assessment.gaps) page.paragraph("  - ", "Not known: " + gap.ask);
    if (!assessment.rejected.empty()) page.paragraph("  - ", unused_words(assessment));
}

}  // namespace

std::string handover_text(const Assessment& assessment, const Timeline& timeline, const Guideline& guideline) {
    const WallClock clock{timeline.utc_offset_minutes()};
    Page page(PageStyle{Colour::none, clock});
    page.paragraph("", "Hand-over: " + assessment.patient + ", " + moment_words(assessment.as_of, clock));
    put_situation(page, assessment);
    put_background(page, assessment, timeline, guideline);
    put_assessment(page, assessment);
    put_title(page, "Recommendation");
    put_now(page, assessment);
    put_clocks(page, assessment);
    put_later(page, assessment, Besides::left_out);
    put_prohibitions(page, assessment);
    put_closing(page);
    return page.text();
}

}  // namespace stormkeel
