// Finds the packs and reads their pack.toml.
#include "guideline/pack_toml.h"

#include <algorithm>
#include <cctype>

#include "guideline/reading.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::string_view toml_name = "/pack.toml";
constexpr std::array<std::pair<std::string_view, Layer>, 4> layers = {{{"grading", Layer::grading},
                                                                       {"management", Layer::management},
                                                                       {"product", Layer::product},
                                                                       {"site", Layer::site}}};

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
        fields.refuse(written.line, "there is no file " + quoted(path) + did_you_mean(written.text, known));
    } else if (std::any_of(found.files.begin(), found.files.end(), same)) {
        fields.refuse(written.line, quoted(written.text) + " is listed twice");
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
    fields.refuse(fields.line_of("layer"), quoted(text) + " is no layer; the layers are " + listed(words));
}

void read_version_and_date(Fields& fields, Pack& pack) {
    pack.version = fields.needed_text("version");
    if (!pack.version.empty() && !is_version(pack.version)) {
        fields.refuse(fields.line_of("version"), quoted(pack.version) + " is no version; write it like '1.0.0'");
    }
    const std::string text = fields.needed_text("in_force_from");
    const auto date = parse_date(text);
    if (date) {
        pack.in_force_from = *date;
    } else if (!text.empty()) {
        fields.refuse(fields.line_of("in_force_from"), quoted(text) + " is no date; write it like '2026-11-01'");
    }
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

// product = "teclistamab", or products = ["teclistamab", "elranatamab"]: for a product pack alone.
void read_products(Fields& fields, const Formulary& formulary, Pack& pack) {
    const bool is_product = pack.layer == Layer::product;
    const std::string_view key = fields.has("products") ? "products" : "product";
    const std::vector<Value> written = fields.text_or_texts(key);
    if (is_product != fields.has(key)) {
        fields.refuse(fields.line_of(key), is_product
                                               ? "'product' is missing; a product pack holds for its product alone"
                                               : quoted(key) + " belongs to a pack of the layer product");
    }
    if (is_product && fields.has(key) && written.empty()) fields.refuse(fields.line_of(key), "no product is named");
    std::vector<std::string_view> known;
    for (const Product& product : formulary.products) known.push_back(product.name);
    for (const Value& name : written) {
        const auto product = formulary.product_named(name.text);
        if (!product) {
            fields.refuse(name.line, quoted(name.text) + " is no product" + did_you_mean(name.text, known));
        } else if (std::find(pack.products.begin(), pack.products.end(), *product) != pack.products.end()) {
            fields.refuse(name.line, quoted(name.text) + " is listed twice");
        } else {
            pack.products.push_back(*product);
        }
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
    found.folder = toml.path.substr(0, toml.path.size() - toml_name.size());
    const std::size_t problems_before = problems.size();
    const Value table = read_toml(toml.text, {std::string(toml.path), 1}, problems);
    if (problems.size() != problems_before) return found;
    Fields fields(table, std::string(toml.path), problems);
    found.pack.name = fields.needed_text("name");
    found.pack.title = fields.needed_text("title");
    read_layer(fields, found.pack);
    read_products(fields, shelf.formulary, found.pack);
    read_version_and_date(fields, found.pack);
    if (!fields.has("files")) fields.refuse(fields.line_of("files"), "'files' is missing; list the Markdown files");
    for (const Value& written : fields.texts("files")) add_file(written, files, found, fields);
    fields.refuse_untaken();
    refuse_unlisted(found, files, problems);
    return found;
}

}  // namespace

std::vector<PackFolder> find_packs(std::span<const PackFile> files, const Formulary& formulary,
                                   std::vector<PackProblem>& problems) {
    std::vector<PackFolder> found;
    for (const PackFile& file : files) {
        if (file.path.ends_with(toml_name)) found.push_back(read_pack_toml(file, {files, formulary}, problems));
    }
    std::sort(found.begin(), found.end(), [](const PackFolder& a, const PackFolder& b) {
        return std::pair(a.pack.layer, a.folder) < std::pair(b.pack.layer, b.folder);
    });
    for (std::size_t i = 1; i < found.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (found[i].pack.name != found[j].pack.name || found[i].pack.name.empty()) continue;
            problems.push_back({std::string(found[i].toml.path), 1,
                                quoted(found[i].pack.name) + " is already the name of " + found[j].folder});
        }
    }
    if (found.empty()) problems.push_back({"pack.toml", 1, "no pack was found; a pack is a folder with a pack.toml"});
    return found;
}

}  // namespace stormkeel::pack
