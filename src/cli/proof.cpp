// Checking a proof touches no data: the row, the checkpoint and the path between them stand in its file.
#include "cli/proof.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/commands.h"
#include "cli/copy_to_verify.h"
#include "cli/ward_data.h"
#include "server/audit_proof_texts.h"
#include "server/route.h"
#include "storage/audit_checkpoints.h"

namespace stormkeel {

namespace {

constexpr std::size_t digits_of_public_key = 64;

std::optional<std::string> file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// --key: 64 digits, or a file that holds them.
std::variant<std::string, Failure> known_key(const std::string& key) {
    std::string digits = key;
    if (std::filesystem::is_regular_file(key)) digits = file_text(key).value_or("");
    while (digits.ends_with('\n')) digits.pop_back();
    const bool right =
        digits.size() == digits_of_public_key && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (right) return digits;
    return Failure{wrong_call, "--key '" + key +
                                   "' is no public key; give its 64 digits as /audit shows them, or a copy of the "
                                   "file audit-public-key"};
}

std::string proved(const AuditProof& proof) {
    const AuditEntry& row = proof.row;
    return "Row " + std::to_string(row.number) + " stands in the audit as it is here: " + to_text(row.at) + " " +
           (row.actor.empty() ? "stormkeel" : row.actor) + ", " + row.action + ", " + row.object + ".\n";
}

std::string proved(const AuditConsistency& proof) {
    return "The audit begins with the " + std::to_string(proof.rows) + " rows whose root was " + proof.root +
           ": none of them was changed or taken out since.\n";
}

template <typename Proof>
int tell(const Proof& proof, const std::string& file, const std::string& key) {
    if (!key.empty() && key != proof.public_key) {
        return fail({our_fault, file + ": its checkpoint was signed by another key than " + key});
    }
    if (const std::string wrong = wrong_with(proof); !wrong.empty()) return fail({our_fault, file + ": " + wrong});
    const AuditCheckpoint& checkpoint = proof.checkpoint;
    put(proved(proof));
    put("Checkpoint: " + std::to_string(checkpoint.rows) + " rows at " + to_text(checkpoint.at) + ", signed by " +
        proof.public_key + (key.empty() ? "; compare this key with the one that you know, or give it by --key" : "") +
        ".\n");
    return answered;
}

}  // namespace

int prove_audit_row(const Call& call) {
    const auto number = whole_number(call.proof);
    if (!number || *number == 0) {
        return fail({wrong_call, "--proof '" + call.proof + "' is no number of a row; write it like 1000"});
    }
    if (const auto none = holds_no_ward(call.data)) return fail(*none);
    const auto written = written_checkpoints(call.data);
    if (const auto* problem = std::get_if<StoreProblem>(&written)) return fail(failure_of(*problem));
    const CopyToVerify copy(call.data);
    const auto store = copy.open(call);
    if (const auto* failure = std::get_if<Failure>(&store)) return fail(*failure);
    const auto made =
        proof_of(*std::get<std::unique_ptr<Store>>(store), std::get<WrittenCheckpoints>(written), *number);
    if (const auto* problem = std::get_if<StoreProblem>(&made)) return fail(failure_of(*problem));
    const auto& proof = std::get<std::optional<AuditProof>>(made);
    if (!proof) {
        return fail({our_fault,
                     "row " + call.proof + ": no signed checkpoint covers it; a ward that runs makes one within 60 s"});
    }
    if (const std::string wrong = wrong_with(*proof); !wrong.empty()) return fail({our_fault, wrong});
    put(to_json(*proof) + "\n");
    return answered;
}

int check_audit_proof(const Call& call) {
    const auto key = call.key.empty() ? std::variant<std::string, Failure>(std::string()) : known_key(call.key);
    if (const auto* failure = std::get_if<Failure>(&key)) return fail(*failure);
    const auto text = file_text(call.proof_file);
    if (!text) return fail({wrong_call, call.proof_file + " cannot be read"});
    const auto read = read_audit_proof(*text);
    if (const auto* why = std::get_if<std::string>(&read)) return fail({our_fault, call.proof_file + ": " + *why});
    if (const auto* row = std::get_if<AuditProof>(&read))
        return tell(*row, call.proof_file, std::get<std::string>(key));
    return tell(std::get<AuditConsistency>(read), call.proof_file, std::get<std::string>(key));
}

}  // namespace stormkeel
