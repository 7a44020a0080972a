// So many clients who read a byte a second, and as many who ask a byte a second, beside one who asks as one should:
// they must not make that one wait.
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

// What 99 of 100 answers may take beside them, above what they take without: a tenth, and 20 ms, because a machine that
// builds meanwhile takes a processor away for as long; who waits for a slow client waits seconds.
constexpr double slower_at_most = 1.1;
constexpr std::uint64_t floor_of_a_busy_machine = 20'000;  // us

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
    Crowd(const Served& ward, const std::string& token, std::size_t of_each)
        : ward_(ward), token_(token), slow_(2 * of_each) {
        for (std::size_t i = 0; i < slow_.size(); ++i) come(i);
        thread_ = std::thread([this] { dawdle(); });
    }
    ~Crowd() {
        over_ = true;
        thread_.join();
    }
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    // 10 s after they began, and a while for so many; they have come back by then.
    void wait_until_each_sender_was_cut_off() const {
        for (int i = 0; i < 600 && senders_cut_off_ < slow_.size() / 2; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }
    std::size_t readers_cut_off() const { return readers_cut_off_; }
    std::size_t senders_cut_off() const { return senders_cut_off_; }

private:
    static bool reads(std::size_t i) { return i % 2 == 0; }
    void come(std::size_t i) { slow_[i] = std::make_unique<Slow>(ward_.port, token_, reads(i)); }

    void dawdle() {
        while (!over_) {
            for (std::size_t i = 0; i < slow_.size() && !over_; ++i) {
                if (slow_[i]->go_on()) continue;
                ++(reads(i) ? readers_cut_off_ : senders_cut_off_);
                come(i);
            }
            for (int i = 0; i < 20 && !over_; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    const Served& ward_;
    std::string token_;
    std::vector<std::unique_ptr<Slow>> slow_;
    std::atomic<bool> over_ = false;
    std::atomic<std::size_t> readers_cut_off_ = 0;
    std::atomic<std::size_t> senders_cut_off_ = 0;
    std::thread thread_;
};

struct Waits {
    std::vector<std::uint64_t> all;  // microseconds
    int wrong = 0;
};

// Facts go in and answers come out, each on a connection of its own; of a patient of its own, because a history that
// grows takes longer to tell.
Waits ask_as_one_should(const Served& ward, const std::string& token, int from) {
    Waits waits;
    const std::string patient = "/api/patients/p" + std::to_string(from);
    for (int i = from; i < from + asked_for_each_figure; ++i) {
        const Stopwatch watch;
        const bool writes = i % 4 == 0;
        const std::string answer = writes ? ward.ask("POST " + patient + "/facts", token, fever(i))
                                          : ward.ask("GET " + patient + "/timeline", token);
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
    Waits before;
    Waits beside;
    Waits after;
    std::size_t memory = 0;
    std::size_t readers = 0;
    std::size_t senders = 0;
    {
        const std::string token = new_token(folder);
        const Served ward(folder);
        ask_as_one_should(ward, token, 0);
        before = ask_as_one_should(ward, token, asked_for_each_figure);
        {
            const Crowd crowd(ward, token, size);
            crowd.wait_until_each_sender_was_cut_off();
            beside = ask_as_one_should(ward, token, 2 * asked_for_each_figure);
            memory = ward.memory();
            readers = crowd.readers_cut_off();
            senders = crowd.senders_cut_off();
        }
        after = ask_as_one_should(ward, token, 3 * asked_for_each_figure);
    }
    fs::remove_all(folder);
    // Both, because the machine has other things to do meanwhile.
    const std::uint64_t alone = std::max(p99(before.all), p99(after.all));
    const int wrong = before.wrong + beside.wrong + after.wrong;
    std::cout << size << " slow readers, " << readers << " times cut off, and " << size << " slow senders, " << senders
              << " times; 99 of 100 answers within " << p99(before.all) << " us before them, " << p99(beside.all)
              << " us beside them, " << p99(after.all)
              << " us after them: " << p99(beside.all) * 100 / std::max<std::uint64_t>(alone, 1)
              << " % of without them; " << memory << " MiB held, " << wrong << " wrong.\n";
    const double at_most = slower_at_most * static_cast<double>(alone) + static_cast<double>(floor_of_a_busy_machine);
    const bool prompt = static_cast<double>(p99(beside.all)) <= at_most;
    return prompt && senders >= size && memory < 1024 && wrong == 0 ? 0 : 1;
}
