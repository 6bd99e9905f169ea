//! What `--watch` shows under the bar: for each candidate its best validation score so far, the rate that it
//! has it with, and the validation loss of that trial, epoch by epoch.

use nonlin::lab::Metric;
use nonlin::lab::study::{Event, Phase, StudySpec};

/// Blocks from the lowest loss to the highest.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The study so far.
pub struct Board {
    metric: Metric,
    trials: (usize, usize),
    rows: Vec<Row>,
}

struct Row {
    label: String,
    activation: nonlin::lab::ActivationSpec,
    trials: usize,
    phase: Option<Phase>,
    best: Option<Best>,
}

struct Best {
    score: f64,
    rate: f64,
    losses: Vec<Option<f64>>,
}

impl Board {
    pub fn new(spec: &StudySpec) -> Self {
        let row = |activation: &nonlin::lab::ActivationSpec| Row {
            label: activation.label(),
            activation: activation.clone(),
            trials: 0,
            phase: None,
            best: None,
        };
        Self {
            metric: spec.metric,
            trials: (0, spec.trials()),
            rows: spec.candidates.iter().map(row).collect(),
        }
    }

    /// Takes note of a trial. A candidate's best counts within a phase, since later ones train longer.
    pub fn add(&mut self, event: &Event<'_>) {
        let Event::Finished { phase, spec, record, done, .. } = event else { return };
        self.trials.0 = self.trials.0.max(*done);
        let row = self.rows.iter_mut().find(|row| row.activation == spec.activation);
        let (Some(row), Some(&score)) = (row, record.validation_score.last()) else { return };
        if row.phase != Some(*phase) {
            (row.phase, row.best, row.trials) = (Some(*phase), None, 0);
        }
        row.trials += 1;
        if row.best.as_ref().is_none_or(|best| score > best.score) {
            let losses = record.validation_loss.clone();
            row.best = Some(Best { score, rate: spec.learning_rate, losses });
        }
    }

    /// The board in at most `height` lines of at most `width` columns, the best candidate first, each line after a line end.
    pub fn lines(&self, width: usize, height: usize) -> String {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        let score = |row: &Row| row.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.score);
        rows.sort_by(|a, b| score(b).total_cmp(&score(a)));
        let name = rows.iter().map(|row| row.label.chars().count()).max().unwrap_or(0).min(20);
        let highest = rows.iter().filter_map(|row| row.best.as_ref());
        let highest =
            highest.flat_map(|best| best.losses.iter().flatten()).copied().fold(0.0, f64::max);
        let mut text = format!(
            "\n{} of {} trials; validation {}, best of the phase; its loss by epoch",
            self.trials.0,
            self.trials.1,
            self.metric.name()
        );
        for row in rows.iter().take(height.saturating_sub(4)) {
            let label = console::pad_str(&row.label, name, console::Alignment::Left, Some("…"));
            let line = match &row.best {
                None => format!("{label}  –"),
                Some(best) => format!(
                    "{label}  {:>8}  rate {:<7} {:>3} trials  {}",
                    self.metric.text(best.score),
                    best.rate,
                    row.trials,
                    curve(&best.losses, highest, width.saturating_sub(name + 38).min(40))
                ),
            };
            text.push('\n');
            text.push_str(&console::truncate_str(&line, width.saturating_sub(1), "…"));
        }
        text
    }
}

/// A curve of blocks, `width` at most, from 0 to `highest`; `×` where a loss is not finite.
fn curve(losses: &[Option<f64>], highest: f64, width: usize) -> String {
    let width = width.min(losses.len());
    let block = |i: usize| match losses[i * losses.len() / width.max(1)] {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 7
        Some(loss) if highest > 0.0 => {
            BLOCKS[(7.0 * (loss / highest).clamp(0.0, 1.0)).round() as usize]
        }
        Some(_) => BLOCKS[0],
        None => '×',
    };
    (0..width).map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves() {
        let losses = [Some(2.0), Some(1.0), None, Some(0.0)];
        assert_eq!(curve(&losses, 2.0, 40), "█▅×▁");
        assert_eq!(curve(&losses, 2.0, 2), "█×");
        assert_eq!(curve(&[], 2.0, 5), "");
        assert_eq!(curve(&losses, 2.0, 0), "");
    }

    #[test]
    fn a_board_fits_its_terminal() {
        let spec = StudySpec::standard(&nonlin::lab::digits());
        let board = Board::new(&spec);
        let text = board.lines(30, 8);
        assert_eq!(text.lines().count(), 1 + 1 + 4);
        assert!(text.lines().skip(2).all(|line| line.chars().count() < 30));
    }
}
