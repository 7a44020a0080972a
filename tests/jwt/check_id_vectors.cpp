// Holds the check of ID tokens against a file of tokens that an independent library made: check_id_vectors FILE
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "server/id_token.h"

namespace stormkeel {
namespace {

int check_file(const char* path) {
    std::ifstream in(path, std::ios::binary);
    const nlohmann::json file = nlohmann::json::parse(in);
    const JwkSet keys = read_jwks(file["jwks"].get<std::string>(), JwtUse::id_tokens);
    if (!keys.problems.empty()) throw std::runtime_error(keys.problems.front());
    const std::string issuer = file["issuer"];
    const std::string client = file["client"];
    const std::string nonce = file["nonce"];
    const ExpectedIdToken expected{issuer, client, nonce, Instant{} + seconds(file["begun"])};
    const Instant now = Instant{} + seconds(file["now"]);
    int wrong = 0;
    int refused = 0;
    for (const auto& vector : file["vectors"]) {
        const std::string token = vector["token"];
        const std::string why = vector["why"];
        const auto said = check_id_token(token, keys.keys, expected, now);
        const auto* refusal = std::get_if<std::string_view>(&said);
        refused += refusal == nullptr ? 0 : 1;
        const bool right = why.empty() ? refusal == nullptr : refusal != nullptr && refusal->starts_with(why);
        if (right) continue;
        ++wrong;
        std::cout << vector["name"].get<std::string>() << ": expected '" << why << "', got '"
                  << (refusal == nullptr ? "" : *refusal) << "'\n";
    }
    std::cout << file["vectors"].size() << " ID tokens, " << refused << " refused, " << wrong << " wrong\n";
    return wrong == 0 && refused > 0 ? 0 : 1;
}

}  // namespace
}  // namespace stormkeel

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: check_id_vectors FILE\n";
        return 2;
    }
    return stormkeel::check_file(arguments[1]);
}
