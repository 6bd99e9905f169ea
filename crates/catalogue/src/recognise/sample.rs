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
    constants: Vec<f64>,
}

impl Sampler {
    /// Of a formula in `x` and parameters.
    pub(super) fn new(formula: &Expr, inputs: &[&str]) -> Self {
        let graph: &Graph = formula.graph();
        let tape = Tape::new(graph, &[formula.root()], inputs);
        let constants = tape.constants();
        Self { tape, constants }
    }

    /// The values at `x`, where `parameters` are the values of the inputs after the first.
    ///
    /// A block of points goes through the whole tape at a time: one small allocation for each run,
    /// since a search makes tens of thousands of them.
    pub(super) fn run(&self, x: &[f64], parameters: &[f64]) -> Vec<f64> {
        let mut registers = vec![[0.0; POINTS]; self.tape.registers];
        let mut values = Vec::with_capacity(x.len());
        for block in x.chunks(POINTS) {
            let mut inputs = [0.0; POINTS];
            inputs[..block.len()].copy_from_slice(block);
            let output = self.run_block(&inputs, parameters, &mut registers);
            values.extend_from_slice(&output[..block.len()]);
        }
        values
    }

    fn run_block(&self, x: &Block, parameters: &[f64], registers: &mut [Block]) -> Block {
        let read = |registers: &[Block], operand: Operand| match operand {
            Operand::Register(index) => registers[index],
            Operand::Input(0) => *x,
            Operand::Input(index) => {
                [parameters.get(index - 1).copied().unwrap_or(f64::NAN); POINTS]
            }
            Operand::Constant(index) => [self.constants[index]; POINTS],
        };
        for instruction in &self.tape.instructions {
            let mut arguments = [[0.0; POINTS]; 3];
            for (slot, &operand) in arguments.iter_mut().zip(&instruction.arguments) {
                *slot = read(registers, operand);
            }
            let slices = [&arguments[0][..], &arguments[1][..], &arguments[2][..]];
            let arity = instruction.arguments.len();
            let output = &mut registers[instruction.output];
            apply_over(instruction.operator, &slices[..arity], output);
        }
        self.tape.outputs.first().map_or([f64::NAN; POINTS], |&output| read(registers, output))
    }
}

/// One value for each point.
type Block = [f64; POINTS];

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
