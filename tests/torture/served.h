// The program serving a ward on a free port, to be asked, killed and started again.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "server/plain_client.h"

extern char** environ;

namespace stormkeel {

// `stormkeel serve` on a free port and a folder of its own.
class Served {
public:
    // It listens on a free port of loopback unless the options tell where; what it says on standard error goes into
    // the file `log`.
    explicit Served(std::string folder, std::vector<std::string> options = {}, std::string log = "/dev/null")
        : data(std::move(folder)), options_(std::move(options)), log_(std::move(log)) {
        start();
    }
    ~Served() { end(SIGKILL); }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    void start() {
        int out[2];
        if (::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                         S_IRUSR | S_IWUSR);
        std::vector<std::string> words{STORMKEEL_PROGRAM, "serve", "--data", data};
        if (std::find(options_.begin(), options_.end(), "--listen") == options_.end()) {
            words.insert(words.end(), {"--listen", "127.0.0.1:0"});
        }
        words.insert(words.end(), options_.begin(), options_.end());
        std::vector<char*> pointers;
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        if (::posix_spawn(&process_, STORMKEEL_PROGRAM, &actions, nullptr, pointers.data(), environ) != 0) {
            throw std::runtime_error("the program does not start");
        }
        posix_spawn_file_actions_destroy(&actions);
        ::close(out[1]);
        std::string told;
        for (char each = 0; !told.ends_with("medical device.\n") && ::read(out[0], &each, 1) == 1;) told += each;
        ::close(out[0]);
        port = port_after(told, " at http");
        mllp_port = port_after(told, "MLLP at");
        if (port == 0) throw std::runtime_error("the ward is not served: " + told);
    }

    // What it ended with by itself; nothing when it has not within this time.
    std::optional<int> ended(std::chrono::milliseconds patience) {
        for (; patience.count() > 0; patience -= std::chrono::milliseconds(20)) {
            int status = 0;
            if (::waitpid(process_, &status, WNOHANG) == process_) {
                process_ = 0;
                return status_of(status);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return std::nullopt;
    }

    void send(int signal) const { ::kill(process_, signal); }

    int end(int signal) {
        if (process_ <= 0) return -1;
        ::kill(process_, signal);
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return status_of(status);
    }

    // An empty token is sent too; without any the request names nobody.
    std::string ask(const std::string& request_line, const std::optional<std::string>& token,
                    const std::string& body = {}) const {
        PlainClient client(port);
        const std::string authorization = token ? "Authorization: Bearer " + *token + "\r\n" : "";
        client.send(request_line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + authorization +
                    "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return client.receive_all();
    }

    // What the program holds in memory, in MiB.
    std::size_t memory() const {
        std::ifstream status("/proc/" + std::to_string(process_) + "/status");
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6)) / 1024;
        }
        return 0;
    }

    pid_t process() const { return process_; }

    std::string data;
    std::uint16_t port = 0;
    std::uint16_t mllp_port = 0;  // 0: it does not listen for MLLP

private:
    // The number at the end of the line that holds `words`; 0 when there is none.
    static std::uint16_t port_after(const std::string& told, std::string_view words) {
        const std::size_t found = told.find(words);
        if (found == std::string::npos) return 0;
        const std::string line = told.substr(found, told.find('\n', found) - found);
        return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }

    static int status_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

    std::vector<std::string> options_;
    std::string log_;
    pid_t process_ = 0;
};

}  // namespace stormkeel
