//! The scale that functions are compared on: x^p·(log x)^q·e^(c₁·g₁ + c₂·g₂ + …).
//!
//! Each g is itself a monomial that grows past all bounds (x, x², x³, e^x), and no power of log x. Any two
//! can be ordered by how fast they grow: the fastest g in which they differ decides, then p, then q. This
//! is the logarithmic-exponential scale of Hardy (1910), as far as activation functions need it.

use std::cmp::Ordering;
use std::sync::Arc;

use nonlin_expr::Algebra;

use super::coefficient::Coefficient;
use crate::interval::Interval;

/// More parts of an exponent are not followed.
const MAX_RATES: usize = 6;
/// Exponents of exponents deeper than this are not followed.
const MAX_HEIGHT: usize = 4;
/// The least float above 0.
const LEAST: f64 = 5e-324;
/// A monomial that still rises at M is followed over so many doublings of x,
const DOUBLINGS: usize = 12;
/// in so many steps each.
const STEPS: i32 = 8;

/// A positive function on x ≥ 3. All numbers in it are exact constants.
#[derive(Debug, Clone)]
pub struct Monomial {
    /// p.
    power: Coefficient,
    /// q.
    log: i32,
    /// The parts of the exponent, the fastest first, none with the factor 0.
    rates: Vec<(Coefficient, Arc<Monomial>)>,
}

impl Monomial {
    /// x^p·(log x)^q.
    fn plain(power: Coefficient, log: i32) -> Self {
        Self { power, log, rates: Vec::new() }
    }

    /// 1.
    #[must_use]
    pub fn one() -> Self {
        Self::plain(Coefficient::whole(0), 0)
    }

    /// x.
    #[must_use]
    pub fn x() -> Self {
        Self::plain(Coefficient::whole(1), 0)
    }

    /// log x.
    pub(super) fn log() -> Self {
        Self::plain(Coefficient::whole(0), 1)
    }

    /// e^(c·g) for a g that grows; `None` where that is no monomial of the scale.
    pub(super) fn exp(rate: &Coefficient, g: &Self) -> Option<Self> {
        if !rate.is_exact() || rate.sign().is_none() || g.height() >= MAX_HEIGHT {
            return None;
        }
        if g.is_log() {
            return Some(Self::plain(rate.clone(), 0));
        }
        let rates = vec![(rate.clone(), Arc::new(g.clone()))];
        Some(Self { rates, ..Self::one() })
    }

    fn height(&self) -> usize {
        1 + self.rates.iter().map(|(_, g)| g.height()).max().unwrap_or(0)
    }

    /// Whether it is 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.rates.is_empty() && self.log == 0 && self.power.is_zero()
    }

    /// Whether it is log x.
    pub(super) fn is_log(&self) -> bool {
        self.rates.is_empty() && self.log == 1 && self.power.is_zero()
    }

    /// The parts of its logarithm: p·log x, q·log log x and the exponent.
    pub(super) fn parts(&self) -> (&Coefficient, i32, &[(Coefficient, Arc<Self>)]) {
        (&self.power, self.log, &self.rates)
    }

    /// Which grows faster; `Equal` where both are the same function, `None` where that is not known.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let (mut a, mut b) = (self.rates.iter().peekable(), other.rates.iter().peekable());
        loop {
            let order = match (a.peek(), b.peek()) {
                (None, None) => break,
                (Some((c, _)), None) => return c.sign(),
                (None, Some((d, _))) => return d.sign().map(Ordering::reverse),
                (Some((c, g)), Some((d, h))) => {
                    let faster = if Arc::ptr_eq(g, h) { Ordering::Equal } else { g.compare(h)? };
                    match faster {
                        Ordering::Greater => return c.sign(),
                        Ordering::Less => return d.sign().map(Ordering::reverse),
                        Ordering::Equal => c.compare(d)?,
                    }
                }
            };
            if order != Ordering::Equal {
                return Some(order);
            }
            a.next();
            b.next();
        }
        let power = self.power.compare(&other.power)?;
        Some(power.then(self.log.cmp(&other.log)))
    }

    /// Whether it grows past all bounds, stays 1 or vanishes.
    #[must_use]
    pub fn growth(&self) -> Option<Ordering> {
        let leading = self.rates.first().map_or(&self.power, |(rate, _)| rate);
        match leading.sign()? {
            Ordering::Equal => Some(self.log.cmp(&0)),
            order => Some(order),
        }
    }

    /// The product; `None` where it is no monomial that can be handled.
    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        let power = self.power.add(&other.power);
        let log = self.log.checked_add(other.log)?;
        if !power.is_exact() {
            return None;
        }
        let mut rates = self.rates.clone();
        for (rate, g) in &other.rates {
            let mut place = 0;
            let mut same = false;
            while let Some((_, h)) = rates.get(place) {
                let order = if Arc::ptr_eq(g, h) { Ordering::Equal } else { h.compare(g)? };
                same = order == Ordering::Equal;
                if order != Ordering::Greater {
                    break;
                }
                place += 1;
            }
            if same {
                rates[place].0 = rates[place].0.add(rate);
                rates[place].0.sign()?;
                if rates[place].0.is_zero() {
                    rates.remove(place);
                } else if !rates[place].0.is_exact() {
                    return None;
                }
            } else {
                rates.insert(place, (rate.clone(), g.clone()));
            }
        }
        (rates.len() <= MAX_RATES).then_some(Self { power, log, rates })
    }

    /// Its s-th power.
    pub(super) fn power(&self, s: &Coefficient) -> Option<Self> {
        let log = if self.log == 0 { 0 } else { self.log.checked_mul(s.as_whole()?)? };
        let exact = |c: &Coefficient| {
            let c = c.mul(s);
            c.is_exact().then_some(c)
        };
        if s.is_zero() {
            return Some(Self::one());
        }
        let rates = self.rates.iter().map(|(c, g)| Some((exact(c)?, g.clone())));
        Some(Self { power: exact(&self.power)?, log, rates: rates.collect::<Option<_>>()? })
    }

    /// The quotient.
    pub(super) fn div(&self, other: &Self) -> Option<Self> {
        self.mul(&other.power(&Coefficient::whole(-1))?)
    }

    /// An enclosure of its values on a box above 1.
    #[must_use]
    pub fn on(&self, x: Interval) -> Interval {
        if self.rates.is_empty() {
            let log = whole_power(Algebra::log(&x), self.log);
            let power = match self.power.as_whole() {
                Some(power) => whole_power(x, power),
                None => Algebra::pow(&x, &self.power.value()),
            };
            return power.mul(log);
        }
        Algebra::exp(&self.log_on(x))
    }

    /// An enclosure of its logarithm on a box above 1.
    fn log_on(&self, x: Interval) -> Interval {
        let log = Algebra::log(&x);
        let mut sum = self.power.value().mul(log);
        if self.log != 0 {
            let factor = Interval::point(f64::from(self.log));
            sum = sum.add(factor.mul(Algebra::log(&log)));
        }
        self.rates.iter().fold(sum, |sum, (rate, g)| sum.add(rate.value().mul(g.on(x))))
    }

    /// An enclosure of its values at all x ≥ `from`.
    #[must_use]
    pub fn range(&self, from: f64) -> Interval {
        match self.growth() {
            _ if self.is_one() => Interval::ONE,
            Some(Ordering::Less) => Interval::new(0.0, self.supremum(from).max(LEAST)),
            Some(Ordering::Greater) => {
                let least = self.power(&Coefficient::whole(-1)).map(|m| m.supremum(from));
                let below = Interval::point(least.unwrap_or(f64::INFINITY).max(LEAST));
                Interval::new(Interval::ONE.div(below).lo(), f64::INFINITY)
            }
            _ => Interval::new(0.0, f64::INFINITY),
        }
    }

    /// An upper bound on x ≥ `from` of a monomial that vanishes.
    fn supremum(&self, from: f64) -> f64 {
        if self.rates.is_empty() {
            return self.plain_supremum(from);
        }
        // Where it still rises at `from`, it is followed in steps to where it falls.
        let ratio = 2_f64.powf(f64::from(STEPS).recip());
        let (mut at, mut largest) = (from, 0.0_f64);
        for _ in 0..DOUBLINGS {
            if let Some(log) = self.falling(at) {
                return largest.max(Algebra::exp(&log).hi());
            }
            for _ in 0..STEPS {
                largest = largest.max(self.on(Interval::new(at, at * ratio)).hi());
                at *= ratio;
            }
        }
        f64::INFINITY
    }

    /// The same for x^p·(log x)^q: p·u + q·log u falls in u = log x where p + q/u ≤ 0.
    fn plain_supremum(&self, from: f64) -> f64 {
        let log = Algebra::log(&Interval::point(from));
        let q = Interval::point(f64::from(self.log));
        let p = self.power.value();
        if self.log <= 0 || p.add(q.div(log)).hi() <= 0.0 {
            return self.on(Interval::point(from)).hi();
        }
        let top = q.div(p.neg());
        let at_top = whole_power(top, self.log).mul(Algebra::exp(&q.neg()));
        at_top.hi()
    }

    /// An upper bound of the logarithm on x ≥ `from`, if each part that rises is small there beside
    /// the first one, which falls.
    fn falling(&self, from: f64) -> Option<Interval> {
        let (first, g) = self.rates.first()?;
        let start = g.range(from);
        let (mut factor, mut rest) = (Interval::point(first.value().hi()), Interval::ZERO);
        let mut include = |rate: Interval, part: &Self| -> Option<()> {
            if rate.hi() > 0.0 {
                let ratio = Self::div(part, g)?;
                let ratio = ratio.range(from);
                factor = factor.add(Interval::point(rate.hi()).mul(ratio));
            } else {
                rest = rest.add(rate.mul(part.range(from)));
            }
            Some(())
        };
        for (rate, part) in &self.rates[1..] {
            include(rate.value(), part)?;
        }
        if !self.power.is_zero() {
            include(self.power.value(), &Self::log())?;
        }
        if self.log > 0 {
            // log log x ≤ log x/e.
            let rate = Interval::point(f64::from(self.log)).div(Algebra::e());
            include(rate, &Self::log())?;
        }
        if self.log < 0 {
            let log = Algebra::log(&Interval::point(from));
            rest = rest.add(Interval::point(f64::from(self.log)).mul(Algebra::log(&log)));
        }
        let bound = Interval::point(factor.hi()).mul(start).add(rest);
        (factor.hi() < 0.0 && bound.hi() < f64::INFINITY).then_some(Interval::point(bound.hi()))
    }
}

fn whole_power(a: Interval, n: i32) -> Interval {
    match n {
        0 => Interval::ONE,
        1 => a,
        _ => Algebra::pow(&a, &Interval::point(f64::from(n))),
    }
}
