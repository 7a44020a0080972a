// Writes the members of a context that there are.
#include "service/audit_context.h"

#include "adapters/json_out.h"
#include "service/ward_json.h"
#include "storage/digest.h"

namespace stormkeel {

std::string version_of(const Account& account) {
    return digest_of({account.name, account.role, account.credential, account.units, account.factors, account.subject});
}

std::string version_of(const Alert& alert) { return digest_of({alert_json(alert)}); }

std::string changed_object(std::string_view before, std::string_view after) {
    JsonOut json;
    json.object([&] {
        if (!before.empty()) json.member("before", before);
        json.member("after", after);
    });
    return json.take();
}

std::string audit_context(const AuditEntry& entry, const Acting& acting, const ActedBy& by) {
    JsonOut json;
    const auto member = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) json.member(name, value);
    };
    json.object([&] {
        member("role", acting.role);
        member("session", acting.session);
        member("kiosk", acting.kiosk);
        member("boot", acting.boot);
        if (!acting.boot.empty()) json.member("up_ms", acting.up.microseconds / 1000);
        member("program", by.version);
        member("guideline", by.guideline);
        if (!entry.context.empty()) json.members_of(entry.context);
    });
    return json.take();
}

}  // namespace stormkeel
