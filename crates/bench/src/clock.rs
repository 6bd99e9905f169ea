//! The time of a call: the lowest of several samples.
//!
//! What disturbs a measurement (another process, a cold cache, a clock that is still rising) only ever
//! adds time, so the lowest sample is the nearest to the truth. A sample repeats a short call until the
//! clock's own cost no longer counts.

use std::time::{Duration, Instant};

/// The least length of a sample.
const SAMPLE: Duration = Duration::from_micros(200);
/// Samples of calls that are shorter than [`LONG`].
const SAMPLES: usize = 15;
/// From here on a call is a sample of its own and needs no warming up.
const LONG: Duration = Duration::from_millis(20);
/// Samples of such calls, as far as they fit into [`ENOUGH`].
const LONG_SAMPLES: usize = 3;
/// From here on a call is not repeated.
const ENOUGH: Duration = Duration::from_secs(1);

/// Nanoseconds that one call of `call` takes.
pub(crate) fn lowest(mut call: impl FnMut()) -> f64 {
    let first = seconds(&mut call, 1);
    if first >= LONG.as_secs_f64() {
        let (mut best, mut spent) = (first, first);
        for _ in 1..LONG_SAMPLES {
            if spent + best > ENOUGH.as_secs_f64() {
                break;
            }
            let sample = seconds(&mut call, 1);
            (best, spent) = (best.min(sample), spent + sample);
        }
        return 1e9 * best;
    }
    let calls = calls_in_a_sample(Duration::from_secs_f64(seconds(&mut call, 1)));
    1e9 * (0..SAMPLES).map(|_| seconds(&mut call, calls)).fold(f64::INFINITY, f64::min)
}

/// How many calls of this length make a sample; a clock may be too coarse to see one call at all.
fn calls_in_a_sample(once: Duration) -> u32 {
    let calls = SAMPLE.as_nanos().div_ceil(once.as_nanos().max(1));
    u32::try_from(calls).unwrap_or(u32::MAX).max(1)
}

/// The mean of `calls` calls.
fn seconds(call: &mut impl FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed().as_secs_f64() / f64::from(calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_long_enough_and_never_empty() {
        let calls = |nanoseconds| calls_in_a_sample(Duration::from_nanos(nanoseconds));
        assert_eq!(calls(0), 200_000);
        assert_eq!(calls(100), 2_000);
        assert_eq!(calls(150_000), 2);
        assert_eq!(calls(500_000_000), 1);
    }
}
