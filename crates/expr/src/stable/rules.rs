//! The identities that stable forms are found by, as data: one row each.
//!
//! A row reads `left = right`, and holds for all real values of its letters for which both sides are
//! defined and the condition is met; the condition is *proved* of a class before a rule fires
//! (see [`facts`](crate::facts)). Rows with `=>` work in one direction only. The conformance suite
//! samples every row against MPFR.

/// One identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The pattern that it replaces, a formula in the letters a to d.
    pub left: &'static str,
    /// What it is replaced by.
    pub right: &'static str,
    /// Whether the left may also replace the right.
    pub both_ways: bool,
    /// What has to be proved of the letters first.
    pub condition: Condition,
}

/// A side condition on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// None.
    Always,
    /// The letter is nowhere 0.
    NonZero(char),
    /// The letter is > 0 everywhere.
    Positive(char),
    /// The letter is ≥ 0 everywhere.
    NonNegative(char),
    /// The letter is a number.
    Number(char),
    /// The letter is a number > 0.
    PositiveNumber(char),
}

use Condition::{Always, NonNegative, NonZero, Number, Positive, PositiveNumber};

macro_rules! rules {
    ($($left:literal $arrow:tt $right:literal, $condition:expr;)*) => {
        &[$(Rule { left: $left, right: $right, both_ways: rules!(@ $arrow), condition: $condition }),*]
    };
    (@ =>) => { false };
    (@ =) => { true };
}

/// All rows. Differences and quotients are sums with −1 times, products with a reciprocal.
#[rustfmt::skip]
pub const RULES: &[Rule] = rules! {
    // Sums and products.
    "a + b"                     => "b + a",                          Always;
    "a * b"                     => "b * a",                          Always;
    "(a + b) + c"               => "a + (b + c)",                    Always;
    "(a * b) * c"               => "a * (b * c)",                    Always;
    "a + 0"                     => "a",                              Always;
    "a * 1"                     => "a",                              Always;
    "a + a"                     => "2 * a",                          Always;
    "a + b * a"                 => "(1 + b) * a",                    Always;
    "a * c + b * c"             => "(a + b) * c",                    Always;
    "a * (b + c)"               => "a * b + a * c",                  Always;
    "a * a - b * b"             => "(a - b) * (a + b)",              Always;
    "1 - a * a"                 => "(1 - a) * (1 + a)",              Always;
    // Quotients.
    "1 / (a * b)"               = "(1 / a) * (1 / b)",               Always;
    "1 / (1 / a)"               => "a",                              Always;
    "a * (1 / a)"               => "1",                              NonZero('a');
    "a + b * (1 / c)"           => "(a * c + b) * (1 / c)",          NonZero('c');
    "1 - a / (a + b)"           => "b / (a + b)",                    Always;
    "a / (b + a)"               => "1 / (b / a + 1)",                NonZero('a');
    // Powers and roots.
    "a ^ 2"                     = "a * a",                           Always;
    "a ^ 3"                     = "a * (a * a)",                     Always;
    "a ^ 4"                     => "(a * a) * (a * a)",              Always;
    "a * a ^ b"                 => "a ^ (b + 1)",                    Positive('a');
    "a ^ b * a ^ c"             => "a ^ (b + c)",                    Positive('a');
    "1 / a ^ b"                 => "a ^ (-b)",                       Positive('a');
    "(a ^ b) ^ c"               => "a ^ (b * c)",                    Positive('a');
    "a ^ (1/2)"                 => "sqrt(a)",                        Always;
    "a ^ (-1/2)"                => "1 / sqrt(a)",                    Positive('a');
    "a ^ (3/2)"                 => "a * sqrt(a)",                    NonNegative('a');
    "a ^ (-3/2)"                => "1 / (a * sqrt(a))",              Positive('a');
    "sqrt(a) * sqrt(a)"         => "a",                              NonNegative('a');
    "sqrt(a * a)"               => "abs(a)",                         Always;
    "sqrt(a) * sqrt(b)"         => "sqrt(a * b)",                    NonNegative('a');
    "sqrt(a * a + b * b)"       => "hypot(a, b)",                    Always;
    "sqrt(a * a + b)"           => "hypot(a, sqrt(b))",              PositiveNumber('b');
    "hypot(a, b) * hypot(a, b)" => "a * a + b * b",                  Always;
    "hypot(a * b, a * c)"       => "abs(a) * hypot(b, c)",           Always;
    "hypot(-a, b)"              => "hypot(a, b)",                    Always;
    "hypot(a, b) - c"           => "(a * a + (b - c) * (b + c)) / (hypot(a, b) + c)", NonNegative('c');
    "hypot(a, b) + a"           => "b * b / (hypot(a, b) - a)",      Always;
    "hypot(a, b) - a"           => "b * b / (hypot(a, b) + a)",      Always;
    "1 / (a * a + b * b)"       => "(1 / hypot(a, b)) * (1 / hypot(a, b))", Always;
    "1 / (a * a + b)"           => "(1 / hypot(a, sqrt(b))) * (1 / hypot(a, sqrt(b)))", PositiveNumber('b');
    "sqrt(a) - b"               => "(a - b * b) / (sqrt(a) + b)",    Positive('b');
    "sqrt(a) + b"               => "(a - b * b) / (sqrt(a) - b)",    Always;
    "a - sqrt(b)"               => "(a * a - b) / (a + sqrt(b))",    Always;
    // Exponential and logarithm.
    "exp(a) * exp(b)"           => "exp(a + b)",                     Always;
    "1 / exp(a)"                => "exp(-a)",                        Always;
    "exp(a) ^ b"                => "exp(a * b)",                     Always;
    "exp(2 * a)"                => "exp(a) * exp(a)",                Always;
    "exp(a) * exp(-a)"          => "1",                              Always;
    "exp(a) - 1"                => "expm1(a)",                       Always;
    "expm1(a)"                  => "-exp(a) * expm1(-a)",            Always;
    "1 - exp(a)"                => "-expm1(a)",                      Always;
    "a * exp(b) - a"            => "a * expm1(b)",                   Always;
    "a - a * exp(b)"            => "-a * expm1(b)",                  Always;
    "expm1(a) + 1"              => "exp(a)",                         Always;
    "exp(log(a))"               => "a",                              Positive('a');
    "log(exp(a))"               => "a",                              Always;
    "log(1 + a)"                => "log1p(a)",                       Always;
    "log1p(a - 1)"              => "log(a)",                         Positive('a');
    "log(a * b)"                => "log(a) + log(b)",                Positive('a');
    "log(1 / a)"                => "-log(a)",                        Always;
    "log(a ^ b)"                => "b * log(a)",                     Positive('a');
    "log(sqrt(a))"              => "log(a) / 2",                     Positive('a');
    "exp(log1p(a))"             => "1 + a",                          Positive('a');
    "2 ^ a"                     => "exp(a * log(2))",                Always;
    "a ^ b"                     => "exp(b * log(a))",                Positive('a');
    "log(a + hypot(a, 1))"     => "asinh(a)",                       Always;
    // Softplus and sigmoid.
    "log1p(exp(a))"             => "softplus(a)",                    Always;
    "log(exp(a) + exp(b))"      => "a + softplus(b - a)",            Always;
    "log(b + exp(a))"           => "log(b) + softplus(a - log(b))",  Positive('b');
    "exp(softplus(a))"          => "1 + exp(a)",                     Always;
    "exp(-softplus(a))"         => "sigmoid(-a)",                    Always;
    "expm1(-softplus(a))"       => "-sigmoid(a)",                    Always;
    "softplus(a) - a"           => "softplus(-a)",                   Always;
    "softplus(-a) + a"          => "softplus(a)",                    Always;
    "1 / (1 + exp(a))"          => "sigmoid(-a)",                    Always;
    "1 / (exp(a) + exp(b))"     => "exp(-a) * sigmoid(a - b)",       Always;
    "1 / (2 + expm1(a))"        => "sigmoid(-a)",                    Always;
    "exp(a) * sigmoid(-a)"      => "sigmoid(a)",                     Always;
    "exp(-a) * sigmoid(a)"      => "sigmoid(-a)",                    Always;
    "1 - sigmoid(a)"            => "sigmoid(-a)",                    Always;
    "sigmoid(a) - 1"            => "-sigmoid(-a)",                   Always;
    "b - b * sigmoid(a)"        => "b * sigmoid(-a)",                Always;
    "sigmoid(a) + sigmoid(-a)"  => "1",                              Always;
    "sigmoid(a) - sigmoid(-a)"  => "tanh(a / 2)",                    Always;
    "2 * sigmoid(a) - 1"        => "tanh(a / 2)",                    Always;
    "1 - 2 * sigmoid(a)"        => "-tanh(a / 2)",                   Always;
    "sigmoid(a) - 1/2"          => "tanh(a / 2) / 2",                Always;
    "log(sigmoid(a))"           => "-softplus(-a)",                  Always;
    "1 / sigmoid(a)"            => "1 + exp(-a)",                    Always;
    // Hyperbolic functions.
    "exp(a) - exp(-a)"          => "2 * sinh(a)",                    Always;
    "exp(a) + exp(-a)"          => "2 * cosh(a)",                    Always;
    "sinh(a) / cosh(a)"         => "tanh(a)",                        Always;
    "expm1(a) / (exp(a) + 1)"   => "tanh(a / 2)",                    Always;
    "expm1(a) * sigmoid(-a)"    => "tanh(a / 2)",                    Always;
    "1 + tanh(a)"               => "2 * sigmoid(2 * a)",             Always;
    "1 - tanh(a)"               => "2 * sigmoid(-2 * a)",            Always;
    "tanh(a) - 1"               => "-2 * sigmoid(-2 * a)",           Always;
    "1 - tanh(a) * tanh(a)"     = "1 / (cosh(a) * cosh(a))",         Always;
    "1 - 1 / (cosh(a) * cosh(a))" => "tanh(a) * tanh(a)",            Always;
    "1 / (cosh(a) * cosh(a))"   => "4 * (sigmoid(2 * a) * sigmoid(-2 * a))", Always;
    "cosh(a) * cosh(a) - 1"     => "sinh(a) * sinh(a)",              Always;
    "sinh(a) * sinh(a) + 1"     => "cosh(a) * cosh(a)",              Always;
    "cosh(a) - 1"               => "2 * (sinh(a / 2) * sinh(a / 2))", Always;
    "1 / cosh(a)"               => "2 * exp(-abs(a)) * sigmoid(2 * abs(a))", Always;
    "tanh(a) * cosh(a)"         => "sinh(a)",                        Always;
    "log(cosh(a))"              => "log1p(2 * (sinh(a / 2) * sinh(a / 2)))", Always;
    "log(cosh(a))"              => "abs(a) + (log1p(exp(-2 * abs(a))) - log(2))", Always;
    "tanh(softplus(a))"         => "expm1(2 * softplus(a)) / (exp(2 * softplus(a)) + 1)", Always;
    // Error function.
    "1 + erf(a)"                => "erfc(-a)",                       Always;
    "1 - erf(a)"                => "erfc(a)",                        Always;
    "erf(a) - 1"                => "-erfc(a)",                       Always;
    "b + b * erf(a)"            => "b * erfc(-a)",                   Always;
    "b - b * erf(a)"            => "b * erfc(a)",                    Always;
    "1 - erfc(a)"               => "erf(a)",                         Always;
    "2 - erfc(a)"               => "erfc(-a)",                       Always;
    // Circular functions.
    "1 - cos(a)"                => "2 * (sin(a / 2) * sin(a / 2))",  Always;
    "1 - cos(a) * cos(a)"       => "sin(a) * sin(a)",                Always;
    "1 - sin(a) * sin(a)"       => "cos(a) * cos(a)",                Always;
    "sin(a) * sin(a) + cos(a) * cos(a)" => "1",                      Always;
    "2 * (sin(a) * cos(a))"     => "sin(2 * a)",                     Always;
    "sin(a) / cos(a)"           => "tan(a)",                         Always;
    // Signs.
    "abs(a) * abs(a)"           => "a * a",                          Always;
    "a * sign(a)"               => "abs(a)",                         Always;
    "abs(a) * sign(a)"          => "a",                              Always;
    "abs(-a)"                   => "abs(a)",                         Always;
    "abs(a)"                    => "a",                              NonNegative('a');
    "abs(a * b)"                => "a * abs(b)",                     NonNegative('a');
    "sign(a * b)"               => "sign(b)",                        Positive('a');
    "tanh(-a)"                  => "-tanh(a)",                       Always;
    "sinh(-a)"                  => "-sinh(a)",                       Always;
    "cosh(-a)"                  => "cosh(a)",                        Always;
    "erf(-a)"                   => "-erf(a)",                        Always;
    "atan(-a)"                  => "-atan(a)",                       Always;
    "asinh(-a)"                 => "-asinh(a)",                      Always;
    "sin(-a)"                   => "-sin(a)",                        Always;
    "cos(-a)"                   => "cos(a)",                         Always;
    "tan(-a)"                   => "-tan(a)",                        Always;
    // Numbers inside.
    "a * (b * c)"               => "(a * b) * c",                    Number('b');
};
