// Holds the check of JSON Web Tokens against a file of tokens that an independent library made: check_vectors FILE
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "server/jwt.h"

namespace stormkeel {
namespace {

using Written = nlohmann::json;

JwtCheck check_of(const Written& issuers) {
    std::vector<JwtIssuer> registered;
    for (const Written& one : issuers) registered.push_back({one["issuer"], one["jwks"], one["jku"], one["tenants"]});
    auto check = JwtCheck::of(registered);
    if (const auto* problems = std::get_if<1>(&check)) throw std::runtime_error(problems->front());
    return std::move(std::get<0>(check));
}

// What was said of a token: empty when it was accepted.
std::string said_of(JwtCheck& check, const Written& vector) {
    const std::string token = vector["token"];
    const std::string url = vector["url"];
    const auto said = check.check(token, url, Instant{} + seconds(vector["now"]));
    const auto* refused = std::get_if<JwtRefusal>(&said);
    return refused == nullptr ? "" : std::string(refused->why);
}

int check_file(const char* path) {
    std::ifstream in(path, std::ios::binary);
    const Written file = Written::parse(in);
    JwtCheck check = check_of(file["issuers"]);
    int wrong = 0;
    int refused = 0;
    for (const Written& vector : file["vectors"]) {
        const std::string expected = vector["why"];
        // Asked beforehand, as of a long body: that it is new is the one thing that is not looked at, nor used up.
        const bool but_for_use = expected.empty() || expected.find("used before") != std::string::npos;
        const bool would = check.would_accept(vector["token"].get<std::string>(), vector["url"].get<std::string>(),
                                              Instant{} + seconds(vector["now"]));
        if (would != but_for_use) {
            ++wrong;
            std::cout << vector["name"].get<std::string>() << ": asked beforehand it is " << (would ? "" : "not ")
                      << "accepted\n";
        }
        const std::string said = said_of(check, vector);
        refused += said.empty() ? 0 : 1;
        const bool right = expected.empty() ? said.empty() : said.find(expected) != std::string::npos;
        if (right) continue;
        ++wrong;
        std::cout << vector["name"].get<std::string>() << ": expected '" << expected << "', got '" << said << "'\n";
    }
    std::cout << file["vectors"].size() << " tokens, " << refused << " refused, " << wrong << " wrong\n";
    return wrong == 0 && refused > 0 ? 0 : 1;
}

}  // namespace
}  // namespace stormkeel

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: check_vectors FILE\n";
        return 2;
    }
    return stormkeel::check_file(arguments[1]);
}
