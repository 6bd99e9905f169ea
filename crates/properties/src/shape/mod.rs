//! The shape of a function at a glance: smooth, monotone, bounded.
//!
//! **These are estimates, not certificates**, except where [`Basis::Structure`] says otherwise. They
//! serve to sort and filter a list; statements that are proved will come from interval arithmetic and
//! take their place. All three are derived from the expression at the parameters that it has:
//!
//! - *Smooth* follows from the operators alone where none of them has an edge (no branch, absolute
//!   value, root, divisor or logarithm that is not proved to stay inside its domain). Otherwise the
//!   places where an edge can be are found on a grid and by bisection, and value and derivative are
//!   compared on either side of each; see `edges.rs`.
//! - *Monotone* compares the values on one fixed grid: every tenth on \[−20, 20\], closer to 0 and far
//!   out in powers of two. What is narrower than the grid or smaller than rounding is not seen.
//! - *Bounded* asks whether the values grow any more from |x| = 2¹²⁸ to 2²⁵⁰, on which way even a
//!   logarithm doubles.
//!
//! ```
//! use nonlin_catalogue::{Activation, Parameters};
//! use nonlin_properties::shape::{Basis, Monotone, shape};
//!
//! let of = |text| {
//!     let function = Activation::resolve(text, &Parameters::new()).unwrap();
//!     shape(function.expression(), function.derivative()).unwrap()
//! };
//! let gelu = of("gelu");
//! assert_eq!((gelu.smooth, gelu.monotone), (Some(Basis::Structure), None));
//! assert!(gelu.bounded_below && !gelu.bounded_above);
//! let relu = of("relu");
//! assert_eq!((relu.smooth, relu.monotone), (None, Some(Monotone::Rising)));
//! // ELU's pieces meet with the same slope.
//! assert_eq!(of("elu").smooth, Some(Basis::Sampling));
//! ```

mod columns;
mod edges;

use nonlin_expr::{Expr, Graph, LimitError};

/// What a function looks like from afar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Whether it has a finite and continuous derivative at every real number, and how that is known.
    pub smooth: Option<Basis>,
    /// In which direction it goes, if it never turns; a constant counts as rising.
    pub monotone: Option<Monotone>,
    /// Whether its values stay above some number.
    pub bounded_below: bool,
    /// Whether its values stay below some number.
    pub bounded_above: bool,
}

impl Shape {
    /// Whether its values stay between two numbers.
    #[must_use]
    pub const fn bounded(self) -> bool {
        self.bounded_below && self.bounded_above
    }
}

/// How a statement is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// It follows from the operators of the formula.
    Structure,
    /// It was seen at sample points.
    Sampling,
}

/// A direction that is never reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Monotone {
    /// Never falls.
    Rising,
    /// Never rises.
    Falling,
}

/// Where the outer tails begin, 2¹²⁸.
const FAR: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
/// The part of the grid where a function of all real numbers is expected to have a finite value.
const CENTRE: f64 = 20.0;
/// What the outer tails add to the range, relative to the range, may be rounding up to this.
const GROWTH: f64 = 0.1;
/// Differences below this, relative to 1 + |f|, may be rounding.
const ROUNDING: f64 = 1e-12;

/// The shape of a function of `x`, given its derivative.
///
/// Deterministic; some thousand evaluations.
///
/// # Errors
/// When value and derivative together outgrow a graph's limits.
pub fn shape(value: &Expr, derivative: &Expr) -> Result<Shape, LimitError> {
    let mut graph = Graph::default();
    let x = graph.symbol("x")?;
    let value = graph.import(value, "x", x)?;
    let derivative = graph.import(derivative, "x", x)?;
    let suspects = edges::suspects(&mut graph, value)?;
    let grid = grid();
    let mut roots = vec![value];
    roots.extend_from_slice(suspects.switches());
    let columns = columns::evaluate(&graph, &roots, x, &grid);
    let y = &columns[0];
    let defined = grid.iter().zip(y).all(|(x, y)| x.abs() > CENTRE || y.is_finite());
    let smooth = if !defined || suspects.always_an_edge() {
        None
    } else if suspects.switches().is_empty() {
        Some(Basis::Structure)
    } else {
        let places = edges::places(&graph, suspects.switches(), x, &grid, &columns[1..]);
        edges::pass(&graph, [value, derivative], x, &places).then_some(Basis::Sampling)
    };
    let (bounded_below, bounded_above) = bounded(&grid, y);
    Ok(Shape { smooth, monotone: monotone(y), bounded_below, bounded_above })
}

/// The sample points in rising order.
fn grid() -> Vec<f64> {
    let tenths = (1..=200).map(|n| f64::from(n) / 10.0);
    let wide = (11..=32).map(|n| f64::from(n) * 2.0);
    let close = (2..=8).map(|k| 10_f64.powi(-k));
    let far = (7..=250).step_by(9).map(|k| 2_f64.powi(k));
    let mut grid: Vec<f64> =
        tenths.chain(wide).chain(close).chain(far).flat_map(|x| [-x, x]).chain([0.0]).collect();
    grid.sort_by(f64::total_cmp);
    grid
}

fn monotone(y: &[f64]) -> Option<Monotone> {
    let (mut rises, mut falls) = (false, false);
    let mut known = y.iter().copied().filter(|y| !y.is_nan());
    let mut before = known.next()?;
    for y in known {
        let noise = ROUNDING * (1.0 + before.abs().max(y.abs()));
        // Two equal infinities differ by NaN, which is neither.
        rises |= y - before > noise || (y == f64::INFINITY && before < y);
        falls |= before - y > noise || (before == f64::INFINITY && y < before);
        before = y;
    }
    match (rises, falls) {
        (_, false) => Some(Monotone::Rising),
        (false, true) => Some(Monotone::Falling),
        (true, true) => None,
    }
}

fn bounded(grid: &[f64], y: &[f64]) -> (bool, bool) {
    let ends = |wanted: fn(f64) -> bool| {
        let known = grid.iter().zip(y).filter(|(x, y)| wanted(x.abs()) && y.is_finite());
        known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, y)| {
            (low.min(*y), high.max(*y))
        })
    };
    let (low, high) = ends(|x| x <= FAR);
    let (far_low, far_high) = ends(|x| x > FAR);
    let growth = GROWTH * (1.0 + high - low);
    (
        !y.contains(&f64::NEG_INFINITY) && low - far_low <= growth,
        !y.contains(&f64::INFINITY) && far_high - high <= growth,
    )
}

#[cfg(test)]
mod tests {
    use nonlin_catalogue::{Activation, Parameters};

    use super::{Basis, Monotone, Shape, shape};

    fn of(formula: &str) -> Shape {
        let activation = Activation::resolve(formula, &Parameters::new()).unwrap();
        shape(activation.expression(), activation.derivative()).unwrap()
    }

    #[test]
    fn smooth_as_analysis_says() {
        for formula in ["x", "tanh(x)", "x/(1 + x^2)", "sqrt(x^2 + 1)", "log(2 + exp(x))", "2^x"] {
            assert_eq!(of(formula).smooth, Some(Basis::Structure), "{formula}");
        }
        // Edges that are none: the pieces meet with equal slope, or the edge is never reached.
        for formula in [
            "x*abs(x)",
            "max(0, x)^2",
            "x/(1 + abs(x))",
            "if(x > 1, 2*x - 1, x^2)",
            "if(x == 0, 1, sin(x)/x)",
            "abs(x)*sqrt(abs(x))",
            "max(x - 1, x)",
            "1e3*x*abs(x - 1)*(x - 1)",
            "sqrt(x + 2^300)",
        ] {
            assert_eq!(of(formula).smooth, Some(Basis::Sampling), "{formula}");
        }
        for formula in [
            "abs(x)",
            "abs(x - 1/3)",
            "max(0, x - pi)",
            "abs(sin(x))",
            "sign(x)",
            "floor(x)",
            "if(x == 0, 1, x)",
            "if(x > 1000, x, 1000)",
            "log(x)",
            "sqrt(x)",
            "sqrt(abs(x))",
            "x*log(abs(x))",
            "1/x",
            "1/x^2",
            "tan(x)",
            "x^(1/3)",
            "sin(x)/x",
            "abs(x) + 1e6*x",
            "1e-3*abs(x)",
        ] {
            assert_eq!(of(formula).smooth, None, "{formula}");
        }
    }

    #[test]
    fn monotone_and_bounded_as_analysis_says() {
        use Monotone::{Falling, Rising};
        for (formula, monotone, below, above) in [
            ("x", Some(Rising), false, false),
            ("-x", Some(Falling), false, false),
            ("3", Some(Rising), true, true),
            ("tanh(x)", Some(Rising), true, true),
            ("sigmoid(-x)", Some(Falling), true, true),
            ("x*sigmoid(x)", None, true, false),
            ("x^2", None, true, false),
            ("-abs(x)", None, false, true),
            ("exp(x)", Some(Rising), true, false),
            ("exp(-x)", Some(Falling), true, false),
            ("log(1 + abs(x))", None, true, false),
            ("asinh(x)", Some(Rising), false, false),
            ("sin(x)", None, true, true),
            ("x*sin(x)", None, false, false),
            ("exp(-x^2)", None, true, true),
            ("x - tanh(x)", Some(Rising), false, false),
            ("if(x >= 0, 1, 0)", Some(Rising), true, true),
            ("100*tanh(x/1000)", Some(Rising), true, true),
            ("log(x)", Some(Rising), false, false),
        ] {
            let shape = of(formula);
            let got = (shape.monotone, shape.bounded_below, shape.bounded_above);
            assert_eq!(got, (monotone, below, above), "{formula}");
        }
    }

    #[test]
    fn any_formula_has_an_answer() {
        for formula in ["0/0 + x", "log(-1 - x^2)", "1/0*x", "exp(exp(exp(x)))", "floor(x^x)"] {
            let _ = of(formula);
        }
    }
}
