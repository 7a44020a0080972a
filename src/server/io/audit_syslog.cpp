// A syslog collector answers nothing, so a connection is made for what waits and ended by both sides: what TCP did not
// bring across, or the other side refused, is an error then, and is sent again.
#include "server/audit_syslog.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "server/io/outbound_tls.h"
#include "server/io/tls_context.h"

namespace stormkeel {

namespace {

using SyslogStream = asio::ssl::stream<asio::ip::tcp::socket>;

constexpr std::size_t waiting_at_most = 1000;
constexpr std::chrono::seconds patience_of_a_delivery{5};
constexpr std::chrono::seconds first_pause{1};
constexpr std::chrono::seconds longest_pause{30};
constexpr int log_audit_notice = 13 * 8 + 5;  // facility and severity

std::string name_of_this_machine() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name.front() == '\0') return "-";
    return name.data();
}

struct Delivery {
    asio::ssl::context& tls;
    const WebUrl& collector;
    const OutboundEndpoints& endpoints;
    const std::string& frames;
    std::string why = "it did not take it within 5 s";  // empty: it was taken
};

// OpenSSL ends a connection without an error where the other side refused it after its last message, as one does that
// wants another certificate of ours: its alert alone tells.
// NOLINTNEXTLINE(readability-function-size): the parameters are those of OpenSSL's message callback
void note_refusal(int is_ours, int, int content, const void* bytes, std::size_t size, SSL*, void* refused) {
    const auto* alert = static_cast<const unsigned char*>(bytes);
    if (is_ours == 0 && content == SSL3_RT_ALERT && size == 2 && *alert == SSL3_AL_FATAL) {
        *static_cast<bool*>(refused) = true;
    }
}

// Both end it; the other side may also just close its end, which it does when it has read all.
bool was_taken(const error_code& end) {
    return !end || end == asio::ssl::error::stream_truncated || end == asio::error::eof;
}

asio::awaitable<void> deliver(Delivery& delivery) {
    SyslogStream stream(co_await asio::this_coro::executor, delivery.tls);
    if (!expect_host(stream.native_handle(), delivery.collector.host)) {
        delivery.why = "OpenSSL cannot check its name";
        co_return;
    }
    bool refused = false;
    SSL_set_msg_callback(stream.native_handle(), note_refusal);
    SSL_set_msg_callback_arg(stream.native_handle(), &refused);
    const auto [unreached, endpoint] = co_await asio::async_connect(stream.next_layer(), delivery.endpoints, as_tuple);
    if (unreached) {
        delivery.why = "it cannot be reached: " + unreached.message();
        co_return;
    }
    const auto [no_tls] = co_await stream.async_handshake(SyslogStream::client, as_tuple);
    if (no_tls) {
        delivery.why = why_no_tls(stream.native_handle(), no_tls);
        co_return;
    }
    const auto [unsent, sent] = co_await asio::async_write(stream, asio::buffer(delivery.frames), as_tuple);
    const auto [end] = co_await stream.async_shutdown(as_tuple);
    delivery.why.clear();
    if (refused) delivery.why = "it ended the connection with an alert; it may ask for another certificate of ours";
    if (unsent || !was_taken(end)) delivery.why = "it did not take it: " + (unsent ? unsent : end).message();
}

}  // namespace

struct AuditSyslog::Inside {
    WebUrl collector;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    SyslogSender sender{name_of_this_machine(), ::getpid()};

    std::mutex mutex;
    std::condition_variable news;
    std::deque<std::string> frames;
    std::uint64_t first = 0;  // which of all that were handed in the first of them is
    std::optional<OutboundMoment> unreachable_since;
    State state;
    bool ending = false;
    std::thread thread;

    void run();
    std::string deliver_all(const std::string& text);
    void told(const std::string& why, std::uint64_t past);
};

std::string AuditSyslog::Inside::deliver_all(const std::string& text) {
    const OutboundMoment end = std::chrono::steady_clock::now() + patience_of_a_delivery;
    const auto endpoints = endpoints_until(collector.host, collector.port, end);
    if (!endpoints || endpoints->empty()) return "its name is not known";
    Delivery delivery{tls, collector, *endpoints, text};
    asio::io_context context(1);
    asio::co_spawn(context, deliver(delivery), [&](const std::exception_ptr& why) {
        if (why) delivery.why = "this machine has no room for the call";
    });
    context.run_until(end);
    return delivery.why;
}

// The lock is held. Frames before `past` were tried.
void AuditSyslog::Inside::told(const std::string& why, std::uint64_t past) {
    state.why = why;
    if (!why.empty()) {
        if (!unreachable_since) unreachable_since = std::chrono::steady_clock::now();
        return;
    }
    unreachable_since.reset();
    for (; first < past && !frames.empty(); ++first, ++state.sent) frames.pop_front();
}

void AuditSyslog::Inside::run() {
    std::unique_lock lock(mutex);
    std::chrono::seconds pause = first_pause;
    for (;;) {
        news.wait(lock, [&] { return ending || !frames.empty(); });
        if (frames.empty()) return;
        const bool last_try = ending;
        std::string text;
        for (const std::string& frame : frames) text += frame;
        const std::uint64_t past = first + frames.size();
        lock.unlock();
        const std::string why = deliver_all(text);
        lock.lock();
        told(why, past);
        if (last_try) return;
        if (why.empty()) {
            pause = first_pause;
            continue;
        }
        news.wait_for(lock, pause, [&] { return ending; });
        pause = std::min(2 * pause, longest_pause);
    }
}

std::optional<WebUrl> read_collector(std::string_view text) {
    auto url = read_web_url("https://" + std::string(text));
    if (!url || url->target != "/" || !text.ends_with(':' + std::to_string(url->port))) return std::nullopt;
    return url;
}

std::string syslog_frame(const AuditCheckpoint& checkpoint, const SyslogSender& sender) {
    const std::string message = '<' + std::to_string(log_audit_notice) + ">1 " + to_text(checkpoint.at) + ' ' +
                                sender.host + " stormkeel " + std::to_string(sender.process) + " audit-checkpoint - " +
                                checkpoint_line(checkpoint);
    return std::to_string(message.size()) + ' ' + message;
}

AuditSyslog::AuditSyslog(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {
    inside_->thread = std::thread([this] { inside_->run(); });
}

AuditSyslog::~AuditSyslog() {
    {
        const std::lock_guard lock(inside_->mutex);
        inside_->ending = true;
    }
    inside_->news.notify_all();
    inside_->thread.join();
}

std::variant<std::shared_ptr<AuditSyslog>, std::string> AuditSyslog::to(const Place& place) {
    auto inside = std::make_unique<Inside>();
    const auto collector = read_collector(place.collector);
    if (!collector) return "syslog: " + place.collector + " is no host and port; write logs.example.org:6514";
    inside->collector = *collector;
    if (std::string wrong = believe(inside->tls, place.authority); !wrong.empty()) return "syslog_ca: " + wrong;
    if (!place.certificate.empty()) {
        if (std::string wrong = wrong_with_secret(place.key); !wrong.empty()) return "syslog_key: " + wrong;
        error_code problem;
        problem = inside->tls.use_certificate_chain_file(place.certificate, problem);
        if (problem) return "syslog_certificate: " + place.certificate + " is no certificate in PEM";
        problem = inside->tls.use_private_key_file(place.key, asio::ssl::context::pem, problem);
        if (problem)
            return "syslog_key: " + place.key + " is no key in PEM without a password, or of another certificate";
    }
    return std::shared_ptr<AuditSyslog>(new AuditSyslog(std::move(inside)));
}

void AuditSyslog::send(const AuditCheckpoint& checkpoint) {
    {
        const std::lock_guard lock(inside_->mutex);
        inside_->frames.push_back(syslog_frame(checkpoint, inside_->sender));
        if (inside_->frames.size() > waiting_at_most) {
            inside_->frames.pop_front();
            ++inside_->first;
            ++inside_->state.dropped;
        }
    }
    inside_->news.notify_all();
}

AuditSyslog::State AuditSyslog::state() const {
    const std::lock_guard lock(inside_->mutex);
    State state = inside_->state;
    state.waiting = inside_->frames.size();
    if (inside_->unreachable_since) {
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - *inside_->unreachable_since;
        state.unreachable_seconds = since.count();
    }
    return state;
}

}  // namespace stormkeel
