// XNNPACK: its operators of 32-bit floats over one contiguous slice. It has no backward.

#include <limits>
#include <memory>

#include <pthreadpool.h>
#include <xnnpack.h>

#include "driver.hpp"

static pthreadpool_t pool = nullptr;
constexpr float INF = std::numeric_limits<float>::infinity();

// Makes an operator for slices of rows of `columns`.
using Create = std::function<xnn_status(size_t columns, xnn_operator_t*)>;
using Setup = std::function<xnn_status(xnn_operator_t, size_t rows, const float*, float*)>;

static driver::Case forward(const char* name, Create create, Setup setup) {
    return {name, "forward", [=](const driver::Slices& s) -> driver::Call {
        size_t columns = s.n % driver::ROW == 0 ? driver::ROW : 1;
        xnn_operator_t made = nullptr;
        if (create(columns, &made) != xnn_status_success) return nullptr;
        std::shared_ptr<xnn_operator> kept(made, xnn_delete_operator);
        if (setup(made, s.n / columns, s.x, s.out) != xnn_status_success) return nullptr;
        return [kept] { xnn_run_operator(kept.get(), pool); };
    }};
}

#define SETUP(operator)                                                        \
    [](xnn_operator_t made, size_t rows, const float* x, float* out) {         \
        return xnn_setup_##operator(made, rows, x, out, pool);                 \
    }

static driver::Case clamp(const char* name, float low, float high) {
    auto create = [=](size_t c, xnn_operator_t* made) {
        return xnn_create_clamp_nc_f32(c, c, c, low, high, 0, made);
    };
    return forward(name, create, SETUP(clamp_nc_f32));
}

static driver::Case elu(const char* name) {
    auto create = [](size_t c, xnn_operator_t* made) {
        return xnn_create_elu_nc_f32(c, c, c, 1.0f, 0, made);
    };
    return forward(name, create, SETUP(elu_nc_f32));
}

int main(int argc, char** argv) {
    if (xnn_initialize(nullptr) != xnn_status_success) {
        std::fprintf(stderr, "XNNPACK does not start on this processor\n");
        return 1;
    }
    return driver::run("XNNPACK", "2022-02-16", argc, argv, [](int threads) {
        // Without a pool it runs on the calling thread.
        if (threads > 1) pool = pthreadpool_create(threads);
        return std::vector<driver::Case>{
            clamp("relu", 0, INF),
            clamp("relu6", 0, 6),
            clamp("hard_tanh", -1, 1),
            elu("elu"),
            elu("celu"),
            forward("linear", [](size_t c, xnn_operator_t* made) {
                return xnn_create_copy_nc_x32(c, c, c, 0, made);
            }, SETUP(copy_nc_x32)),
            forward("leaky_relu", [](size_t c, xnn_operator_t* made) {
                return xnn_create_leaky_relu_nc_f32(c, c, c, 0.01f, 0, made);
            }, SETUP(leaky_relu_nc_f32)),
            forward("sigmoid", [](size_t c, xnn_operator_t* made) {
                return xnn_create_sigmoid_nc_f32(c, c, c, 0, made);
            }, SETUP(sigmoid_nc_f32)),
            forward("hard_swish", [](size_t c, xnn_operator_t* made) {
                return xnn_create_hardswish_nc_f32(c, c, c, 0, made);
            }, SETUP(hardswish_nc_f32)),
            forward("softmax", [](size_t c, xnn_operator_t* made) {
                return xnn_create_softmax_nc_f32(c, c, c, 0, made);
            }, SETUP(softmax_nc_f32)),
        };
    });
}
