// Reads the command line. This file alone sees CLI11, because it takes seconds to compile.
#include "cli/call.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "cli/call_texts.h"
#include "cli/version.h"
#include "cli/wrong_words.h"

namespace stormkeel {
namespace {

Ended wrong(const std::string& what) {
    return {wrong_call, "", "stormkeel: " + what + "\nstormkeel --help lists the commands.\n"};
}

// Everything the parser fills; texts become values once all words are known to be right.
struct Words {
    Call call;
    std::string format = "text";
    bool brief = false;
};

void add_input(CLI::App& command, Words& words) {
    command
        .add_option("FILE", words.call.files,
                    "chart CSV, FHIR R4 Bundle or NDJSON, HL7 v2 messages; - is standard input")
        ->required()
        ->type_name("");
    command.add_option("--patient", words.call.patient, "only this patient")->type_name("ID");
    command.add_option("--site", words.call.site, "the settings of a hospital: sites/NAME of the packs")
        ->type_name("NAME");
    command
        .add_option("--time-zone", words.call.time_zone,
                    "where HL7 v2 times without an offset belong, as in Europe/Berlin; else they are rejected")
        ->type_name("NAME");
    command.add_option("--guidelines", words.call.guidelines, "read the packs of this folder, not those built in")
        ->type_name("DIR");
}

void add_at(CLI::App& command, Words& words) {
    command.add_option("--at", words.call.at, "the time to answer for; else the time of the patient's last fact")
        ->type_name("TIME");
}

void add_format(CLI::App& command, Words& words, const std::string& choices) {
    command.add_option("--format", words.format, choices)->type_name("FORMAT");
}

void add_patient_commands(CLI::App& program, Words& words) {
    auto& assess = *program.add_subcommand("assess", "Grades, what to do, what is due and what is not known");
    add_input(assess, words);
    add_at(assess, words);
    add_format(assess, words, "text (a page), json (one object a line), fhir (one Bundle a line), handover");
    assess.add_option("--scales", words.call.scales, "other scales beside it: all, or lee-2014,penn")
        ->type_name("LIST");
    assess.add_flag("--brief", words.brief, "one line for each patient, two where one is too short");
    assess.footer(std::string(assess_footer));

    auto& timeline = *program.add_subcommand("timeline", "How the grades went, instant by instant");
    add_input(timeline, words);
    timeline.add_option("--until", words.call.until, "go on to this time; else to the patient's last fact")
        ->type_name("TIME");
    add_format(timeline, words, "text, csv, json (one assessment a line)");
    timeline.footer(std::string(timeline_footer));

    auto& explain = *program.add_subcommand("explain", "Why this grade, and what would change it");
    add_input(explain, words);
    add_at(explain, words);
    explain.footer(std::string(explain_footer));

    auto& order = *program.add_subcommand("order", "Checks an order that somebody is about to sign");
    add_input(order, words);
    order.add_option("--order", words.call.order, "drug, amount and unit: \"tocilizumab 640 mg\"")
        ->type_name("TEXT")
        ->required();
    add_at(order, words);
    add_format(order, words, "text, json");
    order.footer(std::string(order_footer));
}

void add_stock_command(CLI::App& program, Words& words) {
    auto& stock = *program.add_subcommand("stock", "Tocilizumab for the patients at risk, against the vials there are");
    add_input(stock, words);
    add_at(stock, words);
    stock.add_option("--in-building", words.call.in_building, "vials in the building: \"400 mg x 6, 80 mg x 8\"")
        ->type_name("VIALS");
    add_format(stock, words, "text, json");
    stock.footer(std::string(stock_footer));
}

void add_guideline_commands(CLI::App& program, Words& words) {
    auto& guideline = *program.add_subcommand("guideline", "The medicine: its packs and statements");
    guideline.require_subcommand(1);
    guideline.footer(std::string(guideline_footer));
    const auto folder = [&](CLI::App& command) {
        command
            .add_option("--time-zone", words.call.time_zone,
                        "where HL7 v2 times without an offset belong, as in Europe/Berlin; else they are rejected")
            ->type_name("NAME");
        command.add_option("--guidelines", words.call.guidelines, "read the packs of this folder, not those built in")
            ->type_name("DIR");
    };
    const auto site = [&](CLI::App& command) {
        command.add_option("--site", words.call.site, "as this hospital has set them")->type_name("NAME");
    };
    auto& list = *guideline.add_subcommand("list", "The packs and how many statements each holds");
    folder(list);
    site(list);
    auto& show = *guideline.add_subcommand("show", "One statement: its words, its source, its rule");
    show.add_option("ID", words.call.names, "the statement: ASTCT.G3.vasopressor")
        ->required()
        ->expected(1)
        ->type_name("");
    folder(show);
    site(show);
    auto& lint = *guideline.add_subcommand("lint", "Everything that is wrong with the packs");
    lint.add_option("DIR", words.call.names, "a folder of packs; else the packs built in")
        ->expected(0, 1)
        ->type_name("");
    lint.add_option("--cases", words.call.cases, "the cases that prove the cuts; else tests/cases, when it is there")
        ->type_name("DIR");
    auto& trace = *guideline.add_subcommand("trace", "From the two texts to packs and cases, and back; 1 if any lacks");
    folder(trace);
    trace.add_option("--cases", words.call.cases, "the cases; else tests/cases, when it is there")->type_name("DIR");
    add_format(trace, words, "text, markdown (docs/traceability.md), json");
    auto& diff = *guideline.add_subcommand("diff", "What changed from A to B, statement by statement");
    diff.add_option("A_B", words.call.names,
                    "each a folder of packs, built-in, or site:NAME; @DATE behind it: as of then")
        ->required()
        ->expected(2)
        ->type_name("");
    folder(diff);
    diff.footer(
        "Examples:\n  stormkeel guideline diff built-in guidelines\n  stormkeel guideline diff built-in site:example\n"
        "  stormkeel guideline diff built-in@2026-11-01 built-in");
}

void add_units(CLI::App& command, Words& words) {
    command.add_option("--unit", words.call.units, "whose patients are seen, once for each; else the whole hospital's")
        ->type_name("UNIT")
        ->take_all();
}

template <typename AddData>
void add_user_commands(CLI::App& program, Words& words, const AddData& data) {
    auto& user = *program.add_subcommand("user", "People who sign in, each with a password and a role");
    user.require_subcommand(1);
    auto& add =
        *user.add_subcommand("add", "A new account, or another password or role; the password is read from input");
    auto& remove = *user.add_subcommand("remove", "Closes an account and ends its sessions at once");
    auto& list = *user.add_subcommand("list", "The accounts that are open");
    auto& reset =
        *user.add_subcommand("reset-factors", "Takes all second factors of an account away, and its PIN and badge");
    for (CLI::App* command : {&add, &remove, &reset}) {
        command->add_option("NAME", words.call.names, "the name to sign in with")
            ->required()
            ->expected(1)
            ->type_name("");
    }
    add.add_option("--role", words.call.role, "nurse, physician, pharmacist, auditor or admin")
        ->required()
        ->type_name("ROLE");
    add.add_option("--subject", words.call.subject,
                   "who this is at the hospital's own sign-in (sub): no password is read then")
        ->type_name("SUB");
    add_units(add, words);
    add.add_flag("--whole-hospital", words.call.whole_hospital, "no unit binds them any more");
    for (CLI::App* command : {&add, &remove, &list, &reset}) data(*command);
    add.footer(
        "Examples:\n  stormkeel user add m.ortega --role nurse\n"
        "  stormkeel user add m.ortega --role nurse --unit \"7 West\" --unit ICU\n"
        "  stormkeel user add m.ortega --role nurse --subject 248289761001");
}

void add_serve_options(CLI::App& serve, Words& words) {
    serve.add_flag("--demo", words.call.demo, "twelve invented patients, in a folder of their own: ./data-demo");
    serve.add_option("--listen", words.call.listen, "address and port; 0 takes any port that is free")
        ->type_name("ADDRESS:PORT")
        ->default_str("127.0.0.1:8080");
    serve.add_flag("--check", words.call.check, "read the settings, tell them or what is wrong, and end");
    serve.add_option("--mllp", words.call.mllp, "address and port for HL7 v2 messages over MLLP: 127.0.0.1:2575")
        ->type_name("ADDRESS:PORT");
    serve.add_option("--tls-certificate", words.call.tls_certificate, "PEM: the certificate, then those above it")
        ->type_name("FILE");
    serve.add_option("--tls-key", words.call.tls_key, "PEM: its key, readable by its owner alone")->type_name("FILE");
    serve.add_option("--mllp-client-ca", words.call.mllp_client_ca, "PEM: who vouches for senders over MLLP")
        ->type_name("FILE");
    serve.add_option("--site", words.call.site, "the settings of a hospital: sites/NAME of the packs")
        ->type_name("NAME");
    serve.add_option("--guidelines", words.call.guidelines, "read the packs of this folder, not those built in")
        ->type_name("DIR");
    serve.footer(std::string(serve_footer));
}

template <typename AddData, typename AddConfig>
void add_verify_command(CLI::App& program, Words& words, const AddData& data, const AddConfig& config) {
    auto& verify =
        *program.add_subcommand("verify", "Whether all is as it was kept, and gives the answers that were given");
    data(verify);
    config(verify);
    verify.add_option("--site", words.call.site, "the settings of a hospital: sites/NAME of the packs")
        ->type_name("NAME");
    verify.add_option("--guidelines", words.call.guidelines, "read the packs of this folder, not those built in")
        ->type_name("DIR");
    auto* proof = verify.add_option("--proof", words.call.proof,
                                    "only write a proof, as JSON, that this row is in the audit of a checkpoint");
    proof->type_name("NUMBER");
    auto* file = verify.add_option("--proof-file", words.call.proof_file,
                                   "only check such a proof; no data are needed, nor a ward");
    file->type_name("FILE")->excludes(proof);
    verify.add_option("--key", words.call.key, "the public key it has to be signed by: 64 digits, or audit-public-key")
        ->type_name("PUBLICKEY")
        ->needs(file);
    verify.footer(std::string(verify_footer));
}

void add_ward_commands(CLI::App& program, Words& words) {
    const auto data = [&](CLI::App& command) {
        command.add_option("--data", words.call.data, "the folder in which everything is kept")
            ->type_name("DIR")
            ->default_str("./data");
    };
    const auto config = [&](CLI::App& command) {
        command.add_option("--config", words.call.config, "the settings; else DIR/stormkeel.toml, when it is there")
            ->type_name("FILE");
    };
    auto& serve =
        *program.add_subcommand("serve", "The live ward: takes facts, answers, and raises what must be heard");
    data(serve);
    config(serve);
    add_serve_options(serve, words);
    auto& watch = *program.add_subcommand("watch", "Raises, as a process of its own, when the ward does not answer");
    data(watch);
    config(watch);
    watch.footer("It ends with 69 once it has raised. Example:\n  stormkeel watch --data ./data");
    auto& token = *program.add_subcommand("token", "Tokens by which machines sign in");
    token.require_subcommand(1);
    auto& add = *token.add_subcommand("add", "A new token, shown once; it replaces the one of that name");
    add.add_option("NAME", words.call.names, "whose token it is: ward-feed")->required()->expected(1)->type_name("");
    add.add_option("--role", words.call.role, "integration, sender, cds, monitor or kiosk")
        ->required()
        ->type_name("ROLE");
    add_units(add, words);
    data(add);
    add.footer(
        "Examples:\n  stormkeel token add ward-feed --role integration\n  stormkeel token add prometheus --role "
        "monitor\n"
        "  stormkeel token add wall-7w --role kiosk --unit \"7 West\"");
    add_user_commands(program, words, data);
    auto& stage =
        *program.get_subcommand("guideline")->add_subcommand("stage", "Puts packs beside a ward, for two to approve");
    stage.add_option("PACKFOLDER", words.call.names, "or built-in")->required()->expected(1)->type_name("");
    stage.add_option("--by", words.call.by, "the administrator who does, and may not approve it")->type_name("NAME");
    data(stage);
    config(stage);
    auto& backup =
        *program.add_subcommand("backup", "Copies everything that is kept into one file, also while it runs");
    backup.add_option("FILE", words.call.names, "the file to write; it must not be there")
        ->required()
        ->expected(1)
        ->type_name("");
    data(backup);
    add_verify_command(program, words, data, config);
}

std::optional<Command> command_of(const CLI::App& program) {
    static const std::map<std::string, Command> names{
        {"assess", Command::assess},         {"timeline", Command::timeline},
        {"explain", Command::explain},       {"order", Command::order},
        {"stock", Command::stock},           {"list", Command::guideline_list},
        {"show", Command::guideline_show},   {"lint", Command::guideline_lint},
        {"diff", Command::guideline_diff},   {"trace", Command::guideline_trace},
        {"stage", Command::guideline_stage}, {"serve", Command::serve},
        {"add", Command::token_add},         {"watch", Command::watch},
        {"backup", Command::backup},         {"verify", Command::verify},
        {"user add", Command::user_add},     {"user remove", Command::user_remove},
        {"user list", Command::user_list},   {"user reset-factors", Command::user_reset_factors}};
    const CLI::App* last = &program;
    while (!last->get_subcommands().empty()) last = last->get_subcommands().front();
    const bool of_users = last->get_parent() != nullptr && last->get_parent()->get_name() == "user";
    const auto found = names.find((of_users ? "user " : "") + last->get_name());
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

// What a command can write.
std::vector<std::pair<std::string_view, Format>> formats_of(Command command) {
    std::vector<std::pair<std::string_view, Format>> known{{"text", Format::text}};
    if (command != Command::explain) known.emplace_back("json", Format::json);
    if (command == Command::timeline) known.emplace_back("csv", Format::csv);
    if (command == Command::guideline_trace) known.emplace_back("markdown", Format::markdown);
    if (command == Command::assess) known.emplace_back("handover", Format::handover);
    if (command == Command::assess) known.emplace_back("fhir", Format::fhir);
    return known;
}

std::optional<Ended> set_format(Words& words) {
    std::vector<std::string_view> names;
    for (const auto& [name, format] : formats_of(words.call.command)) {
        if (name == words.format) {
            words.call.format = format;
            return std::nullopt;
        }
        names.push_back(name);
    }
    return wrong("'" + words.format + "' is no format of this command; it has " + listed(names) +
                 nearest_hint(words.format, names));
}

}  // namespace

std::variant<Call, Ended> read_call(int argc, const char* const* argv) {
    const std::vector<std::string> arguments(argv + 1, argv + std::max(argc, 1));
    if (const std::string why = wrong_command(arguments); !why.empty()) return wrong(why);

    Words words;
    CLI::App program(
        "Stormkeel: grades cytokine release syndrome and neurotoxicity from a patient's record, and tells\n"
        "what follows, what is due and what is not known.");
    program.name("stormkeel");
    program.require_subcommand(1);
    program.set_version_flag("--version", "stormkeel " + std::string(version), "the version of the program");
    program.footer(std::string(overview_footer));
    add_patient_commands(program, words);
    add_stock_command(program, words);
    add_guideline_commands(program, words);
    add_ward_commands(program, words);

    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        program.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        std::string above;
        const CLI::App* last = &program;
        for (; !last->get_subcommands().empty(); last = last->get_subcommands().front())
            above += (above.empty() ? "" : " ") + last->get_name();
        return Ended{answered, last->help(above), ""};
    } catch (const CLI::CallForVersion& asked) {
        return Ended{answered, std::string(asked.what()) + "\n", ""};
    } catch (const CLI::ParseError& error) {
        const std::string why = wrong_option(arguments);
        return wrong(why.empty() ? error.what() : why);
    }
    const auto command = command_of(program);
    if (!command) return wrong("no command; the commands are " + known_commands());
    words.call.command = *command;
    constexpr std::array take_no_settings{Command::token_add, Command::user_add, Command::user_remove,
                                          Command::user_list, Command::backup};
    const bool takes_no_settings =
        std::find(take_no_settings.begin(), take_no_settings.end(), *command) != take_no_settings.end();
    if (takes_no_settings && words.call.data.empty()) words.call.data = "./data";
    if (words.call.demo && words.call.data.empty()) words.call.data = "./data-demo";
    words.call.length = words.brief ? Length::line : Length::page;
    if (auto ended = set_format(words)) return *ended;
    if (words.brief && !words.call.scales.empty()) return wrong("--scales has no place on one line; leave out --brief");
    return words.call;
}

}  // namespace stormkeel
