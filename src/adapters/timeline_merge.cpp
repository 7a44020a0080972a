// Merges timelines: facts, rejections, the offset of their times, and the birth date.
#include "adapters/timeline_merge.h"

#include <set>
#include <tuple>
#include <utility>

namespace stormkeel {
namespace {

// One resource may come from the store and again from outside: what is wrong with it is said once.
void join_rejected(std::vector<Rejection>& into, const std::vector<Rejection>& from) {
    if (from.empty()) return;
    using Said = std::tuple<std::string, std::string, std::string>;
    std::set<Said> said;
    for (const Rejection& one : into) said.emplace(one.where, one.what, one.why);
    for (const Rejection& one : from) {
        if (said.emplace(one.where, one.what, one.why).second) into.push_back(one);
    }
}

}  // namespace

void merge_timeline(Timeline& into, const Timeline& from) {
    const auto of_into = [&](Fact fact) {
        fact.source = into.number_of_source(from.source_text(fact.source));
        fact.text = into.number_of_text(from.text(fact.text));
        return fact;
    };
    for (const Fact& fact : from.facts()) {
        if (!from.has_no_time(fact)) into.add(of_into(fact));
    }
    for (const Fact& fact : from.without_time()) into.add_without_time(of_into(fact));
    into.settle();
    join_rejected(into.rejected(), from.rejected());
    into.join_utc_offset(from);
    const auto told = from.birth_date_as_told();
    if (told && !into.join_birth_date(from)) {
        into.rejected().push_back({"Patient/" + from.patient(), "birth_date " + to_text(*told),
                                   "the sources tell different dates; none is used until one is corrected"});
    }
}

void merge_timelines(std::map<std::string, Timeline>& into, std::map<std::string, Timeline> from) {
    for (auto& [id, timeline] : from) {
        const auto there = into.find(id);
        if (there == into.end()) {
            into.emplace(id, std::move(timeline));
        } else {
            merge_timeline(there->second, timeline);
        }
    }
}

}  // namespace stormkeel
