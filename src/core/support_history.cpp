// Walks the facts of oxygen and infusions and remembers when what holds now began.
#include "core/support_history.h"

#include "core/dosing.h"
#include "core/findings.h"

namespace stormkeel {

namespace {

// Unknown is possible and not certain.
void follow(Stretch& stretch, Truth truth, Instant now) {
    const auto keep = [now](Instant& since, bool holds) { since = !holds ? never : since == never ? now : since; };
    keep(stretch.certain, truth == Truth::present);
    keep(stretch.possible, truth != Truth::absent);
}

bool may_be_more(const Course& course, const Parameters& parameters) {
    bool more = course.more_unknown_infusions || !medication_record_known(course, parameters);
    for (std::uint32_t i = 0; i < course.unknown_infusion_count; ++i) {
        more = more || course.unknown_infusions[i].may_run();
    }
    return more;
}

bool supports(const Infusion& infusion, const Parameters& parameters) {
    return infusion.may_run() && (parameters.is(infusion.drug, DrugClass::vasopressor) ||
                                  parameters.is(infusion.drug, DrugClass::vasopressin));
}

Truth vasopressor_runs(const Course& course, const Parameters& parameters) {
    Truth runs = may_be_more(course, parameters) ? Truth::unknown : Truth::absent;
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        const Infusion& infusion = course.infusions[i];
        if (supports(infusion, parameters)) runs = either(runs, infusion.runs() ? Truth::present : Truth::unknown);
    }
    return runs;
}

// The rate in the unit of the table, by weight where one has it and the other has not.
std::optional<Decimal> rate_in(Unit wanted, const Reading& rate, const std::optional<Decimal>& kg) {
    if (rate.state != ValueState::known || rate.comparator != Comparator::equal) return std::nullopt;
    std::optional<Decimal> amount = rate.amount;
    Unit unit = rate.unit;
    if (unit == Unit::mg_per_h) {
        amount = scale(rate.amount, 1000, 60);
        unit = Unit::ug_per_min;
    }
    if (!amount || unit == wanted) return amount;
    if (!kg || *kg <= Decimal{}) return std::nullopt;
    if (unit == Unit::ug_per_kg_per_min && wanted == Unit::ug_per_min) return multiply(*amount, *kg);
    if (unit == Unit::ug_per_min && wanted == Unit::ug_per_kg_per_min) {
        return scale(*amount, Decimal::one, kg->billionths);
    }
    return std::nullopt;
}

// What the vasopressors that run add up to.
struct Sum {
    Decimal equivalents;       // ug/min of norepinephrine, of the rates that are known
    bool complete = true;      // every rate is known and in the tables
    bool one_is_high = false;  // a drug by its own limit
    Truth vasopressin = Truth::absent;
    bool any = false;
};

void add(Sum& sum, const Infusion& infusion, const Parameters& parameters, const std::optional<Decimal>& kg) {
    sum.any = true;
    if (parameters.is(infusion.drug, DrugClass::vasopressin)) {
        sum.vasopressin = either(sum.vasopressin, infusion.runs() ? Truth::present : Truth::unknown);
        return;
    }
    const auto row = [&](const std::vector<Parameters::Rate>& table) {
        return infusion.drug < table.size() ? table[infusion.drug] : Parameters::Rate{};
    };
    const Parameters::Rate high = row(parameters.high_dose_rate);
    const Parameters::Rate one = row(parameters.rate_of_norepinephrine);
    const auto alone = rate_in(high.unit, infusion.rate, kg);
    const auto together = rate_in(one.unit, infusion.rate, kg);
    const auto equivalent =
        together && one.amount > Decimal{} ? scale(*together, Decimal::one, one.amount.billionths) : std::nullopt;
    if (high.amount <= Decimal{} || !alone || !equivalent) {
        sum.complete = false;
        return;
    }
    sum.one_is_high = sum.one_is_high || *alone >= high.amount;
    sum.equivalents = sum.equivalents + *equivalent;
}

}  // namespace

Truth high_dose_now(const Course& course, const Parameters& parameters) {
    const WeightForDosing weight = weight_for_dosing(course, parameters);
    const auto kg = weight.state == WeightState::usable ? std::optional(weight.kg) : std::nullopt;
    Sum sum;
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        if (supports(course.infusions[i], parameters)) add(sum, course.infusions[i], parameters, kg);
    }
    const Truth with_vasopressin =
        both(sum.vasopressin, truth_of(sum.equivalents >= parameters.high_dose_with_vasopressin));
    const Truth high =
        either(truth_of(sum.one_is_high || sum.equivalents >= parameters.high_dose_combined), with_vasopressin);
    const bool adult = course.age.known && course.age.years >= parameters.adult_from_years;
    const bool open = !sum.complete || (sum.any && !adult) || may_be_more(course, parameters);
    return open ? either(high, Truth::unknown) : high;
}

SupportHistory support_history(const Timeline& timeline, const Guideline& guideline, Instant as_of) {
    const Parameters& parameters = guideline.parameters;
    const std::span<const Fact> facts = timeline.facts();
    Course course = begin_course(timeline);
    SupportHistory history;
    const auto look = [&](Instant now) {
        follow(history.vasopressor, vasopressor_runs(course, parameters), now);
        follow(history.high_dose, high_dose_now(course, parameters), now);
    };
    for (std::size_t place = 0; place < facts.size() && facts[place].at <= as_of;) {
        const Instant now = facts[place].at;
        std::size_t end = place;
        for (; end < facts.size() && facts[end].at == now; ++end) {
            const bool bolus = facts[end].item == Item::give && parameters.is(facts[end].code, DrugClass::fluid_bolus);
            if (bolus) history.last_bolus_fact = static_cast<std::uint32_t>(end);
        }
        const Reading before = course[Item::oxygen_device];
        const bool held = is_fresh(before, parameters.oxygen_device_age, now);
        advance(course, parameters, now);
        apply(course, guideline, facts.subspan(place, end - place), static_cast<std::uint32_t>(place));
        const Reading& device = course[Item::oxygen_device];
        const bool goes_on = held && device.known() && device.code == before.code;
        if (device.at == now && !goes_on) history.device_since = now;
        look(now);
        place = end;
    }
    if (course.now != never && course.now < as_of) advance(course, parameters, as_of);
    look(as_of);
    return history;
}

}  // namespace stormkeel
