// At a screen on the wall a person answers an alert by name or badge and PIN, for that one act.
#include "server/pins.h"
#include "server/two_units.h"

namespace stormkeel {
namespace {

TEST(Pins, ARunARepeatAndAnotherLengthAreRefused) {
    for (const char* pin : {"123456", "987654", "890123", "000000", "121212", "123123", "12345", "1593571593570",
                            "15935a", "", "159 357"}) {
        EXPECT_NE(why_no_pin(pin), "") << pin;
    }
    for (const char* pin : {"159357", "112233", "204817", "159357159358"}) EXPECT_EQ(why_no_pin(pin), "") << pin;
}

class KioskTest : public TwoUnits {
protected:
    void set_pin(const std::string& name, const std::string& pin = "204817") const {
        const SignedIn person(ward, name);
        const std::string body = R"({"password":"seven quiet herons","pin":")" + pin + "\"}";
        const std::string response = person.ask(ward, "POST /api/account/pin", body);
        EXPECT_EQ(status_of(response), 200) << response;
    }
    std::string at_wall(const std::string& patient, const std::string& said, const std::string& act = "acknowledge") {
        return ward.ask("POST /api/kiosk/alerts/" + alert_of(patient) + "/" + act, wall, "{" + said + "}");
    }
    static std::string by(const std::string& name, const std::string& pin = "204817") {
        return R"("name":")" + name + R"(","pin":")" + pin + "\"";
    }
};

TEST_F(KioskTest, APersonAcknowledgesInTheirNameAndTheAuditSaysWhere) {
    set_pin("west");
    const std::string response = at_wall(own, by("west"));
    EXPECT_EQ(status_of(response), 200) << response;
    EXPECT_TRUE(has(response, R"("by":"west")")) << response;
    EXPECT_FALSE(has(response, own) || has(response, "Set-Cookie")) << response;
    EXPECT_TRUE(has(ward.ask("GET /api/ward", ward.feed()), R"("state":"acknowledged")"));
    const SignedIn auditor(ward, "auditor");
    const std::string audit = auditor.ask(ward, "GET /api/audit");
    EXPECT_TRUE(has(audit, R"("actor":"west","action":"acknowledge")") && has(audit, R"("kiosk":"wall-7w")")) << audit;
    const std::string board = ward.ask("GET /api/ward", wall);
    EXPECT_FALSE(has(board, "acknowledged") || has(board, "\"west\"") || has(board, own)) << board;
    EXPECT_EQ(status_of(at_wall(own, by("west", "204818"))), 401) << "nothing is remembered";
}

// The wall itself tells of no alert: who may answer some sees them by their PIN, and nothing of the patient with them.
TEST_F(KioskTest, WhoProvesWhoTheyAreSeesTheAlertsOfBothTheirUnitsAndTheScreens) {
    set_pin("west");
    set_pin("intensive");
    set_pin("anywhere");
    const auto alerts = [&](const std::string& token, const std::string& said) {
        return ward.ask("POST /api/kiosk/alerts", token, "{" + said + "}");
    };
    const std::string board = ward.ask("GET /api/ward", wall);
    EXPECT_FALSE(has(board, "alert") || has(board, "priority") || has(board, R"("unit")")) << board;
    const auto number = [](const std::string& id) { return R"({"id":)" + id + ","; };
    const std::string told = alerts(wall, by("west"));
    EXPECT_EQ(status_of(told), 200) << told;
    EXPECT_TRUE(has(told, number(alert_of(own)) + R"("bed":"7 West 12 1","priority":"high","shown_as":"high",)" +
                              R"("state":"raised"})"))
        << told;
    EXPECT_TRUE(has(told, number(alert_of(nowhere)) + R"("bed":null)")) << told;
    EXPECT_FALSE(has(told, number(alert_of(foreign))) || has(told, "patient") || has(told, "1961")) << told;
    const std::string of_icu = alerts(wall, by("intensive"));
    EXPECT_FALSE(has(of_icu, number(alert_of(own))) || has(of_icu, number(alert_of(foreign)))) << of_icu;
    EXPECT_TRUE(has(alerts(ward.kiosk(), by("intensive")), number(alert_of(foreign)))) << "a screen of all units";
    EXPECT_FALSE(has(alerts(wall, by("anywhere")), number(alert_of(foreign)))) << "the screen's unit holds";
    EXPECT_EQ(status_of(alerts(wall, by("west", "739152"))), 401);
    EXPECT_EQ(status_of(alerts(wall, R"("name":"west")")), 400);
    EXPECT_EQ(status_of(alerts(ward.feed(), by("west"))), 403);
    const std::string audit = SignedIn(ward, "auditor").ask(ward, "GET /api/audit");
    EXPECT_TRUE(has(audit, R"("actor":"west","action":"view","object":"alerts")")) << audit;
}

TEST_F(KioskTest, TheAnswerIsTheSameWhetherTheNameIsThereOrHasAPin) {
    set_pin("west");
    const auto body = [](const std::string& response) { return response.substr(response.find("\r\n\r\n")); };
    const std::string wrong = at_wall(own, by("west", "739152"));
    EXPECT_EQ(status_of(wrong), 401) << wrong;
    for (const char* name : {"nobody", "doctor"}) {
        const std::string other = at_wall(own, by(name));
        EXPECT_EQ(status_of(other), 401) << name;
        EXPECT_EQ(body(other), body(wrong)) << name;
    }
}

TEST_F(KioskTest, FiveTriesMayFailByAccountAndByKioskAndNoneIsClosedForGood) {
    set_pin("west");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(status_of(at_wall(own, by("west", "739152"))), 401) << i;
    EXPECT_EQ(status_of(at_wall(own, by("west"))), 429) << "the account";
    EXPECT_EQ(status_of(at_wall(own, by("doctor"))), 429) << "the kiosk";
    const std::string elsewhere = "POST /api/kiosk/alerts/" + alert_of(own) + "/acknowledge";
    EXPECT_EQ(status_of(ward.ask(elsewhere, ward.kiosk(), "{" + by("west") + "}")), 429) << "the account, elsewhere";
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("west"))), 200) << "the password is another matter";
    ward.set_clock("2026-03-03T10:47:00Z");
    EXPECT_EQ(status_of(at_wall(own, by("west"))), 200);
}

TEST_F(KioskTest, RoleAndUnitOfThePersonAndOfTheKioskHold) {
    set_pin("intensive");
    set_pin("pharmacist");
    EXPECT_EQ(status_of(at_wall(own, by("intensive"))), 403) << "the person is of ICU";
    const std::string audit = SignedIn(ward, "auditor").ask(ward, "GET /api/audit");
    EXPECT_TRUE(has(audit, R"("actor":"intensive","action":"refused")")) << audit;
    EXPECT_EQ(status_of(at_wall(foreign, by("intensive"))), 403) << "the screen is of 7 West";
    const std::string drugs = at_wall(own, by("pharmacist"));
    EXPECT_TRUE(status_of(drugs) == 200 || has(drugs, "alerts of drugs")) << drugs;
    const std::string pin = R"({"password":"seven quiet herons","pin":"204817"})";
    EXPECT_EQ(status_of(SignedIn(ward, "auditor").ask(ward, "POST /api/account/pin", pin)), 409);
    const std::string path = "/api/kiosk/alerts/" + alert_of(own) + "/";
    EXPECT_EQ(status_of(ward.ask("POST " + path + "decline", wall, "{" + by("intensive") + "}")), 404);
    EXPECT_EQ(status_of(ward.ask("POST " + path + "acknowledge", ward.feed(), "{" + by("intensive") + "}")), 403);
}

TEST_F(KioskTest, ABadgeStandsForTheNameAndNeverForThePin) {
    set_pin("west");
    const SignedIn admin(ward, "admin");
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/west/badge", R"({"badge":"4711-08"})")), 200);
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/doctor/badge", R"({"badge":"4711-08"})")), 409);
    EXPECT_EQ(status_of(admin.ask(ward, "POST /api/users/doctor/badge", R"({"badge":"a b"})")), 400);
    EXPECT_EQ(status_of(at_wall(own, R"("badge":"4711-08")")), 400) << "no PIN";
    EXPECT_EQ(status_of(at_wall(own, R"("badge":"4711-08","pin":"739152")")), 401);
    EXPECT_EQ(status_of(at_wall(own, R"("badge":"4711-09","pin":"204817")")), 401);
    EXPECT_EQ(status_of(at_wall(own, R"("badge":"4711-08","pin":"204817")")), 200);
    EXPECT_TRUE(has(admin.ask(ward, "GET /api/users"), R"("second_factor":false,"pin":true,"badge":true)"));
    EXPECT_EQ(status_of(ward.ask("POST /session", "", sign_in_body("west"))), 200) << "they are no second factors";
    EXPECT_EQ(status_of(admin.ask(ward, "DELETE /api/users/west/factors")), 200);
    EXPECT_EQ(status_of(at_wall(own, by("west"))), 401) << "a reset takes the PIN away";
}

TEST_F(KioskTest, APinIsKeptAsAHashAndOutlivesARestart) {
    set_pin("west");
    ward.restart();
    EXPECT_EQ(status_of(at_wall(own, by("west"))), 200);
    ward.stop();
    for (const Account& account : ward.store().all.accounts) EXPECT_FALSE(has(account.factors, "204817"));
}

// The cookie is the token, and counts with the page's own word alone.
TEST_F(KioskTest, ABrowserIsAScreenByTheTokenUntilItIsClosed) {
    const std::string begin = "POST /api/kiosk/screen";
    const auto of = [](const std::string& token) { return R"({"token":")" + token + "\"}"; };
    EXPECT_EQ(status_of(ward.ask(begin, "", of(ward.feed()))), 401) << "no kiosk's";
    EXPECT_EQ(status_of(ward.ask(begin, "", of(std::string(64, 'f')))), 401);
    EXPECT_EQ(status_of(ward.ask(begin, "", R"({"token":7})")), 400);
    const std::string begun = ward.ask(begin, "", of(wall));
    EXPECT_EQ(status_of(begun), 200) << begun;
    EXPECT_TRUE(has(begun, R"({"name":"wall-7w","units":["7 West"]})")) << begun;
    EXPECT_TRUE(
        has(begun, "Set-Cookie: stormkeel-kiosk=" + wall + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=34560000\r\n"))
        << begun;
    const std::string cookie = "Cookie: stormkeel-kiosk=" + wall + "\r\n";
    const auto asks = [&](const std::string& what, const std::string& fields) {
        return ward.ask(what, "", {}, fields);
    };
    EXPECT_TRUE(has(asks("GET /api/ward", cookie + "X-Kiosk: 1\r\n"), R"("bed":)"));
    EXPECT_EQ(status_of(asks("GET /api/ward", cookie)), 401) << "another page of ours is no screen";
    const std::string feeds = "Cookie: stormkeel-kiosk=" + ward.feed() + "\r\nX-Kiosk: 1\r\n";
    EXPECT_EQ(status_of(asks("GET /api/ward", feeds)), 401) << "a feed's token is none in a cookie";
    const std::string foreign_page = cookie + "X-Kiosk: 1\r\nOrigin: https://elsewhere.example\r\n";
    EXPECT_EQ(status_of(asks("POST /api/kiosk/alerts/" + alert_of(own) + "/acknowledge", foreign_page)), 403);
    EXPECT_EQ(status_of(SignedIn(ward, "admin").ask(ward, "DELETE /api/tokens/wall-7w")), 200);
    EXPECT_EQ(status_of(asks("GET /api/ward", cookie + "X-Kiosk: 1\r\n")), 401);
    const std::string audit = SignedIn(ward, "auditor").ask(ward, "GET /api/audit");
    EXPECT_TRUE(has(audit, R"("actor":"anyone","action":"open screen","object":"kiosk wall-7w")")) << audit;
    EXPECT_FALSE(has(audit, wall));
}

}  // namespace
}  // namespace stormkeel
