// Vials of tocilizumab: every choice of whole vials near the dose is looked at, since there are few.
#include "core/vials.h"

#include <algorithm>

namespace stormkeel {

namespace {

// More vials than this are no dose anybody draws up.
constexpr int most_vials = 100;

// The fewest vials of this size that hold what is left.
int needed(Decimal left, Decimal size) {
    if (left <= Decimal{}) return 0;
    return static_cast<int>(
        std::min<std::int64_t>((left.billionths + size.billionths - 1) / size.billionths, most_vials));
}

// Looks at every choice of vials, from the first size to the last, that holds the dose and no vial more than it needs.
class VialSearch {
public:
    VialSearch(Decimal dose, std::span<const VialsOfSize> vials) : dose_(dose), vials_(vials) {}

    std::optional<VialChoice> run() {
        choice_.counts.assign(vials_.size(), 0);
        descend(0);
        return best_;
    }

private:
    void descend(std::size_t place) {
        if (choice_.total >= dose_) return take();
        if (place == vials_.size()) return;
        const VialsOfSize& size = vials_[place];
        const int most = std::min(size.at_most, needed(dose_ - choice_.total, size.mg));
        for (int count = 0; count <= most; ++count) {
            choice_.counts[place] = count;
            choice_.total = choice_.total + times(size.mg, count);
            choice_.vials += count;
            descend(place + 1);
            choice_.total = choice_.total - times(size.mg, count);
            choice_.vials -= count;
        }
        choice_.counts[place] = 0;
    }

    void take() {
        const bool better =
            !best_ || choice_.total < best_->total || (choice_.total == best_->total && choice_.vials < best_->vials);
        if (better) best_ = choice_;
    }

    Decimal dose_;
    std::span<const VialsOfSize> vials_;
    VialChoice choice_;
    std::optional<VialChoice> best_;
};

// The most that whole vials hold without being more than the dose; nothing when the smallest holds more.
Decimal most_within(Decimal dose, std::span<const Decimal> sizes) {
    if (sizes.empty()) return {};
    Decimal most;
    const Decimal size = sizes.front();
    for (int count = 0; count <= most_vials && times(size, count) <= dose; ++count) {
        most = std::max(most, times(size, count) + most_within(dose - times(size, count), sizes.subspan(1)));
    }
    return most;
}

// Whole vials, at most a share away from the dose and never above the maximum; the nearer, of two equally near the
// larger.
std::optional<Decimal> rounded_to_vials(Decimal dose, Decimal above, const Parameters& parameters) {
    const Decimal share = parameters.tocilizumab_rounding;
    if (share <= Decimal{}) return std::nullopt;
    const auto slack = scale(dose, share.billionths, Decimal::whole(100).billionths);
    if (!slack) return std::nullopt;
    const Decimal below = most_within(dose, parameters.tocilizumab_vials);
    const bool up = above <= dose + *slack && above <= parameters.tocilizumab_maximum;
    const bool down = below > Decimal{} && below >= dose - *slack;
    if (up && (!down || above - dose <= dose - below)) return above;
    return down ? std::optional(below) : std::nullopt;
}

}  // namespace

std::optional<VialChoice> fewest_waste(Decimal dose, std::span<const VialsOfSize> vials) {
    return VialSearch(dose, vials).run();
}

std::vector<VialsOfSize> any_number_of_vials(const Parameters& parameters) {
    std::vector<VialsOfSize> vials;
    for (const Decimal size : parameters.tocilizumab_vials) vials.push_back({size, most_vials});
    return vials;
}

std::string vials_text(const VialChoice& choice, std::span<const VialsOfSize> vials) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < vials.size(); ++i) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return vials[a].mg > vials[b].mg; });
    std::string text;
    for (const std::size_t i : order) {
        if (choice.counts[i] == 0) continue;
        text += (text.empty() ? "" : " + ") + std::to_string(choice.counts[i]) + " × " + to_text(vials[i].mg) + " mg";
    }
    return text;
}

void add_vials(Dose& dose, const Parameters& parameters) {
    if (!dose.value || *dose.value <= Decimal{} || parameters.tocilizumab_concentration <= Decimal{}) return;
    const std::vector<VialsOfSize> sizes = any_number_of_vials(parameters);
    auto choice = fewest_waste(*dose.value, sizes);
    if (!choice) return;
    dose.rounded = rounded_to_vials(*dose.value, choice->total, parameters);
    const Decimal drawn = dose.rounded.value_or(*dose.value);
    if (dose.rounded) choice = fewest_waste(drawn, sizes);
    dose.vials = vials_text(*choice, sizes);
    dose.left_over = choice->total - drawn;
    dose.volume = scale(drawn, Decimal::one, parameters.tocilizumab_concentration.billionths);
}

}  // namespace stormkeel
