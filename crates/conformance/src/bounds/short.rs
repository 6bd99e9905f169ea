//! The exceptions of f16, bf16 and f32, value and first derivative.

use super::Region::{Between, Magnitude};
use super::Type::{Bf16, F16, F32};
use super::{ARGUMENT, DECAY, EXACT_ZERO, EXPONENTIAL, Exception, FAR_OUT, LOST, NEAREST, POLE};

const LIMIT: &str = "the limit is not found: the form overflows before its values settle";
const MIDDLE: &str = "the exact result is the middle between two halves, or nearer to it than f64 tells, and f64 misses it or lands on it";

/// The bound of a result on the wrong side of a middle: the distance is far below what f64 shows of it.
const MISSED: f64 = NEAREST + 1e-9;

/// Grouped by reason.
#[rustfmt::skip]
pub(super) const EXCEPTIONS: &[Exception] = exceptions! {
    EXACT_ZERO {
        "cosid" 1 F32 Between(-1.571, -1.570) => LOST;
        "soft_root_sign" 1 Bf16 Between(-3.0, -3.0) => LOST;
        "soft_root_sign" 1 F32 Between(-3.0, -3.0) => LOST;
        "sym_msaf" 0 Bf16 Between(5.0, 5.0) => LOST;
    }
    MIDDLE {
        "tanhsoft3" 0 Bf16 Magnitude(0.0, 1e-15) => MISSED;
    }
    DECAY {
        "sinc_sigmoid" 1 Bf16 Between(-746.0, -15.0) => LOST;
        "sinc_sigmoid" 1 F32 Between(-746.0, -9.2) => LOST;
        "soft_root_sign" 1 Bf16 Between(81.0, 9.3e24) => LOST;
        "soft_root_sign" 1 F32 Between(55.0, 2.1e29) => LOST;
    }
    ARGUMENT {
        "scaled_sine" 0 Bf16 Magnitude(1e9, f64::INFINITY) => LOST;
        "scaled_sine" 0 F32 Magnitude(1e7, f64::INFINITY) => LOST;
        "scaled_sine" 1 Bf16 Magnitude(8e11, f64::INFINITY) => LOST;
        "scaled_sine" 1 F32 Magnitude(1e7, f64::INFINITY) => LOST;
    }
    EXPONENTIAL {
        "colu" 1 Bf16 Magnitude(709.0, f64::INFINITY) => LOST;
        "colu" 1 F16 Magnitude(709.0, f64::INFINITY) => LOST;
        "colu" 1 F32 Magnitude(709.0, f64::INFINITY) => LOST;
        "eis1" 1 Bf16 Between(-f64::INFINITY, -709.0) => LOST;
        "eis1" 1 F16 Between(-f64::INFINITY, -709.0) => LOST;
        "eis1" 1 F32 Between(-f64::INFINITY, -709.0) => LOST;
        "sinc_sigmoid" 0 Bf16 Between(-746.0, -709.0) => LOST;
        "sinc_sigmoid" 0 F16 Between(-746.0, -709.0) => LOST;
        "sinc_sigmoid" 0 F32 Between(-746.0, -709.0) => LOST;
        "tanhexp" 1 Bf16 Between(709.0, f64::INFINITY) => LOST;
        "tanhexp" 1 F16 Between(709.0, f64::INFINITY) => LOST;
        "tanhexp" 1 F32 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft" 1 Bf16 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft" 1 F16 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft" 1 F32 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft2" 1 Bf16 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft2" 1 F16 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft2" 1 F32 Between(709.0, f64::INFINITY) => LOST;
        "tanhsoft3" 0 Bf16 Between(709.0, 7.5e8) => LOST;
        "tanhsoft3" 0 F16 Between(709.0, 7.5e8) => LOST;
        "tanhsoft3" 0 F32 Between(709.0, 7.5e8) => LOST;
        "tanhsoft3" 1 Bf16 Between(709.0, 7.5e8) => LOST;
        "tanhsoft3" 1 F16 Between(709.0, 7.5e8) => LOST;
        "tanhsoft3" 1 F32 Between(709.0, 7.5e8) => LOST;
        "sinc_sigmoid" 1 F16 Between(-746.0, -709.0) => LOST;
    }
    FAR_OUT {
        "brelu_plus" 0 Bf16 Between(-f64::INFINITY, -590000.0) => LOST;
        "brelu_plus" 0 F32 Between(-f64::INFINITY, -12000.0) => LOST;
        "brelu_plus" 1 Bf16 Magnitude(140000.0, 3.5e24) => LOST;
        "brelu_plus" 1 F32 Magnitude(10000.0, 2.3e29) => LOST;
        "calu" 1 Bf16 Between(-1.3e24, -590000.0) => LOST;
        "calu" 1 F32 Between(-4.6e28, -10000.0) => LOST;
        "hard_tanh_plus" 1 Bf16 Magnitude(1300000.0, 5.6e24) => LOST;
        "hard_tanh_plus" 1 F32 Magnitude(16000.0, 2.2e29) => LOST;
        "mishra" 1 Bf16 Between(1.2e13, 9.5e24) => LOST;
        "mishra" 1 F32 Between(3.8e8, 9.3e29) => LOST;
        "rational_tanh" 1 Bf16 Magnitude(1500.0, 2.4e25) => LOST;
        "rational_tanh" 1 F32 Magnitude(180.0, 6.8e29) => LOST;
    }
    POLE {
        "sbaf" 1 Bf16 Between(0.0, 0.0) => LOST;
        "sbaf" 1 F16 Between(0.0, 0.0) => LOST;
        "sbaf" 1 F32 Between(0.0, 0.0) => LOST;
        "sqrt_signed" 1 Bf16 Between(0.0, 0.0) => LOST;
        "sqrt_signed" 1 F16 Between(0.0, 0.0) => LOST;
        "sqrt_signed" 1 F32 Between(0.0, 0.0) => LOST;
        "ssaf" 1 Bf16 Between(0.0, 0.0) => LOST;
        "ssaf" 1 F16 Between(0.0, 0.0) => LOST;
        "ssaf" 1 F32 Between(0.0, 0.0) => LOST;
    }
    LIMIT {
        "calu" 1 Bf16 Between(f64::INFINITY, f64::INFINITY) => LOST;
        "calu" 1 F16 Between(f64::INFINITY, f64::INFINITY) => LOST;
        "calu" 1 F32 Between(f64::INFINITY, f64::INFINITY) => LOST;
    }
};

macro_rules! middles {
    ($($order:literal $element:ident { $($name:literal)* })*) => {
        &[$($(Exception {
            name: $name,
            order: $order,
            element: $element,
            region: Magnitude(0.0, f64::INFINITY),
            bound: MISSED,
            reason: MIDDLE,
        }),*),*]
    };
}

/// Grouped by order and type. All of the line is meant.
#[rustfmt::skip]
pub(super) const MIDDLES: &[Exception] = middles! {
    0 Bf16 {
        "acon_b" "acon_c" "adaptive_combination_lrelu_elu" "adaptive_sigmoid" "ahaf" "alisa" "aptx" "aqulu"
        "arelu" "atsilu" "bent_identity" "blrelu" "calu" "clipped_gelu" "delu" "double_silu" "dprelu"
        "dual_line" "dyt" "e_swish" "elish" "evolved_tanh_relu" "gated_lrelu_elu" "gelu" "gelu_mlx_approx"
        "gelu_tanh" "hard_elish" "hard_sigmoid" "hard_srelue" "hard_swish" "lada" "lalu" "leaf" "lisht"
        "log_cosh" "m_arcsinh" "mishra" "mpelu" "ncu" "oaf" "p_e2_id" "p_e2_relu" "p_softplus" "p_swish"
        "p_tanhsig" "parabolic_cone" "penalized_tanh" "pflu" "pgelu" "phish" "plu" "polu" "prenu" "pssilu"
        "puaf" "quick_gelu" "resp" "rsigelu" "rsigelud" "s_rrelu" "s_shaped_relu" "sc_swish" "silu" "sinp" "smu"
        "softmodulus_t" "softplus_plus" "squ" "squish" "swat" "swim" "swish" "swish_hard_t" "swish_plus"
        "tanhlu" "tanhsig" "tbsrelu" "tbsrelu_l" "telu_elu" "thlu" "triple_state_swish" "tsilu" "xielu"
    }
    0 F16 {
        "adaptive_sigmoid" "arelu" "blrelu" "delu" "dprelu" "dual_line" "dyt" "e_swish" "evolved_tanh_relu"
        "hard_sigmoid" "lada" "p_e2_id" "p_e2_relu" "p_tanhsig" "plu" "rsigelu" "rsigelud" "smu" "swish_hard_t"
        "tanhlu" "tanhsig" "thlu" "triple_state_swish" "xielu"
    }
    1 Bf16 {
        "aqulu" "gabor" "generalized_relu_softplus" "mexican_hat" "morlet" "ncu" "pflu" "sigmoid_derivative"
        "softmodulus_t" "swish_hard_t" "tanh_shrink" "tbsrelu_l" "wendland_c2"
    }
    1 F16 {
        "aqulu" "swish_hard_t"
    }
};
