// Answers, and writes every field of an assessment, one thing a line.
#include "properties/answer.h"

#include <sstream>

#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

class Writer {
public:
    Writer(Detail detail, Instant zero) : detail_(detail), zero_(zero) {}

    std::string when(Instant at) const {
        if (at == never) return "never";
        if (at == forever) return "forever";
        return detail_ == Detail::relative ? std::to_string((at - zero_).microseconds) : to_text(at);
    }
    std::string when(const std::optional<Instant>& at) const { return at ? when(*at) : "-"; }
    std::string words(const std::string& text) const { return detail_ == Detail::relative ? "" : text; }

    void scale(const std::string& title, const ScaleAnswer& answer) {
        out_ << title << ' ' << answer.scale << ' ' << answer.at_least << ".." << answer.at_most << '\n';
        reasons(answer.reasons);
    }

    void reasons(const std::vector<Reason>& reasons) {
        for (const Reason& reason : reasons) {
            out_ << "  " << reason.statement << ' ' << name_of(reason.truth) << ' ' << words(reason.text) << '\n';
            for (const Evidence& evidence : reason.evidence) {
                out_ << "    " << evidence.item << ' ' << evidence.value << ' ' << ucum(evidence.unit) << ' '
                     << when(evidence.at) << ' ' << (detail_ == Detail::everything ? evidence.source : "") << '\n';
            }
        }
    }

    void recommendation(const Recommendation& found) {
        out_ << "recommend " << found.statement << ' ' << name_of(found.action) << ' ' << found.item << ' '
             << found.route << ' ' << name_of(found.urgency) << " due " << when(found.due) << " not before "
             << when(found.not_before) << " over " << found.over.value_or(Duration{}).microseconds << " every "
             << found.every.value_or(Duration{}).microseconds << ' ' << words(found.text) << ' ' << found.source
             << '\n';
        if (found.dose) {
            out_ << "  dose " << (found.dose->value ? to_text(*found.dose->value) : "none") << ' '
                 << ucum(found.dose->unit) << ' ' << words(found.dose->working) << ' ' << found.dose->vials << '\n';
        }
        reasons(found.reasons);
    }

    std::string take(const Assessment& answer) {
        out_ << answer.patient << ' ' << when(answer.as_of) << ' ' << answer.fingerprint << " changes "
             << when(answer.changes_at) << '\n';
        if (answer.therapy) {
            out_ << "therapy " << answer.therapy->product << ' ' << when(answer.therapy->given_at) << " day "
                 << answer.therapy->day << '\n';
        }
        scale("crs", answer.crs);
        out_ << "treat as " << answer.crs.treat_as << " under treatment " << answer.crs.under_treatment << '\n';
        reasons(answer.crs.treat_as_reasons);
        if (const auto& episode = answer.crs.episode) {
            out_ << "episode " << episode->number << ' ' << when(episode->onset) << " peak " << episode->peak << ' '
                 << when(episode->resolved_at) << '\n';
        }
        scale("icans", answer.icans);
        out_ << "hlh " << name_of(answer.hlh.status) << '\n';
        reasons(answer.hlh.reasons);
        for (const Recommendation& found : answer.recommendations) recommendation(found);
        for (const PlannedDose& dose : answer.corticosteroid_plan) {
            out_ << "plan " << dose.drug << ' ' << to_text(dose.mg) << ' ' << when(dose.at) << ' ' << dose.given
                 << '\n';
        }
        for (const Timer& timer : answer.timers) {
            out_ << "timer " << timer.statement << ' ' << timer.item << ' ' << when(timer.due) << ' ' << timer.overdue
                 << '\n';
        }
        for (const Gap& gap : answer.gaps) {
            out_ << "gap " << gap.statement << ' ' << gap.item << ' ' << when(gap.last_seen) << ' ' << words(gap.ask)
                 << ' ' << gap.could_change << '\n';
        }
        for (const Rejection& rejection : answer.rejected) {
            if (detail_ == Detail::everything) out_ << "rejected at " << rejection.where;
            out_ << " rejected " << rejection.what << ' ' << rejection.why << '\n';
        }
        return out_.str();
    }

private:
    Detail detail_;
    Instant zero_;
    std::ostringstream out_;
};

}  // namespace

std::string text_of(const Assessment& answer, Detail detail, Instant zero) { return Writer(detail, zero).take(answer); }

Assessment answer_at(const Chart& chart, int minute) {
    return assess(timeline_of(chart), knowledge().guideline, at_minute(minute));
}

}  // namespace stormkeel::properties
