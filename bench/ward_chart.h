// A long chart as a ward writes it, made by rule: hourly vital signs and oxygen, neurology every eight hours, courses
// of fever, fluids, vasopressors and tocilizumab that come and go.
#pragma once

#include <cstdint>

#include "core/guideline.h"
#include "core/timeline.h"

namespace stormkeel::bench {

// A small generator of numbers that are the same everywhere.
class Sequence {
public:
    explicit Sequence(std::uint64_t seed) : state_(seed) {}
    int below(int limit) {
        state_ = state_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(limit));
    }

private:
    std::uint64_t state_;
};

class WardChart {
public:
    // The chart begins `hours_into_round` hours into the round of eight days of which three are ill.
    explicit WardChart(const Formulary& formulary, int hours_into_round = 0)
        : formulary_(formulary), hours_into_round_(hours_into_round) {}

    // At least `facts` facts, from the infusion on, in order of time.
    Timeline write(std::size_t facts) {
        Timeline timeline("bench");
        timeline.set_birth_date({1961, 5, 2});
        Instant now = midnight_of({2026, 3, 1});
        put(timeline, now, Item::weight, Decimal::whole(80), Unit::kg);
        put_word(timeline, now, Item::therapy, formulary_.product_named("axicabtagene_ciloleucel").value());
        for (int hour = 0; timeline.facts().size() < facts; ++hour) {
            write_hour(timeline, now, hours_into_round_ + hour);
            now = now + hours(1);
        }
        timeline.settle();
        return timeline;
    }

private:
    void put(Timeline& timeline, Instant at, Item item, Decimal amount, Unit unit) {
        Fact fact;
        fact.at = at;
        fact.item = item;
        fact.amount = amount;
        fact.unit = unit;
        fact.source = ++line_;
        timeline.add(fact);
    }

    void put_word(Timeline& timeline, Instant at, Item item, std::uint16_t code) {
        Fact fact;
        fact.at = at;
        fact.item = item;
        fact.code = code;
        fact.source = ++line_;
        timeline.add(fact);
    }

    void put_drug(Timeline& timeline, Instant at, Item item, const Fact& dose) {
        Fact fact = dose;
        fact.at = at;
        fact.item = item;
        fact.source = ++line_;
        timeline.add(fact);
    }

    Fact dose_of(std::string_view drug, Decimal amount, Unit unit) const {
        Fact fact;
        fact.code = formulary_.drug_named(drug).value();
        fact.amount = amount;
        fact.unit = unit;
        return fact;
    }

    // Three days of a course out of every eight: fever, then low pressure, then drugs and oxygen.
    void write_hour(Timeline& timeline, Instant now, int hour) {
        const int hour_of_course = hour % 192 - 24;
        const bool ill = hour_of_course >= 0 && hour_of_course < 72;
        const bool severe = hour_of_course >= 12 && hour_of_course < 48;
        const int tenths = (ill ? 378 : 364) + sequence_.below(15);
        put(timeline, now, Item::temperature, Decimal{tenths * (Decimal::one / 10)}, Unit::celsius);
        put(timeline, now, Item::systolic_bp, Decimal::whole((severe ? 78 : 105) + sequence_.below(30)), Unit::mm_hg);
        put(timeline, now, Item::spo2, Decimal::whole((severe ? 88 : 94) + sequence_.below(6)), Unit::percent);
        put_word(timeline, now, Item::oxygen_device, device_of(severe, hour_of_course));
        if (severe) put(timeline, now, Item::oxygen_flow, Decimal::whole(2 + sequence_.below(8)), Unit::l_per_min);
        if (hour % 8 == 0) {
            put(timeline, now, Item::ice_score, Decimal::whole(severe ? sequence_.below(11) : 10), Unit::none);
            put_word(timeline, now, Item::consciousness, consciousness::awake);
        }
        write_drugs(timeline, now, hour_of_course);
    }

    static std::uint16_t device_of(bool severe, int hour_of_course) {
        if (!severe) return device::room_air;
        return hour_of_course % 6 == 0 ? device::high_flow_nasal_cannula : device::nasal_cannula;
    }

    void write_drugs(Timeline& timeline, Instant now, int hour_of_course) {
        if (hour_of_course == 14) {
            put_drug(timeline, now, Item::give, dose_of("tocilizumab", Decimal::whole(640), Unit::mg));
        }
        const Decimal rate{Decimal::one / 20};
        if (hour_of_course == 16 || hour_of_course == 20) {
            const std::string_view drug = hour_of_course == 16 ? "norepinephrine" : "epinephrine";
            put_drug(timeline, now, Item::rate, dose_of(drug, rate, Unit::ug_per_kg_per_min));
        }
        if (hour_of_course == 30) {
            put_drug(timeline, now, Item::rate, dose_of("epinephrine", {}, Unit::ug_per_kg_per_min));
            put_drug(timeline, now, Item::rate, dose_of("vasopressin", Decimal{Decimal::one / 50}, Unit::iu_per_min));
        }
        if (hour_of_course == 44) {
            put_drug(timeline, now, Item::rate, dose_of("norepinephrine", {}, Unit::ug_per_kg_per_min));
            put_drug(timeline, now, Item::rate, dose_of("vasopressin", {}, Unit::iu_per_min));
        }
    }

    const Formulary& formulary_;
    int hours_into_round_;
    Sequence sequence_{20260301};
    std::uint32_t line_ = 0;
};

}  // namespace stormkeel::bench
