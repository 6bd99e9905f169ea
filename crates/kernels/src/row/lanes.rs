//! One formula over the lanes of a block: a tape whose inputs are elements, places and numbers.

use nonlin_expr::graph::{Graph, Id};
use nonlin_expr::tape::apply_over;
use nonlin_expr::{DoubleDouble, Operand, Tape};

use crate::element::{BLOCK, Lane};
use crate::program::Step;

pub(super) type Register<L> = [L; BLOCK];

/// Where a register is filled from before the steps run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// The elements of an input.
    Elements(usize),
    /// The elements' places.
    Position,
    /// A number of the row.
    Number(usize),
}

/// A runnable formula.
#[derive(Debug, Clone)]
pub(super) struct Lanes {
    pub(super) loads: Vec<(usize, Load)>,
    constants: Vec<(usize, DoubleDouble)>,
    steps: Vec<Step>,
    output: usize,
    /// How many registers it uses.
    pub(super) registers: usize,
}

impl Lanes {
    /// Of `root`, with the meaning of each symbol.
    pub(super) fn new(graph: &Graph, root: Id, symbols: &[(&str, Load)]) -> Self {
        let names: Vec<&str> = symbols.iter().map(|(name, _)| *name).collect();
        let tape = Tape::new(graph, &[root], &names);
        let values: Vec<DoubleDouble> = tape.constants();
        let (mut loads, mut constants) = (Vec::new(), Vec::new());
        let mut next = tape.registers;
        let mut resolve = |operand: Operand| match operand {
            Operand::Register(index) => index,
            Operand::Input(index) => {
                let load = symbols[index].1;
                match loads.iter().find(|(_, known)| *known == load) {
                    Some((register, _)) => *register,
                    None => {
                        loads.push((next, load));
                        next += 1;
                        next - 1
                    }
                }
            }
            Operand::Constant(index) => {
                constants.push((next, values[index]));
                next += 1;
                next - 1
            }
        };
        let mut steps = Vec::with_capacity(tape.instructions.len());
        for instruction in &tape.instructions {
            let arguments = instruction.arguments.iter().map(|&o| resolve(o)).collect();
            let (operator, output) = (instruction.operator, instruction.output);
            steps.push(Step { operator, output, arguments });
        }
        let output = tape.outputs.first().map_or(0, |&output| resolve(output));
        Self { loads, constants, steps, output, registers: next.max(1) }
    }

    /// Runs over `width` lanes and gives the result's register. `fill` loads a register.
    pub(super) fn run<'r, L: Lane>(
        &self,
        registers: &'r mut [Register<L>],
        width: usize,
        mut fill: impl FnMut(Load, &mut [L]),
    ) -> &'r [L] {
        for &(register, value) in &self.constants {
            registers[register][..width].fill(L::narrow(value));
        }
        for &(register, load) in &self.loads {
            fill(load, &mut registers[register][..width]);
        }
        run_steps(&self.steps, registers, width);
        &registers[self.output][..width]
    }
}

/// Runs the steps over the first `width` lanes of the registers.
fn run_steps<L: Lane>(steps: &[Step], registers: &mut [[L; BLOCK]], width: usize) {
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
