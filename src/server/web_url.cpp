// Takes an address apart from left to right.
#include "server/web_url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace stormkeel {

namespace {

constexpr std::size_t longest_url = 2048;
constexpr std::size_t longest_host = 253;
constexpr std::size_t longest_label = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    for (char& c : small) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    return small;
}

// inet_pton takes the usual spelling alone: four decimals without leading zeros.
bool is_ipv4(const std::string& text) {
    in_addr address{};
    return ::inet_pton(AF_INET, text.c_str(), &address) == 1;
}

// The one spelling that inet_ntop has for it; nothing for no address, and for an IPv4 address within one of IPv6.
std::optional<std::string> usual_ipv6(const std::string& text) {
    in6_addr address{};
    if (::inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
    std::array<char, INET6_ADDRSTRLEN> written{};
    if (::inet_ntop(AF_INET6, &address, written.data(), written.size()) == nullptr) return std::nullopt;
    const std::string usual(written.data());
    return usual.find('.') == std::string::npos ? std::optional(usual) : std::nullopt;
}

bool is_label(std::string_view label) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
    return !label.empty() && label.size() <= longest_label && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), fits);
}

bool is_host_name(std::string_view host) {
    if (host.size() > longest_host) return false;
    std::string_view label;
    for (std::string_view rest = host;; rest.remove_prefix(label.size() + 1)) {
        label = rest.substr(0, rest.find('.'));
        if (!is_label(label)) return false;
        if (label.size() == rest.size()) break;
    }
    // Readers elsewhere take "0x7f.1" and "2130706433" for addresses.
    return !is_digit(label.front());
}

std::optional<std::uint16_t> port_in(std::string_view text) {
    constexpr std::uint32_t most = 65'535;
    if (text.empty() || text.size() > 5 || text.front() == '0' || !std::all_of(text.begin(), text.end(), is_digit)) {
        return std::nullopt;
    }
    std::uint32_t port = 0;
    for (const char c : text) port = port * 10 + static_cast<std::uint32_t>(c - '0');
    return port <= most ? std::optional(static_cast<std::uint16_t>(port)) : std::nullopt;
}

// Reads "host" or "host:port" into the url.
bool read_authority(std::string_view text, WebUrl& url) {
    std::string_view rest;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return false;
        auto usual = usual_ipv6(std::string(text.substr(1, end - 1)));
        if (!usual) return false;
        url.host = std::move(*usual);
        rest = text.substr(end + 1);
    } else {
        const std::size_t end = std::min(text.find(':'), text.size());
        url.host = in_small_letters(text.substr(0, end));
        rest = text.substr(end);
        if (!is_ipv4(url.host) && !is_host_name(url.host)) return false;
    }
    if (rest.empty()) return true;
    const auto port = rest.starts_with(':') ? port_in(rest.substr(1)) : std::nullopt;
    if (port) url.port = *port;
    return port.has_value();
}

bool is_target(std::string_view text) {
    constexpr std::string_view never = "\"#<>\\^`{|}";
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return c > ' ' && c < 0x7F && never.find(c) == std::string_view::npos; });
}

std::string_view path_of(const WebUrl& url) { return std::string_view(url.target).substr(0, url.target.find('?')); }

std::string_view without_last_slash(std::string_view path) {
    if (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

// Steps of plain characters; one slash may end them.
bool is_plain_path(std::string_view path) {
    if (path.find_first_of("%;") != std::string_view::npos) return false;
    std::string_view rest = without_last_slash(path);
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::string_view step = rest.substr(0, rest.find('/'));
        if (step.empty() || step == "." || step == "..") return false;
        rest.remove_prefix(step.size());
    }
    return true;
}

}  // namespace

std::optional<WebUrl> read_web_url(std::string_view text) {
    constexpr std::string_view https = "https://";
    constexpr std::string_view http = "http://";
    if (text.size() > longest_url) return std::nullopt;
    WebUrl url;
    url.encrypted = text.starts_with(https);
    if (!url.encrypted && !text.starts_with(http)) return std::nullopt;
    url.port = url.encrypted ? 443 : 80;
    text.remove_prefix(url.encrypted ? https.size() : http.size());
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    if (!read_authority(text.substr(0, end), url) || !is_target(text.substr(end))) return std::nullopt;
    url.target = text.substr(end);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    return url.encrypted || is_this_machine(url.host) ? std::optional(std::move(url)) : std::nullopt;
}

bool same_origin(const WebUrl& a, const WebUrl& b) {
    return a.encrypted == b.encrypted && a.host == b.host && a.port == b.port;
}

bool is_within(const WebUrl& base, const WebUrl& url) {
    const std::string_view root = without_last_slash(path_of(base));
    const std::string_view path = path_of(url);
    if (!same_origin(base, url) || !is_plain_path(path) || !path.starts_with(root)) return false;
    const std::string_view rest = path.substr(root.size());
    return rest.empty() || rest.front() == '/';
}

WebUrl below(const WebUrl& base, std::string_view steps) {
    WebUrl url = base;
    url.target = std::string(without_last_slash(path_of(base))) + "/" + std::string(steps);
    return url;
}

std::string origin_of(const WebUrl& url) {
    const bool is_v6 = url.host.find(':') != std::string::npos;
    const bool usual = url.port == (url.encrypted ? 443 : 80);
    return (url.encrypted ? "https://" : "http://") + (is_v6 ? "[" + url.host + "]" : url.host) +
           (usual ? "" : ":" + std::to_string(url.port));
}

bool is_this_machine(std::string_view host) {
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ipv4(std::string(host)));
}

}  // namespace stormkeel
