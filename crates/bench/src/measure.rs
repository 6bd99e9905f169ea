//! A plan measured: every function, pass, length and number of threads.

use std::fmt;

use nonlin::kernels::Element;

use crate::figure::{Dtype, Figure, Pass, Threads};
use crate::limit::{copy_of, peak};
use crate::slices::{Slices, free_memory};
use crate::subject::Subject;

/// The functions that every framework ships, by their names here.
pub const FRAMEWORK_FUNCTIONS: &[&str] = &[
    "step",
    "linear",
    "relu",
    "leaky_relu",
    "sigmoid",
    "tanh",
    "softplus",
    "log_sigmoid",
    "elu",
    "selu",
    "celu",
    "silu",
    "gelu",
    "gelu_tanh",
    "quick_gelu",
    "mish",
    "hard_sigmoid",
    "hard_swish",
    "hard_tanh",
    "relu6",
    "softsign",
    "tanh_shrink",
    "erf",
    "exp",
    "softmax",
];

/// Lengths in the first-level cache, in the second-level cache, and past them all.
pub const SIZES: [usize; 3] = [4_096, 65_536, 67_108_864];

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Functions by name, or formulas.
    pub names: Vec<String>,
    /// Passes of each function.
    pub passes: Vec<Pass>,
    /// The element type.
    pub dtype: Dtype,
    /// Elements in a slice, at least 1.
    pub sizes: Vec<usize>,
    /// Numbers of threads.
    pub threads: Vec<Threads>,
}

impl Plan {
    /// The most figures that it gives.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len() * self.passes.len() * self.sizes.len() * self.threads.len()
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is memory for slices of `n` elements.
    ///
    /// # Errors
    /// Where there is not.
    pub fn room_for(&self, n: usize) -> Result<(), Error> {
        const SLICES: usize = 3;
        let needed = n.checked_mul(SLICES * self.dtype.bytes()).map(|bytes| bytes as u64);
        match (needed, free_memory()) {
            (Some(needed), Some(free)) if needed > free / 10 * 9 => {
                Err(Error::Memory { n, needed: Some(needed), free })
            }
            (None, free) => Err(Error::Memory { n, needed, free: free.unwrap_or(0) }),
            _ => Ok(()),
        }
    }
}

/// Why a plan can't be measured.
#[derive(Debug)]
pub enum Error {
    /// A name is no function.
    Function(nonlin::Error),
    /// A slice has no elements.
    Empty,
    /// Slices of `n` elements don't fit into the free memory, in bytes.
    Memory {
        /// The length asked for.
        n: usize,
        /// What it takes; `None` where that is no number of bytes at all.
        needed: Option<u64>,
        /// What there is.
        free: u64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(error) => error.fmt(f),
            Self::Empty => f.write_str("a slice has at least 1 element"),
            Self::Memory { n, needed, free } => {
                let mib = |bytes: u64| bytes.div_ceil(1 << 20);
                let needed =
                    needed.map_or("too much".into(), |bytes| format!("{} MiB", mib(bytes)));
                write!(
                    f,
                    "slices of {n} elements take {needed}, and {} MiB are free; ",
                    mib(*free)
                )?;
                f.write_str("choose a smaller length")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Function(error) => error.source(),
            Self::Empty | Self::Memory { .. } => None,
        }
    }
}

/// Measures a plan; `done` hears of each figure. The figures are in the plan's order: by function, pass,
/// length and threads. A pass that a function doesn't have (f′ from an output that doesn't tell it)
/// has none.
///
/// # Errors
/// Where a name is no function, a length is 0, or there is no memory for it; nothing is measured then.
pub fn measure(plan: &Plan, done: impl FnMut(&Figure)) -> Result<Vec<Figure>, Error> {
    let subjects: Result<Vec<Subject>, Error> =
        plan.names.iter().map(|name| Subject::resolve(name).map_err(Error::Function)).collect();
    for &n in &plan.sizes {
        if n == 0 {
            return Err(Error::Empty);
        }
        plan.room_for(n)?;
    }
    let subjects = subjects?;
    Ok(match plan.dtype {
        Dtype::F16 => of_type::<nonlin::f16>(plan, &subjects, done),
        Dtype::Bf16 => of_type::<nonlin::bf16>(plan, &subjects, done),
        Dtype::F32 => of_type::<f32>(plan, &subjects, done),
        Dtype::F64 => of_type::<f64>(plan, &subjects, done),
    })
}

fn of_type<T: Element>(
    plan: &Plan,
    subjects: &[Subject],
    mut done: impl FnMut(&Figure),
) -> Vec<Figure> {
    let peaks: Vec<f64> = plan.threads.iter().map(|&threads| peak(threads)).collect();
    let mut figures: Vec<(usize, Figure)> = Vec::new();
    for &n in &plan.sizes {
        let copies = copies::<T>(plan, n);
        let mut slices = Slices::<T>::new(n);
        for (index, (name, subject)) in plan.names.iter().zip(subjects).enumerate() {
            for (p, &pass) in plan.passes.iter().enumerate() {
                let operations = subject.operations(pass);
                for (t, &threads) in plan.threads.iter().enumerate() {
                    let Some(ns) = subject.time(pass, threads, &mut slices) else { continue };
                    let limit = copies[t][p].max(operations / peaks[t]);
                    let figure = Figure {
                        name: name.clone(),
                        pass,
                        dtype: plan.dtype,
                        n,
                        threads: threads.count(),
                        ns_per_element: ns / count(n),
                        limit_ns_per_element: limit,
                    };
                    done(&figure);
                    figures.push((index, figure));
                }
            }
        }
    }
    // Stable: within a function and a pass the order of lengths and threads stays.
    figures.sort_by_key(|(index, figure)| (*index, figure.pass as usize));
    figures.into_iter().map(|(_, figure)| figure).collect()
}

/// Nanoseconds an element of a copy: for each number of threads and each pass.
fn copies<T: Element>(plan: &Plan, n: usize) -> Vec<Vec<f64>> {
    let floats = (n * size_of::<T>()).div_ceil(size_of::<f32>());
    let mut slices = Slices::<f32>::new(floats);
    let mut copy = |pass, threads| copy_of(pass, threads, &mut slices) / count(n);
    plan.threads
        .iter()
        .map(|&threads| plan.passes.iter().map(|&pass| copy(pass, threads)).collect())
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of elements that fit into memory")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(names: &[&str], sizes: &[usize]) -> Plan {
        Plan {
            names: names.iter().map(ToString::to_string).collect(),
            passes: Pass::ALL.to_vec(),
            dtype: Dtype::F32,
            sizes: sizes.to_vec(),
            threads: vec![Threads::One, Threads::All],
        }
    }

    #[test]
    fn figures_come_in_the_plan_s_order_with_their_limits() {
        let plan = plan(&["tanh", "relu"], &[64, 16]);
        let mut heard = 0;
        let figures = measure(&plan, |_| heard += 1).expect("a plan that can be measured");
        assert_eq!((figures.len(), heard), (plan.len(), plan.len()));
        let keys: Vec<_> = figures.iter().map(|f| (&*f.name, f.pass, f.n)).collect();
        assert_eq!(keys[..2], [("tanh", Pass::Forward, 64); 2]);
        assert_eq!(keys[2], ("tanh", Pass::Forward, 16));
        assert_eq!(keys[4], ("tanh", Pass::Backward, 64));
        assert_eq!(keys[15], ("relu", Pass::Backward, 16));
        for figure in figures {
            assert!(figure.ns_per_element > 0.0 && figure.limit_ns_per_element > 0.0, "{figure:?}");
        }
    }

    #[test]
    fn rows_are_measured_whatever_their_length() {
        let figures = measure(&plan(&["softmax"], &[2048, 100]), |_| ()).expect("a function");
        assert_eq!(figures.len(), 8);
    }

    #[test]
    fn from_the_output_there_is_a_time_where_it_tells_the_slope() {
        let plan = Plan { passes: vec![Pass::Output], ..plan(&["tanh", "silu", "softmax"], &[64]) };
        let figures = measure(&plan, |_| ()).expect("a plan that can be measured");
        assert!(figures.iter().all(|figure| figure.name == "tanh" && figure.pass == Pass::Output));
        assert_eq!(figures.len(), 2);
    }

    #[test]
    fn what_can_t_be_measured_is_an_error() {
        let error = measure(&plan(&["gleu"], &[16]), |_| ()).expect_err("no function");
        assert!(error.to_string().contains("did you mean `gelu`?"), "{error}");
        assert!(matches!(measure(&plan(&["relu"], &[0]), |_| ()), Err(Error::Empty)));
        let huge = measure(&plan(&["relu"], &[usize::MAX]), |_| ());
        assert!(matches!(huge, Err(Error::Memory { .. })));
    }

    #[test]
    fn every_framework_function_exists() {
        for name in FRAMEWORK_FUNCTIONS {
            assert!(Subject::resolve(name).is_ok(), "{name}");
        }
    }
}
