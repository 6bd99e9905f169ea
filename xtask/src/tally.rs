//! Adds up the closing lines of the test programs.
//!
//! `cargo test` runs one program for each crate and test file and closes each with its own count;
//! nobody adds up thirty of them. This keeps the sum, so that the run ends with one line.

/// How many tests passed, failed and were left out.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
    programs: u64,
}

impl Tally {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`;
    /// any other line is no matter.
    pub(crate) fn read(&mut self, line: &str) {
        let Some(counts) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        // What follows the first full stop is `N word` between semicolons.
        let Some((_, counts)) = counts.split_once(". ") else {
            return;
        };
        for count in counts.split(';') {
            let mut words = count.split_whitespace();
            let (Some(Ok(number)), Some(what)) =
                (words.next().map(str::parse::<u64>), words.next())
            else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
        self.programs += 1;
    }

    /// How many tests passed.
    pub(crate) fn passed(&self) -> u64 {
        self.passed
    }

    /// The sum as one line, or `None` where no test program has closed.
    pub(crate) fn line(&self) -> Option<String> {
        let Self { passed, failed, skipped, programs } = self;
        (*programs > 0).then(|| format!("{passed} passed, {failed} failed, {skipped} skipped"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_add_up() {
        let mut tally = Tally::default();
        assert_eq!(tally.line(), None);
        for line in [
            "running 4 tests",
            "test a::b ... ok",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s",
        ] {
            tally.read(line);
        }
        assert_eq!(tally.passed(), 13);
        assert_eq!(tally.line().as_deref(), Some("13 passed, 2 failed, 1 skipped"));
    }
}
