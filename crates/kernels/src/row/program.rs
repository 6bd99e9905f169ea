//! A row formula compiled: its stages and results as [`Lanes`], and the walk over rows.

use nonlin_catalogue::NoiseSource;
use nonlin_expr::row::{LENGTH, POSITION, Reduction, Source, Stage, StageKind};
use nonlin_expr::{LimitError, RowExpr, Tape};

use super::lanes::{Lanes, Load, Register};
use super::{Draws, ShapeError, limit, root};
use crate::element::{BLOCK, Element, Lane};
use crate::noise::{draw, philox};

/// The number that holds the row's length.
const LENGTH_SLOT: usize = 0;

#[derive(Debug, Clone)]
pub(super) struct Compiled {
    slot: usize,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Reduce { reduction: Reduction, body: Lanes, rank: Option<Lanes> },
    Value(Lanes),
    Root { stages: Vec<Compiled>, residual: Lanes },
}

/// Where an input's numbers are.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// In this slice, after so many parts of the row's length and so many single numbers.
    Slice {
        slice: usize,
        parts: usize,
        singles: usize,
    },
    Noise(usize),
}

#[derive(Debug, Clone)]
struct Noise {
    source: NoiseSource,
    arguments: Tape,
    constants: Vec<f64>,
}

/// How long a slice's rows are: so many parts of the row's length and so many single numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
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

    fn length(self, elements: usize) -> usize {
        self.parts * elements + self.singles
    }
}

#[derive(Debug, Clone)]
pub(super) struct Program {
    inputs: Vec<Place>,
    /// The inputs that have one number for a row, and the slot that holds it.
    singles: Vec<(usize, usize)>,
    extents: Vec<Extent>,
    noise: Vec<Noise>,
    stages: Vec<Compiled>,
    /// Each result with whether it has a value for each element.
    outputs: Vec<(Lanes, bool)>,
    slots: usize,
    registers: usize,
}

/// Buffers of one call.
pub(super) struct Scratch<L> {
    registers: Vec<Register<L>>,
    pub(super) numbers: Vec<L>,
    noise: Vec<Vec<f64>>,
    pub(super) ranked: Vec<(L, usize)>,
}

/// One row of a call.
pub(super) struct Row<'a, T> {
    slices: &'a [&'a [T]],
    index: usize,
    pub(super) elements: usize,
}

impl Program {
    pub(super) fn new(formula: &RowExpr, noise: &[NoiseSource]) -> Result<Self, LimitError> {
        let mut compiler = Compiler {
            formula,
            symbols: vec![(POSITION, Load::Position), (LENGTH, Load::Number(LENGTH_SLOT))],
            slots: 1,
            registers: 1,
        };
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
            compiler.symbols.push((&input.name, load));
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
        let stages = compiler.stages(formula.stages());
        let mut outputs = Vec::new();
        for output in formula.outputs() {
            outputs.push((compiler.lanes(output.formula), output.elements));
        }
        let (slots, registers) = (compiler.slots, compiler.registers);
        Ok(Self { inputs, singles, extents, noise: noise?, stages, outputs, slots, registers })
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
        self.outputs.iter().map(|(_, varies)| if *varies { elements } else { 1 }).sum()
    }

    /// Whether each element's results depend on that element of each part alone.
    pub(super) fn is_elementwise(&self) -> bool {
        self.stages.is_empty() && self.outputs.iter().all(|(_, varies)| *varies)
    }

    pub(super) fn run<T: Element>(
        &self,
        slices: &[&[T]],
        rows: usize,
        draws: Option<Draws>,
        y: &mut [T],
    ) -> Result<(), ShapeError> {
        if slices.len() != self.extents.len() {
            let (expected, found) = (self.extents.len(), slices.len());
            return Err(ShapeError::Slices { expected, found });
        }
        let numbers = slices[0].len();
        if (rows == 0 && numbers > 0) || (rows > 0 && !numbers.is_multiple_of(rows)) {
            return Err(ShapeError::Rows { numbers, rows });
        }
        let elements = self.elements(numbers.checked_div(rows).unwrap_or(0))?;
        let lengths = self.extents.iter().map(|extent| extent.length(elements));
        for (index, (slice, length)) in slices.iter().zip(lengths).enumerate() {
            if slice.len() != rows * length {
                let which = if index == 0 {
                    "the argument"
                } else {
                    "the vector that the Jacobian is multiplied with"
                };
                let (expected, found) = (rows * length, slice.len());
                return Err(ShapeError::Length { which, expected, found });
            }
        }
        let results = self.results(elements);
        if y.len() != rows * results {
            let (expected, found) = (rows * results, y.len());
            return Err(ShapeError::Length { which: "the result", expected, found });
        }
        let mut scratch: Scratch<T::Lane> = self.scratch();
        for index in 0..rows {
            let row = Row { slices, index, elements };
            self.draw(&mut scratch, &row, draws);
            let y = &mut y[index * results..][..results];
            self.row(&mut scratch, &row, y);
            if y.iter().any(|y| y.to_f64().is_nan()) {
                limit::fill(self, &scratch, &row, y);
            }
        }
        Ok(())
    }

    pub(super) fn scratch<L: Lane>(&self) -> Scratch<L> {
        Scratch {
            registers: vec![[L::from(0.0); BLOCK]; self.registers],
            numbers: vec![L::from(f64::NAN); self.slots],
            noise: vec![Vec::new(); self.noise.len()],
            ranked: Vec::new(),
        }
    }

    /// Fills the noise of a row.
    fn draw<T, L>(&self, scratch: &mut Scratch<L>, row: &Row<'_, T>, draws: Option<Draws>) {
        for buffer in &mut scratch.noise {
            buffer.clear();
        }
        let Some(Draws { seed, first }) = draws else { return };
        let mut earlier = vec![f64::NAN; self.noise.len()];
        for element in 0..row.elements {
            let place = (row.index * row.elements + element) as u64;
            for (index, noise) in (0_u32..).zip(&self.noise) {
                let slot = index as usize;
                let mut arguments = [f64::NAN; 4];
                let values = noise.arguments.run(&earlier, &noise.constants);
                for (argument, value) in arguments.iter_mut().zip(values) {
                    *argument = value;
                }
                let bits = philox(seed, first.wrapping_add(place), index);
                earlier[slot] = draw(noise.source.distribution, arguments, bits);
                scratch.noise[slot].push(earlier[slot]);
            }
        }
    }

    /// Computes one row.
    pub(super) fn row<T: Element, L: Lane>(
        &self,
        scratch: &mut Scratch<L>,
        row: &Row<'_, T>,
        y: &mut [T],
    ) {
        #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
        let length = row.elements as f64;
        scratch.numbers[LENGTH_SLOT] = L::from(length);
        for &(input, slot) in &self.singles {
            if let Some(numbers) = self.numbers(row, input) {
                scratch.numbers[slot] = numbers.first().map_or(L::from(f64::NAN), lift);
            }
        }
        self.stages(&self.stages, scratch, row);
        let mut start = 0;
        for (lanes, varies) in &self.outputs {
            let length = if *varies { row.elements } else { 1 };
            let y = &mut y[start..][..length];
            start += length;
            for block in (0..length).step_by(BLOCK) {
                let y = &mut y[block..length.min(block + BLOCK)];
                let values = self.block(lanes, scratch, row, block, y.len());
                for (y, lane) in y.iter_mut().zip(values) {
                    *y = T::from_f64(lane.to_f64());
                }
            }
        }
    }

    pub(super) fn stages<T: Element, L: Lane>(
        &self,
        stages: &[Compiled],
        scratch: &mut Scratch<L>,
        row: &Row<'_, T>,
    ) {
        for stage in stages {
            let value = match &stage.kind {
                Kind::Value(lanes) => self.number(lanes, scratch, row),
                Kind::Reduce { reduction, body, rank } => {
                    let rank = rank.as_ref().map(|rank| self.number(rank, scratch, row));
                    self.reduce(*reduction, body, rank, scratch, row)
                }
                Kind::Root { stages, residual } => root::find(|unknown| {
                    scratch.numbers[stage.slot] = unknown;
                    self.stages(stages, scratch, row);
                    self.number(residual, scratch, row)
                }),
            };
            scratch.numbers[stage.slot] = value;
        }
    }

    /// The value of a formula that is the same for the whole row.
    fn number<T: Element, L: Lane>(
        &self,
        lanes: &Lanes,
        scratch: &mut Scratch<L>,
        row: &Row<'_, T>,
    ) -> L {
        self.block(lanes, scratch, row, 0, 1).first().copied().unwrap_or(L::from(f64::NAN))
    }

    /// Runs a formula over `width` elements from `start`.
    pub(super) fn block<'s, T: Element, L: Lane>(
        &self,
        lanes: &Lanes,
        scratch: &'s mut Scratch<L>,
        row: &Row<'_, T>,
        start: usize,
        width: usize,
    ) -> &'s [L] {
        let Scratch { registers, numbers, noise, .. } = scratch;
        lanes.run(registers, width, |load, register| match load {
            Load::Number(slot) => register.fill(numbers[slot]),
            Load::Position => {
                for (lane, place) in register.iter_mut().zip(start..) {
                    #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
                    let place = place as f64;
                    *lane = L::from(place);
                }
            }
            Load::Elements(input) => match (self.numbers(row, input), self.inputs[input]) {
                (Some(elements), _) => {
                    for (lane, element) in register.iter_mut().zip(&elements[start..]) {
                        *lane = lift(element);
                    }
                }
                (None, Place::Noise(index)) => match noise[index].get(start..start + width) {
                    Some(drawn) => {
                        for (lane, value) in register.iter_mut().zip(drawn) {
                            *lane = L::from(*value);
                        }
                    }
                    None => register.fill(L::from(f64::NAN)),
                },
                (None, Place::Slice { .. }) => register.fill(L::from(f64::NAN)),
            },
        })
    }

    /// The row's numbers of an input that is in a slice.
    fn numbers<'a, T>(&self, row: &Row<'a, T>, input: usize) -> Option<&'a [T]> {
        let Place::Slice { slice, parts, singles } = self.inputs[input] else { return None };
        let stride = self.extents[slice].length(row.elements);
        let start = row.index * stride + parts * row.elements + singles;
        row.slices[slice].get(start..(row.index + 1) * stride)
    }

    /// The row of slice 0, and the row after it.
    pub(super) fn arguments<'a, T>(&self, row: &Row<'a, T>) -> &'a [T] {
        let stride = self.extents[0].length(row.elements);
        &row.slices[0][row.index * stride..][..stride]
    }

    /// The rows of the other slices.
    pub(super) fn others<'a, T>(&self, row: &Row<'a, T>) -> Vec<&'a [T]> {
        let strides = self.extents.iter().map(|extent| extent.length(row.elements));
        let rows = row.slices.iter().zip(strides).map(|(s, n)| &s[row.index * n..][..n]);
        rows.skip(1).collect()
    }
}

impl<L: Lane> Scratch<L> {
    /// The same noise for another row of the same length, in other lanes.
    pub(super) fn take_noise<M: Lane>(&mut self, other: &Scratch<M>) {
        self.noise.clone_from(&other.noise);
    }
}

impl<'a, T> Row<'a, T> {
    pub(super) fn only(slices: &'a [&'a [T]], elements: usize) -> Self {
        Self { slices, index: 0, elements }
    }
}

fn lift<T: Element, L: Lane>(element: &T) -> L {
    L::from(element.to_f64())
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
    formula: &'a RowExpr,
    symbols: Vec<(&'a str, Load)>,
    slots: usize,
    registers: usize,
}

impl<'a> Compiler<'a> {
    fn lanes(&mut self, root: nonlin_expr::Id) -> Lanes {
        let lanes = Lanes::new(self.formula.graph(), root, &self.symbols);
        self.registers = self.registers.max(lanes.registers);
        lanes
    }

    fn stages(&mut self, stages: &'a [Stage]) -> Vec<Compiled> {
        let mut compiled = Vec::with_capacity(stages.len());
        for stage in stages {
            let slot = self.slots;
            self.slots += 1;
            let kind = match &stage.kind {
                StageKind::Value(value) => Kind::Value(self.lanes(*value)),
                StageKind::Reduce { reduction, body, rank } => Kind::Reduce {
                    reduction: *reduction,
                    body: self.lanes(*body),
                    rank: rank.map(|rank| self.lanes(rank)),
                },
                StageKind::Root { stages, residual } => {
                    self.symbols.push((&stage.symbol, Load::Number(slot)));
                    let stages = self.stages(stages);
                    Kind::Root { stages, residual: self.lanes(*residual) }
                }
            };
            if !matches!(kind, Kind::Root { .. }) {
                self.symbols.push((&stage.symbol, Load::Number(slot)));
            }
            compiled.push(Compiled { slot, kind });
        }
        compiled
    }
}
