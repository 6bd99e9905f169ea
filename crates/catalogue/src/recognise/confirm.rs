//! Whether a description is true: by rewriting where that succeeds, else by values on many points.
//!
//! Values prove nothing, and what they say is called agreement. But they refute, and they do so to the
//! last digit: two values that differ by more than [rounding](Rounded) can explain belong to
//! different functions.

use nonlin_expr::{Expr, Graph, Id, Names, NoFunctions, Node, Operator, Rounded, Tape};

use super::form::Form;
use crate::forms::forms;

/// How a description was found to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Both formulas rewrite to the same one: proved for all real x.
    Identical,
    /// The values agree as far as rounding lets them be told apart: evidence, not proof.
    Agrees {
        /// On how many points.
        points: usize,
        /// To how many digits, of the value or of 1 where the value is smaller.
        digits: u32,
    },
}

/// Points near 0, points over the middle, points in the tails; each with its opposite.
const NEAR_ZERO: usize = 16;
const MIDDLE: usize = 60;
const TAILS: usize = 24;
/// Where fewer points than this can be compared, nothing is said.
const FEWEST: usize = 60;
/// First-order bounds are not sharp.
const SHARPNESS: f64 = 4.0;
/// What a fitted constant with no closed form may be off by, relatively.
const FITTED: f64 = 1e-9;

/// Whether `function` and what `form` describes rewrite to the same formula.
pub(super) fn proved(function: &Expr, form: &Form) -> Option<Agreement> {
    same_by_rewriting(function, &form.expression()?).then_some(Agreement::Identical)
}

/// Whether both have the same stable form: proved by the identities that it is found by.
pub(super) fn same_stable_form(function: &Expr, form: &Form) -> bool {
    let stable = |expression: &Expr| forms(expression, 0).ok().map(|forms| forms[0].expr.clone());
    let described = form.expression().and_then(|described| stable(&described));
    match (stable(function), described) {
        (Some(a), Some(b)) => same_by_rewriting(&a, &b),
        _ => false,
    }
}

/// Whether `function` has the values that `form` describes; `None` if not, or if too little can be said.
pub(super) fn agrees(function: &Expr, form: &Form) -> Option<Agreement> {
    let described = form.expression()?;
    let fitted = form.constants().any(|constant| constant.cost() >= 1.0);
    let slack = if fitted { FITTED } else { 0.0 };
    let tape = Tape::of(&[function, &described]).ok()?;
    let constants = tape.constants();
    let (mut points, mut worst) = (0, 0.0_f64);
    for x in places(form) {
        let values = tape.run(&[Rounded::exact(x)], &constants);
        let [ours, theirs] = values.as_slice() else { return None };
        if !ours.is_known() || !theirs.is_known() {
            continue;
        }
        let size = ours.value.abs().max(1.0);
        let difference = (ours.value - theirs.value).abs();
        if difference > SHARPNESS * (ours.error + theirs.error) + slack * size {
            return None;
        }
        worst = worst.max(difference / size);
        points += 1;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 15")]
    let digits = (-worst.log10()).clamp(0.0, 15.0) as u32;
    (points >= FEWEST).then_some(Agreement::Agrees { points, digits })
}

/// Where functions are compared: the middle first, where wrong guesses fail at once.
fn places(form: &Form) -> Vec<f64> {
    let golden = 0.618_033_988_749_894_9;
    let spread = |i: usize| (0.5 + golden * i as f64).fract();
    let middle = (0..MIDDLE).map(|i| 12.0 * spread(i));
    let small = (0..NEAR_ZERO).map(|i| 10_f64.powf(-6.0 * spread(i)));
    let tails = (0..TAILS).map(|i| 12.0 * 10_f64.powf(3.0 * spread(i)));
    let mut places: Vec<f64> =
        middle.chain(small).chain(tails).flat_map(|x| [x, -x]).chain([0.0]).collect();
    let definition = form.reference.definition;
    let names: Vec<&str> = definition.parameters.iter().map(|p| p.name).collect();
    for kink in definition.kinks {
        let names = Names { symbols: &names, functions: &NoFunctions };
        let Ok(at) = Expr::parse_with(kink.at, names) else { continue };
        let values = definition.parameters.iter().zip(&form.parameters);
        let values = values.map(|(parameter, value)| (parameter.name, &value.formula));
        let Ok(at) = at.bind(values) else { continue };
        let x = (at.value_at(f64::NAN) - form.c.value) / form.b.value;
        let step = 1e-3 * x.abs().max(1.0);
        places.extend([x, x - step, x + step, x - 0.1 * step, x + 0.1 * step]);
    }
    places
}

/// Whether both simplify to the same formula, or their difference to 0.
fn same_by_rewriting(a: &Expr, b: &Expr) -> bool {
    let mut graph = Graph::default();
    let mut roots = || {
        let x = graph.symbol("x").ok()?;
        let (a, b) = (graph.import(a, "x", x).ok()?, graph.import(b, "x", x).ok()?);
        let difference = graph.apply(Operator::Sub, &[a, b]).ok()?;
        let zero = graph.number_at(difference).is_some_and(nonlin_expr::Rational::is_zero);
        let (a, b) = (graph.simplify(a).ok()?, graph.simplify(b).ok()?);
        Some(zero || ordered(&mut graph, a)? == ordered(&mut graph, b)?)
    };
    roots().unwrap_or(false)
}

/// The same expression with the arguments of commutative operators in one order, a > b as b < a, and
/// a/2 as 0.5·a.
fn ordered(graph: &mut Graph, root: Id) -> Option<Id> {
    let mut images = vec![None; graph.len()];
    for id in graph.reachable(&[root]) {
        let image = match graph.node(id).clone() {
            Node::Apply(operator, arguments) => {
                let mut arguments: Vec<Id> =
                    arguments.iter().filter_map(|a| images[a.index()]).collect();
                let divisor = arguments.get(1).and_then(|&b| graph.number_at(b));
                let inverse = divisor.and_then(|b| nonlin_expr::Rational::integer(1).div(b));
                let operator = match (operator, inverse) {
                    (Operator::Div, Some(inverse)) => {
                        arguments[1] = graph.number(inverse).ok()?;
                        Operator::Mul
                    }
                    (Operator::Greater | Operator::GreaterEq, _) => {
                        arguments.reverse();
                        let strict = operator == Operator::Greater;
                        if strict { Operator::Less } else { Operator::LessEq }
                    }
                    (same, _) => same,
                };
                if operator.row().commutative {
                    arguments.sort();
                }
                graph.apply(operator, &arguments).ok()?
            }
            _ => id,
        };
        images[id.index()] = Some(image);
    }
    images[root.index()]
}
