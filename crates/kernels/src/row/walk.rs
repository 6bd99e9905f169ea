//! The walk over rows: each number in one pass over the row, a block at a time, then the results.

use std::marker::PhantomData;

use nonlin_expr::operator::{Operator, visit};
use nonlin_expr::{Algebra, DoubleDouble};

use super::formula::{Formula, Load, Slot};
use super::program::{Compiled, Kind, LENGTH_SLOT, Output, Place, Program, Walked};
use super::reduce::{Part, Ready, Reducer, Unread};
use super::{Draws, Rows, limit, root};
use crate::element::Element;
use crate::noise::{draw, philox};
use crate::number::{Elements, Number, Packed};
use crate::program::Loop;
use crate::simd::{Isa, Job, MAX_COUNT, Task};

/// Elements in a block.
const BLOCK: usize = 256;
/// Divisors whose reciprocals are normal floats.
const RECIPROCALS: std::ops::Range<f64> = 1e-300..1e300;

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
    registers: Vec<Vec<T::Number<I>>>,
    numbers: Vec<DoubleDouble>,
    noise: Vec<Vec<f64>>,
}

impl<'a, I: Isa, T: Element> Walk<'a, I, T> {
    pub(super) fn new(program: &'a Program, elements: usize) -> Self {
        let count = T::Number::<I>::COUNT;
        let vectors = elements.div_ceil(count).max(1);
        let width = vectors.min(BLOCK / count);
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
                    let exact = body.pick(false).is_cheap();
                    self.reduce(body, Reducer::new(*reduction, exact, rank), slices)
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
        body: &Walked,
        mut reducer: Reducer<T::Number<I>>,
        slices: &[&[T]],
    ) -> DoubleDouble {
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

    /// Writes vectors to elements, of which the last vector may have fewer; whether one is NaN.
    fn store(&self, values: &[T::Number<I>], to: &mut [T]) -> bool {
        let count = T::Number::<I>::COUNT;
        let whole = to.len() / count;
        let (full, rest) = to.split_at_mut(whole * count);
        let mut nan = I::call(Store { values: &values[..whole], to: full });
        if !rest.is_empty() {
            let mut padded = [T::ZERO; MAX_COUNT];
            nan |= I::call(Store { values: &values[whole..], to: &mut padded[..count] });
            rest.copy_from_slice(&padded[..rest.len()]);
        }
        nan
    }

    /// Fills what is the same in each block.
    fn begin(&mut self, formula: &Formula, vectors: usize) {
        for &(register, value) in &formula.constants {
            I::call(Fill { value, to: &mut self.registers[register][..vectors] });
        }
        let multiplies = self.multiplies(formula);
        for &(register, load) in &formula.numbers {
            let value = match load {
                Load::Divisor(slot) if multiplies => {
                    DoubleDouble::div(&1.0.into(), &self.numbers[slot])
                }
                Load::Number(slot) | Load::Divisor(slot) => self.numbers[slot],
                _ => f64::NAN.into(),
            };
            I::call(Fill { value, to: &mut self.registers[register][..vectors] });
        }
    }

    /// Whether to multiply by the reciprocals of what is divided by.
    fn multiplies(&self, formula: &Formula) -> bool {
        formula.numbers.iter().all(|(_, load)| match load {
            Load::Divisor(slot) => RECIPROCALS.contains(&self.numbers[*slot].hi().abs()),
            _ => true,
        })
    }

    /// Runs a formula over the block of so many vectors from element `first`.
    fn block(&mut self, formula: &Formula, slices: &[&[T]], first: usize, vectors: usize) {
        for &(register, load) in &formula.elements {
            self.load(register, load, slices, first, vectors);
        }
        self.steps(formula, first / T::Number::<I>::COUNT, vectors);
    }

    fn load(&mut self, register: usize, load: Load, slices: &[&[T]], first: usize, vectors: usize) {
        let count = T::Number::<I>::COUNT;
        let Load::Elements(input) = load else {
            let to = &mut self.registers[register][..vectors];
            return I::call(Count { first, to });
        };
        let elements = self.input(slices, input, self.elements);
        let to = &mut self.registers[register][..vectors];
        if let Some(from) = elements {
            let from = &from[first..self.elements.min(first + vectors * count)];
            let (whole, rest) = from.split_at(from.len() / count * count);
            I::call(Read { from: whole, to });
            if !rest.is_empty() {
                I::call(Read { from: &padded(rest)[..count], to: &mut to[vectors - 1..] });
            }
            return;
        }
        let drawn = match self.program.inputs[input] {
            Place::Noise(index) => self.noise[index].get(first..),
            Place::Slice { .. } => None,
        };
        match drawn {
            Some(from) => I::call(Spread { from, to }),
            None => I::call(Fill { value: f64::NAN.into(), to }),
        }
    }

    fn steps(&mut self, formula: &Formula, start: usize, vectors: usize) {
        let multiplies = self.multiplies(formula);
        for step in &formula.steps {
            let operator = match step.operator {
                Operator::Div if step.by_number && multiplies => Operator::Mul,
                operator => operator,
            };
            // A step never writes a register that it reads.
            let index = self.index(step.output);
            let mut register = std::mem::take(&mut self.registers[index]);
            let output = &mut register[range(step.output, start, vectors)];
            let mut arguments: [&[T::Number<I>]; 3] = [&[]; 3];
            for (argument, &slot) in arguments.iter_mut().zip(&step.arguments) {
                *argument = self.register(slot, start, vectors);
            }
            visit(operator, Loop { arguments, output, isa: PhantomData::<I> });
            self.registers[index] = register;
        }
    }

    const fn index(&self, slot: Slot) -> usize {
        match slot {
            Slot::Block(index) => index,
            Slot::Row(index) => self.program.registers + index,
        }
    }

    fn register(&self, slot: Slot, start: usize, vectors: usize) -> &[T::Number<I>] {
        &self.registers[self.index(slot)][range(slot, start, vectors)]
    }

    /// The row's numbers of an input that is in a slice, which are so many.
    fn input<'s>(&self, slices: &[&'s [T]], input: usize, length: usize) -> Option<&'s [T]> {
        let Place::Slice { slice, parts, singles } = self.program.inputs[input] else {
            return None;
        };
        let start = parts * self.elements + singles;
        slices.get(slice)?.get(start..start + length)
    }
}

/// Where a block of a register is.
const fn range(slot: Slot, start: usize, vectors: usize) -> std::ops::Range<usize> {
    match slot {
        Slot::Block(_) => 0..vectors,
        Slot::Row(_) => start..start + vectors,
    }
}

/// Elements that do not fill a vector, and the last one again and again.
fn padded<T: Element>(elements: &[T]) -> [T; MAX_COUNT] {
    let mut padded = [elements.last().copied().unwrap_or(T::ZERO); MAX_COUNT];
    padded[..elements.len()].copy_from_slice(elements);
    padded
}

/// Elements into vectors.
struct Read<'a, T, A> {
    from: &'a [T],
    to: &'a mut [A],
}

impl<T: Element, A: Elements<T>> Task for Read<'_, T, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (to, from) in self.to.iter_mut().zip(self.from.chunks_exact(A::COUNT)) {
            *to = A::load(from);
        }
    }
}

/// Vectors into elements; whether there is a NaN.
struct Store<'a, T, A> {
    values: &'a [A],
    to: &'a mut [T],
}

impl<T: Element, A: Elements<T> + Packed> Task for Store<'_, T, A> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        let mut nan = false;
        for (to, value) in self.to.chunks_exact_mut(A::COUNT).zip(self.values) {
            nan |= value.has_nan();
            value.store(to);
        }
        nan
    }
}

/// One number into vectors.
struct Fill<'a, A> {
    value: DoubleDouble,
    to: &'a mut [A],
}

impl<A: Number> Task for Fill<'_, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let value = A::constant(self.value.hi(), self.value.lo());
        for to in self.to {
            *to = value;
        }
    }
}

/// Places into vectors.
struct Count<'a, A> {
    first: usize,
    to: &'a mut [A],
}

impl<A: Packed> Task for Count<'_, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let places = A::places();
        for (to, first) in self.to.iter_mut().zip((self.first..).step_by(A::COUNT)) {
            #[expect(clippy::cast_precision_loss, reason = "rows are shorter than 2^53")]
            let first = first as f64;
            *to = A::add(&places, &A::constant(first, 0.0));
        }
    }
}

/// Floats into vectors.
struct Spread<'a, A> {
    from: &'a [f64],
    to: &'a mut [A],
}

impl<A: Packed> Task for Spread<'_, A> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (to, from) in self.to.iter_mut().zip(self.from.chunks(A::COUNT)) {
            *to = A::pack(from);
        }
    }
}
