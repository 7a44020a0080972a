// What CDS Hooks clients leave to be fetched: from the FHIR server that the site registered for each of them, with the
// token of the call, and from nobody else.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/cds_hooks_fetch.h"

namespace stormkeel {

// As a site registered it for one client.
struct CdsFhirServer {
    std::string issuer;          // of the client's tokens
    std::string base;            // "https://ehr.example.org/fhir": a call's fhirServer is this or lies below it
    std::string authority{};     // a PEM file: who vouches for its certificate; empty: whom this machine believes
    bool may_be_inside = false;  // its name may lead to a private or loopback address
};

// What is wrong with a base; empty: nothing.
std::string wrong_fhir_base(std::string_view text, bool may_be_inside);

// A call that is to be answered with what it leaves to be fetched.
struct CdsFetch {
    std::string issuer;
    std::string body;
    CdsFetchPlan plan;  // with something wanted
};
struct CdsFetchedCall {
    std::string body;  // as if the client had sent what came
    std::vector<CdsNotFetched> not_fetched{};
};

// One thread calls, for all. All that one call leaves is fetched at once and within 2 s, from addresses that its
// server's name led to once. At most 16 calls of one client and 32 in all wait for what is fetched, and what comes for
// one is at most 2 MiB an answer, 10 pages a list and 4 MiB in all: beyond that nothing is fetched, which is told.
class CdsFetches {
public:
    static constexpr std::size_t of_one_client = 16;
    static constexpr std::size_t in_all = 32;
    static constexpr std::size_t pages_at_most = 10;
    static constexpr std::size_t bytes_at_most = std::size_t{4} << 20U;

    // Where a name leads, as addresses; empty: the machine is asked.
    using Names = std::function<std::vector<std::string>(const std::string& host)>;

    // A text says what is wrong with a registration.
    static std::variant<std::shared_ptr<CdsFetches>, std::string> to(const std::vector<CdsFhirServer>& servers,
                                                                     Names names = {});
    ~CdsFetches();  // what is under way is dropped
    CdsFetches(const CdsFetches&) = delete;
    CdsFetches& operator=(const CdsFetches&) = delete;

    bool knows(const std::string& issuer) const;

    // `then` runs once: in a later finish(), or at once when nothing may be fetched.
    using Then = std::function<void(CdsFetchedCall call)>;
    void begin(CdsFetch fetch, Then then);

    // Runs what follows what came. On the thread that begins.
    void finish();

    // Called on another thread whenever finish() has something to do; empty: nobody is. It must not call back.
    void wake_by(std::function<void()> ring);

private:
    struct Inside;
    explicit CdsFetches(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
