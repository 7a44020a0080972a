// A stream that ends when its reader may no longer read, as when they have signed out.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "server/http.h"

namespace stormkeel {

class GuardedStream final : public EventStream {
public:
    GuardedStream(std::shared_ptr<EventStream> reader, std::function<bool()> may_read)
        : reader_(std::move(reader)), may_read_(std::move(may_read)) {}

    bool write(std::string text) override {
        if (may_read_()) return reader_->write(std::move(text));
        close();
        return false;
    }
    bool has_room() const override { return reader_->has_room(); }
    void on_room(std::function<void()> more) override { reader_->on_room(std::move(more)); }
    void close() override { reader_->close(); }

private:
    std::shared_ptr<EventStream> reader_;
    std::function<bool()> may_read_;
};

}  // namespace stormkeel
