//! The closed set of operators that formulas are built from: one row each.
//!
//! A row is everything that is *known* about an operator: its name, arguments, domain, derivative,
//! parity and value at zero. What it *does* is one method of [`Algebra`] for each kind of value
//! (real numbers, dual numbers, intervals, SIMD lanes); the macro below turns the rows into the enum,
//! the trait and the dispatch between them, so that the compiler names what a new row still lacks.

use crate::number::Rational;

/// Where an operator is defined, as a predicate on its real arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// All real arguments.
    Reals,
    /// First argument > 0.
    Positive,
    /// First argument ≥ 0.
    NonNegative,
    /// First argument > −1.
    AboveMinusOne,
    /// First argument is not an odd multiple of π/2.
    NotOddHalfPi,
    /// Second argument ≠ 0.
    NonZeroDivisor,
    /// a^b: a > 0, or a = 0 and b ≥ 0, or a < 0 and b an integer.
    Power,
    /// clamp(a, lo, hi): lo ≤ hi.
    OrderedBounds,
}

/// What a change of sign of the (only) argument does to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// f(−a) = f(a).
    Even,
    /// f(−a) = −f(a).
    Odd,
    /// Neither, or more than one argument.
    Neither,
}

/// How the derivative follows from the arguments, as formula text in which `a`, `b`, `c` are the
/// arguments and, in [`Derivative::Whole`], `da`, `db`, `dc` their derivatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivative {
    /// ∂/∂a, ∂/∂b, …: the chain rule multiplies each with the argument's derivative and adds.
    Partials(&'static [&'static str]),
    /// The derivative itself, for operators that choose between their arguments.
    ///
    /// At a tie of a commutative one, the argument that does not depend on the variable counts as
    /// `a`: the derivative of max(0, x) at 0 is 0, however it is written.
    Whole(&'static str),
    /// A comparison: a condition has no derivative.
    Condition,
}

/// How an operator is written in a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// `name(a, b)`.
    Call,
    /// `a name b`.
    Infix,
    /// `name a`.
    Prefix,
    /// `name`.
    Constant,
}

/// One row of the operator table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The name in formulas.
    pub name: &'static str,
    /// The name of its method of [`Algebra`].
    pub method: &'static str,
    /// How it is written.
    pub notation: Notation,
    /// Number of arguments, 0 to 3.
    pub arity: usize,
    /// Where it is defined.
    pub domain: Domain,
    /// Its derivative.
    pub derivative: Derivative,
    /// Its symmetry.
    pub parity: Parity,
    /// Its exact value where the only argument is 0, as formula text.
    pub at_zero: Option<&'static str>,
    /// Whether the arguments may change places.
    pub commutative: bool,
    /// What it means, in a line.
    pub meaning: &'static str,
}

macro_rules! operators {
    ($(
        $variant:ident $method:ident ($($argument:ident),*) $notation:ident $name:literal
        $domain:ident $parity:ident zero($at_zero:expr) $commutative:literal
        $derivative:expr, $meaning:literal;
    )*) => {
        /// An operator; its properties are in its [`Row`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operator { $(#[doc = $meaning] $variant),* }

        impl Operator {
            /// Every operator, in the table's order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// What is known about it.
            #[must_use]
            pub const fn row(self) -> &'static Row {
                match self { $(Self::$variant => const { &Row {
                    name: $name,
                    method: stringify!($method),
                    notation: Notation::$notation,
                    arity: <[&str]>::len(&[$(stringify!($argument)),*]),
                    domain: Domain::$domain,
                    derivative: $derivative,
                    parity: Parity::$parity,
                    at_zero: $at_zero,
                    commutative: $commutative,
                    meaning: $meaning,
                } }),* }
            }
        }

        /// A kind of value that expressions can be evaluated in: one method for each operator.
        pub trait Algebra: Clone {
            /// The value nearest to an exact number.
            fn number(value: &Rational) -> Self;
            $(#[doc = $meaning] fn $method($($argument: &Self),*) -> Self;)*
        }

        /// Calls `visitor` with the method of `operator`; the choice is made once, so that a loop
        /// inside the visitor is compiled for each operator on its own. The method is inlined there:
        /// vector code has to end up inside the function that has its instruction set.
        pub fn visit<A: Algebra, V: Visitor<A>>(operator: Operator, visitor: V) -> V::Output {
            match operator { $(Operator::$variant => operators!(@visit visitor, A::$method, $($argument)*)),* }
        }
    };
    (@visit $v:ident, $f:expr, ) => { $v.nullary($f) };
    (@visit $v:ident, $f:expr, $a:ident) => { $v.unary(#[inline(always)] |$a: &A| $f($a)) };
    (@visit $v:ident, $f:expr, $a:ident $b:ident) => {
        $v.binary(#[inline(always)] |$a: &A, $b: &A| $f($a, $b))
    };
    (@visit $v:ident, $f:expr, $a:ident $b:ident $c:ident) => {
        $v.ternary(#[inline(always)] |$a: &A, $b: &A, $c: &A| $f($a, $b, $c))
    };
}

/// What to do with an operator's method, by its number of arguments; see [`visit`].
pub trait Visitor<A> {
    /// What comes out.
    type Output;
    /// A constant.
    fn nullary(self, f: impl Fn() -> A) -> Self::Output;
    /// An operator of one argument.
    fn unary(self, f: impl Fn(&A) -> A) -> Self::Output;
    /// An operator of two arguments.
    fn binary(self, f: impl Fn(&A, &A) -> A) -> Self::Output;
    /// An operator of three arguments.
    fn ternary(self, f: impl Fn(&A, &A, &A) -> A) -> Self::Output;
}

use Derivative::{Condition, Partials, Whole};

#[rustfmt::skip]
operators! {
//  variant  method (arguments)          written  name      domain         parity   at 0               commutes
    Pi       pi()               Constant "pi"       Reals          Neither zero(None)        false Partials(&[]), "π";
    E        e()                Constant "e"        Reals          Neither zero(None)        false Partials(&[]), "Euler's number";
    Neg      neg(a)             Prefix   "-"        Reals          Odd     zero(Some("0"))   false Partials(&["-1"]), "−a";
    Add      add(a, b)          Infix    "+"        Reals          Neither zero(None)        true  Partials(&["1", "1"]), "a + b";
    Sub      sub(a, b)          Infix    "-"        Reals          Neither zero(None)        false Partials(&["1", "-1"]), "a − b";
    Mul      mul(a, b)          Infix    "*"        Reals          Neither zero(None)        true  Partials(&["b", "a"]), "a · b";
    Div      div(a, b)          Infix    "/"        NonZeroDivisor Neither zero(None)        false Partials(&["1/b", "-a/b/b"]), "a / b";
    Pow      pow(a, b)          Infix    "^"        Power          Neither zero(None)        false Partials(&["b*a^(b-1)", "a^b*log(a)"]), "a to the power b; 0^0 = 1";
    Exp      exp(a)             Call     "exp"      Reals          Neither zero(Some("1"))   false Partials(&["exp(a)"]), "e^a";
    Expm1    expm1(a)           Call     "expm1"    Reals          Neither zero(Some("0"))   false Partials(&["exp(a)"]), "e^a − 1";
    Log      log(a)             Call     "log"      Positive       Neither zero(None)        false Partials(&["1/a"]), "natural logarithm";
    Log1p    log1p(a)           Call     "log1p"    AboveMinusOne  Neither zero(Some("0"))   false Partials(&["1/(1+a)"]), "log(1 + a)";
    Sqrt     sqrt(a)            Call     "sqrt"     NonNegative    Neither zero(Some("0"))   false Partials(&["1/(2*sqrt(a))"]), "square root";
    Hypot    hypot(a, b)        Call     "hypot"    Reals          Neither zero(None)        true  Partials(&["a/hypot(a, b)", "b/hypot(a, b)"]), "square root of a^2 + b^2, without overflow between";
    Abs      abs(a)             Call     "abs"      Reals          Even    zero(Some("0"))   false Partials(&["sign(a)"]), "absolute value; its derivative at 0 is 0";
    Sign     sign(a)            Call     "sign"     Reals          Odd     zero(Some("0"))   false Partials(&["0"]), "−1, 0 or 1";
    Floor    floor(a)           Call     "floor"    Reals          Neither zero(Some("0"))   false Partials(&["0"]), "largest integer ≤ a; derivative 0";
    Min      min(a, b)          Call     "min"      Reals          Neither zero(None)        true  Whole("if(a <= b, da, db)"), "the smaller";
    Max      max(a, b)          Call     "max"      Reals          Neither zero(None)        true  Whole("if(a >= b, da, db)"), "the larger";
    Clamp    clamp(a, b, c)     Call     "clamp"    OrderedBounds  Neither zero(None)        false Whole("if(a <= b, db, if(a >= c, dc, da))"), "a, no less than b and no more than c";
    Sin      sin(a)             Call     "sin"      Reals          Odd     zero(Some("0"))   false Partials(&["cos(a)"]), "sine";
    Cos      cos(a)             Call     "cos"      Reals          Even    zero(Some("1"))   false Partials(&["-sin(a)"]), "cosine";
    Tan      tan(a)             Call     "tan"      NotOddHalfPi   Odd     zero(Some("0"))   false Partials(&["1+tan(a)^2"]), "tangent";
    Atan     atan(a)            Call     "atan"     Reals          Odd     zero(Some("0"))   false Partials(&["1/(1+a^2)"]), "inverse tangent";
    Sinh     sinh(a)            Call     "sinh"     Reals          Odd     zero(Some("0"))   false Partials(&["cosh(a)"]), "hyperbolic sine";
    Cosh     cosh(a)            Call     "cosh"     Reals          Even    zero(Some("1"))   false Partials(&["sinh(a)"]), "hyperbolic cosine";
    Tanh     tanh(a)            Call     "tanh"     Reals          Odd     zero(Some("0"))   false Partials(&["1/cosh(a)^2"]), "hyperbolic tangent";
    Asinh    asinh(a)           Call     "asinh"    Reals          Odd     zero(Some("0"))   false Partials(&["1/sqrt(1+a^2)"]), "inverse hyperbolic sine";
    Erf      erf(a)             Call     "erf"      Reals          Odd     zero(Some("0"))   false Partials(&["2/sqrt(pi)*exp(-a^2)"]), "error function";
    Erfc     erfc(a)            Call     "erfc"     Reals          Neither zero(Some("1"))   false Partials(&["-2/sqrt(pi)*exp(-a^2)"]), "1 − erf(a)";
    Sigmoid  sigmoid(a)         Call     "sigmoid"  Reals          Neither zero(Some("1/2")) false Partials(&["sigmoid(a)*sigmoid(-a)"]), "1/(1 + e^−a)";
    Softplus softplus(a)        Call     "softplus" Reals          Neither zero(None)        false Partials(&["sigmoid(a)"]), "log(1 + e^a)";
    Less     less(a, b)         Infix    "<"        Reals          Neither zero(None)        false Condition, "a < b";
    LessEq   less_eq(a, b)      Infix    "<="       Reals          Neither zero(None)        false Condition, "a ≤ b";
    Greater  greater(a, b)      Infix    ">"        Reals          Neither zero(None)        false Condition, "a > b";
    GreaterEq greater_eq(a, b)  Infix    ">="       Reals          Neither zero(None)        false Condition, "a ≥ b";
    Equal    equal(a, b)        Infix    "=="       Reals          Neither zero(None)        true  Condition, "a = b";
    NotEqual not_equal(a, b)    Infix    "!="       Reals          Neither zero(None)        true  Condition, "a ≠ b";
    If       if_(a, b, c)       Call     "if"       Reals          Neither zero(None)        false Whole("if(a, db, dc)"), "b where the condition a holds, else c";
}

/// Names that stand for a formula in `a`: what mathematicians and other languages write.
pub const SUGAR: &[(&str, &str)] = &[
    ("relu", "max(0, a)"),
    ("ln", "log(a)"),
    ("log2", "log(a)/log(2)"),
    ("log10", "log(a)/log(10)"),
    ("exp2", "2^a"),
    ("arctan", "atan(a)"),
    ("arcsinh", "asinh(a)"),
    ("sgn", "sign(a)"),
    ("logistic", "sigmoid(a)"),
    ("log_sigmoid", "-softplus(-a)"),
    ("sech", "1/cosh(a)"),
    ("square", "a^2"),
];

impl Operator {
    /// Whether it compares: its result is a condition, not a number.
    #[must_use]
    pub const fn is_comparison(self) -> bool {
        matches!(self.row().derivative, Condition)
    }

    /// The operator called `name(…)`, or the constant `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operator| {
            let row = operator.row();
            matches!(row.notation, Notation::Call | Notation::Constant) && row.name == name
        })
    }

    /// The operator written `a symbol b`.
    #[must_use]
    pub fn infix(symbol: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operator| {
            operator.row().notation == Notation::Infix && operator.row().name == symbol
        })
    }
}

/// Applies `operator` to as many arguments as it takes.
///
/// # Panics
/// If `arguments` is shorter than the operator's arity.
pub fn apply<A: Algebra>(operator: Operator, arguments: &[A]) -> A {
    struct Apply<'a, A>(&'a [A]);
    impl<A: Algebra> Visitor<A> for Apply<'_, A> {
        type Output = A;
        fn nullary(self, f: impl Fn() -> A) -> A {
            f()
        }
        fn unary(self, f: impl Fn(&A) -> A) -> A {
            f(&self.0[0])
        }
        fn binary(self, f: impl Fn(&A, &A) -> A) -> A {
            f(&self.0[0], &self.0[1])
        }
        fn ternary(self, f: impl Fn(&A, &A, &A) -> A) -> A {
            f(&self.0[0], &self.0[1], &self.0[2])
        }
    }
    visit(operator, Apply(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_within_their_notation() {
        for (i, a) in Operator::ALL.iter().enumerate() {
            for b in &Operator::ALL[i + 1..] {
                let (a, b) = (a.row(), b.row());
                assert!(a.name != b.name || a.notation != b.notation, "{}", a.name);
            }
            assert!(SUGAR.iter().all(|(name, _)| *name != a.row().name));
        }
    }

    #[test]
    fn every_argument_has_its_partial_derivative() {
        for operator in Operator::ALL {
            if let Partials(partials) = operator.row().derivative {
                assert_eq!(partials.len(), operator.row().arity, "{operator:?}");
            }
        }
    }
}
