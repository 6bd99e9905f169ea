//! What instruction sets have in common: methods that are one intrinsic each.

/// Operations that are one intrinsic each.
macro_rules! arithmetic {
    ($($method:ident($($argument:ident),*) = $intrinsic:path;)*) => { $(
        #[inline(always)]
        fn $method(self, $($argument: Self),*) -> Self {
            // SAFETY: vectors of this instruction set exist only inside `Level::run`, which has its
            // features.
            Self(unsafe { $intrinsic(self.0, $($argument.0),*) })
        }
    )* };
}

/// Loads and stores of whole vectors.
macro_rules! memory {
    ($scalar:ty, $load:path, $store:path, $splat:path $(, $stream:path)?) => {
        #[inline(always)]
        fn splat(value: f64) -> Self {
            #[expect(clippy::allow_attributes, reason = "the cast is one only for f32")]
            #[allow(clippy::cast_possible_truncation, reason = "rounding is the point")]
            let value = value as $scalar;
            // SAFETY: as in `arithmetic`.
            Self(unsafe { $splat(value) })
        }
        #[inline(always)]
        fn load(from: &[$scalar]) -> Self {
            let from = &from[..Self::COUNT];
            // SAFETY: as in `arithmetic`; the slice has enough elements, and need not be aligned.
            Self(unsafe { $load(from.as_ptr()) })
        }
        #[inline(always)]
        fn store(self, to: &mut [$scalar]) {
            let to = &mut to[..Self::COUNT];
            // SAFETY: as in `arithmetic`; the slice has enough elements, and need not be aligned.
            unsafe { $store(to.as_mut_ptr(), self.0) }
        }
        $(
            #[inline(always)]
            fn stream(self, to: Place<'_, $scalar>) {
                let to = to.start(Self::COUNT);
                // SAFETY: as in `arithmetic`; the place has enough elements, and is aligned.
                unsafe { $stream(to, self.0) }
            }
        )?
    };
}
