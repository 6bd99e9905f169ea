//! The loops that the machine is measured with: independent multiply-adds, and copies.
//!
//! Both use the widest vectors that the processor has, as the kernels do. A copy may write past the cache
//! with streaming stores, which spare the read of the line that a plain store begins with; which is
//! faster depends on the length, so both are here and the caller keeps the better.

#![expect(unsafe_code, reason = "vector instructions and streaming stores")]

use crate::figure::Pass;

/// Independent chains of multiply-adds: more than any processor's latency times its pipes.
const CHAINS: u32 = 12;
/// The floats of the widest vector: a multiple of every other one's.
pub(crate) const WIDEST: usize = 16;

/// How a copy stores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Store {
    /// As any program does.
    Plain,
    /// Around the cache.
    Streaming,
}

/// `a` to `to` (forward), or a sum of `a` and `b` to `to` (the other passes), all of one length.
pub(crate) fn copy(pass: Pass, store: Store, a: &[f32], b: &[f32], to: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: each function is called only where the processor has its instructions; its lanes stay
    // within the slices, which it cuts to the shortest.
    unsafe {
        if is_x86_feature_detected!("avx512f") {
            return x86::avx512::copy(pass, store, a, b, to);
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return x86::avx2::copy(pass, store, a, b, to);
        }
        x86::sse2::copy(pass, store, a, b, to);
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = store;
        match pass {
            Pass::Forward => to.copy_from_slice(a),
            Pass::Backward | Pass::Output => add(a, b, to),
        }
    }
}

/// Runs multiply-adds of f64 in every chain `rounds` times and says how many they were.
pub(crate) fn multiply_adds(rounds: u32) -> f64 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: each function is called only where the processor has its instructions.
    let lanes = unsafe {
        if is_x86_feature_detected!("avx512f") {
            x86::avx512::multiply_adds(rounds)
        } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            x86::avx2::multiply_adds(rounds)
        } else {
            x86::sse2::multiply_adds(rounds)
        }
    };
    #[cfg(not(target_arch = "x86_64"))]
    let lanes = pairs(rounds);
    f64::from(rounds) * f64::from(CHAINS) * f64::from(lanes)
}

/// Multiply-adds in pairs of f64, which is what NEON has; the compiler makes vectors of them.
#[cfg(not(target_arch = "x86_64"))]
fn pairs(rounds: u32) -> u32 {
    use std::hint::black_box;
    let (factor, addend) = (black_box(0.999), black_box(1e-3));
    let mut chains = [[1.0_f64; 2]; CHAINS as usize];
    for _ in 0..rounds {
        for chain in &mut chains {
            *chain = chain.map(|value| value.mul_add(factor, addend));
        }
    }
    black_box(chains);
    2
}

fn add(a: &[f32], b: &[f32], to: &mut [f32]) {
    for ((to, a), b) in to.iter_mut().zip(a).zip(b) {
        *to = a + b;
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::hint::black_box;

    use super::{CHAINS, Store, add};
    use crate::figure::Pass;

    /// The loops in one instruction set: its name and features, its vectors' lanes of f32 and f64, and
    /// its instructions.
    macro_rules! loops {
        ($name:ident $features:literal $singles:literal $doubles:literal
         $splat:ident $multiply_add:path, $load:ident $add:ident $store:ident $stream:ident) => {
            pub(super) mod $name {
                use super::*;

                #[target_feature(enable = $features)]
                pub(in super::super) fn multiply_adds(rounds: u32) -> u32 {
                    let factor = $splat(black_box(0.999));
                    let addend = $splat(black_box(1e-3));
                    let mut chains = [$splat(1.0); CHAINS as usize];
                    for _ in 0..rounds {
                        for chain in &mut chains {
                            *chain = $multiply_add(*chain, factor, addend);
                        }
                    }
                    black_box(chains);
                    $doubles
                }

                #[target_feature(enable = $features)]
                pub(in super::super) fn copy(
                    pass: Pass,
                    store: Store,
                    a: &[f32],
                    b: &[f32],
                    to: &mut [f32],
                ) {
                    let aligned = to.as_ptr().align_offset($singles * size_of::<f32>()) == 0;
                    match (pass, store == Store::Streaming && aligned) {
                        (Pass::Forward, false) => lanes::<false, false>(a, a, to),
                        (Pass::Forward, true) => lanes::<false, true>(a, a, to),
                        (_, false) => lanes::<true, false>(a, b, to),
                        (_, true) => lanes::<true, true>(a, b, to),
                    }
                }

                #[target_feature(enable = $features)]
                fn lanes<const TWO: bool, const STREAM: bool>(
                    a: &[f32],
                    b: &[f32],
                    to: &mut [f32],
                ) {
                    let n = a.len().min(b.len()).min(to.len());
                    let whole = n - n % $singles;
                    for i in (0..whole).step_by($singles) {
                        // SAFETY: i + lanes ≤ the length of every slice; a streaming store is asked
                        // for only where `to` begins at a multiple of the vector's size.
                        unsafe {
                            let mut value = $load(a.as_ptr().add(i));
                            if TWO {
                                value = $add(value, $load(b.as_ptr().add(i)));
                            }
                            let place = to.as_mut_ptr().add(i);
                            if STREAM { $stream(place, value) } else { $store(place, value) }
                        }
                    }
                    if STREAM {
                        // Other threads see the stores before whatever follows.
                        _mm_sfence();
                    }
                    if TWO {
                        add(&a[whole..n], &b[whole..n], &mut to[whole..n]);
                    } else {
                        to[whole..n].copy_from_slice(&a[whole..n]);
                    }
                }
            }
        };
    }

    loops!(avx512 "avx512f" 16 8 _mm512_set1_pd _mm512_fmadd_pd,
        _mm512_loadu_ps _mm512_add_ps _mm512_storeu_ps _mm512_stream_ps);
    loops!(avx2 "avx2,fma" 8 4 _mm256_set1_pd _mm256_fmadd_pd,
        _mm256_loadu_ps _mm256_add_ps _mm256_storeu_ps _mm256_stream_ps);
    loops!(sse2 "sse2" 4 2 _mm_set1_pd super::multiply_then_add,
        _mm_loadu_ps _mm_add_ps _mm_storeu_ps _mm_stream_ps);

    /// What a processor without the fused instruction does instead.
    #[target_feature(enable = "sse2")]
    fn multiply_then_add(a: __m128d, b: __m128d, c: __m128d) -> __m128d {
        _mm_add_pd(_mm_mul_pd(a, b), c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slices::Slices;

    #[test]
    fn copies_copy_whatever_the_length_and_the_alignment() {
        for n in [0, 1, 15, 16, 17, 100, 1000] {
            for start in [0, 1] {
                for store in [Store::Plain, Store::Streaming] {
                    let mut slices = Slices::<f32>::new(n + start);
                    let (x, dy) = (slices.x.get()[start..].to_vec(), &slices.dy.get()[start..]);
                    let to = &mut slices.out.get_mut()[start..];
                    copy(Pass::Forward, store, &x, dy, to);
                    assert_eq!(to, x);
                    copy(Pass::Backward, store, &x, dy, to);
                    let sums: Vec<f32> = x.iter().zip(dy).map(|(x, dy)| x + dy).collect();
                    assert_eq!(to, sums);
                }
            }
        }
    }

    #[test]
    fn multiply_adds_are_counted_in_lanes() {
        let lanes = multiply_adds(10) / f64::from(10 * CHAINS);
        assert!([2.0, 4.0, 8.0].contains(&lanes), "{lanes}");
    }
}
