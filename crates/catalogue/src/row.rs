//! Activations of rows: gated units, softmax and its kin, and stochastic functions in training.
//!
//! Every function is a function of rows, one of single numbers too; what a [`RowActivation`] adds to an
//! [`Activation`](crate::Activation) is parts, reductions and noise.

use nonlin_expr::{Expr, LimitError, Names, RowExpr, RowNames};

use crate::activation::{Parameters, given_values, known_parameter, values};
use crate::definition::Definition;
use crate::distribution::Distribution;
use crate::error::ResolveError;
use crate::functions::{CatalogueFunctions, find, suggestion};

/// Whether random numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The definition's evaluation formula stands in place of each random number.
    #[default]
    Evaluation,
    /// Random numbers are drawn for each element.
    Training,
}

/// Random numbers for the elements: a distribution with its arguments bound.
#[derive(Debug, Clone)]
pub struct NoiseSource {
    /// The name in the formula.
    pub name: String,
    /// How they are distributed.
    pub distribution: Distribution,
    /// The distribution's arguments, formulas in the noises before it.
    pub arguments: Vec<Expr>,
}

/// A function of rows with its parameters bound.
#[derive(Debug, Clone)]
pub struct RowActivation {
    name: String,
    definition: Option<&'static Definition>,
    mode: Mode,
    parameters: Vec<(String, Expr)>,
    formula: RowExpr,
    noise: Vec<NoiseSource>,
    group: Option<usize>,
}

impl RowActivation {
    /// The function with this name, alias or framework name, or else the formula over rows of `x`,
    /// with values for some of its parameters.
    ///
    /// Besides operators a formula may use `sum(u)`, `mean(u)`, `maximum(u)`, `minimum(u)`,
    /// `argmax(u)`, `argmin(u)`, `largest(u, k)` and `solve(t, equation)`, and the names `position`
    /// and `length`.
    ///
    /// # Errors
    /// Where the text is neither, a parameter does not exist, or its value is out of range.
    pub fn resolve(text: &str, parameters: &Parameters, mode: Mode) -> Result<Self, ResolveError> {
        let text = text.trim();
        if let Some((definition, preset)) = find(text) {
            return Self::of(definition, preset, parameters, mode);
        }
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
        let lone = text.starts_with(char::is_alphabetic) && text.chars().all(word);
        let own: Vec<&str> = parameters.keys().map(String::as_str).collect();
        let row_names = RowNames {
            inputs: &["x"],
            noise: &[],
            parameters: &own,
            definitions: &[],
            functions: &CatalogueFunctions,
        };
        let formula = match RowExpr::parse_with(&[text], row_names) {
            Err(_) if lone => {
                return Err(ResolveError::UnknownFunction {
                    name: text.to_owned(),
                    suggestion: suggestion(text),
                });
            }
            formula => formula?,
        };
        let parameters = given_values(text, &formula.symbols(), parameters)?;
        let (noise, name) = (Vec::new(), text.to_owned());
        Ok(Self { name, definition: None, mode, parameters, formula, noise, group: None })
    }

    fn of(
        definition: &'static Definition,
        preset: &[(&str, &str)],
        given: &Parameters,
        mode: Mode,
    ) -> Result<Self, ResolveError> {
        let parameters = values(definition, preset, given)?;
        let own: Vec<&str> = definition.parameters.iter().map(|p| p.name).collect();
        let noises: Vec<&str> = definition.noise.iter().map(|noise| noise.name).collect();
        let names = RowNames {
            inputs: definition.inputs,
            noise: &noises,
            parameters: &own,
            definitions: definition.definitions,
            functions: &CatalogueFunctions,
        };
        let mut formula = RowExpr::parse_with(definition.formulas, names)?;
        let symbols = [&own[..], &noises].concat();
        let names = Names { symbols: &symbols, functions: &CatalogueFunctions };
        let bound = || parameters.iter().map(|(name, value)| (name.as_str(), value));
        let mut noise = Vec::new();
        for source in definition.noise {
            match mode {
                Mode::Evaluation => {
                    let value = Expr::parse_with(source.evaluation, names)?;
                    formula = formula.bind([(source.name, &value)])?;
                }
                Mode::Training => {
                    let mut arguments = Vec::new();
                    for text in source.arguments {
                        arguments.push(Expr::parse_with(text, names)?.bind(bound())?);
                    }
                    let (name, distribution) = (source.name.to_owned(), source.distribution);
                    noise.push(NoiseSource { name, distribution, arguments });
                }
            }
        }
        let mut group = None;
        if let Some(name) = definition.group
            && let Some((_, value)) = parameters.iter().find(|(known, _)| known == name)
        {
            let whole = value.as_number().and_then(nonlin_expr::Rational::to_integer);
            let neighbours = whole.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
            if neighbours.is_none() {
                return Err(ResolveError::OutOfRange {
                    parameter: name.to_owned(),
                    function: definition.name.to_owned(),
                    value: value.to_string(),
                    range: "the whole numbers from 1".to_owned(),
                });
            }
            group = neighbours;
        }
        let (name, definition) = (definition.name.to_owned(), Some(definition));
        Ok(Self { name, definition, mode, parameters, formula, noise, group })
    }

    /// The name in the catalogue, or the formula's text.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The definition, if it is from the catalogue.
    #[must_use]
    pub fn definition(&self) -> Option<&'static Definition> {
        self.definition
    }

    /// Whether random numbers are drawn.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The parameters and their values, which contain no name.
    #[must_use]
    pub fn parameters(&self) -> &[(String, Expr)] {
        &self.parameters
    }

    /// The formula as it is written, parameters by name.
    #[must_use]
    pub fn formula(&self) -> &RowExpr {
        &self.formula
    }

    /// The random numbers in the formula; none outside training.
    #[must_use]
    pub fn noise(&self) -> &[NoiseSource] {
        &self.noise
    }

    /// How many neighbours make a row, where that is not the whole last axis.
    #[must_use]
    pub fn group(&self) -> Option<usize> {
        self.group
    }

    /// The values' formula with parameters bound, in the form that does not overflow.
    ///
    /// # Errors
    /// When it outgrows the expression limits.
    pub fn value(&self) -> Result<RowExpr, LimitError> {
        self.bind(&self.formula)?.stable()
    }

    /// The Jacobian times a vector, likewise: see [`RowExpr::jvp`].
    ///
    /// # Errors
    /// When it outgrows the expression limits.
    pub fn jvp(&self) -> Result<RowExpr, LimitError> {
        self.bind(&self.formula)?.jvp()?.stable()
    }

    /// A vector times the Jacobian, likewise: see [`RowExpr::vjp`].
    ///
    /// # Errors
    /// When it outgrows the expression limits.
    pub fn vjp(&self) -> Result<RowExpr, LimitError> {
        self.bind(&self.formula)?.vjp()?.stable()
    }

    /// The derivative of every result by the parameter `name`.
    ///
    /// # Errors
    /// Where there is no such parameter, or the result outgrows the expression limits.
    pub fn parameter_derivative(&self, name: &str) -> Result<RowExpr, ResolveError> {
        known_parameter(name, &self.name, &self.parameters)?;
        Ok(self.bind(&self.formula.parameter_derivative(name)?)?.stable()?)
    }

    fn bind(&self, formula: &RowExpr) -> Result<RowExpr, LimitError> {
        formula.bind(self.parameters.iter().map(|(name, value)| (name.as_str(), value)))
    }
}
