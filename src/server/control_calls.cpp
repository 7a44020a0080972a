// What the operator asks of a ward that runs: a backup, or a copy to verify.
#include <algorithm>

#include "server/calls.h"
#include "server/service_manager.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// A copy that is not whole may take the place of the last one that is.
std::optional<std::string> why_no_backup(const LiveWard::Damage& damage) {
    if (!damage.pages.empty()) return damage.pages + "; restore the last backup, which is whole, instead";
    // Sessions are in no backup.
    const auto row = std::find_if(damage.rows.begin(), damage.rows.end(),
                                  [](const DamagedRow& each) { return each.table != "session"; });
    if (row == damage.rows.end()) return std::nullopt;
    return to_text(*row) + "; restore the last backup, which is whole, instead";
}

void back_up(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto file = request.http.query.find("file");
    if (file == request.http.query.end()) return answer(error_response(400, "a backup needs a file"));
    const LongerPatience patience;
    // A copy that is looked at and gone again is no backup.
    const bool is_backup = !request.http.query.contains("to_verify");
    const auto damaged = is_backup ? why_no_backup(served.ward.damage()) : std::nullopt;
    if (damaged) return answer(error_response(409, *damaged));
    const auto done =
        served.store.back_up(file->second, is_backup ? Store::CopyFor::backup : Store::CopyFor::verifying);
    if (const auto* problem = std::get_if<StoreProblem>(&done)) return answer(error_response(409, problem->what));
    AuditEntry entry = backup_entry(request.caller.name, served.clock(), file->second);
    if (!is_backup) entry.action = "copy to verify";
    const auto kept = served.ward.keep_audit(std::move(entry));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    if (is_backup) served.watch.technical.backed_up(served.clock());
    answer(json_response(R"({"status":"ok"})"));
}

}  // namespace

std::vector<Route> control_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"POST", "/control/backup", Permission::operate, with(back_up)}};
}

}  // namespace stormkeel
