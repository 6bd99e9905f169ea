//! Kernels against the dense oracle: the error of each result, and what the table of bounds says to it.

use nonlin_kernels::{Element, Kernel};
use rug::Float;

use crate::bounds::{self, Exception, NEAREST, Type};
use crate::dense::{Dense, ORDERS, Piece, Results};
use crate::oracle::Undecided;
use crate::ulp::{self, Ulp};

/// By how many units of the last place the two oracles may differ at most.
const DIFFERENCE: f64 = 1.0 / 1024.0;

/// A float of at most 32 bits whose results are promised.
pub trait Short: Element + Ulp {
    /// What the table of bounds calls it.
    const TYPE: Type;
}

impl Short for f32 {
    const TYPE: Type = Type::F32;
}

impl Short for half::f16 {
    const TYPE: Type = Type::F16;
}

impl Short for half::bf16 {
    const TYPE: Type = Type::Bf16;
}

/// Zero has to have the sign of the exact result where that is more of the last place than this: the lanes
/// of these types reach so far. The sign of what is less, or exactly zero, is not judged: it is lost where a
/// product of two such values vanishes, and formulas that are equal differ in it.
const SIGNED: f64 = 1.0 / 1024.0;

/// The error of a computed value. A zero of the wrong sign is infinitely wrong. Where results
/// have to be rounded right, one that is not counts as more than half a unit, also at a tie.
#[must_use]
pub fn judge<T: Short>(order: usize, computed: T, exact: &Float) -> f64 {
    let error = signed(ulp::error(computed, exact), computed, exact.is_sign_negative());
    let strict = bounds::promise(T::TYPE, order) <= NEAREST;
    if strict && !computed.wide().is_nan() && computed.wide() != ulp::nearest::<T>(exact) {
        return error.max(NEAREST.next_up());
    }
    error
}

/// As near to the middle between two floats the digits of the oracle's answer do not decide.
const MIDDLE: f64 = 1e-9;

/// The same at a point. Next to the middle between two floats the oracle is asked for the side; where no
/// precision tells, both neighbours are right.
fn at_point<T: Short>(dense: &Dense, order: usize, x: f64, computed: T, exact: &Float) -> f64 {
    let error = judge(order, computed, exact);
    let wide = computed.wide();
    let strict = bounds::promise(T::TYPE, order) <= NEAREST;
    if !strict || !x.is_finite() || (error - NEAREST).abs() > MIDDLE {
        return error;
    }
    let middle = Float::with_val(u32::try_from(T::PRECISION + 1).unwrap_or(53), exact).to_f64();
    match dense.reference().oracle().side(x, order, middle) {
        Some(side) if side.is_eq() => judge(order, computed, &Float::with_val(64, middle)),
        // Away from the middle.
        Some(side) if (wide > middle) == side.is_gt() => NEAREST,
        Some(_) => NEAREST.next_up(),
        None => NEAREST,
    }
}

fn signed<T: Short>(error: f64, computed: T, negative: bool) -> f64 {
    let computed = computed.wide();
    let opposed = computed == 0.0 && computed.is_sign_negative() != negative;
    if opposed && error > SIGNED { f64::INFINITY } else { error }
}

/// Hands order, point and error of each of the floats `xs` of a piece to `each`. An error is known to
/// 2^-14 of a unit, and exactly where it is as near to the promise.
///
/// # Errors
/// Where the oracle decides nothing although no row says so.
pub fn piece<T: Short>(
    dense: &Dense,
    piece: &Piece,
    xs: &[T],
    computed: [&[T]; ORDERS],
    mut each: impl FnMut(usize, f64, f64),
) -> Result<(), Undecided> {
    if matches!(piece.results, Results::Undecided) {
        return Ok(());
    }
    let wide: Vec<f64> = xs.iter().map(|x| x.wide()).collect();
    for (order, computed) in computed.into_iter().enumerate() {
        let promise = bounds::promise(T::TYPE, order);
        let Some(estimates) = piece.estimates(order, &wide) else {
            for (&x, &computed) in wide.iter().zip(computed) {
                let exact = &dense.reference().at(x)?[order];
                each(order, x, at_point(dense, order, x, computed, exact));
            }
            continue;
        };
        for ((&x, estimate), &computed) in wide.iter().zip(estimates).zip(computed) {
            let error = ulp::distance(computed, estimate.value);
            let mut error = signed(error, computed, estimate.value.is_sign_negative());
            let doubt = 2.0 * estimate.within * ulp::places_in_one::<T>(estimate.value);
            // Near the largest float a doubt may be one about overflow.
            let end = promise <= NEAREST && estimate.value.abs() / T::LARGEST - 1.0 < 0.01;
            if (error - promise).abs() <= doubt || end && computed.wide().is_infinite() {
                error = at_point(dense, order, x, computed, &dense.reference().at(x)?[order]);
            }
            each(order, x, error);
        }
    }
    Ok(())
}

/// The largest errors of one type and order: outside the exceptions, and in each of them.
#[derive(Debug)]
pub struct Ledger {
    order: usize,
    promise: f64,
    outside: (f64, f64),
    rows: Vec<(&'static Exception, (f64, f64))>,
}

impl Ledger {
    /// Of a function.
    #[must_use]
    pub fn new<T: Short>(name: &str, order: usize) -> Self {
        let rows = bounds::of(name, order, T::TYPE).map(|row| (row, (0.0, 0.0))).collect();
        Self { order, promise: bounds::promise(T::TYPE, order), outside: (0.0, 0.0), rows }
    }

    /// Enters an error at a point.
    #[inline]
    pub fn enter(&mut self, x: f64, error: f64) {
        // What keeps the promise matters to no row.
        if error <= self.promise && error <= self.outside.1 {
            return;
        }
        let mut inside = false;
        for (row, worst) in &mut self.rows {
            if row.region.contains(x) {
                inside = true;
                *worst = if error > worst.1 { (x, error) } else { *worst };
            }
        }
        if !inside && error > self.outside.1 {
            self.outside = (x, error);
        }
    }

    /// The point of the largest error outside the exceptions, and that error.
    #[must_use]
    pub const fn worst(&self) -> (f64, f64) {
        self.outside
    }

    /// What breaks the promise or is no longer needed, each after MPFR has confirmed it.
    ///
    /// # Errors
    /// Where the oracle decides nothing although no row says so.
    pub fn faults<T: Short>(
        &self,
        kernel: &Kernel,
        dense: &Dense,
    ) -> Result<Vec<String>, Undecided> {
        let order = self.order;
        let mut faults = Vec::new();
        let mut confirm = |(x, error): (f64, f64), limit: f64| -> Result<(), Undecided> {
            if error <= limit {
                return Ok(());
            }
            let confirmed = self::at::<T>(kernel, dense, x)?[order];
            if (confirmed - error).abs() > DIFFERENCE * (1.0 + error.min(1e6)) {
                faults
                    .push(format!("the dense oracle is wrong at {x:e}: {error} ULP, {confirmed}"));
            } else {
                faults.push(format!("{confirmed:.4} ULP at x = {x:e}, bound {limit}"));
            }
            Ok(())
        };
        confirm(self.outside, self.promise)?;
        for (row, worst) in &self.rows {
            confirm(*worst, row.bound)?;
        }
        for (row, worst) in &self.rows {
            if worst.1 <= self.promise {
                faults.push(format!("the exception in {:?} is no longer needed", row.region));
            }
        }
        let place = |fault| format!("order {order}, {:?}: {fault}", T::TYPE);
        Ok(faults.into_iter().map(place).collect())
    }
}

/// The errors of value and derivative at one point, by MPFR alone.
///
/// # Errors
/// Where the oracle decides nothing.
pub fn at<T: Short>(kernel: &Kernel, dense: &Dense, x: f64) -> Result<[f64; ORDERS], Undecided> {
    let exact = dense.reference().at(x)?;
    let (mut value, mut derivative) = ([T::from_f64(0.0)], [T::from_f64(0.0)]);
    kernel.value_and_derivative(&[T::from_f64(x)], &mut value, &mut derivative);
    let computed = [value[0], derivative[0]];
    Ok(std::array::from_fn(|order| at_point(dense, order, x, computed[order], &exact[order])))
}
