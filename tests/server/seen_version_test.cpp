// A page that is stale answers nothing graver than it showed.
#include <gtest/gtest.h>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

class SeenVersion : public testing::Test {
protected:
    SeenVersion() {
        ward.keep_person("m.ortega", Role::nurse);
        ward.keep_person("dr", Role::physician);
        ward.restart();
        EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200);
    }
    std::string alert() const { return between(ward.ask("GET /api/ward", ward.feed()), R"({"id":1,)", "}"); }
    std::string version() const { return between(alert(), R"("version":")", "\""); }
    std::string answer(const std::string& how, const std::string& body) const {
        return ward.ask("POST /api/alerts/1/" + how, ward.feed(), body);
    }
    void become_grade_4() const {
        ward.ask("POST /api/patients/p1/facts", ward.feed(), R"({"facts":[
            {"time":"2026-03-03T10:30:40Z","item":"oxygen_device","value":"invasive_ventilation"}]})");
    }

    RunningWard ward;
};

TEST_F(SeenVersion, OfAnAlertThatGotGraverIsRefusedForEachWayToAnswerIt) {
    const std::string shown = version();
    EXPECT_EQ(shown.size(), 16U) << alert();
    become_grade_4();
    const std::string stale = R"({"reason":"seen at the bedside","minutes":2,"version":")" + shown + "\"}";
    for (const std::string how : {"acknowledge", "decline", "snooze"}) {
        const std::string refused = answer(how, stale);
        EXPECT_EQ(status_of(refused), 409) << how << refused;
        EXPECT_TRUE(has(refused, "this alert has changed since it was shown: it is of high priority; load it again"))
            << refused;
    }
    EXPECT_TRUE(has(alert(), R"("state":"raised")"));
    const std::string fresh = answer("acknowledge", R"({"version":")" + version() + "\"}");
    EXPECT_EQ(status_of(fresh), 200) << fresh;
}

TEST_F(SeenVersion, ThatSomebodyElseAnsweredIsRefusedAndNamesThem) {
    const std::string shown = version();
    const SignedIn nurse(ward, "m.ortega");
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /api/alerts/1/acknowledge", R"({"version":")" + shown + "\"}")), 200);
    const std::string refused = answer("acknowledge", R"({"version":")" + shown + "\"}");
    EXPECT_EQ(status_of(refused), 409);
    EXPECT_TRUE(has(refused, "acknowledged by m.ortega")) << refused;
}

TEST_F(SeenVersion, MayBeLeftOutAsBeforeAndIsAText) {
    become_grade_4();
    EXPECT_EQ(status_of(answer("acknowledge", "{}")), 200);
    EXPECT_EQ(status_of(answer("acknowledge", "")), 200);
    const std::string number = answer("acknowledge", R"({"version":7})");
    EXPECT_EQ(status_of(number), 400);
    EXPECT_TRUE(has(number, "'version' is no text")) << number;
    EXPECT_TRUE(has(answer("acknowledge", R"({"verson":"x"})"), "'version' may be meant"));
}

}  // namespace
}  // namespace stormkeel
