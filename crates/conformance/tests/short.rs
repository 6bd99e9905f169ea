//! Every scalar function of the catalogue in f16, bf16 and f32, value and first derivative: all halves have to
//! be rounded right, and floats of 32 bits on a stride over all bit patterns within their bound, besides both
//! sides of each branch point of the formula and of the stable forms.

use std::ops::RangeInclusive;

use half::{bf16, f16};
use nonlin_catalogue::{Activation, Definition, Kind, Parameters, all};
use nonlin_conformance::dense::{Dense, ORDERS, Piece, Results, SLICES};
use nonlin_conformance::grid;
use nonlin_conformance::oracle::Undecided;
use nonlin_conformance::sweep::{self, Ledger, Short};
use nonlin_kernels::Kernel;
use rayon::prelude::*;

/// From one bit pattern of f32 to the next that is checked.
const STRIDE: u32 = 4_099;
/// One in so many of them, where only MPFR follows a function.
const THINNED: u32 = 32;
/// Stretches in which functions have to be polynomials: short enough to beat MPFR for each point.
const FINEST: u32 = 1 << 16;

/// The inputs of one type.
struct Inputs<T> {
    /// With the bits of the same float of 32 bits, in their order.
    sorted: Vec<(u32, T)>,
}

impl<T: Short> Inputs<T> {
    #[expect(clippy::cast_possible_truncation, reason = "halves are floats of 32 bits too")]
    fn of_halves(of: impl Fn(u16) -> T) -> Self {
        let bits = |x: &T| (x.wide() as f32).to_bits();
        let all = (0..=u16::MAX).map(of).filter(|x| x.wide().is_finite());
        let mut sorted: Vec<(u32, T)> = all.map(|x| (bits(&x), x)).collect();
        sorted.sort_by_key(|(bits, _)| *bits);
        Self { sorted }
    }

    fn within(&self, bits: &RangeInclusive<u32>) -> Vec<T> {
        let from = self.sorted.partition_point(|(known, _)| known < bits.start());
        let rest = self.sorted[from..].iter().take_while(|(known, _)| known <= bits.end());
        rest.map(|(_, x)| *x).collect()
    }
}

/// The errors of a function in one type.
struct Errors {
    ledgers: [Ledger; ORDERS],
}

impl Errors {
    fn new<T: Short>(name: &str) -> Self {
        Self { ledgers: [0, 1].map(|order| Ledger::new::<T>(name, order)) }
    }

    fn piece<T: Short>(
        &mut self,
        kernel: &Kernel,
        dense: &Dense,
        piece: &Piece,
        xs: &[T],
    ) -> Result<(), Undecided> {
        let (mut value, mut derivative) = (xs.to_vec(), xs.to_vec());
        kernel.value_and_derivative(xs, &mut value, &mut derivative);
        sweep::piece(dense, piece, xs, [&value, &derivative], |order, x, error| {
            self.ledgers[order].enter(x, error);
        })
    }

    /// Points where MPFR alone is asked.
    fn points<T: Short>(
        &mut self,
        kernel: &Kernel,
        dense: &Dense,
        points: &[f64],
    ) -> Result<(), Undecided> {
        for &x in points.iter().filter(|x| !dense.expects_nothing(**x)) {
            for (ledger, error) in self.ledgers.iter_mut().zip(sweep::at::<T>(kernel, dense, x)?) {
                ledger.enter(x, error);
            }
        }
        Ok(())
    }

    fn faults<T: Short>(&self, kernel: &Kernel, dense: &Dense) -> Result<Vec<String>, Undecided> {
        let [value, derivative] = &self.ledgers;
        Ok([value.faults::<T>(kernel, dense)?, derivative.faults::<T>(kernel, dense)?].concat())
    }
}

fn examine(
    definition: &Definition,
    halves: &Inputs<f16>,
    brains: &Inputs<bf16>,
) -> Result<Vec<String>, Undecided> {
    let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
    let kernel = Kernel::new(&activation);
    let dense = Dense::new(&activation, FINEST).unwrap();
    let mut single = Errors::new::<f32>(definition.name);
    let mut half = Errors::new::<f16>(definition.name);
    let mut brain = Errors::new::<bf16>(definition.name);
    for slice in 0..SLICES {
        for piece in dense.slice(slice)? {
            let bits = piece.first..=piece.last;
            let rough = matches!(piece.results, Results::Rough);
            let stride = if rough { STRIDE * THINNED } else { STRIDE };
            let first = piece.first.div_ceil(stride)..=piece.last / stride;
            let xs: Vec<f32> = first.map(|k| f32::from_bits(k * stride)).collect();
            single.piece(&kernel, &dense, &piece, &xs)?;
            half.piece(&kernel, &dense, &piece, &halves.within(&bits))?;
            brain.piece(&kernel, &dense, &piece, &brains.within(&bits))?;
        }
    }
    let special = [f64::NEG_INFINITY, -0.0, f64::INFINITY, f64::NAN];
    half.points::<f16>(&kernel, &dense, &special)?;
    brain.points::<bf16>(&kernel, &dense, &special)?;
    single.points::<f32>(&kernel, &dense, &special)?;
    single.points::<f32>(&kernel, &dense, &branches(&activation, &dense))?;
    let faults = [
        single.faults::<f32>(&kernel, &dense)?,
        half.faults::<f16>(&kernel, &dense)?,
        brain.faults::<bf16>(&kernel, &dense)?,
    ];
    Ok(faults.concat())
}

/// The floats of 32 bits about the branch points of the formula and of what the kernel computes.
fn branches(activation: &Activation, dense: &Dense) -> Vec<f64> {
    let forms = activation.stable(ORDERS - 1).unwrap();
    let forms = forms.iter().flat_map(|form| grid::places(&form.expr));
    let places = dense.reference().places().iter().copied().chain(forms);
    #[expect(clippy::cast_possible_truncation, reason = "the nearest 32-bit float is meant")]
    let nearest = places.map(|x| x as f32).filter(|x| x.is_finite());
    nearest.flat_map(|x| [x.next_down(), x, x.next_up()]).map(f64::from).collect()
}

#[test]
fn short_floats_keep_their_bounds() {
    let halves = Inputs::of_halves(f16::from_bits);
    let brains = Inputs::of_halves(bf16::from_bits);
    let scalars: Vec<_> = all().iter().filter(|d| d.kind == Kind::Scalar).collect();
    let faults: Vec<String> = scalars
        .par_iter()
        .flat_map_iter(|definition| {
            let faults = examine(definition, &halves, &brains);
            let faults = faults.unwrap_or_else(|undecided| vec![undecided.to_string()]);
            faults.into_iter().map(|fault| format!("{}, {fault}", definition.name))
        })
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
