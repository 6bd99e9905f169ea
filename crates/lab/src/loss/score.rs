//! How good outputs are, by the task's metric ([`crate::task::Metric`]).
//!
//! What is not finite is wrong: a row with such an output predicts no class and no label. Two conventions
//! keep R² a finite number that can be averaged: a target that is worse than −1, or whose outputs are not
//! finite, counts as −1; and a target without variance counts as 1 if it is met exactly, else as 0.

use super::{Loss, Rows, softmax};
use crate::diagnostics::{count, finite};
use crate::scalar::Scalar;
use crate::task::Targets;

/// The least R² of a target.
const WORST: f64 = -1.0;

/// Loss and score of the rows of a part, added up chunk by chunk.
#[derive(Debug, Clone)]
pub struct Score<'a> {
    loss: &'a Loss,
    targets: &'a Targets,
    rows: usize,
    total: f64,
    right: usize,
    /// Sum of squared errors of each target.
    errors: Vec<f64>,
}

impl<'a> Score<'a> {
    /// Of a network on the rows of `targets`.
    #[must_use]
    pub fn new(loss: &'a Loss, targets: &'a Targets) -> Self {
        let width = match targets {
            Targets::Classes(_) => 0,
            Targets::Values { width, .. } => *width,
        };
        Self { loss, targets, rows: 0, total: 0.0, right: 0, errors: vec![0.0; width] }
    }

    /// The targets of the next `rows` rows, or as many as are left.
    #[must_use]
    pub fn next(&self, rows: usize) -> Rows<'a> {
        Rows::of(self.targets, self.rows, (self.rows + rows).min(self.targets.len()))
    }

    /// Adds the next rows' outputs, rows × `width`.
    pub fn add<T: Scalar>(&mut self, outputs: &[T], width: usize) {
        let rows = self.next(outputs.len() / width.max(1));
        self.total += self.loss.value(outputs, rows, width);
        self.rows += outputs.len() / width.max(1);
        match rows {
            Rows::Classes(classes) => {
                let rows = outputs.chunks_exact(width).zip(classes);
                self.right += rows.filter(|&(z, &class)| predicts(z, class as usize)).count();
            }
            Rows::Values(values) => {
                for (z, y) in outputs.chunks_exact(width).zip(values.chunks_exact(width)) {
                    let finite = z.iter().all(|z| z.is_finite());
                    for ((error, &z), &y) in self.errors.iter_mut().zip(z).zip(y) {
                        self.right += usize::from(finite && (z > T::ZERO) == (y > 0.5));
                        *error += (z.to_f64() - f64::from(y)).powi(2);
                    }
                }
            }
        }
    }

    /// Mean loss (`None` if it is not finite) and score; 0 for no rows.
    #[must_use]
    pub fn finish(&self) -> (Option<f64>, f64) {
        let rows = count(self.rows.max(1));
        let score = match (&self.loss.form, self.targets) {
            (super::Form::Squared, Targets::Values { width, values }) => {
                let each = (0..*width).map(|j| r_squared(self.errors[j], values, *width, j));
                each.sum::<f64>() / count((*width).max(1))
            }
            (_, Targets::Classes(_)) => count(self.right) / rows,
            (_, Targets::Values { width, .. }) => {
                count(self.right) / (rows * count((*width).max(1)))
            }
        };
        (finite(self.total / rows), score)
    }
}

/// Whether the row's largest logit is that of the class; among equal ones the first counts.
fn predicts<T: Scalar>(z: &[T], class: usize) -> bool {
    let largest = softmax::largest(z);
    z.iter().all(|z| z.is_finite()) && z.iter().position(|&z| z >= largest) == Some(class)
}

fn r_squared(errors: f64, values: &[f32], width: usize, j: usize) -> f64 {
    let own = || values.iter().skip(j).step_by(width).map(|&y| f64::from(y));
    let rows = count((values.len() / width).max(1));
    let mean = own().sum::<f64>() / rows;
    let square: f64 = own().map(|y| (y - mean).powi(2)).sum();
    match (square > 0.0, errors.is_finite()) {
        (true, true) => (1.0 - errors / square).max(WORST),
        (false, true) => f64::from(u8::from(errors == 0.0)),
        (_, false) => WORST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Task;

    fn score(task: &Task, targets: &Targets, outputs: &[f64], chunk: usize) -> (Option<f64>, f64) {
        let loss = Loss::new(task);
        let mut score = Score::new(&loss, targets);
        for outputs in outputs.chunks(chunk * task.outputs()) {
            score.add(outputs, task.outputs());
        }
        score.finish()
    }

    fn names(count: usize) -> Vec<String> {
        vec![String::new(); count]
    }

    #[test]
    fn accuracy_counts_the_largest() {
        let task = Task::Classification { classes: names(2) };
        let targets = Targets::Classes(vec![0, 1, 1, 0]);
        // Right; a tie goes to the first class, which is wrong; NaN is wrong; wrong.
        let outputs = [1.0, 0.0, 3.0, 3.0, f64::NAN, 5.0, 0.0, 1.0];
        assert_eq!(score(&task, &targets, &outputs, 3), (None, 0.25));
        assert_eq!(score(&task, &targets, &outputs[..4], 1).1, 0.5);
    }

    #[test]
    fn labels_count_one_by_one() {
        let task = Task::MultiLabel { labels: names(2) };
        let targets = Targets::Values { width: 2, values: vec![1.0, 0.0, 0.0, 0.0, 1.0, 1.0] };
        // Both right; one right; a row that is not finite predicts nothing.
        let outputs = [2.0, -1.0, -1.0, 0.5, f64::INFINITY, 1.0];
        assert_eq!(score(&task, &targets, &outputs, 2), (None, 0.5));
    }

    #[test]
    fn r_squared_by_hand() {
        let task = Task::Regression { targets: names(2) };
        let targets = Targets::Values { width: 2, values: vec![1.0, 7.0, 2.0, 7.0, 3.0, 7.0] };
        // Errors 0.5, 0, 0.5 against a variance sum of 2: 1 − 0.5/2. The second never varies.
        let outputs = [1.5, 7.0, 2.0, 7.0, 2.5, 7.0];
        assert_eq!(score(&task, &targets, &outputs, 2).1, f64::midpoint(0.75, 1.0));
        let means = [2.0, 6.0, 2.0, 7.0, 2.0, 7.0];
        assert_eq!(score(&task, &targets, &means, 3).1, 0.0);
        let wild = [1e9, f64::NAN, 2.0, 7.0, 2.0, 7.0];
        assert_eq!(score(&task, &targets, &wild, 3), (None, -1.0));
    }
}
