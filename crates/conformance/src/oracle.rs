//! Values and derivatives of plain formulas to hundreds of digits, by MPFR.
//!
//! A formula may cancel any number of digits: x + √(x² + 4) at −1e106 keeps none of the first 350. So
//! each point is computed twice, at one precision and at half of it, with every inexact operator rounded
//! up or down at random; the two results agree only where the digits that they share are right (Vignes'
//! stochastic arithmetic). Until they do, the precision is doubled.
//!
//! Derivatives are the table's symbolic ones, of the formula as it is written, never of a stable form.
//! [`Oracle::differences`] checks them at some points without any rule of differentiation.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

use nonlin_expr::graph::{Id, Node};
use nonlin_expr::{Algebra, Expr, LimitError, Operator, Rational, operator};
use rug::Float;
use rug::float::{Constant, Round, Special};
use rug::ops::{AssignRound, Pow};

/// The precision first compared with its double, which is 200 digits.
const FIRST_BITS: u32 = 336;
/// The same where no more than the digits of a double are wanted.
const SHORT_BITS: u32 = 120;
/// No more than this is tried.
const LAST_BITS: u32 = 1 << 17;
/// Bits in which two precisions have to agree.
const AGREED_BITS: u32 = 80;
/// Sides of a comparison that differ in the last of their bits only may be equal.
const GUARD_BITS: u32 = 64;
/// Below 2^this, a result is 0 to every float.
const TINY_EXPONENT: i32 = -1_150;
/// A result below that is believed at this precision, past the sixth power of the largest float.
const TINY_BITS: u32 = 5_376;

/// Precisions at which a result is compared with the middle between two floats. With four
/// times the last, mpfr_erf takes milliseconds a point and the test twice its time.
const SIDE_BITS: [u32; 2] = [1 << 9, 1 << 11];

/// Exponents of the points from which a limit is judged.
const FAR: [i32; 4] = [900, 1_000, 1_020, 1_023];

thread_local! {
    static BITS: Cell<u32> = const { Cell::new(0) };
    /// State of the random rounding; 0 rounds to nearest.
    static DITHER: Cell<u64> = const { Cell::new(0) };
}

/// A point where even the highest precision decides nothing.
#[derive(Debug)]
pub struct Undecided {
    /// The order of derivative.
    pub order: usize,
    /// The point.
    pub x: f64,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { order, x } = self;
        write!(f, "order {order} at x = {x:e}: {LAST_BITS} bits are not enough for the oracle")
    }
}

impl std::error::Error for Undecided {}

/// A function of `x` and its derivatives, with all that they share computed once.
pub struct Oracle {
    highest: Expr,
    /// The value and each derivative, in the graph of the highest.
    roots: Vec<Id>,
    /// What they are made of, and whether it depends on x.
    nodes: Vec<(Id, bool)>,
    /// What does not, at each precision.
    constants: RefCell<HashMap<u32, Vec<Option<Mp>>>>,
    /// The precision first compared with its double.
    first_bits: u32,
}

impl Oracle {
    /// Of a formula in `x` and its derivatives up to `order`.
    ///
    /// # Errors
    /// When a derivative outgrows the limits of expressions.
    pub fn new(formula: &Expr, order: usize) -> Result<Self, LimitError> {
        let mut highest = formula.nth_derivative("x", 0)?;
        let mut roots = vec![highest.root()];
        for _ in 0..order {
            // A derivative is built in the graph of what it is taken of.
            highest = highest.derivative("x")?;
            roots.push(highest.root());
        }
        let graph = highest.graph();
        let mut depends = vec![false; graph.len()];
        let reachable = graph.reachable(&roots).into_iter();
        let nodes = reachable.map(|id| {
            depends[id.index()] = match graph.node(id) {
                Node::Number(_) => false,
                Node::Symbol(_) => true,
                Node::Apply(_, arguments) => arguments.iter().any(|a| depends[a.index()]),
            };
            (id, depends[id.index()])
        });
        let nodes = nodes.collect();
        Ok(Self { highest, roots, nodes, constants: RefCell::default(), first_bits: FIRST_BITS })
    }

    /// The same, beginning with fewer bits: results that are compared with nothing longer than f64 come
    /// several times sooner. Two precisions have to agree in as many bits as before.
    #[must_use]
    pub fn for_short_floats(self) -> Self {
        Self { first_bits: SHORT_BITS, ..self }
    }

    /// Value and derivatives in `x`, correct to far more digits than any float has.
    ///
    /// Where a derivative is NaN because its parts pass MPFR's exponents, or because the rules meet
    /// 0/0, it is a quotient of differences of the value, if that has a limit.
    ///
    /// # Errors
    /// Where no precision up to the highest decides.
    pub fn at(&self, x: f64) -> Result<Vec<Float>, Undecided> {
        let point = Float::with_val(53, x);
        let mut bits = self.first_bits;
        let mut rough = self.run(&point, bits);
        loop {
            bits *= 2;
            let fine = self.run(&point, bits);
            let doubtful = rough.iter().zip(&fine).position(|(a, b)| !agree(a, b, bits));
            let Some(order) = doubtful else {
                return fine.into_iter().enumerate().map(|(o, v)| self.settled(v, o, x)).collect();
            };
            if bits >= LAST_BITS {
                return Err(Undecided { order, x });
            }
            rough = fine;
        }
    }

    /// On which side of `middle` the derivative of an order in `x` lies, for a result that is at it to all the
    /// digits of [`at`](Self::at). Nothing where no precision tells: 1 − e^−1e9 from 1, say.
    #[must_use]
    pub fn side(&self, x: f64, order: usize, middle: f64) -> Option<Ordering> {
        let point = Float::with_val(53, x);
        for bits in SIDE_BITS {
            let result = self.run(&point, bits).swap_remove(order).value;
            let off = Float::with_val(bits, result - middle);
            // Half of the bits are for what the formula cancels.
            let noise = Float::with_val(53, middle.abs()) >> (bits / 2);
            if off.clone().abs() > noise {
                return off.partial_cmp(&0);
            }
            if self.is_rational() {
                return Some(Ordering::Equal);
            }
        }
        None
    }

    /// Whether value and derivatives are quotients of polynomials, in pieces.
    fn is_rational(&self) -> bool {
        use Operator::{
            Abs, Add, Clamp, Div, Equal, Floor, Greater, GreaterEq, If, Less, LessEq, Max, Min,
            Mul, Neg, NotEqual, Sign, Sub,
        };
        self.nodes.iter().all(|(id, _)| match self.highest.graph().node(*id) {
            Node::Number(_) | Node::Symbol(_) => true,
            Node::Apply(operator, _) => matches!(
                operator,
                Neg | Add
                    | Sub
                    | Mul
                    | Div
                    | Abs
                    | Sign
                    | Floor
                    | Min
                    | Max
                    | Clamp
                    | If
                    | Less
                    | LessEq
                    | Greater
                    | GreaterEq
                    | Equal
                    | NotEqual
            ),
        })
    }

    /// The limits of value and derivatives at an infinity, judged from far out; NaN where there is none.
    ///
    /// # Errors
    /// Where no precision up to the highest decides.
    pub fn limits(&self, infinity: f64) -> Result<Vec<Float>, Undecided> {
        let far = |exponent| self.at(2_f64.powi(exponent).copysign(infinity));
        let far = FAR.iter().map(|&exponent| far(exponent)).collect::<Result<Vec<_>, _>>()?;
        Ok((0..self.roots.len())
            .map(|order| limit(&far.iter().map(|results| &results[order]).collect::<Vec<_>>()))
            .collect())
    }

    fn settled(&self, result: Mp, order: usize, x: f64) -> Result<Float, Undecided> {
        if !result.value.is_nan() && result.trust != Trust::Lost {
            return Ok(result.value);
        }
        if order > 0 && x.is_finite() {
            match self.differences(x, order) {
                Some((difference, true)) => return Ok(difference),
                Some(_) => {}
                None => return Err(Undecided { order, x }),
            }
        }
        if result.trust == Trust::Lost { Err(Undecided { order, x }) } else { Ok(result.value) }
    }

    /// The derivative of an order in `x` by central differences of values, and whether the one-sided
    /// differences agree with it: they do not at a kink. Nothing where the values pass MPFR's exponents
    /// and come back.
    ///
    /// It knows no rule of differentiation. About 100 digits of it are right.
    #[must_use]
    pub fn differences(&self, x: f64, order: usize) -> Option<(Float, bool)> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1024")]
        let reach = x.abs().max(1.0).log2().ceil() as u32;
        let exponent = Float::with_val(53, x).get_exp().unwrap_or(0).min(0).unsigned_abs();
        let bits = 2_400 + reach + exponent;
        let step = Float::with_val(bits, 1) >> (500 + exponent);
        // At x, and at as many steps to each side as the order has.
        let reached = i32::try_from(order).ok()?;
        let mut values = Vec::new();
        for k in -reached..=reached {
            let at = Float::with_val(bits, &step * k) + x;
            let value = self.run(&at, bits).swap_remove(0);
            if value.trust == Trust::Lost {
                return None;
            }
            values.push(value.value);
        }
        if values.iter().all(|value| value.is_infinite() && *value == values[0]) {
            // Past MPFR's exponents, so past all floats: an exponential.
            return Some((values.swap_remove(0), true));
        }
        // Every `stride`-th value from `first` on; as many as the order needs.
        let quotient = |first: usize, stride: usize| {
            let taken = values.iter().skip(first).step_by(stride).take(order + 1);
            let mut row: Vec<Float> = taken.cloned().collect();
            while row.len() > 1 {
                row = row.windows(2).map(|w| Float::with_val(bits, &w[1] - &w[0])).collect();
            }
            let width = Float::with_val(bits, &step * stride as u64);
            row.swap_remove(0) / width.pow(reached)
        };
        let central = quotient(0, 2);
        let sides = [quotient(0, 1), quotient(order, 1)];
        let agree = sides.iter().all(|side| {
            let difference = Float::with_val(bits, side - &central).abs();
            difference <= Float::with_val(bits, central.abs_ref()) * 1e-60
        });
        if agree {
            return Some((central, true));
        }
        // What the width of the steps leaves of 0.
        let zero = sides.iter().chain([&central]).all(|slope| slope.clone().abs() < 1e-100);
        Some((if zero { Float::new(bits) } else { central }, zero))
    }

    /// Value and derivatives at one precision, rounded at random.
    fn run(&self, x: &Float, bits: u32) -> Vec<Mp> {
        BITS.set(bits);
        DITHER.set(u64::from(bits) | 1);
        let graph = self.highest.graph();
        let mut constants = self.constants.borrow_mut();
        let constants = constants.entry(bits).or_insert_with(|| {
            let mut values = vec![None; graph.len()];
            self.fill(&mut values, false, x);
            values
        });
        let mut values = constants.clone();
        self.fill(&mut values, true, x);
        DITHER.set(0);
        self.roots.iter().filter_map(|root| values[root.index()].clone()).collect()
    }

    fn fill(&self, values: &mut [Option<Mp>], depending: bool, x: &Float) {
        let graph = self.highest.graph();
        for &(id, depends) in &self.nodes {
            if depends != depending {
                continue;
            }
            let value = match graph.node(id) {
                Node::Number(value) => Mp::number(value),
                Node::Symbol(_) => Mp::exact(Float::with_val(BITS.get().max(x.prec()), x)),
                Node::Apply(operator, arguments) => {
                    let arguments: Vec<Mp> =
                        arguments.iter().filter_map(|a| values[a.index()].clone()).collect();
                    operator::apply(*operator, &arguments)
                }
            };
            values[id.index()] = Some(value);
        }
    }
}

/// The limit of a function with these values ever farther out.
fn limit(values: &[&Float]) -> Float {
    let (Some(first), Some(&last)) = (values.first(), values.last()) else { return Float::new(64) };
    let bits = last.prec();
    let settled = |value: &&&Float| {
        let difference = Float::with_val(bits, **value - last).abs();
        difference <= Float::with_val(bits, last.abs_ref()) * 1e-20
    };
    if values.iter().all(|value| Float::with_val(bits, value.abs_ref()) < 1e-100) {
        special(Special::Zero, last)
    } else if values.iter().all(|value| settled(&value)) {
        last.clone()
    } else if last.clone().abs() > 100
        && values.iter().all(|value| value.is_sign_negative() == last.is_sign_negative())
        && last.clone().abs() >= (*first).clone().abs()
    {
        special(Special::Infinity, last)
    } else {
        Float::with_val(bits, Special::Nan)
    }
}

fn agree(rough: &Mp, fine: &Mp, bits: u32) -> bool {
    let (a, b) = (&rough.value, &fine.value);
    if fine.trust != Trust::Rounded {
        return true;
    }
    if !a.is_finite() || !b.is_finite() {
        return a.is_nan() && b.is_nan() || a == b;
    }
    let tiny = |value: &Float| value.get_exp().is_none_or(|exponent| exponent < TINY_EXPONENT);
    if tiny(a) && tiny(b) && bits >= TINY_BITS {
        return true;
    }
    let difference = Float::with_val(b.prec(), a - b).abs();
    !b.is_zero() && difference <= Float::with_val(b.prec(), b.abs_ref()) >> AGREED_BITS
}

/// The value of a formula in several symbols, to about 200 digits where it does not cancel.
#[must_use]
pub fn at(formula: &Expr, symbol: impl Fn(&str) -> f64) -> Float {
    BITS.set(2 * FIRST_BITS);
    formula.evaluate(|name| Mp::exact(Float::with_val(BITS.get(), symbol(name)))).value
}

/// The value of a formula in `x`, to about 200 digits where it does not cancel.
#[must_use]
pub fn value(formula: &Expr, x: f64) -> Float {
    at(formula, |_| x)
}

/// The first Taylor coefficients at `centre` of a formula as it is above (`side` 1) or below (−1) it.
///
/// They are divided differences over points so close that what each takes from the next ones is below
/// the least float. No point is the centre itself.
#[must_use]
pub fn taylor(formula: &Expr, centre: f64, side: f64, order: u32) -> Vec<Float> {
    const STEP: u32 = 1_200;
    let bits = STEP * (order + 2) + FIRST_BITS;
    BITS.set(bits);
    let step = Float::with_val(bits, side) >> STEP;
    let at =
        |j: u32| formula.evaluate(|_| Mp::exact(Float::with_val(bits, &step * j) + centre)).value;
    let mut differences: Vec<Float> = (1..=order + 1).map(at).collect();
    let mut coefficients = Vec::new();
    let mut scale = Float::with_val(bits, 1);
    for k in 1..=order + 1 {
        coefficients.push(Float::with_val(bits, &differences[0] / &scale));
        scale *= Float::with_val(bits, &step * k);
        let next = differences.windows(2).map(|pair| Float::with_val(bits, &pair[1] - &pair[0]));
        differences = next.collect();
    }
    coefficients
}

/// One operator at as many bits as its longest argument has.
#[must_use]
pub fn apply(operator: Operator, arguments: &[Float]) -> Float {
    BITS.set(arguments.iter().map(Float::prec).max().unwrap_or(400));
    let arguments: Vec<Mp> = arguments.iter().cloned().map(Mp::exact).collect();
    operator::apply(operator, &arguments).value
}

fn special(value: Special, sign: &Float) -> Float {
    Float::with_val(sign.prec(), value).copysign(sign)
}

/// How far a result can be believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// No rounding has touched it.
    Exact,
    /// To about the working precision, or less where it has cancelled.
    Rounded,
    /// Not at all: something passed MPFR's exponents and came back, as in log(e^x).
    Lost,
}

/// A float of MPFR with the current precision.
#[derive(Clone)]
struct Mp {
    value: Float,
    trust: Trust,
}

impl Mp {
    const fn exact(value: Float) -> Self {
        Self { value, trust: Trust::Exact }
    }

    fn with(&self, value: Float) -> Self {
        Self { value, trust: self.trust }
    }

    /// An operator's result, rounded up or down at random.
    fn of<T>(operation: T, arguments: &[&Self]) -> Self
    where
        Float: AssignRound<T, Round = Round, Ordering = Ordering>,
    {
        let mut state = DITHER.get();
        let round = if state == 0 {
            Round::Nearest
        } else {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            DITHER.set(state);
            if state >> 63 == 0 { Round::Up } else { Round::Down }
        };
        let (mut value, ordering) = Float::with_val_round(BITS.get(), operation, round);
        // What passes the range of exponents and is rounded towards it stays at its end.
        let end = |exponent| ordering != Ordering::Equal && value.get_exp() == Some(exponent);
        if end(rug::float::exp_max()) {
            value = special(Special::Infinity, &value);
        } else if end(rug::float::exp_min()) {
            value = special(Special::Zero, &value);
        }
        let exact = arguments.iter().all(|a| a.trust == Trust::Exact);
        let indeterminate = !exact && value.is_nan() && !arguments.iter().any(|a| a.value.is_nan());
        let past = arguments.iter().any(|a| a.is_past_exponents());
        let trust = if arguments.iter().any(|a| a.trust == Trust::Lost) || indeterminate && past {
            Trust::Lost
        } else if exact && ordering == Ordering::Equal {
            Trust::Exact
        } else {
            Trust::Rounded
        };
        Self { value, trust }
    }

    /// A function that grows like a logarithm: it brings back what had passed the exponents.
    fn slow<T>(operation: T, a: &Self) -> Self
    where
        Float: AssignRound<T, Round = Round, Ordering = Ordering>,
    {
        let mut result = Self::of(operation, &[a]);
        if a.is_past_exponents() && result.value.is_infinite() {
            result.trust = Trust::Lost;
        }
        result
    }

    /// Whether it is an infinity or a zero that stands for a finite value.
    fn is_past_exponents(&self) -> bool {
        self.trust != Trust::Exact && (self.value.is_infinite() || self.value.is_zero())
    }

    fn is_exactly_zero(&self) -> bool {
        self.trust == Trust::Exact && self.value.is_zero()
    }

    /// NaN, if either is: what MPFR's own minimum, maximum and hypotenuse do not give.
    fn nan_of(a: &Self, b: &Self) -> Option<Self> {
        [a, b].into_iter().find(|value| value.value.is_nan()).cloned()
    }

    /// The outcome of a comparison; rounded where the sides are so near that rounding may have decided.
    fn condition(a: &Self, b: &Self, holds: bool) -> Self {
        if let Some(nan) = Self::nan_of(a, b) {
            return nan;
        }
        let bits = BITS.get();
        let exact = a.trust == Trust::Exact && b.trust == Trust::Exact;
        let near = || {
            let difference = Float::with_val(bits, &a.value - &b.value).abs();
            difference <= Float::with_val(bits, a.value.abs_ref()) >> (bits - GUARD_BITS)
        };
        let trust = if exact || !near() { Trust::Exact } else { Trust::Rounded };
        Self { value: Float::with_val(bits, u8::from(holds)), trust }
    }
}

#[rustfmt::skip]
impl Algebra for Mp {
    fn number(value: &Rational) -> Self {
        let (p, q) = value.fraction();
        let parse = |text: &str| text.parse::<rug::Integer>().unwrap_or_default();
        Self::of(&rug::Rational::from((parse(&p), parse(&q))), &[])
    }
    fn pi() -> Self { Self::of(Constant::Pi, &[]) }
    fn e() -> Self { Self::exp(&Self::exact(Float::with_val(BITS.get(), 1))) }
    fn neg(a: &Self) -> Self { a.with(-a.value.clone()) }
    fn add(a: &Self, b: &Self) -> Self { Self::of(&a.value + &b.value, &[a, b]) }
    fn sub(a: &Self, b: &Self) -> Self { Self::of(&a.value - &b.value, &[a, b]) }
    fn mul(a: &Self, b: &Self) -> Self {
        match (a.is_exactly_zero(), b.is_exactly_zero()) {
            (true, _) if b.value.is_finite() => a.clone(),
            (_, true) if a.value.is_finite() => b.clone(),
            _ => Self::of(&a.value * &b.value, &[a, b]),
        }
    }
    fn div(a: &Self, b: &Self) -> Self { Self::of(&a.value / &b.value, &[a, b]) }
    fn pow(a: &Self, b: &Self) -> Self { Self::of(Pow::pow(&a.value, &b.value), &[a, b]) }
    fn exp(a: &Self) -> Self { Self::of(a.value.exp_ref(), &[a]) }
    fn expm1(a: &Self) -> Self { Self::of(a.value.exp_m1_ref(), &[a]) }
    fn log(a: &Self) -> Self { Self::slow(a.value.ln_ref(), a) }
    fn log1p(a: &Self) -> Self { Self::slow(a.value.ln_1p_ref(), a) }
    fn sqrt(a: &Self) -> Self { Self::of(a.value.sqrt_ref(), &[a]) }
    fn hypot(a: &Self, b: &Self) -> Self { Self::nan_of(a, b).unwrap_or_else(|| Self::of(a.value.hypot_ref(&b.value), &[a, b])) }
    fn abs(a: &Self) -> Self { a.with(a.value.clone().abs()) }
    fn sign(a: &Self) -> Self { if a.value.is_zero() { a.clone() } else { a.with(a.value.clone().signum()) } }
    fn floor(a: &Self) -> Self { a.with(a.value.clone().floor()) }
    fn min(a: &Self, b: &Self) -> Self { Self::nan_of(a, b).unwrap_or_else(|| if b.value < a.value { b.clone() } else { a.clone() }) }
    fn max(a: &Self, b: &Self) -> Self { Self::nan_of(a, b).unwrap_or_else(|| if b.value > a.value { b.clone() } else { a.clone() }) }
    fn clamp(a: &Self, b: &Self, c: &Self) -> Self { if b.value <= c.value { Self::min(&Self::max(a, b), c) } else { Self::exact(Float::with_val(BITS.get(), f64::NAN)) } }
    fn sin(a: &Self) -> Self { Self::of(a.value.sin_ref(), &[a]) }
    fn cos(a: &Self) -> Self { Self::of(a.value.cos_ref(), &[a]) }
    fn tan(a: &Self) -> Self { Self::of(a.value.tan_ref(), &[a]) }
    fn atan(a: &Self) -> Self { Self::of(a.value.atan_ref(), &[a]) }
    fn sinh(a: &Self) -> Self { Self::of(a.value.sinh_ref(), &[a]) }
    fn cosh(a: &Self) -> Self { Self::of(a.value.cosh_ref(), &[a]) }
    fn tanh(a: &Self) -> Self { Self::of(a.value.tanh_ref(), &[a]) }
    fn asinh(a: &Self) -> Self { Self::slow(a.value.asinh_ref(), a) }
    fn erf(a: &Self) -> Self { Self::of(a.value.erf_ref(), &[a]) }
    fn erfc(a: &Self) -> Self { Self::of(a.value.erfc_ref(), &[a]) }
    fn sigmoid(a: &Self) -> Self {
        let one = Self::exact(Float::with_val(BITS.get(), 1));
        Self::div(&one, &Self::add(&one, &Self::exp(&Self::neg(a))))
    }
    fn softplus(a: &Self) -> Self {
        // log(1 + e^a) with all digits: e^a for large a overflows nothing in MPFR but memory.
        let t = Self::log1p(&Self::exp(&Self::neg(&Self::abs(a))));
        if a.value.is_sign_positive() { Self::add(&t, a) } else { t }
    }
    fn less(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.value < b.value) }
    fn less_eq(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.value <= b.value) }
    fn greater(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.value > b.value) }
    fn greater_eq(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.value >= b.value) }
    fn equal(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.value == b.value) }
    fn not_equal(a: &Self, b: &Self) -> Self { Self::condition(a, b, a.value != b.value) }
    fn if_(a: &Self, b: &Self, c: &Self) -> Self {
        if a.value.is_nan() {
            return a.clone();
        }
        let mut chosen = if a.value.is_zero() { c.clone() } else { b.clone() };
        if a.trust == Trust::Rounded && chosen.trust == Trust::Exact {
            chosen.trust = Trust::Rounded;
        }
        chosen
    }
}
