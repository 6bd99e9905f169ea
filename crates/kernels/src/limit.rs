//! Limits at ±∞, found numerically.

pub(crate) use nonlin_expr::limit::at;
