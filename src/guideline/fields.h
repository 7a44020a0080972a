// The fields of one TOML table, taken one by one; what nobody asked for is reported as unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "guideline/block.h"

namespace stormkeel::pack {

// Every getter reports a value of the wrong kind at its line and then gives nothing, so a caller goes on and more than
// one mistake is found in one reading. `table` and `problems` must outlive this.
class Fields {
public:
    Fields(const Value& table, std::string file, std::vector<PackProblem>& problems);

    bool has(std::string_view key) const { return find(key) != nullptr; }
    const Value* take(std::string_view key);  // any kind; nothing when it is not there
    std::optional<std::string> text(std::string_view key);
    std::optional<std::int64_t> whole(std::string_view key);
    bool flag(std::string_view key);                         // false when it is not there
    std::vector<Value> texts(std::string_view key);          // a list of texts; empty when it is not there
    std::vector<Value> text_or_texts(std::string_view key);  // one text, or a list of them

    // As above, and a missing or empty value is a problem too.
    std::string needed_text(std::string_view key);
    std::optional<std::int64_t> needed_whole(std::string_view key);

    std::vector<const Value*> untaken() const;  // in the order of the page
    void refuse_untaken();                      // each as an unknown field, with the nearest one that was asked for

    int line_of(std::string_view key) const;  // the table's own line when the key is not there
    void refuse(int line, std::string what);  // adds a problem in this file
    const std::string& file() const { return file_; }

private:
    const Value* find(std::string_view key) const;
    const Value* take_kind(std::string_view key, Value::Kind kind);

    const Value& table_;
    std::string file_;
    std::vector<PackProblem>& problems_;
    std::vector<std::string_view> asked_;
};

}  // namespace stormkeel::pack
