// The readers of single segments of HL7 v2, and what each of them is given.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/hl7v2_read.h"
#include "adapters/hl7v2_time.h"

namespace stormkeel {

// A CWE, CE or CNE as a concept. It owns the texts that the concept's views point into, so it is not copied.
class Hl7Concept {
public:
    explicit Hl7Concept(Hl7Part field);
    Hl7Concept(const Hl7Concept&) = delete;
    Hl7Concept& operator=(const Hl7Concept&) = delete;

    const FhirConcept& value() const { return value_; }

private:
    std::vector<std::string> texts_;
    FhirConcept value_;
};

// A code of no system that stands alone is read as what it may be, a name: "|tocilizumab|".
FhirConcept with_bare_names(FhirConcept medication);

// The unit of CWE-1, or of CWE-2 where CWE-1 is a number of another system: "mm[Hg]".
std::string hl7v2_unit(Hl7Part field);

// ORC and OBR or RXA: the order that a result or an administration belongs to.
struct Hl7Order {
    const Hl7Segment* common = nullptr;   // ORC
    const Hl7Segment* request = nullptr;  // OBR
    bool of_a_specimen = false;

    std::string filler() const;  // OBR-3, else ORC-3; empty when there is none
    std::string placer() const;  // OBR-2, else ORC-2
};

// What the readers of one message share.
struct Hl7Reader {
    const Terminology& terminology;
    const Hl7Site& site;
    const Hl7Header& header;
    Hl7LocalTime local;

    std::string where(std::string_view segment, std::size_t place) const;  // "ORU M0001 OBX 1"

    // An instant that does not lie ahead of the message. `name` is "OBX-14".
    Hl7Time time_in(Hl7Part field, std::string_view name) const;

    // "38.6", ">40000" with the unit of another field.
    static std::variant<FhirQuantity, Refusal> quantity(Hl7Part number, Hl7Part unit);
};

// One segment that is read, with its place among those of its kind in the message.
struct Hl7Place {
    const Hl7Segment& segment;
    std::size_t number = 1;
    const Hl7Segment* route = nullptr;  // the RXR of an RXA
};

// An admission, a transfer or a discharge, by its event, or what takes one back.
struct Hl7Move {
    std::string_view event;
    std::string_view undoes;  // empty: nothing
};
constexpr std::string_view hl7v2_discharge = "A03";
constexpr std::string_view hl7v2_admission_undone = "A11";
const Hl7Move* hl7v2_move(std::string_view event);  // nullptr: it is none of these

void read_pid(const Hl7Reader& reader, const Hl7Segment& pid, Hl7Person& person);
void read_al1(const Hl7Reader& reader, const Hl7Place& al1, Hl7Person& person);
void read_iam(const Hl7Reader& reader, const Hl7Place& iam, Hl7Person& person);
void read_mrg(const Hl7Segment& mrg, Hl7Person& person);
// PV1 with its EVN, which tells when (nullptr when there is none).
void read_visit(const Hl7Reader& reader, const Hl7Segment* evn, const Hl7Segment& pv1, Hl7Person& person);
void read_obr(const Hl7Reader& reader, const Hl7Order& order, std::size_t number, Hl7Person& person);
void read_obx(const Hl7Reader& reader, const Hl7Order& order, const Hl7Place& obx, Hl7Person& person);
void read_rxa(const Hl7Reader& reader, const Hl7Order& order, const Hl7Place& rxa, Hl7Person& person);
void read_rxe(const Hl7Reader& reader, const Hl7Order& order, const Hl7Place& rxe, Hl7Person& person);

}  // namespace stormkeel
