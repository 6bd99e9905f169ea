//! Every scalar function of the catalogue against MPFR: value, first and second derivative, in f32 and
//! f64, over the whole line; kinks by the stated convention, ±∞ by the limit.

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_conformance::bounds::{self, ORDERS, RELATIVE, Type, UNDECIDED};
use nonlin_conformance::oracle::{Oracle, Undecided};
use nonlin_conformance::{grid, ulp};
use nonlin_kernels::{Element, Kernel};
use rayon::prelude::*;
use rug::Float;

/// Points at which the symbolic derivatives are compared with differences.
const SPOTS: usize = 12;

/// What was found out about one function.
#[derive(Default)]
struct Findings {
    failures: Vec<String>,
    /// The largest error of each order in f32 and f64, whatever the table allows.
    worst: Vec<(Type, usize, f64)>,
}

/// A point and the exact value and derivatives there.
type Known = (f64, Vec<Float>);

fn examine(name: &'static str) -> Findings {
    let mut findings = Findings::default();
    let activation = Activation::resolve(name, &Parameters::new()).unwrap();
    let oracle = Oracle::new(activation.expression(), ORDERS - 1).unwrap();
    let forms = activation.stable(ORDERS - 1).unwrap();
    let forms = [0, 1, 2].map(|order| &forms[order].expr);
    let kinks = grid::kinks(&activation);

    let mut places: Vec<f64> = kinks.iter().map(|(at, _)| *at).collect();
    for formula in [&[activation.expression()], forms.as_slice()].concat() {
        places.extend(grid::places(formula));
    }
    let mut undecided = Vec::new();
    let mut ask = |x: f64| exact(&oracle, &kinks, &places, x).map_err(|u| undecided.push(u)).ok();
    let mut known: Vec<Known> =
        grid::points(&places).into_iter().filter_map(|x| Some((x, ask(x)?))).collect();
    let between = grid::subnormal_results(&known, &mut ask);
    known.extend(between);
    known.extend([f64::NEG_INFINITY, f64::INFINITY].into_iter().filter_map(|x| Some((x, ask(x)?))));
    known.push((f64::NAN, vec![Float::with_val(64, f64::NAN); ORDERS]));
    findings.undecided(name, &undecided);
    findings.spots(name, &oracle, &known, &places);

    let kernels =
        [Kernel::of(forms[0], forms[1]).unwrap(), Kernel::of(forms[2], forms[2]).unwrap()];
    findings.compare::<f64>(name, Type::F64, &kernels, &known);
    findings.compare::<f32>(name, Type::F32, &kernels, &known);
    findings
}

/// Limits at ±∞, the stated derivative at a kink, the true one where the formula only changes its
/// piece, and the formula's elsewhere.
fn exact(
    oracle: &Oracle,
    kinks: &[(f64, f64)],
    places: &[f64],
    x: f64,
) -> Result<Vec<Float>, Undecided> {
    if x.is_infinite() {
        return oracle.limits(x);
    }
    let mut results = oracle.at(x)?;
    let stated = kinks.iter().find(|(at, _)| *at == x);
    for order in 1..ORDERS {
        if let (1, Some((_, slope))) = (order, stated) {
            results[1] = Float::with_val(64, *slope);
        } else if places.contains(&x)
            && let Some((difference, true)) = oracle.differences(x, order)
            && !near(&difference, &results[order])
        {
            results[order] = difference;
        }
    }
    Ok(results)
}

/// Whether a quotient of differences is what the rules give, to the digits that it has.
fn near(difference: &Float, rules: &Float) -> bool {
    let error = Float::with_val(200, difference - rules).abs();
    error <= Float::with_val(200, difference.abs_ref()) * 1e-40 + 1e-60
}

impl Findings {
    /// Points where the oracle decides nothing have to be expected.
    fn undecided(&mut self, name: &str, points: &[Undecided]) {
        let expected: Vec<_> = UNDECIDED.iter().filter(|(known, ..)| *known == name).collect();
        for undecided in points {
            if !expected.iter().any(|(_, region, _)| region.contains(undecided.x)) {
                self.failures.push(format!("{name}: {undecided}"));
            }
        }
        for (_, region, _) in expected {
            if !points.iter().any(|undecided| region.contains(undecided.x)) {
                self.failures.push(format!("{name}: the oracle decides everything in {region:?}"));
            }
        }
    }

    /// The rules of differentiation against differences of values.
    fn spots(&mut self, name: &str, oracle: &Oracle, known: &[Known], places: &[f64]) {
        let spots = known.iter().filter(|(x, _)| x.is_finite() && !places.contains(x));
        for (x, exact) in spots.step_by(known.len() / SPOTS) {
            for (order, exact) in exact.iter().enumerate().skip(1) {
                let Some((difference, true)) = oracle.differences(*x, order) else { continue };
                if difference.is_finite() && !near(&difference, exact) {
                    self.failures.push(format!(
                        "{name}, order {order} at x = {x:e}: the rules give {:e}, differences {:e}",
                        exact.to_f64(),
                        difference.to_f64()
                    ));
                }
            }
        }
    }

    /// Kernels against the oracle, by the table of bounds.
    fn compare<T: Element + ulp::Ulp>(
        &mut self,
        name: &str,
        element: Type,
        [low, high]: &[Kernel; 2],
        known: &[Known],
    ) {
        let fits = |x: f64| x.is_nan() || T::from_f64(x).to_f64() == x;
        let known: Vec<&Known> = known.iter().filter(|(x, _)| fits(*x)).collect();
        let xs: Vec<T> = known.iter().map(|(x, _)| T::from_f64(*x)).collect();
        let mut computed = [xs.clone(), xs.clone(), xs.clone()];
        let [value, first, second] = &mut computed;
        low.value_and_derivative(&xs, value, first);
        high.value(&xs, second);
        for (order, computed) in computed.iter().enumerate() {
            let errors: Vec<(f64, f64)> = known
                .iter()
                .zip(computed)
                .map(|((x, exact), &result)| (*x, ulp::error(result, &exact[order])))
                .collect();
            let promise = bounds::promise(element, order);
            let rows: Vec<_> = bounds::of(name, order, element).collect();
            let outside =
                errors.iter().filter(|(x, _)| !rows.iter().any(|row| row.region.contains(*x)));
            let place = format!("{name}, order {order}, {element:?}");
            let (x, worst) = largest(outside);
            if worst > promise {
                self.failures.push(format!("{place}: {worst:.3} ULP at x = {x:e}"));
            }
            for row in rows {
                let (x, worst) = largest(errors.iter().filter(|(x, _)| row.region.contains(*x)));
                let region = row.region;
                if worst > row.bound {
                    self.failures
                        .push(format!("{place}: {worst:.3} ULP at x = {x:e}, bound {}", row.bound));
                }
                if worst <= promise {
                    self.failures
                        .push(format!("{place}: the exception in {region:?} is no longer needed"));
                }
            }
            self.worst.push((element, order, largest(errors.iter()).1));
        }
    }
}

fn largest<'a>(errors: impl Iterator<Item = &'a (f64, f64)>) -> (f64, f64) {
    errors.copied().fold((0.0, 0.0), |a, b| if b.1 > a.1 { b } else { a })
}

#[test]
fn every_function_keeps_its_bounds() {
    let findings: Vec<Findings> =
        all().par_iter().filter(|d| d.kind == Kind::Scalar).map(|d| examine(d.name)).collect();
    for element in [Type::F32, Type::F64] {
        for order in 0..ORDERS {
            let promise = bounds::promise(element, order);
            let worst = findings.iter().flat_map(|findings| &findings.worst);
            let worst: Vec<f64> =
                worst.filter(|row| (row.0, row.1) == (element, order)).map(|row| row.2).collect();
            let within = |bound: f64| worst.iter().filter(|&&ulp| ulp <= bound).count();
            let relative = if element == Type::F64 { within(RELATIVE) } else { within(promise) };
            println!(
                "{element:?} order {order}: {} of {} functions within {promise} ULP, {} more within 1e-14, {} exceptions",
                within(promise),
                worst.len(),
                relative - within(promise),
                worst.len() - relative,
            );
        }
    }
    let failures: Vec<&str> =
        findings.iter().flat_map(|findings| &findings.failures).map(String::as_str).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn exceptions_are_of_functions_that_exist() {
    for row in bounds::all() {
        let known = all().iter().any(|definition| definition.name == row.name);
        assert!(known && row.order < ORDERS, "{row:?}");
    }
}
