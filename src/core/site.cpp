// Adds the site's words to an answer.
#include "core/site.h"

namespace stormkeel {

std::string words_for(const SiteChange& change) {
    if (change.kind == SiteChange::Kind::silenced) return "silenced";
    return change.kind == SiteChange::Kind::replaced ? "replaced by " + change.what : change.what;
}

std::string said_by_site(const Guideline& guideline, std::string_view statement) {
    std::string text;
    for (const SiteChange& change : guideline.site_changes) {
        if (change.kind != SiteChange::Kind::set || guideline.statements[change.statement].id != statement) continue;
        text += " Set by site " + guideline.site + ": " + words_for(change) + ".";
    }
    return text;
}

void say_site(std::vector<Reason>& reasons, const Guideline& guideline) {
    if (guideline.site_changes.empty()) return;
    for (Reason& reason : reasons) reason.text += said_by_site(guideline, reason.statement);
}

void say_site(Assessment& assessment, const Guideline& guideline) {
    for (const SiteChange& change : guideline.site_changes) {
        assessment.site_settings.push_back(
            {guideline.statements[change.statement].id, words_for(change), change.why, change.approved});
    }
    if (guideline.site_changes.empty()) return;
    for (auto* reasons : {&assessment.crs.reasons, &assessment.crs.treat_as_reasons, &assessment.icans.reasons,
                          &assessment.hlh.reasons}) {
        say_site(*reasons, guideline);
    }
    for (Recommendation& made : assessment.recommendations) {
        made.text += said_by_site(guideline, made.statement);
    }
}

}  // namespace stormkeel
