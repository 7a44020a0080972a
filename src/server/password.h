// Passwords of people: which are taken, and how they are kept.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stormkeel {

// What is guessed against a stolen file has with 15 to try more than anybody can, and three or four words are enough.
inline constexpr std::size_t fewest_characters = 15;
inline constexpr std::size_t fewest_characters_beside_a_factor = 8;

// What is wrong with a new password and what would be right; empty when it is taken: so many to 128 characters.
std::string why_no_password(std::string_view password, std::string_view name, std::size_t fewest = fewest_characters);

// scrypt with N=2^17, r=8, p=1 and a salt of 128 random bits, as "$scrypt$ln=17,r=8,p=1$SALT$HASH" in unpadded base64;
// empty when there is not memory enough. Takes a third of a second and 128 MiB: never on the thread that raises alerts.
std::string password_hash(std::string_view password);

// Whether password_hash() wrote it: other accounts have no password here.
bool is_password_hash(std::string_view text);

// In the same time whether it fits or not. Nothing fits a text that password_hash() did not write.
bool fits(std::string_view password, std::string_view hash);

// Computes what fits() would, for a name that nobody has: who guesses names learns nothing by the time it takes.
void spend_the_time_of_a_check(std::string_view password);

}  // namespace stormkeel
