// Reads the terminology files, strictly: an unknown key, a bad code or a name used twice is a problem with its line.
#include <algorithm>
#include <initializer_list>
#include <limits>
#include <stdexcept>

// The library asserts at some texts that are no TOML ("[=") instead of refusing them: here that is one more refusal.
[[noreturn]] inline void refuse_toml() { throw std::logic_error("a key or a value was expected"); }
#define TOML_ASSERT(expr) ((expr) ? void() : refuse_toml())
#include <toml++/toml.h>

#include "adapters/terminology.h"
#include "adapters/terminology_codes.h"
#include "adapters/terminology_files.h"

namespace stormkeel {

class TerminologyReader {
public:
    TerminologyReader();
    void read(const TextFile& file);
    void settle();
    TerminologyReading take() { return std::move(reading_); }

private:
    using Keys = std::initializer_list<std::string_view>;

    void problem(const toml::node& node, std::string_view what);
    void check_keys(const toml::table& table, Keys allowed);
    std::string text_at(const toml::table& table, std::string_view key);
    std::vector<std::string> texts_at(const toml::table& table, std::string_view key);
    std::optional<Decimal> decimal_in(const toml::node& node);
    std::optional<Unit> unit_at(const toml::table& table, std::string_view key);
    void read_factor(const toml::table& table, UnitSpelling& unit);
    std::vector<UnitSpelling> read_units(const toml::table& table, std::string_view key, Unit canonical);
    template <class Meaning, class Codes>
    std::string add_codes(const toml::table& table, CodeSystem system, Codes& codes, Meaning meaning);
    bool each_of(const toml::table& root, std::string_view key,
                 void (TerminologyReader::*read_one)(const toml::table&));

    void read_item(const toml::table& table);
    void read_range(const toml::table& table, ItemTerms& terms);
    void read_hints(const toml::table& table, ItemTerms& terms);
    void read_item_codes(const toml::table& table, Item item);
    void read_grade_codes(const toml::table& table, Item item);
    void read_word(const toml::table& table);
    void read_drug(const toml::table& table);
    void read_product(const toml::table& table);
    void add_folded(const toml::table& table, std::string_view key, std::vector<std::string>& words);
    void add_names(const toml::table& table, WordIndex& names, std::uint16_t place);

    TerminologyReading reading_;
    Terminology& terminology_ = reading_.terminology;
    std::string path_;
};

TerminologyReader::TerminologyReader() {
    terminology_.words_[static_cast<std::size_t>(Item::oxygen_device)] = WordIndex{WordOrder::free};
    for (std::size_t place = 0; place < item_count; ++place) {
        const auto words = words_of(static_cast<Item>(place));
        for (std::size_t word = 0; word < words.size(); ++word) {
            terminology_.words_[place].add(words[word], static_cast<std::uint16_t>(word));
        }
    }
}

void TerminologyReader::problem(const toml::node& node, std::string_view what) {
    reading_.problems.push_back(path_ + ":" + std::to_string(node.source().begin.line) + ": " + std::string{what});
}

void TerminologyReader::check_keys(const toml::table& table, Keys allowed) {
    for (const auto& [key, node] : table) {
        if (std::find(allowed.begin(), allowed.end(), key.str()) != allowed.end()) continue;
        std::string what = "'" + std::string{key.str()} + "' is no key here; there are";
        for (const std::string_view known : allowed) what.append(" ").append(known);
        problem(node, what);
    }
}

std::string TerminologyReader::text_at(const toml::table& table, std::string_view key) {
    if (const auto text = table[key].value_exact<std::string>()) return *text;
    problem(table, "the text '" + std::string{key} + "' is missing");
    return {};
}

std::vector<std::string> TerminologyReader::texts_at(const toml::table& table, std::string_view key) {
    std::vector<std::string> texts;
    const toml::node* node = table.get(key);
    if (node == nullptr) return texts;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
        problem(*node, "'" + std::string{key} + "' must be a list of texts");
        return texts;
    }
    for (const toml::node& element : *array) {
        if (const auto text = element.value_exact<std::string>()) {
            texts.push_back(*text);
        } else {
            problem(element, "'" + std::string{key} + "' must hold texts only");
        }
    }
    return texts;
}

// Numbers stand as texts, so that no digit passes through binary floating point.
std::optional<Decimal> TerminologyReader::decimal_in(const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    const auto value = text ? parse_decimal(*text) : std::nullopt;
    if (!value) problem(node, "a decimal number in quotes is needed, as in \"38.5\"");
    return value;
}

std::optional<Unit> TerminologyReader::unit_at(const toml::table& table, std::string_view key) {
    const std::string text = text_at(table, key);
    const auto unit = unit_of_ucum(text);
    if (!unit) problem(table, "'" + text + "' is no unit in which values are kept");
    return unit;
}

void TerminologyReader::read_factor(const toml::table& table, UnitSpelling& unit) {
    if (const toml::node* minus = table.get("minus")) unit.minus = decimal_in(*minus).value_or(Decimal{});
    const toml::node* node = table.get("factor");
    if (node == nullptr) return;
    const toml::array* factor = node->as_array();
    const bool is_pair = factor != nullptr && factor->size() == 2;
    unit.numerator = is_pair ? (*factor)[0].value_exact<std::int64_t>().value_or(0) : 0;
    unit.denominator = is_pair ? (*factor)[1].value_exact<std::int64_t>().value_or(0) : 0;
    if (unit.numerator > 0 && unit.denominator > 0) return;
    problem(*node, "factor must be two whole numbers above 0, as in [5, 9]");
    unit.numerator = unit.denominator = 1;
}

std::vector<UnitSpelling> TerminologyReader::read_units(const toml::table& table, std::string_view key,
                                                        Unit canonical) {
    std::vector<UnitSpelling> units;
    const toml::array* array = table[key].as_array();
    if (array == nullptr) {
        problem(table, "the list '" + std::string{key} + "' is missing");
        return units;
    }
    for (const toml::node& node : *array) {
        const toml::table* row = node.as_table();
        if (row == nullptr) {
            problem(node, "a unit must be a table such as { ucum = [\"mg/L\"] }");
            continue;
        }
        check_keys(*row, {"ucum", "text", "factor", "minus", "to"});
        UnitSpelling unit;
        unit.to = canonical;
        unit.ambiguous = (*row)["to"].value_or(std::string_view{}) == "?";
        if (row->contains("to") && !unit.ambiguous) unit.to = unit_at(*row, "to").value_or(Unit::none);
        read_factor(*row, unit);
        for (const Spelled spelled : {Spelled::exactly, Spelled::freely}) {
            unit.spelled = spelled;
            for (const std::string& text : texts_at(*row, spelled == Spelled::exactly ? "ucum" : "text")) {
                unit.spelling = spelled == Spelled::exactly ? text : folded_unit(text);
                const bool known = std::any_of(units.begin(), units.end(), [&unit](const UnitSpelling& other) {
                    return other.spelled == unit.spelled && other.spelling == unit.spelling;
                });
                if (known) problem(node, "the unit '" + text + "' stands twice");
                units.push_back(unit);
            }
        }
    }
    return units;
}

// Gives the first code, which is the one that is written; empty when there is none.
template <class Meaning, class Codes>
std::string TerminologyReader::add_codes(const toml::table& table, CodeSystem system, Codes& codes, Meaning meaning) {
    const std::string_view key = name_of(system);
    const std::vector<std::string> written = texts_at(table, key);
    for (const std::string& code : written) {
        const toml::node& where = *table.get(key);
        if (!is_code_of(system, code))
            problem(where, "'" + code + "' is no " + std::string{key} + " code: its check digit or form is wrong");
        const bool known = std::any_of(codes.begin(), codes.end(), [system, &code](const auto& other) {
            return other.system == system && other.code == code;
        });
        if (known) problem(where, "the code '" + code + "' stands twice");
        codes.push_back({system, code, meaning});
    }
    return written.empty() ? std::string{} : written.front();
}

bool TerminologyReader::each_of(const toml::table& root, std::string_view key,
                                void (TerminologyReader::*read_one)(const toml::table&)) {
    const toml::node* node = root.get(key);
    if (node == nullptr) return false;
    const toml::array* array = node->as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
        problem(*node, "'" + std::string{key} + "' must be written as [[" + std::string{key} + "]]");
        return true;
    }
    for (const toml::node& element : *array) (this->*read_one)(*element.as_table());
    return true;
}

void TerminologyReader::read_range(const toml::table& table, ItemTerms& terms) {
    const toml::node* node = table.get("plausible");
    if (node == nullptr) return;
    const toml::array* range = node->as_array();
    if (range == nullptr || range->size() != 2) {
        problem(*node, "plausible must be the lowest and the highest value, as in [\"30\", \"43\"]");
        return;
    }
    terms.lowest = decimal_in((*range)[0]);
    terms.highest = decimal_in((*range)[1]);
    if (terms.lowest && terms.highest && *terms.lowest > *terms.highest)
        problem(*node, "the lowest value stands first");
}

void TerminologyReader::read_hints(const toml::table& table, ItemTerms& terms) {
    const toml::array* hints = table["hints"].as_array();
    if (hints == nullptr) return;
    for (const toml::node& node : *hints) {
        const toml::table* row = node.as_table();
        if (row == nullptr || !row->contains("from") || !row->contains("to")) {
            problem(node, "a hint must be a table with from, to, unit and say");
            continue;
        }
        check_keys(*row, {"from", "to", "unit", "say"});
        terms.hints.push_back({decimal_in(*row->get("from")).value_or(Decimal{}),
                               decimal_in(*row->get("to")).value_or(Decimal{}), text_at(*row, "unit"),
                               text_at(*row, "say")});
    }
}

void TerminologyReader::read_item_codes(const toml::table& table, Item item) {
    auto& codes = terminology_.item_codes_;
    std::string& written = terminology_.written_loinc_[static_cast<std::size_t>(item)];
    written = add_codes(table, CodeSystem::loinc, codes, CodedItem{item, Unit::none});
    // Codes people type by mistake are understood although their check digit is wrong.
    for (const std::string& code : texts_at(table, "mistyped_loinc")) {
        codes.push_back({CodeSystem::loinc, code, CodedItem{item, Unit::none}});
    }
    add_codes(table, CodeSystem::snomed, codes, CodedItem{item, Unit::none});
    const toml::array* settles = table["settles"].as_array();
    if (settles == nullptr) return;
    for (const toml::node& node : *settles) {
        const toml::table* row = node.as_table();
        if (row == nullptr) {
            problem(node, "settles must hold tables such as { unit = \"ng/mL{FEU}\", loinc = [\"48065-7\"] }");
            continue;
        }
        const Unit unit = unit_at(*row, "unit").value_or(Unit::none);
        for (const std::string& code : texts_at(*row, "loinc")) {
            const auto known =
                std::find_if(codes.begin(), codes.end(), [&code](const auto& entry) { return entry.code == code; });
            if (known == codes.end()) {
                problem(node, "'" + code + "' is not among the loinc codes above");
            } else {
                known->meaning.settles = unit;
            }
        }
    }
}

// Diagnoses that carry a grade: first the code that leaves it open, then those of grade 1, 2 and so on.
void TerminologyReader::read_grade_codes(const toml::table& table, Item item) {
    int grade = 0;
    for (const std::string& code : texts_at(table, "icd10cm")) {
        if (!is_code_of(CodeSystem::icd10cm, code)) problem(table, "'" + code + "' is no ICD-10-CM code");
        terminology_.grade_codes_.push_back({CodeSystem::icd10cm, code, CodedGrade{item, grade++}});
    }
}

void TerminologyReader::read_item(const toml::table& table) {
    check_keys(table, {"name", "unit", "plausible", "loinc", "mistyped_loinc", "snomed", "settles", "units", "hints",
                       "icd10cm"});
    const std::string name = text_at(table, "name");
    const auto item = item_named(name);
    if (!item) return problem(table, "'" + name + "' is no item of the chart");
    ItemTerms& terms = terminology_.items_[static_cast<std::size_t>(*item)];
    if (!terms.units.empty()) return problem(table, "the item '" + name + "' stands twice");
    const ItemKind kind = kind_of(*item);
    if (kind == ItemKind::measured) terms.unit = unit_at(table, "unit").value_or(Unit::none);
    if (kind == ItemKind::measured || kind == ItemKind::score) {
        terms.units = read_units(table, "units", terms.unit);
        // Charts in capitals: what is right letter by letter is also right folded, unless that spelling has its own
        // row. Giga (10*9) is no such spelling: folded it would be the gram.
        const std::vector<UnitSpelling> exact = terms.units;
        for (UnitSpelling unit : exact) {
            if (unit.spelled == Spelled::freely || unit.spelling.empty() || unit.spelling.starts_with("G/")) continue;
            unit.spelled = Spelled::freely;
            unit.spelling = folded_unit(unit.spelling);
            terms.units.push_back(unit);
        }
    }
    read_range(table, terms);
    read_hints(table, terms);
    read_item_codes(table, *item);
    read_grade_codes(table, *item);
}

void TerminologyReader::read_word(const toml::table& table) {
    check_keys(table, {"item", "word", "names", "snomed"});
    const auto item = item_named(text_at(table, "item"));
    const std::string word = text_at(table, "word");
    const auto place = item ? word_named(*item, word) : std::nullopt;
    if (!place) return problem(table, "'" + word + "' is no word of that item");
    add_names(table, terminology_.words_[static_cast<std::size_t>(*item)], *place);
    if (*item == Item::oxygen_device) add_codes(table, CodeSystem::snomed, terminology_.device_codes_, *place);
}

void TerminologyReader::add_folded(const toml::table& table, std::string_view key, std::vector<std::string>& words) {
    for (const std::string& word : texts_at(table, key)) words.push_back(folded_words(word));
}

void TerminologyReader::add_names(const toml::table& table, WordIndex& names, std::uint16_t place) {
    for (const std::string& name : texts_at(table, "names")) {
        if (!names.add(name, place)) problem(*table.get("names"), "'" + name + "' already names something else");
    }
}

void TerminologyReader::read_drug(const toml::table& table) {
    check_keys(table, {"name", "names", "rxnorm", "ceiling"});
    auto& drugs = terminology_.formulary_.drugs;
    const std::string name = text_at(table, "name");
    const auto id = static_cast<DrugId>(drugs.size());
    if (!terminology_.drug_names_.add(name, id)) return problem(table, "'" + name + "' already names something else");
    drugs.push_back(name);
    const toml::node* ceiling = table.get("ceiling");
    auto& ceilings = terminology_.formulary_.ceilings;
    ceilings.push_back(ceiling == nullptr ? std::nullopt : milligrams_in(text_at(table, "ceiling")));
    if (ceiling != nullptr && !ceilings.back()) problem(*ceiling, "a ceiling is written like \"800 mg\"");
    add_names(table, terminology_.drug_names_, id);
    terminology_.written_drug_rxnorm_.push_back(add_codes(table, CodeSystem::rxnorm, terminology_.drug_codes_, id));
}

void TerminologyReader::read_product(const toml::table& table) {
    check_keys(table, {"name", "class", "names", "rxnorm"});
    auto& products = terminology_.formulary_.products;
    Product product{text_at(table, "name"), TherapyClass::none};
    const std::string therapy_class = text_at(table, "class");
    if (therapy_class == name_of(TherapyClass::car_t)) product.therapy_class = TherapyClass::car_t;
    if (therapy_class == name_of(TherapyClass::bispecific)) product.therapy_class = TherapyClass::bispecific;
    if (product.therapy_class == TherapyClass::none) problem(table, "class must be car_t or bispecific");
    const auto id = static_cast<ProductId>(products.size());
    if (!terminology_.product_names_.add(product.name, id)) {
        return problem(table, "'" + product.name + "' already names something else");
    }
    products.push_back(std::move(product));
    add_names(table, terminology_.product_names_, id);
    auto& codes = terminology_.product_codes_;
    terminology_.written_product_rxnorm_.push_back(add_codes(table, CodeSystem::rxnorm, codes, id));
}

void TerminologyReader::read(const TextFile& file) try {
    path_ = file.path;
    const toml::table root = toml::parse(file.text, file.path);
    check_keys(root, {"item", "word", "drug", "product", "not_systemic", "no_drug_record", "not_infused",
                      "beside_a_product", "dose_units", "rate_units"});
    each_of(root, "item", &TerminologyReader::read_item);
    each_of(root, "word", &TerminologyReader::read_word);
    each_of(root, "drug", &TerminologyReader::read_drug);
    each_of(root, "product", &TerminologyReader::read_product);
    add_folded(root, "not_systemic", terminology_.not_systemic_);
    add_folded(root, "no_drug_record", terminology_.no_drug_record_);
    add_folded(root, "not_infused", terminology_.not_infused_);
    add_folded(root, "beside_a_product", terminology_.beside_a_product_);
    if (root.contains("dose_units")) terminology_.dose_units_ = read_units(root, "dose_units", Unit::none);
    if (root.contains("rate_units")) terminology_.rate_units_ = read_units(root, "rate_units", Unit::none);
} catch (const toml::parse_error& error) {
    reading_.problems.push_back(path_ + ":" + std::to_string(error.source().begin.line) + ": " +
                                std::string{error.description()});
} catch (const std::logic_error& error) {
    reading_.problems.push_back(path_ + ": this is no TOML: " + error.what());
}

void TerminologyReader::settle() {
    const auto earlier = [](const auto& a, const auto& b) {
        return a.system != b.system ? a.system < b.system : a.code < b.code;
    };
    std::ranges::sort(terminology_.item_codes_, earlier);
    std::ranges::sort(terminology_.drug_codes_, earlier);
    std::ranges::sort(terminology_.product_codes_, earlier);
    std::ranges::sort(terminology_.device_codes_, earlier);
    std::ranges::sort(terminology_.grade_codes_, earlier);
    terminology_.drug_names_.settle();
    terminology_.product_names_.settle();
    for (WordIndex& words : terminology_.words_) words.settle();
}

TerminologyReading read_terminology(std::span<const TextFile> files) {
    const std::vector<TextFile> wanted = terminology_files(files);
    TerminologyReader reader;
    for (const TextFile& file : wanted) reader.read(file);
    reader.settle();
    TerminologyReading reading = reader.take();
    if (wanted.empty()) reading.problems.emplace_back("terminology/: there is no *.toml file in it");
    return reading;
}

}  // namespace stormkeel
