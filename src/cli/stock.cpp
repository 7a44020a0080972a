// stormkeel stock: tocilizumab for the patients at risk of all files, against the vials in the building.
#include <algorithm>

#include "adapters/stock_out.h"
#include "cli/commands.h"

namespace stormkeel {
namespace {

constexpr int most_vials_of_a_size = 10'000;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string sizes_words(const Parameters& parameters) {
    std::string text;
    for (const Decimal size : parameters.tocilizumab_vials) text += (text.empty() ? "" : ", ") + to_text(size) + " mg";
    return text;
}

Failure unreadable(std::string_view part) {
    return {wrong_call, "--in-building: '" + std::string(part) + "' cannot be read; write it like 400 mg x 6"};
}

// "400 mg x 6": a size of the packs, and how many.
std::variant<VialsOfSize, Failure> vials_of(std::string_view part, const Parameters& parameters) {
    const std::size_t times = part.find(" x ");
    const std::size_t unit = part.find(" mg");
    if (times == std::string_view::npos || unit == std::string_view::npos ||
        !trimmed(part.substr(unit + 3, times - unit - 3)).empty()) {
        return unreadable(part);
    }
    const auto mg = parse_decimal(trimmed(part.substr(0, unit)));
    const auto count = parse_decimal(trimmed(part.substr(times + 3)));
    const bool whole = count && count->billionths % Decimal::one == 0 && *count >= Decimal{} &&
                       *count <= Decimal::whole(most_vials_of_a_size);
    if (!mg || !whole) return unreadable(part);
    const auto& sizes = parameters.tocilizumab_vials;
    if (std::find(sizes.begin(), sizes.end(), *mg) == sizes.end()) {
        return Failure{wrong_call, "--in-building: no vial of tocilizumab holds " + to_text(*mg) + " mg; there are " +
                                       sizes_words(parameters)};
    }
    return VialsOfSize{*mg, static_cast<int>(count->billionths / Decimal::one)};
}

// Every size of the packs, those not named with none.
std::variant<std::vector<VialsOfSize>, Failure> vials_in(std::string_view text, const Parameters& parameters) {
    std::vector<VialsOfSize> vials;
    for (const Decimal size : parameters.tocilizumab_vials) vials.push_back({size, 0});
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        const auto read = vials_of(trimmed(text.substr(at, comma - at)), parameters);
        if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
        const VialsOfSize& told = std::get<VialsOfSize>(read);
        for (VialsOfSize& size : vials) size.at_most += size.mg == told.mg ? told.at_most : 0;
        at = comma + 1;
    }
    return vials;
}

}  // namespace

int reckon_stock(const Call& call, const Ward& ward) {
    StockAnswer answer;
    answer.as_of = ward.at ? *ward.at : *last_fact(ward.records);
    const Guideline& guideline = ward.knowledge.guideline.at(answer.as_of);
    if (!call.in_building.empty()) {
        auto vials = vials_in(call.in_building, guideline.parameters);
        if (const auto* failure = std::get_if<Failure>(&vials)) return fail(*failure);
        answer.in_building = std::get<std::vector<VialsOfSize>>(std::move(vials));
    }
    std::vector<StockNeed> needs;
    Timeline clocks;
    for (const auto& [id, timeline] : ward.records.patients) {
        clocks.join_utc_offset(timeline);
        if (auto need = stock_need(timeline, guideline, answer.as_of)) needs.push_back(std::move(*need));
    }
    answer.stock = stock_of(std::move(needs), guideline.parameters);
    put(call.format == Format::json ? stock_json(answer) : stock_text(answer, style_for(clocks)));
    return answered;
}

}  // namespace stormkeel
