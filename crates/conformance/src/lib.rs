//! The oracle and the promise: MPFR on one side, the table of error bounds on the other.
//!
//! Nothing here comes from the code under test but the formula's graph: operators are computed by
//! MPFR, constants are exact, and derivatives are differences of values at hundreds of digits.

pub mod bounds;
pub mod dense;
pub mod grid;
pub mod nodes;
pub mod oracle;
pub mod random;
pub mod reference;
pub mod sweep;
pub mod ulp;
