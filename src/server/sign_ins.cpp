// Cookies, and where a request comes from.
#include "server/sign_ins.h"

#include <algorithm>
#include <memory>

#include "adapters/json.h"

namespace stormkeel {

namespace {

std::string_view cookie_name(const HttpRequest& request) {
    return request.encrypted ? "__Host-stormkeel" : "stormkeel";
}

std::string_view kiosk_cookie_name(const HttpRequest& request) {
    return request.encrypted ? "__Host-stormkeel-kiosk" : "stormkeel-kiosk";
}

std::string cookie_set(std::string_view name, std::string_view value, const HttpRequest& request) {
    std::string cookie(name);
    cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict");
    if (request.encrypted) cookie += "; Secure";
    if (value.empty()) cookie += "; Max-Age=0";
    return cookie;
}

}  // namespace

std::string_view cookie_named(const HttpRequest& request, std::string_view wanted) {
    std::string_view rest = request.field("cookie");
    while (!rest.empty()) {
        std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        pair.remove_prefix(std::min(pair.size(), pair.find_first_not_of(' ')));
        const std::string_view name = pair.substr(0, pair.find('='));
        if (name == wanted && name.size() < pair.size()) return pair.substr(name.size() + 1);
    }
    return {};
}

std::string_view session_secret(const HttpRequest& request) { return cookie_named(request, cookie_name(request)); }

std::string session_cookie(const HttpRequest& request, std::string_view secret) {
    return cookie_set(cookie_name(request), secret, request);
}

std::string_view kiosk_token(const HttpRequest& request) {
    return request.field("x-kiosk").empty() ? std::string_view() : cookie_named(request, kiosk_cookie_name(request));
}

std::string kiosk_cookie(const HttpRequest& request, std::string_view token) {
    return cookie_set(kiosk_cookie_name(request), token, request) + "; Max-Age=34560000";  // 400 days
}

std::string why_foreign(const HttpRequest& request) {
    const std::string_view site = request.field("sec-fetch-site");
    if (!site.empty() && site != "same-origin") return "it was sent from a page of another site";
    const std::string_view origin = request.field("origin");
    const std::string own = (request.encrypted ? "https://" : "http://") + std::string(request.field("host"));
    if (!origin.empty() && origin != own) return "it was sent from a page of another origin";
    return {};
}

std::optional<std::vector<std::string>> texts_in(const std::string& body,
                                                 std::initializer_list<std::string_view> names) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const std::string_view name : names) {
        const Json field = (*document)->root()[name];
        if (!field.is_string()) return std::nullopt;
        texts.emplace_back(field.string());
    }
    return texts;
}

bool is_reason(std::string_view text) {
    constexpr std::size_t longest_reason = 200;
    const auto characters = static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    const bool plain =
        std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
    const std::size_t first = text.find_first_not_of(' ');
    const std::size_t last = text.find_last_not_of(' ');
    const bool words =
        first != std::string_view::npos && text.substr(first, last - first).find(' ') != std::string_view::npos;
    return characters <= longest_reason && plain && words;
}

std::pair<std::optional<std::vector<std::string>>, bool> list_in(const std::string& body, std::string_view name) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    const Json list = document == nullptr ? Json() : (*document)->root()[name];
    if (!list.exists()) return {std::nullopt, true};
    std::vector<std::string> texts;
    bool right = list.is_array();
    for (const Json each : list) {
        right = right && each.is_string();
        texts.emplace_back(each.string());
    }
    return {std::move(texts), right};
}

HttpResponse come_back_later(int status, Duration wait, std::string_view why) {
    HttpResponse response = error_response(status, why);
    const std::int64_t whole = (wait.microseconds + 999'999) / 1'000'000;
    response.fields["Retry-After"] = std::to_string(std::max<std::int64_t>(1, whole));
    return response;
}

bool has_administrator(const std::vector<Account>& accounts) {
    return std::any_of(accounts.begin(), accounts.end(), [](const Account& account) {
        return account.role == name_of(Role::admin) && !account.credential.empty();
    });
}

void put_account(std::vector<Account>& accounts, Account account) {
    std::erase_if(accounts, [&](const Account& each) { return each.name == account.name; });
    accounts.push_back(std::move(account));
}

}  // namespace stormkeel
