// How many requests a second does a served ward answer to callers who do not wait for each other, against plain
// handlers of the same server that read the same bytes and send as many?
#include <sqlite3.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "served_ward.h"
#include "ward_feed.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

constexpr int rounds = 15;
constexpr int requests_in_round = 200;
constexpr std::uint64_t two_days = 1'440;  // facts
constexpr std::size_t callers = 16;
constexpr std::size_t connections = 8;

// Answers with as many bytes as it is told. "/kept" first keeps the body by one insert, in one transaction for all
// that came together, so that it outlives a loss of power.
class PlainHandlers final : public HttpApplication {
public:
    explicit PlainHandlers(const std::string& file) {
        sqlite3_open(file.c_str(), &handle_);
        run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE record(number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
        sqlite3_prepare_v2(handle_, "INSERT INTO record(text) VALUES(?)", -1, &insert_, nullptr);
    }
    ~PlainHandlers() override {
        sqlite3_finalize(insert_);
        sqlite3_close(handle_);
    }
    PlainHandlers(const PlainHandlers&) = delete;
    PlainHandlers& operator=(const PlainHandlers&) = delete;

    void answer(const HttpRequest& request, Answer answer) override {
        HttpResponse response;
        response.body.assign(std::stoul(request.query.at("bytes")), ' ');
        if (request.path != "/kept") return answer(std::move(response));
        waiting_.push_back({request.body, std::move(answer), std::move(response)});
    }

    void settle() override {
        if (waiting_.empty()) return;
        run("BEGIN");
        for (const Waiting& each : waiting_) {
            sqlite3_bind_text(insert_, 1, each.body.data(), static_cast<int>(each.body.size()), SQLITE_STATIC);
            sqlite3_step(insert_);
            sqlite3_reset(insert_);
        }
        run("COMMIT");
        for (Waiting& each : std::exchange(waiting_, {})) each.answer(std::move(each.response));
    }

    int tick() override { return 1'000; }
    bool has_failed() const override { return false; }

private:
    struct Waiting {
        std::string body;
        Answer answer;
        HttpResponse response;
    };

    void run(const char* sql) { sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }

    sqlite3* handle_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
    std::vector<Waiting> waiting_;
};

struct Question {
    std::string what;
    std::string request_line;
    std::function<std::string()> body;
    bool is_kept = false;
};

class AgainstPeer {
public:
    AgainstPeer(std::uint16_t ward, std::vector<std::string> tokens, std::uint16_t peer)
        : ward_(ward, std::move(tokens), connections), peer_(peer, {std::string("-")}, connections) {}

    void print(const Question& question) {
        const std::size_t bytes = ward_.ask(question.request_line, question.body());
        const std::string tail = "?bytes=" + std::to_string(bytes);
        std::vector<double> own;
        std::vector<double> bare;
        std::vector<double> kept;
        for (int i = 0; i < rounds; ++i) {
            own.push_back(round(ward_, question.request_line, question));
            bare.push_back(round(peer_, "POST /bare" + tail, question));
            if (question.is_kept) kept.push_back(round(peer_, "POST /kept" + tail, question));
        }
        std::printf("%s: %.0f a second, %zu bytes in the answer\n", question.what.c_str(), 1e9 / median(own), bytes);
        print_rate("  as many as plain handlers answer", median(bare) / median(own), 0.5);
        if (question.is_kept) {
            print_rate("  as many as plain handlers that keep the body", median(kept) / median(own), 0.5);
        }
    }

private:
    // Nanoseconds a request.
    static double round(Asking& asking, const std::string& request_line, const Question& question) {
        std::vector<std::string> bodies;
        for (int i = 0; i < requests_in_round; ++i) bodies.push_back(question.body());
        return nanoseconds_of([&] { asking.ask_all(request_line, bodies); }) / requests_in_round;
    }

    Asking ward_;
    Asking peer_;
};

// A call of CDS Hooks about the patient "monitored"; `more` stands in its context.
std::string hook(const std::string& name, const std::string& more) {
    return R"({"hook":")" + name +
           R"(","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"Practitioner/x",)"
           R"("patientId":"monitored")" +
           more + "}}";
}

const std::string draft = R"(,"draftOrders":{"resourceType":"Bundle","entry":[{"resource":{
"resourceType":"MedicationRequest","id":"r1","status":"draft","intent":"order",
"subject":{"reference":"Patient/monitored"},"medicationCodeableConcept":{"text":"tocilizumab"},
"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":640,"system":"http://unitsofmeasure.org","code":"mg"}}]}]
}}]})";

// Two days of one patient, told as FHIR.
WardFeed chart(ServedWard& served) {
    WardFeed feed("monitored", RecordForm::fhir);
    std::vector<Incoming> records;
    while (feed.told() < two_days) records.push_back(feed.next());
    sound(served.ward.take(records, feed.now()));
    return feed;
}

}  // namespace

int main() {
    const BenchFolder folder;
    const auto store = open_kept(folder.file("ward.sqlite"));
    WardApplication application(*store, ward_knowledge(), [] { return WardFeed::time_of(two_days); });
    std::vector<std::string> tokens;
    Batch accounts;
    for (std::size_t i = 0; i < callers; ++i) {
        const NewToken made = new_token("feed-" + std::to_string(i), Role::integration, Instant{1});
        accounts.accounts.push_back(made.account);
        tokens.push_back(made.token);
    }
    sound(store->commit(accounts));
    sound(application.open());
    WardFeed feed = chart(application.served());
    PlainHandlers handlers(folder.file("plain.sqlite"));
    const Serving ward(application);
    const Serving peer(handlers);
    AgainstPeer against_peer(ward.port(), tokens, peer.port());
    print_heading();
    against_peer.print(
        {"CDS Hooks order-sign", "POST /cds-services/stormkeel-order-sign", [] { return hook("order-sign", draft); }});
    against_peer.print({"CDS Hooks patient-view", "POST /cds-services/stormkeel-patient-view",
                        [] { return hook("patient-view", ""); }});
    against_peer.print({"GET /fhir/Observation?patient=, 1,439 of them", "GET /fhir/Observation?patient=monitored",
                        [] { return std::string(); }});
    std::uint64_t sent = 0;
    against_peer.print({"POST /fhir/Observation", "POST /fhir/Observation",
                        [&] { return feed.observation("sent-" + std::to_string(++sent)); }, true});
}
