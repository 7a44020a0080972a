// How long until a ward of 2,000 patients and a million facts can take facts again, and what does it hold in memory?
// And when nearly all of them have left it?
#include <malloc.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "kept_ward.h"
#include "measure.h"
#include "ward_feed.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

constexpr std::uint64_t patients = 2'000;
constexpr std::uint64_t facts_of_each = 500;
constexpr std::uint64_t facts = patients * facts_of_each;
constexpr std::uint64_t events_kept = 100'000;  // as many as a ward keeps unless it is told otherwise
constexpr double second = 1e9;
constexpr std::uint64_t who_left = patients / 10 * 9;
constexpr Duration stay = hours(24 * 30);
const Instant last_fact = WardFeed::time_of(facts_of_each);
const Instant when_they_left = last_fact + stay;

// Each round of a monitor that asks all patients is one batch.
void keep_facts(Store& store) {
    std::vector<WardFeed> feeds;
    for (std::uint64_t i = 0; i < patients; ++i) feeds.emplace_back("patient-" + std::to_string(i));
    std::uint64_t number = 0;
    for (std::uint64_t round = 0; round < facts_of_each; ++round) {
        Batch batch;
        for (WardFeed& feed : feeds) {
            const Instant now = feed.now();
            const Incoming told = feed.next();
            batch.records.push_back(
                {++number, told.patient, told.form, told.source, told.version, now, now, told.text});
        }
        sound(store.commit(batch));
    }
}

// The first start answers for each patient. The ward that is started here has answered at each fact, so that many
// answers are kept, and as many events as are not taken away.
void keep_answers(Store& store) {
    LiveWard ward(store, ward_knowledge());
    sound(ward.open(WardFeed::time_of(facts_of_each)));
    std::vector<KeptAssessment> last;
    for (const auto& [id, patient] : ward.patients()) last.push_back(sound(store.last_assessment(id)).value());
    for (std::uint64_t number = last.size() + 1; number <= facts;) {
        Batch batch;
        for (const KeptAssessment& answer : last) batch.assessments.push_back(answer);
        for (KeptAssessment& answer : batch.assessments) answer.number = number++;
        sound(store.commit(batch));
    }
    const std::vector<WardEvent> told = sound(store.events_after(0, patients));
    for (std::uint64_t number = ward.last_event() + 1; number <= events_kept;) {
        Batch batch;
        batch.events = told;
        for (WardEvent& event : batch.events) event.number = number++;
        sound(store.commit(batch));
    }
}

LiveWard ward_of(Store& store) {
    LiveWard ward(store, ward_knowledge());
    ward.name_patients_by(Pseudonyms("bench"));
    return ward;
}

Incoming discharge_of(const std::string& patient) {
    return {patient, RecordForm::hl7v2, "discharge of " + patient, "1",
            "MSH|^~\\&|ADT|H|S|W|20260302000000+0000||ADT^A03|" + patient +
                "|P|2.5.1\rEVN||20260302000000+0000\rPID|1||" + patient + "^^^H^MR\rPV1|1|I\r"};
}

// Nobody looks at them any more, so what is overdue has to be declined.
void let_most_leave(Store& store) {
    LiveWard ward = ward_of(store);
    sound(ward.open(last_fact));
    std::vector<Incoming> discharges;
    for (std::uint64_t i = 0; i < who_left; ++i) discharges.push_back(discharge_of("patient-" + std::to_string(i)));
    sound(ward.take(discharges, last_fact));
    sound(ward.pass_time(when_they_left));
    std::vector<std::uint64_t> open;
    for (const auto& [id, patient] : ward.patients()) {
        for (const Alert& alert : patient.alerts) open.push_back(alert.number);
    }
    for (const std::uint64_t alert : open) {
        sound(ward.answer({alert, AlertState::declined, "bench", "discharged", {}}, when_they_left));
    }
    sound(ward.let_leave(stay, when_they_left));
    if (ward.left() != who_left) throw std::runtime_error("only " + std::to_string(ward.left()) + " have left");
}

// What this program holds, in bytes, once what was freed has been given back.
double held() {
    ::malloc_trim(0);
    std::ifstream pages("/proc/self/statm");
    double size = 0;
    double resident = 0;
    pages >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

struct Start {
    double chain = 0;      // ns to open the store, which checks every row against its hash
    double whole = 0;      // ns from there until the ward is open
    double read = 0;       // ns to read all records
    double fold = 0;       // ns to fold them
    double bytes = 0;      // held by the ward beside its store
    double processor = 0;  // s of the processor for chain and whole
    double opening = 0;    // s of the processor for whole
    double back = 0;       // ns until one who left is back
};

Start start(const std::string& file, Instant now) {
    Start measured;
    std::unique_ptr<Store> store;
    const std::clock_t began = std::clock();
    measured.chain = nanoseconds_of([&] { store = open_kept(file); });
    {
        const double before = held();
        LiveWard ward = ward_of(*store);
        const std::clock_t checked = std::clock();
        measured.whole = nanoseconds_of([&] { sound(ward.open(now)); });
        measured.processor = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
        measured.opening = static_cast<double>(std::clock() - checked) / CLOCKS_PER_SEC;
        measured.bytes = held() - before;
        measured.back = nanoseconds_of([&] { sound(ward.call_back({"patient-0"}, now)); });
    }
    std::vector<Record> records;
    measured.read = nanoseconds_of(
        [&] { sound(store->each_record({}, [&](const Record& record) { records.push_back(record); })); });
    std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.number < b.number; });
    WardRecord folded(knowledge().terminology, {});
    measured.fold = nanoseconds_of([&] {
        for (Record& record : records) folded.add(std::move(record));
        keep(folded.changed());
    });
    return measured;
}

}  // namespace

int main() {
    const BenchFolder folder;
    const std::string file = folder.file("ward.sqlite");
    {
        const auto store = open_kept(file);
        keep_facts(*store);
        keep_answers(*store);
    }
    const Start measured = start(file, last_fact);
    let_most_leave(*open_kept(file));
    const Start after = start(file, when_they_left);
    print_heading();
    print_number("a million facts, 2 000 patients: ready after, s", (measured.chain + measured.whole) / second, 30);
    print_number("time of the processor for that, s", measured.processor, 20);
    print_number("of these the check of pages and chains, s", measured.chain / second, 10);
    print_number("reading the records, s", measured.read / second, 5);
    print_number("folding them, s", measured.fold / second, 5);
    print_number("answering for all, and the rest, s", (measured.whole - measured.read - measured.fold) / second, 10);
    print_number("held a patient, kB", measured.bytes / patients / 1e3, 500);
    print_number("held a fact, bytes", measured.bytes / facts, 1'000);
    print_number("when 1 800 have left: ready after the check, s", after.whole / second, 5);
    print_number("of the processor's time with all of them there", after.opening / measured.opening, 0.2);
    print_number("held, of what is held with all of them there", after.bytes / measured.bytes, 0.2);
    print_time("one with 500 facts is back", after.back, 100e6, Standard::goal, in_milliseconds);
}
