//! A lesson, and what comes of it when it is run.

use std::time::Instant;

use crate::condition::{Condition, Verdict, judge};
use crate::error::LessonError;
use crate::finding::Findings;
use crate::settings::{Setting, Settings};

/// One claim: how it is measured and what must come out for it to hold.
#[derive(Clone, Copy)]
pub struct Lesson {
    /// Its place in the course, from 1.
    pub number: usize,
    /// What it is called on the command line.
    pub name: &'static str,
    /// The claim's file.
    pub(crate) plan: &'static Plan,
    /// Its words: English, Chinese.
    pub(crate) words: [&'static str; 2],
}

/// What a lesson's own file holds.
pub struct Plan {
    /// What the reader may change.
    pub settings: &'static [Setting],
    /// The experiment. It says nothing about what should come out.
    pub measure: fn(&Settings) -> Result<Findings, LessonError>,
    /// What the verdict follows from.
    pub conditions: &'static [Condition],
    /// Settings with which it runs in a moment: for tests, not for results.
    pub quick: &'static [(&'static str, &'static str)],
}

/// What a lesson came to.
#[derive(Debug, Clone)]
pub struct Answer {
    /// With which settings.
    pub settings: Settings,
    /// What was measured.
    pub findings: Findings,
    /// What follows.
    pub verdict: Verdict,
    /// Wall-clock time of the experiment.
    pub seconds: f64,
}

impl Lesson {
    /// What the reader may change.
    #[must_use]
    pub fn settings(&self) -> &'static [Setting] {
        self.plan.settings
    }

    /// What the verdict follows from.
    #[must_use]
    pub fn conditions(&self) -> &'static [Condition] {
        self.plan.conditions
    }

    /// Settings with which it runs in a moment, as (name, value): to see what it looks like, not for results.
    #[must_use]
    pub fn quick(&self) -> Vec<(String, String)> {
        self.plan.quick.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    /// Runs the experiment, on the threads of the current `rayon` pool.
    ///
    /// # Errors
    /// [`LessonError`] if a setting does not suit the experiment.
    pub fn run(&self, settings: Settings) -> Result<Answer, LessonError> {
        let started = Instant::now();
        let findings = (self.plan.measure)(&settings)?;
        let verdict = judge(self.plan.conditions, &findings);
        Ok(Answer { settings, findings, verdict, seconds: started.elapsed().as_secs_f64() })
    }
}

impl std::fmt::Debug for Lesson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lesson").field("number", &self.number).field("name", &self.name).finish()
    }
}
