// Short ways to call a CDS service for a small patient, and to check that its cards are as CDS Hooks 2.0 has them.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cds_hooks.h"

namespace stormkeel::example {

using Written = nlohmann::ordered_json;

constexpr const char* ten = "2026-03-03T10:00:00Z";
constexpr const char* patient_view = "stormkeel-patient-view";
constexpr const char* order_sign = "stormkeel-order-sign";

// A call of patient p1 with this prefetch; the hook is the one its service is for.
Written call_of(std::string_view service, const Written& prefetch = Written::object());
// A call about draft orders, all of them selected.
Written order_call(std::string_view service, const std::vector<Written>& drafts);

// A draft MedicationRequest: `medication` is a medicationCodeableConcept, and `dose` a doseQuantity or null.
Written draft_of(std::string_view id, const Written& medication, const Written& dose = nullptr);
Written milligrams(int amount);
Written by_name(std::string_view text);
Written by_rxnorm(std::string_view code);

// What answers: the packs built in, and a store that holds the patients of a chart CSV, or nothing when it is empty.
CdsAnswer answer_of(std::string_view service, std::string_view body, std::string_view now,
                    const std::string& stored = "");
// The cards of a call that is answered; fails when it is not, or when one of them breaks the specification.
std::vector<Written> cards_of(const Written& call, std::string_view now, const std::string& stored = "");
// The only card there is.
Written card_of(const Written& call, std::string_view now, const std::string& stored = "");
void expect_conforms(const Written& card);

bool says(const Written& text, std::string_view words);  // whether the words stand in a text

}  // namespace stormkeel::example
