//! A step answers yes or no; of ten steps several say yes at once; and gradient descent cannot train them.
//!
//! Ten neurons with a step look at handwritten digits, one for each digit. The perceptron's rule, which needs
//! no derivative, trains them; then the ones that they say to a digit are counted. What gradient descent does
//! with steps is tried in a network whose hidden layer has them, beside one that differs in its function alone.

use std::ops::Range;

use nonlin_lab::{Prepared, Record};
use nonlin_report::chart::{BarUnit, Chart, Mark, Point, Scale};
use rayon::prelude::*;

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::data::standard_digits;
use crate::experiment::outputs::{Answer, Outputs, Schooling};
use crate::experiment::proof::{function, profile, proved, uncovered};
use crate::experiment::train::{Training, differences, scores};
use crate::experiment::count;
use crate::experiment::points::{mean, mean_point};
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::whole("perceptrons", 20, 2..=200),
        Setting::whole("passes", 20, 1..=200),
        Setting::function("beside", "sigmoid"),
        Setting::whole("depth", 2, 1..=10),
        Setting::whole("width", 64, 2..=256),
        Setting::whole("epochs", 20, 1..=100),
        Setting::whole("seeds", 5, 2..=50),
    ],
    measure,
    conditions: &[
        // Halfway between guessing and no mistake.
        core("yes_or_no", Is::Above(0.75)),
        core("several", Is::Above(0.0)),
        core("sloping", Is::Between(0.0, 0.0)),
        core("moved", Is::Between(0.0, 0.0)),
        limit("moved_beside", Is::Above(0.0)),
        limit("score_difference", Is::Above(0.0)),
    ],
    quick: &[
        ("perceptrons", "2"),
        ("passes", "2"),
        ("width", "8"),
        ("epochs", "2"),
        ("seeds", "2"),
    ],
};

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let data = standard_digits()?;

    let layers = settings.whole("perceptrons") as u64;
    let tallies: Vec<Tally> = (0..layers)
        .into_par_iter()
        .map(|seed| {
            let schooling = Schooling { rate: 1.0, epochs: settings.whole("passes"), seed, every: usize::MAX };
            let mut outputs = Outputs::new(&data, Answer::Step)?;
            outputs.train(data.training(), schooling, |_| ());
            Ok(Tally::new(&outputs.answers(data.test()), data.task().outputs()))
        })
        .collect::<Result<_, LessonError>>()?;
    let each = |of: fn(&Tally) -> f64| tallies.iter().map(of).collect::<Vec<_>>();
    found.mean("yes_or_no", Unit::Share, &each(|tally| tally.yes_or_no));
    let mut ones = |name, of: fn(&[f64; 4]) -> f64| {
        let values: Vec<f64> = tallies.iter().map(|tally| of(&tally.shares)).collect();
        let expected: Vec<f64> = tallies.iter().map(|tally| of(&tally.independent)).collect();
        found.mean(name, Unit::Share, &values).theory(mean(&expected));
    };
    ones("none", |shares| shares[0]);
    ones("several", |shares| shares[2] + shares[3]);
    found.chart("ones", chart(&tallies));

    let dead = profile(&function("step")?)?.dead;
    let (length, _) = proved(dead.status, nonlin_properties::Interval::point(uncovered(&dead.value)));
    found.proved("sloping", Unit::One, (length, length));

    let beside = settings.function("beside");
    let (steps, others) = (train(&data, "step", settings)?, train(&data, beside, settings)?);
    let largest = |records: &[Record], layers: Range<usize>| {
        let all = records.iter().flat_map(|record| moves(record, layers.clone()));
        all.fold(f64::NAN, f64::max)
    };
    let hidden = settings.whole("depth");
    found.exact("moved", Unit::Share, largest(&steps, 0..hidden));
    found.exact("moved_output", Unit::Share, largest(&steps, hidden..hidden + 1));
    found.exact("moved_beside", Unit::Share, largest(&others, 0..hidden));
    found.mean("score", Unit::Share, &scores(&steps));
    found.mean("score_beside", Unit::Share, &scores(&others));
    let difference = differences(&scores(&others), &scores(&steps));
    found.mean("score_difference", Unit::Points, &difference);
    let mut chart = Chart::curves(Scale::Whole, Scale::Even);
    for (name, records) in [("step", &steps), (beside, &others)] {
        chart = chart.with(name, Mark::Measured, learning(records));
    }
    found.chart("learning", chart);
    Ok(found)
}

/// What ten neurons that answer 1 or 0 said to the test rows.
struct Tally {
    /// Mean of the right yeses among a digit's own rows and the right noes among the others, over the digits.
    yes_or_no: f64,
    /// Shares of rows to which no neuron said 1, one, two, more.
    shares: [f64; 4],
    /// What these shares would be if neurons that are wrong as often were wrong independently.
    independent: [f64; 4],
}

impl Tally {
    fn new(answers: &[(Vec<f32>, usize)], classes: usize) -> Self {
        // How often the neuron of `digit` says 1 to the rows of `class`es that `wanted` accepts.
        let rate = |digit: usize, own: bool| {
            let rows = || answers.iter().filter(|(_, class)| (*class == digit) == own);
            count(rows().filter(|(said, _)| said[digit] == 1.0).count()) / count(rows().count())
        };
        let rates: Vec<[f64; 2]> =
            (0..classes).map(|digit| [rate(digit, false), rate(digit, true)]).collect();
        let right = rates.iter().map(|[others, own]| (own + 1.0 - others) / 2.0);
        let yes_or_no = mean(&right.collect::<Vec<_>>());
        let (mut shares, mut independent) = ([0.0; 4], [0.0; 4]);
        let each = 1.0 / count(answers.len());
        for (said, class) in answers {
            shares[said.iter().filter(|&&y| y == 1.0).count().min(3)] += each;
            // The distribution of a sum of independent yeses, one neuron after the other.
            let mut ones = [1.0, 0.0, 0.0, 0.0];
            for (digit, rate) in rates.iter().enumerate() {
                let yes = rate[usize::from(digit == *class)];
                let [none, one, two, more] = ones;
                ones = [
                    none * (1.0 - yes),
                    one * (1.0 - yes) + none * yes,
                    two * (1.0 - yes) + one * yes,
                    more + two * yes,
                ];
            }
            independent.iter_mut().zip(ones).for_each(|(sum, share)| *sum += each * share);
        }
        Self { yes_or_no, shares, independent }
    }
}

fn chart(tallies: &[Tally]) -> Chart {
    let bars = |of: fn(&Tally) -> &[f64; 4]| {
        let bar = |ones: usize| {
            let values: Vec<f64> = tallies.iter().map(|tally| of(tally)[ones]).collect();
            mean_point(count(ones), &values)
        };
        (0..4).map(bar).collect::<Vec<_>>()
    };
    Chart::bars(&["0", "1", "2", "more"], BarUnit::Share)
        .with("said", Mark::Measured, bars(|tally| &tally.shares))
        .with("theory", Mark::Theory, bars(|tally| &tally.independent))
}

fn train(data: &Prepared, name: &str, settings: &Settings) -> Result<Vec<Record>, LessonError> {
    let hidden = vec![settings.whole("width"); settings.whole("depth")];
    let epochs = settings.whole("epochs");
    // With a look inside, how far each layer's weights moved is noted.
    let training = Training::new(data, name, &hidden, epochs).with(|spec| spec.checkpoints = vec![0]);
    training.run(settings.whole("seeds"))
}

/// ‖ΔW‖/‖W‖ of some layers at the steps that were looked at.
fn moves(record: &Record, layers: Range<usize>) -> impl Iterator<Item = f64> + '_ {
    let looks = record.looks.iter().filter_map(move |look| look.layers.get(layers.clone()));
    looks.flatten().filter_map(|layer| layer.update_ratio)
}

/// The share of validation rows that are right after each epoch.
fn learning(records: &[Record]) -> Vec<Point> {
    let epochs = records.iter().map(|record| record.validation_score.len()).min().unwrap_or(0);
    let at = |epoch: usize| {
        let scores: Vec<f64> = records.iter().map(|record| record.validation_score[epoch]).collect();
        mean_point(count(epoch + 1), &scores)
    };
    (0..epochs).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two classes: the first neuron knows half of its rows and is never wrong about others, the second says 1
    /// to everything.
    #[test]
    fn a_tally_by_hand() {
        let answers =
            [(vec![1.0, 1.0], 0), (vec![0.0, 1.0], 0), (vec![0.0, 1.0], 1), (vec![0.0, 1.0], 1)];
        let tally = Tally::new(&answers, 2);
        assert_eq!(tally.yes_or_no, (0.75 + 0.5) / 2.0);
        assert_eq!(tally.shares, [0.0, 0.75, 0.25, 0.0]);
        // A neuron that says 1 always cannot depend on the other.
        assert_eq!(tally.independent, [0.0, 0.75, 0.25, 0.0]);
    }

    /// Two neurons that say 1 to the same half of the third class's rows: both or none. If they did so
    /// independently, a quarter of these rows would get each of none, one, one and both.
    #[test]
    fn mistakes_that_go_together_are_not_what_independence_says() {
        let answers = [(vec![1.0, 1.0, 0.0], 2), (vec![0.0, 0.0, 0.0], 2), (vec![0.0; 3], 0), (vec![0.0; 3], 1)];
        let tally = Tally::new(&answers, 3);
        assert_eq!(tally.shares, [0.75, 0.0, 0.25, 0.0]);
        // Each of the first two neurons is wrong about one of three rows of others, so is one about the
        // fourth row; the other neurons never say 1.
        let [none, one, two, more] = tally.independent;
        let third: f64 = 1.0 / 3.0;
        let [apart, both] = [2.0 * third * (1.0 - third), third * third];
        assert!((none - (2.0 * (1.0 - third) + 2.0 * (1.0 - third).powi(2)) / 4.0).abs() < 1e-12);
        assert!((one - (2.0 * third + 2.0 * apart) / 4.0).abs() < 1e-12);
        assert!((two - 2.0 * both / 4.0).abs() < 1e-12);
        assert_eq!(more, 0.0);
    }

    #[test]
    fn a_step_stays_where_it_is_and_a_sigmoid_moves() {
        let quick: Vec<_> = PLAN.quick.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let found = measure(&Settings::new(PLAN.settings, &quick).unwrap()).unwrap();
        let value = |name| found.number(name).unwrap().value;
        assert_eq!(value("moved"), 0.0);
        assert!(value("moved_beside") > 0.0 && value("moved_output") > 0.0);
        assert_eq!(value("sloping"), 0.0);
    }
}
