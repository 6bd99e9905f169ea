//! What an experiment found: numbers with their intervals, and charts.

use nonlin_report::chart::Chart;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A plain number.
    One,
    /// A share of 1, shown as a percentage.
    Share,
    /// A difference of shares, shown in percentage points.
    Points,
    /// How far shares are apart, whichever is larger, in percentage points.
    Apart,
    /// Things counted.
    Count,
    /// A ratio: so many times.
    Times,
    /// Nanoseconds.
    Nanoseconds,
    /// Microseconds.
    Microseconds,
    /// Seconds.
    Seconds,
}

/// How far a number can be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Certainty {
    /// Proved to lie here.
    Proved(f64, f64),
    /// An interval that holds the true mean in 95 of 100 experiments like this one.
    Confidence(f64, f64),
    /// Counted or computed: the number itself, of this run.
    Exact,
}

/// One number.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What the words call it.
    pub name: &'static str,
    /// The number; NaN where the experiment has none.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// How far it can be trusted.
    pub certainty: Certainty,
    /// What theory says.
    pub theory: Option<f64>,
}

impl Number {
    /// The ends between which it lies.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        match self.certainty {
            Certainty::Proved(low, high) | Certainty::Confidence(low, high) => (low, high),
            Certainty::Exact => (self.value, self.value),
        }
    }
}

/// Everything that an experiment found.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    numbers: Vec<Number>,
    charts: Vec<(&'static str, Chart)>,
    texts: Vec<(&'static str, String)>,
}

impl Findings {
    /// Adds a number that is of this run, counted or computed.
    pub fn exact(&mut self, name: &'static str, unit: Unit, value: f64) -> &mut Number {
        self.add(name, unit, value, Certainty::Exact)
    }

    /// Adds a number that is proved to lie in an enclosure.
    pub fn proved(
        &mut self,
        name: &'static str,
        unit: Unit,
        (low, high): (f64, f64),
    ) -> &mut Number {
        let value =
            if low.is_finite() && high.is_finite() { low + (high - low) / 2.0 } else { low };
        self.add(name, unit, value, Certainty::Proved(low, high))
    }

    /// Adds the mean of repeated measurements, with the t interval at 95 %; that of a share ends at 0 and 1.
    /// Without any measurement it is NaN.
    pub fn mean(&mut self, name: &'static str, unit: Unit, values: &[f64]) -> &mut Number {
        let mean = nonlin_lab::statistics::mean_interval(values, 0.95);
        let (value, interval) = mean.map_or((f64::NAN, None), |own| (own.mean, own.interval));
        let certainty = interval.map_or(Certainty::Exact, |(low, high)| match unit {
            Unit::Share => Certainty::Confidence(low.max(0.0), high.min(1.0)),
            _ => Certainty::Confidence(low, high),
        });
        self.add(name, unit, value, certainty)
    }

    /// Adds the geometric mean of repeated measurements of a positive number, with its interval: for ratios.
    pub fn geometric_mean(
        &mut self,
        name: &'static str,
        unit: Unit,
        values: &[f64],
    ) -> &mut Number {
        let logarithms: Vec<f64> = values.iter().map(|value| value.ln()).collect();
        let number = self.mean(name, unit, &logarithms);
        number.value = number.value.exp();
        if let Certainty::Confidence(low, high) = number.certainty {
            number.certainty = Certainty::Confidence(low.exp(), high.exp());
        }
        number
    }

    /// Adds the root of the mean square of repeated measurements, with the interval of that mean: for sizes,
    /// whose squares are what theory knows the mean of.
    pub fn quadratic_mean(
        &mut self,
        name: &'static str,
        unit: Unit,
        values: &[f64],
    ) -> &mut Number {
        let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
        let number = self.mean(name, unit, &squares);
        number.value = number.value.sqrt();
        if let Certainty::Confidence(low, high) = number.certainty {
            number.certainty = Certainty::Confidence(low.max(0.0).sqrt(), high.sqrt());
        }
        number
    }

    /// Adds a share of `hits` in `tries`, with Wilson's interval at 95 % (Wilson 1927), which stays between 0
    /// and 1.
    pub fn share(&mut self, name: &'static str, hits: usize, tries: usize) -> &mut Number {
        const Z: f64 = 1.959_963_984_540_054; // the normal distribution's 0.975 quantile
        let (hits, tries) = (hits as f64, tries as f64);
        let share = hits / tries;
        let (middle, reach) = (
            (hits + Z * Z / 2.0) / (tries + Z * Z),
            Z / (tries + Z * Z) * (hits * (1.0 - share) + Z * Z / 4.0).sqrt(),
        );
        let certainty = Certainty::Confidence((middle - reach).max(0.0), (middle + reach).min(1.0));
        self.add(name, Unit::Share, share, certainty)
    }

    fn add(
        &mut self,
        name: &'static str,
        unit: Unit,
        value: f64,
        certainty: Certainty,
    ) -> &mut Number {
        let place = self.numbers.len();
        self.numbers.push(Number { name, value, unit, certainty, theory: None });
        &mut self.numbers[place]
    }

    /// Adds a picture.
    pub fn chart(&mut self, name: &'static str, chart: Chart) {
        self.charts.push((name, chart));
    }

    /// Adds a name or a formula that the words tell.
    pub fn text(&mut self, name: &'static str, text: impl Into<String>) {
        self.texts.push((name, text.into()));
    }

    /// The numbers, in the order in which they are told.
    #[must_use]
    pub fn numbers(&self) -> &[Number] {
        &self.numbers
    }

    /// The number of this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<&Number> {
        self.numbers.iter().find(|number| number.name == name)
    }

    /// The pictures and their names.
    #[must_use]
    pub fn charts(&self) -> &[(&'static str, Chart)] {
        &self.charts
    }

    /// The names and formulas.
    #[must_use]
    pub fn texts(&self) -> &[(&'static str, String)] {
        &self.texts
    }

    /// The same with another value in place of a number: what a verdict would be then.
    #[must_use]
    pub fn with(&self, name: &str, value: f64) -> Self {
        let mut other = self.clone();
        for number in other.numbers.iter_mut().filter(|number| number.name == name) {
            (number.value, number.certainty) = (value, Certainty::Exact);
        }
        other
    }
}

impl Number {
    /// What theory says it is.
    pub fn theory(&mut self, value: f64) -> &mut Self {
        self.theory = Some(value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wilson's interval for 10 of 100 and 0 of 10, from R's `prop.test(correct = FALSE)`.
    #[test]
    fn wilson_as_in_r() {
        let mut found = Findings::default();
        let (low, high) = found.share("a", 10, 100).interval();
        assert!((low - 0.055_229_14).abs() < 1e-8 && (high - 0.174_365_66).abs() < 1e-8);
        let (low, high) = found.share("b", 0, 10).interval();
        assert!(low.abs() < 1e-15 && (high - 0.277_532_8).abs() < 1e-7);
    }

    #[test]
    fn shares_stay_shares() {
        let mut found = Findings::default();
        let values = [0.0, 0.0, 0.9];
        assert_eq!(found.mean("share", Unit::Share, &values).interval(), (0.0, 1.0));
        assert!(found.mean("number", Unit::One, &values).interval().0 < 0.0);
    }

    #[test]
    fn geometric_means_of_ratios() {
        let mut found = Findings::default();
        let ratio = found.geometric_mean("r", Unit::Times, &[0.5, 2.0]);
        assert!((ratio.value - 1.0).abs() < 1e-12);
        let (low, high) = ratio.interval();
        assert!((low * high - 1.0).abs() < 1e-9 && low < 0.5);
    }

    #[test]
    fn quadratic_means_of_sizes() {
        let mut found = Findings::default();
        let size = found.quadratic_mean("s", Unit::One, &[3.0, 3.0, 4.0, 4.0]);
        assert!((size.value - 12.5_f64.sqrt()).abs() < 1e-12);
        // Squares 9, 9, 16, 16: mean 12.5, deviation 4.0415, t(3) = 3.1824, so 12.5 ± 6.4309.
        let (low, high) = size.interval();
        assert!((low * low - 6.0691).abs() < 1e-3 && (high * high - 18.9309).abs() < 1e-3);
    }
}
