// Reads an order, has it checked and compares the verdict.
#include "cases_runner/order_expectation.h"

#include <algorithm>

namespace stormkeel::cases {
namespace {

bool is_verdict(const std::string& word) {
    return word == "ok" || word == "warn" || word == "stop" || word == "not_ok";
}

std::string described_verdict(const OrderVerdict& came) {
    std::string text = "verdict " + std::string(name_of(came.verdict));
    if (came.not_before) text += ", not before " + to_text(*came.not_before);
    for (const Reason& reason : came.reasons) text += "; " + reason.statement + ": " + reason.text;
    return text;
}

}  // namespace

std::optional<std::string> order_differs(const Answer& answer, const std::vector<std::string>& words) {
    const std::string right = "write 'order tocilizumab 640 mg stop d2 16:00'";
    const auto drug = answer.terminology.drug_of_name(words[1]);
    const auto product = answer.terminology.product_of_name(words[1]);
    if (!drug && !product) return "no drug and no product is named so; " + right;
    Order order;
    if (drug) order.drug = *drug;
    if (!drug) order.product = product;
    order.item =
        drug ? answer.guideline.formulary.drugs.at(*drug) : answer.guideline.formulary.products.at(*product).name;
    std::size_t next = 2;
    if (words.size() > 4 && !is_verdict(words[2])) {
        const auto amount = parse_decimal(words[2]);
        if (!amount) return "no amount; " + right;
        const QuantityOrRefusal dose = answer.terminology.dose(*amount, words[3]);
        if (const auto* refusal = std::get_if<Refusal>(&dose)) return refusal->why;
        order.amount = std::get<Quantity>(dose).amount;
        order.unit = std::get<Quantity>(dose).unit;
        next = 4;
    }
    if (next >= words.size() || !is_verdict(words[next])) return "no verdict; " + right;
    const std::string& wanted = words[next++];
    const OrderVerdict came = check_order(answer.timeline, answer.guideline, order, answer.assessment.as_of);
    bool fits = wanted == "not_ok" ? came.verdict != Verdict::ok : wanted == name_of(came.verdict);
    const std::string& how = words[words.size() - 2];
    if (how == "says" || how == "because" || how == "not") {
        const bool said = std::any_of(came.reasons.begin(), came.reasons.end(), [&](const Reason& reason) {
            return how == "says" ? reason.text.find(words.back()) != std::string::npos
                                 : reason.statement == words.back();
        });
        return fits && said == (how != "not") ? std::nullopt : std::optional(described_verdict(came));
    }
    if (next < words.size()) {
        const TimeRead earliest = read_time(words, next);
        if (!earliest.found) return "no time; " + right;
        fits = fits && came.not_before == earliest.at;
    }
    if (fits) return std::nullopt;
    return described_verdict(came);
}

}  // namespace stormkeel::cases
