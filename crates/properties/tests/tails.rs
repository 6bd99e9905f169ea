//! Tails against analysis and against samples of every function of the catalogue.

use std::cmp::Ordering;

use nonlin_catalogue::{Activation, Parameters};
use nonlin_expr::{DoubleDouble, Expr};
use nonlin_properties::tail::{End, Limit, Tail, of};
use nonlin_properties::{Grade, Interval};

fn catalogue() -> Vec<(&'static str, Expr)> {
    let functions = nonlin_catalogue::all().iter().filter_map(|definition| {
        let function = Activation::resolve(definition.name, &Parameters::new()).ok()?;
        Some((definition.name, function.expression().clone()))
    });
    functions.collect()
}

#[test]
fn figures() {
    let mut decided = [0; 4];
    let mut limits = 0;
    let mut total = 0;
    let start = std::time::Instant::now();
    for (name, f) in catalogue() {
        for end in [End::Minus, End::Plus] {
            total += 1;
            let mut g = f.clone();
            for order in 0..4 {
                if order > 0 {
                    let Ok(d) = g.derivative("x") else { break };
                    g = d;
                }
                let signs = [8.0, 32.0, 128.0].map(|m| of(&g, end, m).sign());
                let n = signs.iter().filter(|s| s.is_some()).count();
                decided[order] += usize::from(n > 0);
                if n < 3 {
                    println!(
                        "{name} {end:?} order {order}: {signs:?} grade {:?}",
                        of(&g, end, 128.0).grade()
                    );
                }
                if order == 0 {
                    let l = of(&g, end, 128.0).limit();
                    limits += usize::from(l != Limit::Unknown);
                    if l == Limit::Unknown {
                        println!("{name} {end:?} no limit");
                    }
                }
            }
        }
    }
    println!("total {total} decided {decided:?} limits {limits} in {:?}", start.elapsed());
}
