//! A function and its derivative at 16 points at once, in f64.

use nonlin_expr::tape::apply_over;
use nonlin_expr::{Expr, LimitError, Operand, Tape};

use super::legendre::NODES;

/// One register: a value for each point.
pub(crate) type Column = [f64; NODES];

/// A tape of f and f′ with its registers.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    tape: Tape,
    constants: Vec<Column>,
    registers: Vec<Column>,
}

impl Block {
    /// Of a function of `x` and its derivative, which share what they have in common.
    pub(crate) fn new(value: &Expr, derivative: &Expr) -> Result<Self, LimitError> {
        let tape = Tape::of(&[value, derivative])?;
        let constants = tape.constants::<f64>().into_iter().map(|c| [c; NODES]).collect();
        let registers = vec![[0.0; NODES]; tape.registers];
        Ok(Self { tape, constants, registers })
    }

    /// f and f′ at the points `x`.
    pub(crate) fn evaluate(&mut self, x: &Column) -> [Column; 2] {
        for instruction in &self.tape.instructions {
            let mut output = [0.0; NODES];
            // No operator takes more than three arguments.
            let mut arguments: [&[f64]; 3] = [&[]; 3];
            for (argument, &operand) in arguments.iter_mut().zip(&instruction.arguments) {
                *argument = Self::read(&self.registers, &self.constants, x, operand);
            }
            let count = instruction.arguments.len().min(3);
            apply_over(instruction.operator, &arguments[..count], &mut output);
            self.registers[instruction.output] = output;
        }
        let read = |i| *Self::read(&self.registers, &self.constants, x, self.tape.outputs[i]);
        [read(0), read(1)]
    }

    fn read<'a>(
        registers: &'a [Column],
        constants: &'a [Column],
        x: &'a Column,
        operand: Operand,
    ) -> &'a Column {
        match operand {
            Operand::Input(_) => x,
            Operand::Register(index) => &registers[index],
            Operand::Constant(index) => &constants[index],
        }
    }
}
