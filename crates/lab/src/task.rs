//! What is learnt: one class of several, several yes-or-no labels, or quantities.
//!
//! The task decides the network's last layer, its loss and the score that candidates are ranked by:
//!
//! | task | outputs | last layer and loss | score |
//! |---|---|---|---|
//! | classification | one a class | softmax, cross-entropy | accuracy |
//! | multi-label | one a label | sigmoid, binary cross-entropy, mean over the labels | share of labels right |
//! | regression | one a target | identity, half the squared error, mean over the targets | R² |
//!
//! A higher score is better in all three, and 1 is perfect.

use serde::{Deserialize, Serialize};

/// What the target columns hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Task {
    /// Each row has exactly one class.
    Classification {
        /// The classes' names; targets are indices into them.
        classes: Vec<String>,
    },
    /// Each row has any number of labels.
    MultiLabel {
        /// The labels' names, one a target column.
        labels: Vec<String>,
    },
    /// Each row has a number for each target.
    Regression {
        /// The targets' names.
        targets: Vec<String>,
    },
}

impl Task {
    /// Width of the network's last layer.
    #[must_use]
    pub fn outputs(&self) -> usize {
        match self {
            Self::Classification { classes: names }
            | Self::MultiLabel { labels: names }
            | Self::Regression { targets: names } => names.len(),
        }
    }

    /// The score that candidates are ranked by.
    #[must_use]
    pub fn metric(&self) -> Metric {
        match self {
            Self::Classification { .. } => Metric::Accuracy,
            Self::MultiLabel { .. } => Metric::LabelAccuracy,
            Self::Regression { .. } => Metric::R2,
        }
    }
}

/// A score; more is better, 1 is perfect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Share of rows whose class is right.
    Accuracy,
    /// Share of labels that are right, over rows × labels (1 − Hamming loss).
    LabelAccuracy,
    /// Share of the targets' variance that is explained, 1 − Σ(y − ŷ)²/Σ(y − ȳ)², mean over the targets.
    /// 0 is as good as always saying the mean; a target that is worse than −1 counts as −1.
    R2,
}

impl Metric {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::LabelAccuracy => "label accuracy",
            Self::R2 => "R²",
        }
    }

    /// A score for people: `97.62 %`, or `0.9762` for R².
    #[must_use]
    pub fn text(self, score: f64) -> String {
        match self {
            Self::Accuracy | Self::LabelAccuracy => format!("{:.2} %", 100.0 * score),
            Self::R2 => format!("{score:.4}"),
        }
    }

    /// A difference of scores for people: `0.62 points`, or `0.0062` for R².
    #[must_use]
    pub fn difference_text(self, difference: f64) -> String {
        match self {
            Self::Accuracy | Self::LabelAccuracy => format!("{:.2} points", 100.0 * difference),
            Self::R2 => format!("{difference:.4}"),
        }
    }
}

/// The targets of some rows, in the form that the loss reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Targets {
    /// One class index for each row.
    Classes(Vec<u32>),
    /// Row-major, rows × `width`: 0 or 1 for labels; for quantities, standardised on the training rows.
    Values {
        /// Targets a row.
        width: usize,
        /// The numbers.
        values: Vec<f32>,
    },
}

impl Targets {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Classes(classes) => classes.len(),
            Self::Values { width, values } => values.len() / (*width).max(1),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The class indices; empty for other tasks.
    #[must_use]
    pub fn classes(&self) -> &[u32] {
        match self {
            Self::Classes(classes) => classes,
            Self::Values { .. } => &[],
        }
    }
}
