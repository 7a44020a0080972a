// Finds the known word a mistyped one was meant to be, by counting slips of the keyboard.
#include "core/nearest.h"

#include <algorithm>
#include <array>
#include <vector>

namespace stormkeel {

std::size_t slips_allowed(std::size_t length) {
    if (length <= 2) return 0;
    if (length <= 4) return 1;
    return length <= 8 ? 2 : length / 3;
}

std::size_t typing_distance(std::string_view a, std::string_view b, std::size_t limit) {
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > limit) return limit + 1;
    // Three rows of the usual table suffice: a swap of neighbours looks two rows back.
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) row.resize(b.size() + 1);
    for (std::size_t column = 0; column <= b.size(); ++column) rows[0][column] = column;
    for (std::size_t line = 1; line <= a.size(); ++line) {
        auto& now = rows[line % 3];
        const auto& above = rows[(line - 1) % 3];
        const auto& two_above = rows[(line + 1) % 3];
        now[0] = line;
        std::size_t least = line;
        for (std::size_t column = 1; column <= b.size(); ++column) {
            const std::size_t changed = above[column - 1] + (a[line - 1] == b[column - 1] ? 0U : 1U);
            now[column] = std::min({changed, above[column] + 1, now[column - 1] + 1});
            const bool swapped = line > 1 && column > 1 && a[line - 1] == b[column - 2] && a[line - 2] == b[column - 1];
            if (swapped) now[column] = std::min(now[column], two_above[column - 2] + 1);
            least = std::min(least, now[column]);
        }
        if (least > limit) return limit + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

std::optional<std::size_t> nearest_of(std::string_view wrong, std::span<const std::string_view> known) {
    std::optional<std::size_t> nearest;
    // A text this long is no slip of a name.
    if (wrong.size() > 80) return nearest;
    std::size_t limit = slips_allowed(wrong.size());
    for (std::size_t place = 0; place < known.size(); ++place) {
        const std::size_t distance = typing_distance(wrong, known[place], limit);
        if (distance > limit) continue;
        nearest = place;
        if (distance == 0) break;
        limit = distance - 1;
    }
    return nearest;
}

}  // namespace stormkeel
