//! Running error bounds against MPFR: what a float is off by is no more than its bound says.

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_conformance::oracle;
use nonlin_expr::Rounded;

/// A first-order bound is not sharp.
const SHARPNESS: f64 = 2.0;

fn points() -> impl Iterator<Item = f64> {
    let middle = (-160..160).map(|k| f64::from(k) * 0.2537 + 0.011);
    let tails = (-300..300).step_by(29).map(|k| 1.37 * 10_f64.powi(k));
    middle.chain(tails.flat_map(|x| [x, -x]))
}

#[test]
fn bounds_hold_for_every_function() {
    let (mut compared, mut sharp) = (0_u32, 0_u32);
    for definition in all().iter().filter(|definition| definition.kind == Kind::Scalar) {
        let activation = Activation::resolve(definition.name, &Parameters::new()).unwrap();
        for x in points() {
            let rounded = activation.expression().evaluate(|_| Rounded::exact(x));
            if !rounded.is_known() {
                continue;
            }
            let exact = oracle::value(activation.expression(), x);
            let off = (exact - rounded.value).abs().to_f64();
            let bound = SHARPNESS * rounded.error;
            assert!(off <= bound, "{}({x:e}): {rounded:?} is off by {off:e}", definition.name);
            compared += 1;
            sharp += u32::from(off > bound / 1e4);
        }
    }
    // Neither idle nor so wide that they say nothing.
    assert!(compared > 50_000 && sharp > compared / 10, "{sharp} of {compared}");
}
