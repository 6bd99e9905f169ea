//! Temporary: where stable forms still lose digits.
use nonlin_catalogue::{Activation, Parameters, all};
fn main() {
    let only: Vec<String> = std::env::args().skip(1).collect();
    let (mut lossy, mut total, mut slow) = (0, 0, 0);
    for d in all() {
        if !only.is_empty() && !only.iter().any(|n| n == d.name) {
            continue;
        }
        let a = match Activation::resolve(d.name, &Parameters::new()) {
            Ok(a) => a,
            Err(e) => {
                println!("{}: {e}", d.name);
                continue;
            }
        };
        let start = std::time::Instant::now();
        let forms = match a.expression().stable_derivatives(2) {
            Ok(f) => f,
            Err(e) => {
                println!("{}: {e}", d.name);
                continue;
            }
        };
        let t = start.elapsed();
        if t.as_millis() > 100 {
            slow += 1;
        }
        total += 3;
        for (order, s) in forms.iter().enumerate() {
            if !only.is_empty() || s.losses.iter().any(|l| l.bits > 24.0) {
                lossy += 1;
                println!("{} {order} [{:?} {t:?}] {}", d.name, s.stop, s.expr);
                for l in &s.losses {
                    println!("      {:.0} bits {:e}..{:e}", l.bits, l.from, l.to);
                }
            }
        }
    }
    println!("{lossy} of {total} lossy; {slow} slow");
}
