//! From numbers to a verdict.
//!
//! A condition reads a number *with its interval*: "below 0.01" holds only if the whole interval lies below,
//! so that a claim is not upheld by luck. A number that the experiment could not get (NaN) fulfils nothing.

use crate::finding::{Findings, Number};

/// What a lesson says of its claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that the claim says was found.
    Holds,
    /// Its core was found; something that usually goes with it was not.
    WithinLimits,
    /// Its core was not found.
    DoesNotHold,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Holds, Self::WithinLimits, Self::DoesNotHold];

    /// As JSON says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::WithinLimits => "holds within limits",
            Self::DoesNotHold => "does not hold",
        }
    }
}

/// How much of the claim rests on a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Without it the claim does not hold.
    Core,
    /// Without it the claim holds within limits.
    Limit,
}

/// What a number has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Is {
    /// Less than this.
    Below(f64),
    /// More than this.
    Above(f64),
    /// Between these.
    Between(f64, f64),
    /// What theory says: theory lies in the interval, or the number is within so much of theory, relative to it.
    AsTheory {
        /// The largest relative difference that counts as the same.
        within: f64,
    },
}

/// One thing that a claim says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// The name of a number.
    pub number: &'static str,
    /// What it has to be.
    pub is: Is,
    /// How much rests on it.
    pub weight: Weight,
}

/// Something without which a claim does not hold.
#[must_use]
pub const fn core(number: &'static str, is: Is) -> Condition {
    Condition { number, is, weight: Weight::Core }
}

/// Something without which a claim holds within limits.
#[must_use]
pub const fn limit(number: &'static str, is: Is) -> Condition {
    Condition { number, is, weight: Weight::Limit }
}

impl Condition {
    /// Whether it was found.
    #[must_use]
    pub fn is_met(&self, findings: &Findings) -> bool {
        findings.number(self.number).is_some_and(|number| self.is.fits(number))
    }
}

impl Is {
    fn fits(self, number: &Number) -> bool {
        let (low, high) = number.interval();
        match self {
            Self::Below(bound) => high < bound,
            Self::Above(bound) => low > bound,
            Self::Between(from, to) => from <= low && high <= to,
            Self::AsTheory { within } => number.theory.is_some_and(|theory| {
                (low <= theory && theory <= high)
                    || (number.value - theory).abs() <= within * theory.abs()
            }),
        }
    }
}

/// The verdict that follows from the numbers.
#[must_use]
pub fn judge(conditions: &[Condition], findings: &Findings) -> Verdict {
    let all = |weight| {
        conditions.iter().filter(|own| own.weight == weight).all(|own| own.is_met(findings))
    };
    match (all(Weight::Core), all(Weight::Limit)) {
        (false, _) => Verdict::DoesNotHold,
        (true, false) => Verdict::WithinLimits,
        (true, true) => Verdict::Holds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Unit;

    fn found() -> Findings {
        let mut found = Findings::default();
        found.mean("wide", Unit::One, &[1.0, 3.0]); // 2, from −10.7 to 14.7
        found.exact("sharp", Unit::One, 2.0).theory(2.01);
        found.exact("none", Unit::One, f64::NAN);
        found
    }

    #[test]
    fn an_interval_decides_and_not_its_middle() {
        let found = found();
        for (number, is, expected) in [
            ("wide", Is::Above(1.0), false),
            ("wide", Is::Above(-11.0), true),
            ("wide", Is::Below(14.0), false),
            ("wide", Is::Between(-11.0, 15.0), true),
            ("sharp", Is::Above(1.0), true),
            ("sharp", Is::Above(2.0), false),
            ("sharp", Is::AsTheory { within: 0.01 }, true),
            ("sharp", Is::AsTheory { within: 0.001 }, false),
            ("none", Is::Above(f64::NEG_INFINITY), false),
            ("none", Is::Below(f64::INFINITY), false),
            ("none", Is::Between(f64::NEG_INFINITY, f64::INFINITY), false),
            ("missing", Is::Above(0.0), false),
        ] {
            assert_eq!(core(number, is).is_met(&found), expected, "{number} {is:?}");
        }
    }

    #[test]
    fn limits_weigh_less_than_the_core() {
        let found = found();
        let (yes, no) = (Is::Above(1.0), Is::Above(3.0));
        for (first, second, verdict) in [
            (yes, yes, Verdict::Holds),
            (yes, no, Verdict::WithinLimits),
            (no, yes, Verdict::DoesNotHold),
            (no, no, Verdict::DoesNotHold),
        ] {
            assert_eq!(judge(&[core("sharp", first), limit("sharp", second)], &found), verdict);
        }
    }
}
