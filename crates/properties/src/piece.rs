//! A function cut into analytic pieces.
//!
//! Operators that choose (|a|, max, a < b, sign) do so by the sign of an expression, their *switch*. The
//! signs of the innermost switch are charted, and on each stretch of one sign the choice is replaced by
//! what it chose; so on with the next, until none is left. Divisors, and the arguments of roots and
//! logarithms, are switches too: their zeros are places where a formula may have no derivatives. What is
//! left on each piece is one formula without choices, analytic inside, which may be continued to the
//! piece's ends and, as an enclosure of an end is wide, a little past them.

use nonlin_expr::{Algebra, Expr, Graph, Id, LimitError, Operator, Rational};

use crate::chart::{Budget, Chart, Question, Sign, Span, chart};
use crate::interval::Interval;

/// More pieces than this are not made: the rest stays whole, and unknown.
const MOST: usize = 64;

/// One stretch and the formula on it.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    /// Without choices, if `is_analytic`.
    pub(crate) expr: Expr,
    /// Whether every switch was decided, and nothing else jumps or bends inside.
    pub(crate) is_analytic: bool,
}

/// The pieces from one end of the line to the other, each beginning where the one before ends.
#[derive(Debug, Clone)]
pub(crate) struct Pieces {
    pub(crate) pieces: Vec<Piece>,
    /// The places between pieces that are rational numbers, with their enclosures.
    pub(crate) exact: Vec<(Interval, Rational)>,
    pub(crate) boxes: u64,
}

/// Cuts a function of one symbol.
pub(crate) fn cut(expr: &Expr, budget: Budget) -> Result<Pieces, LimitError> {
    let line =
        Span { from: Interval::point(f64::NEG_INFINITY), to: Interval::point(f64::INFINITY) };
    let expr = without_clamps(&expr.simplify()?)?;
    let mut cutter = Cutter { pieces: Vec::new(), exact: Vec::new(), boxes: 0, budget };
    cutter.cut(&expr, line, &[])?;
    Ok(Pieces { pieces: cutter.pieces, exact: cutter.exact, boxes: cutter.boxes })
}

/// clamp(a, b, c) = min(max(a, b), c).
fn without_clamps(expr: &Expr) -> Result<Expr, LimitError> {
    expr.rebuilt(|graph, operator, arguments| match (operator, arguments) {
        (Operator::Clamp, &[a, low, high]) => {
            let above = graph.apply(Operator::Max, &[a, low])?;
            graph.apply(Operator::Min, &[above, high]).map(Some)
        }
        _ => Ok(None),
    })
}

/// What the sign of an operator's switch decides.
#[derive(Debug, Clone, PartialEq)]
enum Switch {
    /// What the operator is, by the sign of this expression. The number counts operators in the order of
    /// the formula.
    Choice(usize, Expr),
    /// Where it may have no derivatives: at this expression's zeros.
    Singularity(Expr),
    /// It jumps at too many places to be cut there.
    Everywhere,
}

struct Cutter {
    pieces: Vec<Piece>,
    exact: Vec<(Interval, Rational)>,
    boxes: u64,
    budget: Budget,
}

impl Cutter {
    /// Cuts `expr` along `span`; `passed` are the singularities that have no zeros inside it.
    fn cut(&mut self, expr: &Expr, span: Span, passed: &[Expr]) -> Result<(), LimitError> {
        let whole = |is_analytic| Piece { span, expr: expr.clone(), is_analytic };
        let (switch, choice) = match first_switch(expr, passed)? {
            None => {
                self.pieces.push(whole(true));
                return Ok(());
            }
            Some(Switch::Everywhere) => {
                self.pieces.push(whole(false));
                return Ok(());
            }
            Some(Switch::Choice(place, switch)) => (switch, Some(place)),
            Some(Switch::Singularity(switch)) => (switch, None),
        };
        let mut signs = chart(Question::signs(&switch), span, self.budget)?;
        self.boxes += signs.boxes;
        self.sharpen(&switch, &mut signs)?;
        let mut passed = passed.to_vec();
        if choice.is_none() {
            passed.push(switch);
        }
        for cell in signs.cells {
            if self.pieces.len() >= MOST || (cell.sign == Sign::Unknown && choice.is_some()) {
                self.pieces.push(Piece { span: cell.span, expr: expr.clone(), is_analytic: false });
                continue;
            }
            match choice {
                Some(place) => self.cut(&chosen(expr, place, cell.sign)?, cell.span, &passed)?,
                None if matches!(cell.sign, Sign::Positive | Sign::Negative) => {
                    self.cut(expr, cell.span, &passed)?;
                }
                None => {
                    let expr = expr.clone();
                    self.pieces.push(Piece { span: cell.span, expr, is_analytic: false });
                }
            }
        }
        Ok(())
    }
}

impl Cutter {
    /// Replaces the enclosures of a switch's roots by the rational numbers that they are.
    fn sharpen(&mut self, switch: &Expr, signs: &mut Chart) -> Result<(), LimitError> {
        for index in 1..signs.cells.len() {
            let near = signs.cells[index].span.from;
            let Some(root) = rational_root(switch, near)? else { continue };
            let at = <Interval as Algebra>::number(&root);
            if near.intersection(at).is_empty() {
                continue;
            }
            signs.cells[index - 1].span.to = at;
            signs.cells[index].span.from = at;
            self.exact.push((at, root));
        }
        Ok(())
    }
}

/// The root in an enclosure, if it is a rational number: that of a linear function, or the round number
/// near by if the function is exactly 0 there.
fn rational_root(function: &Expr, near: Interval) -> Result<Option<Rational>, LimitError> {
    let at = |place: &Rational| -> Result<Option<Rational>, LimitError> {
        let value = function.bind([("x", &Expr::number(place.clone()))])?;
        Ok(value.as_number().cloned())
    };
    let slope = function.derivative("x")?;
    if let (Some(slope), Some(value)) = (slope.as_number(), at(&Rational::integer(0))?) {
        return Ok(value.div(slope).map(|root| root.neg()));
    }
    let round = Rational::from_decimal(&format!("{:.12}", near.middle()));
    let Some(round) = round.filter(|round| near.contains(round.to_f64())) else { return Ok(None) };
    Ok(at(&round)?.is_some_and(|value| value.is_zero()).then_some(round))
}

/// The innermost switch that is not decided.
fn first_switch(expr: &Expr, passed: &[Expr]) -> Result<Option<Switch>, LimitError> {
    let graph = expr.graph();
    let mut varies = vec![false; graph.len()];
    let mut place = 0;
    for id in graph.reachable(&[expr.root()]) {
        let Some((operator, arguments)) = graph.apply_at(id) else {
            varies[id.index()] = graph.number_at(id).is_none();
            continue;
        };
        varies[id.index()] = arguments.iter().any(|id| varies[id.index()]);
        if varies[id.index()] {
            match switch(expr, operator, arguments, place)? {
                Some(Switch::Singularity(of)) if passed.contains(&of) || !may_vanish(&of) => {}
                Some(switch) => return Ok(Some(switch)),
                None => {}
            }
        }
        place += 1;
    }
    Ok(None)
}

/// Whether an expression's sign alone does not already say that it is never 0.
fn may_vanish(expr: &Expr) -> bool {
    !expr.graph().facts(expr.root()).signs.is_non_zero()
}

/// The switch of one operator.
fn switch(
    expr: &Expr,
    operator: Operator,
    arguments: &[Id],
    place: usize,
) -> Result<Option<Switch>, LimitError> {
    use Operator::{
        Abs, Cos, Div, Equal, Floor, Greater, GreaterEq, Hypot, Less, LessEq, Log, Log1p, Max, Min,
        NotEqual, Pow, Sign, Sqrt, Tan,
    };
    let part = |id: Id| expr.part(id);
    Ok(match (operator, arguments) {
        (Abs | Sign, &[a]) => Some(Switch::Choice(place, part(a).simplify()?)),
        (Max | Min | Less | LessEq | Greater | GreaterEq | Equal | NotEqual, &[a, b]) => {
            Some(Switch::Choice(place, difference(&part(a), b)?))
        }
        (Sqrt | Log, &[a]) | (Div, &[_, a]) => Some(Switch::Singularity(part(a).simplify()?)),
        (Log1p, &[a]) => Some(Switch::Singularity(one_plus(&part(a))?)),
        (Tan, &[a]) => Some(Switch::Singularity(applied(&part(a), Cos)?)),
        (Hypot, &[a, b]) => {
            let never = |id: Id| graph_facts_non_zero(expr, id);
            (!never(a) && !never(b))
                .then(|| part(a).simplify())
                .transpose()?
                .map(Switch::Singularity)
        }
        (Pow, &[base, exponent]) => {
            let whole = expr.graph().number_at(exponent).and_then(Rational::to_integer);
            let smooth = whole.is_some_and(|n| n >= 0);
            (!smooth).then(|| part(base).simplify()).transpose()?.map(Switch::Singularity)
        }
        (Floor, _) => Some(Switch::Everywhere),
        _ => None,
    })
}

fn graph_facts_non_zero(expr: &Expr, id: Id) -> bool {
    expr.graph().facts(id).signs.is_non_zero()
}

/// a − b.
fn difference(a: &Expr, b: Id) -> Result<Expr, LimitError> {
    a.map(|graph, a| graph.apply(Operator::Sub, &[a, b]))?.simplify()
}

fn one_plus(a: &Expr) -> Result<Expr, LimitError> {
    a.map(|graph, a| {
        let one = graph.integer(1)?;
        graph.apply(Operator::Add, &[one, a])
    })?
    .simplify()
}

fn applied(a: &Expr, operator: Operator) -> Result<Expr, LimitError> {
    a.map(|graph, a| graph.apply(operator, &[a]))?.simplify()
}

/// The expression with the operator at `place` replaced by what it is where its switch has this sign.
fn chosen(expr: &Expr, place: usize, sign: Sign) -> Result<Expr, LimitError> {
    let mut here = 0;
    expr.rebuilt(|graph, operator, arguments| {
        let is_it = here == place;
        here += 1;
        if is_it { choose(graph, operator, arguments, sign).map(Some) } else { Ok(None) }
    })
}

fn choose(
    graph: &mut Graph,
    operator: Operator,
    arguments: &[Id],
    sign: Sign,
) -> Result<Id, LimitError> {
    let (below, above) = (sign == Sign::Negative, sign == Sign::Positive);
    let truth = |graph: &mut Graph, holds: bool| graph.integer(i64::from(holds));
    match (operator, arguments) {
        (Operator::Abs, &[a]) if below => graph.apply(Operator::Neg, &[a]),
        (Operator::Abs, &[a]) => Ok(a),
        (Operator::Sign, _) => graph.integer(i64::from(above) - i64::from(below)),
        (Operator::Max, &[a, b]) => Ok(if below { b } else { a }),
        (Operator::Min, &[a, b]) => Ok(if below { a } else { b }),
        (Operator::Less, _) => truth(graph, below),
        (Operator::LessEq, _) => truth(graph, !above),
        (Operator::Greater, _) => truth(graph, above),
        (Operator::GreaterEq, _) => truth(graph, !below),
        (Operator::Equal, _) => truth(graph, !below && !above),
        (Operator::NotEqual, _) => truth(graph, below || above),
        _ => graph.apply(operator, arguments),
    }
}
