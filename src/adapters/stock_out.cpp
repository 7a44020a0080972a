// Writes the stock of tocilizumab: who may need how much, what that is in vials, and whether it is there.
#include "adapters/stock_out.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/assessment_text.h"
#include "core/dosing.h"

namespace stormkeel {
namespace {

using JsonTree = nlohmann::ordered_json;

std::string doses_words(int doses) { return std::to_string(doses) + (doses == 1 ? " dose" : " doses"); }

Decimal drawn(const Dose& dose) { return dose.rounded.value_or(*dose.value); }

std::string therapy_words(const StockNeed& need) {
    if (!need.therapy) return "no therapy on record";
    return spaced(need.therapy->product) + ", day " + std::to_string(need.therapy->day);
}

std::string need_words(const StockNeed& need) {
    std::string text = need.patient + ", " + therapy_words(need) + ": " + doses_words(need.doses);
    if (!need.dose.value) return text + ", " + need.dose.working;
    return text + " of " + amount_text(drawn(need.dose), Unit::mg) + ", each " + need.dose.vials;
}

void put_verdict(Page& page, const StockAnswer& answer) {
    if (!answer.in_building) return;
    const StockCheck check = check_stock(answer.stock, *answer.in_building);
    page.paragraph("In the building: ", stock_vials_text(*answer.in_building) + ", " + amount_text(check.mg, Unit::mg));
    if (check.verdict == StockVerdict::enough) page.paragraph("", "Enough.");
    if (check.verdict == StockVerdict::unknown) {
        page.paragraph("", "Enough for what can be reckoned; not known for the patients without a dose.",
                       Look::warning);
    }
    if (check.verdict != StockVerdict::short_of) return;
    std::string text = "Short: ";
    for (const StockNeed& need : check.unmet) {
        if (&need != &check.unmet.front()) text += "; ";
        text += doses_words(need.doses) + " of " + amount_text(drawn(need.dose), Unit::mg) + " for " + need.patient;
    }
    page.paragraph("", text + " cannot be made up from whole vials.", Look::urgent);
}

JsonTree number_json(Decimal value) {
    if (value.billionths % Decimal::one == 0) return value.billionths / Decimal::one;
    return JsonTree::parse(to_text(value));
}

JsonTree vials_json(const std::vector<VialsOfSize>& vials) {
    JsonTree list = JsonTree::array();
    for (const VialsOfSize& size : vials) list.push_back({{"mg", number_json(size.mg)}, {"count", size.at_most}});
    return list;
}

JsonTree need_json(const StockNeed& need) {
    JsonTree json = {{"patient", need.patient},
                     {"product", need.therapy ? JsonTree(need.therapy->product) : JsonTree(nullptr)},
                     {"doses", need.doses},
                     {"dose", need.dose.value ? number_json(drawn(need.dose)) : JsonTree(nullptr)},
                     {"unit", ucum(Unit::mg)}};
    if (!need.dose.value) json["why"] = need.dose.working;
    if (need.dose.value) json["vials"] = need.dose.vials;
    return json;
}

JsonTree list_of(const std::vector<StockNeed>& needs) {
    JsonTree list = JsonTree::array();
    for (const StockNeed& need : needs) list.push_back(need_json(need));
    return list;
}

}  // namespace

std::string stock_vials_text(const std::vector<VialsOfSize>& vials) {
    VialChoice all;
    for (const VialsOfSize& size : vials) all.counts.push_back(size.at_most);
    const std::string text = vials_text(all, vials);
    return text.empty() ? "none" : text;
}

std::string stock_text(const StockAnswer& answer, PageStyle style) {
    Page page(style);
    page.paragraph("", "Tocilizumab for the patients at risk, " + moment_words(answer.as_of, style.clock),
                   Look::heading);
    page.blank_line();
    if (answer.stock.needs.empty()) page.paragraph("", "No patient is at risk.");
    for (const StockNeed& need : answer.stock.needs) {
        page.paragraph("  - ", need_words(need), need.dose.value ? Look::plain : Look::warning);
    }
    if (!answer.stock.needs.empty()) page.blank_line();
    page.paragraph("Needed: ", doses_words(answer.stock.doses) + ", " + amount_text(answer.stock.mg, Unit::mg) + ": " +
                                   stock_vials_text(answer.stock.needed));
    put_verdict(page, answer);
    return page.text();
}

std::string stock_json(const StockAnswer& answer) {
    const Stock& stock = answer.stock;
    JsonTree json = {
        {"as_of", to_text(answer.as_of)},
        {"patients", list_of(stock.needs)},
        {"needed", {{"doses", stock.doses}, {"mg", number_json(stock.mg)}, {"vials", vials_json(stock.needed)}}},
        {"in_building", nullptr},
        {"verdict", nullptr},
        {"unmet", JsonTree::array()}};
    if (answer.in_building) {
        const StockCheck check = check_stock(stock, *answer.in_building);
        json["in_building"] = {{"mg", number_json(check.mg)}, {"vials", vials_json(*answer.in_building)}};
        json["verdict"] = name_of(check.verdict);
        json["unmet"] = list_of(check.unmet);
    }
    return json.dump(-1, ' ', false, JsonTree::error_handler_t::replace) + '\n';
}

}  // namespace stormkeel
