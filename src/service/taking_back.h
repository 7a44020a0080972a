// Which records take back or correct what an earlier one told, so that whoever acted on that has to hear of it.
#pragma once

#include "adapters/hl7v2_read.h"
#include "storage/store.h"

namespace stormkeel {

// Of a row of a chart, and of a FHIR resource of which an earlier version is known. That an infusion ended or a result
// became final corrects nothing.
bool takes_back(const Record& record);

// Of a FHIR resource whose status is as it was: whether what it tells is another than the version before told. A result
// that was not final yet, and what goes on of an infusion, correct nothing.
bool corrects(const Record& record, const Record& before);

// Of a FHIR resource: nothing stands in the place of what it takes back.
bool retracts(const Record& record);

// OBX-11 C, D, W or X, and its like of orders and administrations.
bool takes_back(const Hl7Reading& reading);
bool retracts(Hl7Effect effect);

}  // namespace stormkeel
