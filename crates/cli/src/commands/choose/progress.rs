//! Progress on a terminal, nothing elsewhere: a bar, and with `--watch` a board under it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use nonlin::lab::study::{Event, Phase, StudySpec};

use super::watch::Board;

/// The bar counts epochs, since trials differ in length.
pub struct Progress {
    bar: ProgressBar,
    board: Option<Mutex<Board>>,
    rungs: usize,
}

impl Progress {
    pub fn new(spec: &StudySpec, watch: bool) -> Self {
        let budget = spec.budget();
        let epochs = (budget.tuning_epochs + budget.comparison_epochs) * spec.candidates.len();
        let bar = ProgressBar::new(epochs as u64);
        let template = "{spinner} {prefix} [{bar:30}] {percent} %, {eta} left{msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let board = (watch && !bar.is_hidden()).then(|| Mutex::new(Board::new(spec)));
        Self { bar, board, rungs: spec.rungs().len() }
    }

    /// Shows an event; called from the threads that run the trials.
    pub fn advance(&self, event: &Event<'_>) {
        match event {
            Event::Phase { phase, outdated, .. } => {
                if *outdated > 0 {
                    let said = format!(
                        "{outdated} trials are kept from another version of nonlin; they run again"
                    );
                    self.bar.suspend(|| eprintln!("{said}"));
                }
                self.bar.set_prefix(match phase {
                    Phase::Tuning { rung } => {
                        format!("tuning, rung {} of {}", rung + 1, self.rungs)
                    }
                    Phase::Comparison => "comparing".to_owned(),
                });
            }
            Event::Finished { spec, .. } => {
                self.bar.inc(spec.epochs as u64);
                if let Some(board) = &self.board {
                    let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
                    board.add(event);
                    let width = console::Term::stderr().size_checked().map_or(80, |size| size.1);
                    let rows = console::Term::stderr().size_checked().map_or(24, |size| size.0);
                    self.bar.set_message(board.lines(width.into(), rows.into()));
                }
            }
            _ => {}
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
