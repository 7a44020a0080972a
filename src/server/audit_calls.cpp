// The audit for who reviews it, and for everybody what they did themselves; no patient by name.
#include <algorithm>
#include <limits>

#include "adapters/json_out.h"
#include "server/audit_export.h"
#include "server/audit_proof_texts.h"
#include "server/audit_texts.h"
#include "server/calls.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
constexpr std::size_t rows_at_once = 1000;
constexpr std::size_t rows_a_page = 100;
constexpr std::size_t rows_looked_at = 5000;  // for one page, so that nobody else waits for it
constexpr std::uint64_t past_every_row = std::numeric_limits<std::int64_t>::max();

void audit(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto asked = request.http.query.find("after");
    const auto after =
        asked == request.http.query.end() ? std::optional<std::uint64_t>(0) : whole_number(asked->second);
    if (!after) return answer(error_response(400, "after is the number of a row; write it like ?after=1000"));
    const auto read = served.store.audit_after(std::min(*after, past_every_row), rows_at_once);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return answer(served.refused(*problem));
    std::string rows;
    for (const AuditEntry& entry : std::get<std::vector<AuditEntry>>(read)) {
        JsonOut json;
        put_audit_row(json, entry);
        rows += (rows.empty() ? "" : ",") + json.take();
    }
    answer(json_response("[" + rows + "]"));
}

// What was found going back, and the row before which to look further; 0: there is none.
struct AuditPage {
    std::vector<AuditEntry> rows;
    std::uint64_t before = 0;
};

Stored<AuditPage> look_back(Store& store, const AuditQuery& query, std::uint64_t before) {
    AuditPage page{{}, before};
    for (std::size_t looked = 0; looked < rows_looked_at && page.rows.size() < rows_a_page;) {
        const auto read = store.audit_before(page.before, rows_a_page);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& rows = std::get<std::vector<AuditEntry>>(read);
        if (rows.empty()) break;
        looked += rows.size();
        for (const AuditEntry& row : rows) {
            if (page.rows.size() == rows_a_page) break;
            page.before = row.number;
            if (query.fits(row)) page.rows.push_back(row);
        }
    }
    if (page.before <= 1) page.before = 0;
    return page;
}

// Where to begin for what was asked: before the row that is named, and not after the time.
Stored<std::uint64_t> beginning(Store& store, const AuditQuery& query, std::uint64_t before) {
    if (query.until == forever) return before;
    constexpr Duration set_back_at_most = hours(2);  // see first_row_since()
    const auto first = first_row_since(store, query.until + set_back_at_most);
    if (const auto* problem = std::get_if<StoreProblem>(&first)) return *problem;
    return std::min(before, std::get<std::uint64_t>(first));
}

void answer_page(ServedWard& served, const RoutedRequest& request, const AuditQuery& query, const Answer& answer) {
    const auto asked = request.http.query.find("before");
    const auto before = asked == request.http.query.end() ? std::optional(past_every_row) : whole_number(asked->second);
    if (!before) return answer(error_response(400, "before is the number of a row; write it like ?before=1000"));
    const auto from = beginning(served.store, query, std::min(*before, past_every_row));
    if (const auto* problem = std::get_if<StoreProblem>(&from)) return answer(served.refused(*problem));
    const auto looked = look_back(served.store, query, std::get<std::uint64_t>(from));
    if (const auto* problem = std::get_if<StoreProblem>(&looked)) return answer(served.refused(*problem));
    const auto& page = std::get<AuditPage>(looked);
    // Rows are older still where the first of the time has been passed.
    const auto first = first_row_since(served.store, query.since);
    const auto* oldest = std::get_if<std::uint64_t>(&first);
    const bool more = page.before > 0 && (oldest == nullptr || page.before > *oldest);
    JsonOut json;
    json.object([&] {
        json.array("rows", page.rows, [&](const AuditEntry& entry) { put_audit_row(json, entry); });
        json.member("before", more ? std::optional(static_cast<std::int64_t>(page.before)) : std::nullopt);
    });
    answer(json_response(json.take()));
}

void latest(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto query = read_audit_query(request.http.query);
    if (const auto* why = std::get_if<std::string>(&query)) return answer(error_response(400, *why));
    answer_page(served, request, std::get<AuditQuery>(query), answer);
}

void own(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    auto query = read_audit_query(request.http.query);
    if (const auto* why = std::get_if<std::string>(&query)) return answer(error_response(400, *why));
    std::get<AuditQuery>(query).actor = request.caller.name;
    answer_page(served, request, std::get<AuditQuery>(query), answer);
}

void state(ServedWard& served, const RoutedRequest&, const Answer& answer) {
    const auto numbers = served.store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&numbers)) return answer(served.refused(*problem));
    const AuditCheckpoints* checkpoints = served.checkpoints();
    const auto last = checkpoints == nullptr ? std::nullopt : checkpoints->last();
    JsonOut json;
    json.object([&] {
        json.member("rows", static_cast<std::int64_t>(std::get<LastNumbers>(numbers).audit));
        json.member("checked_at", served.started);
        if (!last) return json.member("checkpoint", nullptr);
        put_checkpoint(json, *last, checkpoints->public_key());
    });
    answer(json_response(json.take()));
}

HttpResponse not_covered(std::string_view what) {
    return error_response(404, std::string(what) +
                                   ": the last signed checkpoint covers none so far; one is made within 60 s of a row, "
                                   "and GET /api/audit/state tells its rows");
}

template <typename Proof>
void answer_proof(ServedWard& served, const Stored<std::optional<Proof>>& made, std::string_view what,
                  const Answer& answer) {
    if (const auto* problem = std::get_if<StoreProblem>(&made)) return answer(served.refused(*problem));
    const auto& proof = std::get<std::optional<Proof>>(made);
    if (!proof) return answer(not_covered(what));
    answer(json_response(to_json(*proof)));
}

void proof(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& asked = request.parts.at("row");
    const auto number = whole_number(asked);
    if (!number) return answer(error_response(400, "'" + asked + "' is no number of a row; write it like 1000"));
    const std::string what = "row " + asked;
    AuditCheckpoints* checkpoints = served.checkpoints();
    if (checkpoints == nullptr) return answer(not_covered(what));
    answer_proof(served, checkpoints->proof_of(std::min(*number, past_every_row)), what, answer);
}

void growth(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto asked = request.http.query.find("rows");
    const auto rows = asked == request.http.query.end() ? std::nullopt : whole_number(asked->second);
    if (!rows)
        return answer(error_response(400, "rows is how many an earlier checkpoint saw; write it like ?rows=1000"));
    const std::string what = "rows=" + asked->second;
    AuditCheckpoints* checkpoints = served.checkpoints();
    if (checkpoints == nullptr) return answer(not_covered(what));
    answer_proof(served, checkpoints->growth_since(std::min(*rows, past_every_row)), what, answer);
}

struct ExportForm {
    std::string_view ending;
    std::string_view type;
};

void answer_export(ServedWard& served, const RoutedRequest& request, const ExportForm& form, const Answer& answer) {
    auto query = read_audit_query(request.http.query);
    if (const auto* why = std::get_if<std::string>(&query)) return answer(error_response(400, *why));
    AuditRange range;
    range.query.since = std::get<AuditQuery>(query).since;
    range.query.until = std::get<AuditQuery>(query).until;
    const auto first = first_row_since(served.store, range.query.since);
    if (const auto* problem = std::get_if<StoreProblem>(&first)) return answer(served.refused(*problem));
    range.after = std::get<std::uint64_t>(first) - 1;
    const Instant now = served.clock();
    const auto kept = served.ward.keep_audit({0, now, request.caller.name, "audit export", std::string(form.ending)});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    const auto numbers = served.store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&numbers)) return answer(served.refused(*problem));
    range.last = std::get<LastNumbers>(numbers).audit;
    const bool table = form.ending == "csv";
    range.line = table ? audit_csv_row : audit_event_line;
    if (table) range.head = audit_csv_head();
    HttpResponse response{200, std::string(form.type), {}};
    response.fields["Content-Disposition"] =
        "attachment; filename=\"stormkeel-audit-" + to_text(now).substr(0, 10) + "." + std::string(form.ending) + "\"";
    response.ends = true;
    const std::string secret(session_secret(request.http));
    response.opened = [&served, secret, range](const std::shared_ptr<EventStream>& stream) {
        const auto may_read = [&served, secret] {
            return served.sign_ins.sessions.find(secret, served.accounts, served.clock(), false) != nullptr;
        };
        write_audit(served.store, range, may_read, stream);
    };
    answer(std::move(response));
}

void export_csv(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    answer_export(served, request, {"csv", "text/csv; charset=utf-8"}, answer);
}

void export_fhir(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    answer_export(served, request, {"ndjson", "application/fhir+ndjson"}, answer);
}

}  // namespace

std::vector<Route> audit_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"GET", "/api/audit", Permission::read_audit, with(audit)},
            {"GET", "/api/audit/latest", Permission::read_audit, with(latest)},
            {"GET", "/api/audit/state", Permission::read_audit, with(state)},
            {"GET", "/api/audit/growth", Permission::read_audit, with(growth)},
            {"GET", "/api/audit/{row}/proof", Permission::read_audit, with(proof)},
            {"GET", "/api/audit/export.csv", Permission::read_audit, with(export_csv)},
            {"GET", "/api/audit/export.ndjson", Permission::read_audit, with(export_fhir)},
            {"GET", "/api/audit/own", Permission::read_own_audit, with(own)}};
}

}  // namespace stormkeel
