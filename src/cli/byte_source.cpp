// Reads a file in large pieces and keeps the first one open to be looked at.
#include "cli/byte_source.h"

#include <iterator>

namespace stormkeel {
namespace {

constexpr std::size_t piece = std::size_t{1} << 18U;
constexpr std::uint64_t bytes_between_notes = std::uint64_t{16} << 20U;

}  // namespace

ByteSource::ByteSource(std::FILE* file, const std::string& name)
    : file_(file), progress_("reading " + name), buffer_(piece) {
    setg(buffer_.data(), buffer_.data(), buffer_.data() + fill());
}

ByteSource::~ByteSource() {
    if (file_ != stdin) std::fclose(file_);
}

std::size_t ByteSource::fill() {
    const std::size_t got = std::fread(buffer_.data(), 1, buffer_.size(), file_);
    bytes_ += got;
    if (bytes_ - told_ >= bytes_between_notes) {
        progress_.reached(bytes_ >> 20U, "MiB");
        told_ = bytes_;
    }
    return got;
}

bool ByteSource::failed() const { return std::ferror(file_) != 0; }

std::string ByteSource::all() {
    std::string text(gptr(), egptr());
    for (std::size_t got = fill(); got > 0; got = fill()) text.append(buffer_.data(), got);
    setg(buffer_.data(), buffer_.data(), buffer_.data());
    return text;
}

ByteSource::int_type ByteSource::underflow() {
    setg(buffer_.data(), buffer_.data(), buffer_.data() + fill());
    return gptr() == egptr() ? traits_type::eof() : traits_type::to_int_type(*gptr());
}

}  // namespace stormkeel
