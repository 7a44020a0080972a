// The words of the guideline's values, and look-ups by name in it and in the formulary.
#include "core/guideline.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

TEST(Guideline, ActionsAndUrgenciesHaveTheirWords) {
    EXPECT_EQ(name_of(Action::give), "give");
    EXPECT_EQ(name_of(Action::consider), "consider");
    EXPECT_EQ(name_of(Action::avoid), "avoid");
    EXPECT_EQ(name_of(Action::obtain), "obtain");
    EXPECT_EQ(name_of(Action::monitor), "monitor");
    EXPECT_EQ(name_of(Action::notify), "notify");
    EXPECT_EQ(name_of(Action::escalate), "escalate");
    EXPECT_EQ(name_of(Action::ask), "ask");
    EXPECT_EQ(name_of(Urgency::now), "now");
    EXPECT_EQ(name_of(Urgency::today), "today");
    EXPECT_EQ(name_of(Urgency::routine), "routine");
}

TEST(Guideline, StatementsAreFoundByTheirExactId) {
    Guideline guideline;
    guideline.statements.resize(2);
    guideline.statements[0].id = "ASTCT.G1.fever";
    guideline.statements[1].id = "ASTCT.G3.vasopressor";
    EXPECT_EQ(guideline.statement_named("ASTCT.G3.vasopressor"), StatementId{1});
    EXPECT_FALSE(guideline.statement_named("ASTCT.G3.vasopressors"));
    EXPECT_FALSE(guideline.statement_named("astct.g3.vasopressor"));
}

TEST(Formulary, DrugsAndProductsAreFoundByTheirExactNames) {
    const Formulary formulary{{"epinephrine", "norepinephrine"},
                              {{"tisagenlecleucel", TherapyClass::car_t}, {"teclistamab", TherapyClass::bispecific}}};
    EXPECT_EQ(formulary.drug_named("norepinephrine"), DrugId{1});
    EXPECT_EQ(formulary.drug_named("epinephrine"), DrugId{0});
    EXPECT_FALSE(formulary.drug_named("Norepinephrine"));
    EXPECT_EQ(formulary.product_named("teclistamab"), ProductId{1});
    EXPECT_FALSE(formulary.product_named("norepinephrine"));
    EXPECT_EQ(name_of(TherapyClass::none), "none");
    EXPECT_EQ(name_of(TherapyClass::car_t), "car_t");
    EXPECT_EQ(name_of(TherapyClass::bispecific), "bispecific");
}

}  // namespace
}  // namespace stormkeel
