// Reads the providers by a table of their names, which also writes them.
#include "cli/oidc_settings.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "storage/secret_file.h"

namespace stormkeel {
namespace {

using pack::Fields;
using pack::Value;

std::string wrong_address(std::string_view text) {
    return text.empty() || read_web_url(text) ? "" : "is no https address; write https://id.example.org/path";
}

std::string wrong_base_address(std::string_view text) {
    const bool plain = text.find('?') == std::string_view::npos;
    return text.empty() || (plain && read_web_url(text)) ? "" : "is no https address; write https://id.example.org";
}

std::string wrong_origin(std::string_view text) {
    const auto url = read_web_url(text);
    const bool right = text.empty() || (url && origin_of(*url) == text);
    return right ? "" : "is no https origin without a slash at its end; write https://ward.example.org";
}

std::string wrong_scope(std::string_view text) {
    const std::string words = " " + std::string(text) + " ";
    return words.find(" openid ") == std::string::npos ? "lacks openid, without which nobody says who signs in" : "";
}

std::string no_check(std::string_view) { return ""; }

struct ProviderTextSetting {
    std::string_view name;
    std::string ProviderText::* place;
    std::string (*wrong)(std::string_view text);
};
constexpr std::array<ProviderTextSetting, 7> provider_settings{
    {{"issuer", &ProviderText::issuer, wrong_base_address},
     {"client_id", &ProviderText::client_id, no_check},
     {"client_secret_file", &ProviderText::client_secret_file, wrong_file},
     {"scope", &ProviderText::scope, wrong_scope},
     {"authorization_endpoint", &ProviderText::authorization_endpoint, wrong_address},
     {"token_endpoint", &ProviderText::token_endpoint, wrong_address},
     {"jwks_uri", &ProviderText::jwks_uri, wrong_address}}};

struct OwnTextSetting {
    std::string_view name;
    std::string OidcText::* place;
    std::string (*wrong)(std::string_view text);
};
constexpr std::array<OwnTextSetting, 3> own_settings{{{"name", &OidcText::name, no_check},
                                                      {"public_url", &OidcText::public_url, wrong_origin},
                                                      {"ca", &OidcText::ca, wrong_file}}};

constexpr std::array<Role, 5> roles_of_people{Role::nurse, Role::physician, Role::pharmacist, Role::auditor,
                                              Role::admin};

template <typename Setting, typename Into>
void read_texts(Fields& fields, const Setting& settings, Into& into) {
    for (const auto& one : settings) {
        const auto text = fields.text(one.name);
        if (!text) continue;
        const std::string wrong = one.wrong(*text);
        if (!wrong.empty()) {
            fields.refuse(fields.line_of(one.name), "'" + std::string(one.name) + "': '" + *text + "' " + wrong);
        }
        into.*one.place = *text;
    }
}

const Value* table_of(Fields& fields, std::string_view name) {
    const Value* table = fields.take(name);
    if (table == nullptr || table->kind == Value::Kind::table) return table;
    fields.refuse(table->line, "'" + std::string(name) + "' is a section; write its name between square brackets");
    return nullptr;
}

void read_roles(Fields& of, ProviderText& provider, std::vector<PackProblem>& problems) {
    const Value* table = table_of(of, "roles");
    if (table == nullptr) return;
    Fields fields(*table, of.file(), problems);
    provider.claim = fields.text("claim").value_or("");
    std::vector<std::string> seen;
    for (const Role role : roles_of_people) {
        for (const Value& value : fields.texts(name_of(role))) {
            if (std::find(seen.begin(), seen.end(), value.text) != seen.end()) {
                fields.refuse(value.line, "'" + value.text + "' stands for two roles; each value gives one");
            }
            seen.push_back(value.text);
            provider.values[role].push_back(value.text);
        }
    }
    if (provider.claim.empty() != seen.empty()) {
        fields.refuse(table->line, provider.claim.empty()
                                       ? "'claim' is missing; it names the claim whose values these are"
                                       : "no role has a value of '" + provider.claim + "'; write nurse = [\"...\"]");
    }
    fields.refuse_untaken();
}

bool is_begun(const ProviderText& provider) {
    return !provider.client_id.empty() || !provider.client_secret_file.empty() || !provider.claim.empty() ||
           !provider.authorization_endpoint.empty() || !provider.token_endpoint.empty() || !provider.jwks_uri.empty();
}

void read_own(Fields& head, OidcText& oidc, std::vector<PackProblem>& problems) {
    const Value* table = table_of(head, "oidc");
    if (table == nullptr) return;
    Fields fields(*table, head.file(), problems);
    read_texts(fields, own_settings, oidc);
    read_texts(fields, provider_settings, oidc.provider);
    read_roles(fields, oidc.provider, problems);
    fields.refuse_untaken();
    const auto lacks = [&](const std::string& name, const std::string& why) {
        fields.refuse(table->line, "'" + name + "' is missing in [oidc]; " + why);
    };
    if (oidc.provider.issuer.empty()) {
        if (is_begun(oidc.provider)) lacks("issuer", "it is the address of the provider that these are of");
        return;
    }
    if (oidc.provider.client_id.empty()) lacks("client_id", "the provider gives one to whoever it is to vouch before");
    if (oidc.public_url.empty()) lacks("public_url", "the provider sends people back to it");
    if (oidc.name.empty()) lacks("name", "the sign-in page shows it");
}

void read_record_system(Fields fields, OidcText& oidc, std::vector<PackProblem>& problems) {
    ProviderText one;
    one.scope = "launch openid fhirUser";
    one.iss = fields.needed_text("iss");
    if (!one.iss.empty() && !wrong_base_address(one.iss).empty()) {
        fields.refuse(fields.line_of("iss"), "'iss': '" + one.iss + "' " + wrong_base_address(one.iss));
    }
    const auto is_same = [&](const ProviderText& other) { return other.iss == one.iss; };
    if (std::any_of(oidc.record_systems.begin(), oidc.record_systems.end(), is_same)) {
        fields.refuse(fields.line_of("iss"), "'iss': '" + one.iss + "' is registered twice");
    }
    read_texts(fields, provider_settings, one);
    fields.needed_text("client_id");
    read_roles(fields, one, problems);
    fields.refuse_untaken();
    oidc.record_systems.push_back(std::move(one));
}

void read_record_systems(Fields& head, OidcText& oidc, std::vector<PackProblem>& problems) {
    const Value* table = table_of(head, "smart");
    if (table == nullptr) return;
    Fields fields(*table, head.file(), problems);
    const Value* list = fields.take("ehr");
    fields.refuse_untaken();
    if (list == nullptr) return;
    const bool tables =
        list->kind == Value::Kind::list && std::all_of(list->items.begin(), list->items.end(),
                                                       [](const Value& one) { return one.kind == Value::Kind::table; });
    if (!tables) return fields.refuse(list->line, "'ehr' is no table; begin each with [[smart.ehr]]");
    for (const Value& one : list->items) read_record_system(Fields(one, head.file(), problems), oidc, problems);
    if (oidc.public_url.empty()) {
        fields.refuse(list->line, "'public_url' is missing in [oidc]; the record system sends people back to it");
    }
}

std::string roles_as_toml(const std::string& section, const ProviderText& provider) {
    std::string text = "[" + section + ".roles]\nclaim = " + quoted_toml(provider.claim) + "\n";
    for (const Role role : roles_of_people) {
        std::string words;
        if (const auto found = provider.values.find(role); found != provider.values.end()) {
            for (const std::string& value : found->second) words += (words.empty() ? "" : ", ") + quoted_toml(value);
        }
        text += std::string(name_of(role)) + " = [" + words + "]\n";
    }
    return text;
}

std::string texts_as_toml(const ProviderText& provider) {
    std::string text;
    for (const ProviderTextSetting& one : provider_settings) {
        text += std::string(one.name) + " = " + quoted_toml(provider.*one.place) + "\n";
    }
    return text;
}

std::variant<OidcRegistration, Failure> registration_of(const ProviderText& provider) {
    OidcRegistration made;
    made.issuer = provider.issuer;
    made.fhir_base = provider.iss;
    made.client_id = provider.client_id;
    made.authorization_endpoint = provider.authorization_endpoint;
    made.token_endpoint = provider.token_endpoint;
    made.jwks_uri = provider.jwks_uri;
    made.scope = provider.scope;
    made.roles.claim = provider.claim;
    for (const auto& [role, values] : provider.values) {
        for (const std::string& value : values) made.roles.values.emplace_back(value, role);
    }
    if (provider.client_secret_file.empty()) return made;
    const auto read = read_secret(provider.client_secret_file);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return Failure{not_secure, problem->what};
    made.client_secret = std::get<std::optional<std::string>>(read).value_or("");
    while (made.client_secret.ends_with('\n') || made.client_secret.ends_with('\r')) made.client_secret.pop_back();
    if (made.client_secret.empty()) return Failure{not_secure, provider.client_secret_file + " holds no secret"};
    return made;
}

}  // namespace

OidcText read_oidc(Fields& head, std::vector<PackProblem>& problems) {
    OidcText oidc;
    read_own(head, oidc, problems);
    read_record_systems(head, oidc, problems);
    return oidc;
}

std::string to_toml(const OidcText& oidc) {
    std::string text = "[oidc]\n";
    for (const OwnTextSetting& one : own_settings) {
        text += std::string(one.name) + " = " + quoted_toml(oidc.*one.place) + "\n";
    }
    text += texts_as_toml(oidc.provider) + roles_as_toml("oidc", oidc.provider);
    for (const ProviderText& one : oidc.record_systems) {
        text += "[[smart.ehr]]\niss = " + quoted_toml(one.iss) + "\n" + texts_as_toml(one) +
                roles_as_toml("smart.ehr", one);
    }
    return text;
}

std::variant<std::shared_ptr<Oidc>, Failure> oidc_of(const OidcText& oidc) {
    OidcSettings settings;
    settings.name = oidc.name;
    settings.public_url = oidc.public_url;
    settings.authority = oidc.ca;
    if (!oidc.provider.issuer.empty()) {
        auto provider = registration_of(oidc.provider);
        if (const auto* failure = std::get_if<Failure>(&provider)) return *failure;
        settings.provider = std::get<OidcRegistration>(std::move(provider));
    }
    for (const ProviderText& one : oidc.record_systems) {
        auto registered = registration_of(one);
        if (const auto* failure = std::get_if<Failure>(&registered)) return *failure;
        settings.record_systems.push_back(std::get<OidcRegistration>(std::move(registered)));
    }
    if (!settings.provider && settings.record_systems.empty()) return std::shared_ptr<Oidc>();
    auto made = Oidc::of(std::move(settings));
    if (auto* why = std::get_if<std::string>(&made)) return Failure{not_secure, "[oidc] ca: " + *why};
    return std::get<std::shared_ptr<Oidc>>(std::move(made));
}

std::string quoted_toml(const std::string& text) {
    std::string result = "\"";
    for (const char each : text) {
        if (each == '"' || each == '\\') result += '\\';
        result += each;
    }
    return result + '"';
}

std::string wrong_file(std::string_view text) {
    return text.empty() || std::filesystem::is_regular_file(text) ? "" : "is no file";
}

}  // namespace stormkeel
