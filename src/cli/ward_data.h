// The data folder of a served ward, as the commands around it share it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "cli/call.h"
#include "core/alarms.h"
#include "storage/schema.h"
#include "storage/store.h"

namespace stormkeel {

Instant system_now();  // the only clock of the program

Failure failure_of(const StoreProblem& problem);

// The store of a data folder, made when it is not there; fails with in_use while a ward is served from it,
// and for data that were kept for the other purpose.
std::variant<std::unique_ptr<Store>, Failure> open_store(const std::string& data,
                                                         sqlite::Purpose purpose = sqlite::Purpose::ward);

// The same of a folder that has to hold one: what reads or copies makes none.
std::variant<std::unique_ptr<Store>, Failure> open_kept_store(const std::string& data);
std::optional<Failure> holds_no_ward(const std::string& data);

// Keeps what the operator did while no ward was served: numbers and completes the entries of the audit.
Stored<Done> commit_alone(Store& store, Batch batch);

// The table of alarms of the packs in use; a folder that holds a draft of a single pack gets the one built in.
std::variant<AlarmTable, Failure> alarms_of(const std::string& folder);

// The body of what the ward that is served from call.data answers to its operator; nothing when none is served there.
std::variant<std::optional<std::string>, Failure> told_by_the_ward(const Call& call, const std::string& target,
                                                                   const std::string& body);

// What the ward that is served from call.data says to its operator: the token of its response, or an empty text.
// Nothing when none is served from there.
std::variant<std::optional<std::string>, Failure> asked_the_ward(const Call& call, const std::string& target,
                                                                 const std::string& body = {});

// The token of what a ward says to its operator.
std::string token_in(const std::string& body);

// The note of what a ward says to its operator; empty when there is none.
std::string note_in(const std::string& body);

}  // namespace stormkeel
