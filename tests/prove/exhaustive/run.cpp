// Two implementations, block by block; each block's output is hashed where it is made.
#include "prove/exhaustive/run.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "prove/exhaustive/invariants.h"
#include "prove/exhaustive/product.h"
#include "prove/second/advice.h"

namespace prove {

namespace {

using Hash = std::array<unsigned char, 32>;

Hash sha256(const void* data, std::size_t size) {
    Hash hash{};
    EVP_Digest(data, size, hash.data(), nullptr, EVP_sha256(), nullptr);
    return hash;
}

std::string in_hex(const Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : hash) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

Answer second_answer(const second::State& state) {
    const second::Grades grades = second::grade(state);
    return {grades.crs, grades.icans, grades.treat_as, second::advise(state, grades)};
}

std::string in_words(const Answer& answer) {
    std::string text = "CRS " + std::to_string(answer.crs.low) + "-" + std::to_string(answer.crs.high) + ", ICANS " +
                       std::to_string(answer.icans.low) + "-" + std::to_string(answer.icans.high) + ", treat as " +
                       std::to_string(answer.treat_as) + ", acts";
    for (const second::Act act : answer.advice.act) text += ' ' + std::to_string(act);
    text += ", asks " + std::to_string(answer.advice.asked[second::tocilizumab]) +
            std::to_string(answer.advice.asked[second::corticosteroid]);
    return text + ", now " + std::to_string(answer.advice.tocilizumab_now) + ", dose " +
           std::to_string(answer.advice.tocilizumab_tenths) + " tenths";
}

std::string in_words(const Digits& digits) {
    constexpr std::array<const char*, dimension_count> names{
        "fever",  "attribution", "masking",    "hypotension", "pressors",         "vasopressin",
        "oxygen", "therapy",     "boluses",    "icans",       "toci total",       "toci 24 h",
        "since",  "steroid",     "fever days", "weight",      "contraindication", "hlh"};
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i)
        text += std::string(names[i]) + ' ' + std::to_string(digits[i]) + ", ";
    return text;
}

// What the threads share.
struct Work {
    const stormkeel::Knowledge& known;
    std::uint64_t states;
    std::vector<Hash> hashes;
    std::atomic<std::uint64_t> next_block{0};
    std::atomic<std::uint64_t> done{0};
    std::mutex lock;
    Result result;
};

struct Found {
    std::uint64_t differences = 0;
    std::uint64_t violations = 0;
    std::string first_difference;
    std::string first_violation;
};

void see(const Digits& digits, Product& product, std::vector<unsigned char>& bytes, Found& found) {
    const second::State state = state_of(digits);
    const Answer theirs = product.answer(digits);
    const Answer ours = second_answer(state);
    const Output output = packed(theirs);
    if (output != packed(ours) && found.differences++ == 0) {
        found.first_difference =
            in_words(digits) + "\n  the product: " + in_words(theirs) + "\n  the second reading: " + in_words(ours);
    }
    const Violation violation = broken_by(state, theirs);
    if (violation.invariant != nullptr && found.violations++ == 0) {
        found.first_violation = std::string(violation.invariant) + ": " + violation.what + "\n  " + in_words(digits) +
                                "\n  the product: " + in_words(theirs);
    }
    std::array<unsigned char, 10> written{};
    for (unsigned byte = 0; byte < 8; ++byte) written[byte] = static_cast<unsigned char>(output.bits >> (8 * byte));
    written[8] = static_cast<unsigned char>(output.tenths & 255U);
    written[9] = static_cast<unsigned char>(output.tenths >> 8U);
    bytes.insert(bytes.end(), written.begin(), written.end());
}

void work(Work& shared) {
    Product product(shared.known);
    Found found;
    std::vector<unsigned char> bytes;
    bytes.reserve(block_size * 10);
    while (true) {
        const std::uint64_t block = shared.next_block++;
        if (block >= shared.hashes.size()) break;
        const std::uint64_t begin = block * block_size;
        const std::uint64_t end = std::min(begin + block_size, shared.states);
        bytes.clear();
        Digits digits = digits_of(begin);
        for (std::uint64_t place = begin; place < end; ++place, advance(digits)) see(digits, product, bytes, found);
        shared.hashes[block] = sha256(bytes.data(), bytes.size());
        shared.done += end - begin;
    }
    const std::lock_guard guard(shared.lock);
    Result& result = shared.result;
    result.differences += found.differences;
    result.violations += found.violations;
    if (result.first_difference.empty()) result.first_difference = found.first_difference;
    if (result.first_violation.empty()) result.first_violation = found.first_violation;
    result.rows = product.rows();
    result.rows_reached = std::max(result.rows_reached, product.rows_reached());
}

void show_progress(const Work& shared) {
    if (isatty(STDERR_FILENO) == 0) return;
    const auto began = std::chrono::steady_clock::now();
    while (shared.done < shared.states) {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
        const double done = static_cast<double>(shared.done);
        std::fprintf(stderr, "\r%5.1f %%, %.2f million states/s ", 100 * done / static_cast<double>(shared.states),
                     done / passed.count() / 1e6);
    }
    std::fprintf(stderr, "\n");
}

}  // namespace

Result run(const stormkeel::Knowledge& known, std::uint64_t states, unsigned threads) {
    Work shared{known, states, std::vector<Hash>((states + block_size - 1) / block_size), {}, {}, {}, {}};
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < threads; ++i) workers.emplace_back([&shared] { work(shared); });
    show_progress(shared);
    for (std::thread& worker : workers) worker.join();
    shared.result.states = states;
    shared.result.sha256 = in_hex(sha256(shared.hashes.data(), shared.hashes.size() * sizeof(Hash)));
    return shared.result;
}

}  // namespace prove
