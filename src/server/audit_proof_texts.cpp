// Writes proofs, and reads them strictly: what is there twice, or of another kind than it should be, is refused.
#include "server/audit_proof_texts.h"

#include <algorithm>

#include "adapters/json.h"
#include "server/route.h"

namespace stormkeel {

namespace {

constexpr std::string_view inclusion_proof = "inclusion";
constexpr std::string_view growth_proof = "growth";

void put_path(JsonOut& json, const MerklePath& path) {
    json.array("path", path, [&](const MerkleHash& hash) { json.put(to_text(hash)); });
}

// Reads members one after another; `wrong` is the first that is not what it should be.
struct ProofReader {
    std::string wrong;

    void refuse(std::string_view what, std::string_view right) {
        if (wrong.empty()) wrong = "'" + std::string(what) + "' is missing or is no " + std::string(right);
    }
    std::string text(const Json& of, std::string_view name) {
        const Json found = of[name];
        if (!found.is_string()) refuse(name, "text");
        return std::string(found.string());
    }
    std::uint64_t whole(const Json& of, std::string_view name) {
        const Json found = of[name];
        const auto number = found.is_number() ? whole_number(found.text()) : std::nullopt;
        if (!number) refuse(name, "whole number");
        return number.value_or(0);
    }
    Instant time(const Json& of, std::string_view name) {
        const auto at = parse_instant(of[name].string());
        if (!at) refuse(name, "time like 2026-03-03T12:00:00Z");
        return at.value_or(Instant{});
    }
    MerklePath path(const Json& of) {
        MerklePath path;
        if (!of["path"].is_array()) refuse("path", "list");
        for (const Json each : of["path"]) {
            const auto hash = read_merkle_hash(each.string());
            if (!hash) refuse("path", "list of hashes of 64 digits");
            path.push_back(hash.value_or(MerkleHash{}));
        }
        return path;
    }
    AuditCheckpoint checkpoint(const Json& of, std::string& public_key) {
        const Json found = of["checkpoint"];
        public_key = text(found, "public_key");
        return {whole(found, "rows"), text(found, "head"), time(found, "at"), text(found, "root"),
                text(found, "signature")};
    }
};

template <typename Proof>
std::variant<AuditProof, AuditConsistency, std::string> unless_wrong(const ProofReader& reader, Proof proof) {
    if (!reader.wrong.empty()) return reader.wrong;
    return proof;
}

}  // namespace

void put_checkpoint(JsonOut& json, const AuditCheckpoint& checkpoint, const std::string& public_key) {
    json.object("checkpoint", [&] {
        json.member("rows", static_cast<std::int64_t>(checkpoint.rows));
        json.member("head", checkpoint.head);
        json.member("at", checkpoint.at);
        json.member("root", checkpoint.root.empty() ? std::nullopt : std::optional(checkpoint.root));
        json.member("signature", checkpoint.signature);
        json.member("public_key", public_key);
    });
}

std::string to_json(const AuditProof& proof) {
    JsonOut json;
    json.object([&] {
        json.member("proof", inclusion_proof);
        json.object("row", [&] {
            json.member("number", static_cast<std::int64_t>(proof.row.number));
            json.member("at", proof.row.at);
            json.member("actor", proof.row.actor);
            json.member("action", proof.row.action);
            json.member("object", proof.row.object);
            json.member("context", proof.row.context);
        });
        put_path(json, proof.path);
        put_checkpoint(json, proof.checkpoint, proof.public_key);
    });
    return json.take();
}

std::string to_json(const AuditConsistency& proof) {
    JsonOut json;
    json.object([&] {
        json.member("proof", growth_proof);
        json.member("rows", static_cast<std::int64_t>(proof.rows));
        json.member("root", proof.root);
        put_path(json, proof.path);
        put_checkpoint(json, proof.checkpoint, proof.public_key);
    });
    return json.take();
}

std::variant<AuditProof, AuditConsistency, std::string> read_audit_proof(std::string_view text) {
    const auto document = read_json(text);
    if (const auto* error = std::get_if<JsonError>(&document)) return to_text(*error);
    const Json root = std::get<std::shared_ptr<const JsonDocument>>(document)->root();
    ProofReader reader;
    std::string public_key;
    if (root["proof"].string() == inclusion_proof) {
        const Json row = root["row"];
        AuditEntry entry{reader.whole(row, "number"), reader.time(row, "at"),     reader.text(row, "actor"),
                         reader.text(row, "action"),  reader.text(row, "object"), reader.text(row, "context")};
        AuditProof proof{std::move(entry), reader.path(root), reader.checkpoint(root, public_key), {}};
        proof.public_key = public_key;
        return unless_wrong(reader, std::move(proof));
    }
    if (root["proof"].string() == growth_proof) {
        AuditConsistency proof{reader.whole(root, "rows"),
                               reader.text(root, "root"),
                               reader.path(root),
                               reader.checkpoint(root, public_key),
                               {}};
        proof.public_key = public_key;
        return unless_wrong(reader, std::move(proof));
    }
    return "'proof' is neither \"inclusion\" nor \"growth\"; GET /api/audit/{row}/proof and stormkeel verify "
           "--proof "
           "write one";
}

}  // namespace stormkeel
