// AL1 and IAM: the same fact that AllergyIntolerance gives.
#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string admission(std::string_view id, const Lines& segments) {
    Lines all{"EVN|A08|20260303120000+0000"};
    all.insert(all.end(), segments.begin(), segments.end());
    return message("ADT^A08^ADT_A01", id, all);
}

const std::string fever = oru("M1", {obx("NM|8310-5^^LN||38.6|Cel")});
constexpr const char* fever_fact = "2026-03-03T10:00:00Z temperature 38.6 Cel from ORU M1 OBX 1";

Lines with_fever(const Lines& messages) {
    Lines all{fever};
    all.insert(all.end(), messages.begin(), messages.end());
    return Feed(all).facts();
}

TEST(Hl7Allergy, ByCodeOrNameItHoldsFromTheFirstFactOn) {
    const Lines both{fever_fact, "2026-03-03T10:00:00Z allergy tocilizumab from ADT M2 AL1 1"};
    for (const char* allergen : {"612865^^RXNORM", "612865^tocilizumab^RXNORM", "^Allergy to Actemra", "ACTEMRA",
                                 "1234^RoActemra^L", "99^^L^612865^^RXNORM"}) {
        EXPECT_EQ(with_fever({admission("M2", {"AL1|1|DA|" + std::string(allergen) + "|SV|anaphylaxis|20260105"})}),
                  both)
            << allergen;
    }
    EXPECT_EQ(Feed({admission("M2", {"AL1|1|DA|612865^^RXNORM"})}).facts(), Lines{});
    EXPECT_EQ(with_fever({admission("M2", {"IAM|1|DA|612865^^RXNORM|SV||A"})}),
              (Lines{fever_fact, "2026-03-03T10:00:00Z allergy tocilizumab from ADT M2 IAM 1"}));
}

TEST(Hl7Allergy, ATimeOfDayIsTheTimeOfTheFact) {
    EXPECT_EQ(Feed({admission("M2", {"AL1|1|DA|612865^^RXNORM|SV|rash|20260201090000+0100"})}).facts(),
              Lines{"2026-02-01T08:00:00Z allergy tocilizumab from ADT M2 AL1 1"});
    EXPECT_EQ(Feed({admission("M2", {"IAM|1|DA|612865^^RXNORM|SV||A|||||||20260201090000+0100"})}).facts(),
              Lines{"2026-02-01T08:00:00Z allergy tocilizumab from ADT M2 IAM 1"});
}

TEST(Hl7Allergy, WhatCannotBeUsedIsTold) {
    const auto rejected = [](const std::string& segment) { return Feed({admission("M2", {segment})}).rejections(); };
    EXPECT_EQ(rejected("AL1|1|FA|99^Peanut^L"),
              Lines{"ADT M2 AL1 1 | L 99 'Peanut' | no drug of ours; the allergy is not used"});
    EXPECT_EQ(rejected("AL1|1|DA|^No known allergy to tocilizumab"),
              Lines{"ADT M2 AL1 1 | 'No known allergy to tocilizumab' | no drug of ours; the allergy is not used"});
    EXPECT_EQ(rejected("AL1|1|DA|"),
              Lines{"ADT M2 AL1 1 | AL1-3 | neither a code nor a name says what the allergy is to; not used"});
    EXPECT_EQ(rejected("IAM|1|DA|612865^^RXNORM|SV||Z"),
              Lines{"ADT M2 IAM 1 | RxNorm 612865 | IAM-6 'Z' does not say what to do with it; A, U, X or D would"});
}

TEST(Hl7Allergy, EachMessageListsTheSameAnew) {
    const std::string listed = "AL1|1|DA|612865^^RXNORM";
    EXPECT_EQ(with_fever({admission("M2", {listed}), admission("M3", {listed}), admission("M4", {})}),
              (Lines{fever_fact, "2026-03-03T10:00:00Z allergy tocilizumab from ADT M3 AL1 1"}))
        << "what a message does not list is not taken back by that";
}

TEST(Hl7Allergy, WhatIsDeletedOrDoesNotHoldIsNoFact) {
    const std::string listed = admission("M2", {"AL1|1|DA|612865^^RXNORM", "AL1|2|DA|^dexamethasone"});
    const Lines other{fever_fact, "2026-03-03T10:00:00Z allergy dexamethasone from ADT M2 AL1 2"};
    EXPECT_EQ(with_fever({listed, admission("M3", {"IAM|1|DA|612865^^RXNORM|SV||D"})}), other);
    for (const char* status : {"E", "I"}) {
        const std::string segment = "IAM|1|DA|612865^^RXNORM|SV||U|||||||||||" + std::string(status);
        EXPECT_EQ(with_fever({listed, admission("M3", {segment})}), other) << status;
        EXPECT_EQ(Feed({admission("M3", {segment})}).rejections(), Lines{}) << status;
    }
    EXPECT_EQ(with_fever({listed, admission("M3", {"AL1|1|DA|\"\""})}), Lines{fever_fact});
    const std::string known = admission("M2", {"IAM|1|DA|612865^^RXNORM|SV||A|A77"});
    EXPECT_EQ(with_fever({known, admission("M3", {"IAM|1|DA|^another spelling|SV||D|A77"})}), Lines{fever_fact});
}

TEST(Hl7Allergy, OneSenderTakesBackNothingOfAnother) {
    std::string of_pharmacy = admission("M3", {"IAM|1|DA|612865^^RXNORM|SV||D"});
    of_pharmacy.replace(of_pharmacy.find("|LAB|"), 5, "|PHARM|");
    EXPECT_EQ(with_fever({admission("M2", {"AL1|1|DA|612865^^RXNORM"}), of_pharmacy}).size(), 2U);
}

}  // namespace
}  // namespace stormkeel
