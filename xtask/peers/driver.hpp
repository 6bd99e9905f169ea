// What every native driver shares: arguments, timing, output. The protocol is that of protocol.py.
//
// A driver lists cases, each of which makes a call for slices of a given length: `prepare` returns
// a function that computes out from x and dy once.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace driver {

constexpr size_t ROW = 1024;

struct Slices {
    size_t n;
    const float* x;
    const float* dy;
    float* out;
};

using Call = std::function<void()>;

struct Case {
    const char* name;
    const char* pass;
    std::function<Call(const Slices&)> prepare;
};

// A slice that starts at a cache line.
struct Buffer {
    explicit Buffer(size_t n)
        : data(static_cast<float*>(std::aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64))) {
        if (data == nullptr) {
            std::fprintf(stderr, "no memory for %zu floats\n", n);
            std::exit(1);
        }
        std::memset(data, 0, n * sizeof(float));
    }
    ~Buffer() { std::free(data); }
    Buffer(const Buffer&) = delete;
    float* data;
};

inline double seconds(const Call& call, size_t count) {
    using clock = std::chrono::steady_clock;
    auto start = clock::now();
    for (size_t i = 0; i < count; ++i) call();
    return std::chrono::duration<double>(clock::now() - start).count() / count;
}

// Seconds of one call: the lowest mean of several samples.
inline double lowest(const Call& call) {
    call();
    double once = std::max(seconds(call, 1), 1e-9);
    size_t count = std::max<size_t>(1, static_cast<size_t>(200e-6 / once));
    double best = once;
    for (int sample = 0; sample < (once > 20e-3 ? 3 : 15); ++sample)
        best = std::min(best, seconds(call, count));
    return best;
}

inline void fill(float* slice, size_t n, float low, float high, unsigned seed) {
    std::minstd_rand generator(seed);
    std::uniform_real_distribution<float> uniform(low, high);
    for (size_t i = 0; i < n; ++i) slice[i] = uniform(generator);
}

inline void time(const char* peer, const char* version, const std::vector<Case>& cases, int threads,
                 size_t n) {
    Buffer x(n), dy(n), out(n);
    fill(x.data, n, -6, 6, 1);
    fill(dy.data, n, -1, 1, 2);
    for (const Case& one : cases) {
        Call call = one.prepare({n, x.data, dy.data, out.data});
        if (!call) continue;
        double ns = lowest(call) / n * 1e9;
        std::printf("{\"peer\": \"%s\", \"version\": \"%s\", \"name\": \"%s\", \"pass\": \"%s\", "
                    "\"n\": %zu, \"threads\": %d, \"ns_per_element\": %.6g}\n",
                    peer, version, one.name, one.pass, n, threads, ns);
        std::fflush(stdout);
    }
}

inline int values(const std::vector<Case>& cases, const char* inputs, const std::string& folder) {
    std::FILE* file = std::fopen(inputs, "rb");
    if (file == nullptr) {
        std::perror(inputs);
        return 1;
    }
    std::fseek(file, 0, SEEK_END);
    size_t n = std::ftell(file) / sizeof(float);
    std::rewind(file);
    Buffer x(n), dy(n), out(n);
    bool whole = std::fread(x.data, sizeof(float), n, file) == n;
    std::fclose(file);
    std::fill(dy.data, dy.data + n, 1.0f);
    for (const Case& one : cases) {
        if (!whole || std::strcmp(one.name, "softmax") == 0) continue;
        Call call = one.prepare({n, x.data, dy.data, out.data});
        if (!call) continue;
        call();
        std::string path = folder + "/" + one.name + "." + one.pass + ".f32";
        std::FILE* result = std::fopen(path.c_str(), "wb");
        if (result == nullptr || std::fwrite(out.data, sizeof(float), n, result) != n) {
            std::perror(path.c_str());
            return 1;
        }
        std::fclose(result);
    }
    return whole ? 0 : 1;
}

// `set_threads` is called before any case is prepared.
inline int run(const char* peer, const char* version, int argc, char** argv,
               const std::function<std::vector<Case>(int threads)>& cases_for) {
    if (argc == 4 && std::strcmp(argv[1], "values") == 0)
        return values(cases_for(1), argv[2], argv[3]);
    if (argc != 6 || std::strcmp(argv[1], "time") != 0) {
        std::fprintf(stderr, "use: time --threads T --n N,N | values INPUTS FOLDER\n");
        return 2;
    }
    int threads = std::atoi(argv[3]);
    std::vector<Case> cases = cases_for(threads);
    for (char* n = std::strtok(argv[5], ","); n != nullptr; n = std::strtok(nullptr, ","))
        time(peer, version, cases, threads, std::strtoull(n, nullptr, 10));
    return 0;
}

}  // namespace driver
