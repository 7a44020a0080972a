// The stock of a ward: two doses for each patient at risk, drawn from whole vials one dose after the other.
#include "core/stock.h"

#include <algorithm>
#include <tuple>

#include "core/advise.h"
#include "core/all_findings.h"
#include "core/assess.h"

namespace stormkeel {

namespace {

Decimal drawn(const Dose& dose) { return dose.rounded.value_or(*dose.value); }

void use(std::vector<VialsOfSize>& vials, const VialChoice& choice) {
    for (std::size_t i = 0; i < vials.size(); ++i) vials[i].at_most -= choice.counts[i];
}

Decimal held(std::span<const VialsOfSize> vials) {
    Decimal mg;
    for (const VialsOfSize& size : vials) mg = mg + Decimal{size.mg.billionths * size.at_most};
    return mg;
}

// Large doses have the fewest ways to be made up, so they come first; of equals the patient's id decides.
std::vector<const StockNeed*> largest_first(const std::vector<StockNeed>& needs) {
    std::vector<const StockNeed*> order;
    for (const StockNeed& need : needs) {
        if (need.dose.value) order.push_back(&need);
    }
    std::sort(order.begin(), order.end(), [](const StockNeed* a, const StockNeed* b) {
        if (drawn(a->dose) != drawn(b->dose)) return drawn(b->dose) < drawn(a->dose);
        return a->patient < b->patient;
    });
    return order;
}

}  // namespace

std::string_view name_of(StockVerdict verdict) {
    return verdict == StockVerdict::enough ? "enough" : verdict == StockVerdict::short_of ? "short" : "unknown";
}

std::optional<StockNeed> stock_need(const Timeline& timeline, const Guideline& guideline, Instant as_of) {
    const Walk walk = walk_to(timeline, guideline, as_of);
    const Bedside bedside = look_at(walk, timeline, guideline);
    if (bedside.findings.truth(FindingId::at_risk) != Truth::present) return std::nullopt;
    if (bedside.course[Item::death].exists()) return std::nullopt;
    const Parameters& parameters = guideline.parameters;
    StockNeed need;
    need.patient = timeline.patient();
    need.doses =
        std::min(parameters.tocilizumab_stock_doses,
                 parameters.tocilizumab_in_all - std::min(bedside.tocilizumab.counted, parameters.tocilizumab_in_all));
    if (need.doses <= 0) return std::nullopt;
    DoseRule rule;
    rule.basis = DoseRule::Basis::tocilizumab;
    need.dose = calculate_dose(rule, bedside.course, parameters);
    need.therapy = view_therapy(bedside);
    return need;
}

Stock stock_of(std::vector<StockNeed> needs, const Parameters& parameters) {
    Stock stock;
    for (const Decimal size : parameters.tocilizumab_vials) stock.needed.push_back({size, 0});
    const std::vector<VialsOfSize> any = any_number_of_vials(parameters);
    for (const StockNeed& need : needs) {
        const auto choice = need.dose.value ? fewest_waste(drawn(need.dose), any) : std::nullopt;
        if (!choice) continue;
        stock.doses += need.doses;
        stock.mg = stock.mg + Decimal{drawn(need.dose).billionths * need.doses};
        for (std::size_t i = 0; i < any.size(); ++i) stock.needed[i].at_most += choice->counts[i] * need.doses;
    }
    stock.needs = std::move(needs);
    return stock;
}

StockCheck check_stock(const Stock& stock, std::vector<VialsOfSize> in_building) {
    StockCheck check;
    check.mg = held(in_building);
    for (const StockNeed* need : largest_first(stock.needs)) {
        int missing = 0;
        for (int dose = 0; dose < need->doses; ++dose) {
            const auto choice = fewest_waste(drawn(need->dose), in_building);
            if (choice) {
                use(in_building, *choice);
            } else {
                ++missing;
            }
        }
        if (missing == 0) continue;
        check.unmet.push_back(*need);
        check.unmet.back().doses = missing;
    }
    std::sort(check.unmet.begin(), check.unmet.end(),
              [](const StockNeed& a, const StockNeed& b) { return a.patient < b.patient; });
    const bool open =
        std::any_of(stock.needs.begin(), stock.needs.end(), [](const StockNeed& need) { return !need.dose.value; });
    if (open) check.verdict = StockVerdict::unknown;
    if (!check.unmet.empty()) check.verdict = StockVerdict::short_of;
    return check;
}

}  // namespace stormkeel
