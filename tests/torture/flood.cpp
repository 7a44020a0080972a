// A flood of facts on many connections, over HTTP and MLLP, and among them one patient after the other who needs an
// alert: it has to come in time, nothing that was answered for may be lost, and memory stays within bounds.
#include <atomic>
#include <filesystem>
#include <iostream>
#include <thread>

#include "storage/sqlite_store.h"
#include "torture/campaign.h"
#include "torture/served.h"

namespace {

namespace fs = std::filesystem;
using namespace stormkeel;

constexpr std::size_t senders = 16;
constexpr std::uint64_t patients = 40;             // of each sender
constexpr std::uint64_t latest_alert = 1'000'000;  // us
constexpr std::uint64_t facts_of_a_ward = 10;      // a second, by twenty monitored patients: a fact each two seconds
constexpr std::size_t memory_at_most = 1024;       // MiB

std::string time_of(std::uint64_t i) {
    const auto two = [](std::uint64_t value) { return std::to_string(100 + value).substr(1); };
    return "2026-03-03T" + two(i / 3600 % 24) + ":" + two(i / 60 % 60) + ":" + two(i % 60) + "Z";
}

std::string fact(std::uint64_t i) {
    return R"({"facts":[{"time":")" + time_of(i) + R"(","item":"heart_rate","value":)" + std::to_string(60 + i % 60) +
           R"(,"unit":"/min"}]})";
}

// Fever and a vasopressor: grade 3.
const std::string grave = R"({"facts":[
  {"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"},
  {"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6,"unit":"Cel"},
  {"time":"2026-03-03T10:30:00Z","item":"rate:norepinephrine","value":"0.05","unit":"ug/kg/min"}]})";

std::string request(const std::string& patient, const std::string& token, const std::string& body) {
    return "POST /api/patients/" + patient + "/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The same fact as an HL7 v2 message in its frame.
std::string message(const std::string& patient, std::size_t sender, std::uint64_t i) {
    std::string at;
    for (const char c : time_of(i / patients)) at += c >= '0' && c <= '9' ? std::string(1, c) : "";
    return "\vMSH|^~\\&|MON" + std::to_string(sender) + "|H|SK|H|" + at + "+0000||ORU^R01^ORU_R01|" +
           std::to_string(i) + "|P|2.5.1\rPID|1||" + patient + "\rOBR|1|||VS|||" + at +
           "+0000\rOBX|1|NM|8867-4^Heart rate^LN||" + std::to_string(60 + i % 60) + "|/min^^UCUM|||||F|||" + at +
           "+0000\r\x1C\r";
}

struct Flood {
    std::atomic<bool> over = false;
    std::atomic<std::uint64_t> kept = 0;
    std::atomic<std::uint64_t> refused = 0;
    std::uint64_t a_second = 0;  // 0: as many as are answered
};

// One connection, one fact after the other as fast as they are answered, or at its share of a rate; every second sender
// speaks HL7 v2.
void pour(const Served& ward, const std::string& token, std::size_t sender, Flood& flood) {
    const auto began = std::chrono::steady_clock::now();
    const bool speaks_hl7v2 = sender % 2 == 1;
    PlainClient client(speaks_hl7v2 ? ward.mllp_port : ward.port);
    for (std::uint64_t i = 0; !flood.over; ++i) {
        if (flood.a_second > 0) {
            std::this_thread::sleep_until(began + std::chrono::microseconds(i * senders * 1'000'000 / flood.a_second));
        }
        const std::string patient = "f" + std::to_string(sender) + "-" + std::to_string(i % patients);
        client.send(speaks_hl7v2 ? message(patient, sender, i) : request(patient, token, fact(i / patients)));
        const std::string answer = speaks_hl7v2 ? client.receive_until("\x1C\r") : client.response();
        const bool kept = answer.find(speaks_hl7v2 ? "MSA|AA" : R"("kept":1)") != std::string::npos;
        ++(kept ? flood.kept : flood.refused);
    }
}

// From the moment the facts are sent until the event has come, for one patient after the other.
std::vector<std::uint64_t> alert_waits(const Served& ward, const std::string& token, std::uint64_t seconds) {
    PlainClient events(ward.port);
    events.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    events.receive_until("\r\n\r\n");
    std::vector<std::uint64_t> waits;
    const Stopwatch whole;
    for (std::uint64_t i = 0; whole.microseconds() < seconds * 1'000'000; ++i) {
        const std::string patient = "grave-" + std::to_string(i);
        PlainClient client(ward.port);
        const Stopwatch watch;
        client.send(request(patient, token, grave));
        for (bool come = false; !come;) {
            const std::string event = events.receive_until("\n\n");
            if (event.empty()) return {};
            come =
                event.find("event: alert") != std::string::npos && event.find('"' + patient + '"') != std::string::npos;
        }
        waits.push_back(watch.microseconds());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return waits;
}

// How many facts of the flood are kept in the data of a ward that has ended.
std::uint64_t kept_in(const std::string& folder) {
    SqlitePlace place;
    place.file = folder + "/ward.sqlite";
    const auto opened = open_sqlite_store(place);
    const auto* store = std::get_if<std::unique_ptr<Store>>(&opened);
    std::uint64_t sum = 0;
    if (store != nullptr) {
        (*store)->each_record({}, [&](const Record& record) {
            if (record.patient.starts_with('f')) ++sum;
        });
    }
    return sum;
}

}  // namespace

// flood SECONDS [FACTS_A_SECOND]
int main(int count, char** words) {
    const std::uint64_t seconds = count > 1 ? number(words[1], 60) : 60;
    const std::string folder = (fs::temp_directory_path() / ("stormkeel-flood-" + std::to_string(::getpid()))).string();
    const std::string token = new_token(folder);
    Flood flood;
    flood.a_second = count > 2 ? number(words[2], 0) : 0;
    std::vector<std::uint64_t> waits;
    std::size_t memory = 0;
    {
        Served ward(folder, {"--mllp", "127.0.0.1:0"});
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < senders; ++i) threads.emplace_back([&, i] { pour(ward, token, i, flood); });
        waits = alert_waits(ward, token, seconds);
        memory = ward.memory();
        flood.over = true;
        for (std::thread& thread : threads) thread.join();
        ward.end(SIGTERM);
    }
    const std::uint64_t found = kept_in(folder);
    fs::remove_all(folder);
    const std::uint64_t rate = flood.kept / std::max<std::uint64_t>(seconds, 1);
    std::cout << flood.kept << " facts in " << seconds << " s, " << rate << " a second; " << flood.refused
              << " not kept, " << flood.kept - found << " lost; " << waits.size() << " alerts, 99 of 100 within "
              << p99(waits) / 1000 << " ms; " << memory << " MiB held.\n";
    const bool nothing_lost = found == flood.kept && flood.refused == 0;
    const bool in_time = !waits.empty() && p99(waits) <= latest_alert;
    return nothing_lost && in_time && rate >= 10 * facts_of_a_ward && memory <= memory_at_most ? 0 : 1;
}
