// Does one more fact cost the ward more the more it knows of the patient? Without the disk: kept in memory.
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "kept_ward.h"
#include "measure.h"
#include "service/memory_store.h"
#include "ward_feed.h"

namespace {

using namespace stormkeel;
using namespace stormkeel::bench;

constexpr std::uint64_t few = 1'000;
// Whole rounds of the course more, so that both go on with the same kind of hours.
constexpr std::uint64_t many = few + 4 * WardFeed::round_of_facts;
constexpr int timed = 400;

// A ward that has taken so many facts of one patient, one after the other.
class Taking {
public:
    Taking(RecordForm form, std::uint64_t history) : ward_(store_, ward_knowledge()), feed_("bench", form) {
        sound(ward_.open(feed_.now()));
        std::vector<Incoming> records;
        while (feed_.told() < history) {
            records.push_back(feed_.next());
            if (records.size() < 100 && feed_.told() < history) continue;
            keep_all(records);
            records.clear();
        }
    }

    double nanoseconds_of_one_more() {
        const Instant now = feed_.now();
        const std::vector<Incoming> one{feed_.next()};
        return nanoseconds_of([&] { keep_all(one, now); });
    }

private:
    void keep_all(const std::vector<Incoming>& records) { keep_all(records, feed_.now()); }
    void keep_all(const std::vector<Incoming>& records, Instant now) {
        const Taken taken = sound(ward_.take(records, now));
        for (const Taken::One& one : taken.records) {
            if (one.outcome != Taken::Outcome::kept) throw std::runtime_error("a fact is not kept: " + one.why);
        }
        store_.all = {};
    }

    MemoryStore store_;
    LiveWard ward_;
    WardFeed feed_;
};

void compare(const std::string& what, RecordForm form) {
    Taking short_history(form, few);
    Taking long_history(form, many);
    std::vector<double> after_few;
    std::vector<double> after_many;
    for (int i = 0; i < timed; ++i) {
        after_few.push_back(short_history.nanoseconds_of_one_more());
        after_many.push_back(long_history.nanoseconds_of_one_more());
    }
    const double one = median(after_few);
    const double other = median(after_many);
    print_time("take one more " + what + ", after 1 000", one, 1e6, Standard::goal, in_microseconds);
    print_time("take one more " + what + ", after 10 000", other, 1e6, Standard::goal, in_microseconds);
    print_number("growth of that cost from 1 000 to 10 000", other / one, 1.3);
}

}  // namespace

int main() {
    print_heading();
    compare("row of a chart", RecordForm::chart_row);
    compare("FHIR Observation", RecordForm::fhir);
    compare("HL7 v2 message", RecordForm::hl7v2);
}
