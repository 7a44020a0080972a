// CDS Hooks: drafts of orders, held against what was given and what must not be.
#include "adapters/cds_hooks_example.h"
#include "adapters/fhir_out_example.h"

namespace stormkeel {
namespace {

using namespace example;

constexpr const char* select = "stormkeel-order-select";

// Grade 2 with tocilizumab given at these times of 2026-03-03.
std::string given_at(const std::vector<std::string>& times) {
    std::vector<std::string> rows = grade_two;
    for (const std::string& time : times) rows.push_back("2026-03-03T" + time + "Z,give:tocilizumab,640,mg");
    return chart_of(rows);
}

Written tocilizumab(int amount = 640) { return draft_of("r1", by_rxnorm("612865"), milligrams(amount)); }

std::vector<Written> signed_cards(const std::vector<Written>& drafts, const std::string& chart,
                                  std::string_view now = ten) {
    return cards_of(order_call(order_sign, drafts), now, chart);
}

Written signed_card(const Written& draft, const std::string& chart, std::string_view now = ten) {
    return card_of(order_call(order_sign, {draft}), now, chart);
}

TEST(CdsOrders, GmCsfIsStoppedByNameInEitherHook) {
    for (const char* service : {order_sign, select}) {
        const Written draft = draft_of("r7", by_name("sargramostim 250 mcg/m2 subcutaneous"));
        const Written card = card_of(order_call(service, {draft}), ten, chart_of(grade_two));
        EXPECT_EQ(card["indicator"], "critical");
        EXPECT_TRUE(says(card["summary"], "STOP: sargramostim. Do not give GM-CSF"));
        EXPECT_TRUE(says(card["detail"], "MGMT.G1.gm_csf"));
        EXPECT_GE(card["overrideReasons"].size(), 3U);
        EXPECT_EQ(card["suggestions"][0]["actions"][0]["resourceId"], "MedicationRequest/r7");
    }
}

TEST(CdsOrders, ARightDoseAtGradeTwoIsLeftAlone) {
    EXPECT_TRUE(signed_cards({tocilizumab()}, chart_of(grade_two)).empty());
    EXPECT_TRUE(signed_cards({draft_of("r1", by_name("Actemra"), milligrams(640))}, chart_of(grade_two)).empty());
}

TEST(CdsOrders, ARepeatBeforeEightHoursIsStoppedAndAtEightHoursNot) {
    const std::string chart = given_at({"10:00:00"});
    const Written early = signed_card(tocilizumab(), chart, "2026-03-03T17:59:00Z");
    EXPECT_EQ(early["indicator"], "critical");
    EXPECT_TRUE(says(early["summary"], "STOP: tocilizumab 640 mg. Tocilizumab not before 2026-03-03 18:00"));
    for (const Written& card : signed_cards({tocilizumab()}, chart, "2026-03-03T18:00:00Z")) {
        EXPECT_NE(card["indicator"], "critical") << card["summary"];
    }
}

TEST(CdsOrders, TheFifthTocilizumabIsStopped) {
    std::vector<std::string> rows = grade_two;
    for (const char* time :
         {"2026-03-02T10:00:00Z", "2026-03-02T18:00:00Z", "2026-03-03T02:00:00Z", "2026-03-03T10:30:00Z"}) {
        rows.push_back(std::string(time) + ",give:tocilizumab,640,mg");
    }
    const Written card = signed_card(tocilizumab(), chart_of(rows), "2026-03-04T12:00:00Z");
    EXPECT_EQ(card["indicator"], "critical");
    EXPECT_TRUE(says(card["summary"], "STOP: tocilizumab 640 mg"));
}

TEST(CdsOrders, ADoseAboveTheMaximumIsStoppedAndOneTooSmallIsWarnedOf) {
    const Written large = signed_card(tocilizumab(900), chart_of(grade_two));
    EXPECT_EQ(large["indicator"], "critical");
    EXPECT_TRUE(says(large["summary"], "STOP: tocilizumab 900 mg. 900 mg is above the maximum of 800 mg"));
    const Written small = signed_card(tocilizumab(400), chart_of(grade_two));
    EXPECT_EQ(small["indicator"], "warning");
    EXPECT_TRUE(small.contains("overrideReasons"));
    EXPECT_FALSE(small.contains("suggestions"));
}

TEST(CdsOrders, OnlyWhatIsSelectedIsCheckedAtOrderSelect) {
    const Written stopped = draft_of("r2", by_name("sargramostim"));
    Written call = order_call(select, {tocilizumab(), stopped});
    call["context"]["selections"] = Written::array({"MedicationRequest/r1"});
    EXPECT_TRUE(cards_of(call, ten, chart_of(grade_two)).empty());
    EXPECT_EQ(signed_cards({tocilizumab(), stopped}, chart_of(grade_two)).size(), 1U);
    call["context"]["selections"] = Written::array({"MedicationRequest/r9", "NutritionOrder/n1"});
    EXPECT_TRUE(says(card_of(call, ten, chart_of(grade_two))["detail"], "not among draftOrders"));
}

// A draft that no server has seen yet has the address of its entry and no id.
TEST(CdsOrders, ASelectionIsAReferenceAnIdOrTheAddressOfAnEntry) {
    Written draft = tocilizumab(6400);
    Written call = order_call(select, {draft});
    const auto selected = [&](const char* selection) {
        call["context"]["selections"] = Written::array({selection});
        return card_of(call, ten, chart_of(grade_two));
    };
    EXPECT_TRUE(says(selected("MedicationRequest/r1")["summary"], "STOP: tocilizumab 6400 mg"));
    EXPECT_TRUE(says(selected("r1")["summary"], "STOP: tocilizumab 6400 mg"));
    EXPECT_TRUE(says(selected("https://ehr.example/fhir/MedicationRequest/r1")["summary"], "STOP: tocilizumab"));
    draft.erase("id");
    call["context"]["draftOrders"]["entry"] =
        Written::array({{{"fullUrl", "urn:uuid:1111"}, {"resource", draft}},
                        {{"fullUrl", "https://ehr.example/fhir/MedicationRequest/r2"}, {"resource", draft}}});
    EXPECT_TRUE(says(selected("urn:uuid:1111")["summary"], "STOP: tocilizumab 6400 mg"));
    EXPECT_TRUE(says(selected("MedicationRequest/r2")["summary"], "STOP: tocilizumab 6400 mg"));
    for (const char* unknown : {"urn:uuid:2222", "r9", "MedicationRequest/r9", "MedicationRequest/"}) {
        const Written card = selected(unknown);
        EXPECT_EQ(card["indicator"], "info");
        EXPECT_TRUE(says(card["summary"], "NOT CHECKED: " + std::string(unknown))) << card["summary"];
    }
}

TEST(CdsOrders, AnIdThatADraftOfAnotherTypeHasTooIsOfBoth) {
    const Written service{{"resourceType", "ServiceRequest"}, {"id", "r1"}};
    Written call = order_call(select, {service, tocilizumab(6400)});
    call["context"]["selections"] = Written::array({"r1"});
    EXPECT_TRUE(says(card_of(call, ten, chart_of(grade_two))["summary"], "STOP: tocilizumab 6400 mg"));
    call["context"]["selections"] = Written::array({"ServiceRequest/r1"});
    EXPECT_TRUE(cards_of(call, ten, chart_of(grade_two)).empty());
}

TEST(CdsOrders, DrugsOfOthersAndOtherOrdersGiveNoCard) {
    const Written service{{"resourceType", "ServiceRequest"}, {"id", "s1"}};
    Written drops = draft_of("r3", by_name("dexamethasone 0.1 % ophthalmic drops"), milligrams(1));
    Written call = order_call(order_sign, {draft_of("r1", by_name("lisinopril"), milligrams(10)), service, drops});
    EXPECT_TRUE(cards_of(call, ten, chart_of(grade_two)).empty());
    Written forbidden = draft_of("r2", by_name("sargramostim"));
    forbidden["doNotPerform"] = true;
    EXPECT_TRUE(signed_cards({forbidden}, chart_of(grade_two)).empty());
}

TEST(CdsOrders, ADoseThatCannotBeReadIsSaidNotToBeChecked) {
    const Written tablets{{"value", 2}, {"unit", "tablet"}};
    const std::vector<std::pair<Written, std::string>> unread{
        {draft_of("r1", by_name("acetaminophen"), tablets), "'2 tablet'"},
        {draft_of("r1", by_name("acetaminophen")), "the order tells none"}};
    for (const auto& [draft, why] : unread) {
        const Written card = signed_card(draft, chart_of(grade_two));
        EXPECT_EQ(card["indicator"], "info");
        EXPECT_TRUE(says(card["summary"], "NOT CHECKED: acetaminophen. The dose is not checked")) << card["summary"];
        EXPECT_TRUE(says(card["detail"], why)) << card["detail"].get<std::string>();
    }
}

TEST(CdsOrders, TheStrengthInANameIsNoDoseAndWordsThatAreAnAmountAre) {
    const Written vial = signed_card(draft_of("r1", by_name("tocilizumab 640 mg")), chart_of(grade_two));
    EXPECT_TRUE(says(vial["detail"], "tells no amount"));
    Written worded = draft_of("r1", by_name("tocilizumab"));
    worded["dosageInstruction"] = Written::array({{{"text", "900 mg IV"}}});
    EXPECT_TRUE(says(signed_card(worded, chart_of(grade_two))["summary"], "STOP: tocilizumab 900 mg"));
    worded["dosageInstruction"][0]["text"] = "two vials as needed";
    EXPECT_TRUE(says(signed_card(worded, chart_of(grade_two))["detail"], "begins with no amount"));
}

TEST(CdsOrders, ADrugIsFoundBehindAReference) {
    const Written medication{{"resourceType", "Medication"}, {"id", "tcz"}, {"code", by_rxnorm("612865")}};
    Written contained = tocilizumab(900);
    contained.erase("medicationCodeableConcept");
    contained["contained"] = Written::array({medication});
    contained["medicationReference"] = {{"reference", "#tcz"}};
    EXPECT_EQ(signed_card(contained, chart_of(grade_two))["indicator"], "critical");
    Written referred = contained;
    referred.erase("contained");
    referred["medicationReference"] = {{"reference", "Medication/tcz"}};
    Written call = order_call(order_sign, {referred});
    call["prefetch"] = {{"drugs", medication}};
    EXPECT_EQ(card_of(call, ten, chart_of(grade_two))["indicator"], "critical");
    const Written untold = signed_card(referred, chart_of(grade_two));
    EXPECT_EQ(untold["indicator"], "info");
    EXPECT_TRUE(says(untold["summary"], "this Medication was not sent"));
}

TEST(CdsOrders, ACodeThatNobodyKnowsAndNothingNamesIsLoud) {
    EXPECT_TRUE(says(signed_card(draft_of("r1", by_rxnorm("99999999"), milligrams(1)), chart_of({}))["summary"],
                     "NOT CHECKED: RxNorm 99999999"));
}

TEST(CdsOrders, AnOrderOfAnotherPatientIsNotChecked) {
    Written other = tocilizumab(900);
    other["subject"]["reference"] = "Patient/p2";
    const Written card = signed_card(other, chart_of(grade_two));
    EXPECT_EQ(card["indicator"], "info");
    EXPECT_TRUE(says(card["summary"], "another patient"));
}

TEST(CdsOrders, TwoDraftsOfOneAntibodyAreWarnedOf) {
    Written second = tocilizumab();
    second["id"] = "r2";
    const std::vector<Written> cards = signed_cards({tocilizumab(), second}, chart_of(grade_two));
    ASSERT_EQ(cards.size(), 2U);
    EXPECT_EQ(cards[0]["indicator"], "warning");
    EXPECT_TRUE(says(cards[0]["summary"], "WARNING: tocilizumab 640 mg. 2 of the drafts order tocilizumab"));
    EXPECT_NE(cards[0]["uuid"], cards[1]["uuid"]);
}

TEST(CdsOrders, TheNextDoseOfATherapyIsHeldBack) {
    const Written card = signed_card(draft_of("r1", by_name("teclistamab")), chart_of(grade_two));
    EXPECT_EQ(card["indicator"], "critical");
}

TEST(CdsOrders, ARouteAndARepetitionAreNamedOnTheCard) {
    Written draft = tocilizumab(900);
    draft["dosageInstruction"][0]["route"] = {{"text", "Subcutaneous"}};
    draft["dosageInstruction"][0]["timing"] = {{"repeat", {{"frequency", 1}, {"period", 8}, {"periodUnit", "h"}}}};
    const Written card = signed_card(draft, chart_of(grade_two));
    EXPECT_TRUE(says(card["detail"], "Its route, 'Subcutaneous', is not checked"));
    EXPECT_TRUE(says(card["detail"], "not its repetition"));
}

TEST(CdsOrders, TheMostSeriousCardComesFirst) {
    const std::vector<Written> cards = signed_cards(
        {draft_of("r1", by_name("acetaminophen")), tocilizumab(400), draft_of("r3", by_name("sargramostim"))},
        chart_of(grade_two));
    ASSERT_EQ(cards.size(), 3U);
    EXPECT_EQ(cards[0]["indicator"], "critical");
    EXPECT_EQ(cards[1]["indicator"], "warning");
    EXPECT_EQ(cards[2]["indicator"], "info");
}

TEST(CdsOrders, OfAPatientWhoIsNoConcernOnlyWhatCountsForEveryoneIsChecked) {
    const std::string person =
        "patient,time,item,value,unit\np1,1961-05-02,birth_date,,\np1,2026-03-03T02:30:00Z,give:tocilizumab,640,mg\n";
    EXPECT_TRUE(signed_cards({draft_of("r1", by_name("prednisone"), milligrams(60)),
                              draft_of("r2", by_name("acetaminophen")), draft_of("r3", by_rxnorm("99999999"))},
                             person)
                    .empty());
    EXPECT_EQ(signed_card(tocilizumab(), person)["indicator"], "critical");
}

TEST(CdsOrders, APatientNobodyKnowsIsAskedForHereToo) {
    EXPECT_EQ(answer_of(order_sign, order_call(order_sign, {tocilizumab()}).dump(), ten).status, 412);
}

}  // namespace
}  // namespace stormkeel
