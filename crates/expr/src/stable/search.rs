//! Equality saturation within a fixed budget of work: the same on every machine.

use std::sync::LazyLock;

use egg::{
    Applier, ConditionalApplier, ENodeOrVar, Id, Pattern, PatternAst, RecExpr, Rewrite, Runner,
    StopReason, Subst, Var,
};

use super::rules::{Condition, RULES, Rule};
use super::term::{Classes, Knowledge, Lowered, Term, lower};
use crate::expr::Expr;
use crate::facts::Known;
use crate::parse::{Names, NoFunctions};

/// Rounds of rewriting.
const MAX_ROUNDS: usize = 8;
/// Nodes after which no round begins.
const MAX_TERMS: usize = 1_500;
/// Nodes of a formula beyond which none is tried.
pub(super) const MAX_OPERATORS: usize = 150;

/// Why the search for equal forms ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// No rule finds anything new.
    Saturated,
    /// The rounds are used up.
    Rounds,
    /// There are enough forms.
    Forms,
    /// The formula has too many operators to begin with.
    TooLarge,
}

/// The classes of expressions equal to `expressions` that the rules find, and the class of each.
pub(super) fn search(expression: &Expr) -> Option<(Classes, Id, Stop)> {
    let mut classes = Classes::new(Knowledge);
    let root = lower(expression, |lowered| {
        classes.add(match lowered {
            Lowered::Number(value) => Term::Number(value),
            Lowered::Symbol(name) => Term::Symbol(name.clone()),
            Lowered::Apply(operator, arguments) => Term::apply(operator, arguments),
        })
    })?;
    classes.rebuild();
    let runner = Runner::<Term, Knowledge>::new(Knowledge)
        .with_egraph(classes)
        .with_iter_limit(MAX_ROUNDS)
        .with_node_limit(MAX_TERMS)
        .with_time_limit(std::time::Duration::MAX)
        .run(REWRITES.iter());
    let stop = match runner.stop_reason {
        Some(StopReason::Saturated) => Stop::Saturated,
        Some(StopReason::NodeLimit(_)) => Stop::Forms,
        _ => Stop::Rounds,
    };
    let root = runner.egraph.find(root);
    Some((runner.egraph, root, stop))
}

static REWRITES: LazyLock<Vec<Rewrite<Term, Knowledge>>> = LazyLock::new(|| {
    RULES
        .iter()
        .flat_map(|rule| {
            let there = rewrite(rule.left, rule.right, rule);
            let back = rule.both_ways.then(|| rewrite(rule.right, rule.left, rule));
            std::iter::once(there).chain(back)
        })
        .collect()
});

fn rewrite(left: &str, right: &str, rule: &Rule) -> Rewrite<Term, Knowledge> {
    let name = format!("{left} -> {right}");
    let (searcher, applier) = (pattern(left), pattern(right));
    let made = match rule.condition {
        Condition::Always => Rewrite::new(name, searcher, applier),
        condition => Rewrite::new(name, searcher, conditional(condition, applier)),
    };
    made.unwrap_or_else(|error| unreachable!("rule {left} -> {right}: {error}"))
}

fn conditional(
    condition: Condition,
    applier: Pattern<Term>,
) -> impl Applier<Term, Knowledge> + Send + Sync + 'static {
    let letter = match condition {
        Condition::Always => 'a',
        Condition::NonZero(letter)
        | Condition::Positive(letter)
        | Condition::NonNegative(letter)
        | Condition::Number(letter)
        | Condition::PositiveNumber(letter) => letter,
    };
    let variable = place_holder(&letter.to_string());
    let holds = move |classes: &mut Classes, _: Id, found: &Subst| {
        let class = found[variable];
        let signs = classes.facts_of(class).signs;
        match condition {
            Condition::Always => true,
            Condition::NonZero(_) => signs.is_non_zero(),
            Condition::Positive(_) => signs.is_positive(),
            Condition::NonNegative(_) => signs.is_non_negative(),
            Condition::Number(_) => classes.number_of(class).is_some(),
            Condition::PositiveNumber(_) => classes
                .number_of(class)
                .is_some_and(|value| !value.is_negative() && !value.is_zero()),
        }
    };
    ConditionalApplier { condition: holds, applier }
}

fn place_holder(letter: &str) -> Var {
    match format!("?{letter}").parse() {
        Ok(variable) => variable,
        Err(error) => unreachable!("?{letter}: {error}"),
    }
}

/// A side of a rule as a pattern.
fn pattern(text: &str) -> Pattern<Term> {
    let names = Names { symbols: &["a", "b", "c", "d"], functions: &NoFunctions };
    let expr = Expr::parse_with(text, names)
        .unwrap_or_else(|error| unreachable!("rule table: {text}: {error}"));
    let mut nodes: RecExpr<ENodeOrVar<Term>> = PatternAst::default();
    lower(&expr, |lowered| {
        nodes.add(match lowered {
            Lowered::Number(value) => ENodeOrVar::ENode(Term::Number(value)),
            Lowered::Symbol(name) => ENodeOrVar::Var(place_holder(name)),
            Lowered::Apply(operator, arguments) => {
                ENodeOrVar::ENode(Term::apply(operator, arguments))
            }
        })
    });
    Pattern::new(nodes)
}
