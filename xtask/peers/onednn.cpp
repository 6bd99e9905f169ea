// oneDNN 2: its eltwise and softmax primitives, forward (inference) and backward, on ready memory.
// Where a derivative can be had from the result of the forward pass, that is a pass of its own, "output".

#include <memory>
#include <unordered_map>

#include <dnnl.hpp>

#include "driver.hpp"

using namespace dnnl;
using Tag = memory::format_tag;

static engine processor(engine::kind::cpu, 0);
static dnnl::stream queue(processor);

static memory over(const memory::desc& layout, const float* slice) {
    return memory(layout, processor, const_cast<float*>(slice));
}

static memory::desc flat(size_t n) {
    return {{static_cast<memory::dim>(n)}, memory::data_type::f32, Tag::a};
}

static memory::desc rows(size_t n) {
    return {{static_cast<memory::dim>(n / driver::ROW), driver::ROW}, memory::data_type::f32, Tag::ab};
}

static driver::Call execute(primitive one, std::unordered_map<int, memory> arguments,
                            std::shared_ptr<driver::Buffer> kept = nullptr) {
    return [one, arguments, kept] {
        one.execute(queue, arguments);
        queue.wait();
    };
}

static eltwise_forward::primitive_desc described(algorithm f, const memory::desc& layout, float alpha,
                                                 float beta, bool training) {
    auto kind = training ? prop_kind::forward_training : prop_kind::forward_inference;
    return {eltwise_forward::desc(kind, f, layout, alpha, beta), processor};
}

static driver::Case forward(const char* name, algorithm f, float alpha, float beta) {
    return {name, "forward", [=](const driver::Slices& s) -> driver::Call {
        memory::desc layout = flat(s.n);
        eltwise_forward one(described(f, layout, alpha, beta, false));
        return execute(one, {{DNNL_ARG_SRC, over(layout, s.x)}, {DNNL_ARG_DST, over(layout, s.out)}});
    }};
}

static driver::Case backward(const char* name, algorithm f, float alpha, float beta, bool from_y) {
    return {name, from_y ? "output" : "backward", [=](const driver::Slices& s) -> driver::Call {
        memory::desc layout = flat(s.n);
        auto hint = described(f, layout, alpha, beta, true);
        eltwise_backward one({eltwise_backward::desc(f, layout, layout, alpha, beta), processor, hint});
        std::shared_ptr<driver::Buffer> y;
        int source = DNNL_ARG_SRC;
        const float* given = s.x;
        if (from_y) {
            y = std::make_shared<driver::Buffer>(s.n);
            source = DNNL_ARG_DST;
            given = y->data;
            execute(eltwise_forward(hint),
                    {{DNNL_ARG_SRC, over(layout, s.x)}, {DNNL_ARG_DST, over(layout, given)}})();
        }
        return execute(one, {{source, over(layout, given)},
                             {DNNL_ARG_DIFF_DST, over(layout, s.dy)},
                             {DNNL_ARG_DIFF_SRC, over(layout, s.out)}}, y);
    }};
}

static softmax_forward::primitive_desc softmax(size_t n, bool training) {
    auto kind = training ? prop_kind::forward_training : prop_kind::forward_inference;
    return {softmax_forward::desc(kind, rows(n), 1), processor};
}

static driver::Call softmax_forwards(const driver::Slices& s, const float* out, bool training) {
    memory::desc layout = rows(s.n);
    return execute(softmax_forward(softmax(s.n, training)),
                   {{DNNL_ARG_SRC, over(layout, s.x)}, {DNNL_ARG_DST, over(layout, out)}});
}

static driver::Call softmax_backwards(const driver::Slices& s) {
    memory::desc layout = rows(s.n);
    auto y = std::make_shared<driver::Buffer>(s.n);
    softmax_forwards(s, y->data, true)();
    softmax_backward one({softmax_backward::desc(layout, layout, 1), processor, softmax(s.n, true)});
    return execute(one, {{DNNL_ARG_DST, over(layout, y->data)},
                         {DNNL_ARG_DIFF_DST, over(layout, s.dy)},
                         {DNNL_ARG_DIFF_SRC, over(layout, s.out)}}, y);
}

int main(int argc, char** argv) {
    const dnnl_version_t* version = dnnl_version();
    std::string number = std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
                         std::to_string(version->patch);
    struct Function {
        const char* name;
        algorithm from_x;
        float alpha, beta;
        algorithm from_y = algorithm::undef;
    };
    using a = algorithm;
    const std::vector<Function> functions = {
        {"linear", a::eltwise_linear, 1, 0},
        {"relu", a::eltwise_relu, 0, 0},
        {"leaky_relu", a::eltwise_relu, 0.01f, 0},
        {"sigmoid", a::eltwise_logistic, 0, 0, a::eltwise_logistic_use_dst_for_bwd},
        {"tanh", a::eltwise_tanh, 0, 0, a::eltwise_tanh_use_dst_for_bwd},
        {"softplus", a::eltwise_soft_relu, 1, 0},
        {"log_sigmoid", a::eltwise_logsigmoid, 0, 0},
        {"elu", a::eltwise_elu, 1, 0, a::eltwise_elu_use_dst_for_bwd},
        {"celu", a::eltwise_elu, 1, 0, a::eltwise_elu_use_dst_for_bwd},
        {"silu", a::eltwise_swish, 1, 0},
        {"quick_gelu", a::eltwise_swish, 1.702f, 0},
        {"gelu", a::eltwise_gelu_erf, 0, 0},
        {"gelu_tanh", a::eltwise_gelu_tanh, 0, 0},
        {"mish", a::eltwise_mish, 0, 0},
        {"hard_swish", a::eltwise_hardswish, 0, 0},
        {"hard_tanh", a::eltwise_clip, -1, 1},
        {"relu6", a::eltwise_bounded_relu, 6, 0},
        {"exp", a::eltwise_exp, 0, 0, a::eltwise_exp_use_dst_for_bwd},
    };
    return driver::run("oneDNN", number.c_str(), argc, argv, [&](int) {
        std::vector<driver::Case> cases;
        for (const Function& f : functions) {
            cases.push_back(forward(f.name, f.from_x, f.alpha, f.beta));
            cases.push_back(backward(f.name, f.from_x, f.alpha, f.beta, false));
            if (f.from_y != a::undef)
                cases.push_back(backward(f.name, f.from_y, f.alpha, f.beta, true));
        }
        auto whole_rows = [](const driver::Slices& s) { return s.n % driver::ROW == 0; };
        cases.push_back({"softmax", "forward", [=](const driver::Slices& s) -> driver::Call {
            return whole_rows(s) ? softmax_forwards(s, s.out, false) : nullptr;
        }});
        cases.push_back({"softmax", "output", [=](const driver::Slices& s) -> driver::Call {
            return whole_rows(s) ? softmax_backwards(s) : nullptr;
        }});
        return cases;
    });
}
