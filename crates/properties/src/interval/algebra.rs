//! Intervals as an [`Algebra`](nonlin_expr::Algebra).
