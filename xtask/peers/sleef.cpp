// SLEEF: activations composed of its vector functions, as a user of it would, in one pass over the
// slice. It has no threads and no backward.
//
// Its functions promise 1.0 ULP (u10; 1.5 for erfc). Of tanh it has one of 3.5 ULP too: compiled with
// -DFAST=1, the driver is a peer of its own that uses that one.

#include <immintrin.h>
#include <sleef.h>

#include "driver.hpp"

#if defined(__AVX512F__)
using Vector = __m512;
constexpr size_t LANES = 16;
#define CALL(name, bound) Sleef_##name##f16_##bound
#elif defined(__AVX2__)
using Vector = __m256;
constexpr size_t LANES = 8;
#define CALL(name, bound) Sleef_##name##f8_##bound
#else
#error "this driver is for processors with AVX2 or AVX-512"
#endif

#ifndef FAST
#define FAST 0
#endif
#if FAST
#define PEER "SLEEF u35"
#define TANH CALL(tanh, u35)
#else
#define PEER "SLEEF"
#define TANH CALL(tanh, u10)
#endif

static Vector exp(Vector x) { return CALL(exp, u10)(x); }
static Vector expm1(Vector x) { return CALL(expm1, u10)(x); }
static Vector above(Vector x, float bound) { return x > bound ? x : Vector{} + bound; }
static Vector below(Vector x, float bound) { return x < bound ? x : Vector{} + bound; }

static Vector sigmoid(Vector x) { return 1.0f / (1.0f + exp(-x)); }
static Vector softplus(Vector x) {
    return above(x, 0) + CALL(log1p, u10)(exp(-(x < 0.0f ? -x : x)));
}

template <class Function>
static driver::Case forward(const char* name, Function f) {
    return {name, "forward", [f](const driver::Slices& s) -> driver::Call {
        return [s, f] {
            size_t i = 0;
            Vector v;
            for (; i + LANES <= s.n; i += LANES) {
                std::memcpy(&v, s.x + i, sizeof v);
                v = f(v);
                std::memcpy(s.out + i, &v, sizeof v);
            }
            if (i < s.n) {
                v = Vector{};
                std::memcpy(&v, s.x + i, (s.n - i) * sizeof(float));
                v = f(v);
                std::memcpy(s.out + i, &v, (s.n - i) * sizeof(float));
            }
        };
    }};
}

int main(int argc, char** argv) {
    return driver::run(PEER, "3.5.1", argc, argv, [](int threads) -> std::vector<driver::Case> {
        if (threads > 1) return {};
        std::vector<driver::Case> of_tanh = {
            forward("tanh", [](Vector x) { return TANH(x); }),
            forward("tanh_shrink", [](Vector x) { return x - TANH(x); }),
            forward("mish", [](Vector x) { return x * TANH(softplus(x)); }),
            forward("gelu_tanh", [](Vector x) {
                return 0.5f * x * (1.0f + TANH(0.7978845608f * (x + 0.044715f * x * x * x)));
            }),
        };
        if (FAST) return of_tanh;
        auto elu = [](Vector x) { return above(x, 0) + expm1(below(x, 0)); };
        std::vector<driver::Case> others = {
            forward("sigmoid", [](Vector x) { return sigmoid(x); }),
            forward("softplus", [](Vector x) { return softplus(x); }),
            forward("log_sigmoid", [](Vector x) { return -softplus(-x); }),
            forward("elu", elu),
            forward("celu", elu),
            forward("selu", [](Vector x) {
                return 1.0507009874f * above(x, 0) + 1.7580993408f * expm1(below(x, 0));
            }),
            forward("silu", [](Vector x) { return x * sigmoid(x); }),
            forward("quick_gelu", [](Vector x) { return x * sigmoid(1.702f * x); }),
            forward("gelu", [](Vector x) { return 0.5f * x * CALL(erfc, u15)(-0.7071067812f * x); }),
            forward("erf", [](Vector x) { return CALL(erf, u10)(x); }),
            forward("exp", [](Vector x) { return exp(x); }),
        };
        others.insert(others.end(), of_tanh.begin(), of_tanh.end());
        return others;
    });
}
