//! Intervals: every operator encloses what it does to all real numbers between two ends.
//!
//! An end is rounded outwards, so that an enclosure holds for real numbers and not only for floats. It is
//! rounded only where it has to be: the error of a sum or product is itself a float, and where it is 0
//! the end is exact (`round.rs`). Elementary functions come from `libm` and are widened by more than its
//! errors (`elementary.rs`), sines and powers piece by piece (`trigonometric.rs`, `power.rs`).
//!
//! An infinite end stands for "no bound", never for a value: 0·\[0, ∞\] is 0.
//!
//! With the enclosure goes what is known of the function on the box it was evaluated on, its [`Grade`]:
//! whether it is defined everywhere there, and whether it is continuous. The names follow IEEE 1788's
//! decorations.

mod algebra;
mod arithmetic;
mod elementary;
mod order;
mod power;
mod round;
mod trigonometric;

pub use elementary::widening;

/// What is known of a function on the whole box that it was evaluated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Nothing: it may have no value in places (`trv`).
    Unknown,
    /// It has a value everywhere, and may jump (`def`).
    Defined,
    /// It has a value everywhere and is continuous (`dac`).
    Continuous,
}

/// All real numbers from `lo` to `hi`, both included where they are finite; with a [`Grade`].
///
/// Empty, where a function has no value anywhere on a box, is `lo` > `hi`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    lo: f64,
    hi: f64,
    grade: Grade,
}

impl Interval {
    /// The whole line.
    pub const ENTIRE: Self = Self::new(f64::NEG_INFINITY, f64::INFINITY);
    /// No number at all.
    pub const EMPTY: Self =
        Self { lo: f64::INFINITY, hi: f64::NEG_INFINITY, grade: Grade::Unknown };
    /// 0 alone.
    pub const ZERO: Self = Self::point(0.0);
    /// 1 alone.
    pub const ONE: Self = Self::point(1.0);

    /// From `lo` to `hi`; the whole line where they are no numbers, nothing where `lo` > `hi`.
    #[must_use]
    pub const fn new(lo: f64, hi: f64) -> Self {
        if lo.is_nan() || hi.is_nan() {
            return Self { lo: f64::NEG_INFINITY, hi: f64::INFINITY, grade: Grade::Unknown };
        }
        if lo > hi { Self::EMPTY } else { Self { lo, hi, grade: Grade::Continuous } }
    }

    /// One number.
    #[must_use]
    pub const fn point(value: f64) -> Self {
        Self::new(value, value)
    }

    /// Its lower end.
    #[must_use]
    pub const fn lo(self) -> f64 {
        self.lo
    }

    /// Its upper end.
    #[must_use]
    pub const fn hi(self) -> f64 {
        self.hi
    }

    /// What is known of the function that gave it.
    #[must_use]
    pub const fn grade(self) -> Grade {
        self.grade
    }

    /// The same numbers, of which no more is known than `grade`.
    #[must_use]
    pub fn at_most(self, grade: Grade) -> Self {
        Self { grade: self.grade.min(grade), ..self }
    }

    /// Whether it holds no number.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.lo > self.hi
    }

    /// Whether it holds 0 alone.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.lo == 0.0 && self.hi == 0.0
    }

    /// Whether it holds one number only.
    #[must_use]
    pub fn is_point(self) -> bool {
        self.lo == self.hi
    }

    /// Whether both ends are finite.
    #[must_use]
    pub fn is_bounded(self) -> bool {
        self.lo.is_finite() && self.hi.is_finite()
    }

    /// Whether `value` lies in it.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.lo <= value && value <= self.hi
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub fn encloses(self, other: Self) -> bool {
        other.is_empty() || (self.lo <= other.lo && other.hi <= self.hi)
    }

    /// Whether all its numbers are above 0.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.lo > 0.0 && !self.is_empty()
    }

    /// Whether all its numbers are below 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.hi < 0.0 && !self.is_empty()
    }

    /// Its length, rounded up.
    #[must_use]
    pub fn width(self) -> f64 {
        if self.is_empty() { 0.0 } else { round::add_up(self.hi, -self.lo) }
    }

    /// A float inside, near the middle; the finite end, or 0, where it is not bounded.
    #[must_use]
    pub fn middle(self) -> f64 {
        match (self.lo.is_finite(), self.hi.is_finite()) {
            (true, true) => (self.lo / 2.0 + self.hi / 2.0).clamp(self.lo, self.hi),
            (true, false) => self.lo,
            (false, true) => self.hi,
            (false, false) => 0.0,
        }
    }

    /// The largest |a| in it.
    #[must_use]
    pub fn magnitude(self) -> f64 {
        if self.is_empty() { 0.0 } else { self.lo.abs().max(self.hi.abs()) }
    }

    /// The smallest |a| in it.
    #[must_use]
    pub fn mignitude(self) -> f64 {
        if self.contains(0.0) { 0.0 } else { self.lo.abs().min(self.hi.abs()) }
    }

    /// The numbers of either, and those between.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let grade = self.grade.min(other.grade);
        match (self.is_empty(), other.is_empty()) {
            (true, _) => Self { grade, ..other },
            (_, true) => Self { grade, ..self },
            _ => Self { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi), grade },
        }
    }

    /// The numbers of both: for two enclosures of one function on one box, so the better grade holds.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let (lo, hi) = (self.lo.max(other.lo), self.hi.min(other.hi));
        let grade = self.grade.max(other.grade);
        if lo > hi { Self::EMPTY } else { Self { lo, hi, grade } }
    }
}
