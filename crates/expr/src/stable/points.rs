//! Where candidates are weighed: the whole f64 line, denser where functions bend.

use crate::algebra::Rounded;
use crate::expr::Expr;
use crate::graph::Node;

/// Magnitudes of x: subnormal, where squares vanish, where functions bend, where exponentials and their
/// squares end,
/// where cubes and squares overflow.
#[rustfmt::skip]
const MAGNITUDES: &[f64] = &[
    3.1e-320, 1.3e-300, 1.7e-200, 1.1e-154, 1.9e-100, 1.3e-60, 1.7e-38, 1.3e-25, 1.1e-17, 1.3e-16, 1.7e-14, 1.1e-12,
    1.3e-10, 1.7e-8, 1.1e-6, 1.9e-5, 1.3e-4, 1.1e-3, 0.0051, 0.017, 0.052, 0.11, 0.21, 0.33, 0.47, 0.61, 0.73, 0.87, 0.97,
    1.09, 1.31, 1.47, 1.71, 1.93, 2.23, 2.61, 3.07, 3.41, 3.9, 4.3, 5.1, 5.9, 7.1, 8.3, 9.7, 12.1, 15.3, 18.1, 19.7, 22.3,
    26.1, 30.7, 35.9, 37.3, 39.1, 51.3, 70.1, 87.3, 103.1, 151.0, 301.0, 353.9, 361.3, 372.1, 701.0, 709.1, 711.3, 739.0, 746.1,
    1.1e3, 1.3e4, 1.7e5, 1.1e8, 1.3e12, 1.1e16, 1.7e20, 1.3e38, 1.1e52, 1.7e78, 1.9e103, 1.3e150, 1.7e155, 1.1e200, 1.3e290, 1.1e307,
];

/// Values for symbols other than x, by turns.
const PARAMETERS: &[f64] = &[0.73, 1.0, 1.9];

/// How many of the formula's own numbers get points at their sides.
const MAX_LANDMARKS: usize = 6;

/// The points, in rising order of x; each gives a value to every symbol.
pub(super) struct Points {
    xs: Vec<f64>,
}

impl Points {
    /// For a formula in `x` (and perhaps other symbols).
    pub(super) fn of(expr: &Expr) -> Self {
        let mut xs = vec![0.0];
        xs.extend(MAGNITUDES.iter().flat_map(|&x| [x, -x]));
        let graph = expr.graph();
        let numbers = graph.reachable(&[expr.root()]).into_iter().filter_map(|id| {
            let Node::Number(value) = graph.node(id) else { return None };
            Some(value.to_f64().abs())
        });
        let landmarks = numbers.filter(|&n| n > 1e-3 && n < 1e3).take(MAX_LANDMARKS);
        for landmark in landmarks {
            for relative in [-1e-3, -1e-7, 1e-7, 1e-3] {
                let beside = landmark * (1.0 + relative);
                xs.extend([beside, -beside]);
            }
        }
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        Self { xs }
    }

    /// The points at which a function has a value, given its values at all of them; and these values.
    pub(super) fn where_defined(&self, values: Vec<Rounded>) -> (Self, Vec<Rounded>) {
        let all = self.xs.iter().copied().zip(values);
        let (xs, values) = all.filter(|(_, value)| !value.is_undefined()).unzip();
        (Self { xs }, values)
    }

    /// The values of `x`.
    pub(super) fn xs(&self) -> &[f64] {
        &self.xs
    }

    /// The values of a symbol, one at each point.
    pub(super) fn values(&self, symbol: &str) -> Vec<f64> {
        self.xs.iter().map(|&x| self.value_at(symbol, x)).collect()
    }

    /// The value of a symbol at the point where x is `x`.
    pub(super) fn value_at(&self, symbol: &str, x: f64) -> f64 {
        if symbol == "x" {
            return x;
        }
        // Neighbouring points have different significands.
        let turn =
            symbol.bytes().map(usize::from).sum::<usize>() + x.to_bits().count_ones() as usize;
        PARAMETERS[turn % PARAMETERS.len()]
    }
}
