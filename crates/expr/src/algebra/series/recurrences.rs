//! The coefficients of f(a(t)) from those of a(t), one after the other.
//!
//! Where f′ = g, f(a)′ = g(a)·a′, so k·f_k = Σ j·a_j·g_(k−j) over j from 1 to k: the k-th coefficient takes
//! those of g(a) below k only, and g(a) may therefore be made of f(a) itself.

use super::noisy::Noisy;
use crate::algebra::DoubleDouble;
use crate::operator::Algebra;

/// Σ a_j·b_(k−j).
pub(super) fn convolution(a: &[Noisy], b: &[Noisy], k: usize) -> Noisy {
    (0..=k).fold(Noisy::exact(0.0), |sum, j| sum.add(a[j].mul(b[k - j]))).settled()
}

/// (1/k)·Σ j·a_j·g_(k−j).
fn step(a: &[Noisy], g: &[Noisy], k: usize) -> Noisy {
    let sum = (1..=k)
        .fold(Noisy::exact(0.0), |sum, j| sum.add(Noisy::exact(j as f64).mul(a[j]).mul(g[k - j])));
    sum.div(Noisy::exact(k as f64)).settled()
}

/// f(a) that begins with `value`, where g(a) is known.
pub(super) fn integral(a: &[Noisy], value: DoubleDouble, g: &[Noisy]) -> Vec<Noisy> {
    let first = a[0].image(value, g[0].value.hi());
    std::iter::once(first).chain((1..a.len().min(g.len())).map(|k| step(a, g, k))).collect()
}

/// e^a: its own derivative.
pub(super) fn exp(a: &[Noisy]) -> Vec<Noisy> {
    let value = DoubleDouble::exp(&a[0].value);
    let mut f = vec![a[0].image(value, value.hi())];
    for k in 1..a.len() {
        f.push(step(a, &f, k));
    }
    f
}

/// f and g with f′ = g and g′ = sign·f: sine and cosine, sinh and cosh.
pub(super) fn pair(a: &[Noisy], [f, g]: [DoubleDouble; 2], sign: f64) -> (Vec<Noisy>, Vec<Noisy>) {
    let mut first = vec![a[0].image(f, g.hi())];
    let mut second = vec![a[0].image(g, f.hi())];
    for k in 1..a.len() {
        let next = step(a, &second, k);
        second.push(Noisy::exact(sign).mul(step(a, &first, k)));
        first.push(next);
    }
    (first, second)
}

/// tan a, whose derivative is 1 + tan².
pub(super) fn tan(a: &[Noisy]) -> Vec<Noisy> {
    let value = DoubleDouble::tan(&a[0].value);
    let mut f = vec![a[0].image(value, 1.0 + value.hi() * value.hi())];
    let mut g: Vec<Noisy> = Vec::new();
    for k in 1..a.len() {
        let square = convolution(&f, &f, k - 1);
        g.push(if k == 1 { square.add(Noisy::exact(1.0)) } else { square });
        f.push(step(a, &g, k));
    }
    f
}

/// tanh a, with its derivative q = 1/cosh² as a series of its own: q′ = −2·tanh·q, where 1 − tanh² would
/// lose the digits of a tail.
pub(super) fn tanh(a: &[Noisy]) -> Vec<Noisy> {
    let cosh = DoubleDouble::cosh(&a[0].value);
    let slope = Algebra::div(&Algebra::div(&1.0.into(), &cosh), &cosh);
    let value = DoubleDouble::tanh(&a[0].value);
    let mut f = vec![a[0].image(value, slope.hi())];
    let mut q = vec![a[0].image(slope, 2.0 * slope.hi())];
    let mut g: Vec<Noisy> = Vec::new();
    for k in 1..a.len() {
        g.push(Noisy::exact(-2.0).mul(convolution(&f, &q, k - 1)));
        f.push(step(a, &q, k));
        q.push(step(a, &g, k));
    }
    f
}

/// a/b for b that does not begin with 0.
pub(super) fn quotient(a: &[Noisy], b: &[Noisy]) -> Vec<Noisy> {
    let mut q: Vec<Noisy> = Vec::new();
    for k in 0..a.len().min(b.len()) {
        let rest = (1..=k).fold(a[k], |rest, j| rest.sub(b[j].mul(q[k - j])));
        q.push(rest.div(b[0]).settled());
    }
    q
}

/// a^b for a constant b and an a that does not begin with 0: f′·a = b·f·a′.
pub(super) fn power(a: &[Noisy], b: Noisy) -> Vec<Noisy> {
    let value = DoubleDouble::pow(&a[0].value, &b.value);
    let slope = value.hi() * b.value.hi() / a[0].value.hi();
    let mut first = a[0].image(value, slope);
    first.noise += b.image(value, value.hi() * a[0].value.hi().abs().ln()).noise;
    let mut f = vec![first];
    for k in 1..a.len() {
        let sum = (1..=k).fold(Noisy::exact(0.0), |sum, j| {
            let [j_exact, k_exact] = [j, k].map(|n| Noisy::exact(n as f64));
            let factor = j_exact.mul(b.add(Noisy::exact(1.0))).sub(k_exact);
            sum.add(factor.mul(a[j]).mul(f[k - j]))
        });
        f.push(sum.div(Noisy::exact(k as f64).mul(a[0])).settled());
    }
    f
}
