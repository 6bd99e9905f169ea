//! The identities that stable forms are found by, as data: one row each.
//!
//! A row reads `left = right`, and holds for all real values of its letters for which both sides are
//! defined and the condition is met; the condition is *proved* of a class before a rule fires
//! (see [`facts`](crate::facts)). Rows with `=>` work in one direction only. A row whose left is a
//! difference p − q stands for q − p as well. The conformance suite samples every row against MPFR.

/// One identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The pattern that it replaces, a formula in the letters a to d, p and q.
    pub left: &'static str,
    /// What it is replaced by.
    pub right: &'static str,
    /// Whether the left may also replace the right.
    pub both_ways: bool,
    /// What has to be proved of the letters first.
    pub conditions: &'static [Condition],
}

impl Rule {
    /// The row for q − p, where the left is p − q.
    #[must_use]
    pub fn mirrored(&self) -> Option<(String, String)> {
        let (p, q) = self.left.split_once(" - ")?;
        let depth = |text: &str| text.matches('(').count() == text.matches(')').count();
        (depth(p) && depth(q) && !q.contains(" + ") && !q.contains(" - "))
            .then(|| (format!("{q} - ({p})"), format!("-({})", self.right)))
    }
}

/// A side condition on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// The letter is nowhere 0.
    NonZero(char),
    /// The letter is > 0 everywhere.
    Positive(char),
    /// The letter is ≥ 0 everywhere.
    NonNegative(char),
    /// The letter is ≤ 0 everywhere.
    NonPositive(char),
    /// The letter is a number.
    Number(char),
    /// The letter is a number > 0.
    PositiveNumber(char),
}

use Condition::{NonNegative, NonPositive, NonZero, Number, Positive, PositiveNumber};

macro_rules! rules {
    ($($left:literal $arrow:tt $right:literal $(, $condition:expr)*;)*) => {
        &[$(Rule {
            left: $left,
            right: $right,
            both_ways: rules!(@ $arrow),
            conditions: &[$($condition),*],
        }),*]
    };
    (@ =>) => { false };
    (@ =) => { true };
}

/// All rows. Differences and quotients are sums with −1 times, products with a reciprocal.
#[rustfmt::skip]
pub const RULES: &[Rule] = rules! {
    // Sums and products.
    "a + b"                     => "b + a";
    "a * b"                     => "b * a";
    "(a + b) + c"               => "a + (b + c)";
    "(a * b) * c"               => "a * (b * c)";
    "a + 0"                     => "a";
    "a * 1"                     => "a";
    "a + a"                     => "2 * a";
    "a + b * a"                 => "(1 + b) * a";
    "a * c + b * c"             => "(a + b) * c";
    "a * (b + c)"               => "a * b + a * c";
    "a * a - b * b"             => "(a - b) * (a + b)";
    "1 - a * a"                 => "(1 - a) * (1 + a)";
    // Quotients.
    "1 / (a * b)"               = "(1 / a) * (1 / b)";
    "1 / (1 / a)"               => "a";
    "a * (1 / a)"               => "1", NonZero('a');
    "a + b * (1 / c)"           => "(a * c + b) * (1 / c)", NonZero('c');
    "a / (a + b) - 1"           => "-b / (a + b)", Number('b');
    "1 - a / (a + b)"           => "b / (a + b)";
    "a / (b + a)"               => "1 / (b / a + 1)", NonZero('a');
    // Powers and roots.
    "a ^ 2"                     = "a * a";
    "a ^ 3"                     = "a * (a * a)";
    "a ^ 4"                     => "(a * a) * (a * a)";
    "a * a ^ b"                 => "a ^ (b + 1)", Positive('a');
    "a ^ b * a ^ c"             => "a ^ (b + c)", Positive('a');
    "1 / a ^ b"                 => "a ^ (-b)", Positive('a');
    "1 / a ^ 3"                 => "(1 / a) * ((1 / a) * (1 / a))";
    "1 / a ^ 5"                 => "(1 / a) * ((1 / a) * (1 / a)) * ((1 / a) * (1 / a))";
    "(a ^ b) ^ c"               => "a ^ (b * c)", Positive('a');
    "a ^ (1/2)"                 => "sqrt(a)";
    "a ^ (-1/2)"                => "1 / sqrt(a)", Positive('a');
    "a ^ (3/2)"                 => "a * sqrt(a)", NonNegative('a');
    "a ^ (-3/2)"                => "1 / (a * sqrt(a))", Positive('a');
    "sqrt(a) * sqrt(a)"         => "a", NonNegative('a');
    "sqrt(a * a)"               => "abs(a)";
    "sqrt(a) * sqrt(b)"         => "sqrt(a * b)", NonNegative('a');
    "sqrt(a * a + b * b)"       => "hypot(a, b)";
    "sqrt(c * (a * a) + b)"     => "hypot(sqrt(c) * a, sqrt(b))", PositiveNumber('b'), PositiveNumber('c');
    "sqrt(a * a + b)"           => "hypot(a, sqrt(b))", PositiveNumber('b');
    "hypot(a, b) * hypot(a, b)" => "a * a + b * b";
    "hypot(a * b, a * c)"       => "abs(a) * hypot(b, c)";
    "hypot(-a, b)"              => "hypot(a, b)";
    "hypot(a, b) + c"           => "(a * a + (b - c) * (b + c)) / (hypot(a, b) - c)", NonPositive('c');
    "1 / hypot(a, b) - a * a / (hypot(a, b) * (hypot(a, b) * hypot(a, b)))" => "b * b / (hypot(a, b) * (hypot(a, b) * hypot(a, b)))";
    "1 / (a * a + b * b) * (a * a)" => "1 - b * b / (a * a + b * b)";
    "hypot(a, b) + a"           => "b * b / (hypot(a, b) - a)";
    "hypot(a, b) - a"           => "b * b / (hypot(a, b) + a)";
    "1 / (a * a + b * b)"       => "(1 / hypot(a, b)) * (1 / hypot(a, b))";
    "1 / (a * a + b)"           => "(1 / hypot(a, sqrt(b))) * (1 / hypot(a, sqrt(b)))", PositiveNumber('b');
    "sqrt(a) + b"               => "(a - b * b) / (sqrt(a) - b)", NonPositive('b');
    "a - sqrt(b)"               => "(a * a - b) / (a + sqrt(b))";
    // Exponential and logarithm.
    "exp(a) * exp(b)"           => "exp(a + b)";
    "1 / exp(a)"                => "exp(-a)";
    "exp(a) ^ b"                => "exp(a * b)";
    "exp(2 * a)"                => "exp(a) * exp(a)";
    "exp(a) * exp(-a)"          => "1";
    "exp(a) - 1"                => "expm1(a)";
    "expm1(a)"                  => "-exp(a) * expm1(-a)";
    "a * exp(b) - a"            => "a * expm1(b)";
    "expm1(a) + 1"              => "exp(a)";
    "exp(log(a))"               => "a", Positive('a');
    "log(exp(a))"               => "a";
    "log(1 + a)"                => "log1p(a)";
    "log1p(a - 1)"              => "log(a)", Positive('a');
    "log(a * b)"                => "log(a) + log(b)", Positive('a');
    "log(1 / a)"                => "-log(a)";
    "log(a ^ b)"                => "b * log(a)", Positive('a');
    "log(sqrt(a))"              => "log(a) / 2", Positive('a');
    "exp(log1p(a))"             => "1 + a", Positive('a');
    "2 ^ a"                     => "exp(a * log(2))";
    "a ^ b"                     => "exp(b * log(a))", Positive('a');
    "log(a + hypot(a, 1))"     => "asinh(a)";
    // Softplus and sigmoid.
    "log1p(exp(a))"             => "softplus(a)";
    "log(exp(a) + exp(b))"      => "a + softplus(b - a)";
    "log(b + exp(a))"           => "log(b) + softplus(a - log(b))", Positive('b');
    "exp(softplus(a))"          => "1 + exp(a)";
    "exp(-softplus(a))"         => "sigmoid(-a)";
    "expm1(-softplus(a))"       => "-sigmoid(a)";
    "softplus(a) - a"           => "softplus(-a)";
    "softplus(-a) + a"          => "softplus(a)";
    "1 / (1 + exp(a))"          => "sigmoid(-a)";
    "1 / (b + exp(a))"          => "sigmoid(log(b) - a) / b", PositiveNumber('b');
    "1 / (exp(a) + exp(b))"     => "exp(-a) * sigmoid(a - b)";
    "1 / (2 + expm1(a))"        => "sigmoid(-a)";
    "exp(a) * sigmoid(-a)"      => "sigmoid(a)";
    "exp(-a) * sigmoid(a)"      => "sigmoid(-a)";
    "sigmoid(a)"                => "exp(a) * sigmoid(-a)", NonPositive('a');
    "1 - sigmoid(a)"            => "sigmoid(-a)";
    "b - b * sigmoid(a)"        => "b * sigmoid(-a)";
    "softplus(a) - softplus(-a)" => "a";
    "softplus(a) - log(2)"      => "a / 2 + log(cosh(a / 2))";
    "sigmoid(a) + sigmoid(-a)"  => "1";
    "sigmoid(a) - sigmoid(-a)"  => "tanh(a / 2)";
    "2 * sigmoid(a) - 1"        => "tanh(a / 2)";
    "sigmoid(a) - 1/2"          => "tanh(a / 2) / 2";
    "log(sigmoid(a))"           => "-softplus(-a)";
    "1 / sigmoid(a)"            => "1 + exp(-a)";
    // Hyperbolic functions.
    "(exp(a) - exp(-a)) / (exp(a) + exp(-a))" => "tanh(a)";
    "(exp(a) - 1) / (exp(a) + 1)" => "tanh(a / 2)";
    "(1 - exp(a)) / (1 + exp(a))" => "-tanh(a / 2)";
    "exp(a) - exp(-a)"          => "2 * sinh(a)";
    "exp(a) + exp(-a)"          => "2 * cosh(a)";
    "sinh(a) / (cosh(a) * cosh(a))" => "tanh(a) / cosh(a)";
    "sinh(a) / cosh(a)"         => "tanh(a)";
    "expm1(a) / (exp(a) + 1)"   => "tanh(a / 2)";
    "expm1(a) * sigmoid(-a)"    => "tanh(a / 2)";
    "1 + tanh(a)"               => "2 * sigmoid(2 * a)";
    "1 - tanh(a)"               => "2 * sigmoid(-2 * a)";
    "1 - tanh(a) * tanh(a)"     = "1 / (cosh(a) * cosh(a))";
    "1 - 1 / (cosh(a) * cosh(a))" => "tanh(a) * tanh(a)";
    "1 / (cosh(a) * cosh(a))"   => "4 * (sigmoid(2 * a) * sigmoid(-2 * a))";
    "cosh(a) * cosh(a) - 1"     => "sinh(a) * sinh(a)";
    "sinh(a) * sinh(a) + 1"     => "cosh(a) * cosh(a)";
    "cosh(a) - 1"               => "2 * (sinh(a / 2) * sinh(a / 2))";
    "1 / cosh(a)"               => "2 * exp(-abs(a)) * sigmoid(2 * abs(a))";
    "tanh(a) * cosh(a)"         => "sinh(a)";
    "abs(a) + (softplus(-2 * abs(a)) - log(2))" => "log(cosh(a))";
    "log(cosh(a))"              => "log1p(2 * (sinh(a / 2) * sinh(a / 2)))";
    "log(cosh(a))"              => "abs(a) + (log1p(exp(-2 * abs(a))) - log(2))";
    "tanh(softplus(a))"         => "expm1(2 * softplus(a)) / (exp(2 * softplus(a)) + 1)";
    // Error function.
    "1 + erf(a)"                => "erfc(-a)";
    "1 - erf(a)"                => "erfc(a)";
    "b + b * erf(a)"            => "b * erfc(-a)";
    "b - b * erf(a)"            => "b * erfc(a)";
    "1 - erfc(a)"               => "erf(a)";
    "2 - erfc(a)"               => "erfc(-a)";
    // Circular functions.
    "1 - cos(a)"                => "2 * (sin(a / 2) * sin(a / 2))";
    "1 - cos(a) * cos(a)"       => "sin(a) * sin(a)";
    "1 - sin(a) * sin(a)"       => "cos(a) * cos(a)";
    "sin(a) * sin(a) + cos(a) * cos(a)" => "1";
    "2 * (sin(a) * cos(a))"     => "sin(2 * a)";
    "sin(a) / cos(a)"           => "tan(a)";
    // Signs.
    "abs(a) * abs(a)"           => "a * a";
    "a * sign(a)"               => "abs(a)";
    "abs(a) * sign(a)"          => "a";
    "abs(-a)"                   => "abs(a)";
    "abs(a)"                    => "a", NonNegative('a');
    "abs(a * b)"                => "a * abs(b)", NonNegative('a');
    "sign(a * b)"               => "sign(b)", Positive('a');
    "tanh(-a)"                  => "-tanh(a)";
    "sinh(-a)"                  => "-sinh(a)";
    "cosh(-a)"                  => "cosh(a)";
    "erf(-a)"                   => "-erf(a)";
    "atan(-a)"                  => "-atan(a)";
    "asinh(-a)"                 => "-asinh(a)";
    "sin(-a)"                   => "-sin(a)";
    "cos(-a)"                   => "cos(a)";
    "tan(-a)"                   => "-tan(a)";
    // Comparisons.
    "if(a + b < c, p, q)"                 => "if(a < c - b, p, q)", Number('b'), Number('c');
    "if(a + b <= c, p, q)"                => "if(a <= c - b, p, q)", Number('b'), Number('c');
    "if(a + b > c, p, q)"                 => "if(a > c - b, p, q)", Number('b'), Number('c');
    "if(a + b >= c, p, q)"                => "if(a >= c - b, p, q)", Number('b'), Number('c');
    "if(c < a + b, p, q)"                 => "if(c - b < a, p, q)", Number('b'), Number('c');
    "if(c <= a + b, p, q)"                => "if(c - b <= a, p, q)", Number('b'), Number('c');
    "if(c > a + b, p, q)"                 => "if(c - b > a, p, q)", Number('b'), Number('c');
    "if(c >= a + b, p, q)"                => "if(c - b >= a, p, q)", Number('b'), Number('c');
    "if(b * a < c, p, q)"                 => "if(a < c / b, p, q)", PositiveNumber('b'), Number('c');
    "if(b * a <= c, p, q)"                => "if(a <= c / b, p, q)", PositiveNumber('b'), Number('c');
    "if(b * a > c, p, q)"                 => "if(a > c / b, p, q)", PositiveNumber('b'), Number('c');
    "if(b * a >= c, p, q)"                => "if(a >= c / b, p, q)", PositiveNumber('b'), Number('c');
    "if(c < b * a, p, q)"                 => "if(c / b < a, p, q)", PositiveNumber('b'), Number('c');
    "if(c <= b * a, p, q)"                => "if(c / b <= a, p, q)", PositiveNumber('b'), Number('c');
    "if(c > b * a, p, q)"                 => "if(c / b > a, p, q)", PositiveNumber('b'), Number('c');
    "if(c >= b * a, p, q)"                => "if(c / b >= a, p, q)", PositiveNumber('b'), Number('c');
    "a + b * c"                 => "b * (a / b + c)", PositiveNumber('b'), Number('a');
    "1 - abs(a + b)"            => "if(a + b < 0, (1 + b) + a, (1 - b) - a)", Number('b');
    // Numbers.
    "a * b + c"                 => "a * (b + c / a)", Number('a'), Number('c');
    "a * (b * c)"               => "(a * b) * c", Number('b');
};

/// Rows besides, for the [derivative from the value](crate::Expr::derivative_from_value): what turns
/// the functions that occur in a derivative back into the one that it is the derivative of.
#[rustfmt::skip]
pub const FROM_VALUE: &[Rule] = rules! {
    "sigmoid(-a)"               => "1 - sigmoid(a)";
    "sigmoid(a)"                => "-expm1(-softplus(a))";
    "exp(a)"                    => "expm1(a) + 1";
    "exp(a)"                    => "expm1(softplus(a))";
    "exp(a)"                    => "sinh(a) + cosh(a)";
    "cosh(a)"                   => "sqrt(1 + sinh(a) * sinh(a))";
    "sinh(abs(a))"              => "sqrt(cosh(a) * cosh(a) - 1)";
    "1 / a"                     => "exp(-log(a))", Positive('a');
    "1 + tan(a) * tan(a)"       => "1 / (cos(a) * cos(a))";
};

/// Rows besides, for [what runs a form](crate::Expr::cheaper): the right is faster where its parts are shared,
/// and no sum of it cancels.
#[rustfmt::skip]
pub const CHEAPER: &[Rule] = rules! {
    "tanh(softplus(a))"         => "sigmoid(a) * (1 + sigmoid(-a)) / (1 + sigmoid(-a) * sigmoid(-a))";
    "1 / cosh(softplus(a))"     => "2 * sigmoid(-a) / (1 + sigmoid(-a) * sigmoid(-a))";
};
