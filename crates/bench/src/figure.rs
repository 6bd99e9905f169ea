//! What is measured: one function, pass, element type, length and number of threads.

use serde::Serialize;

/// One measurement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The function, as it was named.
    pub name: String,
    /// The direction.
    pub pass: Pass,
    /// The element type.
    pub dtype: Dtype,
    /// Elements in a slice.
    pub n: usize,
    /// Threads that worked on it.
    pub threads: usize,
    /// Nanoseconds an element: of the whole call, divided by `n`.
    pub ns_per_element: f64,
    /// The least that it could be on this machine, in the same unit.
    pub limit_ns_per_element: f64,
}

/// The direction of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pass {
    /// y = f(x): reads n elements, writes n.
    Forward,
    /// dx = dy·f′(x): reads 2n elements, writes n.
    Backward,
    /// dx = dy·f′ from y = f(x), where f′ is a function of y and x need not be kept: reads 2n, writes n.
    Output,
}

impl Pass {
    /// Those that every function has, in the order of a training step.
    pub const ALL: [Self; 2] = [Self::Forward, Self::Backward];

    /// `forward`, `backward` or `output`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
            Self::Output => "output",
        }
    }
}

/// The type of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dtype {
    /// 16-bit float with 11 digits.
    F16,
    /// 16-bit float with 8 digits.
    Bf16,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
}

impl Dtype {
    /// Bytes of an element.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// How many threads work on one slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// The caller's.
    One,
    /// All of the current rayon pool: the processor's cores, unless the user says otherwise.
    All,
}

impl Threads {
    /// Their number.
    #[must_use]
    pub fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::All => rayon::current_num_threads(),
        }
    }
}
