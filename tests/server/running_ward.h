// A ward served on a free port by a thread of its own, with a token for a feed and one for a kiosk.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "guideline/read_alarms.h"
#include "properties/knowledge.h"
#include "server/http_server.h"
#include "server/password.h"
#include "server/plain_client.h"
#include "server/ward_application.h"
#include "service/memory_store.h"

namespace stormkeel {

class RunningWard {
public:
    explicit RunningWard(Operation operation = {})
        : calendar_(knowledge().guideline),
          alarms_(read_alarms(built_in_packs(), problems_)),
          operation_(std::move(operation)) {
        feed_ = keep_token("feed", Role::integration);
        kiosk_ = keep_token("wall", Role::kiosk);
        start();
    }
    ~RunningWard() { stop(); }
    RunningWard(const RunningWard&) = delete;
    RunningWard& operator=(const RunningWard&) = delete;

    void stop() {
        if (!thread_.joinable()) return;
        server_->stop();
        thread_.join();
        server_.reset();
    }
    void wait_for_the_end() { thread_.join(); }  // of a server that ends by itself
    void restart() {
        stop();
        start();
    }

    // With files beside the store, checkpoints of the audit among them.
    void restart_in(const std::string& folder) {
        folder_ = folder;
        restart();
    }

    const std::vector<Route>& routes() const { return ward_->routes(); }
    MemoryStore& store() { return store_; }  // while no request is under way
    std::uint16_t port() const { return port_; }
    std::uint16_t mllp_port() const { return server_->mllp_port(); }
    const std::string& feed() const { return feed_; }
    const std::string& kiosk() const { return kiosk_; }
    // An open account of a person; call restart() for the ward to know it. The password is the one below.
    void keep_person(const std::string& name, Role role, const std::string& units = "") {
        static const std::string hash = password_hash(password);
        store_.all.accounts.push_back({name, std::string(name_of(role)), hash, Instant{}, units});
    }
    // The same of a machine; returns its token.
    std::string keep_token(const std::string& name, Role role, const std::string& units = "") {
        NewToken made = new_token(name, role, Instant{});
        made.account.units = units;
        store_.all.accounts.push_back(made.account);
        return made.token;
    }
    static constexpr std::string_view password = "seven quiet herons";

    void set_clock(std::string_view time) { now_ = parse_instant(time)->microseconds; }

    // The whole response to one request on a connection of its own.
    std::string ask(const std::string& method_and_path, const std::string& token, const std::string& body = {},
                    const std::string& more_fields = {}) const {
        PlainClient client(port_);
        const std::string authorization = token.empty() ? "" : "Authorization: Bearer " + token + "\r\n";
        client.send(method_and_path + " HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n" + authorization +
                    more_fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return client.receive_all();
    }

private:
    void start() {
        ward_ = std::make_unique<WardApplication>(
            store_, WardKnowledge{knowledge().terminology, calendar_, alarms_, "test"},
            [this] { return Instant{now_}; }, operation_);
        if (folder_.empty()) {
            ward_->open();
        } else {
            ward_->open_folder(folder_);
        }
        auto bound = HttpServer::bind({"127.0.0.1", 0, {}}, *ward_);
        server_ = std::move(std::get<std::unique_ptr<HttpServer>>(bound));
        port_ = server_->port();
        server_->listen_for_mllp({"127.0.0.1", 0, {}}, ward_->hl7v2());
        thread_ = std::thread([this] { server_->run(); });
    }

    MemoryStore store_;
    std::vector<PackProblem> problems_;
    GuidelineCalendar calendar_;
    AlarmTable alarms_;
    Operation operation_;
    std::atomic<std::int64_t> now_ = parse_instant("2026-03-03T10:31:00Z")->microseconds;
    std::string folder_;  // empty: none
    std::string feed_;
    std::string kiosk_;
    std::unique_ptr<WardApplication> ward_;
    std::unique_ptr<HttpServer> server_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

// Of a patient with fever, and a vasopressor from 10:30 on: grade 3.
inline const std::string grade_three_facts = R"({"facts":[
  {"time":"1961-05-02","item":"birth_date","value":null},
  {"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"},
  {"time":"2026-03-02T09:00:00Z","item":"weight","value":80,"unit":"kg"},
  {"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.60,"unit":"Cel"},
  {"time":"2026-03-03T10:00:00Z","item":"oxygen_device","value":"room_air"},
  {"time":"2026-03-03T10:00:00Z","item":"spo2","value":96,"unit":"%"},
  {"time":"2026-03-03T10:30:00Z","item":"rate:norepinephrine","value":"0.05","unit":"ug/kg/min"}]})";

inline bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace stormkeel
