// Who may have a connection: so many in all, and so many of one network beyond this machine.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>

namespace stormkeel {

class Place;

// When all are taken, who comes gets the place of who has waited longest without having asked anything: to refuse who
// comes would let a crowd that asks nothing shut out those who ask.
class Places {
public:
    Places(std::size_t in_all, std::size_t of_one) : in_all_(in_all), of_one_(of_one) {}
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    void allow(std::size_t in_all, std::size_t of_one) {
        in_all_ = in_all;
        of_one_ = of_one;
    }

private:
    friend class Place;
    bool make_room(const std::string& network);
    bool send_away(const std::string* network);  // nullptr: of any

    std::size_t in_all_;
    std::size_t of_one_;
    std::size_t taken_ = 0;
    std::map<std::string, std::size_t> by_network_;
    std::list<Place*> waiting_;  // who waits longest is first
    std::list<Place*> asked_;
};

// One of them while it lives, when there was room. It waits at first.
class Place {
public:
    // Nobody counts those of the network "", which is this machine. `close` ends the connection.
    Place(Places& all, std::string network, std::function<void()> close);
    ~Place() { leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    bool has() const { return has_; }
    void waits();      // from now on: somebody else may get it
    void was_asked();  // it is kept until it waits again

private:
    friend class Places;
    void leave();

    Places& all_;
    std::string network_;
    std::function<void()> close_;
    std::list<Place*>::iterator at_;
    bool has_ = false;
    bool waits_ = true;
};

// What counts as one by its address: one of IPv4, and the 64 bits of IPv6 that one network has; "" is this machine.
std::string network_of(std::string_view address);

// The address alone; "" is this machine.
std::string host_of(std::string_view address);

}  // namespace stormkeel
