// As many tries as at the sign-in; those that failed there do not count here.
#include "server/password_check.h"

#include <memory>

#include "server/password.h"

namespace stormkeel {

namespace {

struct CheckUnderWay {
    PasswordCheck asked;
    std::string credential;  // of the account as it was
    bool right = false;
    std::string hash;
};

// What failed to sign in is none of these: who only knows the name must not keep its owner from unlocking.
std::string key_of_check(const std::string& name) { return "signed in " + name; }

void finish_password_check(ServedWard& served, const CheckUnderWay& made, const AfterPasswordCheck& then,
                           const HttpApplication::Answer& answer) {
    const Account* account = person_named(served.accounts, made.asked.name);
    if (account == nullptr || account->credential != made.credential) {
        return answer(error_response(401, "the account has changed meanwhile; sign in"));
    }
    if (!made.right) {
        served.sign_ins.tries.count("account " + account->name, served.clock());  // nobody tries on at the sign-in
        const auto kept = served.ward.keep_audit(
            {0, served.clock(), account->name, "password check failed", account->role + ' ' + account->name});
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
        return answer(error_response(403, "the present password is not right"));
    }
    served.sign_ins.tries.forget(key_of_check(account->name));
    then(Account(*account), made.hash);
}

}  // namespace

void check_own_password(ServedWard& served, const PasswordCheck& check, const AfterPasswordCheck& then,
                        const HttpApplication::Answer& answer) {
    const Account* account = person_named(served.accounts, check.name);
    if (account == nullptr || !is_password_hash(account->credential)) {
        return answer(error_response(409, "this account has no password here"));
    }
    SignInTries& tries = served.sign_ins.tries;
    const Instant now = served.clock();
    const std::string key = key_of_check(check.name);
    if (const Duration wait = tries.wait(key, now); wait > Duration{}) {
        return answer(come_back_later(429, wait, "too many tries failed; try again later"));
    }
    const auto made = std::make_shared<CheckUnderWay>(CheckUnderWay{check, account->credential, false, {}});
    const bool begun = served.sign_ins.worker.begin(
        Worker::Asked::by_one_signed_in,
        [made] {
            made->right = fits(made->asked.present, made->credential);
            if (made->right && !made->asked.new_one.empty()) made->hash = password_hash(made->asked.new_one);
        },
        [&served, made, then, answer] { finish_password_check(served, *made, then, answer); });
    if (!begun) return answer(come_back_later(503, seconds(1), "too many passwords are checked at once; try again"));
    tries.count(key, now);
}

}  // namespace stormkeel
