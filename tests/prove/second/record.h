// What a chart holds at an instant, item by item: the latest value, the worst of one instant, and how old it may be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prove/second/chart.h"

namespace second {

// A number as thousandths: every value of a generated chart has at most three decimals.
using Thousandths = std::int64_t;

Thousandths thousandths(std::string_view decimal);

struct Charted {
    Seconds at = 0;
    Thousandths number = 0;
    std::string word;
    bool readable = true;  // a rate in a unit of another kind is a record that cannot be read
};

enum class Worse { higher, lower };

class Record {
public:
    // Facts in order of time; those that the contract rejects for their value are left out here.
    explicit Record(const std::vector<Fact>& facts);

    const std::vector<Seconds>& instants() const { return instants_; }
    // The latest number of an item at or before `at`, at most `age` old.
    std::optional<Charted> number(std::string_view item, Seconds at, Seconds age, Worse worse) const;
    // Every entry of an item, in order of time.
    const std::vector<Charted>& entries(std::string_view item) const;
    // The entries of the latest instant at or before `at`, at most `age` old.
    std::vector<Charted> latest(std::string_view item, Seconds at, Seconds age) const;
    // Every item whose name begins so, with its entries.
    std::vector<std::pair<std::string, const std::vector<Charted>*>> items(std::string_view prefix) const;

    // Stretches of time that a judgement made at their end explains: `until` itself is no longer in it.
    void explain(std::string_view component, Seconds from, Seconds until);
    bool is_explained(std::string_view component, Seconds at) const;

private:
    std::vector<Seconds> instants_;
    struct Stretch {
        std::string component;
        Seconds from = 0;
        Seconds until = 0;
    };

    std::vector<std::pair<std::string, std::vector<Charted>>> items_;
    std::vector<Stretch> explained_;
};

}  // namespace second
