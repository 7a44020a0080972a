// The peer: the ASTCT grade of CRS and ICANS for an adult whose vital signs are all fresh, written as plain C++ for the
// items of ward_chart.h. It knows no packs, no evidence and no missing values: what an engine of rules is compared
// with.
#pragma once

#include <algorithm>
#include <span>

#include "core/guideline.h"
#include "core/timeline.h"

namespace stormkeel::bench {

struct HandGrades {
    int crs = 0;
    int icans = 0;
    bool icans_known = false;
};

class HandWritten {
public:
    explicit HandWritten(const Formulary& formulary)
        : norepinephrine_(formulary.drug_named("norepinephrine").value()),
          epinephrine_(formulary.drug_named("epinephrine").value()),
          vasopressin_(formulary.drug_named("vasopressin").value()),
          tocilizumab_(formulary.drug_named("tocilizumab").value()) {}

    HandGrades take(std::span<const Fact> facts) {
        const Instant now = facts.front().at;
        resolve(now);
        flow_ = Decimal{};
        bool febrile = false;
        for (const Fact& fact : facts) febrile |= take(fact);
        if (febrile) {
            last_fever_ = now;
            if (!open_) masked_ = false;
            open_ = true;
        }
        for (const Fact& fact : facts) masked_ |= open_ && fact.item == Item::give && fact.code == tocilizumab_;
        if (in_need()) last_need_ = now;
        return {crs(now), icans(), ice_ <= 10};
    }

private:
    // Over once 24 h hold no fever, hypotension, hypoxia or vasopressor.
    void resolve(Instant now) {
        if (open_ && now - last_fever_ >= days(1) && now - last_need_ >= days(1)) open_ = false;
    }

    bool in_need() const {
        return systolic_ < Decimal::whole(90) || pressors() > 0 || vasopressin_rate_ > Decimal{} || oxygen() > 0;
    }

    // True for a fever.
    bool take(const Fact& fact) {
        switch (fact.item) {
            case Item::temperature:
                return fact.amount >= Decimal::whole(38);
            case Item::systolic_bp:
                systolic_ = fact.amount;
                break;
            case Item::spo2:
                spo2_ = fact.amount;
                break;
            case Item::oxygen_device:
                device_ = fact.code;
                break;
            case Item::oxygen_flow:
                flow_ = fact.amount;
                break;
            case Item::ice_score:
                ice_ = static_cast<int>(fact.amount.billionths / Decimal::one);
                break;
            case Item::rate:
                if (fact.code == norepinephrine_) norepinephrine_rate_ = fact.amount;
                if (fact.code == epinephrine_) epinephrine_rate_ = fact.amount;
                if (fact.code == vasopressin_) vasopressin_rate_ = fact.amount;
                break;
            default:
                break;
        }
        return false;
    }

    int pressors() const {
        return (norepinephrine_rate_ > Decimal{} ? 1 : 0) + (epinephrine_rate_ > Decimal{} ? 1 : 0);
    }

    int oxygen() const {
        if (device_ == device::high_flow_nasal_cannula) return 3;
        if (device_ == device::nasal_cannula) return flow_ > Decimal::whole(6) ? 3 : 2;
        return spo2_ < Decimal::whole(90) ? 2 : 0;
    }

    int crs(Instant now) const {
        const bool active = open_ && (masked_ || now - last_fever_ < days(1));
        if (!active) return 0;
        const bool vasopressin = vasopressin_rate_ > Decimal{};
        const int pressure = pressors() >= 2                  ? 4
                             : pressors() == 1 || vasopressin ? 3
                             : systolic_ < Decimal::whole(90) ? 2
                                                              : 0;
        const bool fever = now - last_fever_ < days(1);
        return std::max({fever ? 1 : 0, pressure, oxygen()});
    }

    int icans() const { return ice_ == 10 ? 0 : ice_ >= 7 ? 1 : ice_ >= 3 ? 2 : 3; }

    DrugId norepinephrine_;
    DrugId epinephrine_;
    DrugId vasopressin_;
    DrugId tocilizumab_;
    bool open_ = false;
    bool masked_ = false;
    Instant last_fever_ = never;
    Instant last_need_ = never;
    Decimal systolic_ = Decimal::whole(120);
    Decimal spo2_ = Decimal::whole(97);
    Decimal flow_;
    Decimal norepinephrine_rate_;
    Decimal epinephrine_rate_;
    Decimal vasopressin_rate_;
    std::uint16_t device_ = device::room_air;
    int ice_ = 11;  // not yet charted
};

}  // namespace stormkeel::bench
