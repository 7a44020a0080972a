// Reads on when there is room.
#include "server/audit_export.h"

#include <utility>

namespace stormkeel {

namespace {

constexpr std::size_t rows_a_part = 200;
constexpr Duration out_of_order_at_most = hours(1);  // rows after a clock was set back

// The stream holds it, by what is called when there is room: so it ends with its stream.
class AuditExport : public std::enable_shared_from_this<AuditExport> {
public:
    AuditExport(Store& store, AuditRange range, std::function<bool()> may_read)
        : store_(store), range_(std::move(range)), may_read_(std::move(may_read)) {}

    void begin(const std::shared_ptr<EventStream>& stream) {
        stream_ = stream;
        stream->on_room([self = shared_from_this()] { self->go_on(); });
        if (!range_.head.empty()) stream->write(range_.head);
        go_on();
    }

private:
    void go_on() {
        const auto stream = stream_.lock();
        while (stream && stream->has_room()) {
            if (!may_read_()) return stream->close();
            const auto read = store_.audit_after(range_.after, rows_a_part);
            const auto* rows = std::get_if<std::vector<AuditEntry>>(&read);
            if (rows == nullptr) return stream->close();
            bool goes_on = !rows->empty();
            const std::string text = text_of(*rows, goes_on);
            if (!text.empty() && !stream->write(text)) return;
            if (!goes_on) return stream->finish();
        }
    }

    std::string text_of(const std::vector<AuditEntry>& rows, bool& goes_on) {
        std::string text;
        for (const AuditEntry& row : rows) {
            const bool past = range_.query.until != forever && row.at > range_.query.until + out_of_order_at_most;
            if (row.number > range_.last || past) {
                goes_on = false;
                break;
            }
            range_.after = row.number;
            if (range_.query.fits(row)) text += range_.line(row);
        }
        return text;
    }

    Store& store_;
    AuditRange range_;
    std::function<bool()> may_read_;
    std::weak_ptr<EventStream> stream_;
};

}  // namespace

void write_audit(Store& store, AuditRange range, std::function<bool()> may_read,
                 const std::shared_ptr<EventStream>& stream) {
    std::make_shared<AuditExport>(store, std::move(range), std::move(may_read))->begin(stream);
}

}  // namespace stormkeel
