//! Random numbers that never change: streams named by a seed and a purpose.
//!
//! Each use of chance (the weights of layer 2, the batches of epoch 7, the split of class 3) has its
//! own stream, keyed by the seed and a name. So nothing that one candidate draws can shift what
//! another draws: candidates of one seed share splits, batches and the directions of their initial
//! weights, whatever their functions do.
//!
//! The generator is `ChaCha` with 8 rounds (D. J. Bernstein 2008; `rand_chacha` tests it against the
//! reference vectors), keyed with SHA-256 of `"nonlin stream 1"`, the seed and the purpose. All
//! that turns its words into numbers is written out here, with `libm`'s portable functions, since
//! the distributions of general libraries change between versions.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest, Sha256};

/// A stream of random numbers, fixed for ever by its seed and purpose.
#[derive(Debug, Clone)]
pub struct Stream {
    generator: ChaCha8Rng,
    /// The second normal of a Box–Muller pair, when one is left over.
    spare: Option<f64>,
}

impl Stream {
    /// The stream of `seed` for `purpose` (`"weights"`, layer 2). Different arguments give
    /// independent streams.
    #[must_use]
    pub fn new(seed: u64, purpose: &str, index: u64) -> Self {
        let mut key = Sha256::new();
        key.update(b"nonlin stream 1\0");
        key.update(seed.to_le_bytes());
        key.update(index.to_le_bytes());
        key.update(purpose.as_bytes());
        let key: [u8; 32] = key.finalize().into();
        Self { generator: ChaCha8Rng::from_seed(key), spare: None }
    }

    /// Uniform on the 2⁵³ multiples of 2⁻⁵³ in \[0, 1).
    pub fn uniform(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss)] // 53 bits fit
        let bits = (self.generator.next_u64() >> 11) as f64;
        bits * f64::EPSILON * 0.5
    }

    /// Uniform on 0 .. `bound`, without bias; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Words at or past the largest multiple of `bound` would favour small results: draw again.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let word = self.generator.next_u64();
            if word < limit {
                return word % bound;
            }
        }
    }

    /// Standard normal, by the method of Box and Muller (1958).
    pub fn normal(&mut self) -> f64 {
        if let Some(z) = self.spare.take() {
            return z;
        }
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        let angle = std::f64::consts::TAU * self.uniform();
        self.spare = Some(radius * libm::sin(angle));
        radius * libm::cos(angle)
    }

    /// A uniform permutation, in place (Fisher and Yates; Durstenfeld 1964).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            #[allow(clippy::cast_possible_truncation)] // at most i, a usize
            let j = self.below(i as u64 + 1) as usize;
            items.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frozen outputs. If this test fails, every study ever published changes: bump
    /// `"nonlin stream 1"` and the engine's version instead of editing the numbers.
    #[test]
    fn streams_never_change() {
        let mut stream = Stream::new(42, "weights", 1);
        assert_eq!([stream.below(1000), stream.below(1000), stream.below(1000)], [235, 894, 617],);
        assert_eq!(stream.normal().to_bits(), 4_585_338_499_670_616_534); // 0.03592…
    }

    #[test]
    fn purposes_seeds_and_indices_separate_streams() {
        let first = |seed, purpose, index| Stream::new(seed, purpose, index).below(u64::MAX);
        let base = first(1, "weights", 0);
        assert_eq!(base, first(1, "weights", 0));
        for other in [first(2, "weights", 0), first(1, "batches", 0), first(1, "weights", 1)] {
            assert_ne!(base, other);
        }
    }

    /// Moments of 10⁵ normals: each bound is some five standard errors.
    #[test]
    fn normals_have_normal_moments() {
        let mut stream = Stream::new(7, "test", 0);
        let n = 100_000;
        let z: Vec<f64> = (0..n).map(|_| stream.normal()).collect();
        let moment = |p: i32| z.iter().map(|z| z.powi(p)).sum::<f64>() / f64::from(n);
        assert!(moment(1).abs() < 0.016);
        assert!((moment(2) - 1.0).abs() < 0.023);
        assert!(moment(3).abs() < 0.07);
        assert!((moment(4) - 3.0).abs() < 0.16);
        let lag: f64 = z.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / f64::from(n);
        assert!(lag.abs() < 0.016, "neighbours are correlated: {lag}");
    }

    #[test]
    fn below_is_uniform_and_shuffle_keeps_everything() {
        let mut stream = Stream::new(7, "test", 1);
        let mut counts = [0_i32; 7];
        for _ in 0..70_000 {
            counts[usize::try_from(stream.below(7)).expect("small")] += 1;
        }
        assert!(counts.iter().all(|c| (c - 10_000).abs() < 500), "{counts:?}");
        assert_eq!(stream.below(0), 0);
        let mut items: Vec<u32> = (0..100).collect();
        stream.shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
