// What a hospital changed is said in the answer: its settings as a list, and with every reason and advice they touch.
#pragma once

#include "core/assessment.h"
#include "core/guideline.h"

namespace stormkeel {

// "every = 6 h instead of 12 h", "silenced", "replaced by EXAMPLE.dexamethasone".
std::string words_for(const SiteChange& change);

// " Set by site example: every = 6 h instead of 12 h.", or nothing when the site left the statement as it is.
std::string said_by_site(const Guideline& guideline, std::string_view statement);

// Fills Assessment::site_settings and adds the words to reasons and recommendations.
void say_site(Assessment& assessment, const Guideline& guideline);
void say_site(std::vector<Reason>& reasons, const Guideline& guideline);

}  // namespace stormkeel
