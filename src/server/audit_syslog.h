// The signed checkpoints of the audit go to a collector of the hospital's, where who alters the ward's files has no
// hand: syslog messages (RFC 5424) over TLS (RFC 5425).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/web_url.h"
#include "storage/audit_checkpoint.h"

namespace stormkeel {

// "logs.example.org:6514", "192.0.2.7:6514", "[::1]:6514"; nothing for anything else.
std::optional<WebUrl> read_collector(std::string_view text);

// One message as it is sent, its length before it. The text is the checkpoint's line in "audit-checkpoints".
struct SyslogSender {
    std::string host;
    std::int64_t process = 0;
};
std::string syslog_frame(const AuditCheckpoint& checkpoint, const SyslogSender& sender);

class AuditSyslog {
public:
    struct Place {
        std::string collector;
        std::string authority;    // PEM: who vouches for it; empty: whom this machine believes
        std::string certificate;  // PEM, with its key: what is shown to it; empty: nothing
        std::string key;
    };
    // A text says what is wrong with it. Nobody is called before there is something to send.
    static std::variant<std::shared_ptr<AuditSyslog>, std::string> to(const Place& place);
    ~AuditSyslog();  // tries once more to send what waits, for 5 s at most
    AuditSyslog(const AuditSyslog&) = delete;
    AuditSyslog& operator=(const AuditSyslog&) = delete;

    // Never waits: a thread of its own sends. What the collector does not take waits for it, the newest 1,000; it is
    // called again after a second, and then after ever longer times up to half a minute.
    void send(const AuditCheckpoint& checkpoint);

    struct State {
        std::uint64_t waiting = 0;
        std::uint64_t sent = 0;
        std::uint64_t dropped = 0;
        double unreachable_seconds = 0;  // 0: it took the last that was sent
        std::string why{};               // it takes none; empty: it does
    };
    State state() const;

private:
    struct Inside;
    explicit AuditSyslog(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
