// Reads addresses and certificates before anything else is touched.
#include "cli/ward_doors.h"

#include "cli/ward_data.h"
#include "server/local_call.h"

namespace stormkeel {

namespace {

using Certified = std::variant<std::shared_ptr<const Tls>, Failure>;

std::variant<Listen, Failure> listen_of(const std::string& option, const std::string& text, const std::string& like) {
    if (auto listen = read_listen(text)) return *listen;
    return Failure{wrong_call, option + " '" + text + "' is no address and port; write " + like};
}

Certified tls_of(const Call& call, const std::string& client_authority) {
    if (call.tls_certificate.empty() && call.tls_key.empty()) return std::shared_ptr<const Tls>();
    if (call.tls_certificate.empty() || call.tls_key.empty()) {
        return Failure{wrong_call, "--tls-certificate and --tls-key belong together"};
    }
    auto read = Tls::read({call.tls_certificate, call.tls_key, client_authority});
    if (auto* why = std::get_if<std::string>(&read)) return Failure{not_secure, std::move(*why)};
    return std::shared_ptr<const Tls>(std::get<std::shared_ptr<Tls>>(std::move(read)));
}

std::variant<std::optional<Listen>, Failure> mllp_of(const Call& call) {
    if (call.mllp.empty()) return std::optional<Listen>();
    const auto listen = listen_of("--mllp", call.mllp, "127.0.0.1:2575");
    if (const auto* failure = std::get_if<Failure>(&listen)) return *failure;
    const auto tls = tls_of(call, call.mllp_client_ca);
    if (const auto* failure = std::get_if<Failure>(&tls)) return *failure;
    Listen door = std::get<Listen>(listen);
    door.tls = std::get<std::shared_ptr<const Tls>>(tls);
    if (door.tls == nullptr && !call.mllp_client_ca.empty()) {
        return Failure{wrong_call, "--mllp-client-ca needs --tls-certificate and --tls-key"};
    }
    if (!is_loopback(door) && (door.tls == nullptr || call.mllp_client_ca.empty())) {
        return Failure{not_secure,
                       call.mllp +
                           " can be reached from other machines, and whoever reaches it could send facts; "
                           "give --tls-certificate, --tls-key and --mllp-client-ca, or listen on 127.0.0.1"};
    }
    return std::optional(std::move(door));
}

}  // namespace

std::variant<WardDoors, Failure> ward_doors(const Call& call) {
    const auto listen = listen_of("--listen", call.listen, "127.0.0.1:8080");
    if (const auto* failure = std::get_if<Failure>(&listen)) return *failure;
    WardDoors doors{std::get<Listen>(listen), {}};
    const auto tls = tls_of(call, {});
    if (const auto* failure = std::get_if<Failure>(&tls)) return *failure;
    doors.http.tls = std::get<std::shared_ptr<const Tls>>(tls);
    if (doors.http.tls == nullptr && !is_loopback(doors.http)) {
        return Failure{not_secure, call.listen +
                                       " can be reached from other machines, and nothing here is encrypted; give "
                                       "--tls-certificate and --tls-key, or listen on 127.0.0.1"};
    }
    doors.http.local_socket = local_socket_in(call.data);
    const auto mllp = mllp_of(call);
    if (const auto* failure = std::get_if<Failure>(&mllp)) return *failure;
    doors.mllp = std::get<std::optional<Listen>>(mllp);
    return doors;
}

}  // namespace stormkeel
