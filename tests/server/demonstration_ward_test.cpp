// The demonstration ward as its visitors meet it: signed in, marked, sixty times as fast, and at an end after two days.
#include "server/demonstration_ward.h"

#include <gtest/gtest.h>

#include "guideline/read_alarms.h"
#include "properties/knowledge.h"
#include "server/pages.h"
#include "service/memory_store.h"

namespace stormkeel {
namespace {

// Keeps what is written to a visitor who listens to the events.
class Listening final : public EventStream {
public:
    bool write(std::string text) override {
        heard += text;
        return true;
    }
    bool has_room() const override { return true; }
    void on_room(std::function<void()>) override {}
    void close() override {}

    std::string heard;
};

class DemonstrationWardTest : public testing::Test {
protected:
    DemonstrationWardTest() : calendar(knowledge().guideline), alarms(read_alarms(built_in_packs(), problems)) {
        EXPECT_TRUE(std::holds_alternative<Done>(ward.open()));
    }

    HttpResponse ask(const std::string& method, const std::string& path,
                     std::map<std::string, std::string> fields = {}) {
        fields["host"] = "127.0.0.1:8080";
        HttpResponse got;
        ward.answer({method, path, {}, std::move(fields), {}}, [&](HttpResponse response) { got = response; });
        ward.settle();
        return got;
    }

    // A quarter of a second of the reader's clock at a time, as the server does.
    void let_pass(Duration time) {
        for (const Instant until = now + time; now < until && !ward.has_failed();) {
            now = now + Duration{250'000};
            EXPECT_LE(ward.tick(), 250);
            ward.settle();
        }
    }

    std::vector<PackProblem> problems;
    GuidelineCalendar calendar;
    AlarmTable alarms;
    MemoryStore store;
    Instant now = *parse_instant("2026-11-29T17:04:31Z");
    DemonstrationWard ward{store, WardKnowledge{knowledge().terminology, calendar, alarms, "test"},
                           [this] { return now; }};
};

TEST_F(DemonstrationWardTest, AVisitorReadsWithoutASignInAndEachResponseIsMarked) {
    for (const char* path : {"/", "/page.js", "/page.css", "/api/ward", "/api/patients/demo-01/assessment",
                             "/api/patients/demo-01/timeline", "/api/patients/demo-01/facts", "/api/nothing"}) {
        const HttpResponse response = ask("GET", path);
        EXPECT_EQ(response.status, path == std::string("/api/nothing") ? 404 : 200) << path;
        EXPECT_EQ(response.fields.at("Stormkeel-Demonstration"), "true") << path;
        EXPECT_EQ(response.fields.at("Stormkeel-Pace"), "60") << path;
    }
    EXPECT_NE(ask("GET", "/api/ward").body.find("demo-12"), std::string::npos);
}

TEST_F(DemonstrationWardTest, NobodySignsInAndTheVisitorIsToldAsWhoTheyAreTaken) {
    for (const char* path : {"/setup", "/sign-in", "/account"}) {
        const HttpResponse response = ask("GET", path);
        EXPECT_EQ(response.status, 303) << path;
        EXPECT_EQ(response.fields.at("Location"), "/") << path;
    }
    const std::string session = ask("GET", "/session").body;
    EXPECT_TRUE(session.starts_with(
        R"({"name":"demonstration","role":"demonstration","csrf_token":"","sees_board":true,"pages":["/"],"acknowledges":["crs",)"))
        << session;
}

TEST_F(DemonstrationWardTest, AVisitorAnswersAlertsAndWritesNothingElse) {
    EXPECT_EQ(ask("POST", "/api/alerts/1/acknowledge").status, 200);
    EXPECT_EQ(store.all.alerts.back().by, "demonstration");
    for (const Route& route : ward.routes()) {
        if (route.method != "POST" || route.pattern.starts_with("/api/alerts/")) continue;
        std::string path = route.pattern;
        for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
            path.replace(open, path.find('}') - open + 1, "1");
        }
        EXPECT_EQ(ask("POST", path).status, 403) << path;
    }
}

TEST_F(DemonstrationWardTest, APageElsewhereAnswersNothing) {
    EXPECT_EQ(ask("POST", "/api/alerts/1/acknowledge", {{"sec-fetch-site", "cross-site"}}).status, 403);
    EXPECT_EQ(ask("POST", "/api/alerts/1/acknowledge", {{"sec-fetch-site", "same-site"}}).status, 403);
    EXPECT_EQ(ask("POST", "/api/alerts/1/acknowledge", {{"sec-fetch-site", "same-origin"}}).status, 200);
}

TEST_F(DemonstrationWardTest, ItMovesSixtyTimesAsFastAndItsHeartBeatsAtTheReadersPace) {
    const auto reader = std::make_shared<Listening>();
    ask("GET", "/api/events").opened(reader);
    let_pass(seconds(60));
    std::size_t beats = 0;
    for (std::size_t at = 0; (at = reader->heard.find("event: heartbeat", at)) != std::string::npos; ++at) ++beats;
    EXPECT_GE(beats, 26U);
    EXPECT_LE(beats, 31U);
    const std::string hour_later = R"("at":"2026-11-29T18:0)";
    EXPECT_NE(reader->heard.find(hour_later), std::string::npos) << "a minute of the reader is an hour of the ward";
    EXPECT_NE(reader->heard.find("event: assessment"), std::string::npos);
}

TEST_F(DemonstrationWardTest, AClockThatIsSetBackDoesNotMoveItBack) {
    let_pass(seconds(10));
    const std::string before = ask("GET", "/api/patients/demo-01/assessment").body.substr(0, 60);
    now = now - hours(1);
    ward.tick();
    EXPECT_EQ(ask("GET", "/api/patients/demo-01/assessment").body.substr(0, 60), before);
}

TEST_F(DemonstrationWardTest, ItEndsAfterTheLastFactSoThatTheNextRoundCanBegin) {
    now = now + minutes(20);
    ward.tick();
    EXPECT_FALSE(ward.has_failed());
    let_pass(minutes(1));
    now = now + minutes(40);
    ward.tick();
    EXPECT_TRUE(ward.over());
    EXPECT_TRUE(ward.has_failed()) << "this ends the server";
    EXPECT_FALSE(ward.broken());
}

TEST(Pages, NothingForeignGetsIntoThePage) {
    const HttpResponse page = page_response("/");
    EXPECT_EQ(page.type, "text/html; charset=utf-8");
    const std::string& policy = page.fields.at("Content-Security-Policy");
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';")) << policy;
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
    EXPECT_EQ(page.fields.at("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(page.fields.at("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_FALSE(page.fields.at("Permissions-Policy").empty());
    for (const PageFile& file : page_files()) {
        for (const char* foreign : {"http://", "https://", "innerHTML", "<style", " style=", " onclick", "eval("}) {
            EXPECT_EQ(file.text.find(foreign), std::string_view::npos) << file.path << " holds " << foreign;
        }
    }
    EXPECT_EQ(page_response("/other.js").status, 404);
    EXPECT_EQ(page_response("/sign-in").fields, page.fields);
    EXPECT_EQ(page_response("/setup").fields, page.fields);
}

}  // namespace
}  // namespace stormkeel
