//! Numbers as JSON: what JSON has no number for is the string `inf`, `-inf` or `nan`.

pub use nonlin::report::card::json::number;
