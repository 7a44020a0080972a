// The medicine a command answers with: the packs and the terminology, built in or from a folder.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "adapters/terminology.h"
#include "cli/call.h"
#include "core/calendar.h"
#include "guideline/folder.h"
#include "guideline/read_pack.h"

namespace stormkeel {

struct Knowledge {
    Terminology terminology;
    GuidelineCalendar guideline;  // what is in force when
};

// The texts of the packs. A folder without terminology/ of its own gets the one built in, so that a draft of a single
// pack can be tried; a folder without any pack, as a hospital keeps its sites/ in, gets the packs built in.
struct PackTexts {
    FolderFiles owner;  // keeps a folder's texts alive; empty for the packs built in
    std::vector<PackFile> files;
    bool built_in = true;
};

std::variant<PackTexts, Failure> pack_texts(const std::string& folder);

// 64 hexadecimal digits: SHA-256 over the paths and texts of all packs, the terminology and the alarms.
std::string sha256_of(const PackTexts& texts);

// Fails when the terminology has a problem: wrong_call for a folder's, our_fault for the one built in.
std::variant<Terminology, Failure> terminology_of(const PackTexts& texts);

// Packs to be compared with others, with what is wrong in them; a folder of an earlier release need not be complete.
// Fails for a folder without a statement, and for a site with a problem.
std::variant<DraftGuideline, Failure> read_to_compare(const std::string& folder, const Selection& selection);

// Both, as the site has them (empty: as they are), without a single problem; else the failure names each.
std::variant<Knowledge, Failure> read_knowledge(const std::string& folder, const std::string& site);

}  // namespace stormkeel
