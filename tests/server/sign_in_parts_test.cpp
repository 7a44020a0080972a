// Sessions, tries, limits and the worker: what a sign-in is made of, with a clock of the test's own.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "server/rate_limits.h"
#include "server/sessions.h"
#include "server/sign_in_tries.h"
#include "server/sign_ins.h"
#include "server/worker.h"

namespace stormkeel {
namespace {

const Instant noon = *parse_instant("2026-03-03T12:00:00Z");
const Account nurse_account{"ada", "nurse", "$scrypt$x", noon};

TEST(Sessions, AreLockedByRestAndEndWithTheShift) {
    Sessions sessions;
    const std::string secret = sessions.begin(nurse_account, noon);
    EXPECT_EQ(secret.size(), 64U);
    const auto open = [&](Instant at, bool used) {
        return sessions.find(secret, {nurse_account}, at, used) != nullptr;
    };
    EXPECT_TRUE(open(noon + minutes(14), false));
    EXPECT_TRUE(open(noon + minutes(14), true));
    EXPECT_TRUE(open(noon + minutes(28), true)) << "it was used";
    for (int i = 3; i < 51; ++i) ASSERT_TRUE(open(noon + minutes(14 * i), true)) << i;
    EXPECT_FALSE(open(noon + hours(12), true)) << "however much it was used";
}

TEST(Sessions, AreLockedUntilThePersonIsThereAgain) {
    Sessions sessions;
    const std::string idle = sessions.begin(nurse_account, noon);
    const auto locked = [&](Instant at, bool used) { return sessions.find(idle, {nurse_account}, at, used)->locked; };
    EXPECT_FALSE(locked(noon + minutes(15) - seconds(1), false));
    EXPECT_TRUE(locked(noon + minutes(15), true)) << "it is too late to use it";
    EXPECT_TRUE(locked(noon + minutes(15) - seconds(1), true)) << "also when the clock is set back a little";
    EXPECT_TRUE(locked(noon + minutes(16), true));
    EXPECT_TRUE(sessions.unlock(idle, noon + minutes(20)));
    EXPECT_FALSE(locked(noon + minutes(34), false));
    EXPECT_TRUE(locked(noon + minutes(35), false));
    EXPECT_EQ(sessions.find(idle, {nurse_account}, noon + hours(12), false), nullptr) << "locked or not";
    EXPECT_FALSE(sessions.unlock(idle, noon + hours(12)));
    const std::string soon = sessions.begin(nurse_account, noon);
    sessions.lock_after(minutes(2));
    EXPECT_TRUE(sessions.find(soon, {nurse_account}, noon + minutes(2), true)->locked) << "as the site has it";
}

TEST(Sessions, EndWhenTheAccountChangesOrGoes) {
    Sessions sessions;
    Account other = nurse_account;
    other.role = "physician";
    Account closed = nurse_account;
    closed.credential.clear();
    Account password = nurse_account;
    password.credential = "$scrypt$y";
    for (const std::vector<Account>& accounts : {std::vector{other}, {closed}, {password}, {}}) {
        const std::string secret = sessions.begin(nurse_account, noon);
        EXPECT_NE(sessions.find(secret, {nurse_account}, noon, true), nullptr);
        EXPECT_EQ(sessions.find(secret, accounts, noon, true), nullptr);
    }
    const std::string secret = sessions.begin(nurse_account, noon);
    sessions.end(secret);
    EXPECT_EQ(sessions.find(secret, {nurse_account}, noon, true), nullptr);
    EXPECT_EQ(sessions.find("", {nurse_account}, noon, true), nullptr);
}

TEST(Sessions, OfOnePersonAreEight) {
    Sessions sessions;
    const std::string first = sessions.begin(nurse_account, noon);
    std::string last;
    for (int i = 1; i <= 8; ++i) last = sessions.begin(nurse_account, noon + seconds(i));
    EXPECT_EQ(sessions.find(first, {nurse_account}, noon + seconds(9), true), nullptr);
    EXPECT_NE(sessions.find(last, {nurse_account}, noon + seconds(9), true), nullptr);
}

// What is kept is enough for the next start, and is not written for each use.
TEST(Sessions, GoOnFromWhatIsKeptWithTheSameToken) {
    Sessions sessions;
    const std::string secret = sessions.begin(nurse_account, noon);
    const std::string csrf = sessions.find(secret, {nurse_account}, noon, true)->csrf_token;
    EXPECT_EQ(csrf.size(), 64U);
    const auto begun = sessions.take_changes(Sessions::Uses::to_the_minute);
    ASSERT_EQ(begun.size(), 1U);
    EXPECT_NE(begun[0].digest, secret);
    EXPECT_NE(begun[0].digest, csrf);
    sessions.find(secret, {nurse_account}, noon + seconds(59), true);
    EXPECT_TRUE(sessions.take_changes(Sessions::Uses::to_the_minute).empty()) << "a use within the minute";
    EXPECT_EQ(sessions.take_changes(Sessions::Uses::to_end).at(0).last_used, noon + seconds(59));
    sessions.find(secret, {nurse_account}, noon + minutes(10), true);
    const auto used = sessions.take_changes(Sessions::Uses::to_the_minute);
    ASSERT_EQ(used.size(), 1U);
    EXPECT_EQ(used[0].begun, noon);

    Sessions next;
    next.open(used);
    EXPECT_TRUE(next.take_changes(Sessions::Uses::to_end).empty()) << "all of it is there";
    const Session* found = next.find(secret, {nurse_account}, noon + minutes(24), true);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->csrf_token, csrf);
    EXPECT_EQ(found->role, Role::nurse);
    EXPECT_EQ(next.find(csrf, {nurse_account}, noon + minutes(24), true), nullptr);
    next.end(secret);
    const auto ended = next.take_changes(Sessions::Uses::to_the_minute);
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_TRUE(ended[0].ended);
    EXPECT_EQ(ended[0].digest, used[0].digest);
}

TEST(Sessions, OfAnEarlierStartEndByTheSameRules) {
    const auto kept = [](Instant begun, Instant last_used) {
        Sessions sessions;
        const std::string secret = sessions.begin(nurse_account, begun);
        sessions.find(secret, {nurse_account}, last_used, true);
        return std::pair(secret, sessions.take_changes(Sessions::Uses::to_end));
    };
    const auto opens = [](const auto& secret_and_kept, const Account& account, Instant now) {
        Sessions next;
        next.open(secret_and_kept.second);
        const Session* found = next.find(secret_and_kept.first, {account}, now, true);
        return found != nullptr && !found->locked;
    };
    const auto ordinary = kept(noon, noon + minutes(10));
    EXPECT_TRUE(opens(ordinary, nurse_account, noon + minutes(24)));
    EXPECT_FALSE(opens(ordinary, nurse_account, noon + minutes(25))) << "locked by a rest of 15 minutes";
    EXPECT_FALSE(opens(ordinary, nurse_account, noon + minutes(8))) << "the clock was set back";
    Account other = nurse_account;
    other.credential = "$scrypt$y";
    EXPECT_FALSE(opens(ordinary, other, noon + minutes(11)));
    EXPECT_FALSE(opens(kept(noon - hours(12), noon - minutes(720 - 14)), nurse_account, noon)) << "12 hours";
    Sessions swept;
    swept.open(ordinary.second);
    swept.end_those_over({nurse_account}, noon + hours(12));
    EXPECT_TRUE(swept.take_changes(Sessions::Uses::to_the_minute).at(0).ended) << "nobody asked for it";
}

TEST(SignInTries, FiveMayFailInAQuarterOfAnHourThenPausesGrowAndEnd) {
    SignInTries tries;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(tries.wait("account ada", noon + seconds(i)), Duration{}) << i;
        tries.count("account ada", noon + seconds(i));
    }
    EXPECT_EQ(tries.wait("account ada", noon + seconds(5)), minutes(15) - seconds(5));
    EXPECT_EQ(tries.wait("account bob", noon + seconds(5)), Duration{}) << "of another account";
    Instant now = noon + minutes(15);
    EXPECT_EQ(tries.wait("account ada", now), Duration{});
    std::vector<Duration> pauses;
    for (int i = 0; i < 8; ++i) {
        tries.count("account ada", now);
        pauses.push_back(tries.wait("account ada", now));
        now = now + pauses.back();
    }
    EXPECT_TRUE(std::is_sorted(pauses.begin() + 1, pauses.begin() + 4)) << "they grow";
    EXPECT_EQ(*std::max_element(pauses.begin(), pauses.end()), minutes(15)) << "and never above a quarter of an hour";
    EXPECT_EQ(tries.wait("account ada", now + hours(2)), Duration{}) << "nobody is shut out for good";
    tries.forget("account ada");
    EXPECT_EQ(tries.wait("account ada", now), Duration{});
}

// In no window of 15 minutes do more than five fail, whatever the attacker's patience.
TEST(SignInTries, NeverMoreThanFiveInAnyQuarterOfAnHour) {
    SignInTries tries;
    std::vector<Instant> made;
    for (Instant now = noon; now < noon + hours(24); now = now + seconds(1)) {
        if (tries.wait("address 192.0.2.7", now) > Duration{}) continue;
        tries.count("address 192.0.2.7", now);
        made.push_back(now);
    }
    ASSERT_GT(made.size(), 5U);
    for (std::size_t i = 5; i < made.size(); ++i) EXPECT_GE(made[i] - made[i - 5], minutes(15));
}

TEST(RateLimits, AreFiftyForAPersonAndThoseOfANationForAFeed) {
    const auto calls_in = [](Role role, int count_of_seconds) {
        RateLimits limits;
        int taken = 0;
        for (int milliseconds = 0; milliseconds < count_of_seconds * 1000; ++milliseconds) {
            const Instant now{noon.microseconds + milliseconds * 1000};
            for (int i = 0; i < 2; ++i) taken += limits.take("one", role, now) ? 1 : 0;
        }
        return taken;
    };
    EXPECT_NEAR(calls_in(Role::nurse, 10), 100 + 500, 2);
    EXPECT_NEAR(calls_in(Role::kiosk, 10), 100 + 500, 2);
    EXPECT_EQ(calls_in(Role::integration, 10), 20000);
    EXPECT_EQ(calls_in(Role::operator_, 1), 2000);
}

TEST(Worker, RunsTwoAtOnceAndTellsOnTheThreadThatAsks) {
    std::atomic<int> at_once = 0;
    std::atomic<int> most = 0;
    int told = 0;
    std::thread::id teller;
    Worker worker;
    int begun = 0;
    for (int i = 0; i < 40; ++i) {
        const bool taken = worker.begin(
            Worker::Asked::by_one_signed_in,
            [&] {
                most = std::max(most.load(), ++at_once);
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                --at_once;
            },
            [&] {
                ++told;
                teller = std::this_thread::get_id();
            });
        begun += taken ? 1 : 0;
    }
    EXPECT_EQ(begun, 16) << "no more than that waits";
    EXPECT_TRUE(worker.busy());
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (worker.busy() && std::chrono::steady_clock::now() < end) {
        worker.finish();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(told, 16);
    EXPECT_EQ(most, 2);
    EXPECT_EQ(teller, std::this_thread::get_id());
}

TEST(Worker, StrangersLeavePlacesForThoseWhoAreSignedIn) {
    Worker worker;
    const auto begins = [&](Worker::Asked asked) { return worker.begin(asked, [] {}, [] {}); };
    int of_strangers = 0;
    for (int i = 0; i < 40; ++i) of_strangers += begins(Worker::Asked::by_a_stranger) ? 1 : 0;
    EXPECT_EQ(of_strangers, 12);
    int of_others = 0;
    for (int i = 0; i < 40; ++i) of_others += begins(Worker::Asked::by_one_signed_in) ? 1 : 0;
    EXPECT_EQ(of_others, 4);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (worker.busy() && std::chrono::steady_clock::now() < end) worker.finish();
    EXPECT_TRUE(begins(Worker::Asked::by_a_stranger)) << "places are given back";
}

TEST(SessionCookie, IsForThisHostAloneAndForNoScript) {
    HttpRequest plain;
    EXPECT_EQ(session_cookie(plain, "s1"), "stormkeel=s1; Path=/; HttpOnly; SameSite=Strict");
    HttpRequest encrypted;
    encrypted.encrypted = true;
    EXPECT_EQ(session_cookie(encrypted, "s1"), "__Host-stormkeel=s1; Path=/; HttpOnly; SameSite=Strict; Secure");
    EXPECT_NE(session_cookie(plain, "").find("Max-Age=0"), std::string::npos);
    encrypted.fields["cookie"] = "a=b; stormkeel=planted; __Host-stormkeel=own";
    EXPECT_EQ(session_secret(encrypted), "own") << "a cookie that a plain page planted is none";
    plain.fields["cookie"] = "a=b;stormkeel=own";
    EXPECT_EQ(session_secret(plain), "own");
    plain.fields["cookie"] = "stormkeel";
    EXPECT_EQ(session_secret(plain), "");
}

TEST(WhyForeign, AnotherSiteOrOriginIsAndWhatSaysNothingIsNot) {
    const auto foreign = [](const std::map<std::string, std::string>& fields, bool encrypted = false) {
        HttpRequest request;
        request.fields = fields;
        request.fields["host"] = "127.0.0.1:8080";
        request.encrypted = encrypted;
        return !why_foreign(request).empty();
    };
    EXPECT_FALSE(foreign({}));
    EXPECT_FALSE(foreign({{"origin", "http://127.0.0.1:8080"}, {"sec-fetch-site", "same-origin"}}));
    EXPECT_FALSE(foreign({{"origin", "https://127.0.0.1:8080"}}, true));
    EXPECT_TRUE(foreign({{"origin", "https://127.0.0.1:8080"}}));
    EXPECT_TRUE(foreign({{"origin", "http://127.0.0.1:8081"}}));
    EXPECT_TRUE(foreign({{"origin", "null"}}));
    EXPECT_TRUE(foreign({{"sec-fetch-site", "cross-site"}}));
    EXPECT_TRUE(foreign({{"sec-fetch-site", "same-site"}}));
    EXPECT_TRUE(foreign({{"origin", "http://127.0.0.1:8080"}, {"sec-fetch-site", "none"}}));
}

}  // namespace
}  // namespace stormkeel
