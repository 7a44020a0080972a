// How long from sending a fact to its `assessment` event, while 200 patients send 500 facts a second to the program?
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kept_ward.h"
#include "measure.h"
#include "torture/campaign.h"
#include "torture/served.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t patients = 200;
constexpr std::size_t senders = 10;
constexpr std::size_t facts_a_second = 500;
constexpr std::size_t seconds_sent = 10;
constexpr auto patience = std::chrono::seconds(60);

// When facts were due to be sent, by patient, until their event has come; and how long each took.
class Waits {
public:
    void sent(std::size_t patient, SteadyClock::time_point due) {
        const std::lock_guard lock(mutex_);
        sent_[patient].push_back(due);
    }

    // One answer may follow from several facts that came together: it is the event of all that were sent before.
    void came(std::size_t patient) {
        const std::lock_guard lock(mutex_);
        for (; !sent_[patient].empty(); sent_[patient].pop_front()) {
            nanoseconds_.push_back(
                std::chrono::duration<double, std::nano>(SteadyClock::now() - sent_[patient].front()).count());
        }
    }

    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return nanoseconds_.size();
    }
    std::vector<double> sorted() {
        std::sort(nanoseconds_.begin(), nanoseconds_.end());
        return nanoseconds_;
    }

private:
    std::mutex mutex_;
    std::vector<std::deque<SteadyClock::time_point>> sent_{patients};
    std::vector<double> nanoseconds_;
};

Instant wall_clock() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

std::string request(std::size_t patient, const std::string& token, const std::string& item, const std::string& value,
                    const std::string& unit) {
    const std::string body = R"({"facts":[{"time":")" + to_text(wall_clock()) + R"(","item":")" + item +
                             R"(","value":")" + value + R"(","unit":")" + unit + R"("}]})";
    return "POST /api/patients/bench-" + std::to_string(patient) +
           "/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Each is due at its time, however long the one before takes to be answered: that wait counts too.
void send(const Served& ward, const std::string& token, std::size_t sender, SteadyClock::time_point start,
          Waits& waits) {
    PlainClient client(ward.port);
    for (std::size_t i = sender; i < facts_a_second * seconds_sent; i += senders) {
        const auto due = start + i * std::chrono::nanoseconds(std::chrono::seconds(1)) / facts_a_second;
        std::this_thread::sleep_until(due);
        const std::size_t patient = i % patients;
        const std::string pulse = std::to_string(60 + i / patients % 60);
        waits.sent(patient, due);
        client.send(request(patient, token, "heart_rate", pulse, "/min"));
        client.response();
    }
}

// Reads until as many facts have their event, or the connection ends.
void read_events(PlainClient& events, Waits& waits) {
    const std::string name = R"("patient":"bench-)";
    while (waits.count() < facts_a_second * seconds_sent) {
        const std::string event = events.receive_until("\n\n");
        if (event.empty()) return;
        const std::size_t at = event.find(name);
        if (event.find("event: assessment") == std::string::npos || at == std::string::npos) continue;
        waits.came(std::stoul(event.substr(at + name.size(), 6)));
    }
}

}  // namespace

int main() {
    const BenchFolder folder;
    const std::string token = new_token(folder.path());
    Served ward(folder.path());
    {
        PlainClient client(ward.port);
        for (std::size_t i = 0; i < patients; ++i) {
            client.send(request(i, token, "therapy", "axicabtagene_ciloleucel", ""));
            client.response();
        }
    }
    PlainClient events(ward.port);
    events.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    events.receive_until("\r\n\r\n");
    Waits waits;
    const auto start = SteadyClock::now() + std::chrono::milliseconds(100);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < senders; ++i) threads.emplace_back([&, i] { send(ward, token, i, start, waits); });
    std::thread reader([&] { read_events(events, waits); });
    for (std::thread& thread : threads) thread.join();
    const double sending = std::chrono::duration<double>(SteadyClock::now() - start).count();
    for (const auto end = SteadyClock::now() + patience;
         waits.count() < facts_a_second * seconds_sent && SteadyClock::now() < end;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ward.end(SIGTERM);  // and with it the stream, should an event be missing
    reader.join();
    const std::vector<double> took = waits.sorted();
    print_heading();
    print_rate("facts a second that were sent and answered", static_cast<double>(took.size()) / sending,
               facts_a_second);
    print_time("from sending a fact to its event, median", took[took.size() / 2], 5e6, Standard::goal, in_milliseconds);
    print_time("99 of 100 within", took[(took.size() - 1) * 99 / 100], 50e6, Standard::goal, in_milliseconds);
    print_time("the worst", took.back(), 1e9, Standard::goal, in_milliseconds);
}
