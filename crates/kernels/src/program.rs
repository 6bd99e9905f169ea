//! A tape run over slices, a block at a time.
//!
//! Registers are blocks of [`BLOCK`] lanes, small enough that all of them stay in the first-level
//! cache. Constants are registers too, filled once a call, so that every operator is one plain loop.

use nonlin_expr::tape::apply_over;
use nonlin_expr::{DoubleDouble, Expr, LimitError, Operand, Operator, Tape};

use crate::element::{BLOCK, Element, Lane};
use crate::limit;

/// A step with its operands resolved to registers.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) operator: Operator,
    pub(crate) output: usize,
    pub(crate) arguments: Vec<usize>,
}

/// Runs the steps over the first `width` lanes of the registers.
pub(crate) fn run_steps<L: Lane>(steps: &[Step], registers: &mut [[L; BLOCK]], width: usize) {
    for step in steps {
        let (before, rest) = registers.split_at_mut(step.output);
        let Some((output, after)) = rest.split_first_mut() else { continue };
        let mut arguments: [&[L]; 3] = [&[]; 3];
        for (slot, &register) in arguments.iter_mut().zip(&step.arguments) {
            // A tape never writes a register that the same instruction reads.
            *slot = match register.checked_sub(step.output + 1) {
                Some(index) => &after[index][..width],
                None => &before[register][..width],
            };
        }
        apply_over(step.operator, &arguments[..step.arguments.len()], &mut output[..width]);
    }
}

/// A runnable tape of `N` outputs. Register 0 holds x; the tape's own come next, then the constants.
#[derive(Debug, Clone)]
pub(crate) struct Program<const N: usize> {
    steps: Vec<Step>,
    registers: usize,
    constants: Vec<(usize, DoubleDouble)>,
    outputs: [usize; N],
    /// The limits of each output at −∞ and +∞.
    limits: [[f64; 2]; N],
}

impl<const N: usize> Program<N> {
    pub(crate) fn new(expressions: [&Expr; N]) -> Result<Self, LimitError> {
        let tape = Tape::of(&expressions)?;
        let values: Vec<DoubleDouble> = tape.constants();
        let limits = std::array::from_fn(|output| {
            let f = |x: f64| tape.run(&[x.into()], &values)[output].hi();
            [limit::at(f, f64::NEG_INFINITY), limit::at(f, f64::INFINITY)]
        });
        // Only the constants that the instructions read have a register.
        let mut register_of = vec![None; values.len()];
        let mut constants: Vec<(usize, DoubleDouble)> = Vec::new();
        let mut resolve = |operand: Operand| match operand {
            Operand::Input(_) => 0,
            Operand::Register(index) => 1 + index,
            Operand::Constant(index) => *register_of[index].get_or_insert_with(|| {
                let register = 1 + tape.registers + constants.len();
                constants.push((register, values[index]));
                register
            }),
        };
        let steps = tape
            .instructions
            .iter()
            .map(|instruction| Step {
                operator: instruction.operator,
                output: 1 + instruction.output,
                arguments: instruction.arguments.iter().map(|&o| resolve(o)).collect(),
            })
            .collect();
        let outputs = std::array::from_fn(|output| resolve(tape.outputs[output]));
        let registers = 1 + tape.registers + constants.len();
        Ok(Self { steps, registers, constants, outputs, limits })
    }

    /// Fills each of `results` from `x`.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub(crate) fn run<T: Element>(&self, x: &[T], mut results: [&mut [T]; N]) {
        for result in &results {
            assert_eq!(x.len(), result.len(), "the slices of x and of the result differ in length");
        }
        T::Lane::registers().with_borrow_mut(|registers| {
            if registers.len() < self.registers {
                registers.resize(self.registers, [0.0.into(); BLOCK]);
            }
            let width = x.len().min(BLOCK);
            for &(register, value) in &self.constants {
                registers[register][..width].fill(T::Lane::narrow(value));
            }
            for (block, x) in x.chunks(BLOCK).enumerate() {
                for (lane, x) in registers[0].iter_mut().zip(x) {
                    *lane = x.to_f64().into();
                }
                run_steps(&self.steps, registers, x.len());
                for (output, result) in results.iter_mut().enumerate() {
                    let result = &mut result[block * BLOCK..][..x.len()];
                    self.store(output, &registers[self.outputs[output]], x, result);
                }
            }
        });
    }

    /// Rounds a register into a result; NaN and ±∞ have their answers ready.
    fn store<T: Element>(&self, output: usize, register: &[T::Lane], x: &[T], result: &mut [T]) {
        let [below, above] = self.limits[output];
        for ((result, lane), x) in result.iter_mut().zip(register).zip(x) {
            let x = x.to_f64();
            let value = if x.is_finite() {
                lane.to_f64()
            } else if x.is_nan() {
                x
            } else if x < 0.0 {
                below
            } else {
                above
            };
            *result = T::from_f64(value);
        }
    }
}
