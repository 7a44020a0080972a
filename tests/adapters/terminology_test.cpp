// Names, brands and codes lead to the right item, drug, product and device, and to nothing when they are not known.
#include <gtest/gtest.h>

#include "adapters/terminology_codes.h"
#include "adapters/terminology_known.h"

namespace stormkeel {
namespace {

std::string drug_named(std::string_view name) {
    const auto drug = known_terminology().drug_of_name(name);
    return drug ? known_terminology().formulary().drugs[*drug] : "nothing";
}

std::string product_named(std::string_view name) {
    const auto product = known_terminology().product_of_name(name);
    return product ? known_terminology().formulary().products[*product].name : "nothing";
}

std::string device_named(std::string_view words) {
    const auto device = known_terminology().device_of_words(words);
    return device ? std::string{words_of(Item::oxygen_device)[*device]} : "nothing";
}

std::vector<std::string> drugs_in(std::string_view text) {
    std::vector<std::string> names;
    for (const DrugId drug : known_terminology().drugs_in_text(text)) {
        names.push_back(known_terminology().formulary().drugs[drug]);
    }
    return names;
}

using Names = std::vector<std::string>;

TEST(Terminology, TheFilesReadWithoutAProblem) { EXPECT_EQ(read_terminology_folder().problems, Names{}); }

TEST(Terminology, EveryDrugAndProductOfTheChartIsKnown) {
    for (const char* drug : {"norepinephrine",
                             "epinephrine",
                             "phenylephrine",
                             "dopamine",
                             "angiotensin_ii",
                             "terlipressin",
                             "vasopressin",
                             "dobutamine",
                             "milrinone",
                             "levosimendan",
                             "tocilizumab",
                             "siltuximab",
                             "anakinra",
                             "ruxolitinib",
                             "emapalumab",
                             "etoposide",
                             "cyclophosphamide",
                             "dasatinib",
                             "immunoglobulin",
                             "antithymocyte_globulin",
                             "dexamethasone",
                             "methylprednisolone",
                             "prednisone",
                             "prednisolone",
                             "hydrocortisone",
                             "acetaminophen",
                             "ibuprofen",
                             "sodium_chloride_bolus",
                             "lactated_ringers_bolus",
                             "albumin_bolus",
                             "filgrastim",
                             "pegfilgrastim",
                             "sargramostim",
                             "molgramostim",
                             "levetiracetam",
                             "micafungin",
                             "cefepime"}) {
        EXPECT_EQ(drug_named(drug), drug);
    }
    for (const char* product :
         {"axicabtagene_ciloleucel", "brexucabtagene_autoleucel", "tisagenlecleucel", "lisocabtagene_maraleucel",
          "idecabtagene_vicleucel", "ciltacabtagene_autoleucel", "obecabtagene_autoleucel", "blinatumomab",
          "teclistamab", "talquetamab", "elranatamab", "linvoseltamab", "epcoritamab", "glofitamab", "mosunetuzumab",
          "tarlatamab", "tebentafusp", "other_car_t", "other_bispecific"}) {
        EXPECT_EQ(product_named(product), product);
    }
}

TEST(Terminology, EveryMeasuredAndScoredItemHasAUnit) {
    for (std::size_t place = 0; place < item_count; ++place) {
        const Item item = static_cast<Item>(place);
        const ItemKind kind = kind_of(item);
        if (kind != ItemKind::measured && kind != ItemKind::score) continue;
        const ItemTerms& terms = known_terminology().terms_of(item);
        EXPECT_FALSE(terms.units.empty()) << name_of(item);
        EXPECT_TRUE(terms.lowest && terms.highest) << name_of(item);
        EXPECT_EQ(terms.unit == Unit::none, kind == ItemKind::score) << name_of(item);
    }
}

TEST(Terminology, BrandsAndBiosimilarsAreOneDrug) {
    for (const char* name : {"Actemra", "RoActemra", "TYENNE", "Tofidence", "Avtozma", "tocilizumab-aazg",
                             "tocilizumab-bavi", "Tocilizumab-Anoh", " tocilizumab "}) {
        EXPECT_EQ(drug_named(name), "tocilizumab") << name;
    }
    EXPECT_EQ(drug_named("Paracetamol"), "acetaminophen");
    EXPECT_EQ(drug_named("TYLENOL"), "acetaminophen");
    EXPECT_EQ(drug_named("Solu-Medrol"), "methylprednisolone");
    EXPECT_EQ(drug_named("solumedrol"), "methylprednisolone");
    EXPECT_EQ(drug_named("Leukine"), "sargramostim");
    EXPECT_EQ(drug_named("angiotensin II"), "angiotensin_ii");
    EXPECT_EQ(product_named("Yescarta"), "axicabtagene_ciloleucel");
    EXPECT_EQ(product_named("axi-cel"), "axicabtagene_ciloleucel");
    EXPECT_EQ(product_named("KYMRIAH"), "tisagenlecleucel");
    EXPECT_EQ(product_named("teclistamab-cqyv"), "teclistamab");
}

TEST(Terminology, ADrugIsFoundByWholeWordsOnly) {
    EXPECT_EQ(drug_named("Levophed"), "norepinephrine");
    EXPECT_EQ(drug_named("noradrenaline"), "norepinephrine");
    EXPECT_EQ(drug_named("adrenaline"), "epinephrine");
    EXPECT_EQ(drug_named("nor-epinephrine"), "norepinephrine");
    EXPECT_EQ(drug_named("Nor Adrenaline"), "norepinephrine");
    EXPECT_EQ(drugs_in("methyl prednisolone 1 g"), Names{"methylprednisolone"});
    EXPECT_EQ(drugs_in("peg-filgrastim 6 mg"), Names{"pegfilgrastim"});
    EXPECT_EQ(drugs_in("nor-epinephrine and epinephrine"), (Names{"norepinephrine", "epinephrine"}));
    EXPECT_EQ(drug_named("mystery"), "nothing");
    EXPECT_EQ(drugs_in("Norepinephrine (mcg/min)"), Names{"norepinephrine"});
    EXPECT_EQ(drugs_in("EPINEPHRINE 4 mg in dextrose 5 %"), Names{"epinephrine"});
    EXPECT_EQ(drugs_in("HYDROcodone-Acetaminophen 5-325 mg"), Names{"acetaminophen"});
    EXPECT_EQ(drugs_in("Piperacillin/Tazobactam 4.5 g"), Names{"piperacillin_tazobactam"});
    EXPECT_EQ(drugs_in("norepinephrine 8 mg in sodium chloride 0.9 % 250 mL"), Names{"norepinephrine"});
    EXPECT_EQ(drugs_in("Sodium chloride 0.9% bolus 500 mL"), Names{"sodium_chloride_bolus"});
    EXPECT_EQ(drugs_in("dextrose 5 %"), Names{});
}

TEST(Terminology, DropsAndVolumesAreNoSystemicDrug) {
    EXPECT_EQ(drugs_in("dexamethasone ophthalmic 0.1 %"), Names{});
    EXPECT_EQ(drugs_in("phenylephrine nasal spray"), Names{});
    EXPECT_EQ(drugs_in("Volume (ml) Phenylephrine"), Names{});
    EXPECT_EQ(drugs_in("Neo-Synephrine 0.5 % spray"), Names{});
    EXPECT_EQ(drugs_in("hydrocortisone 1 % oint"), Names{});
}

TEST(Terminology, WordsOfAMixtureOrOfADropperAreNoReasonToLeaveADrugOut) {
    EXPECT_EQ(drugs_in("norepinephrine 8 mg in dextrose 5 % total volume 250 mL"), Names{"norepinephrine"});
    EXPECT_EQ(drugs_in("acetaminophen infant drops 160 mg/5 mL"), Names{"acetaminophen"});
}

TEST(Terminology, AProductIsGivenOnlyByATextThatSaysNothingElse) {
    const auto given = [](std::string_view text) {
        const auto product = known_terminology().product_given_in(text);
        return product ? known_terminology().formulary().products[*product].name : "nothing";
    };
    EXPECT_EQ(given("Infusion of Yescarta (axicabtagene ciloleucel), 68 mL bag"), "axicabtagene_ciloleucel");
    EXPECT_EQ(given("CAR-T cell infusion"), "other_car_t");
    EXPECT_EQ(given("teclistamab 1.5 mg/kg subcutaneous injection"), "teclistamab");
    EXPECT_EQ(given("Consent for CAR T infusion"), "nothing");
    EXPECT_EQ(given("Yescarta toxicity"), "nothing");
    EXPECT_EQ(given("Yescarta or Kymriah infusion"), "nothing");
}

TEST(Terminology, DevicesAreFoundAsChartsWriteThem) {
    const std::pair<const char*, const char*> devices[]{
        {"nasal_cannula", "nasal_cannula"},
        {"Nasal cannula", "nasal_cannula"},
        {"None (Room air)", "room_air"},
        {"High flow nasal cannula", "high_flow_nasal_cannula"},
        {"HFNC", "high_flow_nasal_cannula"},
        {"hfnc", "high_flow_nasal_cannula"},
        {"Cannula, nasal, HIGH-FLOW", "high_flow_nasal_cannula"},
        {"nasal cannula high flow", "high_flow_nasal_cannula"},
        {"Heated high flow nasal cannula", "high_flow_nasal_cannula"},
        {"Venti mask ", "venturi_mask"},
        {"Medium conc mask ", "simple_mask"},
        {"Simple mask", "simple_mask"},
        {"Face tent", "simple_mask"},
        {"Aerosol-cool", "simple_mask"},
        {"High flow neb", "simple_mask"},
        {"High flow mask", "simple_mask"},
        {"Non-rebreather", "non_rebreather"},
        {"NRB", "non_rebreather"},
        {"Oxymizer", "nasal_cannula"},
        {"Bi-PAP", "bipap"},
        {"Bipap mask ", "bipap"},
        {"CPAP mask ", "cpap"},
        {"Trach mask ", "tracheostomy_mask"},
        {"blow-by", "blow_by"},
        {"Endotracheal tube", "invasive_ventilation"},
        {"ECMO", "ecmo"},
        {"T-piece", "nothing"},
        {"Ambubag", "nothing"},
        {"2", "nothing"},
        {"flow", "nothing"},
        {"", "nothing"},
    };
    for (const auto& [words, device] : devices) EXPECT_EQ(device_named(words), device) << words;
}

TEST(Terminology, CodesLeadToItemsDrugsProductsAndDevices) {
    const Terminology& known = known_terminology();
    const auto item = [&known](std::string_view code) {
        const auto found = known.item_of_loinc(code);
        return found ? found->item : Item::count_of_items;
    };
    EXPECT_EQ(item("8310-5"), Item::temperature);
    EXPECT_EQ(item("8480-6"), Item::systolic_bp);
    EXPECT_EQ(item("59408-5"), Item::spo2);
    EXPECT_EQ(item("3151-8"), Item::oxygen_flow);
    EXPECT_EQ(item("2276-4"), Item::ferritin);
    EXPECT_EQ(item("3150-0"), Item::fio2);
    EXPECT_EQ(item("20564-1"), Item::count_of_items) << "a venous saturation is no oximetry";
    EXPECT_EQ(item("8310-50"), Item::count_of_items);
    EXPECT_EQ(known.item_of_loinc("48065-7")->settles, Unit::ng_per_ml_feu);
    EXPECT_EQ(known.item_of_loinc("48066-5")->settles, Unit::ng_per_ml_ddu);
    EXPECT_EQ(known.formulary().drugs[known.drug_of_code(CodeSystem::rxnorm, "612865").value()], "tocilizumab");
    EXPECT_EQ(known.formulary().drugs[known.drug_of_code(CodeSystem::rxnorm, "1745276").value()], "norepinephrine");
    EXPECT_EQ(known.formulary().products[known.product_of_code(CodeSystem::rxnorm, "1986438").value()].name,
              "tisagenlecleucel");
    EXPECT_EQ(known.device_of_code(CodeSystem::snomed, "426854004"), device::high_flow_nasal_cannula);
    EXPECT_EQ(known.device_of_code(CodeSystem::snomed, "427591007"), device::non_rebreather);
    EXPECT_EQ(known.device_of_code(CodeSystem::loinc, "427591007"), std::nullopt);
}

TEST(Terminology, AMistypedCodeIsUnderstoodAndNeverWritten) {
    EXPECT_EQ(known_terminology().item_of_loinc("3150-6")->item, Item::fio2);
    EXPECT_EQ(known_terminology().loinc_of(Item::fio2), "3150-0");
    EXPECT_EQ(known_terminology().loinc_of(Item::temperature), "8310-5");
    EXPECT_EQ(known_terminology().loinc_of(Item::ice_score), "");
}

TEST(Terminology, NothingUnverifiedStandsInTheTables) {
    const Terminology& known = known_terminology();
    for (const char* code : {"68442", "69634", "5640", "4450", "325887", "282446", "1535218"}) {
        EXPECT_EQ(known.drug_of_code(CodeSystem::rxnorm, code), std::nullopt) << code;
    }
}

TEST(Terminology, CheckDigitsFindAMistypedCode) {
    EXPECT_TRUE(is_loinc_code("3150-0"));
    EXPECT_FALSE(is_loinc_code("3150-6"));
    EXPECT_FALSE(is_loinc_code("99844-5"));
    EXPECT_FALSE(is_loinc_code("31500"));
    EXPECT_TRUE(is_snomed_code("371907003"));
    EXPECT_TRUE(is_snomed_code("4471000175100"));
    EXPECT_FALSE(is_snomed_code("371907030")) << "neighbours swapped";
    EXPECT_FALSE(is_snomed_code("371907004"));
    EXPECT_EQ(code_system_named("http://loinc.org"), CodeSystem::loinc);
    EXPECT_EQ(code_system_named("SCT"), CodeSystem::snomed);
    EXPECT_EQ(code_system_named("http://example.org"), std::nullopt);
}

std::string nearest(std::string_view device) {
    return std::string{known_terminology().nearest_word(Item::oxygen_device, device)};
}

TEST(Terminology, TheNearestKnownNameIsOffered) {
    EXPECT_EQ(nearest("oxigen_mask"), "simple_mask");
    EXPECT_EQ(nearest("nasal canulla"), "nasal_cannula");
    EXPECT_EQ(nearest("bibap"), "bipap");
    EXPECT_EQ(nearest("something else"), "");
    EXPECT_EQ(known_terminology().nearest_drug("tocilizumap"), "tocilizumab");
    EXPECT_EQ(known_terminology().nearest_drug("noradrenlin"), "norepinephrine");
    EXPECT_EQ(known_terminology().nearest_product("Yescata"), "axicabtagene_ciloleucel");
}

std::vector<std::string> problems_of(std::string_view text) {
    const TextFile file{"terminology/sample.toml", text};
    return read_terminology({&file, 1}).problems;
}

TEST(Terminology, AMistakeInAFileIsNamedWithItsLine) {
    EXPECT_EQ(problems_of("[[drug]]\nname = \"a\"\nrxnorm = [\"x1\"]\n"),
              Names{"terminology/sample.toml:3: 'x1' is no rxnorm code: its check digit or form is wrong"});
    EXPECT_EQ(problems_of("[[item]]\nname = \"blood_culture\"\nloinc = [\"3150-6\"]\n"),
              Names{"terminology/sample.toml:3: '3150-6' is no loinc code: its check digit or form is wrong"});
    EXPECT_EQ(problems_of("[[drug]]\nname = \"a\"\n[[drug]]\nname = \"b\"\nnames = [\"A\"]\n"),
              Names{"terminology/sample.toml:5: 'A' already names something else"});
    EXPECT_EQ(problems_of("[[drug]]\nname = \"a\"\nceiling = \"800\"\n"),
              Names{"terminology/sample.toml:3: a ceiling is written like \"800 mg\""});
    EXPECT_EQ(problems_of("[[drug]]\nname = \"a\"\nbrand = \"A\"\n"),
              Names{"terminology/sample.toml:3: 'brand' is no key here; there are name names rxnorm ceiling"});
    EXPECT_EQ(problems_of("[[item]]\nname = \"temprature\"\n"),
              Names{"terminology/sample.toml:1: 'temprature' is no item of the chart"});
    ASSERT_EQ(problems_of("name = \n").size(), 1U);
    EXPECT_EQ(problems_of("name = \n")[0].rfind("terminology/sample.toml:1: ", 0), 0U);
}

TEST(Terminology, FilesElsewhereAreIgnored) {
    const TextFile file{"astct-2019/pack.toml", "anything = true\n"};
    EXPECT_EQ(read_terminology({&file, 1}).problems, Names{"terminology/: there is no *.toml file in it"});
}

}  // namespace
}  // namespace stormkeel
