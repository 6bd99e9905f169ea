//! Elementary functions, widened by more than the errors of `libm`.
