//! Times to compare: every contender in turn, round after round.
//!
//! Whatever disturbs a measurement only ever adds time, so a round keeps the lowest of a few samples. Contenders
//! take turns, so that what changes during the measurement (a clock that rises, a neighbour that wakes up) falls
//! on all of them; and ratios are taken round by round, for the same reason.

use std::time::Instant;

/// The least seconds of a sample: short calls are repeated.
const SAMPLE: f64 = 0.5e-3;
/// Samples of each contender in a round.
const SAMPLES: usize = 3;

/// Something to be timed.
pub type Contender<'a> = Box<dyn FnMut() + 'a>;

/// Seconds that a call takes: for each contender, one number a round.
pub fn in_turns(contenders: &mut [Contender<'_>], rounds: usize) -> Vec<Vec<f64>> {
    let start = Instant::now();
    by_clock(&|| start.elapsed().as_secs_f64(), contenders, rounds)
}

/// The same by a clock of seconds.
fn by_clock(
    clock: &dyn Fn() -> f64,
    contenders: &mut [Contender<'_>],
    rounds: usize,
) -> Vec<Vec<f64>> {
    // The first call warms up, the second says how many make a sample.
    let calls: Vec<u32> = contenders
        .iter_mut()
        .map(|call| {
            seconds(clock, call, 1);
            let once = seconds(clock, call, 1).max(1e-9);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from 1 to 500000"
            )]
            let calls = (SAMPLE / once).ceil().max(1.0) as u32;
            calls
        })
        .collect();
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for _ in 0..rounds {
        for ((call, &calls), times) in contenders.iter_mut().zip(&calls).zip(&mut times) {
            let samples = (0..SAMPLES).map(|_| seconds(clock, call, calls));
            times.push(samples.fold(f64::INFINITY, f64::min));
        }
    }
    times
}

/// The mean of `calls` calls.
fn seconds(clock: &dyn Fn() -> f64, call: &mut Contender<'_>, calls: u32) -> f64 {
    let start = clock();
    for _ in 0..calls {
        call();
    }
    (clock() - start) / f64::from(calls)
}

/// Round by round, how many times the second the first is.
pub fn ratios(first: &[f64], second: &[f64]) -> Vec<f64> {
    first.iter().zip(second).map(|(a, b)| a / b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Each call takes its time, and a third of all calls are disturbed.
    #[test]
    fn more_work_takes_longer_also_when_disturbed() {
        let (now, calls) = (Cell::new(0.0), Cell::new(0_u32));
        let work = |seconds: f64| {
            let (now, calls) = (&now, &calls);
            move || {
                calls.set(calls.get() + 1);
                let disturbed = calls.get().is_multiple_of(3);
                now.set(now.get() + if disturbed { 5.0 * seconds } else { seconds });
            }
        };
        let mut contenders: [Contender<'_>; 2] = [Box::new(work(1.0)), Box::new(work(10.0))];
        let times = by_clock(&|| now.get(), &mut contenders, 3);
        assert_eq!(times, [[1.0; 3], [10.0; 3]]);
        assert_eq!(ratios(&times[1], &times[0]), [10.0; 3]);
    }

    #[test]
    fn a_short_call_is_repeated_until_it_makes_a_sample() {
        // 65.5 of them make a sample; their sums are exact.
        const CALL: f64 = 1.0 / 131_072.0;
        let (now, calls) = (Cell::new(0.0), Cell::new(0));
        let work = || {
            calls.set(calls.get() + 1);
            now.set(now.get() + CALL);
        };
        let times = by_clock(&|| now.get(), &mut [Box::new(work)], 1);
        assert_eq!(times, [[CALL]]);
        assert_eq!(calls.get(), 2 + 66 * SAMPLES);
    }
}
