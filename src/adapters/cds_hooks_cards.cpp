// Writes cards as CDS Hooks 2.0 has them, with uuids that follow from what they say.
#include "adapters/cds_hooks_cards.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/json_out.h"

namespace stormkeel {
namespace {

constexpr std::size_t longest_summary = 139;  // of CDS Hooks: below 140 characters

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// Cut between words where it is too long, because half a dose is another dose.
std::string summary_of(std::string_view text) {
    const std::string whole = without_controls(text);
    const auto characters = [](std::string_view part) {
        return static_cast<std::size_t>(std::count_if(part.begin(), part.end(), begins_character));
    };
    if (characters(whole) <= longest_summary) return whole;
    std::string_view kept = whole;
    while (characters(kept) + 2 > longest_summary) {
        const std::size_t blank = kept.rfind(' ');
        if (blank == std::string_view::npos) break;
        kept = kept.substr(0, blank);
    }
    std::size_t end = kept.size();
    while (characters(kept.substr(0, end)) + 2 > longest_summary) --end;
    return std::string(kept.substr(0, end)) + " …";
}

// A code of our own systems.
struct Coding {
    std::string_view system;
    std::string_view code;
    std::string_view display;
};

constexpr std::array override_reasons{
    Coding{"urn:stormkeel:override-reason", "benefit-outweighs-risk",
           "The benefit outweighs the risk for this patient"},
    Coding{"urn:stormkeel:override-reason", "record-incomplete", "The record is wrong or not complete"},
    Coding{"urn:stormkeel:override-reason", "discussed", "Discussed with the responsible specialist"},
    Coding{"urn:stormkeel:override-reason", "other-protocol", "Another protocol of the hospital applies"},
    Coding{"urn:stormkeel:override-reason", "other", "Another reason, told in the comment"}};

constexpr Coding order_check{"urn:stormkeel:topic", "order-check", "Check of an order"};
constexpr Coding crs_assessment{"urn:stormkeel:topic", "crs-assessment", "Cytokine release syndrome"};

void put_members(JsonOut& json, const Coding& coding) {
    json.member("system", coding.system);
    json.member("code", coding.code);
    json.member("display", coding.display);
}

void put_said(JsonOut& json, const CdsCard& card) {
    json.member("summary", summary_of(card.summary));
    json.member("indicator", name_of(card.indicator));
    json.member("detail", card.detail);
    json.object("source", [&] {
        json.member("label", "Stormkeel");
        json.object("topic",
                    [&] { put_members(json, card.topic == CdsCard::Topic::order ? order_check : crs_assessment); });
    });
}

// The same for each card, so written once: {"overrideReasons":[...]}
const std::string& override_reasons_json() {
    static const std::string written = [] {
        JsonOut json;
        json.object([&] {
            json.array("overrideReasons", override_reasons,
                       [&](const Coding& coding) { json.object([&] { put_members(json, coding); }); });
        });
        return json.take();
    }();
    return written;
}

void put_suggestion(JsonOut& json, const CdsCard& card, const std::string& uuid_of_card) {
    const std::string label = "Remove the draft order of " + card.draft_label;
    json.object([&] {
        json.member("label", label);
        json.member("uuid", uuid_of(uuid_of_card + "\nsuggestion\n" + card.draft));
        json.array("actions", [&] {
            json.object([&] {
                json.member("type", "delete");
                json.member("description", label);
                json.member("resourceId", card.draft);
            });
        });
    });
}

// About as long as it will be, written.
std::size_t length_of(const CdsCard& card) { return card.detail.size() + card.detail.size() / 8 + 2048; }

void put_card(JsonOut& json, const CdsCard& card, std::string_view patient) {
    JsonOut out(length_of(card));
    out.object([&] { put_said(out, card); });
    std::string text = out.take();
    const std::size_t said = text.size();
    text.append(1, '\n').append(patient).append(1, '\n').append(card.draft);
    const std::string uuid = uuid_of(text);
    json.object([&] {
        json.member("uuid", uuid);
        json.members_of(std::string_view(text).substr(0, said));
        if (card.may_be_overridden) json.members_of(override_reasons_json());
        if (!card.suggests_removal || card.draft.empty()) return;
        json.array("suggestions", [&] { put_suggestion(json, card, uuid); });
        json.member("selectionBehavior", "at-most-one");
    });
}

std::string source_words(const Statement& statement) {
    std::string text = statement.id;
    if (!statement.source.empty()) text += " · " + statement.source;
    return statement.verification == Verification::verified ? text : text + " (unverified)";
}

}  // namespace

std::string_view name_of(CdsIndicator indicator) {
    constexpr std::array<std::string_view, 3> names{"info", "warning", "critical"};
    return names.at(static_cast<std::size_t>(indicator));
}

std::string cards_json(const std::vector<CdsCard>& cards, std::string_view patient) {
    std::size_t length = 0;
    for (const CdsCard& card : cards) length += length_of(card);
    JsonOut json(length);
    json.object([&] { json.array("cards", cards, [&](const CdsCard& card) { put_card(json, card, patient); }); });
    return json.take();
}

PageStyle style_of(const CdsCase& asked) {
    return {Colour::none, {asked.record.timeline().utc_offset_minutes()}, Markup::markdown};
}

void put_incomplete(Page& page, const CdsCase& asked) {
    std::vector<std::string> lines = asked.record.incomplete;
    std::string missing;
    for (const std::string& key : asked.record.not_sent) missing += (missing.empty() ? "" : ", ") + key;
    if (!missing.empty()) lines.push_back("Not sent: " + missing + ". What they would tell is not known.");
    if (asked.knowledge.clock_doubt > Duration{}) {
        lines.push_back("The clock was set: the true time may be " + to_words(asked.knowledge.clock_doubt) +
                        " earlier. Doses wait for that; check the clock.");
    }
    const auto facts = asked.record.timeline().facts();
    const auto later =
        std::partition_point(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.at <= asked.now; });
    if (later != facts.end()) {
        lines.push_back(std::to_string(facts.end() - later) + " of the records lie after the time of this answer, " +
                        "the first at " + moment_words(later->at, page.clock()) +
                        "; they are not used. A clock may be wrong.");
    }
    if (lines.empty()) return;
    page.blank_line();
    page.paragraph("", "The record is not complete", Look::heading);
    for (const std::string& line : lines) page.paragraph("  - ", line, Look::warning);
}

void put_sources(Page& page, const std::set<std::string>& statements, const Guideline& guideline) {
    std::vector<std::string> lines;
    for (const std::string& id : statements) {
        if (const auto known = guideline.statement_named(id))
            lines.push_back(source_words(guideline.statements[*known]));
    }
    if (lines.empty()) return;
    page.blank_line();
    page.paragraph("", "What this rests on; nobody has yet verified what is marked unverified", Look::heading);
    for (const std::string& line : lines) page.paragraph("  - ", line, Look::faint);
}

void put_engine(Page& page, const CdsCase& asked) {
    const Guideline& guideline = asked.guideline();
    std::string text = "Stormkeel " + std::string(asked.knowledge.version) + ", guideline " + guideline.fingerprint;
    if (!guideline.site.empty()) text += ", site " + guideline.site;
    page.paragraph("", text + ".", Look::faint);
}

std::set<std::string> statements_of(const std::vector<Reason>& reasons) {
    std::set<std::string> statements;
    for (const Reason& reason : reasons) {
        if (!reason.statement.empty()) statements.insert(reason.statement);
    }
    return statements;
}

}  // namespace stormkeel
