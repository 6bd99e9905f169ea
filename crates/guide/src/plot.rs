//! Pictures of functions for the pages: a wide one and one for phones.

use nonlin::Activation;
use nonlin::report::figure::{Figure, Style, Theme, Trace};

/// The pictures' classes and sizes in pixels.
const SIZES: [(&str, u32, u32); 2] = [("narrow", 328, 230), ("wide", 640, 320)];
/// The stretch of the x axis.
const RANGE: (f64, f64) = (-5.0, 5.0);

/// Curves of functions, of order 0, or of their derivatives, of order 1.
///
/// # Errors
/// What is no function.
pub fn picture(names: &[String], order: u8) -> Result<String, String> {
    let resolve = |name: &String| Activation::resolve(name).map_err(|error| error.to_string());
    let activations = names.iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
    let values: Vec<_> = activations.iter().map(|activation| value(activation, order)).collect();
    let pictures = SIZES.iter().map(|&(class, width, height)| {
        let traces = names.iter().zip(&values).enumerate();
        let traces = traces.map(|(function, (name, value))| Trace {
            label: if order == 0 { name.clone() } else { format!("{name}′") },
            function,
            // One order alone needs no dashes to be told from another.
            order: 0,
            value,
        });
        let figure =
            Figure { traces: traces.collect(), range: RANGE, zones: Vec::new(), kinks: Vec::new() };
        figure.part(&Style { width, height, theme: Theme::Auto, panels: false }, class)
    });
    Ok(format!("<figure class=\"plot\">\n{}</figure>\n", pictures.collect::<String>()))
}

fn value(activation: &Activation, order: u8) -> impl Fn(f64) -> f64 + '_ {
    move |x| {
        let mut y = [x];
        if order == 0 {
            activation.value(&[x], &mut y);
        } else {
            activation.derivative(&[x], &mut y);
        }
        y[0]
    }
}
