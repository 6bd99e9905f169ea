//! The activation of a network's hidden layers, made runnable.
//!
//! A function of single numbers whose parameters stay as they are runs on its [`Kernel`]: backward from its
//! output where its derivative is a function of that, else by slopes that the way forward has left, since
//! value and derivative together cost little more than one of them (gelu 2.0 ns, against 1.5 and 1.9). Everything else is a function of *rows*
//! ([`RowKernel`]), and one path serves it all:
//!
//! | function | a unit's row |
//! |---|---|
//! | gated unit ([`nonlin_catalogue::Kind::Map`]) | one pre-activation for each part |
//! | softmax as a hidden layer | the whole layer, or groups of neighbours |
//! | trained parameters | the pre-activations, and the parameters as further parts |
//! | noise in training | the pre-activations; the noise is drawn by the kernel |
//!
//! A parameter that is trained is an argument of the formula like any other, so its gradient comes from
//! the same product with the Jacobian as that of the pre-activations. A row of pre-activations is laid
//! out for the kernel: the parts one after the other, each as long as the layer has units, then one such
//! part for each trained parameter.

mod resolved;

use crate::error::TrialError;
use crate::scalar::Scalar;
use crate::spec::{ActivationSpec, TrainParameters};
use nonlin_catalogue::{Mode, RowActivation};
use nonlin_expr::row::Source;
use nonlin_expr::{LimitError, NoFunctions, RowExpr, RowNames};
use nonlin_kernels::{Draws, Kernel, OutputGradient, RowKernel};
use resolved::{row, trainable};

pub use resolved::{Resolved, Trained};

/// An activation as the hidden layers compute it.
#[derive(Debug, Clone)]
pub struct LayerActivation {
    path: Path,
    /// Pre-activations of a unit.
    parts: usize,
    group: Option<usize>,
    trained: Vec<Trained>,
    train: TrainParameters,
}

#[derive(Debug, Clone)]
enum Path {
    Scalar { kernel: Box<Kernel>, from_output: Option<Box<OutputGradient>> },
    Rows { evaluation: Box<Rows>, training: Option<Box<Rows>>, elementwise: bool },
}

/// A function of rows and its product with the Jacobian.
#[derive(Debug, Clone)]
struct Rows {
    value: RowKernel,
    vjp: RowKernel,
}

impl Rows {
    /// With parameters of these names as parts of the row.
    fn new(activation: &RowActivation, trained: &[&str]) -> Result<(Self, RowExpr), TrialError> {
        let written = activation.formula();
        let own = |source: fn(&Source) -> bool| {
            let inputs = written.inputs().iter().filter(move |input| source(&input.source));
            inputs.map(|input| &*input.name).collect::<Vec<_>>()
        };
        let inputs = [own(|source| matches!(source, Source::Slice(_))), trained.to_vec()].concat();
        let rest = || {
            let all = activation.parameters().iter();
            all.filter(|(name, _)| !trained.contains(&name.as_str()))
        };
        let names = RowNames {
            inputs: &inputs,
            noise: &own(|source| matches!(source, Source::Noise(_))),
            parameters: &rest().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            definitions: &[],
            functions: &NoFunctions,
        };
        let texts = written.to_texts();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let formula = RowExpr::parse_with(&texts, names)
            .map_err(|error| TrialError::Activation(error.to_string()))?
            .bind(rest().map(|(name, value)| (name.as_str(), value)))
            .map_err(too_large)?;
        let kernel = |formula: Result<RowExpr, LimitError>| {
            let stable = formula.and_then(|formula| formula.stable());
            stable.and_then(|formula| RowKernel::new(&formula, activation.noise()))
        };
        let value = kernel(Ok(formula.clone())).map_err(too_large)?;
        let vjp = kernel(formula.vjp()).map_err(too_large)?;
        Ok((Self { value, vjp }, formula))
    }
}

impl LayerActivation {
    /// Of a specification's activation.
    ///
    /// # Errors
    /// [`TrialError::Activation`] if there is no such function, or its formulas are too large.
    pub fn new(spec: &ActivationSpec, train: TrainParameters) -> Result<Self, TrialError> {
        let resolved = Resolved::new(spec)?;
        let trained = match (&resolved, train) {
            (_, TrainParameters::Fixed) => Vec::new(),
            (Resolved::Scalar(own), _) => trainable(own.definition(), own.parameters()),
            // A number that decides about groups is no weight.
            (Resolved::Row(own), _) if own.group().is_some() => Vec::new(),
            (Resolved::Row(own), _) => trainable(own.definition(), own.parameters()),
        };
        let (group, noisy) = match &resolved {
            Resolved::Scalar(own) => (None, own.definition().is_some_and(|d| !d.noise.is_empty())),
            Resolved::Row(own) => {
                (own.group(), own.definition().is_some_and(|d| !d.noise.is_empty()))
            }
        };
        if let Resolved::Scalar(activation) = &resolved
            && trained.is_empty()
            && !noisy
        {
            let from_output = OutputGradient::new(activation).map(Box::new);
            let path = Path::Scalar { kernel: Box::new(Kernel::new(activation)), from_output };
            return Ok(Self { path, parts: 1, group, trained, train });
        }
        let names: Vec<&str> = trained.iter().map(|trained| trained.name.as_str()).collect();
        let (evaluation, formula) = Rows::new(&row(spec, Mode::Evaluation)?, &names)?;
        let training = if noisy {
            Some(Box::new(Rows::new(&row(spec, Mode::Training)?, &names)?.0))
        } else {
            None
        };
        let elements = formula.inputs().iter().filter(|input| input.source == Source::Slice(0));
        let parts = elements.count() - names.len();
        let elementwise = formula.is_elementwise();
        let path = Path::Rows { evaluation: Box::new(evaluation), training, elementwise };
        Ok(Self { path, parts, group, trained, train })
    }

    /// Pre-activations of a unit: 1, or the parts of a gated unit.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// The parameters that are trained.
    #[must_use]
    pub fn trained(&self) -> &[Trained] {
        &self.trained
    }

    /// Numbers trained in a layer of so many units.
    #[must_use]
    pub fn parameters(&self, units: usize) -> usize {
        match self.train {
            TrainParameters::Channel => self.trained.len() * units,
            TrainParameters::Fixed | TrainParameters::Layer => self.trained.len(),
        }
    }

    /// The width nearest to `units`, and at least 1, that the function divides into its groups.
    #[must_use]
    pub fn fitting(&self, units: usize) -> usize {
        let group = self.group.unwrap_or(1);
        (units.saturating_add(group / 2) / group).max(1).saturating_mul(group)
    }

    /// Results of a layer of so many units, a width that [`fits`](Self::fitting).
    #[must_use]
    pub fn results(&self, units: usize) -> usize {
        match &self.path {
            Path::Scalar { .. } => units,
            Path::Rows { evaluation, .. } => {
                let group = self.group.unwrap_or(units);
                let row = self.row(group);
                let results = evaluation.value.results(row).unwrap_or(units);
                results.saturating_mul(units / group.max(1))
            }
        }
    }

    /// Whether the kernel's rows hold the gradient of the results apart from that of the pre-activations.
    pub(crate) fn is_of_rows(&self) -> bool {
        matches!(self.path, Path::Rows { .. })
    }

    /// Whether the way back needs slopes from the way forward.
    pub(crate) fn leaves_slopes(&self) -> bool {
        matches!(self.path, Path::Scalar { from_output: None, .. })
    }

    /// Whether a result depends on its own unit alone.
    pub(crate) fn is_elementwise(&self) -> bool {
        match self.path {
            Path::Scalar { .. } => true,
            Path::Rows { elementwise, .. } => elementwise,
        }
    }

    /// Whether training draws random numbers.
    #[must_use]
    pub fn is_noisy(&self) -> bool {
        matches!(self.path, Path::Rows { training: Some(_), .. })
    }

    /// Numbers in the kernel's row for so many units.
    pub(crate) fn row(&self, units: usize) -> usize {
        units.saturating_mul(self.parts + self.trained.len())
    }

    /// The rows of the kernel's call for `rows` rows of a layer.
    fn calls(&self, rows: usize, units: usize) -> usize {
        self.group.map_or(rows, |group| rows * (units / group))
    }

    /// Fills the parts of the kernel's rows that are parameters, from the layer's own.
    pub(crate) fn place<T: Scalar>(&self, own: &[T], z: &mut [T], units: usize) {
        if own.is_empty() {
            return;
        }
        for row in z.chunks_exact_mut(self.row(units)) {
            let tail = &mut row[self.parts * units..];
            match self.train {
                TrainParameters::Channel => tail.copy_from_slice(own),
                TrainParameters::Fixed | TrainParameters::Layer => {
                    for (part, &value) in tail.chunks_exact_mut(units).zip(own) {
                        part.fill(value);
                    }
                }
            }
        }
    }

    /// Adds up the gradient of the layer's own parameters from the kernel's rows.
    pub(crate) fn gather<T: Scalar>(&self, delta: &[T], own: &mut [T], units: usize) {
        if own.is_empty() {
            return;
        }
        for row in delta.chunks_exact(self.row(units)) {
            let tail = &row[self.parts * units..];
            match self.train {
                TrainParameters::Channel => {
                    for (sum, &d) in own.iter_mut().zip(tail) {
                        *sum += d;
                    }
                }
                TrainParameters::Fixed | TrainParameters::Layer => {
                    for (sum, part) in own.iter_mut().zip(tail.chunks_exact(units)) {
                        *sum += T::from_f64(part.iter().map(|d| d.to_f64()).sum());
                    }
                }
            }
        }
    }

    /// `y = f(z)` for `rows` rows of a layer of so many units; with `draws` in training mode. Fills
    /// `slope` with f′(z) if it is not empty, which only a function that [leaves
    /// slopes](Self::leaves_slopes) may be asked for.
    pub(crate) fn forward<T: Scalar>(
        &self,
        z: &[T],
        y: &mut [T],
        slope: &mut [T],
        rows: usize,
        units: usize,
        draws: Option<Draws>,
    ) {
        match &self.path {
            Path::Scalar { kernel, .. } if slope.is_empty() => kernel.value(z, y),
            Path::Scalar { kernel, .. } => kernel.value_and_derivative(z, y, slope),
            Path::Rows { evaluation, training, .. } => {
                let (kernels, draws) = mode(evaluation, training.as_deref(), draws);
                let done = kernels.value.run(&[z], self.calls(rows, units), draws, y);
                debug_assert_eq!(done, Ok(()));
            }
        }
    }

    /// Backward: `delta` becomes the gradient by the kernel's rows, given `up`, that by the results. A
    /// function of single numbers finds it in `delta` itself, and `up` is empty; `slope` is what the way
    /// forward has left.
    pub(crate) fn backward<T: Scalar>(
        &self,
        [z, y, slope]: [&[T]; 3],
        up: &[T],
        delta: &mut [T],
        rows: usize,
        units: usize,
        draws: Option<Draws>,
    ) {
        match &self.path {
            Path::Scalar { from_output: Some(gradient), .. } => {
                gradient.backward_in_place(y, delta);
            }
            Path::Scalar { .. } => delta.iter_mut().zip(slope).for_each(|(d, &slope)| *d *= slope),
            Path::Rows { evaluation, training, .. } => {
                let (kernels, draws) = mode(evaluation, training.as_deref(), draws);
                let done = kernels.vjp.run(&[z, up], self.calls(rows, units), draws, delta);
                debug_assert_eq!(done, Ok(()));
            }
        }
    }

    /// The slopes that diagnostics judge units by, in the kernel's rows: f′(z), or the product of
    /// `probe` (as many numbers as results) with the Jacobian.
    pub(crate) fn slopes<T: Scalar>(
        &self,
        z: &[T],
        probe: &[T],
        slope: &mut [T],
        rows: usize,
        units: usize,
    ) {
        match &self.path {
            Path::Scalar { kernel, .. } => kernel.derivative(z, slope),
            Path::Rows { evaluation, .. } => {
                let done = evaluation.vjp.run(&[z, probe], self.calls(rows, units), None, slope);
                debug_assert_eq!(done, Ok(()));
            }
        }
    }
}

/// The formulas of a mode, and its draws if they are used.
fn mode<'a>(
    evaluation: &'a Rows,
    training: Option<&'a Rows>,
    draws: Option<Draws>,
) -> (&'a Rows, Option<Draws>) {
    match (training, draws) {
        (Some(rows), Some(draws)) => (rows, Some(draws)),
        _ => (evaluation, None),
    }
}

fn too_large(error: LimitError) -> TrialError {
    TrialError::Activation(error.to_string())
}
