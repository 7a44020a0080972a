// Each call is a coroutine of one thread; all that it fetches goes on side by side.
#include "server/cds_fetches.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "server/io/address_kind.h"
#include "server/io/outbound_exchange.h"
#include "server/io/pinned_name.h"

namespace stormkeel {

namespace {

constexpr std::chrono::seconds patience_of_a_hook{2};
constexpr const char* no_place_of_the_server = "its next page is at no address of the registered server";

// What the fetching thread has of one registration.
struct FhirServerInUse {
    FhirServerInUse(const CdsFhirServer& as_registered, WebUrl at, PinnedName::LookUp names)
        : registered(as_registered), base(std::move(at)), name(base.host, base.port, std::move(names)) {}

    const CdsFhirServer registered;
    const WebUrl base;
    PinnedName name;
    asio::ssl::context tls{asio::ssl::context::tls_client};
};

// One key while it is fetched.
struct KeyUnderWay {
    CdsCame came;
    std::string why;  // it, or the rest of its list, did not come
};

struct HookUnderWay {
    CdsFetch fetch;
    WebUrl server;
    FhirServerInUse& of;
    CdsFetches::Then then;
    OutboundMoment end;
    OutboundEndpoints endpoints{};  // of the one search
    std::vector<KeyUnderWay> keys{};
    std::size_t bytes = 0;
    std::size_t open = 0;
    CdsFetchedCall fetched{};
};

// All of what a name leads to has to be what the site meant.
std::string wrong_place(const FhirServerInUse& of, const std::optional<OutboundEndpoints>& endpoints) {
    if (!endpoints) return outbound_too_late;
    if (endpoints->empty()) return "its name is not known";
    for (const auto& endpoint : *endpoints) {
        const AddressKind kind = kind_of(endpoint.address());
        const bool allowed =
            kind == AddressKind::outside || (kind == AddressKind::inside && of.registered.may_be_inside);
        if (!allowed) return "its name leads to an address that is not registered";
        if (!of.base.encrypted && !endpoint.address().is_loopback()) return "its name leads to another machine";
    }
    return {};
}

// The address of a page as its list names it. Some servers leave the bar between system and code as it is.
std::optional<WebUrl> next_page(std::string text) {
    for (std::size_t place = text.find('?'); place < text.size() && (place = text.find('|', place)) < text.size();) {
        text.replace(place, 1, "%7C");
    }
    return read_web_url(text);
}

// One resource is asked for by its address, a list by a search, which has a query, or as its next page.
bool asks_for_list(const CdsWanted& wanted) {
    return wanted.search.empty() || wanted.search.find('?') != std::string::npos;
}

asio::awaitable<void> fetch_key(std::shared_ptr<HookUnderWay> hook, const CdsWanted& wanted, KeyUnderWay& key) {
    std::optional<WebUrl> url = wanted.search.empty() ? next_page(wanted.next) : below(hook->server, wanted.search);
    for (std::size_t pages = 0; url; ++pages) {
        if (!is_within(hook->server, *url)) break;
        if (pages >= CdsFetches::pages_at_most) {
            key.why = "its list has more than 10 pages";
            co_return;
        }
        OutboundCall call{*url};
        call.accept = "application/fhir+json";
        call.authorization = "Bearer " + hook->fetch.plan.token;
        auto result = co_await outbound_answer(hook->of.tls, call, hook->endpoints, hook->end);
        auto* answer = std::get_if<OutboundAnswer>(&result);
        if (answer == nullptr) {
            key.why = std::get<std::string>(result);
            co_return;
        }
        hook->bytes += answer->body.size();
        FetchedPage page = read_fetched_page(answer->body);
        // What ends a list without being one is no end of it.
        if (page.why.empty() && asks_for_list(wanted) && !page.is_list) page.why = "its answer is no list";
        if (answer->status != 200) page.why = "it answered " + std::to_string(answer->status);
        if (hook->bytes > CdsFetches::bytes_at_most) page.why = "what came for this call is above 4 MiB";
        if (!page.why.empty()) {
            key.why = page.why;
            co_return;
        }
        key.came.pages.push_back(std::move(answer->body));
        if (page.next.empty()) co_return;
        url = next_page(page.next);
    }
    key.why = no_place_of_the_server;
}

asio::awaitable<void> fetch_all(std::shared_ptr<HookUnderWay> hook) {
    const auto executor = co_await asio::this_coro::executor;
    const auto found = co_await hook->of.name.find(hook->end);
    const std::string wrong = wrong_place(hook->of, found);
    if (!wrong.empty()) {
        for (KeyUnderWay& key : hook->keys) key.why = wrong;
        co_return;
    }
    hook->endpoints = *found;
    asio::steady_timer bell(executor, OutboundMoment::max());
    const auto& wanted = hook->fetch.plan.wanted;
    hook->open = wanted.size();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        asio::co_spawn(executor, fetch_key(hook, wanted[i], hook->keys[i]),
                       [hook, i, &bell](const std::exception_ptr& why) {
                           if (why) hook->keys[i].why = "this machine has no room for the call";
                           if (--hook->open == 0) bell.cancel();
                       });
    }
    while (hook->open > 0) co_await bell.async_wait(as_tuple);
}

// What is told of the server's address is its origin: the rest names the patient.
CdsFetchedCall told(HookUnderWay& hook) {
    const std::string whom = origin_of(hook.server) + ": ";
    std::vector<CdsCame> came;
    CdsFetchedCall call;
    for (std::size_t i = 0; i < hook.keys.size(); ++i) {
        KeyUnderWay& key = hook.keys[i];
        const bool began = !key.came.pages.empty() || hook.fetch.plan.wanted[i].search.empty();
        if (!key.why.empty()) call.not_fetched.push_back({key.came.key, whom + key.why, began});
        came.push_back(std::move(key.came));
    }
    call.body = with_fetched(hook.fetch.body, came);
    return call;
}

CdsFetchedCall nothing_fetched(CdsFetch fetch, const std::string& why) {
    CdsFetchedCall call{std::move(fetch.body)};
    for (const CdsWanted& one : fetch.plan.wanted) call.not_fetched.push_back({one.key, why, one.search.empty()});
    return call;
}

}  // namespace

struct CdsFetches::Inside {
    ~Inside() {
        context.stop();
        if (thread.joinable()) thread.join();
    }

    // On the fetching thread.
    void fetched(const std::shared_ptr<HookUnderWay>& hook, const std::exception_ptr& why) {
        for (KeyUnderWay& key : hook->keys) {
            if (why && key.came.pages.empty()) key.why = "this machine has no room for the call";
        }
        hook->fetched = told(*hook);
        const std::lock_guard lock(mutex);
        done.push_back(hook);
        if (ring) ring();
    }

    std::map<std::string, std::unique_ptr<FhirServerInUse>> servers;  // by issuer
    std::map<std::string, std::size_t> of_client;                     // under way; the server's thread alone counts
    std::size_t under_way = 0;
    std::mutex mutex;  // of the next two
    std::vector<std::shared_ptr<HookUnderWay>> done;
    std::function<void()> ring;
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> stays{context.get_executor()};
    std::thread thread;  // begins with the first fetch
};

CdsFetches::CdsFetches(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
CdsFetches::~CdsFetches() = default;

std::string wrong_fhir_base(std::string_view text, bool may_be_inside) {
    const auto url = read_web_url(text);
    if (!url || text.find('?') != std::string_view::npos || !is_within(*url, *url)) {
        return "is no https address of a FHIR server; write https://ehr.example.org/fhir";
    }
    error_code is_name;
    const auto address = asio::ip::make_address(url->host, is_name);
    const AddressKind kind = is_name ? AddressKind::outside : kind_of(address);
    if (kind == AddressKind::nobody) return "is at an address that no FHIR server has; write its name";
    const bool inside = kind == AddressKind::inside || is_this_machine(url->host);
    if (inside && !may_be_inside) return "is at a private address; write fhir_private = true when that is meant";
    return {};
}

std::variant<std::shared_ptr<CdsFetches>, std::string> CdsFetches::to(const std::vector<CdsFhirServer>& servers,
                                                                      Names names) {
    auto inside = std::make_unique<Inside>();
    for (const CdsFhirServer& one : servers) {
        if (std::string wrong = wrong_fhir_base(one.base, one.may_be_inside); !wrong.empty()) {
            return "'" + one.base + "' " + wrong;
        }
        auto server = std::make_unique<FhirServerInUse>(one, *read_web_url(one.base), names);
        if (std::string wrong = believe(server->tls, one.authority); !wrong.empty()) return wrong;
        inside->servers[one.issuer] = std::move(server);
    }
    return std::shared_ptr<CdsFetches>(new CdsFetches(std::move(inside)));
}

bool CdsFetches::knows(const std::string& issuer) const { return inside_->servers.contains(issuer); }

void CdsFetches::begin(CdsFetch fetch, Then then) {
    Inside& inside = *inside_;
    FhirServerInUse& of = *inside.servers.at(fetch.issuer);
    if (!fetch.plan.why.empty()) {
        const std::string why = fetch.plan.why;
        return then(nothing_fetched(std::move(fetch), why));
    }
    const auto server = read_web_url(fetch.plan.server);
    const bool is_address = server && fetch.plan.server.find('?') == std::string::npos;
    if (!is_address || !is_within(of.base, *server)) {
        return then(nothing_fetched(std::move(fetch), "fhirServer is not the one that is registered"));
    }
    std::size_t& of_client = inside.of_client[fetch.issuer];
    if (of_client >= of_one_client || inside.under_way >= in_all) {
        return then(nothing_fetched(std::move(fetch), "too much is fetched at once"));
    }
    ++of_client;
    ++inside.under_way;
    const auto patience = std::min(patience_of_a_hook, std::chrono::seconds(fetch.plan.seconds_left));
    const auto hook = std::make_shared<HookUnderWay>(
        HookUnderWay{std::move(fetch), *server, of, std::move(then), std::chrono::steady_clock::now() + patience});
    for (const CdsWanted& one : hook->fetch.plan.wanted) hook->keys.push_back({{one.key}, ""});
    if (!inside.thread.joinable()) inside.thread = std::thread([&inside] { inside.context.run(); });
    asio::co_spawn(inside.context, fetch_all(hook),
                   [&inside, hook](const std::exception_ptr& why) { inside.fetched(hook, why); });
}

void CdsFetches::finish() {
    Inside& inside = *inside_;
    if (inside.under_way == 0) return;
    std::vector<std::shared_ptr<HookUnderWay>> done;
    {
        const std::lock_guard lock(inside.mutex);
        done.swap(inside.done);
    }
    for (const auto& hook : done) {
        --inside.under_way;
        --inside.of_client[hook->fetch.issuer];
    }
    for (const auto& hook : done) hook->then(std::move(hook->fetched));
}

void CdsFetches::wake_by(std::function<void()> ring) {
    const std::lock_guard lock(inside_->mutex);
    inside_->ring = std::move(ring);
}

}  // namespace stormkeel
