//! Functions as numbers: values at fixed points, and where and how widely a function bends.
//!
//! The points are irrational-looking, so that no formula treats one of them in a special way, and
//! moderate, so that formulas as people type them neither overflow nor lose all digits there.

use std::sync::LazyLock;

use nonlin_expr::tape::apply_over;
use nonlin_expr::{Expr, Graph, Operand, Tape};

/// How many points a fit looks at.
pub(super) const POINTS: usize = 16;
/// How far they reach to both sides.
const REACH: f64 = 5.0;
/// The grid on which bending is measured: this far to both sides, with this many steps.
const GRID_REACH: f64 = 10.0;
const GRID_STEPS: usize = 160;

/// The points of a fit: low-discrepancy, on both sides of 0.
pub(super) fn points() -> [f64; POINTS] {
    let golden = 0.618_033_988_749_894_9;
    std::array::from_fn(|i| REACH * (2.0 * ((0.37 + golden * i as f64).fract()) - 1.0))
}

/// The grid, from left to right; 0 is not on it.
pub(super) fn grid() -> &'static [f64] {
    static GRID: LazyLock<Vec<f64>> = LazyLock::new(|| {
        let step = 2.0 * GRID_REACH / GRID_STEPS as f64;
        (0..=GRID_STEPS).map(|i| (i as f64 + 0.308_461_9) * step - GRID_REACH).collect()
    });
    &GRID
}

/// A function ready to be evaluated over many points at once.
#[derive(Debug)]
pub(super) struct Sampler {
    tape: Tape,
}

impl Sampler {
    /// Of a formula in `x` and parameters.
    pub(super) fn new(formula: &Expr, inputs: &[&str]) -> Self {
        let graph: &Graph = formula.graph();
        Self { tape: Tape::new(graph, &[formula.root()], inputs) }
    }

    /// The values at `x`, where `parameters` are the values of the inputs after the first.
    pub(super) fn run(&self, x: &[f64], parameters: &[f64]) -> Vec<f64> {
        let mut registers = vec![vec![0.0; x.len()]; self.tape.registers];
        let constant = |value: f64| vec![value; x.len()];
        let scalar = |operand: Operand| match operand {
            Operand::Constant(value) => Some(value),
            Operand::Input(index) if index > 0 => {
                Some(parameters.get(index - 1).copied().unwrap_or(f64::NAN))
            }
            _ => None,
        };
        for instruction in &self.tape.instructions {
            // An instruction never reads the register that it writes.
            let mut output = std::mem::take(&mut registers[instruction.output]);
            let constants: Vec<Vec<f64>> = instruction
                .arguments
                .iter()
                .map(|&operand| scalar(operand).map(constant).unwrap_or_default())
                .collect();
            let mut arguments: [&[f64]; 3] = [&[]; 3];
            for ((slot, operand), constant) in
                arguments.iter_mut().zip(&instruction.arguments).zip(&constants)
            {
                *slot = match *operand {
                    Operand::Register(index) => &registers[index],
                    Operand::Input(0) => x,
                    _ => constant,
                };
            }
            let arity = instruction.arguments.len();
            apply_over(instruction.operator, &arguments[..arity], &mut output);
            registers[instruction.output] = output;
        }
        match self.tape.outputs.first() {
            Some(&Operand::Register(index)) => std::mem::take(&mut registers[index]),
            Some(&Operand::Input(0)) => x.to_vec(),
            Some(&operand) => constant(scalar(operand).unwrap_or(f64::NAN)),
            None => Vec::new(),
        }
    }
}

/// Where a function bends, and over what width: mean and standard deviation of |f″| taken as a
/// distribution, kinks included.
///
/// With f(x) = a·g(b·x + c) + d·x + e, the distribution of f is that of g under x ↦ (x − c)/b, whatever
/// a, d and e are: so these two numbers of f and of g give b (but for its sign) and c.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bend {
    pub(super) centre: f64,
    pub(super) width: f64,
    /// Whether it has come to rest at both ends of the grid; else the numbers mean little.
    pub(super) settled: bool,
}

impl Bend {
    /// From the values on the grid; `None` where the function is straight or not finite.
    pub(super) fn of(grid: &[f64], values: &[f64]) -> Option<Self> {
        let scale = values.iter().fold(0.0_f64, |scale, v| scale.max(v.abs()));
        let bend = |v: &[f64]| (v[0] - 2.0 * v[1] + v[2]).abs();
        let bends: Vec<f64> = values.windows(3).map(bend).collect();
        let total: f64 = bends.iter().sum();
        if !total.is_finite() || total <= 1e-9 * scale {
            return None;
        }
        let mean = |of: &dyn Fn(f64) -> f64| {
            bends.iter().zip(&grid[1..]).map(|(w, &x)| w * of(x)).sum::<f64>() / total
        };
        let centre = mean(&|x| x);
        let step = grid[1] - grid[0];
        let kinked = bends.iter().filter(|&&w| w > 1e-9 * total).count() <= 2;
        // A single kink spreads over two places of the grid: that is no width.
        let variance = if kinked { 0.0 } else { mean(&|x| (x - centre).powi(2)) };
        let edges = bends.len() / 16;
        let ends: f64 = bends[..edges].iter().chain(&bends[bends.len() - edges..]).sum();
        let width = (variance - step * step / 6.0).max(0.0).sqrt();
        Some(Self { centre, width, settled: ends < 1e-3 * total })
    }
}
