//! The walk over rows: each number in one pass over the row, a block at a time, then the results.

use nonlin_expr::DoubleDouble;
use nonlin_expr::row::Reduction;

use super::formula::Formula;
use super::program::{Compiled, Kind, LENGTH_SLOT, Output, Program, Walked};
use super::reduce::{LANES, Part, Ready, Reducer, Unread};
use super::transfer::padded;
use super::{Draws, Rows, limit, root};
use crate::element::Element;
use crate::noise::{draw, philox};
use crate::number::{Number, Packed};
use crate::simd::{Isa, Job};

/// Bytes that the filled registers of a block have together: they stay in the first-level cache.
const BLOCK: usize = 24 << 10;
/// The most elements of a block.
const LONGEST: usize = 1024;

/// Rows of slices, to be computed into `y`.
pub struct RowsOf<'a, T> {
    pub(super) program: &'a Program,
    pub(super) slices: &'a [&'a [T]],
    pub(super) rows: Rows,
    pub(super) draws: Option<Draws>,
    pub(super) y: &'a mut [T],
    /// Whether `y` holds the first slice's rows, whose place in `slices` is empty.
    pub(super) in_place: bool,
}

impl<T: Element> Job for RowsOf<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        run::<I, T>(self);
    }
}

fn run<I: Isa, T: Element>(job: RowsOf<'_, T>) {
    let RowsOf { program, slices, rows, draws, y, in_place } = job;
    let mut walk = Walk::<I, T>::new(program, rows.elements);
    let mut own = Vec::new();
    let mut of_row: Vec<&[T]> = Vec::with_capacity(slices.len());
    let mut rest = y;
    for index in 0..rows.count {
        let y;
        (y, rest) = rest.split_at_mut(rows.results);
        own.clear();
        if in_place {
            own.extend_from_slice(y);
        }
        of_row.clear();
        for (slice, extent) in slices.iter().zip(&program.extents) {
            let length = extent.length(rows.elements);
            of_row.push(slice.get(index * length..(index + 1) * length).unwrap_or(&[]));
        }
        if in_place && let Some(first) = of_row.first_mut() {
            *first = &own;
        }
        walk.draw(rows.first + index, draws);
        if walk.row(&of_row, y) {
            limit::fill(&walk, &of_row, y);
        }
        of_row = recycle(of_row);
    }
}

/// The same memory for other slices.
fn recycle<'b, T>(mut slices: Vec<&[T]>) -> Vec<&'b [T]> {
    slices.clear();
    slices.into_iter().map(|_| -> &'b [T] { &[] }).collect()
}

/// What is needed to compute rows of one length, one after the other.
pub(super) struct Walk<'a, I: Isa, T: Element> {
    pub(super) program: &'a Program,
    pub(super) elements: usize,
    /// Vectors of a block.
    width: usize,
    /// Registers of a block, then those of the row.
    pub(super) registers: Vec<Vec<T::Number<I>>>,
    pub(super) numbers: Vec<DoubleDouble>,
    pub(super) noise: Vec<Vec<f64>>,
}

impl<'a, I: Isa, T: Element> Walk<'a, I, T> {
    pub(super) fn new(program: &'a Program, elements: usize) -> Self {
        let count = T::Number::<I>::COUNT;
        let vectors = elements.div_ceil(count).max(1);
        let room = BLOCK / (program.filled * size_of::<T::Number<I>>());
        let width = vectors.min((room.min(LONGEST / count)).next_multiple_of(LANES / count));
        let zero = T::Number::<I>::constant(0.0, 0.0);
        let mut registers = vec![vec![zero; width]; program.registers];
        if program.keeps(elements) {
            registers.resize(program.registers + program.kept, vec![zero; vectors]);
        }
        Self {
            program,
            elements,
            width,
            registers,
            numbers: vec![f64::NAN.into(); program.slots],
            noise: vec![Vec::new(); program.noise.len()],
        }
    }

    /// The same noise as another walk over rows of the same length.
    pub(super) fn take_noise<U: Element>(&mut self, other: &Walk<'_, I, U>) {
        self.noise.clone_from(&other.noise);
    }

    /// Fills the noise of a row.
    fn draw(&mut self, index: usize, draws: Option<Draws>) {
        for buffer in &mut self.noise {
            buffer.clear();
        }
        let Some(Draws { seed, first }) = draws else { return };
        let mut earlier = vec![f64::NAN; self.noise.len()];
        for element in 0..self.elements {
            let place = (index * self.elements + element) as u64;
            for (index, noise) in (0_u32..).zip(&self.program.noise) {
                let slot = index as usize;
                let mut arguments = [f64::NAN; 4];
                let values = noise.arguments.run(&earlier, &noise.constants);
                for (argument, value) in arguments.iter_mut().zip(values) {
                    *argument = value;
                }
                let bits = philox(seed, first.wrapping_add(place), index);
                earlier[slot] = draw(noise.source.distribution, arguments, bits);
                self.noise[slot].push(earlier[slot]);
            }
        }
    }

    /// Computes one row, and says whether a result is NaN.
    pub(super) fn row(&mut self, slices: &[&[T]], y: &mut [T]) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
        let length = self.elements as f64;
        let program = self.program;
        self.numbers[LENGTH_SLOT] = length.into();
        for &(input, slot) in &program.singles {
            let number = self.input(slices, input, 1).and_then(<[T]>::first);
            self.numbers[slot] = number.map_or(f64::NAN, |number| number.to_f64()).into();
        }
        self.stages(&program.stages, slices);
        self.results(slices, y)
    }

    fn stages(&mut self, stages: &[Compiled], slices: &[&[T]]) {
        for stage in stages {
            let value = match &stage.kind {
                Kind::Value(formula) => self.number(formula),
                Kind::Reduce { reduction, body, rank } => {
                    let rank = rank.as_ref().map(|rank| self.number(rank));
                    self.reduce(*reduction, body, rank, slices)
                }
                Kind::Root { stages, residual } => root::find(|unknown| {
                    self.numbers[stage.slot] = unknown.into();
                    self.stages(stages, slices);
                    self.number(residual).hi()
                }),
            };
            self.numbers[stage.slot] = value;
        }
    }

    /// A formula with one value for the row.
    fn number(&mut self, formula: &Formula) -> DoubleDouble {
        self.begin(formula, 1);
        self.steps(formula, 0, 1);
        let [value, ..] = self.register(formula.outputs[0], 0, 1)[0].unpack();
        value
    }

    fn reduce(
        &mut self,
        reduction: Reduction,
        body: &Walked,
        rank: Option<DoubleDouble>,
        slices: &[&[T]],
    ) -> DoubleDouble {
        let mut reducer: Reducer<T::Number<I>> =
            Reducer::new(reduction, body.pick(false).is_cheap(), rank);
        let formula = body.pick(self.program.keeps(self.elements));
        let count = T::Number::<I>::COUNT;
        let direct = formula.input().filter(|_| formula.steps.is_empty());
        if let Some(elements) = direct.and_then(|input| self.input(slices, input, self.elements)) {
            let (whole, rest) = elements.split_at(self.elements / count * count);
            let (first, length) = (0, whole.len());
            reducer.take::<I, _>(Part { values: Unread(whole), first, length });
            if !rest.is_empty() {
                let padded = padded(rest);
                let values = Unread(&padded[..count]);
                reducer.take::<I, _>(Part { values, first: length, length: rest.len() });
            }
            return reducer.finish();
        }
        self.begin(formula, self.width);
        for first in (0..self.elements).step_by(self.width * count) {
            let length = (self.elements - first).min(self.width * count);
            let vectors = length.div_ceil(count);
            self.block(formula, slices, first, vectors);
            let values = Ready(self.register(formula.outputs[0], first / count, vectors));
            reducer.take::<I, _>(Part { values, first, length });
        }
        reducer.finish()
    }

    /// The results of a row, whose numbers are known.
    fn results(&mut self, slices: &[&[T]], y: &mut [T]) -> bool {
        let program = self.program;
        let mut nan = false;
        let mut parts = Vec::new();
        let mut rest = y;
        for output in &program.outputs {
            let length = if output.varies() { self.elements } else { 1 };
            let part;
            (part, rest) = rest.split_at_mut(length);
            match output {
                Output::Elements => parts.push(part),
                Output::Number(formula) => {
                    let value = self.number(formula);
                    nan |= value.hi().is_nan();
                    self.store(&[T::Number::<I>::constant(value.hi(), value.lo())], part);
                }
            }
        }
        if parts.is_empty() {
            return nan;
        }
        let formula = program.results.pick(program.keeps(self.elements));
        self.begin(formula, self.width);
        let count = T::Number::<I>::COUNT;
        for first in (0..self.elements).step_by(self.width * count) {
            let length = (self.elements - first).min(self.width * count);
            let vectors = length.div_ceil(count);
            self.block(formula, slices, first, vectors);
            for (part, output) in parts.iter_mut().zip(&formula.outputs) {
                let values = self.register(*output, first / count, vectors);
                nan |= self.store(values, &mut part[first..first + length]);
            }
        }
        nan
    }
}
