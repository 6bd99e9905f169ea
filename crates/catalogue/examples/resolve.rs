//! Prints f(x) of a function by name or formula: `cargo run --example resolve -- gelu 1.5`.

use nonlin_catalogue::{Activation, Parameters};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [function, x] = [1, 2].map(|n| std::env::args().nth(n).unwrap_or_default());
    let activation = Activation::resolve(&function, &Parameters::new())?;
    let x: f64 = x.parse()?;
    println!("{} {}", activation.expression().value_at(x), activation.derivative().value_at(x));
    Ok(())
}
