//! Taylor coefficients of f(a(t)) from those of a(t), one after the other, over any kind of coefficient.
//!
//! Where f′ = g, f(a)′ = g(a)·a′, so k·f_k = Σ j·a_j·g_(k−j) over j from 1 to k: the k-th coefficient takes
//! those of g(a) below k only, and g(a) may therefore be made of f(a) itself. The first coefficient is the
//! value, which the caller knows.

/// What Taylor coefficients may be.
pub trait Coefficient: Copy {
    /// A small whole number.
    fn whole(value: i32) -> Self;
    /// a + b.
    fn plus(self, b: Self) -> Self;
    /// a − b.
    fn minus(self, b: Self) -> Self;
    /// a·b.
    fn times(self, b: Self) -> Self;
    /// a/b.
    fn over(self, b: Self) -> Self;
    /// What a finished coefficient counts as; itself, unless it is known to be noise.
    #[must_use]
    fn settled(self) -> Self {
        self
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "orders are small")]
fn whole<C: Coefficient>(k: usize) -> C {
    C::whole(k as i32)
}

/// Σ a_j·b_(k−j).
pub fn convolution<C: Coefficient>(a: &[C], b: &[C], k: usize) -> C {
    (0..=k).fold(C::whole(0), |sum, j| sum.plus(a[j].times(b[k - j]))).settled()
}

/// (1/k)·Σ j·a_j·g_(k−j).
fn step<C: Coefficient>(a: &[C], g: &[C], k: usize) -> C {
    let term = |j: usize| whole::<C>(j).times(a[j]).times(g[k - j]);
    let sum = (1..=k).fold(C::whole(0), |sum, j| sum.plus(term(j)));
    sum.over(whole(k)).settled()
}

/// f(a) that begins with `first`, where g(a) is known.
pub fn integral<C: Coefficient>(a: &[C], first: C, g: &[C]) -> Vec<C> {
    std::iter::once(first).chain((1..a.len().min(g.len())).map(|k| step(a, g, k))).collect()
}

/// e^a, its own derivative, that begins with `first`.
pub fn exp<C: Coefficient>(a: &[C], first: C) -> Vec<C> {
    let mut f = vec![first];
    for k in 1..a.len() {
        f.push(step(a, &f, k));
    }
    f
}

/// f and g with f′ = g and g′ = sign·f: sine and cosine, sinh and cosh.
pub fn pair<C: Coefficient>(a: &[C], [f, g]: [C; 2], sign: i32) -> (Vec<C>, Vec<C>) {
    let mut first = vec![f];
    let mut second = vec![g];
    for k in 1..a.len() {
        let next = step(a, &second, k);
        second.push(C::whole(sign).times(step(a, &first, k)));
        first.push(next);
    }
    (first, second)
}

/// tan a, whose derivative is 1 + tan².
pub fn tan<C: Coefficient>(a: &[C], first: C) -> Vec<C> {
    let mut f = vec![first];
    let mut g: Vec<C> = Vec::new();
    for k in 1..a.len() {
        let square = convolution(&f, &f, k - 1);
        g.push(if k == 1 { square.plus(C::whole(1)) } else { square });
        f.push(step(a, &g, k));
    }
    f
}

/// tanh a that begins with `first`, with its derivative q = 1/cosh², which begins with `slope`, as a series
/// of its own: q′ = −2·tanh·q, where 1 − tanh² would lose the digits of a tail.
pub fn tanh<C: Coefficient>(a: &[C], first: C, slope: C) -> Vec<C> {
    let mut f = vec![first];
    let mut q = vec![slope];
    let mut g: Vec<C> = Vec::new();
    for k in 1..a.len() {
        g.push(C::whole(-2).times(convolution(&f, &q, k - 1)));
        f.push(step(a, &q, k));
        q.push(step(a, &g, k));
    }
    f
}

/// The logistic function of a and of −a, which begin with `values`: each is the other's factor in the
/// slope, σ′ = σ(a)·σ(−a), so that neither tail loses digits.
pub fn logistic<C: Coefficient>(a: &[C], values: [C; 2]) -> (Vec<C>, Vec<C>) {
    let [mut f, mut mirrored] = values.map(|value| vec![value]);
    let mut g: Vec<C> = Vec::new();
    for k in 1..a.len() {
        g.push(convolution(&f, &mirrored, k - 1));
        let next = step(a, &g, k);
        f.push(next);
        mirrored.push(C::whole(0).minus(next));
    }
    (f, mirrored)
}

/// a/b for b that does not begin with 0.
pub fn quotient<C: Coefficient>(a: &[C], b: &[C]) -> Vec<C> {
    let mut q: Vec<C> = Vec::new();
    for k in 0..a.len().min(b.len()) {
        let rest = (1..=k).fold(a[k], |rest, j| rest.minus(b[j].times(q[k - j])));
        q.push(rest.over(b[0]).settled());
    }
    q
}

/// a^b that begins with `first`, for a constant b and an a that does not begin with 0: f′·a = b·f·a′.
pub fn power<C: Coefficient>(a: &[C], b: C, first: C) -> Vec<C> {
    let mut f = vec![first];
    for k in 1..a.len() {
        let sum = (1..=k).fold(C::whole(0), |sum, j| {
            let factor = whole::<C>(j).times(b.plus(C::whole(1))).minus(whole(k));
            sum.plus(factor.times(a[j]).times(f[k - j]))
        });
        f.push(sum.over(whole::<C>(k).times(a[0])).settled());
    }
    f
}
