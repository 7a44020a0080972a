// Clients who read a byte a second, and others who ask a byte a second, beside one who asks as one should: they must
// not make that one wait.
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

#include "torture/campaign.h"
#include "torture/served.h"

namespace {

namespace fs = std::filesystem;
using namespace stormkeel;

constexpr int asked_for_each_figure = 1000;

std::string fever(int i) {
    return R"({"facts":[{"time":"2026-03-03T10:00:00.)" + std::to_string(1'000'000 + i).substr(1) +
           R"(Z","item":"temperature","value":38.6,"unit":"Cel"}]})";
}

// One who listens to the events and hardly reads, or who never comes to the end of a request.
struct Slow {
    Slow(std::uint16_t port, const std::string& token, bool reads_) : client(port), reads(reads_) {
        client.hold_little();
        client.send(reads
                        ? "GET /api/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\nAuthorization: Bearer " +
                              token + "\r\n\r\n"
                        : "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ");
    }
    bool go_on() const {
        if (!reads) client.send("x");
        return client.sip();
    }

    PlainClient client;
    bool reads;
};

// Keeps so many slow clients at it, each a byte a second; one who was cut off comes back.
class Crowd {
public:
    Crowd(const Served& ward, const std::string& token, std::size_t size) : ward_(ward), token_(token), slow_(size) {
        for (std::size_t i = 0; i < size; ++i) come(i);
        thread_ = std::thread([this] { dawdle(); });
    }
    ~Crowd() {
        over_ = true;
        thread_.join();
    }
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    std::size_t cut_off() const { return cut_off_; }

private:
    void come(std::size_t i) { slow_[i] = std::make_unique<Slow>(ward_.port, token_, i % 2 == 0); }

    void dawdle() {
        while (!over_) {
            for (std::size_t i = 0; i < slow_.size() && !over_; ++i) {
                if (slow_[i]->go_on()) continue;
                ++cut_off_;
                come(i);
            }
            for (int i = 0; i < 20 && !over_; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    const Served& ward_;
    std::string token_;
    std::vector<std::unique_ptr<Slow>> slow_;
    std::atomic<bool> over_ = false;
    std::atomic<std::size_t> cut_off_ = 0;
    std::thread thread_;
};

struct Waits {
    std::vector<std::uint64_t> all;  // microseconds
    int wrong = 0;
};

// Facts go in and answers come out, each on a connection of its own.
Waits ask_as_one_should(const Served& ward, const std::string& token, int from) {
    Waits waits;
    for (int i = from; i < from + asked_for_each_figure; ++i) {
        const Stopwatch watch;
        const bool writes = i % 4 == 0;
        const std::string answer = writes ? ward.ask("POST /api/patients/p1/facts", token, fever(i))
                                          : ward.ask("GET /api/patients/p1/timeline", token);
        waits.all.push_back(watch.microseconds());
        if (!answer.starts_with("HTTP/1.1 200")) ++waits.wrong;
    }
    return waits;
}

}  // namespace

int main(int count, char** words) {
    const std::uint64_t size = count > 1 ? number(words[1], 1000) : 1000;
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const std::string folder = (fs::temp_directory_path() / ("stormkeel-slow-" + std::to_string(::getpid()))).string();
    Waits alone;
    Waits beside;
    std::size_t memory = 0;
    std::size_t cut_off = 0;
    {
        const std::string token = new_token(folder);
        const Served ward(folder);
        ask_as_one_should(ward, token, 0);
        alone = ask_as_one_should(ward, token, asked_for_each_figure);
        const Crowd crowd(ward, token, size);
        std::this_thread::sleep_for(std::chrono::seconds(12));  // the first of them have been cut off
        beside = ask_as_one_should(ward, token, 2 * asked_for_each_figure);
        memory = ward.memory();
        cut_off = crowd.cut_off();
    }
    fs::remove_all(folder);
    std::cout << size << " slow clients, " << cut_off << " times cut off; 99 of 100 answers within " << p99(alone.all)
              << " us without them, " << p99(beside.all) << " us beside them; " << memory << " MiB held, "
              << alone.wrong + beside.wrong << " wrong.\n";
    // A machine that builds meanwhile is not the server's fault; one that waits for a slow client waits seconds.
    const bool prompt = p99(beside.all) <= 2 * p99(alone.all) + 20'000;
    return prompt && cut_off > 0 && memory < 1024 && alone.wrong + beside.wrong == 0 ? 0 : 1;
}
