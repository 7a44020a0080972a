// What the user asked for: the words of the command line as plain values, and nothing of the library that read them.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace stormkeel {

// What the program ends with.
enum ExitStatus : int {
    answered = 0,
    our_fault = 1,
    wrong_call = 2,
    no_usable_fact = 3,
    not_live = 69,   // watch: the ward does not answer
    in_use = 75,     // another process works with the data
    not_secure = 78  // the service would listen where others can read along
};

enum class Command : std::uint8_t {
    assess,
    timeline,
    explain,
    order,
    stock,
    guideline_list,
    guideline_show,
    guideline_lint,
    guideline_diff,
    guideline_trace,
    guideline_stage,
    serve,
    watch,
    token_add,
    user_add,
    user_remove,
    user_list,
    user_reset_factors,
    backup,
    verify
};

enum class Format : std::uint8_t { text, csv, json, markdown, fhir, handover };

enum class Length : std::uint8_t { page, line };

struct Call {
    Command command = Command::assess;
    std::vector<std::string> files;  // "-" is standard input
    std::string at;                  // RFC 3339; empty: the time of the patient's last fact
    std::string until;               // RFC 3339; empty: the patient's last fact
    std::string patient;             // empty: all
    std::string site;                // empty: none
    std::string guidelines;          // a folder of packs; empty: the packs built in
    std::string time_zone;           // of HL7 v2 times without an offset: "Europe/Berlin"; empty: none
    std::string scales;              // assess: "all", or names with commas; empty: none
    std::string order;               // "tocilizumab 640 mg"
    std::string in_building;         // stock: "400 mg x 6, 80 mg x 8"; empty: not told
    std::string cases;   // guideline lint, trace: a folder of .case files; empty: tests/cases, when it is there
    std::string data;    // the folder of the ward's data
    bool demo = false;   // serve: the demonstration ward
    std::string listen;  // address and port of the service
    std::string mllp;    // address and port for HL7 v2; empty: not listened for
    std::string tls_certificate;  // PEM files of the service; both empty: nothing is encrypted
    std::string tls_key;
    std::string mllp_client_ca;      // PEM; who vouches for the senders of HL7 v2; empty: any sender
    std::string role;                // of a token or a user
    std::string subject;             // of a user who signs in elsewhere; empty: they have a password
    std::string by;                  // guideline stage: the administrator who does; empty: the operator
    std::vector<std::string> units;  // of a nurse, a physician or a kiosk; empty: not told
    bool whole_hospital = false;     // they are bound to no unit any more
    std::string config;              // the file of settings; empty: stormkeel.toml in the data folder, when it is there
    bool check = false;              // serve: only tell what would be served
    std::string proof;               // verify: the number of a row of the audit; empty: the whole ward is verified
    std::string proof_file;          // verify: a proof to check; empty: none
    std::string key;                 // verify: by whose key it has to be signed; empty: by any, which is told
    std::vector<std::string>
        names;  // token add, user add NAME, backup FILE, guideline show ID, lint DIR, stage DIR, diff A B
    Format format = Format::text;
    Length length = Length::page;
};

// A call that ends at once: help and version go to standard output with status 0, a wrong call to standard error
// with 2.
struct Ended {
    int status = answered;
    std::string out;
    std::string error;
};

std::variant<Call, Ended> read_call(int argc, const char* const* argv);

// Why a command cannot answer, and the status the program then ends with. `what` says where, what, and what would be
// right, without a full stop.
struct Failure {
    int status = wrong_call;
    std::string what;
};

}  // namespace stormkeel
