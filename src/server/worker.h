// Work that takes too long for the server's thread: two threads do it, and what follows runs on the server's again.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace stormkeel {

class Worker {
public:
    using Step = std::function<void()>;

    Worker() = default;
    ~Worker();  // what has not begun is dropped
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // Who asks: of what may wait, the strangers' part leaves places for those who are signed in.
    enum class Asked : std::uint8_t { by_a_stranger, by_one_signed_in };

    // `work` runs on another thread and must touch nothing of this one's; `then` runs in a later finish(). False, and
    // nothing runs, when too much waits already.
    bool begin(Asked asked, Step work, Step then);

    // What every `then` is handed through when its work begins: it may run as whoever asked for it.
    std::function<Step(Step then)> carry;

    // Runs what follows the work that is done. On the thread that begins.
    void finish();

    bool busy() const { return under_way_ > 0; }  // finish() will have something to do soon

private:
    struct Task {
        Asked asked;
        Step work;
        Step then;
    };
    void run();

    std::mutex mutex_;
    std::condition_variable news_;
    std::deque<Task> waiting_;
    std::vector<Task> done_;
    bool stopping_ = false;
    // Begun and not finished, all and those of strangers; the server's thread alone counts.
    std::size_t under_way_ = 0;
    std::size_t of_strangers_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace stormkeel
