//! The oracle and the promise: MPFR on one side, the table of error bounds on the other.
//!
//! Nothing here comes from the code under test but the formula's graph: operators are computed by
//! MPFR, constants are exact, and derivatives are differences of values at hundreds of digits.

pub mod bounds;
pub mod grid;
pub mod oracle;
pub mod ulp;
