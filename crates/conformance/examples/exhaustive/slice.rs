//! One slice of the line: 2^23 floats of one sign and exponent.

use anyhow::{Result, bail};
use nonlin_conformance::bounds::{self, Type};
use nonlin_conformance::dense::{Dense, ORDERS, Results};
use nonlin_conformance::sweep;
use nonlin_kernels::Kernel;

/// Floats that a kernel is called with at once.
const BATCH: usize = 4_096;
/// One float in so many where only MPFR follows a function.
const THINNED: usize = 4_096;
/// What the two oracles may differ by, in units of the last place; an error counts as more than a half
/// from so much above it.
const MARGIN: f64 = 1.0 / 1024.0;

/// The errors of one order.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tally {
    /// The bits of the input with the largest error, and the error in units of the last place.
    pub(crate) worst: (u32, f64),
    pub(crate) above_half: u64,
    pub(crate) above_one: u64,
    /// Inputs beyond every bound of the table.
    pub(crate) broken: u64,
    /// Inputs that were not examined because no polynomial follows the function there.
    pub(crate) skipped: u64,
}

impl Tally {
    pub(crate) fn enter(&mut self, name: &str, order: usize, x: f32, error: f64) {
        if error > self.worst.1 {
            self.worst = (x.to_bits(), error);
        }
        self.above_half += u64::from(error > 0.5 + MARGIN);
        let promise = bounds::promise(Type::F32, order);
        if error > promise {
            self.above_one += 1;
            let mut rows = bounds::of(name, order, Type::F32);
            let excused = rows.any(|row| row.region.contains(x.into()) && error <= row.bound);
            self.broken += u64::from(!excused);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if other.worst.1 > self.worst.1 {
            self.worst = other.worst;
        }
        self.above_half += other.above_half;
        self.above_one += other.above_one;
        self.broken += other.broken;
        self.skipped += other.skipped;
    }
}

/// The errors of all floats of a slice, the worst confirmed by MPFR.
pub(crate) fn examine(
    name: &str,
    kernel: &Kernel,
    dense: &Dense,
    slice: u32,
) -> Result<[Tally; ORDERS]> {
    let mut tallies = [Tally::default(); ORDERS];
    for piece in dense.slice(slice)? {
        let step = if matches!(piece.results, Results::Rough) { THINNED } else { 1 };
        let all = piece.first..=piece.last;
        if step > 1 || matches!(piece.results, Results::Undecided) {
            let floats = u64::from(piece.last - piece.first) + 1;
            let seen = if step > 1 { floats.div_ceil(step as u64) } else { 0 };
            tallies.iter_mut().for_each(|tally| tally.skipped += floats - seen);
        }
        let mut xs = all.step_by(step).map(f32::from_bits).peekable();
        while xs.peek().is_some() {
            let batch: Vec<f32> = xs.by_ref().take(BATCH).collect();
            let (mut value, mut derivative) = (batch.clone(), batch.clone());
            kernel.value(&batch, &mut value);
            kernel.derivative(&batch, &mut derivative);
            sweep::piece(dense, &piece, &batch, [&value, &derivative], |order, x, error| {
                #[expect(clippy::cast_possible_truncation, reason = "a float of the piece")]
                tallies[order].enter(name, order, x as f32, error);
            })?;
        }
    }
    for (order, tally) in tallies.iter_mut().enumerate() {
        let (bits, error) = tally.worst;
        let x = f32::from_bits(bits);
        let confirmed = sweep::at::<f32>(kernel, dense, x.into())?[order];
        if error > 0.0 && (confirmed - error).abs() > MARGIN * (1.0 + error.min(1e6)) {
            bail!("the dense oracle is wrong at {x:e}, order {order}: {error} ULP, {confirmed}");
        }
        tally.worst.1 = if error > 0.0 { confirmed } else { 0.0 };
    }
    Ok(tallies)
}
