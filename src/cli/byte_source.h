// A file or standard input as a stream whose beginning can be looked at before it is read.
#pragma once

#include <cstdint>
#include <cstdio>
#include <istream>
#include <memory>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "cli/progress.h"

namespace stormkeel {

class ByteSource : public std::streambuf {
public:
    // Takes the file over and closes it in the end. `name` is what progress calls it.
    ByteSource(std::FILE* file, const std::string& name);
    ~ByteSource() override;

    std::string_view head() const { return {eback(), static_cast<std::size_t>(egptr() - eback())}; }  // before any read
    std::string all();    // what is still to be read
    bool failed() const;  // the system could not read on, as with a folder

protected:
    int_type underflow() override;

private:
    std::size_t fill();

    std::FILE* file_;
    Progress progress_;
    std::uint64_t bytes_ = 0;
    std::uint64_t told_ = 0;
    std::vector<char> buffer_;
};

}  // namespace stormkeel
