// The threads start with the first work, so that a ward nobody signs in to has one thread.
#include "server/worker.h"

#include <utility>

namespace stormkeel {

namespace {

constexpr std::size_t threads_at_most = 2;
constexpr std::size_t under_way_at_most = 16;
constexpr std::size_t of_strangers_at_most = 12;

}  // namespace

Worker::~Worker() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        waiting_.clear();
    }
    news_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool Worker::begin(Asked asked, Step work, Step then) {
    const bool stranger = asked == Asked::by_a_stranger;
    if (under_way_ >= under_way_at_most || (stranger && of_strangers_ >= of_strangers_at_most)) return false;
    ++under_way_;
    if (stranger) ++of_strangers_;
    if (carry) then = carry(std::move(then));
    if (threads_.size() < threads_at_most) threads_.emplace_back([this] { run(); });
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({asked, std::move(work), std::move(then)});
    }
    news_.notify_one();
    return true;
}

void Worker::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        news_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        Task task = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        task.work();
        lock.lock();
        task.work = {};
        done_.push_back(std::move(task));
    }
}

void Worker::finish() {
    if (under_way_ == 0) return;
    std::vector<Task> done;
    {
        const std::lock_guard lock(mutex_);
        done.swap(done_);
    }
    under_way_ -= done.size();
    for (const Task& task : done) {
        if (task.asked == Asked::by_a_stranger) --of_strangers_;
    }
    for (const Task& task : done) task.then();
}

}  // namespace stormkeel
