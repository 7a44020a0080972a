// One door to the outside for all providers, which opens to their origins alone.
#include "server/oidc.h"

namespace stormkeel {

std::variant<std::shared_ptr<Oidc>, std::string> Oidc::of(OidcSettings settings) {
    auto made = std::make_shared<Oidc>();
    made->settings = std::move(settings);
    std::vector<OidcRegistration> all = made->settings.record_systems;
    if (made->settings.provider) all.insert(all.begin(), *made->settings.provider);
    std::vector<WebUrl> origins;
    for (const OidcRegistration& each : all) {
        for (WebUrl& origin : origins_of(each)) origins.push_back(std::move(origin));
    }
    auto outbound = Outbound::to(std::move(origins), made->settings.authority);
    if (auto* why = std::get_if<std::string>(&outbound)) return std::move(*why);
    for (OidcRegistration& each : all) {
        made->providers.push_back(
            std::make_shared<OidcProvider>(std::move(each), std::get<std::shared_ptr<const Outbound>>(outbound)));
    }
    return made;
}

}  // namespace stormkeel
