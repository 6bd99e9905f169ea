//! Two vectors, computed with side by side.
//!
//! Each operation is done for one and at once for the other, so that the processor always finds one whose
//! arguments are ready, and waits half as often in a long chain.

use super::streaming::Place;
use super::{Floats, Lanes};

/// Two vectors as one.
#[derive(Debug, Clone, Copy)]
pub struct Twice<V>(V, V);

macro_rules! both {
    ($($method:ident($($argument:ident),*);)*) => { $(
        #[inline(always)]
        fn $method(self, $($argument: Self),*) -> Self {
            Self(self.0.$method($($argument.0),*), self.1.$method($($argument.1),*))
        }
    )* };
}

macro_rules! masks {
    ($($method:ident($($argument:ident),*);)*) => { $(
        #[inline(always)]
        fn $method(self, $($argument: Self),*) -> Self::Mask {
            (self.0.$method($($argument.0),*), self.1.$method($($argument.1),*))
        }
    )* };
}

impl<V: Floats> Lanes for Twice<V> {
    type Scalar = f32;
    type Mask = (V::Mask, V::Mask);
    const COUNT: usize = 2 * V::COUNT;
    const FUSED: bool = V::FUSED;

    both! {
        add(other); sub(other); mul(other); div(other);
        mul_add(factor, addend); neg_mul_add(factor, addend);
        neg(); abs(); sqrt(); copysign(sign); floor(); round(); lesser(other); greater(other);
    }
    masks! { lt(other); le(other); eq(other); is_nan(); }
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(V::splat(value), V::splat(value))
    }
    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Self(V::load(from), V::load(&from[V::COUNT..]))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        self.0.store(to);
        self.1.store(&mut to[V::COUNT..]);
    }
    #[inline(always)]
    fn stream(self, to: Place<'_, f32>) {
        let [first, second] = to.split(V::COUNT);
        self.0.stream(first);
        self.1.stream(second);
    }
    #[inline(always)]
    fn and(a: Self::Mask, b: Self::Mask) -> Self::Mask {
        (V::and(a.0, b.0), V::and(a.1, b.1))
    }
    #[inline(always)]
    fn or(a: Self::Mask, b: Self::Mask) -> Self::Mask {
        (V::or(a.0, b.0), V::or(a.1, b.1))
    }
    #[inline(always)]
    fn all(mask: Self::Mask) -> bool {
        V::all(V::and(mask.0, mask.1))
    }
    #[inline(always)]
    fn any(mask: Self::Mask) -> bool {
        V::any(V::or(mask.0, mask.1))
    }
    #[inline(always)]
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        Self(V::select(mask.0, yes.0, no.0), V::select(mask.1, yes.1, no.1))
    }
}

impl<V: Floats> Floats for Twice<V> {
    const PAIRS: bool = V::PAIRS;

    both! {
        scale(k); estimate(); signed(sign); by_sign(negative, positive);
        power_of_two(); steps(); truncated(); farther(other);
    }
    #[inline(always)]
    fn lookup(self, table: &[f32; 32]) -> Self {
        Self(self.0.lookup(table), self.1.lookup(table))
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> Self {
        Self(self.0.within(low, high), self.1.within(low, high))
    }
    #[inline(always)]
    fn fallen(self, size: f64) -> Self {
        Self(self.0.fallen(size), self.1.fallen(size))
    }
    #[inline(always)]
    fn all_near(self, limit: f64) -> bool {
        self.0.farther(self.1).all_near(limit)
    }
    #[inline(always)]
    fn all_finite(self) -> bool {
        self.0.all_finite() & self.1.all_finite()
    }
}
