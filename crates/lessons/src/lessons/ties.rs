//! Graded answers break the ties of steps, and training becomes smoother.
//!
//! Ten outputs learn the digits with a step, with sigmoids and with a softmax, by one rule that differs in
//! nothing else (see [`outputs`](crate::experiment::outputs)). A step does not mind the rate of learning, the
//! others do; so each has the same rates to choose from, by the validation rows. How smooth a training is can
//! be seen from the validation score: how far it jumps from one look to the next in the second half of
//! training, when little is left to be learnt. For all three the largest sum decides there, so that jumps are
//! those of the training, and not of the way to decide.

use nonlin_lab::Prepared;
use nonlin_report::chart::{BarUnit, Chart, Mark, Scale};
use rayon::prelude::*;

use crate::condition::{Is, core, limit};
use crate::error::LessonError;
use crate::experiment::count;
use crate::experiment::data::standard_digits;
use crate::experiment::outputs::{Answer, Outputs, Schooling};
use crate::experiment::points::{mean, mean_point};
use crate::experiment::train::differences;
use crate::finding::{Findings, Unit};
use crate::lesson::Plan;
use crate::settings::{Setting, Settings};

pub const PLAN: Plan = Plan {
    settings: &[
        Setting::whole("seeds", 10, 2..=100),
        Setting::whole("passes", 20, 2..=100),
        Setting::whole("every", 100, 10..=500),
    ],
    measure,
    conditions: &[
        core("ties_step", Is::Above(0.0)),
        core("ties_sigmoid", Is::Below(0.01)),
        core("ties_softmax", Is::Below(0.01)),
        core("smoother_softmax", Is::Above(0.0)),
        limit("smoother_sigmoid", Is::Above(0.0)),
        limit("softmax_gain", Is::Above(0.0)),
    ],
    quick: &[("seeds", "2"), ("passes", "2")],
};

/// The rates of learning to choose from.
const RATES: [f64; 7] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0];

fn measure(settings: &Settings) -> Result<Findings, LessonError> {
    let mut found = Findings::default();
    let data = standard_digits()?;
    let schools = |answer| RATES.iter().map(|&rate| school(&data, answer, rate, settings)).collect();
    let all: Vec<Vec<Vec<Pupil>>> =
        Answer::ALL.into_iter().map(schools).collect::<Result<_, LessonError>>()?;
    let best: Vec<usize> = all.iter().map(|rates| best(rates)).collect();
    let [step, sigmoid, softmax] = [0, 1, 2].map(|answer| &all[answer][best[answer]]);

    let ties = |pupils: &[Pupil], answer: Answer| -> Result<Vec<f64>, LessonError> {
        let share = |pupil: &Pupil| {
            let answers = pupil.outputs.answering(&data, answer)?.answers(data.test());
            let tied = answers.iter().filter(|(said, _)| is_tied(answer, said)).count();
            Ok(count(tied) / count(answers.len()))
        };
        pupils.iter().map(share).collect()
    };
    found.mean("ties_step", Unit::Share, &ties(step, Answer::Step)?);
    let same = |answer| ties(step, answer);
    found.mean("ties_same_softmax", Unit::Share, &same(Answer::Softmax)?);
    // The largest rate makes a perceptron's largest sums, and sigmoids of large sums are 1 in 32 bits.
    let last = &all[0][RATES.len() - 1];
    found.mean("ties_saturated", Unit::Share, &ties(last, Answer::Sigmoid)?);
    found.mean("ties_sigmoid", Unit::Share, &ties(sigmoid, Answer::Sigmoid)?);
    found.mean("ties_softmax", Unit::Share, &ties(softmax, Answer::Softmax)?);

    let decided: Vec<f64> = step.iter().map(|pupil| decided_right(pupil, &data)).collect();
    let largest = |pupils: &[Pupil]| pupils.iter().map(|pupil| pupil.test).collect::<Vec<_>>();
    found.mean("score_step", Unit::Share, &decided);
    found.mean("score_largest", Unit::Share, &largest(step));
    found.mean("score_sigmoid", Unit::Share, &largest(sigmoid));
    found.mean("score_softmax", Unit::Share, &largest(softmax));
    let gain = differences(&largest(softmax), &largest(sigmoid));
    found.mean("softmax_gain", Unit::Points, &gain);

    let jumps = |pupils: &[Pupil]| pupils.iter().map(|pupil| pupil.jumps).collect::<Vec<_>>();
    found.mean("jumps_step", Unit::Apart, &jumps(step));
    found.mean("jumps_sigmoid", Unit::Apart, &jumps(sigmoid));
    found.mean("jumps_softmax", Unit::Apart, &jumps(softmax));
    let smoother = |pupils| differences(&jumps(step), &jumps(pupils));
    found.mean("smoother_sigmoid", Unit::Points, &smoother(sigmoid));
    found.mean("smoother_softmax", Unit::Points, &smoother(softmax));
    for (name, place) in [("rate_sigmoid", best[1]), ("rate_softmax", best[2])] {
        found.exact(name, Unit::One, RATES[place]);
    }

    let bars = Chart::bars(&["ties", "right"], BarUnit::Share);
    let bar = |ties: Vec<f64>, right: Vec<f64>| vec![mean_point(0.0, &ties), mean_point(1.0, &right)];
    let bars = bars
        .with("step", Mark::Measured, bar(ties(step, Answer::Step)?, decided))
        .with("largest", Mark::Measured, bar(ties(sigmoid, Answer::Sigmoid)?, largest(sigmoid)))
        .with("softmax", Mark::Measured, bar(ties(softmax, Answer::Softmax)?, largest(softmax)));
    found.chart("decisions", bars);
    let mut chart = Chart::curves(Scale::Logarithmic, Scale::Even);
    for (answer, rates) in Answer::ALL.into_iter().zip(&all) {
        let points = RATES.iter().zip(rates).map(|(&rate, pupils)| mean_point(rate, &jumps(pupils)));
        chart = chart.with(answer.name(), Mark::Measured, points.collect());
    }
    found.chart("smoothness", chart);
    Ok(found)
}

/// Outputs that have been trained, and how it went.
struct Pupil {
    outputs: Outputs,
    /// The share of validation rows right in the end.
    validation: f64,
    /// The share of test rows right in the end.
    test: f64,
    /// Mean change of the validation share from one look to the next in the second half.
    jumps: f64,
}

/// One for each seed.
fn school(
    data: &Prepared,
    answer: Answer,
    rate: f64,
    settings: &Settings,
) -> Result<Vec<Pupil>, LessonError> {
    let (epochs, every) = (settings.whole("passes"), settings.whole("every"));
    let pupil = |seed: usize| {
        let mut outputs = Outputs::new(data, answer)?;
        let (mut looks, half) = (0, epochs * data.training().len() / every / 2);
        let mut late = Vec::new();
        let schooling = Schooling { rate, epochs, seed: seed as u64, every };
        outputs.train(data.training(), schooling, |now| {
            looks += 1;
            if looks > half {
                late.push(now.largest_is_right(data.validation()));
            }
        });
        let changes: Vec<f64> = late.windows(2).map(|two| (two[1] - two[0]).abs()).collect();
        let [validation, test] =
            [data.validation(), data.test()].map(|part| outputs.largest_is_right(part));
        Ok(Pupil { outputs, validation, test, jumps: mean(&changes) })
    };
    (0..settings.whole("seeds")).into_par_iter().map(pupil).collect()
}

/// The rate whose pupils are right most often on the validation rows; of equals the lowest.
fn best(rates: &[Vec<Pupil>]) -> usize {
    let score = |pupils: &Vec<Pupil>| pupils.iter().map(|pupil| pupil.validation).sum::<f64>();
    let better = |best: usize, place| if score(&rates[place]) > score(&rates[best]) { place } else { best };
    (1..rates.len()).fold(0, better)
}

/// Whether the outputs do not say which class it is: steps if not exactly one says 1, others if the largest
/// answer is not one output's alone.
fn is_tied(answer: Answer, said: &[f32]) -> bool {
    let largest = match answer {
        Answer::Step => 1.0,
        Answer::Sigmoid | Answer::Softmax => said.iter().copied().fold(f32::MIN, f32::max),
    };
    said.iter().filter(|&&y| y == largest).count() != 1
}

/// The share of test rows to which exactly one step says 1, and the right one.
fn decided_right(pupil: &Pupil, data: &Prepared) -> f64 {
    let answers = pupil.outputs.answers(data.test());
    let right = |(said, class): &&(Vec<f32>, usize)| !is_tied(Answer::Step, said) && said[*class] == 1.0;
    count(answers.iter().filter(right).count()) / count(answers.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_tie() {
        for (answer, said, tied) in [
            (Answer::Step, [0.0, 0.0, 0.0], true),
            (Answer::Step, [0.0, 1.0, 0.0], false),
            (Answer::Step, [1.0, 1.0, 0.0], true),
            (Answer::Sigmoid, [0.2, 0.1, 0.2], true),
            (Answer::Sigmoid, [0.2, 0.1, 0.1], false),
            (Answer::Softmax, [0.5, 0.3, 0.2], false),
        ] {
            assert_eq!(is_tied(answer, &said), tied, "{answer:?} {said:?}");
        }
    }

    /// A step answers the same at every rate of learning, so its training is as rough at each.
    #[test]
    fn only_the_step_is_as_rough_at_every_rate() {
        let data = standard_digits().unwrap();
        let quick = [("passes".to_owned(), "2".to_owned()), ("seeds".to_owned(), "2".to_owned())];
        let settings = Settings::new(PLAN.settings, &quick).unwrap();
        let jumps = |answer, rate| {
            let pupils = school(&data, answer, rate, &settings).unwrap();
            pupils.iter().map(|pupil| pupil.jumps).collect::<Vec<_>>()
        };
        assert_eq!(jumps(Answer::Step, 0.25), jumps(Answer::Step, 1.0));
        assert_ne!(jumps(Answer::Sigmoid, 0.25), jumps(Answer::Sigmoid, 1.0));
    }
}
