//! Guesses: descriptions that fit a function's values, the simplest kinds first.
//!
//! 1. the functions of the catalogue as they are;
//! 2. with other values of their parameters;
//! 3. mirrored, scaled upwards and moved upwards: linear, so solved at once for every function;
//! 4. scaled and moved sideways, from where the functions bend.
//!
//! Guesses may be wrong and are [confirmed](super::confirm) by others. The work is bounded by the size
//! of the catalogue: a fit takes a fixed number of steps at most.

use super::fit::{CLOSE, Linear, Values, linear, size, solve};
use super::form::Form;
use super::reference::{Reference, references};
use super::sample::{Bend, Sampler, grid, points};
use super::snap::{Constant, Guess, candidates};

/// Parameters are fitted one at a time, then all at once if there are no more than these.
const MOST_PARAMETERS: usize = 3;
/// Numbers below this, relative to the function, may stand for 0.
const ZERO: f64 = 1e-9;
/// What rounding leaves of a fit with the right numbers, relative to the function. Only a sieve.
const SIEVE: f64 = 1e-10;

/// The part of the points at which a function must have a value.
const FEWEST: f64 = 0.3;
/// Sizes of functions in which squares neither overflow nor vanish.
const USUAL: std::ops::RangeInclusive<f64> = 1e-60..=1e60;

/// A function's values, which is all that the search knows of it.
pub(super) struct Target {
    values: Values,
    /// The values where they are numbers, else 0.
    known: Values,
    /// 1 where the values are numbers, else 0.
    counts: Values,
    /// The points where the values are numbers, else 0.
    x: Values,
    pub(super) on_grid: Vec<f64>,
    bend: Option<Bend>,
    scale: f64,
}

impl Target {
    pub(super) fn of(sampler: &Sampler) -> Option<Self> {
        let values: Values = sampler.run(&points(), &[]).try_into().ok()?;
        let on_grid = sampler.run(grid(), &[]);
        let bend = Bend::of(grid(), &on_grid);
        let counts = values.map(|v| f64::from(u8::from(v.is_finite())));
        let known = values.map(|v| if v.is_finite() { v } else { 0.0 });
        let count = counts.iter().sum::<f64>() / values.len() as f64;
        if count < FEWEST {
            return None;
        }
        let scale = (size(&known) / count.sqrt()).max(f64::MIN_POSITIVE);
        let x = std::array::from_fn(|i| points()[i] * counts[i]);
        Some(Self { values, known, counts, x, on_grid, bend, scale })
    }

    fn is_straight(&self) -> bool {
        self.bend.is_none() && self.on_grid.iter().all(|v| v.is_finite())
    }

    /// Whether squares of the values neither overflow nor vanish.
    fn can_be_fitted(&self) -> bool {
        USUAL.contains(&self.scale)
    }

    /// Values of a guess where they count, else 0; `None` if one that counts is no number.
    fn counted(&self, values: &Values) -> Option<Values> {
        let counted: Values =
            std::array::from_fn(|i| if self.counts[i] > 0.0 { values[i] } else { 0.0 });
        counted.iter().all(|v| v.is_finite()).then_some(counted)
    }

    fn difference(&self, values: &Values) -> Option<Values> {
        let counted = self.counted(values)?;
        Some(std::array::from_fn(|i| counted[i] - self.known[i]))
    }

    fn fits(&self, values: &Values, tolerance: f64) -> bool {
        let near = |(a, b): (&f64, &f64)| {
            (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= tolerance * self.scale
        };
        self.values.iter().zip(values).all(near)
    }

    /// Functions as they are.
    pub(super) fn plain(&self) -> Vec<Form> {
        let same = |reference: &&Reference| self.fits(&reference.values, SIEVE);
        references().iter().filter(same).map(Form::plain).collect()
    }

    /// Functions with other parameters.
    pub(super) fn with_parameters(&self) -> Vec<Form> {
        if !self.can_be_fitted() {
            return Vec::new();
        }
        references().iter().filter_map(|reference| self.parameters_of(reference)).collect()
    }

    fn parameters_of(&self, reference: &'static Reference) -> Option<Form> {
        let count = reference.defaults.len();
        if count == 0 || self.fits(&reference.values, SIEVE) {
            return None;
        }
        let defaults: Vec<f64> = reference.defaults.iter().map(|d| d.value).collect();
        let some = (0..count).map(|i| vec![i]);
        let all = (2..=MOST_PARAMETERS).contains(&count).then(|| (0..count).collect());
        some.chain(all).find_map(|free: Vec<usize>| {
            let with = |numbers: &[f64]| {
                let mut parameters = defaults.clone();
                free.iter().zip(numbers).for_each(|(&i, &number)| parameters[i] = number);
                parameters
            };
            let residual =
                |numbers: &[f64]| self.difference(&reference.at(&points(), &with(numbers))?);
            let start: Vec<f64> = free.iter().map(|&i| defaults[i]).collect();
            let scales: &[f64] = if free.len() == 1 { &[1.0, 0.2, 5.0] } else { &[1.0] };
            let found = scales.iter().find_map(|scale| {
                let start: Vec<f64> = start.iter().map(|s| s * scale).collect();
                solve(&start, self.scale, residual)
            })?;
            let choices: Vec<Vec<Guess>> = found.iter().map(|&v| candidates(v, ZERO)).collect();
            snapped(&choices).find_map(|numbers| {
                let values: Vec<f64> = numbers.iter().map(|constant| constant.value).collect();
                let fits = self.fits(&reference.at(&points(), &with(&values))?, SIEVE);
                let mut form = Form::plain(reference);
                for (&i, number) in free.iter().zip(numbers).filter(|_| fits) {
                    form.parameters[i] = number.constant()?;
                }
                fits.then_some(form)
            })
        })
    }

    /// a·g(±x) + d·x + e.
    pub(super) fn scaled(&self) -> Vec<Form> {
        if !self.can_be_fitted() {
            return Vec::new();
        }
        let mut forms = Vec::new();
        for reference in references() {
            if self.is_straight() {
                forms.extend(self.straight(reference));
                continue;
            }
            for b in [1, -1] {
                forms.extend(self.with_inside(
                    reference,
                    &Constant::integer(b),
                    &Constant::integer(0),
                ));
            }
        }
        forms
    }

    /// A line as a·g(x) + e, where g is the identity.
    fn straight(&self, reference: &'static Reference) -> Option<Form> {
        let x = points();
        let rise = (self.values[1] - self.values[0]) / (x[1] - x[0]);
        let at_zero = self.values[0] - rise * x[0];
        if reference.values != points() || rise.abs() <= ZERO * self.scale {
            return None;
        }
        let mut form = Form::plain(reference);
        form.a = candidates(rise, 0.0).first()?.constant()?;
        form.e = candidates(at_zero, ZERO * self.scale).first()?.constant()?;
        Some(form)
    }

    /// a·g(b·x + c) + d·x + e for given b and c.
    fn with_inside(
        &self,
        reference: &'static Reference,
        b: &Constant,
        c: &Constant,
    ) -> Option<Form> {
        let inside = points().map(|x| b.value * x + c.value);
        let defaults: Vec<f64> = reference.defaults.iter().map(|d| d.value).collect();
        let values =
            if b.is(1) && c.is(0) { reference.values } else { reference.at(&inside, &defaults)? };
        let counted = self.counted(&values)?;
        let Linear { a, d, e, residual } = linear(&self.known, &counted, &self.x, &self.counts)?;
        if size(&residual).is_nan() || size(&residual) > CLOSE * self.scale {
            return None;
        }
        let zero = ZERO * self.scale;
        let choices = [candidates(a, 0.0), candidates(d, zero), candidates(e, zero)];
        snapped(&choices).find_map(|numbers| {
            let [a, d, e] = <[&Guess; 3]>::try_from(numbers).ok()?;
            let around = |i: usize| a.value * values[i] + d.value * points()[i] + e.value;
            if !self.fits(&std::array::from_fn(around), SIEVE) {
                return None;
            }
            let (a, d, e) = (a.constant()?, d.constant()?, e.constant()?);
            let parameters = reference.defaults.clone();
            Some(Form { reference, parameters, a, b: b.clone(), c: c.clone(), d, e })
        })
    }

    /// a·g(b·x + c) + d·x + e.
    pub(super) fn moved(&self) -> Vec<Form> {
        if !self.can_be_fitted() || self.bend.is_none() {
            return Vec::new();
        }
        references().iter().filter_map(|reference| self.inside_of(reference)).collect()
    }

    fn inside_of(&self, reference: &'static Reference) -> Option<Form> {
        let (ours, theirs) = (self.bend?, reference.bend?);
        let defaults: Vec<f64> = reference.defaults.iter().map(|d| d.value).collect();
        let ratio = theirs.width / ours.width;
        // A wide function that is still bending at the ends of the grid may be a narrow one that is not.
        let bent = ours.settled || theirs.settled;
        let scales: Vec<f64> = match bent {
            true if ratio.is_finite() && ratio > 0.0 => vec![ratio, -ratio],
            // A single kink has no width, and looks the same at every scale.
            true if ours.width == theirs.width => vec![1.0, -1.0],
            true => return None,
            false => vec![1.0, -1.0, 2.0, 0.5],
        };
        let residual = |numbers: &[f64]| {
            let inside = points().map(|x| numbers[0] * x + numbers.get(1).unwrap_or(&0.0));
            let values = self.counted(&reference.at(&inside, &defaults)?)?;
            Some(linear(&self.known, &values, &self.x, &self.counts)?.residual)
        };
        scales.into_iter().find_map(|b| {
            let shift = if bent { theirs.centre - b * ours.centre } else { 0.0 };
            // Without a shift first: the simpler description.
            let start = [b, shift];
            let free = if shift.abs() < 0.2 { 1..=2 } else { 2..=2 };
            free.into_iter().find_map(|free| {
                let found = solve(&start[..free], self.scale, residual)?;
                let c = candidates(found.get(1).copied().unwrap_or(0.0), ZERO);
                snapped(&[candidates(found[0], 0.0), c]).find_map(|numbers| {
                    let [b, c] = <[&Guess; 2]>::try_from(numbers).ok()?;
                    self.with_inside(reference, &b.constant()?, &c.constant()?)
                })
            })
        })
    }

    /// The function of the catalogue that is nearest on the grid, and how far it is at most.
    pub(super) fn nearest(&self) -> Option<(&'static Reference, f64)> {
        let distance = |reference: &Reference| {
            self.on_grid.iter().zip(&reference.on_grid).fold(0.0_f64, |worst, (a, b)| {
                let apart = (a - b).abs();
                if apart.is_nan() { f64::INFINITY } else { worst.max(apart) }
            })
        };
        let all = references().iter().map(|reference| (reference, distance(reference)));
        all.min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// One candidate of each number, in every combination, the likeliest together first.
fn snapped(choices: &[Vec<Guess>]) -> impl Iterator<Item = Vec<&Guess>> {
    let mut combinations: Vec<(usize, Vec<&Guess>)> = vec![(0, Vec::new())];
    for list in choices {
        let longer = |(rank, chosen): &(usize, Vec<_>)| {
            let (rank, chosen) = (*rank, chosen.clone());
            list.iter().enumerate().map(move |(i, guess)| {
                let mut chosen = chosen.clone();
                chosen.push(guess);
                (rank + i, chosen)
            })
        };
        combinations = combinations.iter().flat_map(longer).collect();
    }
    combinations.sort_by_key(|(rank, _)| *rank);
    combinations.into_iter().map(|(_, chosen)| chosen)
}
