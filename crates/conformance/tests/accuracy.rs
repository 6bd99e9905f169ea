//! Every scalar function of the catalogue against MPFR: value, first and second derivative in f64, the second
//! in f32, over the whole line; kinks by the stated convention, ±∞ by the limit. The denser `short.rs` owns
//! the value and the first derivative in f32.

use nonlin_catalogue::{Activation, Kind, Parameters, all};
use nonlin_conformance::bounds::{self, ORDERS, RELATIVE, Type, UNDECIDED};
use nonlin_conformance::oracle::Undecided;
use nonlin_conformance::reference::{Reference, near};
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
    let forms = activation.stable(ORDERS - 1).unwrap();
    let forms = [0, 1, 2].map(|order| &forms[order].expr);
    let reference = Reference::new(&activation, ORDERS - 1).unwrap().with_places_of(forms);

    let mut undecided = Vec::new();
    let mut ask = |x: f64| reference.at(x).map_err(|u| undecided.push(u)).ok();
    let mut known: Vec<Known> =
        grid::points(reference.places()).into_iter().filter_map(|x| Some((x, ask(x)?))).collect();
    let between = grid::subnormal_results(&known, &mut ask);
    known.extend(between);
    let special = [f64::NEG_INFINITY, f64::INFINITY, f64::NAN];
    known.extend(special.into_iter().filter_map(|x| Some((x, ask(x)?))));
    findings.undecided(name, &undecided);
    findings.spots(name, &reference, &known);

    let kernels =
        [Kernel::of(forms[0], forms[1]).unwrap(), Kernel::of(forms[2], forms[2]).unwrap()];
    findings.compare::<f64>(name, Type::F64, &kernels, &known);
    findings.compare::<f32>(name, Type::F32, &kernels, &known);
    findings
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
    fn spots(&mut self, name: &str, reference: &Reference, known: &[Known]) {
        let places = reference.places();
        let spots = known.iter().filter(|(x, _)| x.is_finite() && !places.contains(x));
        for (x, exact) in spots.step_by(known.len() / SPOTS) {
            for (order, exact) in exact.iter().enumerate().skip(1) {
                let Some((difference, true)) = reference.oracle().differences(*x, order) else {
                    continue;
                };
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
        for (order, computed) in computed.iter().enumerate().skip(first_order(element)) {
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

/// The first order that is examined here.
fn first_order(element: Type) -> usize {
    if element == Type::F64 { 0 } else { ORDERS - 1 }
}

fn largest<'a>(errors: impl Iterator<Item = &'a (f64, f64)>) -> (f64, f64) {
    errors.copied().fold((0.0, 0.0), |a, b| if b.1 > a.1 { b } else { a })
}

#[test]
fn every_function_keeps_its_bounds() {
    let findings: Vec<Findings> =
        all().par_iter().filter(|d| d.kind == Kind::Scalar).map(|d| examine(d.name)).collect();
    for element in [Type::F32, Type::F64] {
        for order in first_order(element)..ORDERS {
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
