//! The best form of every class: accuracy measured at the points, then speed.
//!
//! A class's candidates are built from its arguments' best candidates and weighed as a whole, until no
//! class improves. Where no candidate of a class is good everywhere, two that are good in different
//! regions are joined by a comparison (see [`regime`](super::regime)).

use std::collections::HashMap;
use std::rc::Rc;

use egg::{CostFunction, Extractor, Id, Language, RecExpr};

use super::candidate::{self, Candidate};
use super::points::Points;
use super::regime::{self, Order};
use super::term::{Classes, Term};
use crate::facts::Known;

/// Candidates weighed at most.
const MAX_WEIGHED: usize = 6_000;
/// Candidates kept beside the best one, for regions where the best is not.
const MAX_OTHERS: usize = 3;
/// An improvement smaller than this, relatively, is none.
const NOTICEABLE: f64 = 1e-9;

/// A class's candidates.
#[derive(Default)]
struct Choice {
    best: Option<Rc<Candidate>>,
    others: Vec<Rc<Candidate>>,
    version: u32,
}

/// The form of `root` with the fewest operators, whatever digits it loses.
pub(super) fn shortest(classes: &Classes, root: Id) -> RecExpr<Term> {
    Extractor::new(classes, Price(classes)).find_best(root).1
}

struct Price<'a>(&'a Classes);

impl CostFunction<Term> for Price<'_> {
    type Cost = f64;
    fn cost<C: FnMut(Id) -> f64>(&mut self, term: &Term, mut costs: C) -> f64 {
        // Leaves cost a little, so that of two forms with the same operators the shorter one wins.
        let exponent = term.children().get(1).and_then(|&id| self.0.number_of(id));
        let price = |operator| candidate::price(operator, exponent);
        let own = term.operator().map_or(0.0, price).max(0.1);
        term.fold(own, |sum, id| sum + costs(id))
    }
}

/// The best form of `root`, if it has any.
pub(super) fn best(classes: &Classes, root: Id, points: &Points) -> Option<Rc<Candidate>> {
    let mut extraction = Extraction {
        classes,
        points,
        orders: Order::all(points),
        choices: HashMap::new(),
        seen: HashMap::new(),
        weighed: 0,
    };
    extraction.settle();
    if extraction.split() {
        extraction.settle();
        extraction.split();
        extraction.settle();
    }
    extraction.choices.remove(&root)?.best
}

struct Extraction<'a> {
    classes: &'a Classes,
    points: &'a Points,
    orders: [Order; 2],
    choices: HashMap<Id, Choice>,
    /// The versions of the arguments with which a term was last weighed.
    seen: HashMap<(Id, usize), Vec<u32>>,
    weighed: usize,
}

impl Extraction<'_> {
    /// Weighs terms until no class improves.
    fn settle(&mut self) {
        let mut improved = true;
        while improved && self.weighed < MAX_WEIGHED {
            improved = false;
            for class in self.classes.classes() {
                for (position, term) in class.nodes.iter().enumerate() {
                    improved |= self.weigh(class.id, position, term);
                }
            }
        }
    }

    fn weigh(&mut self, class: Id, position: usize, term: &Term) -> bool {
        let mut arguments = Vec::with_capacity(term.children().len());
        let mut versions = Vec::with_capacity(arguments.capacity());
        for &child in term.children() {
            let Some(choice) = self.choices.get(&self.classes.find(child)) else { return false };
            let Some(best) = &choice.best else { return false };
            arguments.push(best.clone());
            versions.push(choice.version);
        }
        let seen = self.seen.entry((class, position)).or_default();
        if self.choices.contains_key(&class) && *seen == versions {
            return false;
        }
        *seen = versions;
        if let (Some(operator), Some(best)) =
            (term.operator(), self.choices.get(&class).and_then(|choice| choice.best.as_ref()))
            && best.is_beyond(Candidate::size_of(operator, &arguments))
        {
            return false;
        }
        self.weighed += 1;
        let candidate = match term {
            Term::Number(value) => Candidate::number(value, self.points),
            Term::Symbol(name) => Candidate::symbol(name, self.points),
            term => match term.operator() {
                Some(operator) => Candidate::apply(operator, &arguments, self.points),
                None => return false,
            },
        };
        self.offer(class, Rc::new(candidate))
    }

    /// Takes a candidate into its class; whether it is the new best.
    fn offer(&mut self, class: Id, candidate: Rc<Candidate>) -> bool {
        let choice = self.choices.entry(class).or_default();
        let better = choice
            .best
            .as_ref()
            .is_none_or(|best| candidate.score() < best.score() * (1.0 - NOTICEABLE));
        let loser = if better { choice.best.replace(candidate) } else { Some(candidate) };
        if better {
            choice.version += 1;
        }
        if let (Some(loser), Some(best)) = (loser, &choice.best)
            && best.is_lossy()
        {
            choice.others.push(loser);
            if choice.others.len() > MAX_OTHERS {
                // Drop the one that helps the best least.
                let help = |other: &Candidate| regime::joint_loss(best, other);
                let worst = choice
                    .others
                    .iter()
                    .enumerate()
                    .max_by(|(_, a), (_, b)| help(a).total_cmp(&help(b)))
                    .map(|(index, _)| index);
                if let Some(worst) = worst {
                    choice.others.remove(worst);
                }
            }
        }
        better
    }

    /// Joins candidates by a comparison where that is better; whether any class improved.
    fn split(&mut self) -> bool {
        let mut improved = false;
        for class in self.classes.classes() {
            let Some(choice) = self.choices.get(&class.id) else { continue };
            let Some(best) = &choice.best else { continue };
            if !best.is_lossy() {
                continue;
            }
            if let Some(joined) = regime::join(best, &choice.others, &self.orders, self.points) {
                improved |= self.offer(class.id, Rc::new(joined));
            }
        }
        improved
    }
}
