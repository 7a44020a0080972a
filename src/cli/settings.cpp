// Reads the settings by one table of their names, which also writes them.
#include "cli/settings.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "guideline/block.h"
#include "guideline/fields.h"
#include "server/audit_syslog.h"
#include "server/http_server.h"
#include "server/log.h"
#include "server/permissions.h"
#include "server/webauthn.h"

namespace stormkeel {
namespace {

using pack::Fields;
using pack::Value;

std::string wrong_listen(std::string_view text) {
    return read_listen(text) ? "" : "is no address and port; write 127.0.0.1:8080";
}

std::string wrong_zone(std::string_view text) {
    if (text.empty()) return "";
    const auto zone = TimeZone::named(text);
    const auto* refusal = std::get_if<Refusal>(&zone);
    return refusal == nullptr ? "" : "is refused: " + refusal->why;
}

std::string wrong_feed(std::string_view text) {
    return text == "production" || text == "any" ? "" : "is no feed; production and any are";
}

std::string wrong_mllp(std::string_view text) {
    return text.empty() || read_listen(text) ? "" : "is no address and port; write 127.0.0.1:2575";
}

std::string wrong_level(std::string_view text) {
    return log_level_named(text) ? "" : "is no level; debug, info, warning and error are";
}

std::string wrong_base(std::string_view text) {
    const bool right = text.empty() || ((text.starts_with("https://") || text.starts_with("http://")) &&
                                        !text.ends_with('/') && text.find_first_of("?# ") == std::string_view::npos);
    return right ? "" : "is no address without a slash at its end; write https://ward.example.org";
}

std::string wrong_role(std::string_view text) {
    return person_role_named(text) ? "" : "is no role of a person; nurse, physician, pharmacist, auditor and admin are";
}

std::string wrong_activation(std::string_view text) {
    return text == "any" || text == "two-persons" ? "" : "is no activation; any and two-persons are";
}

std::string wrong_collector(std::string_view text) {
    return text.empty() || read_collector(text) ? "" : "is no host and port; write logs.example.org:6514";
}

std::string wrong_page_origin(std::string_view text) {
    const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    const std::string_view rest = text.substr(scheme);
    const bool right = scheme > 0 && !rest.empty() &&
                       rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") == std::string_view::npos;
    return right ? ""
                 : "is no origin as a browser tells it; write https://ehr.example.org, in small letters and without a "
                   "slash at its end";
}

std::string nothing_wrong(std::string_view) { return ""; }

// Names without a section stand at the head of the file.
struct TextSetting {
    std::string_view section;
    std::string_view name;
    std::string Settings::* place;
    std::string (*wrong)(std::string_view text);
};
constexpr std::array<TextSetting, 19> text_settings{
    {{"", "data", &Settings::data, nothing_wrong},
     {"", "listen", &Settings::listen, wrong_listen},
     {"", "mllp", &Settings::mllp, wrong_mllp},
     {"", "site", &Settings::site, nothing_wrong},
     {"", "guidelines", &Settings::guidelines, nothing_wrong},
     {"", "packs_sha256", &Settings::packs_sha256, nothing_wrong},
     {"guideline", "activation", &Settings::guideline_activation, wrong_activation},
     {"tls", "certificate", &Settings::tls_certificate, wrong_file},
     {"tls", "key", &Settings::tls_key, wrong_file},
     {"tls", "mllp_client_ca", &Settings::mllp_client_ca, wrong_file},
     {"hl7v2", "time_zone", &Settings::time_zone, wrong_zone},
     {"hl7v2", "feed", &Settings::hl7v2_feed, wrong_feed},
     {"log", "level", &Settings::log_level, wrong_level},
     {"sign_in", "origin", &Settings::sign_in_origin, why_no_origin},
     {"audit", "syslog", &Settings::audit_syslog, wrong_collector},
     {"audit", "syslog_ca", &Settings::audit_syslog_ca, wrong_file},
     {"audit", "syslog_certificate", &Settings::audit_syslog_certificate, wrong_file},
     {"audit", "syslog_key", &Settings::audit_syslog_key, wrong_file},
     {"cds", "base", &Settings::cds_base, wrong_base}}};

struct WholeSetting {
    std::string_view section;
    std::string_view name;
    std::int64_t Settings::* place;
    std::int64_t least;
    std::int64_t most;
};
constexpr std::array<WholeSetting, 6> wholes{
    {{"retention", "events", &Settings::kept_events, 0, 1'000'000'000'000},
     {"retention", "discharged_days", &Settings::discharged_days, 0, 36'500},
     {"watchdog", "free_mib", &Settings::free_mib, 1, 1'000'000'000},
     {"sign_in", "lock_after_seconds", &Settings::lock_after_seconds, 30, 43'200},
     {"limits", "feed", &Settings::feed_a_second, 0, 1'000'000},
     {"limits", "cds_client", &Settings::cds_client_a_second, 0, 1'000'000}}};

struct ListSetting {
    std::string_view section;
    std::string_view name;
    std::vector<std::string> Settings::* place;
    std::string (*wrong)(std::string_view text);  // of one text of the list
};
constexpr std::array<ListSetting, 5> lists{{{"hl7v2", "intensive_care", &Settings::intensive_care, nothing_wrong},
                                            {"fhir", "servers", &Settings::fhir_servers, wrong_base},
                                            {"watchdog", "command", &Settings::alarm_command, nothing_wrong},
                                            {"sign_in", "second_factor", &Settings::second_factor, wrong_role},
                                            {"cds", "origins", &Settings::cds_origins, wrong_page_origin}}};

constexpr std::array<std::string_view, 12> sections{"",          "guideline", "tls",    "hl7v2",   "fhir",  "log",
                                                    "retention", "watchdog",  "limits", "sign_in", "audit", "cds"};

std::optional<std::string> text_of_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path)) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

// From where what the client leaves is fetched; without `fhir` from nowhere.
void read_fhir_server(Fields& fields, const std::string& issuer, Settings& settings) {
    CdsFhirServer server{issuer, fields.text("fhir").value_or(""), fields.text("fhir_ca").value_or("")};
    server.may_be_inside = fields.flag("fhir_private");
    if (server.base.empty()) {
        for (const char* name : {"fhir_ca", "fhir_private"}) {
            if (fields.has(name)) {
                fields.refuse(fields.line_of(name), "'" + std::string(name) + "' stands without 'fhir', the address " +
                                                        "of the FHIR server that it is about");
            }
        }
        return;
    }
    const auto refuse = [&](const char* name, const std::string& text, const std::string& wrong) {
        if (!wrong.empty()) fields.refuse(fields.line_of(name), std::string("'") + name + "': '" + text + "' " + wrong);
    };
    refuse("fhir", server.base, wrong_fhir_base(server.base, server.may_be_inside));
    refuse("fhir_ca", server.authority, wrong_file(server.authority));
    settings.cds_fhir_servers.push_back(std::move(server));
}

void read_issuer(Fields fields, Settings& settings) {
    JwtIssuer issuer;
    issuer.issuer = fields.needed_text("iss");
    const std::string file = fields.needed_text("jwks");
    issuer.jku = fields.text("jku").value_or("");
    for (const Value& tenant : fields.texts("tenants")) issuer.tenants.push_back(tenant.text);
    if (auto text = text_of_file(file)) {
        issuer.jwks = std::move(*text);
    } else if (!file.empty()) {
        fields.refuse(fields.line_of("jwks"), "'jwks': there is no file " + file +
                                                  "; it holds the issuer's public "
                                                  "keys, as the issuer gave them to you");
    }
    read_fhir_server(fields, issuer.issuer, settings);
    fields.refuse_untaken();
    settings.cds_issuers.push_back(std::move(issuer));
}

bool are_tables(const Value& list) {
    return list.kind == Value::Kind::list && std::all_of(list.items.begin(), list.items.end(), [](const Value& one) {
               return one.kind == Value::Kind::table;
           });
}

void read_sender(Fields fields, Settings& settings) {
    const std::string written = fields.needed_text("fingerprint");
    const std::string fingerprint = plain_fingerprint(written);
    if (fingerprint.empty() && !written.empty()) {
        fields.refuse(
            fields.line_of("fingerprint"),
            "'fingerprint': '" + written +
                "' is no SHA-256 of a certificate; write it as `openssl x509 -noout -fingerprint -sha256` does");
    }
    std::set<std::string>& senders = settings.hl7v2_senders[fingerprint];
    for (const Value& sender : fields.texts("speaks_as")) {
        const bool right = std::count(sender.text.begin(), sender.text.end(), '|') == 1 && sender.text.size() > 1;
        if (!right) {
            fields.refuse(sender.line, "'speaks_as': '" + sender.text +
                                           "' is no sender; write MSH-3, a bar and MSH-4, as in LAB|HOSP");
        }
        senders.insert(sender.text);
    }
    fields.refuse_untaken();
}

void read_senders(Fields& fields, Settings& settings, std::vector<PackProblem>& problems) {
    const Value* list = fields.take("sender");
    if (list == nullptr) return;
    if (!are_tables(*list)) {
        return fields.refuse(list->line, "'sender' is no table; begin each with [[hl7v2.sender]]");
    }
    for (const Value& one : list->items) read_sender(Fields(one, fields.file(), problems), settings);
}

void read_issuers(Fields& fields, Settings& settings, std::vector<PackProblem>& problems) {
    const Value* list = fields.take("issuer");
    if (list == nullptr) return;
    if (!are_tables(*list)) return fields.refuse(list->line, "'issuer' is no table; begin each with [[cds.issuer]]");
    for (const Value& one : list->items) read_issuer(Fields(one, fields.file(), problems), settings);
    if (settings.cds_base.empty()) {
        fields.refuse(list->line, "'base' is missing in [cds]; an issuer's tokens are made for this server's address");
    }
}

void read_section(std::string_view section, Fields& fields, Settings& settings) {
    for (const TextSetting& one : text_settings) {
        if (one.section != section) continue;
        const auto text = fields.text(one.name);
        if (!text) continue;
        const std::string wrong = one.wrong(*text);
        if (!wrong.empty()) {
            fields.refuse(fields.line_of(one.name), "'" + std::string(one.name) + "': '" + *text + "' " + wrong);
        }
        settings.*one.place = *text;
    }
    for (const WholeSetting& one : wholes) {
        if (one.section != section) continue;
        const auto whole = fields.whole(one.name);
        if (!whole) continue;
        if (*whole < one.least || *whole > one.most) {
            fields.refuse(fields.line_of(one.name), "'" + std::string(one.name) + "' is " + std::to_string(*whole) +
                                                        "; it lies between " + std::to_string(one.least) + " and " +
                                                        std::to_string(one.most));
        }
        settings.*one.place = *whole;
    }
    for (const ListSetting& one : lists) {
        if (one.section != section) continue;
        for (const Value& word : fields.texts(one.name)) {
            const std::string wrong = one.wrong(word.text);
            if (!wrong.empty())
                fields.refuse(word.line, "'" + std::string(one.name) + "': '" + word.text + "' " + wrong);
            (settings.*one.place).push_back(word.text);
        }
    }
}

Settings read(std::string_view text, const std::string& file, std::vector<PackProblem>& problems) {
    Settings settings;
    const Value root = pack::read_toml(text, {file, 1}, problems);
    if (!problems.empty()) return settings;
    Fields head(root, file, problems);
    for (const std::string_view section : sections) {
        if (section.empty()) {
            read_section(section, head, settings);
            continue;
        }
        const Value* table = head.take(section);
        if (table == nullptr) continue;
        if (table->kind != Value::Kind::table) {
            head.refuse(table->line,
                        "'" + std::string(section) + "' is a section; write [" + std::string(section) + "]");
            continue;
        }
        Fields fields(*table, file, problems);
        read_section(section, fields, settings);
        if (section == "cds") read_issuers(fields, settings, problems);
        if (section == "hl7v2") read_senders(fields, settings, problems);
        fields.refuse_untaken();
    }
    settings.oidc = read_oidc(head, problems);
    head.refuse_untaken();
    return settings;
}

std::string fhir_server_as_toml(const CdsFhirServer& server) {
    std::string text = "fhir = " + quoted_toml(server.base) + "\n";
    if (!server.authority.empty()) text += "fhir_ca = " + quoted_toml(server.authority) + "\n";
    return server.may_be_inside ? text + "fhir_private = true\n" : text;
}

std::variant<Settings, Failure> read_file(const std::string& file) {
    const auto text = text_of_file(file);
    if (!text) return Failure{wrong_call, "--config: there is no file " + file};
    std::vector<PackProblem> problems;
    Settings settings = read(*text, file, problems);
    if (problems.empty()) return settings;
    std::string told;
    for (const PackProblem& problem : problems) told += (told.empty() ? "" : "\n") + to_text(problem);
    return Failure{wrong_call, told};
}

}  // namespace

std::variant<Settings, Failure> settings_of(const Call& call) {
    Settings settings;
    const std::string folder = call.data.empty() ? settings.data : call.data;
    const std::string beside = folder + "/stormkeel.toml";
    const bool found = call.config.empty() && std::filesystem::exists(beside);
    if (found || !call.config.empty()) {
        auto read = read_file(found ? beside : call.config);
        if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
        settings = std::move(std::get<Settings>(read));
    }
    if (found && settings.data != folder && settings.data != Settings{}.data) {
        return Failure{wrong_call, beside + ": 'data' names another folder than the one this file was found in"};
    }
    if (found) settings.data = folder;
    const auto take = [](const std::string& word, std::string& setting) {
        if (!word.empty()) setting = word;
    };
    take(call.data, settings.data);
    take(call.listen, settings.listen);
    take(call.mllp, settings.mllp);
    take(call.tls_certificate, settings.tls_certificate);
    take(call.tls_key, settings.tls_key);
    take(call.mllp_client_ca, settings.mllp_client_ca);
    take(call.site, settings.site);
    take(call.guidelines, settings.guidelines);
    return settings;
}

Hl7Site hl7v2_of(const Settings& settings) {
    Hl7Site site;
    site.intensive_care = settings.intensive_care;
    site.feed = settings.hl7v2_feed == "any" ? Hl7Feed::any : Hl7Feed::production;
    if (settings.time_zone.empty()) return site;
    auto zone = TimeZone::named(settings.time_zone);
    if (auto* found = std::get_if<TimeZone>(&zone)) site.zone = std::move(*found);
    return site;
}

Call call_with(const Settings& settings, Call call) {
    call.data = settings.data;
    call.listen = settings.listen;
    call.mllp = settings.mllp;
    call.tls_certificate = settings.tls_certificate;
    call.tls_key = settings.tls_key;
    call.mllp_client_ca = settings.mllp_client_ca;
    call.site = settings.site;
    call.guidelines = settings.guidelines;
    return call;
}

std::string to_toml(const Settings& settings) {
    std::string text;
    for (const std::string_view section : sections) {
        if (!section.empty()) text += "[" + std::string(section) + "]\n";
        for (const TextSetting& one : text_settings) {
            if (one.section == section) text += std::string(one.name) + " = " + quoted_toml(settings.*one.place) + "\n";
        }
        for (const WholeSetting& one : wholes) {
            if (one.section == section)
                text += std::string(one.name) + " = " + std::to_string(settings.*one.place) + "\n";
        }
        for (const ListSetting& one : lists) {
            if (one.section != section) continue;
            std::string words;
            for (const std::string& word : settings.*one.place)
                words += (words.empty() ? "" : ", ") + quoted_toml(word);
            text += std::string(one.name) + " = [" + words + "]\n";
        }
    }
    text += to_toml(settings.oidc);
    for (const JwtIssuer& issuer : settings.cds_issuers) {
        text += "[[cds.issuer]]\niss = " + quoted_toml(issuer.issuer) + "\n";
        for (const CdsFhirServer& server : settings.cds_fhir_servers) {
            if (server.issuer == issuer.issuer) text += fhir_server_as_toml(server);
        }
    }
    for (const auto& [fingerprint, senders] : settings.hl7v2_senders) {
        std::string named;
        for (const std::string& sender : senders) named += (named.empty() ? "" : ", ") + quoted_toml(sender);
        text += "[[hl7v2.sender]]\nfingerprint = " + quoted_toml(fingerprint) + "\nspeaks_as = [" + named + "]\n";
    }
    return text;
}

}  // namespace stormkeel
