//! An expression as a straight line of instructions over registers.
//!
//! Several roots (a value and its derivative) share one tape, and with it their common parts. What does
//! not depend on the inputs stands before the instructions, exact as in the formula (1/3, √2, π): each
//! algebra computes it once, in its own arithmetic. Registers are reused as soon as their value is no
//! longer needed, so a block of every register fits the first-level cache.

use crate::error::LimitError;
use crate::expr::Expr;
use crate::graph::{Graph, Id, Node};
use crate::number::Rational;
use crate::operator::{Algebra, Operator, Visitor, apply, visit};

/// The largest whole exponent that becomes multiplications.
const MAX_UNROLLED_POWER: i64 = 8;

/// What does not depend on the inputs.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A number.
    Number(Rational),
    /// The value of a symbol that is no input.
    Undefined,
    /// An operator applied to earlier constants.
    Apply(Operator, Vec<usize>),
}

/// Where an instruction's argument comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// The value of an input.
    Input(usize),
    /// A register that an earlier instruction wrote.
    Register(usize),
    /// The value of a constant.
    Constant(usize),
}

/// One operator applied once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// The operator.
    pub operator: Operator,
    /// The register that it writes.
    pub output: usize,
    /// Its arguments, as many as the operator takes.
    pub arguments: Vec<Operand>,
}

/// Instructions that compute several outputs from the inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Tape {
    /// What the instructions take as given, each after those that it is made of.
    pub constants: Vec<Constant>,
    /// In order of execution.
    pub instructions: Vec<Instruction>,
    /// How many registers they use.
    pub registers: usize,
    /// Where each output is in the end.
    pub outputs: Vec<Operand>,
}

impl Tape {
    /// The tape of `roots`, which share a graph, over `inputs`, the names of all their symbols. A
    /// symbol that is no input counts as NaN.
    #[must_use]
    pub fn new(graph: &Graph, roots: &[Id], inputs: &[&str]) -> Self {
        Builder::new(graph, roots, inputs).build()
    }

    /// The tape of expressions in `x`, one output each; what they have in common is computed once.
    ///
    /// # Errors
    /// When together they outgrow a graph's limits.
    pub fn of(expressions: &[&Expr]) -> Result<Self, LimitError> {
        let mut graph = Graph::default();
        let x = graph.symbol("x")?;
        let roots: Result<Vec<Id>, LimitError> =
            expressions.iter().map(|expression| graph.import(expression, "x", x)).collect();
        Ok(Self::new(&graph, &roots?, &["x"]))
    }

    /// The values of the constants in an algebra.
    #[must_use]
    pub fn constants<A: Algebra>(&self) -> Vec<A> {
        let mut values: Vec<A> = Vec::with_capacity(self.constants.len());
        for constant in &self.constants {
            values.push(match constant {
                Constant::Number(value) => A::number(value),
                Constant::Undefined => {
                    let zero = A::number(&Rational::integer(0));
                    A::div(&zero, &zero)
                }
                Constant::Apply(operator, arguments) => {
                    let arguments: Vec<A> = arguments.iter().map(|&i| values[i].clone()).collect();
                    apply(*operator, &arguments)
                }
            });
        }
        values
    }

    /// Runs the tape once, in any algebra; `constants` are those of [`constants`](Self::constants).
    ///
    /// # Panics
    /// If there are fewer inputs or constants than the tape reads.
    pub fn run<A: Algebra>(&self, inputs: &[A], constants: &[A]) -> Vec<A> {
        let mut registers: Vec<Option<A>> = vec![None; self.registers];
        let read = |registers: &[Option<A>], operand: Operand| match operand {
            Operand::Input(index) => inputs.get(index).cloned(),
            Operand::Register(index) => registers[index].clone(),
            Operand::Constant(index) => constants.get(index).cloned(),
        };
        for Instruction { operator, output, arguments } in &self.instructions {
            let arguments: Vec<A> =
                arguments.iter().filter_map(|&operand| read(&registers, operand)).collect();
            registers[*output] = Some(apply(*operator, &arguments));
        }
        self.outputs.iter().filter_map(|&operand| read(&registers, operand)).collect()
    }
}

/// An operand before registers are assigned: a step instead of its register.
#[derive(Clone, Copy)]
enum Source {
    Input(usize),
    Step(usize),
    Constant(usize),
}

struct Builder<'a> {
    graph: &'a Graph,
    roots: &'a [Id],
    inputs: &'a [&'a str],
    constants: Vec<Constant>,
    steps: Vec<(Operator, Vec<Source>)>,
}

impl<'a> Builder<'a> {
    fn new(graph: &'a Graph, roots: &'a [Id], inputs: &'a [&'a str]) -> Self {
        Self { graph, roots, inputs, constants: Vec::new(), steps: Vec::new() }
    }

    fn build(mut self) -> Tape {
        // Arguments come first in a graph: each place is filled before it is read.
        let mut sources = vec![Source::Input(0); self.graph.len()];
        for id in self.graph.reachable(self.roots) {
            sources[id.index()] = match self.graph.node(id) {
                Node::Number(value) => self.constant(Constant::Number(value.clone())),
                Node::Symbol(name) => {
                    match self.inputs.iter().position(|input| *input == &**name) {
                        Some(index) => Source::Input(index),
                        None => self.constant(Constant::Undefined),
                    }
                }
                Node::Apply(operator, arguments) => {
                    let arguments = arguments.iter().map(|a| sources[a.index()]).collect();
                    self.step(*operator, arguments)
                }
            };
        }
        let outputs: Vec<Source> = self.roots.iter().map(|root| sources[root.index()]).collect();
        assign_registers(self.constants, &self.steps, &outputs)
    }

    fn constant(&mut self, constant: Constant) -> Source {
        self.constants.push(constant);
        Source::Constant(self.constants.len() - 1)
    }

    fn step(&mut self, operator: Operator, arguments: Vec<Source>) -> Source {
        let constants: Vec<usize> = arguments
            .iter()
            .map_while(|source| match source {
                Source::Constant(index) => Some(*index),
                _ => None,
            })
            .collect();
        if constants.len() == arguments.len() {
            return self.constant(Constant::Apply(operator, constants));
        }
        if let (Operator::Pow, [base, Source::Constant(n)]) = (operator, arguments.as_slice()) {
            let n = match &self.constants[*n] {
                Constant::Number(n) => n.to_integer(),
                _ => None,
            };
            if let Some(n @ 2..=MAX_UNROLLED_POWER) = n {
                return self.whole_power(*base, n);
            }
        }
        self.steps.push((operator, arguments));
        Source::Step(self.steps.len() - 1)
    }

    /// base^n by squaring.
    fn whole_power(&mut self, base: Source, n: i64) -> Source {
        if n == 1 {
            return base;
        }
        let half = self.whole_power(base, n / 2);
        let square = self.step(Operator::Mul, vec![half, half]);
        if n % 2 == 0 { square } else { self.step(Operator::Mul, vec![square, base]) }
    }
}

/// Gives each step the lowest register that is free after its arguments' last use.
fn assign_registers(
    constants: Vec<Constant>,
    steps: &[(Operator, Vec<Source>)],
    outputs: &[Source],
) -> Tape {
    let mut last_use = vec![0_usize; steps.len()];
    for (index, (_, arguments)) in steps.iter().enumerate() {
        for source in arguments {
            if let Source::Step(step) = source {
                last_use[*step] = index;
            }
        }
    }
    for source in outputs {
        if let Source::Step(step) = source {
            last_use[*step] = usize::MAX;
        }
    }
    let mut register_of = vec![0_usize; steps.len()];
    let mut busy: Vec<Option<usize>> = Vec::new();
    let operand = |register_of: &[usize], source: &Source| match *source {
        Source::Input(index) => Operand::Input(index),
        Source::Constant(index) => Operand::Constant(index),
        Source::Step(step) => Operand::Register(register_of[step]),
    };
    let mut instructions = Vec::with_capacity(steps.len());
    for (index, (operator, arguments)) in steps.iter().enumerate() {
        let arguments = arguments.iter().map(|source| operand(&register_of, source)).collect();
        // An instruction never writes a register that it reads: its loop may then assume as much.
        let free = busy.iter().position(|until| until.is_none_or(|until| until < index));
        let register = free.unwrap_or_else(|| {
            busy.push(None);
            busy.len() - 1
        });
        busy[register] = Some(last_use[index].max(index));
        register_of[index] = register;
        instructions.push(Instruction { operator: *operator, output: register, arguments });
    }
    let outputs = outputs.iter().map(|source| operand(&register_of, source)).collect();
    Tape { constants, instructions, registers: busy.len(), outputs }
}

/// Runs one operator over whole registers: `visit` chooses the method once, outside the loop.
pub fn apply_over<A: Algebra + Copy>(operator: Operator, arguments: &[&[A]], output: &mut [A]) {
    struct Loop<'a, A> {
        arguments: &'a [&'a [A]],
        output: &'a mut [A],
    }
    impl<A: Algebra + Copy> Visitor<A> for Loop<'_, A> {
        type Output = ();
        fn nullary(self, f: impl Fn() -> A) {
            self.output.fill(f());
        }
        fn unary(self, f: impl Fn(&A) -> A) {
            for (y, a) in self.output.iter_mut().zip(self.arguments[0]) {
                *y = f(a);
            }
        }
        fn binary(self, f: impl Fn(&A, &A) -> A) {
            let inputs = self.arguments[0].iter().zip(self.arguments[1]);
            for (y, (a, b)) in self.output.iter_mut().zip(inputs) {
                *y = f(a, b);
            }
        }
        fn ternary(self, f: impl Fn(&A, &A, &A) -> A) {
            let inputs = self.arguments[0].iter().zip(self.arguments[1]).zip(self.arguments[2]);
            for (y, ((a, b), c)) in self.output.iter_mut().zip(inputs) {
                *y = f(a, b, c);
            }
        }
    }
    visit(operator, Loop { arguments, output });
}
