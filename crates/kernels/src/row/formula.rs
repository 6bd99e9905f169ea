//! One or more formulas of a row as steps over registers.
//!
//! A register is a block of vectors, but for values that a later formula reads again: their registers
//! are as long as the row.

use std::sync::Arc;

use nonlin_expr::graph::{Graph, Id};
use nonlin_expr::{DoubleDouble, Operand, Operator, Tape};

use super::keep::is_cheap;

/// A register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// As long as a block.
    Block(usize),
    /// As long as the row.
    Row(usize),
    /// The first vector of a block, which stands for all of them: a number.
    Number(usize),
}

/// What a symbol stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// The elements of an input.
    Elements(usize),
    /// The elements' places.
    Position,
    /// A number of the row.
    Number(usize),
    /// A number of the row that elements are divided by: its reciprocal, where they are multiplied.
    Divisor(usize),
    /// What an earlier formula has left in a register as long as the row.
    Kept(usize),
}

/// An operator applied once.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) operator: Operator,
    pub(super) output: Slot,
    pub(super) arguments: Vec<Slot>,
    /// Whether it divides by a [`Load::Divisor`].
    pub(super) by_number: bool,
}

/// Runnable formulas with common parts computed once.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    /// Block registers with what fills them for each block.
    pub(super) elements: Vec<(usize, Load)>,
    /// Block registers with the number that fills them for the whole row.
    pub(super) numbers: Vec<(usize, Load)>,
    pub(super) constants: Vec<(usize, DoubleDouble)>,
    pub(super) steps: Vec<Step>,
    pub(super) outputs: Vec<Slot>,
    /// How many block registers it uses.
    pub(super) registers: usize,
    /// How many of them are filled: the others are only numbers.
    pub(super) filled: usize,
}

/// What to compile.
pub(super) struct Wanted<'a> {
    pub(super) roots: &'a [Id],
    /// Parts whose values are kept, with their registers.
    pub(super) kept: &'a [(Id, usize)],
    /// Whether there is a value for each element.
    pub(super) varies: bool,
}

impl Formula {
    /// With the meaning of each symbol.
    pub(super) fn new(graph: &Graph, wanted: &Wanted<'_>, symbols: &[(Arc<str>, Load)]) -> Self {
        let names: Vec<&str> = symbols.iter().map(|(name, _)| &**name).collect();
        let kept = wanted.kept.iter().map(|(id, _)| *id);
        let roots: Vec<Id> = wanted.roots.iter().copied().chain(kept).collect();
        let tape = Tape::new(graph, &roots, &names);
        let mut compiler = Compiler {
            formula: Self {
                elements: Vec::new(),
                numbers: Vec::new(),
                constants: Vec::new(),
                steps: Vec::with_capacity(tape.instructions.len()),
                outputs: Vec::new(),
                registers: tape.registers,
                filled: 0,
            },
            values: tape.constants(),
            symbols,
        };
        for instruction in &tape.instructions {
            let mut arguments: Vec<Slot> =
                instruction.arguments.iter().map(|&o| compiler.slot(o)).collect();
            let divisor = match (instruction.operator, instruction.arguments.get(1)) {
                (Operator::Div, Some(Operand::Input(index))) if wanted.varies => symbols[*index].1,
                _ => Load::Position,
            };
            if let Load::Number(number) = divisor {
                arguments[1] = compiler.load(Load::Divisor(number));
            }
            compiler.formula.steps.push(Step {
                operator: instruction.operator,
                output: Slot::Block(instruction.output),
                arguments,
                by_number: matches!(divisor, Load::Number(_)),
            });
        }
        for &output in &tape.outputs {
            let slot = compiler.slot(output);
            compiler.formula.outputs.push(slot);
        }
        let mut formula = compiler.formula;
        for (index, (_, row)) in wanted.kept.iter().enumerate() {
            formula.keep(formula.outputs[wanted.roots.len() + index], Slot::Row(*row));
        }
        formula.outputs.truncate(wanted.roots.len());
        formula.name_numbers();
        formula
    }

    /// Says of the arguments which are numbers.
    fn name_numbers(&mut self) {
        let constants = self.constants.iter().map(|(register, _)| *register);
        let numbers: Vec<usize> =
            self.numbers.iter().map(|(register, _)| *register).chain(constants).collect();
        for slot in self.steps.iter_mut().flat_map(|step| &mut step.arguments) {
            if let Slot::Block(register) = *slot
                && numbers.contains(&register)
            {
                *slot = Slot::Number(register);
            }
        }
        let alone = |register: &&usize| !self.outputs.contains(&Slot::Block(**register));
        self.filled = self.registers - numbers.iter().filter(alone).count();
    }

    /// How many of so many vectors of a number's register are read.
    pub(super) fn extent(&self, register: usize, vectors: usize) -> usize {
        if self.outputs.contains(&Slot::Block(register)) { vectors } else { 1 }
    }

    /// Whether every step is cheap, and exact or rounded once.
    pub(super) fn is_cheap(&self) -> bool {
        self.steps.iter().all(|step| is_cheap(step.operator) || step.by_number)
    }

    /// The input that the only output is, if it is one as it stands.
    pub(super) fn input(&self) -> Option<usize> {
        self.elements.iter().find_map(|(register, load)| match load {
            Load::Elements(input) if self.outputs[0] == Slot::Block(*register) => Some(*input),
            _ => None,
        })
    }

    /// Puts what `from` holds in the end into `to` instead. Nothing is written to `from` after that value.
    fn keep(&mut self, from: Slot, to: Slot) {
        let Some(last) = self.steps.iter().rposition(|step| step.output == from) else { return };
        self.steps[last].output = to;
        let later = self.steps[last + 1..].iter_mut().flat_map(|step| &mut step.arguments);
        for slot in later.chain(&mut self.outputs).filter(|slot| **slot == from) {
            *slot = to;
        }
    }
}

struct Compiler<'a> {
    formula: Formula,
    values: Vec<DoubleDouble>,
    symbols: &'a [(Arc<str>, Load)],
}

impl Compiler<'_> {
    fn slot(&mut self, operand: Operand) -> Slot {
        match operand {
            Operand::Register(index) => Slot::Block(index),
            Operand::Input(index) => self.load(self.symbols[index].1),
            Operand::Constant(index) => {
                let register = self.register();
                self.formula.constants.push((register, self.values[index]));
                Slot::Block(register)
            }
        }
    }

    /// The register of a load, a new one the first time.
    fn load(&mut self, load: Load) -> Slot {
        let Formula { elements, numbers, .. } = &self.formula;
        if let Some((register, _)) =
            elements.iter().chain(numbers).find(|(_, known)| *known == load)
        {
            return Slot::Block(*register);
        }
        if let Load::Kept(row) = load {
            return Slot::Row(row);
        }
        let register = self.register();
        match load {
            Load::Number(_) | Load::Divisor(_) => self.formula.numbers.push((register, load)),
            _ => self.formula.elements.push((register, load)),
        }
        Slot::Block(register)
    }

    fn register(&mut self) -> usize {
        self.formula.registers += 1;
        self.formula.registers - 1
    }
}
