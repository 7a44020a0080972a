// A request and its response as plain values, and who answers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

struct HttpRequest {
    std::string method;                         // "GET"
    std::string path;                           // without the query: "/api/patients/p1/facts"; see Target
    std::map<std::string, std::string> query;   // percent-decoded; the last of a name counts
    std::map<std::string, std::string> fields;  // header fields by their name in lower case
    std::string body;
    bool local = false;  // it came through the socket in the data folder, which only the ward's own account can open
    bool encrypted = false;          // through TLS
    bool names_certificate = false;  // its Host is a name of the certificate
    bool demonstration = false;      // it came to a demonstration ward, where nobody signs in
    std::string peer{};              // the address it came from, without the port; empty: by the local socket

    std::string_view field(const std::string& lower_case) const {
        const auto found = fields.find(lower_case);
        return found == fields.end() ? std::string_view{} : std::string_view(found->second);
    }
    // Of the query; empty when it is not there.
    std::string_view parameter(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? std::string_view{} : std::string_view(found->second);
    }
};

// Text that goes on being written as things happen. Bounded: a reader who does not keep up is cut off.
class EventStream {
public:
    virtual ~EventStream() = default;

    // False when the reader has gone or was cut off; nothing of this reaches them then.
    virtual bool write(std::string text) = 0;

    // False while so much waits to be read that more had better come later.
    virtual bool has_room() const = 0;

    // `more` is called each time all that was written has been taken by the reader's connection.
    virtual void on_room(std::function<void()> more) = 0;

    // Ends it: nobody may read on.
    virtual void close() = 0;

    // Ends it when all was written; the reader of a response that `ends` knows by this that they have all of it.
    virtual void finish() { close(); }
};

struct HttpResponse {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::map<std::string, std::string> fields{};
    // When it is there the response has no end: after the head the stream is handed over. With status 101 the stream is
    // a WebSocket, and each line written to it one message; who asked for none is answered 426 instead.
    std::function<void(std::shared_ptr<EventStream>)> opened{};
    bool ends = false;  // of one with a stream: it is sent in chunks, the last of them once the stream is finished
};

// One JSON object {"error": what}, for people and programs.
HttpResponse error_response(int status, std::string_view what);

class HttpApplication {
public:
    using Answer = std::function<void(HttpResponse)>;

    virtual ~HttpApplication() = default;

    // Answers once, now or later, on the server's own thread. The request is there only during the call.
    virtual void answer(const HttpRequest& request, Answer answer) = 0;

    // Whether a body of more than 64 KiB is read of whoever sends this head; its body has not come yet.
    virtual bool may_send_much(const HttpRequest& /*head*/) { return true; }

    // The form of a refusal that is told before answer() is asked: too much came, or what came is no request. The
    // target is as it was sent, and empty when it was not read.
    virtual HttpResponse refused(std::string_view /*target*/, HttpResponse response) const { return response; }

    // Everything that has come in so far was handed over: what waits to be kept together is kept now.
    virtual void settle() = 0;

    // Lets time pass; returns after how many milliseconds to be called again at the latest.
    virtual int tick() = 0;

    // The server's way to be asked for a settle() by another thread, for as long as it lives: ring() returns at once.
    virtual void wake_by(std::function<void()> /*ring*/) {}

    // Nothing more can be answered: the server ends.
    virtual bool has_failed() const = 0;
};

// "/api/patients/p%201" and "a=b" apart and decoded; nothing when an escape is no escape. In the path an escaped slash
// and an escaped percent sign stay as they are, "%2F" and "%25", so that a slash that is there parts two steps.
struct Target {
    std::string path;
    std::map<std::string, std::string> query;
};
std::optional<Target> read_target(std::string_view target);

}  // namespace stormkeel
