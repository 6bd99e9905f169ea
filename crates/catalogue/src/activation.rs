//! An activation: a definition or a user's formula with its parameters bound. Both are the same to
//! everything that follows.

use std::collections::BTreeMap;
use std::sync::Arc;

use nonlin_expr::{
    Expr, LimitError, Names, NoFunctions, ParseError, ParseErrorKind, Rational, RowExpr, Stable,
};

use crate::definition::{Definition, Kind};
use crate::error::ResolveError;
use crate::forms::forms;
use crate::functions::{CatalogueFunctions, find, suggestion};

/// Values for parameters, by name; a float means the decimal that it prints as.
pub type Parameters = BTreeMap<String, f64>;

/// A function of `x` and its derivative, with where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Activation {
    name: String,
    definition: Option<&'static Definition>,
    formula: Expr,
    parameters: Vec<(String, Expr)>,
    expression: Expr,
    derivative: Expr,
}

impl Activation {
    /// The function with this name, alias or framework name (`torch:LeakyReLU`), or else the formula,
    /// with values for some of its parameters.
    ///
    /// In a formula, every name in `parameters` is a parameter, and the functions of the catalogue
    /// may be called: `x*tanh(silu(x))`.
    ///
    /// # Errors
    /// Where the text is neither, a parameter does not exist, or its value is out of range.
    pub fn resolve(text: &str, parameters: &Parameters) -> Result<Self, ResolveError> {
        let text = text.trim();
        if let Some((definition, preset)) = find(text) {
            return Self::of(definition, preset, parameters);
        }
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
        let lone = text.starts_with(char::is_alphabetic) && text.chars().all(word);
        // A lone `x`, `pi` or `x-1` is a formula; a lone other word is a mistyped name.
        let formula = Self::parse(text, parameters);
        if lone && matches!(formula, Err(ResolveError::Formula(_))) {
            return Err(ResolveError::UnknownFunction {
                name: text.to_owned(),
                suggestion: suggestion(text),
            });
        }
        formula
    }

    /// A definition, with the values that a framework presets and those that the user gives.
    pub(crate) fn of(
        definition: &'static Definition,
        preset: &[(&str, &str)],
        given: &Parameters,
    ) -> Result<Self, ResolveError> {
        let function = definition.name.to_owned();
        let parameters = values(definition, preset, given)?;
        let formula = formula_of(definition)?;
        Self::new(function, Some(definition), formula, parameters)
    }

    /// The formula in `x`, never the name of a function alone, with values for its other names.
    ///
    /// # Errors
    /// Where the text is no formula, or a name in it has no value.
    pub fn parse(text: &str, given: &Parameters) -> Result<Self, ResolveError> {
        let names: Vec<&str> = given.keys().map(String::as_str).collect();
        let formula = parse(&names, text).map_err(|error| match error.kind() {
            ParseErrorKind::UnknownName { name, .. } if RowExpr::is_vocabulary(name) => {
                ResolveError::NotScalar { function: text.to_owned() }
            }
            _ => error.into(),
        })?;
        let parameters = given_values(text, &formula.symbols(), given)?;
        Self::new(text.to_owned(), None, formula, parameters)
    }

    fn new(
        name: String,
        definition: Option<&'static Definition>,
        formula: Expr,
        parameters: Vec<(String, Expr)>,
    ) -> Result<Self, ResolveError> {
        let values = parameters.iter().map(|(name, value)| (name.as_str(), value));
        let expression = formula.bind(values)?;
        let derivative = expression.derivative("x")?;
        Ok(Self { name, definition, formula, parameters, expression, derivative })
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

    /// The formula as it is written, parameters by name.
    #[must_use]
    pub fn formula(&self) -> &Expr {
        &self.formula
    }

    /// The parameters and their values, which contain no name.
    #[must_use]
    pub fn parameters(&self) -> &[(String, Expr)] {
        &self.parameters
    }

    /// The function of `x` alone, simplified.
    #[must_use]
    pub fn expression(&self) -> &Expr {
        &self.expression
    }

    /// Its first derivative.
    #[must_use]
    pub fn derivative(&self) -> &Expr {
        &self.derivative
    }

    /// The derivative by the parameter `name`, as a function of `x` at the parameters' values.
    ///
    /// # Errors
    /// Where there is no such parameter, or the result outgrows the expression limits.
    pub fn parameter_derivative(&self, name: &str) -> Result<Expr, ResolveError> {
        known_parameter(name, &self.name, &self.parameters)?;
        let values = self.parameters.iter().map(|(name, value)| (name.as_str(), value));
        Ok(self.formula.derivative(name)?.bind(values)?)
    }

    /// The forms to compute with, of the function and of its derivatives up to `order`.
    ///
    /// # Errors
    /// When a derivative outgrows the limits of expressions.
    pub fn stable(&self, order: usize) -> Result<Arc<[Stable]>, LimitError> {
        forms(&self.expression, order)
    }

    /// Whether the derivative is proved to be 0 wherever it exists (step, sign): no gradient flows
    /// through it.
    #[must_use]
    pub fn derivative_vanishes(&self) -> bool {
        self.derivative.as_number().is_some_and(Rational::is_zero)
    }
}

/// The values of a definition's parameters: the user's, else a framework's, else the defaults.
pub(crate) fn values(
    definition: &Definition,
    preset: &[(&str, &str)],
    given: &Parameters,
) -> Result<Vec<(String, Expr)>, ResolveError> {
    let function = definition.name.to_owned();
    for parameter in given.keys() {
        if definition.parameters.iter().all(|known| known.name != parameter) {
            let known = definition.parameters.iter().map(|known| known.name.to_owned());
            return Err(ResolveError::UnknownParameter {
                parameter: parameter.clone(),
                function,
                known: known.collect(),
            });
        }
    }
    let mut parameters = Vec::new();
    for parameter in definition.parameters {
        let preset = preset.iter().find(|(name, _)| *name == parameter.name);
        let text = preset.map_or(parameter.default, |(_, text)| *text);
        let value = match given.get(parameter.name) {
            None => Expr::parse_with(text, NO_NAMES)?,
            Some(&value) => match Rational::from_f64_shortest(value) {
                Some(exact) if parameter.range.contains(value) => Expr::number(exact),
                _ => {
                    return Err(ResolveError::OutOfRange {
                        parameter: parameter.name.to_owned(),
                        function,
                        value: value.to_string(),
                        range: parameter.range.to_string(),
                    });
                }
            },
        };
        parameters.push((parameter.name.to_owned(), value));
    }
    Ok(parameters)
}

/// The values of a formula's parameters, each of which it uses.
pub(crate) fn given_values(
    text: &str,
    used: &[String],
    given: &Parameters,
) -> Result<Vec<(String, Expr)>, ResolveError> {
    let mut parameters = Vec::new();
    for (name, &value) in given {
        if !used.contains(name) || name == "x" {
            return Err(ResolveError::UnknownParameter {
                parameter: name.clone(),
                function: text.to_owned(),
                known: given.keys().filter(|known| used.contains(known)).cloned().collect(),
            });
        }
        let Some(exact) = Rational::from_f64_shortest(value) else {
            return Err(ResolveError::OutOfRange {
                parameter: name.clone(),
                function: text.to_owned(),
                value: value.to_string(),
                range: "(-inf, inf)".to_owned(),
            });
        };
        parameters.push((name.clone(), Expr::number(exact)));
    }
    Ok(parameters)
}

/// Refuses a name that none of the parameters has.
pub(crate) fn known_parameter(
    name: &str,
    function: &str,
    parameters: &[(String, Expr)],
) -> Result<(), ResolveError> {
    if parameters.iter().any(|(known, _)| known == name) {
        return Ok(());
    }
    Err(ResolveError::UnknownParameter {
        parameter: name.to_owned(),
        function: function.to_owned(),
        known: parameters.iter().map(|(known, _)| known.clone()).collect(),
    })
}

/// A formula in `x` and `parameters` that may call the functions of the catalogue.
pub(crate) fn parse(parameters: &[&str], text: &str) -> Result<Expr, ParseError> {
    let symbols: Vec<&str> = std::iter::once("x").chain(parameters.iter().copied()).collect();
    Expr::parse_with(text, Names { symbols: &symbols, functions: &CatalogueFunctions })
}

/// The formula of a definition of single numbers. The evaluation's formula stands in the place of each
/// noise, as outside training.
pub(crate) fn formula_of(definition: &Definition) -> Result<Expr, ResolveError> {
    if definition.kind != Kind::Scalar {
        return Err(ResolveError::NotScalar { function: definition.name.to_owned() });
    }
    let own = definition.parameters.iter().map(|parameter| parameter.name);
    let names: Vec<&str> = own.chain(definition.noise.iter().map(|noise| noise.name)).collect();
    let mut formula = parse(&names, definition.formula)?;
    for noise in definition.noise {
        let value = parse(&names, noise.evaluation)?;
        formula = formula.bind([(noise.name, &value)])?;
    }
    Ok(formula)
}

/// The function of `x` that a definition is with its default parameters, simplified.
pub(crate) fn expression_of(definition: &Definition) -> Result<Expr, ResolveError> {
    let parameters = values(definition, &[], &Parameters::new())?;
    let values = parameters.iter().map(|(name, value)| (name.as_str(), value));
    Ok(formula_of(definition)?.bind(values)?)
}

const NO_NAMES: Names<'static> = Names { symbols: &[], functions: &NoFunctions };
