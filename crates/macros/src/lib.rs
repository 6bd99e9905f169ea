//! `nonlin::activation!`: a formula compiled ahead of time.

