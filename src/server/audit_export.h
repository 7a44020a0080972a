// The audit on its way to a file, part by part, as fast as its reader takes it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/audit_query.h"
#include "server/http.h"

namespace stormkeel {

// From which row to which, and in what form.
struct AuditRange {
    AuditQuery query;
    std::uint64_t after = 0;
    std::uint64_t last = 0;
    std::string head;  // stands before the first row
    std::function<std::string(const AuditEntry&)> line;
};

// Writes it to the stream and ends it; a reader who may not read any more, or a store that fails, leaves it unended, by
// which a reader knows that it is not whole. The store must outlive the stream.
void write_audit(Store& store, AuditRange range, std::function<bool()> may_read,
                 const std::shared_ptr<EventStream>& stream);

}  // namespace stormkeel
