// CDS Hooks: how often a draft is repeated, and what a card says of a repetition of tocilizumab.
#include "adapters/cds_hooks_repetition.h"

#include "adapters/cds_hooks_example.h"
#include "adapters/cds_hooks_repetition_words.h"
#include "adapters/fhir_out_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::optional<Repetition> repetition_of_dosages(const Written& instructions) {
    const auto read = read_json(instructions.dump());
    return repetition_of(std::get<std::shared_ptr<const JsonDocument>>(read)->root());
}

std::optional<Repetition> repetition_of_timing(const Written& timing) {
    return repetition_of_dosages(Written::array({{{"timing", timing}}}));
}

std::optional<Repetition> repetition_of_repeat(const char* repeat) {
    return repetition_of_timing({{"repeat", Written::parse(repeat)}});
}

Repetition every(Duration length, std::optional<int> doses = std::nullopt) { return {length, doses}; }

TEST(CdsRepetition, ARepeatTellsItsIntervalAndItsDoses) {
    EXPECT_EQ(repetition_of_repeat(R"({"frequency": 1, "period": 4, "periodUnit": "h"})"), every(hours(4)));
    EXPECT_EQ(repetition_of_repeat(R"({"frequency": 4, "period": 1, "periodUnit": "d"})"), every(hours(6)));
    EXPECT_EQ(repetition_of_repeat(R"({"frequency": 1, "frequencyMax": 4, "period": 1, "periodUnit": "d"})"),
              every(hours(6)));
    EXPECT_EQ(repetition_of_repeat(R"({"period": 8, "periodMax": 12, "periodUnit": "h", "count": 5})"),
              every(hours(8), 5));
    EXPECT_EQ(repetition_of_repeat(R"({"period": 8, "periodUnit": "h", "count": 2, "countMax": 3})"),
              every(hours(8), 3));
    EXPECT_EQ(repetition_of_repeat(R"({"timeOfDay": ["06:00:00", "14:00:00", "22:00:00"]})"), every(hours(8)));
    EXPECT_EQ(repetition_of_repeat(R"({"frequency": 2})"), Repetition{});
    EXPECT_EQ(repetition_of_repeat(R"({"count": 3})"), (Repetition{std::nullopt, 3}));
}

TEST(CdsRepetition, BoundsTellHowManyDosesBegin) {
    EXPECT_EQ(repetition_of_repeat(R"({"period": 8, "periodUnit": "h", "boundsDuration": {"value": 2, "code": "d"}})"),
              every(hours(8), 6));
    EXPECT_EQ(repetition_of_repeat(R"({"period": 8, "periodUnit": "h", "boundsRange": {"high": {"value": 25,
                                      "unit": "hours"}}})"),
              every(hours(8), 4));
    EXPECT_EQ(repetition_of_repeat(R"({"period": 12, "periodUnit": "h", "boundsPeriod":
                                      {"start": "2026-03-03T10:00:00Z", "end": "2026-03-04T10:00:00Z"}})"),
              every(hours(12), 2));
}

TEST(CdsRepetition, WhatIsGivenOnceIsNone) {
    EXPECT_EQ(repetition_of_dosages(Written::array()), std::nullopt);
    EXPECT_EQ(repetition_of_repeat(R"({"duration": 60, "durationUnit": "min"})"), std::nullopt);
    EXPECT_EQ(repetition_of_repeat(R"({"count": 1})"), std::nullopt);
    EXPECT_EQ(repetition_of_repeat(R"({"frequency": 1, "period": 1, "periodUnit": "d", "count": 1})"), std::nullopt);
    EXPECT_EQ(repetition_of_timing({{"event", {"2026-03-03T10:00:00Z"}}}), std::nullopt);
    EXPECT_EQ(repetition_of_timing({{"code", {{"text", "Once"}}}}), std::nullopt);
    EXPECT_EQ(repetition_of_timing({{"code", {{"coding", Written::array({{{"code", "STAT"}}})}}}}), std::nullopt);
}

TEST(CdsRepetition, EventsCodesAndSeveralInstructionsAreRepetitions) {
    EXPECT_EQ(repetition_of_timing({{"event", {"2026-03-03T16:00:00Z", "2026-03-03T10:00:00Z"}}}), every(hours(6), 2));
    EXPECT_EQ(repetition_of_timing({{"event", {"2026-03-03", "2026-03-04"}}}), (Repetition{std::nullopt, 2}));
    const std::vector<std::pair<const char*, Duration>> codes{{"Q4H", hours(4)},  {"Q6H", hours(6)}, {"Q8H", hours(8)},
                                                              {"BID", hours(12)}, {"TID", hours(8)}, {"QID", hours(6)},
                                                              {"QD", hours(24)},  {"QOD", hours(48)}};
    for (const auto& [code, length] : codes) {
        EXPECT_EQ(repetition_of_timing({{"code", {{"coding", Written::array({{{"code", code}}})}}}}), every(length))
            << code;
    }
    EXPECT_EQ(repetition_of_timing({{"code", {{"text", "see the protocol"}}}}), Repetition{});
    EXPECT_EQ(repetition_of_dosages(Written::array({{{"asNeededBoolean", true}}})), Repetition{});
    const Written dose{{"doseAndRate", Written::array({{{"doseQuantity", milligrams(640)}}})}};
    EXPECT_EQ(repetition_of_dosages(Written::array({dose})), std::nullopt);
    EXPECT_EQ(repetition_of_dosages(Written::array({dose, dose})), (Repetition{std::nullopt, 2}));
}

// Where two places of an instruction differ, nobody can tell which of them is meant.
TEST(CdsRepetition, TheShorterIntervalAndTheMoreDosesAreTaken) {
    Written instruction{{"timing", {{"repeat", Written::parse(R"({"period": 8, "periodUnit": "h", "count": 2})")}}}};
    instruction["text"] = "every 4 hours, 3 doses";
    EXPECT_EQ(repetition_of_dosages(Written::array({instruction})), every(hours(4), 3));
    instruction["timing"]["repeat"] = {{"count", 1}};
    EXPECT_EQ(repetition_of_dosages(Written::array({instruction})), every(hours(4), 3));
}

TEST(CdsRepetition, WordsTellOfIntervalsAndDoses) {
    const std::vector<std::pair<const char*, Repetition>> told{
        {"every 4 hours", every(hours(4))},
        {"640 mg IV every eight hours", every(hours(8))},
        {"640 mg over 60 minutes q8h", every(hours(8))},
        {"q 8 h", every(hours(8))},
        {"Q4-6H prn", every(hours(4))},
        {"every 6 to 8 hours", every(hours(6))},
        {"every other day", every(hours(48))},
        {"8 hourly", every(hours(8))},
        {"t.i.d.", every(hours(8))},
        {"twice a day", every(hours(12))},
        {"3 times daily", every(hours(8))},
        {"4x daily", every(hours(6))},
        {"4 times in 24 hours", every(hours(6))},
        {"every 8 hours for 2 days", every(hours(8), 6)},
        {"1 dose every 8 hours, at most 3 doses", {hours(8), std::nullopt, 3}},
        {"640 mg IV every 8 hours as needed, max 4 doses", {hours(8), std::nullopt, 4}},
        {"640 mg IV, max. 4 doses", {std::nullopt, std::nullopt, 4}},
        {"q8h, maximum total of 4 doses", {hours(8), std::nullopt, 4}},
        {"q8h, not to exceed 4 doses", {hours(8), std::nullopt, 4}},
        {"q8h, no more than four doses", {hours(8), std::nullopt, 4}},
        {"q8h, 4 doses max", {hours(8), std::nullopt, 4}},
        {"2 doses every 12 hours, max 4 doses", {hours(12), 2, 4}},
        {"every 8 hours for 4 doses", every(hours(8), 4)},
        {"every 8 hours, up to 3 doses", every(hours(8), 3)},
        {"every 8 h x3", every(hours(8), 3)},
        {"every hour for 60 minutes", every(hours(1))},
        {"give, repeat after 8 hours", every(hours(8))},
        {"may repeat", Repetition{}},
        {"640 mg IV as needed", Repetition{}},
        {"every few hours", Repetition{}}};
    for (const auto& [words, repetition] : told) EXPECT_EQ(repetition_in(words), repetition) << words;
}

TEST(CdsRepetition, WordsOfOneDoseTellOfNone) {
    for (const char* words : {"", "640 mg IV", "640 mg over 60 minutes", "640 mg IV over 1 hour", "2 x 320 mg",
                              "single dose, do not repeat", "one dose", "infuse for 60 minutes"}) {
        EXPECT_EQ(repetition_in(words), std::nullopt) << words;
    }
}

// Tocilizumab 640 mg for 80 kg, right as a single dose.
Written repeated(const Written& timing) {
    Written draft = draft_of("r1", by_rxnorm("612865"), milligrams(640));
    draft["dosageInstruction"][0]["timing"] = timing;
    return draft;
}

Written card_of_draft(const Written& draft, const std::vector<std::string>& rows = grade_two) {
    return card_of(order_call(order_sign, {draft}), ten, chart_of(rows));
}

Written repeat_every(int hours_between, int count = 0) {
    Written repeat{{"frequency", 1}, {"period", hours_between}, {"periodUnit", "h"}};
    if (count > 0) repeat["count"] = count;
    return {{"repeat", repeat}};
}

// A limit counts what was given before or does not: it is no order of so many, and one above what is allowed at all is
// too much either way.
TEST(CdsRepetition, ALimitOfDosesOrdersNone) {
    std::vector<std::string> one_given = grade_two;
    one_given.emplace_back("2026-03-03T01:00:00Z,give:tocilizumab,640,mg");
    const auto card_of_words = [&](const char* words) {
        Written draft = repeated({});
        draft["dosageInstruction"][0].erase("timing");
        draft["dosageInstruction"][0]["text"] = words;
        return card_of_draft(draft, one_given);
    };
    EXPECT_EQ(card_of_words("640 mg IV, may repeat, max 4 doses")["indicator"], "warning");
    EXPECT_EQ(card_of_words("640 mg IV, may repeat, 4 doses")["indicator"], "critical");
    EXPECT_EQ(card_of_words("640 mg IV, may repeat, max 6 doses")["indicator"], "critical");
}

TEST(CdsRepetition, ARepetitionOfTocilizumabIsWarnedOf) {
    for (const Written& timing : {repeat_every(8), repeat_every(12, 2), Written{{"code", {{"text", "Q8H"}}}},
                                  Written{{"code", {{"text", "see the protocol"}}}}}) {
        const Written card = card_of_draft(repeated(timing));
        EXPECT_EQ(card["indicator"], "warning") << timing;
        EXPECT_TRUE(says(card["summary"], "WARNING: tocilizumab 640 mg. Only the first dose is checked"))
            << card["summary"];
        EXPECT_TRUE(says(card["detail"], "at least 8 h from start to start, at most 3 doses in 24 h and 4 in all"));
    }
    EXPECT_TRUE(
        cards_of(order_call(order_sign, {repeated({{"repeat", {{"count", 1}}}})}), ten, chart_of(grade_two)).empty());
}

TEST(CdsRepetition, OneThatIsSoonerThanEightHoursIsStopped) {
    const Written card = card_of_draft(repeated(repeat_every(4)));
    EXPECT_EQ(card["indicator"], "critical");
    EXPECT_TRUE(says(card["summary"],
                     "STOP: tocilizumab 640 mg. Repeated every 4 h: at least 8 h lie between the "
                     "starts of two doses."))
        << card["summary"];
    EXPECT_TRUE(says(card["detail"], "6 doses in 24 h, and at most 3 are allowed"));
    const Written twice{{"event", {"2026-03-03T10:00:00Z", "2026-03-03T16:00:00Z"}}};
    EXPECT_EQ(card_of_draft(repeated(twice))["indicator"], "critical");
    EXPECT_EQ(card_of_draft(repeated(Written{{"code", {{"text", "q4h"}}}}))["indicator"], "critical");
    Written worded = draft_of("r1", by_rxnorm("612865"), milligrams(640));
    worded["dosageInstruction"][0]["text"] = "every 4 hours";
    EXPECT_EQ(card_of_draft(worded)["indicator"], "critical");
}

TEST(CdsRepetition, OneOfMoreDosesThanAreLeftIsStopped) {
    EXPECT_EQ(card_of_draft(repeated(repeat_every(8, 4)))["indicator"], "warning");
    const Written five = card_of_draft(repeated(repeat_every(8, 5)));
    EXPECT_EQ(five["indicator"], "critical");
    EXPECT_TRUE(says(five["summary"], "5 doses are ordered: at most 4 in all are allowed.")) << five["summary"];
    std::vector<std::string> rows = grade_two;
    rows.emplace_back("2026-03-03T01:00:00Z,give:tocilizumab,640,mg");
    const Written fourth = card_of_draft(repeated(repeat_every(8, 4)), rows);
    EXPECT_EQ(fourth["indicator"], "critical");
    EXPECT_TRUE(says(fourth["summary"], "4 doses are ordered beside 1 given: at most 4 in all are allowed."))
        << fourth["summary"];
    EXPECT_EQ(card_of_draft(repeated(repeat_every(8, 3)), rows)["indicator"], "warning");
}

// Corticosteroids are repeated as a rule.
TEST(CdsRepetition, ARepetitionOfOtherDrugsIsNoReasonForACard) {
    Written draft = draft_of("r1", by_name("acetaminophen"), milligrams(650));
    draft["dosageInstruction"][0]["timing"] = repeat_every(6);
    for (const Written& card : cards_of(order_call(order_sign, {draft}), ten, chart_of(grade_two))) {
        EXPECT_NE(card["indicator"], "critical") << card;
        EXPECT_FALSE(says(card["summary"], "first dose")) << card;
    }
}

}  // namespace
}  // namespace stormkeel
