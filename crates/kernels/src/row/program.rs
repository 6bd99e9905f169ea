//! A row formula compiled: its numbers and results as [`Formula`]s, and the shapes that it takes.

use std::sync::Arc;

use nonlin_catalogue::NoiseSource;
use nonlin_expr::row::{LENGTH, POSITION, Reduction, Source, Stage, StageKind};
use nonlin_expr::{Graph, Id, LimitError, RowExpr, Tape};

use super::formula::{Formula, Load, Wanted};
use super::keep::{self, Plan};
use super::{Rows, ShapeError};

/// The number that holds the row's length.
pub(super) const LENGTH_SLOT: usize = 0;
/// In longer rows, kept values would leave the second-level cache: there they are computed again.
const KEPT_LENGTH: usize = 32_768;

#[derive(Debug, Clone)]
pub(super) struct Compiled {
    pub(super) slot: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Reduce { reduction: Reduction, body: Box<Walked>, rank: Option<Formula> },
    Value(Formula),
    Root { stages: Vec<Compiled>, residual: Formula },
}

/// Formulas with a value for each element.
#[derive(Debug, Clone)]
pub(super) struct Walked {
    /// As they are.
    alone: Formula,
    /// Keeping parts for later ones, or taking them from earlier ones.
    sharing: Option<Formula>,
}

impl Walked {
    pub(super) fn pick(&self, sharing: bool) -> &Formula {
        match &self.sharing {
            Some(formula) if sharing => formula,
            _ => &self.alone,
        }
    }
}

/// A result.
#[derive(Debug, Clone)]
pub(super) enum Output {
    /// One for each element: the next output of the formulas of all such results.
    Elements,
    /// One number.
    Number(Formula),
}

/// Where an input's numbers are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In this slice, after so many parts of the row's length and so many single numbers.
    Slice {
        slice: usize,
        parts: usize,
        singles: usize,
    },
    Noise(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Noise {
    pub(super) source: NoiseSource,
    pub(super) arguments: Tape,
    pub(super) constants: Vec<f64>,
}

/// How long a slice's rows are: so many parts of the row's length and so many single numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    parts: usize,
    singles: usize,
}

impl Extent {
    fn add(&mut self, elements: bool) -> (usize, usize) {
        let before = (self.parts, self.singles);
        if elements {
            self.parts += 1;
        } else {
            self.singles += 1;
        }
        before
    }

    pub(super) fn length(self, elements: usize) -> usize {
        self.parts * elements + self.singles
    }
}

#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) inputs: Vec<Place>,
    /// The inputs that have one number for a row, and the slot that holds it.
    pub(super) singles: Vec<(usize, usize)>,
    pub(super) extents: Vec<Extent>,
    pub(super) noise: Vec<Noise>,
    pub(super) stages: Vec<Compiled>,
    pub(super) outputs: Vec<Output>,
    /// Of the results that have a value for each element.
    pub(super) results: Walked,
    pub(super) slots: usize,
    /// Block registers of the longest formula.
    pub(super) registers: usize,
    /// The most of them that are filled.
    pub(super) filled: usize,
    /// Registers as long as the row.
    pub(super) kept: usize,
}

impl Program {
    pub(super) fn new(formula: &RowExpr, noise: &[NoiseSource]) -> Result<Self, LimitError> {
        let plan = keep::plan(formula)?;
        let graph = plan.as_ref().map_or(formula.graph(), |plan| &plan.graph);
        let mut compiler = Compiler {
            graph,
            plan: plan.as_ref(),
            walk: 0,
            symbols: vec![
                (POSITION.into(), Load::Position),
                (LENGTH.into(), Load::Number(LENGTH_SLOT)),
            ],
            slots: 1,
            registers: 1,
            filled: 1,
        };
        for (kept, symbol) in plan.iter().flat_map(|plan| &plan.symbols).enumerate() {
            compiler.symbols.push((symbol.clone(), Load::Kept(kept)));
        }
        let (mut inputs, mut singles) = (Vec::new(), Vec::new());
        let mut extents: Vec<Extent> = vec![Extent::default()];
        for (index, input) in formula.inputs().iter().enumerate() {
            let load = if input.elements {
                Load::Elements(index)
            } else {
                singles.push((index, compiler.slots));
                compiler.slots += 1;
                Load::Number(compiler.slots - 1)
            };
            compiler.symbols.push((input.name.clone(), load));
            inputs.push(match input.source {
                Source::Noise(noise) => Place::Noise(noise),
                Source::Slice(slice) => {
                    if extents.len() <= slice {
                        extents.resize(slice + 1, Extent::default());
                    }
                    let (parts, singles) = extents[slice].add(input.elements);
                    Place::Slice { slice, parts, singles }
                }
            });
        }
        let names: Vec<&str> = formula
            .inputs()
            .iter()
            .filter(|input| matches!(input.source, Source::Noise(_)))
            .map(|input| &*input.name)
            .collect();
        let noise: Result<Vec<Noise>, LimitError> = noise
            .iter()
            .map(|source| {
                let arguments = tape_of(&source.arguments, &names)?;
                let constants = arguments.constants();
                Ok(Noise { source: source.clone(), arguments, constants })
            })
            .collect();
        let stages = compiler.stages(formula.stages(), true);
        let (mut outputs, mut varying) = (Vec::new(), Vec::new());
        for output in formula.outputs() {
            outputs.push(if output.elements {
                varying.push(output.formula);
                Output::Elements
            } else {
                Output::Number(compiler.number(output.formula))
            });
        }
        let results = compiler.walked(&varying, true);
        Ok(Self {
            inputs,
            singles,
            extents,
            noise: noise?,
            stages,
            outputs,
            results,
            slots: compiler.slots,
            registers: compiler.registers,
            filled: compiler.filled,
            kept: plan.as_ref().map_or(0, |plan| plan.symbols.len()),
        })
    }

    /// How many elements each part of a row of `row` numbers has.
    pub(super) fn elements(&self, row: usize) -> Result<usize, ShapeError> {
        let parts = self.extents[0].parts.max(1);
        if row.is_multiple_of(parts) {
            Ok(row / parts)
        } else {
            Err(ShapeError::Parts { row, parts })
        }
    }

    pub(super) fn results(&self, elements: usize) -> usize {
        let length = |output: &Output| if output.varies() { elements } else { 1 };
        self.outputs.iter().map(length).sum()
    }

    /// Whether each element's results depend on that element of each part alone.
    pub(super) fn is_elementwise(&self) -> bool {
        self.stages.is_empty() && self.outputs.iter().all(Output::varies)
    }

    /// Whether a row of so many elements has kept values.
    pub(super) const fn keeps(&self, elements: usize) -> bool {
        self.kept > 0 && elements <= KEPT_LENGTH
    }

    /// Checks the slices' lengths and gives the rows' ones. The result has `results` numbers.
    pub(super) fn shape(
        &self,
        lengths: &[usize],
        rows: usize,
        results: usize,
    ) -> Result<Rows, ShapeError> {
        if lengths.len() != self.extents.len() {
            let (expected, found) = (self.extents.len(), lengths.len());
            return Err(ShapeError::Slices { expected, found });
        }
        let numbers = lengths[0];
        if (rows == 0 && numbers > 0) || (rows > 0 && !numbers.is_multiple_of(rows)) {
            return Err(ShapeError::Rows { numbers, rows });
        }
        let elements = self.elements(numbers.checked_div(rows).unwrap_or(0))?;
        let expected = self.extents.iter().map(|extent| rows * extent.length(elements));
        for (index, (&found, expected)) in lengths.iter().zip(expected).enumerate() {
            if found != expected {
                let which = if index == 0 {
                    "the argument"
                } else {
                    "the vector that the Jacobian is multiplied with"
                };
                return Err(ShapeError::Length { which, expected, found });
            }
        }
        let row = self.results(elements);
        if results != rows * row {
            let (expected, found) = (rows * row, results);
            return Err(ShapeError::Length { which: "the result", expected, found });
        }
        Ok(Rows { first: 0, count: rows, elements, results: row })
    }
}

impl Output {
    pub(super) const fn varies(&self) -> bool {
        matches!(self, Self::Elements)
    }
}

/// The tape of noise arguments in the names of the noises.
fn tape_of(arguments: &[nonlin_expr::Expr], names: &[&str]) -> Result<Tape, LimitError> {
    let mut graph = nonlin_expr::Graph::default();
    let mut roots = Vec::new();
    for argument in arguments {
        let zero = graph.integer(0)?;
        roots.push(graph.import(argument, "", zero)?);
    }
    Ok(Tape::new(&graph, &roots, names))
}

struct Compiler<'a> {
    graph: &'a Graph,
    plan: Option<&'a Plan>,
    /// How many walks of the plan are compiled.
    walk: usize,
    symbols: Vec<(Arc<str>, Load)>,
    slots: usize,
    registers: usize,
    filled: usize,
}

impl Compiler<'_> {
    fn formula(&mut self, wanted: &Wanted<'_>) -> Formula {
        let formula = Formula::new(self.graph, wanted, &self.symbols);
        self.registers = self.registers.max(formula.registers);
        self.filled = self.filled.max(formula.filled);
        formula
    }

    /// A formula with one value for the row.
    fn number(&mut self, root: Id) -> Formula {
        self.formula(&Wanted { roots: &[root], kept: &[], varies: false })
    }

    /// Formulas with a value for each element; outside equations, they are the plan's next walk.
    fn walked(&mut self, roots: &[Id], outside: bool) -> Walked {
        let alone = self.formula(&Wanted { roots, kept: &[], varies: true });
        let planned = self.plan.filter(|_| outside).and_then(|plan| plan.walks.get(self.walk));
        self.walk += usize::from(outside);
        let sharing = planned.map(|walk| {
            self.formula(&Wanted { roots: &walk.roots, kept: &walk.parts, varies: true })
        });
        Walked { alone, sharing }
    }

    fn stages(&mut self, stages: &[Stage], outside: bool) -> Vec<Compiled> {
        let mut compiled = Vec::with_capacity(stages.len());
        for stage in stages {
            let slot = self.slots;
            self.slots += 1;
            let symbol = (stage.symbol.clone(), Load::Number(slot));
            let kind = match &stage.kind {
                StageKind::Value(value) => Kind::Value(self.number(*value)),
                StageKind::Reduce { reduction, body, rank } => Kind::Reduce {
                    reduction: *reduction,
                    body: Box::new(self.walked(&[*body], outside)),
                    rank: rank.map(|rank| self.number(rank)),
                },
                StageKind::Root { stages, residual } => {
                    self.symbols.push(symbol.clone());
                    let stages = self.stages(stages, false);
                    Kind::Root { stages, residual: self.number(*residual) }
                }
            };
            if !matches!(kind, Kind::Root { .. }) {
                self.symbols.push(symbol);
            }
            compiled.push(Compiled { slot, kind });
        }
        compiled
    }
}
