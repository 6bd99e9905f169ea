//! The learning rate over the steps, as a share of the highest.
//!
//! Warm-up: equal steps from 0, so that step t of w has t/w. Then the whole rate, or half a cosine
//! down to 0 at the last planned step, ½(1 + cos πp), with p the share of the steps after the warm-up that
//! are done (Loshchilov, Hutter 2017, one period without restarts). Early stopping does not
//! shorten the plan.

use crate::diagnostics::count;
use crate::spec::{Decay, Schedule};

impl Schedule {
    /// The share at step `step` (from 1) of `planned`.
    #[must_use]
    pub fn share(&self, step: usize, planned: usize) -> f64 {
        let warm = self.warm_up * count(planned);
        let done = count(step);
        if done < warm {
            return done / warm;
        }
        match self.decay {
            Decay::None => 1.0,
            Decay::Cosine => {
                let left = count(planned) - warm;
                let passed = if left > 0.0 { ((done - warm) / left).min(1.0) } else { 0.0 };
                0.5 * (1.0 + libm::cos(std::f64::consts::PI * passed))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_asked_nothing_done() {
        let plain = Schedule::default();
        assert!((1..=10).all(|step| plain.share(step, 10) == 1.0));
    }

    #[test]
    fn warm_up_then_cosine() {
        let schedule = Schedule { warm_up: 0.2, decay: Decay::Cosine };
        let shares: Vec<f64> = (1..=20).map(|step| schedule.share(step, 20)).collect();
        assert_eq!(shares[..4], [0.25, 0.5, 0.75, 1.0]);
        // Half-way down at step 12, the end at 20.
        assert!((shares[11] - 0.5).abs() < 1e-15 && shares[19].abs() < 1e-15);
        // cos(π/4) at a quarter of the way, by hand.
        assert!((shares[7] - 0.5 * (1.0 + 0.5_f64.sqrt())).abs() < 1e-15);
        assert!(shares[3..].windows(2).all(|pair| pair[1] < pair[0]));
    }

    #[test]
    fn warm_up_without_decay_stays() {
        let schedule = Schedule { warm_up: 0.5, decay: Decay::None };
        assert_eq!([1, 5, 6, 10].map(|step| schedule.share(step, 10)), [0.2, 1.0, 1.0, 1.0]);
    }
}
