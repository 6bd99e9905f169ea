//! One layer of outputs, one for each class, trained by w ← w + η (t − y) x.
//!
//! t is 1 for the row's class and 0 for the others, y what the outputs answer. The rule is always the same;
//! what it is called depends on the activation that makes y of the sums. With a step it is the perceptron's
//! (Rosenblatt 1958), which needs no derivative; with sigmoids or a softmax it is gradient descent on the
//! cross-entropy, row by row. So networks that differ in their outputs' activation alone can be compared.

use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use nonlin_lab::{Part, Prepared};

use super::count;
use super::proof::function;
use crate::error::LessonError;

/// The outputs' activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 1 where the sum is 0 or more, else 0.
    Step,
    /// A number between 0 and 1 for each class by itself.
    Sigmoid,
    /// Shares of 1.
    Softmax,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Step, Self::Sigmoid, Self::Softmax];

    /// As the catalogue calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Sigmoid => "sigmoid",
            Self::Softmax => "softmax",
        }
    }
}

/// Weights and biases of the outputs, all 0 before training.
#[derive(Clone)]
pub struct Outputs {
    answer: Answer,
    kernel: Kernel,
    columns: usize,
    /// For each input its weights, then the biases: columns + 1 lines of as many numbers as classes.
    weights: Vec<f64>,
    classes: usize,
}

/// How they are trained.
#[derive(Debug, Clone, Copy)]
pub struct Schooling {
    /// η.
    pub rate: f64,
    /// Passes over the training rows.
    pub epochs: usize,
    /// Of the order of the rows.
    pub seed: u64,
    /// Rows between two looks.
    pub every: usize,
}

impl Outputs {
    /// For the classes of the data.
    pub fn new(data: &Prepared, answer: Answer) -> Result<Self, LessonError> {
        // A softmax is made of exponentials; its sum follows here.
        let name = if answer == Answer::Softmax { "exp(x)" } else { answer.name() };
        let (columns, classes) = (data.columns(), data.task().outputs());
        let weights = vec![0.0; classes * (columns + 1)];
        Ok(Self { answer, kernel: Kernel::new(&function(name)?), columns, weights, classes })
    }

    /// Trains them, row by row, and shows them to `look` after so many rows each time.
    pub fn train(&mut self, part: &Part, schooling: Schooling, mut look: impl FnMut(&Self)) {
        let mut order: Vec<usize> = (0..part.len()).collect();
        let (mut sums, mut seen) = (vec![0.0; self.classes], 0);
        for epoch in 0..schooling.epochs {
            Stream::new(schooling.seed, "lesson rows", epoch as u64).shuffle(&mut order);
            for &row in &order {
                let x = self.row(part, row);
                self.sums(x, &mut sums);
                self.answer(&mut sums);
                let class = part.targets.classes()[row] as usize;
                for (place, y) in sums.iter_mut().enumerate() {
                    *y = schooling.rate * (f64::from(u8::from(place == class)) - *y);
                }
                let corrections = &sums;
                if corrections.iter().any(|own| *own != 0.0) {
                    let lines = self.weights.chunks_exact_mut(self.classes);
                    for (line, x) in lines.zip(with_bias(x)) {
                        line.iter_mut().zip(corrections).for_each(|(w, own)| *w += own * x);
                    }
                }
                seen += 1;
                if seen % schooling.every == 0 {
                    look(self);
                }
            }
        }
    }

    /// The same weights with another activation.
    pub fn answering(&self, data: &Prepared, answer: Answer) -> Result<Self, LessonError> {
        Ok(Self { weights: self.weights.clone(), ..Self::new(data, answer)? })
    }

    /// What the outputs answer to each row, in 32 bits as networks compute, with the row's class.
    pub fn answers(&self, part: &Part) -> Vec<(Vec<f32>, usize)> {
        let mut sums = vec![0.0; self.classes];
        let rows = (0..part.len()).zip(part.targets.classes());
        rows.map(|(row, class)| {
            self.sums(self.row(part, row), &mut sums);
            let mut answers: Vec<f32> = sums.iter().map(|&sum| sum as f32).collect();
            self.answer(&mut answers);
            (answers, *class as usize)
        })
        .collect()
    }

    /// The share of rows whose own sum is the largest.
    pub fn largest_is_right(&self, part: &Part) -> f64 {
        let mut sums = vec![0.0; self.classes];
        let right = |(row, class): &(usize, &u32)| {
            self.sums(self.row(part, *row), &mut sums);
            let own = sums[**class as usize];
            sums.iter().filter(|sum| **sum >= own).count() == 1
        };
        count((0..part.len()).zip(part.targets.classes()).filter(right).count()) / count(part.len())
    }

    fn row<'a>(&self, part: &'a Part, row: usize) -> &'a [f32] {
        &part.features[row * self.columns..][..self.columns]
    }

    fn sums(&self, x: &[f32], sums: &mut [f64]) {
        sums.fill(0.0);
        for (line, x) in self.weights.chunks_exact(self.classes).zip(with_bias(x)) {
            sums.iter_mut().zip(line).for_each(|(sum, w)| *sum += w * x);
        }
    }

    /// Makes answers of sums.
    fn answer<T: Real>(&self, sums: &mut [T]) {
        if self.answer == Answer::Softmax {
            let largest = sums.iter().copied().fold(sums[0], |a, b| if b > a { b } else { a });
            sums.iter_mut().for_each(|sum| *sum = *sum - largest);
            self.kernel.value_in_place(sums);
            let total = sums.iter().copied().fold(T::default(), |a, b| a + b);
            sums.iter_mut().for_each(|sum| *sum = *sum / total);
        } else {
            self.kernel.value_in_place(sums);
        }
    }
}

/// The inputs, then the 1 that biases are multiplied by.
fn with_bias(x: &[f32]) -> impl Iterator<Item = f64> + '_ {
    x.iter().copied().chain([1.0]).map(f64::from)
}

/// f32 and f64.
trait Real:
    nonlin_kernels::Element
    + Default
    + PartialOrd
    + std::ops::Add<Output = Self>
    + std::ops::Sub<Output = Self>
    + std::ops::Div<Output = Self>
{
}
impl Real for f32 {}
impl Real for f64 {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::data::standard_digits;

    const SCHOOLING: Schooling = Schooling { rate: 0.5, epochs: 2, seed: 3, every: 400 };

    /// A step knows only the sign of a sum, so all weights of a perceptron that starts at 0 are so many times
    /// as large at so many times the rate, and what it answers is the same. Sigmoids are not like that.
    #[test]
    fn a_perceptron_does_not_mind_its_rate() {
        let data = standard_digits().unwrap();
        let answers = |answer, rate| {
            let mut outputs = Outputs::new(&data, answer).unwrap();
            outputs.train(data.training(), Schooling { rate, ..SCHOOLING }, |_| ());
            outputs.answers(data.test())
        };
        assert_eq!(answers(Answer::Step, 0.5), answers(Answer::Step, 8.0));
        assert_ne!(answers(Answer::Sigmoid, 0.5), answers(Answer::Sigmoid, 8.0));
    }

    #[test]
    fn answers_are_what_their_names_say() {
        let data = standard_digits().unwrap();
        let mut outputs = Outputs::new(&data, Answer::Step).unwrap();
        let mut looks = 0;
        outputs.train(data.training(), SCHOOLING, |_| looks += 1);
        assert_eq!(looks, 2 * data.training().len() / 400);
        assert!(outputs.largest_is_right(data.test()) > 0.75);
        for (answers, _) in outputs.answers(data.test()) {
            assert!(answers.iter().all(|&y| y == 0.0 || y == 1.0), "{answers:?}");
        }
        let soft = outputs.answering(&data, Answer::Softmax).unwrap();
        for (answers, _) in soft.answers(data.test()) {
            assert!((answers.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{answers:?}");
        }
    }
}
