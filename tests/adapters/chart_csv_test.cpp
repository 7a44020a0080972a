// A chart CSV becomes timelines: what is taken, in which unit, from which line.
#include "adapters/chart_csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <sstream>

#include "adapters/chart_csv_example.h"

namespace stormkeel {
namespace {

using namespace example;

constexpr std::string_view header_row = "patient,time,item,value,unit\n";

// A fact on one line: "2026-03-03T09:00:00Z temperature 38.6 Cel (line 2)".
std::string shown(const Timeline& timeline, const Fact& fact) {
    std::string text = to_text(fact.at) + " " + std::string{name_of(fact.item)};
    const bool is_drug = kind_of(fact.item) == ItemKind::drug;
    const auto words = words_of(fact.item);
    if (is_drug) text += ":" + (fact.code == unknown_drug ? "?" : known_terminology().formulary().drugs[fact.code]);
    if (fact.item == Item::therapy) text += " " + known_terminology().formulary().products[fact.code].name;
    if (fact.item == Item::attributed) text += " " + std::string{name_of(static_cast<Component>(fact.code))};
    if (fact.state == ValueState::unreadable) {
        text += " unreadable";
    } else if (fact.state == ValueState::not_recorded) {
        text += " not recorded";
    } else if (!words.empty() && fact.unit == Unit::none) {
        text += " " + std::string{words[fact.code]};
    } else if (fact.item != Item::therapy || fact.unit != Unit::none) {
        constexpr std::array<std::string_view, 5> signs{"", "<", "<=", ">=", ">"};
        text += " " + std::string{signs[static_cast<std::size_t>(fact.comparator)]} + to_text(fact.amount);
        if (fact.unit != Unit::none) text += " " + std::string{ucum(fact.unit)};
    }
    if (fact.text != 0) text += " '" + std::string{timeline.text(fact.text)} + "'";
    return text + " (" + timeline.source_text(fact.source) + ")";
}

std::vector<std::string> facts_of(const ReadChart& chart, const std::string& patient) {
    std::vector<std::string> facts;
    const auto found = chart.patients.find(patient);
    if (found == chart.patients.end()) return facts;
    for (const Fact& fact : found->second.facts()) facts.push_back(shown(found->second, fact));
    return facts;
}

using Facts = std::vector<std::string>;

TEST(ChartCsv, TheExampleOfTheContractIsReadWhole) {
    const ReadChart chart = read_rows(
        "p1,1961-05-02,birth_date,,\n"
        "p1,2026-03-01T09:00:00+01:00,weight,80,kg\n"
        "p1,2026-03-01T09:00:00+01:00,therapy,axicabtagene_ciloleucel,\n"
        "p1,2026-03-03T10:00:00+01:00,temperature,38.6,Cel\n"
        "p1,2026-03-03T10:00:00+01:00,systolic_bp,84,mm[Hg]\n"
        "p1,2026-03-03T10:00:00+01:00,oxygen_device,nasal_cannula,\n"
        "p1,2026-03-03T10:00:00+01:00,oxygen_flow,2,L/min\n"
        "p1,2026-03-03T10:20:00+01:00,give:sodium_chloride_bolus,500,mL\n"
        "p1,2026-03-03T11:00:00+01:00,rate:norepinephrine,0.05,ug/kg/min\n"
        "p1,2026-03-03T11:30:00+01:00,give:tocilizumab,640,mg\n"
        "p1,2026-03-03T18:00:00+01:00,rate:norepinephrine,0,ug/kg/min\n");
    EXPECT_EQ(chart.reading.problem, "");
    EXPECT_EQ(chart.reading.rows, 11U);
    EXPECT_EQ(chart.reading.rejected, 0U);
    ASSERT_EQ(chart.patients.size(), 1U);
    EXPECT_EQ(chart.patients.at("p1").birth_date(), (Date{1961, 5, 2}));
    EXPECT_EQ(chart.patients.at("p1").medication_record(), MedicationRecord::complete);
    EXPECT_EQ(facts_of(chart, "p1"), (Facts{
                                         "2026-03-01T08:00:00Z weight 80 kg (line 3)",
                                         "2026-03-01T08:00:00Z therapy axicabtagene_ciloleucel (line 4)",
                                         "2026-03-03T09:00:00Z temperature 38.6 Cel (line 5)",
                                         "2026-03-03T09:00:00Z systolic_bp 84 mm[Hg] (line 6)",
                                         "2026-03-03T09:00:00Z oxygen_device nasal_cannula (line 7)",
                                         "2026-03-03T09:00:00Z oxygen_flow 2 L/min (line 8)",
                                         "2026-03-03T09:20:00Z give:sodium_chloride_bolus 500 mL (line 9)",
                                         "2026-03-03T10:00:00Z rate:norepinephrine 0.05 ug/kg/min (line 10)",
                                         "2026-03-03T10:30:00Z give:tocilizumab 640 mg (line 11)",
                                         "2026-03-03T17:00:00Z rate:norepinephrine 0 ug/kg/min (line 12)",
                                     }));
}

struct Taken {
    const char* row;   // item,value,unit
    const char* fact;  // without time and source
};

class TakenRows : public testing::TestWithParam<Taken> {};

TEST_P(TakenRows, BecomeFacts) {
    const ReadChart chart = read_rows("p1,2026-03-03T10:00:00+01:00," + std::string{GetParam().row} + "\n");
    EXPECT_EQ(chart.reading.rejected, 0U);
    EXPECT_EQ(facts_of(chart, "p1"), Facts{"2026-03-03T09:00:00Z " + std::string{GetParam().fact} + " (line 2)"});
}

INSTANTIATE_TEST_SUITE_P(
    ChartCsv, TakenRows,
    testing::Values(
        Taken{"temperature,100.4,[degF]", "temperature 38 Cel"}, Taken{"ferritin,>40000,ng/mL", "ferritin >40000 ug/L"},
        Taken{"crp,<0.3,mg/dL", "crp <3 mg/L"}, Taken{"crp,>= 5,mg/L", "crp >=5 mg/L"},
        Taken{"crp,≤5,mg/L", "crp <=5 mg/L"}, Taken{"ice_score,7,", "ice_score 7"},
        Taken{"ice_score,7.0,{score}", "ice_score 7"}, Taken{"ctcae:liver,3,1", "ctcae:liver 3"},
        Taken{"inr,1.3,{INR}", "inr 1.3 {INR}"}, Taken{"inr,1.3,", "inr 1.3 {INR}"},
        Taken{"oxygen_device,Venti mask ,", "oxygen_device venturi_mask"},
        Taken{"oxygen_device,\"cannula, nasal, high flow\",1", "oxygen_device high_flow_nasal_cannula"},
        Taken{"consciousness,Wakes to voice,", "consciousness wakes_to_voice"}, Taken{"sedated,yes,", "sedated yes"},
        Taken{"blood_culture,,", "blood_culture yes"}, Taken{"hemophagocytosis,no,", "hemophagocytosis no"},
        Taken{"death,crs,", "death crs"}, Taken{"therapy,Tecvayli,0.06 mg/kg", "therapy teclistamab 0.06 mg/kg"},
        Taken{"therapy,Yescarta,200 10*6{cells}", "therapy axicabtagene_ciloleucel 200000000 {cells}"},
        Taken{"therapy,Elrexfio,12mg", "therapy elranatamab 12 mg"},
        Taken{"therapy,Yescarta,{cells}", "therapy axicabtagene_ciloleucel"},
        Taken{"give:Actemra,640,mg", "give:tocilizumab 640 mg"},
        Taken{"give:tocilizumab,,", "give:tocilizumab not recorded"},
        Taken{"give:tocilizumab,,mg", "give:tocilizumab not recorded"},
        Taken{"order:tocilizumab,640,mg", "order:tocilizumab 640 mg"},
        Taken{"rate:Levophed,8,mcg/min", "rate:norepinephrine 8 ug/min"},
        Taken{"rate:vasopressin,2.4,[IU]/h", "rate:vasopressin 0.04 [IU]/min"},
        Taken{"rate:dopamine,,", "rate:dopamine not recorded"}, Taken{"rate:dopamine,0,", "rate:dopamine 0"},
        Taken{"baseline_oxygen,2,L/min", "baseline_oxygen 2 L/min"},
        Taken{"baseline_oxygen,cpap,", "baseline_oxygen cpap"},
        Taken{"attributed,fever:infection,", "attributed fever 1 'infection'"},
        Taken{"attributed,hypotension:clear,", "attributed hypotension 0"},
        Taken{"attributed,clear,", "attributed all 0"},
        Taken{"protocol,\"dose level 2, arm \"\"B\"\"\",", "protocol 0 'dose level 2, arm \"B\"'"},
        Taken{" temperature , 38.6 , Cel ", "temperature 38.6 Cel"}));

TEST(ChartCsv, LineEndsMarksAndQuotesOfEveryProgramAreRead) {
    const Facts expected{"2026-03-03T09:00:00Z temperature 38.6 Cel (line 2)"};
    const std::string row = "p1,2026-03-03T10:00:00+01:00,temperature,38.6,Cel";
    EXPECT_EQ(facts_of(read_chart(std::string{header_row} + row), "p1"), expected) << "no end of the last line";
    EXPECT_EQ(facts_of(read_chart("\xEF\xBB\xBFpatient,time,item,value,unit\r\n" + row + "\r\n\r\n,,,,\r\n"), "p1"),
              expected);
    EXPECT_EQ(facts_of(read_chart("\"patient\",\"time\",\"item\",\"value\",\"unit\"\r\n"
                                  "\"p1\",\"2026-03-03T10:00:00+01:00\",\"temperature\",\"38.6\",\"Cel\"\r\n"),
                       "p1"),
              expected);
}

TEST(ChartCsv, AFieldMayHoldALineEnd) {
    const ReadChart chart = read_rows(
        "p1,2026-03-03T10:00:00Z,protocol,\"first\nsecond\",\n"
        "p1,2026-03-03T11:00:00Z,temperature,38,Cel\n");
    EXPECT_EQ(facts_of(chart, "p1"), (Facts{"2026-03-03T10:00:00Z protocol 0 'first\nsecond' (line 2)",
                                            "2026-03-03T11:00:00Z temperature 38 Cel (line 4)"}));
}

TEST(ChartCsv, IdenticalRowsAreOneFact) {
    const ReadChart chart = read_rows(
        "p1,2026-03-03T10:00:00Z,temperature,38,Cel\n"
        "p1,2026-03-03T11:00:00+01:00,temperature,100.4,[degF]\n");
    EXPECT_EQ(facts_of(chart, "p1"), Facts{"2026-03-03T10:00:00Z temperature 38 Cel (line 2)"});
}

TEST(ChartCsv, ManyFilesNameTheirLines) {
    Patients patients;
    for (const char* name : {"chart1.csv", "chart2.csv"}) {
        std::istringstream in{std::string{header_row} + "p1,2026-03-03T10:00:00Z,temperature,3" + name[5] + ",Cel\n"};
        read_chart_csv(in, known_terminology(), patients, name);
    }
    const Timeline& timeline = patients.at("p1");
    ASSERT_EQ(timeline.facts().size(), 2U);
    EXPECT_EQ(timeline.source_text(timeline.facts()[0].source), "chart1.csv line 2");
    EXPECT_EQ(timeline.source_text(timeline.facts()[1].source), "chart2.csv line 2");
}

TEST(ChartCsv, ALineOfOneOfSeveralFilesKeepsNoTextOfItsOwn) {
    Patients patients;
    std::string rows{header_row};
    for (int minute = 10; minute < 60; ++minute)
        rows += "p1,2026-03-03T10:" + std::to_string(minute) + ":00Z,temperature,38,Cel\n";
    std::istringstream in{rows};
    read_chart_csv(in, known_terminology(), patients, "chart2.csv");
    Timeline& timeline = patients.at("p1");
    const std::uint32_t next_text = timeline.number_of_text("a text of its own");
    EXPECT_EQ(next_text, 2U);  // the empty text and the file's name stand before it
    EXPECT_EQ(timeline.source_text(timeline.facts().back().source), "chart2.csv line 51");
}

TEST(ChartCsv, BeyondSixtyFourFilesLinesAreStillNamed) {
    Timeline timeline{"p1"};
    for (int file = 1; file <= 70; ++file) {
        const std::string name = "f" + std::to_string(file) + ".csv";
        EXPECT_EQ(timeline.source_text(timeline.number_of_line(name, 7)), name + " line 7");
    }
    EXPECT_EQ(timeline.source_text(timeline.number_of_line("f1.csv", 20'000'000)), "f1.csv line 20000000");
    EXPECT_EQ(timeline.source_text(timeline.number_of_line("", 20'000'000)), "line 20000000");
}

TEST(ChartCsv, TheOffsetIsKeptWhenAllUsableRowsCarryOneAndTheSame) {
    const auto offset_of = [](std::string_view rows) { return read_rows(rows).patients.at("p1").utc_offset_minutes(); };
    EXPECT_EQ(offset_of("p1,2026-03-03T10:00:00+01:00,temperature,38,Cel\np1,1961-05-02,birth_date,,\n"), 60);
    EXPECT_EQ(offset_of("p1,2026-03-03T10:00:00.5-03:30,temperature,38,Cel\n"), -210);
    EXPECT_EQ(offset_of("p1,2026-03-03T10:00:00Z,temperature,38,Cel\n"), 0);
    EXPECT_EQ(offset_of("p1,2026-03-03T10:00:00+01:00,temperature,38,Cel\n"
                        "p1,2026-03-03T10:00:00+02:00,temp,38,Cel\n"),
              60)
        << "a rejected row counted";
    EXPECT_EQ(offset_of("p1,2026-03-29T01:00:00+01:00,temperature,38,Cel\n"
                        "p1,2026-03-29T04:00:00+02:00,temperature,38,Cel\n"),
              std::nullopt);
}

TEST(ChartCsv, PatientsComeInByteOrderOfTheirId) {
    const ReadChart chart = read_rows(
        "p10,2026-03-03T10:00:00Z,temperature,38,Cel\n"
        "é,2026-03-03T10:00:00Z,temperature,38,Cel\n"
        "P2,2026-03-03T10:00:00Z,temperature,38,Cel\n"
        "p1,2026-03-03T10:00:00Z,temperature,38,Cel\n");
    Facts ids;
    for (const auto& [id, timeline] : chart.patients) ids.push_back(id);
    EXPECT_EQ(ids, (Facts{"P2", "p1", "p10", "é"}));
}

// Rows of several patients and days, as a shuffled export would hold them.
std::vector<std::string> many_rows(std::size_t count) {
    std::vector<std::string> rows;
    const std::array<std::string, 6> items{"temperature,38.4,Cel",       "systolic_bp,95,mm[Hg]",
                                           "oxygen_device,simple_mask,", "rate:norepinephrine,0.05,ug/kg/min",
                                           "ferritin,>40000,ng/mL",      "oxygen_flow,two,L/min"};
    for (std::size_t row = 0; row < count; ++row) {
        const std::string day = std::to_string(10 + row / 24 % 18);
        const std::string hour = std::to_string(10 + row % 14);
        rows.push_back("p" + std::to_string(row % 7) + ",2026-03-" + day + "T" + hour + ":00:00Z," +
                       items[row % items.size()] + "\n");
    }
    return rows;
}

// Facts and rejections without their lines, which are others in a shuffled file.
Facts content_of(const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows) text += row;
    const ReadChart chart = read_rows(text);
    Facts content;
    for (const auto& [id, timeline] : chart.patients) {
        for (const std::string& fact : facts_of(chart, id))
            content.push_back(id + " " + fact.substr(0, fact.find(" (line")));
        Facts rejected;
        for (const Rejection& rejection : timeline.rejected())
            rejected.push_back(id + " " + rejection.what + rejection.why);
        std::sort(rejected.begin(), rejected.end());
        content.insert(content.end(), rejected.begin(), rejected.end());
    }
    return content;
}

TEST(ChartCsv, TheOrderOfTheRowsDoesNotMatter) {
    std::vector<std::string> rows = many_rows(500);
    const Facts expected = content_of(rows);
    EXPECT_GT(expected.size(), 400U);
    std::mt19937 random(20260303);
    for (int turn = 0; turn < 5; ++turn) {
        std::shuffle(rows.begin(), rows.end(), random);
        EXPECT_EQ(content_of(rows), expected);
    }
}

// Gives out the same rows again and again, so that a million of them need no memory of their own.
class EndlessRows : public std::streambuf {
public:
    explicit EndlessRows(std::size_t rows) : left_(rows) {}

protected:
    int_type underflow() override {
        if (given_ == left_) return traits_type::eof();
        const auto two = [](std::size_t value) { return std::to_string(10 + value); };
        const std::string year = std::to_string(1950 + given_ / 8000 % 200);
        const std::string time = year + "-" + two(given_ / 4000 % 2) + "-" + two(given_ / 400 % 10) + "T" +
                                 two(given_ / 40 % 10) + ":" + two(given_ % 40) + ":00Z";
        line_ = given_ == 0 ? std::string{header_row} : "p1," + time + ",temperature,38.4,Cel\n";
        ++given_;
        setg(line_.data(), line_.data(), line_.data() + line_.size());
        return traits_type::to_int_type(line_[0]);
    }

private:
    std::size_t left_;
    std::size_t given_ = 0;
    std::string line_;
};

TEST(ChartCsv, AMillionRowsTakeAtMost64BytesEach) {
    constexpr std::size_t rows = 1'000'000;
    EndlessRows buffer(rows + 1);
    std::istream in(&buffer);
    Patients patients;
    const ChartReading reading = read_chart_csv(in, known_terminology(), patients);
    EXPECT_EQ(reading.rows, rows);
    EXPECT_EQ(reading.rejected, 0U);
    // A vector doubles at most, so what it holds is at most twice what it needs.
    static_assert(sizeof(Fact) * 2 <= 64);
    const Timeline& timeline = patients.at("p1");
    EXPECT_LE(timeline.facts().size(), rows);
    EXPECT_GT(timeline.facts().size(), 400'000U);
}

}  // namespace
}  // namespace stormkeel
