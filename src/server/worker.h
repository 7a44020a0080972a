// Work that takes too long for the server's thread: two threads do it, and what follows runs on the server's again.
#pragma once

#include <condition_variable>
#include <cstddef>
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

    // `work` runs on another thread and must touch nothing of this one's; `then` runs in a later finish(). False, and
    // nothing runs, when too much waits already.
    bool begin(Step work, Step then);

    // What every `then` is handed through when its work begins: it may run as whoever asked for it.
    std::function<Step(Step then)> carry;

    // Runs what follows the work that is done. On the thread that begins.
    void finish();

    bool busy() const { return under_way_ > 0; }  // finish() will have something to do soon

private:
    struct Task {
        Step work;
        Step then;
    };
    void run();

    std::mutex mutex_;
    std::condition_variable news_;
    std::deque<Task> waiting_;
    std::vector<Step> done_;
    bool stopping_ = false;
    std::size_t under_way_ = 0;  // begun and not finished; the server's thread alone counts
    std::vector<std::thread> threads_;
};

}  // namespace stormkeel
