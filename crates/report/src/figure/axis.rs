//! Round ticks: multiples of 1, 2 or 5 times a power of ten, with no more digits than they need.

/// The ticks of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    /// From the lowest to the highest.
    pub values: Vec<f64>,
    form: Form,
}

/// How labels are written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// With so many decimals.
    Decimals(usize),
    /// 2e6.
    Scientific,
    /// Each as short as it can be.
    Short,
}

/// Beyond these powers of ten, labels are written as 2e6.
const PLAIN: std::ops::RangeInclusive<i32> = -4..=4;

impl Ticks {
    /// At most about `count` ticks between two finite ends, at least two where floats allow.
    pub fn new(low: f64, high: f64, count: usize) -> Self {
        let raw = (high - low) / count.max(2) as f64;
        let power = raw.log10().floor();
        let unit = 10_f64.powf(power);
        let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * unit >= raw).unwrap_or(10.0);
        let (factor, power) = if factor == 10.0 { (1.0, power + 1.0) } else { (factor, power) };
        // A multiple of 0.2 is a whole number over 5: exact where it can be.
        let at = |k: f64| {
            if power < 0.0 {
                k * factor / 10_f64.powf(-power)
            } else {
                k * factor * 10_f64.powf(power)
            }
        };
        let step = at(1.0);
        let (first, last) = ((low / step).ceil(), (high / step).floor());
        let mut values = Vec::new();
        let mut k = first;
        // A step lost in the rounding of huge ends would never end.
        while k <= last && k.is_finite() && values.len() <= 4 * count.max(2) {
            values.push(at(k) + 0.0);
            k += 1.0;
        }
        let largest = low.abs().max(high.abs()).log10().floor();
        let scientific = !PLAIN.contains(&to_power(largest)) || !PLAIN.contains(&to_power(power));
        let decimals = usize::try_from(to_power(power).saturating_neg()).unwrap_or(0);
        Self { values, form: if scientific { Form::Scientific } else { Form::Decimals(decimals) } }
    }

    /// The ticks of an axis of whole numbers, at most about `count`.
    pub fn whole(low: f64, high: f64, count: usize) -> Self {
        let Self { mut values, .. } = Self::new(low, high, count);
        values.retain(|value| value.fract() == 0.0);
        Self { values, form: Form::Short }
    }

    /// The ticks of a logarithmic axis between two positive ends, at most about `count`: powers of ten,
    /// or 1, 2 and 5 times those, or even steps where the ends are close.
    pub fn logarithmic(low: f64, high: f64, count: usize) -> Self {
        let (first, last) = (to_power(low.log10().floor()), to_power(high.log10().ceil()));
        let span = (high / low).log10();
        let between = |factors: &[u32], every: i32| -> Vec<f64> {
            let of_power = |power: i32| {
                // A negative power as a quotient: 2/1000 is the float nearest to 0.002.
                let unit = 10_f64.powi(power.abs());
                let at = move |f: &u32| {
                    if power < 0 { f64::from(*f) / unit } else { f64::from(*f) * unit }
                };
                factors.iter().map(at).collect::<Vec<_>>()
            };
            // 1 is among the powers whatever the distance.
            let powers = (first..=last).filter(|power| power % every == 0);
            powers.flat_map(of_power).filter(|&value| low <= value && value <= high).collect()
        };
        let fine = between(&[1, 2, 5], 1);
        if span < 0.7 || fine.len() < 2 {
            return Self { form: Form::Short, ..Self::new(low, high, count) };
        }
        let coarse = || (1..=last - first).map(|every| between(&[1], every));
        let fits = |values: &Vec<f64>| values.len() <= count.max(2);
        let values = std::iter::once(fine).chain(coarse()).find(fits).unwrap_or_default();
        Self { values, form: Form::Short }
    }

    /// How a tick reads.
    pub fn label(&self, value: f64) -> String {
        let plain = (1e-3..1e4).contains(&value.abs());
        let text = match self.form {
            _ if value == 0.0 => "0".to_owned(),
            Form::Decimals(decimals) => format!("{value:.decimals$}"),
            Form::Short if plain => format!("{value}"),
            Form::Scientific | Form::Short => scientific(value),
        };
        text.replace('-', "−")
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the power of ten of a float")]
fn to_power(power: f64) -> i32 {
    power as i32
}

/// Three digits and a power of ten, without trailing zeros.
fn scientific(value: f64) -> String {
    let text = format!("{value:.2e}");
    match text.split_once('e') {
        Some((digits, power)) if digits.contains('.') => {
            format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, count: usize) -> Vec<String> {
        let ticks = Ticks::new(low, high, count);
        ticks.values.iter().map(|&value| ticks.label(value)).collect()
    }

    #[test]
    fn ticks_are_round_and_cover_the_axis() {
        assert_eq!(labels(-4.0, 4.0, 8), ["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"]);
        assert_eq!(
            labels(-0.17, 1.13, 6),
            ["0.0", "0.5", "1.0"].map(|t| if t == "0.0" { "0" } else { t })
        );
        assert_eq!(labels(0.0, 1e-7, 2), ["0", "5e-8", "1e-7"].map(|t| t.replace('-', "−")));
        assert_eq!(labels(-1e6, 1e6, 4), ["−1e6", "−5e5", "0", "5e5", "1e6"]);
        assert_eq!(labels(99.5, 100.5, 5), ["99.6", "99.8", "100.0", "100.2", "100.4"]);
    }

    #[test]
    fn ticks_of_whole_numbers() {
        let labels = |low, high, count| -> Vec<String> {
            let ticks = Ticks::whole(low, high, count);
            ticks.values.iter().map(|&value| ticks.label(value)).collect()
        };
        assert_eq!(labels(1.0, 3.0, 5), ["1", "2", "3"]);
        assert_eq!(labels(0.5, 1.5, 5), ["1"]);
        assert_eq!(labels(0.0, 180.0, 5), ["0", "50", "100", "150"]);
        assert_eq!(labels(0.0, 60_000.0, 4), ["0", "2e4", "4e4", "6e4"]);
    }

    #[test]
    fn ticks_of_logarithmic_axes() {
        let labels = |low, high, count| -> Vec<String> {
            let ticks = Ticks::logarithmic(low, high, count);
            ticks.values.iter().map(|&value| ticks.label(value)).collect()
        };
        assert_eq!(labels(0.03, 2.2, 6), ["0.05", "0.1", "0.2", "0.5", "1", "2"]);
        assert_eq!(labels(0.003, 220.0, 5), ["0.01", "0.1", "1", "10", "100"]);
        assert_eq!(labels(1e-9, 1e3, 5), ["1e−9", "1e−6", "0.001", "1", "1000"]);
        assert_eq!(labels(1e-9, 1e3, 4), ["1e−8", "1e−4", "1"]);
        assert_eq!(labels(2.1, 2.6, 5), ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]);
        let wide = labels(1e-250, 1e250, 5);
        assert!((3..=5).contains(&wide.len()) && wide.contains(&"1".to_owned()), "{wide:?}");
    }

    #[test]
    fn ends_that_floats_cannot_divide_do_not_hang() {
        assert!(Ticks::new(1.0, 1.0 + f64::EPSILON, 8).values.len() <= 33);
        assert!(Ticks::new(-f64::MAX / 2.0, f64::MAX / 2.0, 8).values.len() <= 33);
        assert!(Ticks::new(0.0, 5e-324, 8).values.len() <= 33);
    }
}
