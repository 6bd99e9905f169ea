//! The exceptions of f16, bf16 and f32, value and first derivative.

use super::Region::{Between, Magnitude};
use super::Type::{Bf16, F16, F32};
use super::{ARGUMENT, DECAY, EXACT_ZERO, EXPONENTIAL, Exception, FAR_OUT, LOST, POLE};

const MIDDLE: &str = "the exact result lies nearer to the middle between two halves than double-double tells, in a form that is no quotient of polynomials";
/// The neighbour on the other side, from a result so near to the middle.
const NEXT: f64 = 0.500_000_001;

const LIMIT: &str = "the limit is not found: the form overflows before its values settle";

/// Grouped by reason.
#[rustfmt::skip]
pub(super) const EXCEPTIONS: &[Exception] = exceptions! {
    MIDDLE {
        "calu" 0 Bf16 Magnitude(0.0, 1e-30) => NEXT;
        "gated_lrelu_elu" 0 Bf16 Magnitude(0.0, 1e-30) => NEXT;
        "generalized_relu_softplus" 1 Bf16 Between(-200.0, -88.0) => NEXT;
        "mishra" 0 Bf16 Magnitude(0.0, 1e-30) => NEXT;
        "pflu" 1 Bf16 Between(-f64::INFINITY, -1e19) => NEXT;
        "sigmoid_derivative" 1 Bf16 Magnitude(0.0, 1e-30) => NEXT;
        "swim" 0 Bf16 Between(1e15, f64::INFINITY) => NEXT;
    }
    EXACT_ZERO {
        "cosid" 1 F32 Between(-1.571, -1.570) => LOST;
        "soft_root_sign" 1 Bf16 Between(-3.0, -3.0) => LOST;
        "soft_root_sign" 1 F32 Between(-3.0, -3.0) => LOST;
        "sym_msaf" 0 Bf16 Between(5.0, 5.0) => LOST;
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
