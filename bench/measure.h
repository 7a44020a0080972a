// Times a piece of work over several runs and prints what came out beside its goal or its peer.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace stormkeel::bench {

// Keeps the compiler from dropping a result that nothing reads.
template <class Value>
void keep(const Value& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// Nanoseconds one run of `work` takes.
template <class Work>
double nanoseconds_of(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

// The median over `runs`, after one run that warms the caches.
template <class Work>
double median_nanoseconds(int runs, Work&& work) {
    work();
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) times.push_back(nanoseconds_of(work));
    return median(std::move(times));
}

enum class Standard { goal, peer };

inline void print_heading() { std::printf("%-58s %12s %20s %8s\n", "question", "measured", "goal or peer", "ratio"); }

// `unit` divides nanoseconds: {"µs", 1e3}. The ratio is measured by standard: below 1 is better.
struct TimeUnit {
    const char* name;
    double nanoseconds;
};
constexpr TimeUnit in_nanoseconds{"ns", 1.0};
constexpr TimeUnit in_microseconds{"us", 1e3};
constexpr TimeUnit in_milliseconds{"ms", 1e6};

inline void print_time(const std::string& question, double measured, double against, Standard standard,
                       TimeUnit unit = in_nanoseconds) {
    std::printf("%-58s %9.1f %s %9.1f %s (%s) %8.2f\n", question.c_str(), measured / unit.nanoseconds, unit.name,
                against / unit.nanoseconds, unit.name, standard == Standard::goal ? "goal" : "peer",
                measured / against);
}

inline void print_number(const std::string& question, double measured, double goal) {
    std::printf("%-58s %12.2f %13.2f (goal) %8.2f\n", question.c_str(), measured, goal,
                goal > 0 ? measured / goal : measured);
}

// Of what more is better: the ratio is the goal by what was measured, so that below 1 is better here too.
inline void print_rate(const std::string& question, double measured, double at_least) {
    std::printf("%-58s %12.2f %13.2f (goal) %8.2f\n", question.c_str(), measured, at_least, at_least / measured);
}

}  // namespace stormkeel::bench
