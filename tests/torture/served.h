// The program serving a ward on a free port, to be asked, killed and started again.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/plain_client.h"

extern char** environ;

namespace stormkeel {

// `stormkeel serve` on a free port and a folder of its own.
class Served {
public:
    explicit Served(std::string folder) : data(std::move(folder)) { start(); }
    ~Served() { end(SIGKILL); }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    void start() {
        int out[2];
        if (::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        std::vector<std::string> words{STORMKEEL_PROGRAM, "serve", "--data", data, "--listen", "127.0.0.1:0"};
        std::vector<char*> pointers;
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        if (::posix_spawn(&process_, STORMKEEL_PROGRAM, &actions, nullptr, pointers.data(), environ) != 0) {
            throw std::runtime_error("the program does not start");
        }
        posix_spawn_file_actions_destroy(&actions);
        ::close(out[1]);
        std::string line;
        for (char each = 0; ::read(out[0], &each, 1) == 1 && each != '\n';) line += each;
        ::close(out[0]);
        const std::size_t colon = line.rfind(':');
        if (colon == std::string::npos) throw std::runtime_error("the ward is not served: " + line);
        port = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
    }

    int end(int signal) {
        if (process_ <= 0) return -1;
        ::kill(process_, signal);
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    std::string ask(const std::string& request_line, const std::string& token, const std::string& body = {}) const {
        PlainClient client(port);
        client.send(request_line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " +
                    token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return client.receive_all();
    }

    std::string data;
    std::uint16_t port = 0;

private:
    pid_t process_ = 0;
};

}  // namespace stormkeel
