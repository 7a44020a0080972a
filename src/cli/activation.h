// Which version of the packs a ward answers by: the one in hand, or the one that two persons approved.
#pragma once

#include <string>
#include <variant>

#include "cli/knowledge.h"
#include "cli/settings.h"
#include "core/alarms.h"
#include "storage/store.h"

namespace stormkeel {

struct Answering {
    Knowledge knowledge;
    AlarmTable alarms;
    std::string packs;   // SHA-256 of all their texts
    std::string folder;  // empty: built in
};

std::variant<Answering, Failure> read_answering(const std::string& folder, const std::string& site);

// `given` is what the settings name, or the packs built in. Once two persons approved a version no other answers, and
// where the settings ask for two persons none that nobody approved.
std::variant<Answering, Failure> version_that_counts(Store& store, const Settings& settings, Answering given);

// What has to lie beside the store for a start with another program: the packs that count.
std::optional<Failure> keep_answering(const Settings& settings, const Answering& answering);

}  // namespace stormkeel
