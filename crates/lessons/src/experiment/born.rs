//! Networks that are dead before they are trained: a layer in which every unit gives 0 passes nothing on.

use nonlin_kernels::Kernel;
use nonlin_lab::random::Stream;
use rayon::prelude::*;

/// For each of so many random networks without biases, the first layer (from 1, up to `depth`) whose units all
/// give 0 for one random input; `None` where there is none.
pub fn dead_layers(
    kernel: &Kernel,
    width: usize,
    depth: usize,
    networks: usize,
) -> Vec<Option<usize>> {
    let first = |network: usize| {
        let mut stream = Stream::new(network as u64, "lesson born dead", width as u64);
        let mut x: Vec<f64> = (0..width).map(|_| stream.normal()).collect();
        let mut z = vec![0.0; width];
        (1..=depth).find(|_| {
            for z in &mut z {
                *z = x.iter().map(|x| x * stream.normal()).sum();
            }
            kernel.value(&z, &mut x);
            x.iter().all(|&y| y == 0.0)
        })
    };
    (0..networks).into_par_iter().map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::count;
    use crate::experiment::proof::function;
    use nonlin_properties::depth::born_dead;

    /// 1 − (1 − 2⁻ᴺ)^L (Lu et al. 2020), worked out by hand: 7/8 alive a layer for N = 3, 31/32 for N = 5.
    #[test]
    fn as_many_as_theory_says() {
        for (width, depth, expected) in [
            (3, 1, 0.125),
            (3, 2, 0.234_375),
            (3, 10, 0.736_924_423_836_171_6),
            (5, 10, 0.272_023_843_327_871_4),
            (10, 50, 0.047_677_920_296_373),
        ] {
            let theory = born_dead(0.5, width, depth);
            assert!((theory - expected).abs() < 1e-14, "{theory}");
            let kernel = Kernel::new(&function("relu").unwrap());
            let (width, depth, networks) = (width as usize, depth as usize, 4000);
            let dead = dead_layers(&kernel, width, depth, networks);
            let share = count(dead.iter().flatten().count()) / count(networks);
            let error = (expected * (1.0 - expected) / count(networks)).sqrt();
            assert!((share - expected).abs() < 4.0 * error, "{width} {depth}: {share}");
        }
    }

    #[test]
    fn a_slope_on_both_sides_is_never_dead() {
        let kernel = Kernel::new(&function("leaky_relu").unwrap());
        assert!(dead_layers(&kernel, 2, 20, 100).iter().all(Option::is_none));
    }
}
