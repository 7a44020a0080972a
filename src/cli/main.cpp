// The program: reads the call, runs its command, and ends with the contract's status.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "cli/commands.h"
#include "cli/serve.h"
#include "cli/users.h"

namespace stormkeel {
namespace {

int run(const Call& call) {
    switch (call.command) {
        case Command::guideline_list:
        case Command::guideline_show:
        case Command::guideline_lint:
        case Command::guideline_diff:
        case Command::guideline_trace:
            return guideline_command(call);
        case Command::guideline_stage:
            return stage_guideline(call);
        case Command::serve:
            return call.demo ? serve_demonstration(call) : serve(call);
        case Command::watch:
            return watch(call);
        case Command::token_add:
            return add_token(call);
        case Command::user_add:
            return add_user(call);
        case Command::user_remove:
            return remove_user(call);
        case Command::user_list:
            return list_users(call);
        case Command::user_reset_factors:
            return reset_factors(call);
        case Command::backup:
            return back_up(call);
        case Command::verify:
            return verify(call);
        default:
            break;
    }
    const auto ward = read_ward(call);
    if (const auto* failure = std::get_if<Failure>(&ward)) return fail(*failure);
    const Ward& read = std::get<Ward>(ward);
    switch (call.command) {
        case Command::timeline:
            return show_timelines(call, read);
        case Command::explain:
            return explain_patients(call, read);
        case Command::order:
            return check_orders(call, read);
        case Command::stock:
            return reckon_stock(call, read);
        default:
            return assess_patients(call, read);
    }
}

int run_words(int argc, const char* const* argv) {
    const auto read = read_call(argc, argv);
    if (const auto* ended = std::get_if<Ended>(&read)) {
        put(ended->out);
        std::fputs(ended->error.c_str(), stderr);
        return ended->status;
    }
    return run(std::get<Call>(read));
}

}  // namespace
}  // namespace stormkeel

int main(int argc, char** argv) {
    try {
        const int status = stormkeel::run_words(argc, argv);
        // An answer that did not reach its reader is no answer: a full disk must not look like success.
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            return stormkeel::fail(
                {stormkeel::our_fault, std::string("the answer could not be written: ") + std::strerror(errno)});
        return status;
    } catch (const std::exception& error) {
        return stormkeel::fail({stormkeel::our_fault, std::string("this is a fault of the program: ") + error.what()});
    }
}
