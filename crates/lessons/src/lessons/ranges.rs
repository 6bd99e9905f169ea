//! The sigmoid stays between 0 and 1, tanh between −1 and 1, `ReLU` above 0.
//!
//! Infimum and supremum of each are proved on the whole line, by interval arithmetic with outward rounding.

use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_properties::Status;

use crate::condition::{Is, core};
use crate::error::LessonError;
use crate::experiment::proof::{function, profile, proved};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[Setting::whole("samples", 1_000_000, 1..=100_000_000)],
    measure,
    conditions: &[
        core("sigmoid_infimum", Is::Between(-1e-9, 1e-9)),
        core("sigmoid_supremum", Is::Between(1.0 - 1e-9, 1.0 + 1e-9)),
        core("tanh_infimum", Is::Between(-1.0 - 1e-9, -1.0 + 1e-9)),
        core("tanh_supremum", Is::Between(1.0 - 1e-9, 1.0 + 1e-9)),
        core("relu_infimum", Is::Between(-1e-9, 1e-9)),
        core("relu_supremum", Is::Above(f64::MAX)),
        core("ends_taken", Is::Below(0.5)),
        core("outside", Is::Below(0.5)),
    ],
    quick: &[("samples", "1000")],
};

/// The names of the numbers of each function.
const FUNCTIONS: [(&str, [&str; 2]); 3] = [
    ("sigmoid", ["sigmoid_infimum", "sigmoid_supremum"]),
    ("tanh", ["tanh_infimum", "tanh_supremum"]),
    ("relu", ["relu_infimum", "relu_supremum"]),
];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let (mut taken, mut outside) = (0, 0);
    let mut stream = Stream::new(0, "lesson ranges", 0);
    let x: Vec<f64> = (0..settings.whole("samples")).map(|_| 10.0 * stream.normal()).collect();
    let mut y = vec![0.0; x.len()];
    for (name, [infimum, supremum]) in FUNCTIONS {
        let function = function(name)?;
        let profile = profile(&function)?;
        let low = &profile.infimum;
        let high = &profile.supremum;
        let below = proved(low.status, low.value.value);
        let above = proved(high.status, high.value.value);
        found.proved(infimum, Unit::One, below);
        found.proved(supremum, Unit::One, above);
        // ReLU takes its lower end; the sigmoid and tanh take neither of theirs.
        if name != "relu" {
            let known = |status, attained: Option<bool>| status == Status::Proved && attained == Some(false);
            taken += usize::from(!known(low.status, low.value.attained));
            taken += usize::from(!known(high.status, high.value.attained));
        }
        Kernel::new(&function).value(&x, &mut y);
        outside += y.iter().filter(|&&y| y < below.0 || y > above.1).count();
    }
    found.exact("ends_taken", Unit::Count, taken as f64);
    found.exact("outside", Unit::Count, outside as f64);
    Ok(found)
}
