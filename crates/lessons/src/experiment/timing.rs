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
    // The first call warms up, the second says how many make a sample.
    let calls: Vec<u32> = contenders
        .iter_mut()
        .map(|call| {
            seconds(call, 1);
            let once = seconds(call, 1).max(1e-9);
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
            let samples = (0..SAMPLES).map(|_| seconds(call, calls));
            times.push(samples.fold(f64::INFINITY, f64::min));
        }
    }
    times
}

/// The mean of `calls` calls.
fn seconds(call: &mut Contender<'_>, calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed().as_secs_f64() / f64::from(calls)
}

/// Round by round, how many times the second the first is.
pub fn ratios(first: &[f64], second: &[f64]) -> Vec<f64> {
    first.iter().zip(second).map(|(a, b)| a / b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    fn more_work_takes_longer() {
        let work = |n: u64| {
            move || {
                (0..n).for_each(|i| {
                    black_box(i);
                });
            }
        };
        let mut contenders: [Contender<'_>; 2] = [Box::new(work(1000)), Box::new(work(10_000))];
        let times = in_turns(&mut contenders, 3);
        assert_eq!(times.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3]);
        assert!(ratios(&times[1], &times[0]).iter().all(|ratio| (3.0..30.0).contains(ratio)));
    }
}
