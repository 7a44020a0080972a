// Writes metrics in the text format 0.0.4 of Prometheus.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/latency.h"

namespace stormkeel {

class Exposition {
public:
    using Labels = std::vector<std::pair<std::string_view, std::string>>;

    // Begins a metric; its values follow before the next one begins. `type` is counter, gauge or histogram.
    void begin(std::string_view name, std::string_view type, std::string_view help);

    void value(std::uint64_t value, const Labels& labels = {});
    void seconds(double value, const Labels& labels = {});
    void histogram(const Latency& latency, const Labels& labels = {});

    std::string take() { return std::move(text_); }

private:
    void line(std::string_view ending, const Labels& labels, const std::string& value);

    std::string name_;
    std::string text_;
};

}  // namespace stormkeel
