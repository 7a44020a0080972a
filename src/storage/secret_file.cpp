// Opens with O_EXCL and O_NOFOLLOW, so that nobody has put a file of their own there.
#include "storage/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace stormkeel {

namespace {

class OpenFile {
public:
    OpenFile(const std::string& file, int how) : number_(::open(file.c_str(), how | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
    ~OpenFile() {
        if (number_ >= 0) ::close(number_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

// What the machine lacks now it may have again; all else says that nobody knows what is on the disk.
bool passes(int why) { return why == ENOSPC || why == EDQUOT || why == EMFILE || why == ENFILE || why == ENOMEM; }

StoreProblem failed(const std::string& file) {
    const int why = errno;
    return {passes(why) ? StoreProblem::Kind::full : StoreProblem::Kind::broken, file + ": " + std::strerror(why)};
}

// A part alone is written where the room ends, and that is no error yet.
bool is_whole(ssize_t written, std::size_t size) {
    if (written >= 0 && static_cast<std::size_t>(written) < size) errno = ENOSPC;
    return written == static_cast<ssize_t>(size);
}

}  // namespace

Stored<std::optional<std::string>> read_secret(const std::string& file) {
    const OpenFile opened(file, O_RDONLY | O_NOFOLLOW);
    if (opened.number() < 0) {
        if (errno == ENOENT) return std::optional<std::string>();
        return failed(file);
    }
    struct stat status{};
    if (::fstat(opened.number(), &status) != 0) return failed(file);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return StoreProblem{StoreProblem::Kind::damaged, file + ": others may read it; chmod 600 it"};
    }
    std::string text;
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(opened.number(), piece.data(), piece.size())) != 0;) {
        if (got < 0) return failed(file);
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return std::optional(std::move(text));
}

// It has its name once all of it is there: a full disk, or an end in between, leaves no half a secret.
Stored<Done> write_secret(const std::string& file, const std::string& text) {
    const std::string part = file + ".part";
    ::unlink(part.c_str());
    const OpenFile opened(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (opened.number() < 0) return failed(file);
    const ssize_t written = ::write(opened.number(), text.data(), text.size());
    const bool whole = is_whole(written, text.size()) && ::fsync(opened.number()) == 0;
    const auto named = whole && ::link(part.c_str(), file.c_str()) == 0 ? Stored<Done>(Done{}) : failed(file);
    ::unlink(part.c_str());
    if (std::holds_alternative<StoreProblem>(named)) return named;
    const OpenFile folder(std::filesystem::path(file).parent_path().string(), O_RDONLY | O_DIRECTORY);
    if (folder.number() < 0 || ::fsync(folder.number()) != 0) return failed(file);
    return Done{};
}

Stored<Done> add_line(const std::string& file, const std::string& line) {
    const OpenFile opened(file, O_RDWR | O_CREAT | O_NOFOLLOW);
    struct stat status{};
    if (opened.number() < 0 || ::fstat(opened.number(), &status) != 0) return failed(file);
    std::array<char, 1024> end{};
    const off_t from = std::max<off_t>(0, status.st_size - static_cast<off_t>(end.size()));
    const ssize_t got = ::pread(opened.number(), end.data(), end.size(), from);
    if (got < 0) return failed(file);
    const std::size_t newline = std::string_view(end.data(), static_cast<std::size_t>(got)).rfind('\n');
    const off_t whole = newline == std::string_view::npos ? from : from + static_cast<off_t>(newline) + 1;
    if (::ftruncate(opened.number(), whole) != 0) return failed(file);
    const std::string added = line + '\n';
    const ssize_t written = ::pwrite(opened.number(), added.data(), added.size(), whole);
    if (!is_whole(written, added.size()) || ::fsync(opened.number()) != 0) return failed(file);
    return Done{};
}

Stored<std::string> kept_secret(const std::string& file, const std::function<std::string()>& make) {
    auto read = read_secret(file);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    if (auto& text = std::get<std::optional<std::string>>(read)) {
        if (!text->empty()) return std::move(*text);
        return StoreProblem{StoreProblem::Kind::damaged,
                            file +
                                ": it is empty; put it back from where it is kept, or remove it where nothing was "
                                "signed or named by it"};
    }
    std::string text = make();
    const auto written = write_secret(file, text);
    if (const auto* problem = std::get_if<StoreProblem>(&written)) return *problem;
    return text;
}

}  // namespace stormkeel
