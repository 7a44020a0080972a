// What the world outside calls our items, units, drugs, products and devices: names, brands, codes, exact factors.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/words.h"
#include "core/formulary.h"
#include "core/quantity.h"
#include "core/vocabulary.h"

namespace stormkeel {

// One file as text: its path relative to guidelines/ ("terminology/drugs.toml") and its content as UTF-8.
struct TextFile {
    std::string_view path;
    std::string_view text;
};

// The code systems whose codes the terminology files carry.
enum class CodeSystem : std::uint8_t { loinc, snomed, rxnorm, icd10cm };

// By FHIR URI ("http://loinc.org"), by OID ("urn:oid:2.16.840.1.113883.6.1") or by HL7 v2 name ("LN", "SCT", "RXNORM").
std::optional<CodeSystem> code_system_named(std::string_view name);

// An amount in a unit of core/quantity.h.
struct Quantity {
    Decimal amount;
    Unit unit = Unit::none;
};

// Why a value cannot be used, and what would be right: "32 mm[Hg] is outside 30–43 Cel".
struct Refusal {
    std::string why;
};

using QuantityOrRefusal = std::variant<Quantity, Refusal>;

// What a LOINC code stands for. `settles` is the unit the code itself decides where a bare unit would be ambiguous
// (a D-dimer in "ng/mL" by a code for FEU is ng/mL{FEU}); Unit::none when it decides nothing.
struct CodedItem {
    Item item = Item::count_of_items;
    Unit settles = Unit::none;
};

// What a diagnosis says of a grade that the hospital charted: 1 to 5, or 0 for a code that leaves it open.
struct CodedGrade {
    Item item = Item::count_of_items;
    int grade = 0;
};

// How a spelling of a unit is matched: UCUM letter by letter, what charts write by folded_unit().
enum class Spelled : std::uint8_t { exactly, freely };

// One accepted spelling of a unit: canonical = (amount - minus) * numerator / denominator, in the unit `to`.
struct UnitSpelling {
    std::string spelling;
    Spelled spelled = Spelled::exactly;
    bool ambiguous = false;  // `to` is decided by CodedItem::settles; without it the value is refused
    Unit to = Unit::none;
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;
    Decimal minus;
};

// A range of values in one spelling's own unit that betrays a slip: 95 to 110 in Cel is a Fahrenheit reading.
struct UnitHint {
    Decimal from;
    Decimal to;
    std::string unit;  // as the record spells it, exact
    std::string say;   // "did you mean [degF]?"
};

// What the terminology holds of one measured or scored item.
struct ItemTerms {
    Unit unit = Unit::none;         // the canonical one
    std::optional<Decimal> lowest;  // plausible range in the canonical unit, both ends included
    std::optional<Decimal> highest;
    std::vector<UnitSpelling> units;  // the canonical spelling first
    std::vector<UnitHint> hints;
};

// Immutable once read, so many threads may ask at once. Names are matched by whole words, whatever their case and
// punctuation (adapters/words.h); codes exactly.
class Terminology {
public:
    const Formulary& formulary() const { return formulary_; }
    const ItemTerms& terms_of(Item item) const { return items_[static_cast<std::size_t>(item)]; }

    // The whole text is one name, brand name or biosimilar: "RoActemra", "tocilizumab-aazg", "Noradrenaline".
    std::optional<DrugId> drug_of_name(std::string_view name) const;
    std::optional<ProductId> product_of_name(std::string_view name) const;

    // A longer text ("Norepinephrine (mcg/min)", "methylprednisolone 1 g in 100 mL") holds these drugs, in order of
    // their id, each once. Empty when says_local(). A combination names every drug we know in it.
    std::vector<DrugId> drugs_in_text(std::string_view text) const;

    // The same, also of a text that says_local(): an allergy is one wherever the drug was put.
    std::vector<DrugId> drugs_named_in(std::string_view text) const { return drug_names_.places_in(text); }
    // The folded text without the names of any of them.
    std::string without_drug_names(std::string_view text) const;

    // The drug that a word of a text was most likely meant to be ("Tociluzumab 640 mg"), see WordIndex::misspelt_in.
    std::optional<DrugId> drug_misspelt_in(std::string_view text) const { return drug_names_.misspelt_in(text); }

    // The text says that the drug stays where it is put ("ophthalmic", "nasal"), or is no drug record ("Volume (ml)").
    bool says_local(std::string_view text) const;

    // A vasopressor in a text or by a route like this is no infusion into the blood ("tablet", "epidural").
    bool says_not_infused(std::string_view text) const;

    // The product a longer text says was given ("Infusion of Yescarta, 68 mL"): beside the names of one product it
    // holds only numbers and words of giving and form. "Consent for Yescarta infusion" gives nothing.
    std::optional<ProductId> product_given_in(std::string_view text) const;

    // A word of an item of words ("Bipap mask ", "HFNC"), its place in words_of(item). For oxygen_device the order of
    // the words is free ("cannula, nasal, high flow").
    std::optional<std::uint16_t> word_of(Item item, std::string_view text) const;
    std::optional<std::uint16_t> device_of_words(std::string_view text) const {
        return word_of(Item::oxygen_device, text);
    }

    // By published code; nothing for a code the files do not carry. RxNorm codes of clinical drug forms lead to their
    // drug.
    std::optional<CodedItem> item_of_code(CodeSystem system, std::string_view code) const;
    std::optional<CodedItem> item_of_loinc(std::string_view code) const {
        return item_of_code(CodeSystem::loinc, code);
    }
    std::optional<DrugId> drug_of_code(CodeSystem system, std::string_view code) const;
    std::optional<ProductId> product_of_code(CodeSystem system, std::string_view code) const;
    std::optional<std::uint16_t> device_of_code(CodeSystem system, std::string_view code) const;
    std::optional<CodedGrade> grade_of_code(CodeSystem system, std::string_view code) const;

    // The code to write out: the first the files give; empty when none is verified.
    std::string_view loinc_of(Item item) const;
    // Every code that leads to the item, in order of the code: what a search for it asks for.
    std::vector<std::string_view> loincs_of(Item item) const;
    std::string_view rxnorm_of_drug(DrugId drug) const;
    std::string_view rxnorm_of_product(ProductId product) const;

    // A measured or scored value in the item's canonical unit, inside its plausible range. The unit is UCUM or one of
    // the listed spellings of real charts; for scores "", "1" and "{score}". `settled` is CodedItem::settles.
    QuantityOrRefusal convert(Item item, Decimal amount, std::string_view unit, Unit settled = Unit::none) const;

    // The amount of a dose ("mg", "g", "mcg", "mL", "[IU]", "mg/kg", "{cells}/kg") and the rate of an infusion
    // ("ug/kg/min", "mg/h", "[IU]/h", "mU/min", "mL/h") in a unit of core/quantity.h. Negative amounts are refused.
    QuantityOrRefusal dose(Decimal amount, std::string_view unit) const;
    QuantityOrRefusal rate(Decimal amount, std::string_view unit) const;

    // Whether two units are known, and are nowhere the same ("Cel" and "degF"). What is not known, or says not which of
    // two kinds it is, differs from nothing.
    bool units_differ(std::string_view one, std::string_view other) const;

    // The known name nearest to a wrong one; empty when none is near.
    std::string_view nearest_drug(std::string_view name) const;
    std::string_view nearest_product(std::string_view name) const;
    std::string_view nearest_word(Item item, std::string_view text) const;

private:
    friend class TerminologyReader;

    template <class Meaning>
    struct Coded {
        CodeSystem system = CodeSystem::loinc;
        std::string code;
        Meaning meaning{};
    };
    template <class Meaning>
    using Codes = std::vector<Coded<Meaning>>;  // in order of system and code once settled

    Formulary formulary_;
    std::array<ItemTerms, item_count> items_;
    WordIndex drug_names_;
    WordIndex product_names_;
    std::array<WordIndex, item_count> words_;
    // Folded, as the files' tables of these names say.
    std::vector<std::string> not_systemic_;
    std::vector<std::string> no_drug_record_;
    std::vector<std::string> not_infused_;
    std::vector<std::string> beside_a_product_;
    Codes<CodedItem> item_codes_;
    Codes<DrugId> drug_codes_;
    Codes<ProductId> product_codes_;
    Codes<std::uint16_t> device_codes_;
    Codes<CodedGrade> grade_codes_;
    std::array<std::string, item_count> written_loinc_;  // empty when none
    std::vector<std::string> written_drug_rxnorm_;       // by DrugId
    std::vector<std::string> written_product_rxnorm_;    // by ProductId
    std::vector<UnitSpelling> dose_units_;
    std::vector<UnitSpelling> rate_units_;
};

// What reading the files gave. Each problem names file, line, and what would be right; with a problem the terminology
// must not be used for patients.
struct TerminologyReading {
    Terminology terminology;
    std::vector<std::string> problems;
};

// Reads every *.toml below a folder terminology/ and ignores all other files, so all of guidelines/ may be passed.
// Drugs and products are numbered in order of the file, and files in order of their path. Check digits of LOINC (modulo
// 10) and SNOMED CT (Verhoeff) are verified.
TerminologyReading read_terminology(std::span<const TextFile> files);

}  // namespace stormkeel
