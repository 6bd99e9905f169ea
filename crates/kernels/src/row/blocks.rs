//! A formula over one block of a row: its registers are filled, its steps run one after the other.

use std::marker::PhantomData;

use nonlin_expr::operator::{Operator, visit};
use nonlin_expr::{Algebra, DoubleDouble};

use super::formula::{Formula, Load, Slot};
use super::program::Place;
use super::transfer::{Count, Fill, Read, Spread, Store, padded};
use super::walk::Walk;
use crate::element::Element;
use crate::number::Number;
use crate::program::Loop;
use crate::simd::{Isa, MAX_COUNT};

/// Divisors whose reciprocals are normal floats.
const RECIPROCALS: std::ops::Range<f64> = 1e-300..1e300;

impl<I: Isa, T: Element> Walk<'_, I, T> {
    /// Writes vectors to elements, of which the last vector may have fewer; whether one is NaN.
    pub(super) fn store(&self, values: &[T::Number<I>], to: &mut [T]) -> bool {
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

    /// Fills what is the same in each block of so many vectors.
    pub(super) fn begin(&mut self, formula: &Formula, vectors: usize) {
        for &(register, value) in &formula.constants {
            let extent = formula.extent(register, vectors);
            I::call(Fill { value, to: &mut self.registers[register][..extent] });
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
            let extent = formula.extent(register, vectors);
            I::call(Fill { value, to: &mut self.registers[register][..extent] });
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
    pub(super) fn block(
        &mut self,
        formula: &Formula,
        slices: &[&[T]],
        first: usize,
        vectors: usize,
    ) {
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

    pub(super) fn steps(&mut self, formula: &Formula, start: usize, vectors: usize) {
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
            Slot::Block(index) | Slot::Number(index) => index,
            Slot::Row(index) => self.program.registers + index,
        }
    }

    pub(super) fn register(&self, slot: Slot, start: usize, vectors: usize) -> &[T::Number<I>] {
        &self.registers[self.index(slot)][range(slot, start, vectors)]
    }

    /// The row's numbers of an input that is in a slice, which are so many.
    pub(super) fn input<'s>(
        &self,
        slices: &[&'s [T]],
        input: usize,
        length: usize,
    ) -> Option<&'s [T]> {
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
        Slot::Number(_) => 0..1,
    }
}
