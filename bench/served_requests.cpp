// How many requests a second does a served ward answer to callers who do not wait for each other, against plain
// handlers of the same server that read the same bytes and send as many? Of a post the one that keeps the same rows
// counts: docs/decisions/0021-a-post-is-measured-against-its-rows.md.
#include <sqlite3.h>

#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "adapters/assessment_json.h"
#include "served_ward.h"
#include "ward_feed.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

constexpr int rounds = 45;
constexpr int requests_in_round = 200;
constexpr std::uint64_t two_days = 1'440;  // facts
constexpr std::size_t callers = 16;
constexpr std::size_t connections = 8;

// Answers with as many bytes as it is told. "/body" first keeps the body, and "/rows" the rows that a ward keeps of it,
// by bare inserts, in one transaction for all that came together, so that they outlive a loss of power.
class PlainHandlers final : public HttpApplication {
public:
    // `event` is as long as what a ward tells of one batch.
    PlainHandlers(const std::string& file, std::string event) : event_(std::move(event)) {
        sqlite3_open(file.c_str(), &handle_);
        run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE body(number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
            "CREATE TABLE record(number INTEGER PRIMARY KEY, patient TEXT, source TEXT, version TEXT, effective "
            "INTEGER,"
            " received INTEGER, text TEXT, hash TEXT, UNIQUE(source, version)) STRICT;"
            "CREATE INDEX record_of_patient ON record(patient, number);"
            "CREATE TABLE assessment(number INTEGER PRIMARY KEY, patient TEXT, as_of INTEGER, guideline TEXT,"
            " digest TEXT, hash TEXT) STRICT;"
            "CREATE INDEX assessment_of_patient ON assessment(patient, number);"
            "CREATE TABLE event(number INTEGER PRIMARY KEY, kind TEXT, patient TEXT, json TEXT, hash TEXT) STRICT");
        body_ = prepared("INSERT INTO body(text) VALUES(?1)");
        record_ = prepared(
            "INSERT INTO record(patient, source, version, effective, received, text, hash)"
            " VALUES('monitored', 'Observation/monitored-' || ?3, '1', 1, 2, ?1, ?2)");
        assessment_ = prepared(
            "INSERT INTO assessment(patient, as_of, guideline, digest, hash)"
            " VALUES('monitored', 1, ?2, ?2, ?2)");
        event_row_ = prepared("INSERT INTO event(kind, patient, json, hash) VALUES('assessment', 'monitored', ?1, ?2)");
    }
    ~PlainHandlers() override {
        for (sqlite3_stmt* each : {body_, record_, assessment_, event_row_}) sqlite3_finalize(each);
        sqlite3_close(handle_);
    }
    PlainHandlers(const PlainHandlers&) = delete;
    PlainHandlers& operator=(const PlainHandlers&) = delete;

    void answer(const HttpRequest& request, Answer answer) override {
        HttpResponse response;
        response.body.assign(std::stoul(request.query.at("bytes")), ' ');
        if (request.path == "/bare") return answer(std::move(response));
        waiting_.push_back({request.body, request.path == "/rows", std::move(answer), std::move(response)});
    }

    void settle() override {
        if (waiting_.empty()) return;
        run("BEGIN");
        for (const Waiting& each : waiting_) insert(each.as_rows ? record_ : body_, each.body);
        if (waiting_.front().as_rows) {
            insert(assessment_, "");
            insert(event_row_, event_);
        }
        run("COMMIT");
        for (Waiting& each : std::exchange(waiting_, {})) each.answer(std::move(each.response));
    }

    int tick() override { return 1'000; }
    bool has_failed() const override { return false; }

private:
    struct Waiting {
        std::string body;
        bool as_rows;
        Answer answer;
        HttpResponse response;
    };

    void run(const char* sql) { sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }

    sqlite3_stmt* prepared(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(handle_));
        }
        return statement;
    }

    void insert(sqlite3_stmt* statement, const std::string& text) {
        static const std::string hash(64, '0');
        // Of these a statement takes what it has a place for.
        sqlite3_bind_text(statement, 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, hash.data(), static_cast<int>(hash.size()), SQLITE_STATIC);
        sqlite3_bind_int64(statement, 3, ++inserted_);
        if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
        sqlite3_reset(statement);
    }

    std::string event_;
    sqlite3* handle_ = nullptr;
    std::int64_t inserted_ = 0;
    sqlite3_stmt* body_ = nullptr;
    sqlite3_stmt* record_ = nullptr;
    sqlite3_stmt* assessment_ = nullptr;
    sqlite3_stmt* event_row_ = nullptr;
    std::vector<Waiting> waiting_;
};

struct Asked {
    std::string what;
    std::string request_line;
    std::function<std::string()> body;
    bool is_kept = false;
};

// Each round of the ward is compared with the peer's next to it: what else the machine does slows down both.
class AgainstPeer {
public:
    AgainstPeer(std::uint16_t ward, std::vector<std::string> tokens, std::uint16_t peer)
        : ward_(ward, std::move(tokens), connections), peer_(peer, {std::string("-")}, connections) {}

    void print(const Asked& question) {
        const std::size_t bytes = ward_.ask(question.request_line, question.body());
        const std::string tail = "?bytes=" + std::to_string(bytes);
        std::vector<double> own;
        std::vector<Peer> peers{{"answer", "bare", {}}};
        if (question.is_kept) {
            peers.push_back({"that keep the body", "body", {}});
            peers.push_back({"that keep the same rows", "rows", {}});
        }
        for (int i = 0; i < rounds; ++i) {
            own.push_back(round(ward_, question.request_line, question));
            for (Peer& peer : peers) {
                peer.shares.push_back(round(peer_, "POST /" + peer.path + tail, question) / own.back());
            }
        }
        std::printf("%s: %.0f a second, %zu bytes in the answer\n", question.what.c_str(), 1e9 / median(own), bytes);
        for (const Peer& peer : peers) print_rate("  as many as plain handlers " + peer.what, median(peer.shares), 0.5);
    }

private:
    struct Peer {
        std::string what;
        std::string path;
        std::vector<double> shares;
    };

    // Nanoseconds a request.
    static double round(Asking& asking, const std::string& request_line, const Asked& question) {
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

// Only what holds the word that is given is asked, if one is.
int main(int count, char** words) {
    const std::string only = count > 1 ? words[1] : "";
    const BenchFolder folder;
    const auto store = open_kept(folder.file("ward.sqlite"));
    std::atomic<std::int64_t> now = WardFeed::time_of(two_days).microseconds;
    WardApplication application(*store, ward_knowledge(), [&now] { return Instant{now.load()}; });
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
    feed.hurry();
    PlainHandlers handlers(
        folder.file("plain.sqlite"),
        assessment_json(application.served().ward.patient("monitored")->assessment, RejectedRecords::listed));
    const Serving ward(application);
    const Serving peer(handlers);
    AgainstPeer against_peer(ward.port(), tokens, peer.port());
    print_heading();
    const std::vector<Asked> questions{
        {"CDS Hooks order-sign", "POST /cds-services/stormkeel-order-sign", [] { return hook("order-sign", draft); }},
        {"CDS Hooks patient-view", "POST /cds-services/stormkeel-patient-view",
         [] { return hook("patient-view", ""); }},
        {"GET /fhir/Observation?patient=, 1,439 of them", "GET /fhir/Observation?patient=monitored",
         [] { return std::string(); }},
        {"POST /fhir/Observation", "POST /fhir/Observation",
         [&] {
             now = feed.now().microseconds;
             return feed.next().text;
         },
         true}};
    for (const Asked& question : questions) {
        if (question.what.find(only) != std::string::npos) against_peer.print(question);
    }
}
