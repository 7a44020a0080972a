// Finds the packs and reads their pack.toml.
#include "guideline/pack_toml.h"

#include <algorithm>
#include <cctype>

#include "guideline/reading.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::string_view pack_toml_name = "/pack.toml";
constexpr std::array<std::pair<std::string_view, Layer>, 4> layers = {{{"grading", Layer::grading},
                                                                       {"management", Layer::management},
                                                                       {"product", Layer::product},
                                                                       {"comparison", Layer::comparison}}};

bool is_version(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, ".");
    return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
               return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
                   return std::isdigit(static_cast<unsigned char>(c)) != 0;
               });
           });
}

void add_file(const Value& written, std::span<const PackFile> files, PackFolder& found, Fields& fields) {
    const std::string path = found.folder + "/" + written.text;
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const PackFile& known) { return known.path == path; });
    const auto same = [&](const PackFile& known) { return known.path == path; };
    if (file == files.end()) {
        std::vector<std::string_view> known;
        for (const PackFile& other : files) {
            if (other.path.starts_with(found.folder + "/")) known.push_back(other.path.substr(found.folder.size() + 1));
        }
        fields.refuse(written.line, "there is no file " + in_quotes(path) + did_you_mean(written.text, known));
    } else if (std::any_of(found.files.begin(), found.files.end(), same)) {
        fields.refuse(written.line, in_quotes(written.text) + " is listed twice");
    } else {
        found.files.push_back(*file);
    }
}

void read_layer(Fields& fields, Pack& pack) {
    const std::string text = fields.needed_text("layer");
    std::vector<std::string_view> words;
    for (const auto& [word, layer] : layers) {
        words.push_back(word);
        if (word == text) {
            pack.layer = layer;
            return;
        }
    }
    if (text.empty()) return;
    if (text == "site") {
        return fields.refuse(fields.line_of("layer"),
                             "a site has no pack.toml; its settings stand in sites/NAME/overrides.toml");
    }
    fields.refuse(fields.line_of("layer"), in_quotes(text) + " is no layer; the layers are " + listed(words));
}

// product = "teclistamab", or products = ["teclistamab", "elranatamab"]: for a product pack alone.
void read_products(Fields& fields, const Formulary& formulary, Pack& pack) {
    const bool is_product = pack.layer == Layer::product;
    const std::string_view key = fields.has("products") ? "products" : "product";
    const std::vector<Value> written = fields.text_or_texts(key);
    if (is_product != fields.has(key)) {
        fields.refuse(fields.line_of(key), is_product
                                               ? "'product' is missing; a product pack holds for its product alone"
                                               : in_quotes(key) + " belongs to a pack of the layer product");
    }
    if (is_product && fields.has(key) && written.empty()) fields.refuse(fields.line_of(key), "no product is named");
    std::vector<std::string_view> known;
    for (const Product& product : formulary.products) known.push_back(product.name);
    for (const Value& name : written) {
        const auto product = formulary.product_named(name.text);
        if (!product) {
            fields.refuse(name.line, in_quotes(name.text) + " is no product" + did_you_mean(name.text, known));
        } else if (std::find(pack.products.begin(), pack.products.end(), *product) != pack.products.end()) {
            fields.refuse(name.line, in_quotes(name.text) + " is listed twice");
        } else {
            pack.products.push_back(*product);
        }
    }
}

void read_review(Fields& fields, Pack& pack) {
    if (fields.has("review_by")) pack.review_by = date_in(fields, "review_by");
    fields.take("review_by");
    if (pack.review_by && *pack.review_by < pack.in_force_from) {
        fields.refuse(fields.line_of("review_by"),
                      "this is before " + to_text(pack.in_force_from) + ", from which day on the pack is in force");
    }
}

// What a pack.toml is read with.
struct Shelf {
    std::span<const PackFile> files;
    const Formulary& formulary;
};

PackFolder read_pack_toml(const PackFile& toml, const Shelf& shelf, std::vector<PackProblem>& problems) {
    const std::span<const PackFile> files = shelf.files;
    PackFolder found;
    found.toml = toml;
    found.folder = toml.path.substr(0, toml.path.size() - pack_toml_name.size());
    const std::size_t problems_before = problems.size();
    const Value table = read_toml(toml.text, {std::string(toml.path), 1}, problems);
    if (problems.size() != problems_before) return found;
    Fields fields(table, std::string(toml.path), problems);
    found.pack.name = fields.needed_text("name");
    found.pack.title = fields.needed_text("title");
    read_layer(fields, found.pack);
    read_products(fields, shelf.formulary, found.pack);
    read_version_and_date(fields, found.pack);
    read_review(fields, found.pack);
    if (!fields.has("files")) fields.refuse(fields.line_of("files"), "'files' is missing; list the Markdown files");
    read_listed_files(fields, files, found);
    fields.refuse_untaken();
    refuse_unlisted(found, files, problems);
    return found;
}

// Two folders of one name are two versions of a pack: of one layer, and each from a day of its own.
void refuse_same_name(const PackFolder& found, const PackFolder& other, std::vector<PackProblem>& problems) {
    if (found.pack.name != other.pack.name || found.pack.name.empty()) return;
    std::string why;
    if (found.pack.layer != other.pack.layer) why = ", of another layer";
    if (found.pack.in_force_from == other.pack.in_force_from) why = " from the same day on";
    if (why.empty()) return;
    problems.push_back({std::string(found.toml.path), 1,
                        in_quotes(found.pack.name) + " is already the name of " + other.folder + why});
}

// A page in a folder without a pack.toml would be passed over in silence.
void refuse_lost_pages(std::span<const PackFile> files, std::vector<PackProblem>& problems) {
    for (const PackFile& file : files) {
        const std::size_t slash = file.path.rfind('/');
        if (slash == std::string_view::npos || !file.path.ends_with(".md") || file.path.ends_with("/README.md"))
            continue;
        const std::string_view folder = file.path.substr(0, slash);
        const bool is_pack = std::any_of(files.begin(), files.end(), [&](const PackFile& other) {
            return other.path.starts_with(folder) &&
                   (other.path.substr(slash) == pack_toml_name || other.path.substr(slash) == "/overrides.toml");
        });
        if (is_pack || folder == "terminology") continue;
        problems.push_back(
            {std::string(file.path), 1, "no pack.toml stands beside this file, so nothing in it counts"});
    }
}

}  // namespace

std::optional<Date> date_in(Fields& fields, std::string_view key) {
    const std::string text = fields.needed_text(key);
    if (const auto date = parse_date(text)) return date;
    if (!text.empty()) {
        fields.refuse(fields.line_of(key), in_quotes(text) + " is no date; write it like '2026-11-01'");
    }
    return std::nullopt;
}

void read_version_and_date(Fields& fields, Pack& pack) {
    pack.version = fields.needed_text("version");
    if (!pack.version.empty() && !is_version(pack.version)) {
        fields.refuse(fields.line_of("version"), in_quotes(pack.version) + " is no version; write it like '1.0.0'");
    }
    if (const auto date = date_in(fields, "in_force_from")) pack.in_force_from = *date;
}

void read_listed_files(Fields& fields, std::span<const PackFile> files, PackFolder& found) {
    for (const Value& written : fields.texts("files")) add_file(written, files, found, fields);
}

void refuse_unlisted(const PackFolder& found, std::span<const PackFile> files, std::vector<PackProblem>& problems) {
    for (const PackFile& file : files) {
        if (!file.path.starts_with(found.folder + "/") || !file.path.ends_with(".md")) continue;
        const std::string_view name = file.path.substr(found.folder.size() + 1);
        if (name.find('/') != std::string_view::npos || name == "CHANGES.md" || name == "README.md") continue;
        const auto same = [&](const PackFile& known) { return known.path == file.path; };
        if (std::any_of(found.files.begin(), found.files.end(), same)) continue;
        problems.push_back({std::string(file.path), 1,
                            "this file is not listed in " + found.folder +
                                "/pack.toml, so nothing in it counts; list it or remove it"});
    }
}

std::vector<PackFolder> find_packs(std::span<const PackFile> files, const Formulary& formulary,
                                   std::vector<PackProblem>& problems) {
    std::vector<PackFolder> found;
    for (const PackFile& file : files) {
        if (file.path.ends_with(pack_toml_name)) found.push_back(read_pack_toml(file, {files, formulary}, problems));
    }
    std::sort(found.begin(), found.end(), [](const PackFolder& a, const PackFolder& b) {
        return std::pair(a.pack.layer, a.folder) < std::pair(b.pack.layer, b.folder);
    });
    for (std::size_t i = 1; i < found.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) refuse_same_name(found[i], found[j], problems);
    }
    refuse_lost_pages(files, problems);
    if (found.empty()) problems.push_back({"pack.toml", 1, "no pack was found; a pack is a folder with a pack.toml"});
    return found;
}

std::vector<PackFolder> in_force(const std::vector<PackFolder>& folders, std::optional<Date> on) {
    const auto beats = [&](const Pack& other, const Pack& pack) {
        if (other.name != pack.name) return false;
        const bool begun = !on || pack.in_force_from <= *on;
        const bool other_begun = !on || other.in_force_from <= *on;
        if (begun != other_begun) return other_begun;
        return begun ? other.in_force_from > pack.in_force_from : other.in_force_from < pack.in_force_from;
    };
    std::vector<PackFolder> chosen;
    for (const PackFolder& folder : folders) {
        const bool beaten = std::any_of(folders.begin(), folders.end(),
                                        [&](const PackFolder& other) { return beats(other.pack, folder.pack); });
        if (!beaten) chosen.push_back(folder);
    }
    return chosen;
}

}  // namespace stormkeel::pack
