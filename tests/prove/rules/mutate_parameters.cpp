// Changes of the numbers and tables that findings are computed with.
#include <algorithm>
#include <cctype>

#include "guideline/drug_classes.h"
#include "guideline/parameters.h"
#include "prove/rules/mutant.h"

namespace stormkeel::prove {
namespace {

// How many decimals stand behind the point in `value = "38.0 Cel"`.
Decimal step_written(const std::string& rule) {
    const std::size_t value = rule.find("value");
    Decimal step = Decimal::whole(1);
    std::size_t at = value == std::string::npos ? rule.size() : rule.find_first_of("0123456789", value);
    while (at < rule.size() && std::isdigit(static_cast<unsigned char>(rule[at])) != 0) ++at;
    if (at >= rule.size() || rule[at] != '.') return step;
    for (++at; at < rule.size() && std::isdigit(static_cast<unsigned char>(rule[at])) != 0; ++at) {
        step = {step.billionths / 10};
    }
    return step;
}

// What sets a parameter, its name, and how it is put into a guideline.
template <class Value>
struct Setting {
    std::string statement;
    std::string name;
    Value now{};
    std::function<void(Guideline&, Value)> put;
};

template <class Value>
void add(std::vector<Mutant>& mutants, const Setting<Value>& set, Value value, const std::string& change) {
    if (value == set.now) return;
    mutants.push_back({set.statement,
                       Change::number,
                       set.name + " " + change,
                       [set, value](Guideline& g) { set.put(g, value); },
                       {}});
}

void add_number(std::vector<Mutant>& mutants, const Setting<Decimal>& set, Decimal step) {
    add(mutants, set, set.now + step, "one step up");
    if (set.now > step) add(mutants, set, set.now - step, "one step down");
    if (const auto tenfold = multiply(set.now, Decimal::whole(10))) add(mutants, set, *tenfold, "x 10");
    add(mutants, set, {set.now.billionths / 10}, "/ 10");
}

void add_length(std::vector<Mutant>& mutants, const Setting<Duration>& set) {
    add(mutants, set, Duration{set.now.microseconds + minutes(1).microseconds}, "a minute longer");
    add(mutants, set, Duration{set.now.microseconds - minutes(1).microseconds}, "a minute shorter");
    add(mutants, set, Duration{set.now.microseconds * 10}, "x 10");
    add(mutants, set, Duration{set.now.microseconds / 10}, "/ 10");
}

// A value that the reader of the packs refuses needs no case.
void add_count(std::vector<Mutant>& mutants, const Setting<int>& set) {
    const pack::CountLimits limits = pack::limits_of_count(set.name);
    const auto allowed = [&](int value, const std::string& change) {
        if (value >= limits.least && value <= limits.most) add(mutants, set, value, change);
    };
    allowed(set.now + 1, "one more");
    allowed(set.now - 1, "one less");
    allowed(set.now * 10, "x 10");
    allowed(set.now / 10, "/ 10");
}

const std::string& rule_that_sets(const Guideline& guideline, std::string_view parameter) {
    static const std::string none;
    for (const Statement& statement : guideline.statements) {
        if (statement.parameter == parameter) return statement.rule;
    }
    return none;
}

// The statement that classifies: the one whose block sets this word, at the beginning of a line; else the one that
// names it.
std::string statement_of_table(const Guideline& guideline, std::string_view word) {
    const std::string set = "\n" + std::string(word) + " ";
    for (const Statement& statement : guideline.statements) {
        if (statement.kind == "classify" && statement.rule.find(set) != std::string::npos) return statement.id;
    }
    for (const Statement& statement : guideline.statements) {
        if (statement.kind == "classify" && statement.rule.find(word) != std::string::npos) return statement.id;
    }
    return "a table";
}

void add_classes(std::vector<Mutant>& mutants, const Guideline& guideline) {
    for (std::size_t drug = 0; drug < guideline.parameters.drug_classes.size(); ++drug) {
        for (std::size_t one = 0; one < pack::drug_class_names.size(); ++one) {
            const std::uint32_t bit = 1U << static_cast<unsigned>(one);
            if ((guideline.parameters.drug_classes[drug] & bit) == 0) continue;
            const std::string name(pack::drug_class_names.at(one));
            mutants.push_back({statement_of_table(guideline, name),
                               Change::reference,
                               guideline.formulary.drugs[drug] + " is no " + name,
                               [drug, bit](Guideline& g) { g.parameters.drug_classes[drug] &= ~bit; },
                               {}});
        }
    }
}

void add_devices(std::vector<Mutant>& mutants, const Guideline& guideline) {
    const auto devices = words_of(Item::oxygen_device);
    for (std::size_t device = 0; device < guideline.parameters.oxygen_level.size(); ++device) {
        const int level = static_cast<int>(guideline.parameters.oxygen_level.at(device));
        for (const int other : {level - 1, level + 1}) {
            if (other < 0 || other > static_cast<int>(OxygenLevel::positive_pressure)) continue;
            mutants.push_back({statement_of_table(guideline, "oxygen_device"),
                               Change::reference,
                               std::string(devices[device]) + " is of level " + std::to_string(other),
                               [device, other](Guideline& g) {
                                   g.parameters.oxygen_level.at(device) = static_cast<OxygenLevel>(other);
                               },
                               {}});
        }
    }
}

void add_amounts(std::vector<Mutant>& mutants, const Guideline& guideline, std::vector<Decimal> Parameters::* table,
                 const std::string& name) {
    const std::vector<Decimal>& amounts = guideline.parameters.*table;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        if (amounts[i] == Decimal{}) continue;
        const Setting<Decimal> set{statement_of_table(guideline, name), name + " " + std::to_string(i), amounts[i],
                                   [table, i](Guideline& g, Decimal value) { (g.parameters.*table)[i] = value; }};
        add(mutants, set, {amounts[i].billionths * 2}, "x 2");
        add(mutants, set, {amounts[i].billionths / 2}, "/ 2");
    }
}

void add_course(std::vector<Mutant>& mutants, const Guideline& guideline) {
    const std::string id = statement_of_table(guideline, "methylprednisolone_course");
    const auto& steps = guideline.parameters.methylprednisolone_course;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string name = "step " + std::to_string(i + 1);
        add_number(mutants,
                   {id, name + " mg", steps[i].mg,
                    [i](Guideline& g, Decimal mg) { g.parameters.methylprednisolone_course[i].mg = mg; }},
                   Decimal::whole(1));
        if (steps[i].doses == 0) continue;
        add_count(mutants, {id, name + " doses", steps[i].doses,
                            [i](Guideline& g, int doses) { g.parameters.methylprednisolone_course[i].doses = doses; }});
    }
    add_length(mutants, {id, "interval", guideline.parameters.methylprednisolone_interval,
                         [](Guideline& g, Duration every) { g.parameters.methylprednisolone_interval = every; }});
}

}  // namespace

void add_parameter_mutants(std::vector<Mutant>& mutants, const Guideline& guideline) {
    for (const pack::ParameterName& known : pack::parameter_names()) {
        const std::string name(known.name);
        const std::string id(guideline.id_of_parameter(known.name));
        if (const auto number = known.number) {
            add_number(mutants,
                       {id, name, guideline.parameters.*number,
                        [number](Guideline& g, Decimal value) { g.parameters.*number = value; }},
                       step_written(rule_that_sets(guideline, known.name)));
        } else if (const auto count = known.count) {
            add_count(mutants, {id, name, guideline.parameters.*count,
                                [count](Guideline& g, int value) { g.parameters.*count = value; }});
        } else if (const auto length = known.duration) {
            add_length(mutants, {id, name, guideline.parameters.*length,
                                 [length](Guideline& g, Duration value) { g.parameters.*length = value; }});
        }
    }
}

void add_table_mutants(std::vector<Mutant>& mutants, const Guideline& guideline) {
    add_classes(mutants, guideline);
    add_devices(mutants, guideline);
    add_amounts(mutants, guideline, &Parameters::dexamethasone_equivalent, "dexamethasone_equivalent");
    add_amounts(mutants, guideline, &Parameters::norepinephrine_equivalent, "norepinephrine_equivalent");
    add_amounts(mutants, guideline, &Parameters::usual_onset_days, "usual_onset");
    add_course(mutants, guideline);
}

}  // namespace stormkeel::prove
