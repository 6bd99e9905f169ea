//! A tape run over slices, a block at a time.
//!
//! Registers are blocks of vectors, small enough that all of them stay in the first-level cache, and
//! each instruction is one loop over a block. Constants are registers too, filled once a call, so that
//! every operator is one plain loop.

use std::marker::PhantomData;

use nonlin_expr::operator::{Visitor, visit};
use nonlin_expr::{DoubleDouble, Expr, LimitError, Operand, Operator, Tape, limit};

use crate::element::Element;
use crate::number::Number;
use crate::pass::{Pass, Walk, ended};
use crate::simd::{Isa, Task};
use crate::tie::Judge;

/// Elements in a block: with a dozen registers of f64 it fills the first-level cache by three quarters.
const BLOCK: usize = 256;

/// A step with its operands resolved to registers.
#[derive(Debug, Clone)]
struct Step {
    operator: Operator,
    output: usize,
    arguments: Vec<usize>,
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
    /// Decides how results next to the middle of two halves are rounded.
    judge: Judge,
}

impl<const N: usize> Program<N> {
    pub(crate) fn new(expressions: [&Expr; N]) -> Result<Self, LimitError> {
        let expressions = expressions.map(Expr::cheaper);
        let tape = Tape::of(&expressions.each_ref())?;
        let values: Vec<DoubleDouble> = tape.constants();
        let limits = std::array::from_fn(|output| {
            limit::ends(|x| tape.run(&[x.into()], &values)[output].hi())
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
        let judge = Judge::new(tape, values);
        Ok(Self { steps, registers, constants, outputs, limits, judge })
    }
}

impl<const N: usize> Program<N> {
    /// How many steps it takes, with the reading and the writing.
    pub(crate) fn length(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a tape is short")]
        let steps = self.steps.len() as f64;
        steps + 1.0
    }
}

impl<T: Element, const N: usize> Walk<T, N> for &Program<N> {
    #[inline(always)]
    fn walk<I: Isa>(self, pass: Pass<'_, T, N>) {
        Blocks::<T::Number<I>> {
            width: pass.len().min(BLOCK) / T::Number::<I>::COUNT,
            registers: Vec::new(),
        }
        .run::<I, T, N>(self, pass);
    }
}

/// The registers of one run, each `width` vectors.
struct Blocks<A> {
    width: usize,
    registers: Vec<A>,
}

impl<A: Number> Blocks<A> {
    #[inline(always)]
    fn run<I: Isa, T: Element<Number<I> = A>, const N: usize>(
        mut self,
        program: &Program<N>,
        mut pass: Pass<'_, T, N>,
    ) where
        A: crate::number::Elements<T> + crate::number::Packed,
    {
        self.registers = vec![A::constant(0.0, 0.0); program.registers * self.width];
        for &(register, value) in &program.constants {
            self.registers[register * self.width..][..self.width]
                .fill(A::constant(value.hi(), value.lo()));
        }
        let mut start = 0;
        while start < pass.len() {
            let vectors = ((pass.len() - start) / A::COUNT).min(self.width);
            for i in 0..vectors {
                self.registers[i] = pass.load(start + i * A::COUNT);
            }
            for step in &program.steps {
                self.step::<I>(step, vectors);
            }
            for (output, &register) in program.outputs.iter().enumerate() {
                for i in 0..vectors {
                    let value = self.registers[register * self.width + i];
                    let [value] = ended(self.registers[i], [value], &[program.limits[output]]);
                    let at = start + i * A::COUNT;
                    let dy = pass.load_dy(at);
                    let mut value = dy.map_or(value, |dy| A::times(value, dy));
                    if value.in_doubt() {
                        value = program.judge.decide::<T, A>(output, self.registers[i], dy, value);
                    }
                    pass.write(at, output, value);
                }
            }
            start += vectors * A::COUNT;
        }
    }

    #[inline(always)]
    fn step<I: Isa>(&mut self, step: &Step, vectors: usize) {
        let width = self.width;
        let (before, rest) = self.registers.split_at_mut(step.output * width);
        let (output, after) = rest.split_at_mut(width);
        let mut arguments: [&[A]; 3] = [&[]; 3];
        for (slot, &register) in arguments.iter_mut().zip(&step.arguments) {
            // A tape never writes a register that the same instruction reads.
            *slot = match register.checked_sub(step.output + 1) {
                Some(index) => &after[index * width..][..vectors],
                None => &before[register * width..][..vectors],
            };
        }
        let isa = PhantomData::<I>;
        visit(step.operator, Loop { arguments, output: &mut output[..vectors], isa });
    }
}

/// An operator over whole registers: chosen once, outside the loop. An argument of one vector stands for as
/// many as there are results.
pub(crate) struct Loop<'a, A, I> {
    pub(crate) arguments: [&'a [A]; 3],
    pub(crate) output: &'a mut [A],
    pub(crate) isa: PhantomData<I>,
}

impl<A: Number, I: Isa> Visitor<A> for Loop<'_, A, I> {
    type Output = ();
    fn nullary(self, f: impl Fn() -> A) {
        self.output.fill(f());
    }
    fn unary(self, f: impl Fn(&A) -> A) {
        let [a, ..] = self.arguments.map(Vectors::from);
        I::call(Unary { output: self.output, a, f });
    }
    fn binary(self, f: impl Fn(&A, &A) -> A) {
        let [a, b, _] = self.arguments.map(Vectors::from);
        I::call(Binary { output: self.output, a, b, f });
    }
    fn ternary(self, f: impl Fn(&A, &A, &A) -> A) {
        let [a, b, c] = self.arguments.map(Vectors::from);
        I::call(Ternary { output: self.output, a, b, c, f });
    }
}

/// An argument of a loop: as many vectors as there are results, or one that stands for all.
#[derive(Clone, Copy)]
struct Vectors<'a, A> {
    vectors: &'a [A],
    /// Of the index; 0 for one vector.
    mask: usize,
}

impl<'a, A> From<&'a [A]> for Vectors<'a, A> {
    #[inline(always)]
    fn from(vectors: &'a [A]) -> Self {
        Self { vectors, mask: if vectors.len() == 1 { 0 } else { usize::MAX } }
    }
}

impl<'a, A> Vectors<'a, A> {
    #[inline(always)]
    fn at(self, index: usize) -> &'a A {
        &self.vectors[index & self.mask]
    }
}

struct Unary<'a, A, F> {
    output: &'a mut [A],
    a: Vectors<'a, A>,
    f: F,
}

impl<A: Number, F: Fn(&A) -> A> Task for Unary<'_, A, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (i, y) in self.output.iter_mut().enumerate() {
            *y = (self.f)(self.a.at(i));
        }
    }
}

struct Binary<'a, A, F> {
    output: &'a mut [A],
    a: Vectors<'a, A>,
    b: Vectors<'a, A>,
    f: F,
}

impl<A: Number, F: Fn(&A, &A) -> A> Task for Binary<'_, A, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (i, y) in self.output.iter_mut().enumerate() {
            *y = (self.f)(self.a.at(i), self.b.at(i));
        }
    }
}

struct Ternary<'a, A, F> {
    output: &'a mut [A],
    a: Vectors<'a, A>,
    b: Vectors<'a, A>,
    c: Vectors<'a, A>,
    f: F,
}

impl<A: Number, F: Fn(&A, &A, &A) -> A> Task for Ternary<'_, A, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (i, y) in self.output.iter_mut().enumerate() {
            *y = (self.f)(self.a.at(i), self.b.at(i), self.c.at(i));
        }
    }
}
