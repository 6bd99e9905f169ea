//! What a specification's activation means, and which of its parameters can be trained.

use crate::error::TrialError;
use crate::spec::ActivationSpec;
use nonlin_catalogue::{Activation, Definition, Mode, Range, ResolveError, RowActivation};
use nonlin_expr::Expr;

/// What a specification's text means: a function of single numbers, or one of rows.
#[derive(Debug, Clone)]
pub enum Resolved {
    /// A function of single numbers (in evaluation, where it draws random numbers).
    Scalar(Activation),
    /// A function of rows: a gated unit, softmax, maxout.
    Row(RowActivation),
}

impl Resolved {
    /// The function with this text and these parameters.
    ///
    /// # Errors
    /// [`TrialError::Activation`] if there is none, with the whole message for the user.
    pub fn new(spec: &ActivationSpec) -> Result<Self, TrialError> {
        match Activation::resolve(&spec.function, &spec.parameters) {
            Ok(activation) => Ok(Self::Scalar(activation)),
            Err(ResolveError::NotScalar { .. }) => row(spec, Mode::Evaluation).map(Self::Row),
            Err(error) => Err(refused(&error)),
        }
    }

    /// The name in the catalogue, or the formula's text.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Scalar(activation) => activation.name(),
            Self::Row(activation) => activation.name(),
        }
    }

    /// Whether the derivative is proved to be 0 wherever it exists (step, sign), so that no gradient
    /// flows through it. Never claimed of a function of rows.
    #[must_use]
    pub fn derivative_vanishes(&self) -> bool {
        match self {
            Self::Scalar(activation) => activation.derivative_vanishes(),
            Self::Row(_) => false,
        }
    }
}

/// The function as one of rows.
pub(super) fn row(spec: &ActivationSpec, mode: Mode) -> Result<RowActivation, TrialError> {
    RowActivation::resolve(&spec.function, &spec.parameters, mode).map_err(|error| refused(&error))
}

fn refused(error: &ResolveError) -> TrialError {
    TrialError::Activation(error.to_string())
}

/// A parameter that is trained.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// Its name in the formula.
    pub name: String,
    /// Its first value.
    pub initial: f64,
    /// Where it may go.
    pub range: Range,
}

impl Trained {
    /// The value in the range that is nearest to one that a step has led to: an end that belongs to the
    /// range, or a number just inside one that does not. NaN stays.
    pub(crate) fn nearest(&self, value: f32) -> f32 {
        let Range { lower, upper, lower_included, upper_included } = self.range;
        #[allow(clippy::cast_possible_truncation)] // rounded, and then moved inside
        let (mut low, mut high) = (lower as f32, upper as f32);
        if lower.is_finite() && (!lower_included || f64::from(low) < lower) {
            low += NEAR * low.abs().max(1.0);
        }
        if upper.is_finite() && (!upper_included || f64::from(high) > upper) {
            high -= NEAR * high.abs().max(1.0);
        }
        // Ends at infinity are no limits, and a range without room inside keeps its lower end.
        if value < low {
            low
        } else if value > high {
            high
        } else {
            value
        }
    }
}

/// How far inside an end that does not belong to a range a parameter is held, relative to 1.
const NEAR: f32 = 1e-6;

/// The parameters that networks learn: those that the definition says, all of a user's formula.
pub(super) fn trainable(
    definition: Option<&'static Definition>,
    parameters: &[(String, Expr)],
) -> Vec<Trained> {
    let anywhere = Range {
        lower: f64::NEG_INFINITY,
        upper: f64::INFINITY,
        lower_included: false,
        upper_included: false,
    };
    let range = |name: &str| match definition {
        Some(definition) => {
            let mut own = definition.parameters.iter();
            own.find(|own| own.name == name && own.trainable).map(|own| own.range)
        }
        None => Some(anywhere),
    };
    let trained = parameters.iter().filter_map(|(name, value)| {
        // A parameter's value contains no name: it is the same at every x.
        let initial = value.value_at(0.0);
        Some(Trained { range: range(name)?, name: name.clone(), initial })
    });
    trained.collect()
}
