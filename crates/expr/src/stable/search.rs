//! Equality saturation within a fixed budget of work: the same on every machine.

use std::sync::LazyLock;

use egg::{
    ConditionalApplier, ENodeOrVar, Id, Pattern, PatternAst, RecExpr, Rewrite, Runner, StopReason,
    Subst, Var,
};

use super::rules::{Condition, FROM_VALUE, RULES, Rule};
use super::term::{Classes, Knowledge, Lowered, Term, lower};
use crate::expr::Expr;
use crate::facts::Known;
use crate::parse::{Names, NoFunctions};

/// Rounds of rewriting.
const MAX_ROUNDS: usize = 10;
/// Nodes after which no round begins.
const MAX_TERMS: usize = 1_000;
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

/// The classes of equal expressions that the rules find from `expression`, and the class of the whole.
pub(super) fn search(expression: &Expr) -> Option<(Classes, Id, Stop)> {
    let (classes, roots, stop) = saturate(&[expression], |_, _| {}, &REWRITES)?;
    Some((classes, roots[0], stop))
}

/// The same from several expressions, after `known` has said what else is known of them, by the rows
/// [`FROM_VALUE`] too.
pub(super) fn search_from_value(
    expressions: &[&Expr],
    known: impl FnOnce(&mut Classes, &[Id]),
) -> Option<(Classes, Vec<Id>)> {
    let (classes, roots, _) = saturate(expressions, known, &FROM_VALUE_REWRITES)?;
    Some((classes, roots))
}

fn saturate(
    expressions: &[&Expr],
    known: impl FnOnce(&mut Classes, &[Id]),
    rewrites: &[Rewrite<Term, Knowledge>],
) -> Option<(Classes, Vec<Id>, Stop)> {
    let mut classes = Classes::new(Knowledge);
    let mut add = |lowered: Lowered<'_, Id>| {
        classes.add(match lowered {
            Lowered::Number(value) => Term::Number(value),
            Lowered::Symbol(name) => Term::Symbol(name.clone()),
            Lowered::Apply(operator, arguments) => Term::apply(operator, arguments),
        })
    };
    let roots: Option<Vec<Id>> =
        expressions.iter().map(|expression| lower(expression, &mut add)).collect();
    let roots = roots?;
    known(&mut classes, &roots);
    classes.rebuild();
    let runner = Runner::<Term, Knowledge>::new(Knowledge)
        .with_egraph(classes)
        .with_scheduler(egg::BackoffScheduler::default().with_initial_match_limit(4000))
        .with_iter_limit(MAX_ROUNDS)
        .with_node_limit(MAX_TERMS)
        .with_time_limit(std::time::Duration::MAX)
        .run(rewrites);
    let stop = match runner.stop_reason {
        Some(StopReason::Saturated) => Stop::Saturated,
        Some(StopReason::NodeLimit(_)) => Stop::Forms,
        _ => Stop::Rounds,
    };
    let roots = roots.iter().map(|&root| runner.egraph.find(root)).collect();
    Some((runner.egraph, roots, stop))
}

static REWRITES: LazyLock<Vec<Rewrite<Term, Knowledge>>> = LazyLock::new(|| rewrites(RULES));

static FROM_VALUE_REWRITES: LazyLock<Vec<Rewrite<Term, Knowledge>>> =
    LazyLock::new(|| [rewrites(FROM_VALUE), rewrites(RULES)].concat());

fn rewrites(rules: &[Rule]) -> Vec<Rewrite<Term, Knowledge>> {
    rules
        .iter()
        .flat_map(|rule| {
            let there = rewrite(rule.left, rule.right, rule);
            let back = rule.both_ways.then(|| rewrite(rule.right, rule.left, rule));
            let mirrored = rule.mirrored().map(|(left, right)| rewrite(&left, &right, rule));
            [Some(there), back, mirrored].into_iter().flatten()
        })
        .collect()
}

fn rewrite(left: &str, right: &str, rule: &Rule) -> Rewrite<Term, Knowledge> {
    let name = format!("{left} -> {right}");
    let (searcher, applier) = (pattern(left), pattern(right));
    let conditions = rule.conditions.iter().map(|&condition| proved(condition)).collect();
    let applier = ConditionalApplier { condition: All(conditions), applier };
    Rewrite::new(name, searcher, applier)
        .unwrap_or_else(|error| unreachable!("rule {left} -> {right}: {error}"))
}

/// Every one of the conditions.
struct All(Vec<Proved>);

type Proved = Box<dyn Fn(&Classes, &Subst) -> bool + Send + Sync>;

impl egg::Condition<Term, Knowledge> for All {
    fn check(&self, classes: &mut Classes, _: Id, found: &Subst) -> bool {
        self.0.iter().all(|condition| condition(classes, found))
    }
}

fn proved(condition: Condition) -> Proved {
    let (Condition::NonZero(letter)
    | Condition::Positive(letter)
    | Condition::NonNegative(letter)
    | Condition::NonPositive(letter)
    | Condition::Number(letter)
    | Condition::PositiveNumber(letter)) = condition;
    let letter = place_holder(&letter.to_string());
    Box::new(move |classes, found| {
        let class = found[letter];
        let signs = classes.facts_of(class).signs;
        let is_number = classes.number_of(class).is_some();
        match condition {
            Condition::NonZero(_) => signs.is_non_zero(),
            Condition::Positive(_) => signs.is_positive(),
            Condition::NonNegative(_) => signs.is_non_negative(),
            Condition::NonPositive(_) => signs.is_non_positive(),
            Condition::Number(_) => is_number,
            Condition::PositiveNumber(_) => is_number && signs.is_positive(),
        }
    })
}

fn place_holder(letter: &str) -> Var {
    match format!("?{letter}").parse() {
        Ok(variable) => variable,
        Err(error) => unreachable!("?{letter}: {error}"),
    }
}

/// A side of a rule as a pattern.
fn pattern(text: &str) -> Pattern<Term> {
    let names = Names { symbols: &["a", "b", "c", "d", "p", "q"], functions: &NoFunctions };
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
