//! Memory for a measurement: three slices that begin at a cache line, with seeded inputs.

use nonlin::kernels::Element;

/// Where a slice begins: at the start of a cache line, where frameworks put their tensors too.
const LINE: usize = 64;

/// An aligned slice.
pub(crate) struct Slice<T> {
    memory: Vec<T>,
    start: usize,
    n: usize,
}

impl<T: Element> Slice<T> {
    /// Filled from `values`; every page is touched, so that no call pays for the system's first hand-out.
    fn new(n: usize, mut values: impl FnMut() -> f64) -> Self {
        let spare = LINE / size_of::<T>();
        let mut memory = vec![T::from_f64(0.0); n + spare];
        // An alignment that can't be had costs a few percent, no more.
        let start = memory.as_ptr().align_offset(LINE).min(spare);
        // Where a slice begins must not change what is in it.
        memory[start..][..n].fill_with(|| T::from_f64(values()));
        Self { memory, start, n }
    }

    /// Others of the same length, aligned as well.
    pub(crate) fn mapped(&self, map: impl FnOnce(&[T], &mut [T])) -> Self {
        let mut to = Self::new(self.n, || 0.0);
        map(self.get(), to.get_mut());
        to
    }

    pub(crate) fn get(&self) -> &[T] {
        &self.memory[self.start..][..self.n]
    }

    pub(crate) fn get_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.start..][..self.n]
    }
}

/// What a pass reads and writes.
pub(crate) struct Slices<T> {
    /// Uniform in \[−6, 6\].
    pub(crate) x: Slice<T>,
    /// Uniform in \[−1, 1\].
    pub(crate) dy: Slice<T>,
    /// y or dx.
    pub(crate) out: Slice<T>,
}

impl<T: Element> Slices<T> {
    pub(crate) fn new(n: usize) -> Self {
        let mut random = Uniform(1);
        Self {
            x: Slice::new(n, || 12.0 * random.next() - 6.0),
            dy: Slice::new(n, || 2.0 * random.next() - 1.0),
            out: Slice::new(n, || 0.0),
        }
    }
}

/// Uniform numbers in \[0, 1): splitmix64 (Steele, Lea, Flood 2014).
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0);
        f64::from(bits) * (-32_f64).exp2()
    }
}

/// Bytes that a process may still take; `None` where the system doesn't say.
pub(crate) fn free_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_aligned_seeded_and_within_their_ranges() {
        let (a, b) = (Slices::<f32>::new(1000), Slices::<f32>::new(1000));
        for slice in [&a.x, &a.dy, &a.out] {
            assert_eq!(slice.get().len(), 1000);
            assert_eq!(slice.get().as_ptr() as usize % LINE, 0);
        }
        assert_eq!(a.x.get(), b.x.get());
        let (low, high) =
            a.x.get().iter().fold((0.0_f32, 0.0_f32), |(low, high), &x| (low.min(x), high.max(x)));
        assert!((-6.0..-5.5).contains(&low) && (5.5..=6.0).contains(&high), "{low} {high}");
        assert!(a.dy.get().iter().all(|dy| dy.abs() <= 1.0));
    }
}
