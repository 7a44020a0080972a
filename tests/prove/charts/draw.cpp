// Draws charts: each kind is a choice of streams, how often each is charted, and how long it goes on.
#include "prove/charts/draw.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace prove {

namespace {

using second::Fact;
using second::Seconds;

constexpr Seconds origin = 1'772'323'200;  // 2026-03-01T00:00:00Z

struct Stream {
    std::string_view item;
    std::string_view unit;
    int low;  // tenths
    int high;
    int step;
    int every_hours;  // about how often
};

constexpr std::array vitals{Stream{"temperature", "Cel", 374, 385, 1, 5},
                            Stream{"systolic_bp", "mm[Hg]", 860, 1040, 10, 4},
                            Stream{"diastolic_bp", "mm[Hg]", 440, 620, 10, 6}, Stream{"spo2", "%", 870, 980, 10, 5}};
constexpr std::array calm{Stream{"temperature", "Cel", 365, 374, 1, 4},
                          Stream{"systolic_bp", "mm[Hg]", 1100, 1300, 10, 4}, Stream{"spo2", "%", 940, 990, 10, 4}};
constexpr std::array pressors{
    Stream{"rate:norepinephrine", "ug/kg/min", 0, 1, 1, 14}, Stream{"rate:vasopressin", "[IU]/min", 0, 1, 1, 20},
    Stream{"rate:phenylephrine", "ug/kg/min", 0, 1, 1, 30},  Stream{"rate:dopamine", "ug/kg/min", 0, 20, 20, 40},
    Stream{"rate:epinephrine", "ug/kg/min", 0, 1, 1, 40},    Stream{"rate:dobutamine", "ug/kg/min", 0, 20, 20, 40}};
constexpr std::array nerves{Stream{"ice_score", "", 0, 100, 10, 12}, Stream{"ice_score", "", 0, 20, 10, 30}};
constexpr std::array childs{Stream{"capd", "", 0, 120, 10, 14}, Stream{"systolic_bp", "mm[Hg]", 560, 920, 10, 5}};
constexpr std::array means{Stream{"mean_bp", "mm[Hg]", 620, 680, 10, 5}};
constexpr std::array flows{Stream{"oxygen_flow", "L/min", 0, 80, 20, 9}, Stream{"oxygen_flow", "L/min", 59, 61, 1, 16}};
constexpr std::array organs{Stream{"ferritin", "ug/L", 90'000, 110'000, 1, 20},
                            Stream{"ctcae:liver", "", 10, 40, 10, 24}, Stream{"ctcae:kidney", "", 10, 40, 10, 24},
                            Stream{"ctcae:lung", "", 10, 40, 10, 40}};

struct Words {
    std::string_view item;
    int every_hours;
    std::initializer_list<std::string_view> words;
};

// The times crowd on whole half hours, so that ages and windows are met exactly.
Seconds drawn_time(int hours, Draw& draw) {
    const Seconds half_hours = draw.below(2 * hours);
    const Seconds off = draw.one_in(8) ? draw.between(-1, 1) : 0;
    return origin + half_hours * 1800 + (half_hours == 0 ? 0 : off);
}

std::string decimal(int tenths) {
    std::string text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += '.' + std::to_string(tenths % 10);
    return text;
}

template <typename Streams>
void add(std::vector<Fact>& facts, const Streams& streams, int hours, Draw& draw) {
    for (const Stream& stream : streams) {
        const int count = draw.below(2 * hours / stream.every_hours + 2);
        for (int i = 0; i < count; ++i) {
            const int tenths = stream.low + draw.below((stream.high - stream.low) / stream.step + 1) * stream.step;
            facts.push_back(
                {drawn_time(hours, draw), std::string(stream.item), decimal(tenths), std::string(stream.unit)});
        }
    }
}

void add(std::vector<Fact>& facts, const Words& words, int hours, Draw& draw) {
    const int count = draw.below(2 * hours / words.every_hours + 2);
    for (int i = 0; i < count; ++i) {
        const auto word = words.words.begin()[draw.below(static_cast<int>(words.words.size()))];
        facts.push_back({drawn_time(hours, draw), std::string(words.item), std::string(word), ""});
    }
}

void add_drug(std::vector<Fact>& facts, std::string_view drug, int hours, Draw& draw) {
    const std::string_view unit = drug.ends_with("bolus") ? "mL" : "mg";
    facts.push_back({drawn_time(hours, draw), "give:" + std::string(drug), "100", std::string(unit)});
}

const Words oxygen{
    "oxygen_device",
    9,
    {"room_air", "room_air", "room_air", "nasal_cannula", "nasal_cannula", "simple_mask", "high_flow_nasal_cannula",
     "blow_by", "venturi_mask", "bipap", "invasive_ventilation", "non_rebreather", "tracheostomy_mask", "cpap"}};
const Words room_air{"oxygen_device", 8, {"room_air"}};
const Words awareness{"consciousness", 12, {"awake", "awake", "wakes_to_voice", "wakes_to_touch", "unarousable"}};
const Words seizures{"seizure", 36, {"none", "brief", "nonconvulsive_resolved", "prolonged", "repetitive"}};
const Words weakness{"motor_weakness", 48, {"none", "none", "focal_deep"}};
const Words swelling{"cerebral_edema", 48, {"none", "none", "focal", "diffuse", "herniation_signs"}};
const Words sedation{"sedated", 40, {"yes", "no", "no"}};
const Words judgements{"attributed",
                       24,
                       {"fever:infection", "fever:infection", "hypotension:bleeding", "hypoxia:fluid_overload", "clear",
                        "hypotension:clear", "fever:clear", "hypoxia:clear"}};
const Words late_judgements{"attributed",
                            14,
                            {"hypotension:bleeding", "hypotension:bleeding", "hypoxia:fluid_overload",
                             "hypoxia:fluid_overload", "hypotension:clear", "hypoxia:clear", "fever:infection"}};
const Words reasons{"oxygen_reason", 20, {"hypoxia", "comfort", "procedure", "home_baseline", "airway_protection"}};

// Calm readings every three hours from one hour to another, so that an episode can end.
void add_quiet(std::vector<Fact>& facts, int from, int to, Draw& draw) {
    for (int hour = from; hour < to; hour += 3) {
        if (draw.one_in(25)) continue;
        const Seconds at = origin + hour * 3600;
        for (const Stream& stream : calm) {
            facts.push_back({at, std::string(stream.item), decimal(draw.between(stream.low, stream.high)),
                             std::string(stream.unit)});
            if (stream.item == "systolic_bp" || stream.item == "spo2") facts.back().value = decimal(stream.high);
        }
        facts.push_back({at, "oxygen_device", "room_air", ""});
    }
}

void add_person(std::vector<Fact>& facts, int kind, Draw& draw) {
    const std::int64_t years = kind == 7 ? draw.between(0, 17) : draw.between(18, 80);
    const Seconds born = origin - years * 86'400 * 366 - 86'400 * draw.between(1, 300);
    if (!draw.one_in(kind == 7 ? 8 : 30)) facts.push_back({born - born % 86'400, "birth_date", "", ""});
    if (kind == 8 && draw.one_in(2)) return;
    const Seconds given = kind == 8 ? drawn_time(60, draw) : origin;
    facts.push_back({given, "therapy", draw.one_in(2) ? "axicabtagene_ciloleucel" : "teclistamab", ""});
}

// Infusions without a rate, of drugs nobody knows, of drugs that hide fever; oxygen at home; a later dose; a death.
void add_rarities(std::vector<Fact>& facts, int hours, Draw& draw) {
    const auto at = [&] { return drawn_time(hours, draw); };
    if (draw.one_in(3)) facts.push_back({at(), "rate:norepinephrine", "", "ug/kg/min"});
    if (draw.one_in(3)) facts.push_back({at(), "rate:wonderpressin", draw.one_in(3) ? "0" : "0.1", "ug/kg/min"});
    if (draw.one_in(3)) facts.push_back({at(), "rate:norepinephrine", "0.1", "mmol/L"});
    if (draw.one_in(3)) facts.push_back({at(), "order:tocilizumab", "640", "mg"});
    if (draw.one_in(3)) facts.push_back({at(), "baseline_oxygen", draw.one_in(2) ? "nasal_cannula" : "cpap", ""});
    if (draw.one_in(3)) facts.push_back({at(), "baseline_oxygen", "2", "L/min"});
    if (draw.one_in(3)) facts.push_back({at(), "therapy", "teclistamab", ""});
    if (draw.one_in(6)) facts.push_back({at(), "death", draw.one_in(2) ? "crs" : "other", ""});
    if (draw.one_in(6)) facts.push_back({at(), "death", draw.one_in(2) ? "icans" : "unknown", ""});
}

// A day and a half of illness, tocilizumab in it, then quiet with a fever now and then, and judgements to the end.
void add_late_judgements(std::vector<Fact>& facts, Draw& draw) {
    const int ill = draw.between(8, 36);
    const int end = ill + draw.between(24, 90);
    add(facts, vitals, ill, draw);
    add(facts, oxygen, ill, draw);
    add(facts, flows, ill, draw);
    add(facts, pressors, ill, draw);
    if (draw.one_in(2)) facts.push_back({origin + ill * 3600, "rate:norepinephrine", "0", "ug/kg/min"});
    if (draw.one_in(2)) facts.push_back({origin + ill * 3600, "rate:vasopressin", "0", "[IU]/min"});
    if (draw.one_in(2)) add_drug(facts, "tocilizumab", ill, draw);
    add_quiet(facts, draw.between(4, ill), end, draw);
    const int fevers = draw.below(4);
    for (int i = 0; i < fevers; ++i) facts.push_back({drawn_time(end, draw), "temperature", "38.4", "Cel"});
    add(facts, late_judgements, end, draw);
}

void add_typing_errors(std::vector<Fact>& facts, int hours, Draw& draw) {
    facts.push_back({drawn_time(hours, draw), "temperature", "52", "Cel"});
    facts.push_back({drawn_time(hours, draw), "temperature", draw.one_in(2) ? "100.4" : "100.3", "[degF]"});
    facts.push_back({drawn_time(hours, draw), "systolic_bp", "8", "mm[Hg]"});
    facts.push_back({drawn_time(hours, draw), "spo2", "9", "%"});
    facts.push_back({drawn_time(hours, draw), "oxygen_device", "magic_mask", ""});
    for (int i = 0; i < 3; ++i) {
        Fact again = facts[static_cast<std::size_t>(draw.below(static_cast<int>(facts.size())))];
        if (again.item != "birth_date" && again.item != "therapy") facts.push_back(again);
    }
}

std::string instant_text(Seconds at) {
    const std::chrono::sys_seconds time{std::chrono::seconds{at}};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto rest = (time - day).count();
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(rest / 3600),
                  static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
    return text.data();
}

}  // namespace

std::uint64_t Draw::next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

// Kinds: 0 fever and pressure, 1 oxygen, 2 vasopressors, 3 drugs that hide fever, 4 quiet days and second waves,
// 5 judgements, 6 nerves, 7 children, 8 therapy late or never, 9 typing errors and several readings of one instant,
// 10 what is rare, 11 judgements days after what they explain.
std::vector<Fact> draw_chart(int kind, Draw& draw) {
    std::vector<Fact> facts;
    add_person(facts, kind, draw);
    const int hours = draw.between(12, kind == 4 || kind == 3 ? 150 : 60);
    if (!draw.one_in(6)) add(facts, vitals, hours, draw);
    if (kind != 1 && draw.one_in(2)) add(facts, room_air, hours, draw);
    if (kind == 0 || draw.one_in(3)) add(facts, means, hours, draw);
    if (kind == 1 || kind == 5 || draw.one_in(3)) add(facts, oxygen, hours, draw);
    if (kind == 1 || draw.one_in(4)) add(facts, flows, hours, draw);
    if (kind == 1 && draw.one_in(2)) add(facts, reasons, hours, draw);
    if (kind == 2 || kind == 5 || draw.one_in(3)) add(facts, pressors, hours, draw);
    if (kind == 5) add(facts, judgements, hours, draw);
    if (kind == 6 || draw.one_in(5)) {
        if (!draw.one_in(4)) add(facts, nerves, hours, draw);
        if (draw.one_in(2)) add(facts, awareness, hours, draw);
        for (const Words* words : {&seizures, &weakness, &swelling, &sedation}) {
            if (draw.one_in(3)) add(facts, *words, hours, draw);
        }
    }
    if (kind == 7) add(facts, childs, hours, draw);
    if (kind == 7 && draw.one_in(2)) add(facts, awareness, hours, draw);
    if (kind == 3 || draw.one_in(5)) {
        constexpr std::array<std::string_view, 7> drugs{
            "acetaminophen",      "dexamethasone", "tocilizumab",          "anakinra",
            "methylprednisolone", "ruxolitinib",   "sodium_chloride_bolus"};
        const int count = draw.between(1, 4);
        for (int i = 0; i < count; ++i) add_drug(facts, drugs[static_cast<std::size_t>(draw.below(7))], hours, draw);
    }
    if (draw.one_in(8)) add(facts, organs, hours, draw);
    if (draw.one_in(12)) facts.push_back({drawn_time(hours, draw), "hemophagocytosis", "yes", ""});
    if (kind == 4) add_quiet(facts, draw.between(10, 60), draw.between(60, 130), draw);
    if (kind == 10) {
        add(facts, oxygen, hours, draw);
        add(facts, flows, hours, draw);
        add(facts, pressors, hours, draw);
        add_rarities(facts, hours, draw);
    }
    if (kind == 9) add_typing_errors(facts, hours, draw);
    if (kind == 11) add_late_judgements(facts, draw);
    return facts;
}

std::string as_csv(const std::vector<Fact>& facts) {
    std::string csv = "patient,time,item,value,unit\n";
    for (const Fact& fact : facts) {
        const std::string time = instant_text(fact.at);
        csv += "p1," + (fact.item == "birth_date" ? time.substr(0, 10) : time) + ',' + fact.item + ',' + fact.value +
               ',' + fact.unit + '\n';
    }
    return csv;
}

}  // namespace prove
