// A ward on a store of its own, and beside it a peer of plain handlers, each served by a thread on a free port; and
// how long requests take on one connection that stays open.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "kept_ward.h"
#include "measure.h"
#include "server/access.h"
#include "server/http_server.h"
#include "server/plain_client.h"
#include "server/ward_application.h"

namespace stormkeel::bench {

// Serves an application until it goes.
class Serving {
public:
    explicit Serving(HttpApplication& application) {
        auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, application);
        if (const auto* wrong = std::get_if<std::string>(&bound)) throw std::runtime_error(*wrong);
        server_ = std::get<std::unique_ptr<HttpServer>>(std::move(bound));
        thread_ = std::thread([this] { server_->run(); });
    }
    ~Serving() {
        server_->stop();
        thread_.join();
    }
    Serving(const Serving&) = delete;
    Serving& operator=(const Serving&) = delete;

    std::uint16_t port() const { return server_->port(); }

private:
    std::unique_ptr<HttpServer> server_;
    std::thread thread_;
};

// Connections that ask together, so that whoever answers need not wait for a question; by one caller after the other,
// so that none is over the limit of calls. Each answer has to be of the status 200 or 201.
class Asking {
public:
    Asking(std::uint16_t port, std::vector<std::string> tokens, std::size_t connections) : tokens_(std::move(tokens)) {
        while (clients_.size() < connections) clients_.push_back(std::make_unique<PlainClient>(port));
    }

    // The size of the body of the answer.
    std::size_t ask(const std::string& request_line, const std::string& body) {
        send(*clients_.front(), request_line, body);
        return heard(*clients_.front());
    }

    // One request for each body, as many at a time as there are connections.
    void ask_all(const std::string& request_line, const std::vector<std::string>& bodies) {
        for (std::size_t i = 0; i < bodies.size() + clients_.size(); ++i) {
            PlainClient& client = *clients_[i % clients_.size()];
            if (i >= clients_.size()) heard(client);
            if (i < bodies.size()) send(client, request_line, bodies[i]);
        }
    }

private:
    void send(PlainClient& client, const std::string& request_line, const std::string& body) {
        client.send(request_line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                    tokens_[asked_++ % tokens_.size()] + "\r\nContent-Type: application/json\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    // It stays awake: to wake a thread on another processor may take longer than to answer.
    static std::size_t heard(PlainClient& client) {
        bool news = client.has_news();
        while (!news) news = client.has_news();
        const std::string answer = client.response();
        if (!answer.starts_with("HTTP/1.1 20")) throw std::runtime_error("it was answered " + answer);
        return answer.size() - answer.find("\r\n\r\n") - 4;
    }

    std::vector<std::unique_ptr<PlainClient>> clients_;
    std::vector<std::string> tokens_;
    std::size_t asked_ = 0;
};

}  // namespace stormkeel::bench
