// The pages that are written from the packs and the cases are what would be written today.
#include <gtest/gtest.h>

#include <algorithm>

#include "guideline/folder.h"
#include "guideline/trace.h"
#include "properties/knowledge.h"
#include "safety/pages.h"
#include "written_pages/source_attributes.h"

namespace stormkeel::safety {
namespace {

// The first line that differs says more than two pages beside each other.
void expect_same(const std::string& path, const std::string& fresh) {
    const std::string committed = text_of(path);
    if (committed == fresh) return;
    const auto at = std::mismatch(committed.begin(), committed.end(), fresh.begin(), fresh.end()).first;
    const auto line = std::count(committed.begin(), at, '\n') + 1;
    ADD_FAILURE() << path << " is not what the packs and cases say today, from line " << line
                  << " on; ./dev pages writes it anew";
}

TEST(WrittenPages, TraceabilityIsFresh) {
    const FolderFiles cases = read_folder(STORMKEEL_SOURCE_DIR "/tests/cases", {".case"});
    const Trace found = trace(built_in_packs(), knowledge().terminology.formulary(), cases.files);
    expect_same("docs/traceability.md", trace_markdown(found));
}

TEST(WrittenPages, SourceAttributesAreFresh) {
    expect_same("docs/safety/source-attributes.md", source_attributes_page(knowledge().guideline));
}

}  // namespace
}  // namespace stormkeel::safety
