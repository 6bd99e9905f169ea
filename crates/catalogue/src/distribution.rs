//! How the random numbers of stochastic activations are distributed.

/// A distribution, with its arguments in the order of [`signature`](Self::signature).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Uniform on (lower, upper).
    Uniform,
    /// Normal with a mean and a standard deviation.
    Normal,
    /// Gumbel with a location and a scale.
    Gumbel,
    /// Normal with a mean and a standard deviation, given that it is between lower and upper.
    TruncatedNormal,
}

impl Distribution {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Uniform, Self::Normal, Self::Gumbel, Self::TruncatedNormal];

    /// Its name in definitions, with those of its arguments.
    #[must_use]
    pub const fn signature(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Uniform => ("uniform", &["lower", "upper"]),
            Self::Normal => ("normal", &["mean", "std"]),
            Self::Gumbel => ("gumbel", &["location", "scale"]),
            Self::TruncatedNormal => ("truncated_normal", &["mean", "std", "lower", "upper"]),
        }
    }

    /// As definitions write it: `uniform(lower, upper)`.
    #[must_use]
    pub fn usage(self) -> String {
        let (name, arguments) = self.signature();
        format!("{name}({})", arguments.join(", "))
    }
}
