// Goes through a patient's entries in order and lets each act on those before it.
#include "adapters/hl7v2_standing.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace stormkeel {
namespace {

constexpr std::string_view nothing_to_take_back =
    "it takes back a record that was not received, so nothing is changed; check whether that is right";

class Fold {
public:
    explicit Fold(std::span<const Hl7Kept* const> entries) : entries_(entries), verdicts_(entries.size()) {}

    std::vector<Hl7Verdict> verdicts() {
        for (std::size_t place = 0; place < entries_.size(); ++place) take(place);
        return std::move(verdicts_);
    }

private:
    void take(std::size_t place) {
        const Hl7Entry& entry = entries_[place]->entry;
        const std::vector<std::size_t> earlier = earlier_of(place);
        const std::vector<std::size_t> beside = beside_of(place);
        switch (entry.effect) {
            case Hl7Effect::may_change:
                verdicts_[place].preliminary = true;
                drop_preliminary(earlier);
                break;
            case Hl7Effect::adds:
                drop_preliminary(earlier);
                drop_preliminary(beside);
                break;
            case Hl7Effect::corrects:
                drop(earlier.empty() && beside.empty() ? only_of_series(place) : earlier);
                drop(beside);
                break;
            case Hl7Effect::makes_final:
                for (const std::size_t each : earlier) verdicts_[each].preliminary = false;
                break;
            case Hl7Effect::retracts:
            case Hl7Effect::moves_away:
                // It means what was sent before; only where nothing was, what stands in its own message.
                take_back(place, earlier.empty() ? beside : earlier);
                break;
            case Hl7Effect::clears:
                drop(standing_below(entry.names.front()));
                break;
            case Hl7Effect::undoes_last:
                take_back(place, earlier.empty() ? earlier : std::vector<std::size_t>{earlier.back()});
                break;
        }
        for (const std::string& name : entry.names) by_name_[name].push_back(place);
        if (!entry.series.empty()) by_series_[entry.series].push_back(place);
    }

    // What still stands of other messages under any of the entry's names, in order.
    std::vector<std::size_t> earlier_of(std::size_t place) const {
        std::vector<std::size_t> found;
        for (const std::string& name : entries_[place]->entry.names) add_standing(by_name_, name, place, found);
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    // What stands of its own message before it under any of its names and corrects nothing itself: two corrections of
    // one message are two lines of one result.
    std::vector<std::size_t> beside_of(std::size_t place) const {
        std::vector<std::size_t> found;
        const Hl7Kept& kept = *entries_[place];
        if (!kept.entry.names_one) return found;
        for (const std::string& name : kept.entry.names) {
            const auto known = by_name_.find(name);
            if (known == by_name_.end()) continue;
            for (const std::size_t each : known->second) {
                const Hl7Entry& other = entries_[each]->entry;
                const bool replaceable = other.effect == Hl7Effect::adds || other.effect == Hl7Effect::may_change;
                const bool beside = entries_[each]->message == kept.message && other.where != kept.entry.where;
                if (replaceable && beside && verdicts_[each].stands) found.push_back(each);
            }
        }
        return found;
    }

    // Whatever stands under a name that begins so.
    std::vector<std::size_t> standing_below(std::string_view begin) const {
        std::vector<std::size_t> found;
        for (auto name = by_name_.lower_bound(begin); name != by_name_.end() && name->first.starts_with(begin);
             ++name) {
            for (const std::size_t each : name->second) {
                if (verdicts_[each].stands) found.push_back(each);
            }
        }
        return found;
    }

    // A correction of the start or the drug of an administration has no name in common with it.
    std::vector<std::size_t> only_of_series(std::size_t place) const {
        std::vector<std::size_t> found;
        add_standing(by_series_, entries_[place]->entry.series, place, found);
        if (found.size() > 1) found.clear();
        return found;
    }

    using Places = std::map<std::string, std::vector<std::size_t>, std::less<>>;
    void add_standing(const Places& places, const std::string& key, std::size_t place,
                      std::vector<std::size_t>& found) const {
        const auto known = places.find(key);
        if (known == places.end()) return;
        for (const std::size_t each : known->second) {
            const bool only_takes_back = std::holds_alternative<Hl7Nothing>(entries_[each]->entry.says) &&
                                         entries_[each]->entry.effect != Hl7Effect::adds;
            const bool other_message = entries_[each]->message != entries_[place]->message;
            if (verdicts_[each].stands && other_message && !only_takes_back) found.push_back(each);
        }
    }

    void drop(const std::vector<std::size_t>& places) {
        for (const std::size_t each : places) verdicts_[each].stands = false;
    }

    void drop_preliminary(const std::vector<std::size_t>& places) {
        for (const std::size_t each : places) {
            if (verdicts_[each].preliminary) verdicts_[each].stands = false;
        }
    }

    void take_back(std::size_t place, const std::vector<std::size_t>& earlier) {
        const Hl7Entry& entry = entries_[place]->entry;
        drop(earlier);
        // A result that could not be obtained may never have been promised.
        const bool takes_back = std::holds_alternative<Hl7Nothing>(entry.says);
        if (earlier.empty() && takes_back) verdicts_[place].complaint = nothing_to_take_back;
        if (!earlier.empty() && entry.effect == Hl7Effect::moves_away) verdicts_[place].complaint = of_another_patient;
    }

    std::span<const Hl7Kept* const> entries_;
    std::vector<Hl7Verdict> verdicts_;
    Places by_name_;
    Places by_series_;
};

}  // namespace

std::vector<Hl7Verdict> standing_of(std::span<const Hl7Kept* const> entries) { return Fold(entries).verdicts(); }

}  // namespace stormkeel
