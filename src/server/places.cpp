// Two lists hold the places, so that to wait and to be asked allocates nothing.
#include "server/places.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <optional>

namespace stormkeel {

namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> address_in(std::string_view text) {
    boost::system::error_code problem;
    const auto read = ip::make_address(std::string(text), problem);
    if (problem) return std::nullopt;
    if (read.is_v6() && read.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, read.to_v6());
    return read;
}

}  // namespace

std::string host_of(std::string_view address) {
    const auto read = address_in(address);
    if (!read) return std::string(address);
    return read->is_loopback() ? std::string() : read->to_string();
}

std::string network_of(std::string_view address) {
    constexpr std::size_t bytes_of_network = 8;
    const auto read = address_in(address);
    if (!read || !read->is_v6() || read->is_loopback()) return host_of(address);
    auto bytes = read->to_v6().to_bytes();
    std::fill(bytes.begin() + bytes_of_network, bytes.end(), std::uint8_t{0});
    return ip::address_v6(bytes).to_string() + "/64";
}

bool Places::make_room(const std::string& network) {
    const auto own = by_network_.find(network);
    const bool full = !network.empty() && own != by_network_.end() && own->second >= of_one_;
    if (full && !send_away(&network)) return false;
    return taken_ < in_all_ || send_away(nullptr);
}

bool Places::send_away(const std::string* network) {
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Place* each) {
        return network == nullptr || each->network_ == *network;
    });
    if (found == waiting_.end()) return false;
    Place& goes = **found;
    goes.leave();
    goes.close_();
    return true;
}

Place::Place(Places& all, std::string network, std::function<void()> close)
    : all_(all), network_(std::move(network)), close_(std::move(close)) {
    if (!all_.make_room(network_)) return;
    at_ = all_.waiting_.insert(all_.waiting_.end(), this);
    ++all_.by_network_[network_];
    ++all_.taken_;
    has_ = true;
}

void Place::leave() {
    if (!has_) return;
    has_ = false;
    (waits_ ? all_.waiting_ : all_.asked_).erase(at_);
    const auto own = all_.by_network_.find(network_);
    if (--own->second == 0) all_.by_network_.erase(own);
    --all_.taken_;
}

void Place::waits() {
    if (has_) all_.waiting_.splice(all_.waiting_.end(), waits_ ? all_.waiting_ : all_.asked_, at_);
    waits_ = true;
}

void Place::was_asked() {
    if (has_ && waits_) all_.asked_.splice(all_.asked_.end(), all_.waiting_, at_);
    waits_ = false;
}

}  // namespace stormkeel
