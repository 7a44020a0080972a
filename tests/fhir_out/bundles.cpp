// fhir_bundles OUT FILE...: writes the FHIR Bundles of charts and FHIR records at every instant at which anything
// changes, and those of .case files at every moment they ask about, one a line, into OUT.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/chart_csv.h"
#include "adapters/fhir.h"
#include "adapters/fhir_out.h"
#include "cases_runner/case_file.h"
#include "core/assess.h"
#include "properties/knowledge.h"

namespace stormkeel {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Patients chart_patients(const std::string& chart) {
    std::istringstream in(chart);
    Patients patients;
    const ChartReading reading = read_chart_csv(in, knowledge().terminology, patients);
    if (!reading.problem.empty()) std::cerr << reading.problem << "\n";
    return patients;
}

Patients fhir_patients(const std::string& document) {
    FhirReader reader(knowledge().terminology);
    reader.add_document(document);
    return reader.finish().patients;
}

class Writer {
public:
    explicit Writer(const std::string& path) : out_(path, std::ios::binary) {}

    void write(const Timeline& timeline, Instant at) {
        const Knowledge& known = knowledge();
        const Assessment assessment = assess(timeline, known.guideline, at);
        out_ << fhir_bundle({timeline, known.guideline, known.terminology, assessment, "0.0.0"}) << '\n';
        ++bundles_;
    }

    void write_every_instant(const Patients& patients) {
        for (const auto& [id, timeline] : patients) {
            for (const GradeRow& row : grade_rows(timeline, knowledge().guideline, std::nullopt)) {
                write(timeline, row.at);
            }
        }
    }

    void write_moments(const cases::Case& read) {
        const auto timeline = cases::timeline_of(read, knowledge().terminology, cases::RowOrder::as_typed);
        if (!timeline) return;
        for (const cases::Moment& moment : read.moments) write(*timeline, moment.at);
    }

    // False when the file gave no Bundle: then it proves nothing.
    bool take(const std::string& path) {
        const std::size_t before = bundles_;
        const std::string text = text_of(path);
        if (path.ends_with(".case")) {
            write_moments(cases::read_case(text));
        } else if (path.ends_with(".json")) {
            write_every_instant(fhir_patients(text));
        } else {
            write_every_instant(chart_patients(text));
        }
        if (bundles_ == before) std::cerr << path << ": no Bundle came of it\n";
        return bundles_ > before;
    }

    bool good() { return static_cast<bool>(out_.flush()); }
    std::size_t bundles() const { return bundles_; }

private:
    std::ofstream out_;
    std::size_t bundles_ = 0;
};

}  // namespace
}  // namespace stormkeel

int main(int count, char** arguments) {
    if (count < 3) {
        std::cerr << "usage: fhir_bundles OUT FILE...\n";
        return 2;
    }
    const std::vector<std::string> files(arguments + 2, arguments + count);
    stormkeel::Writer writer(arguments[1]);
    std::size_t empty = 0;
    for (const std::string& file : files) empty += writer.take(file) ? 0U : 1U;
    std::cout << writer.bundles() << " Bundles of " << files.size() << " files\n";
    return writer.good() && empty == 0 ? 0 : 1;
}
