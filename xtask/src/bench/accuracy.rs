//! The largest error of each library, in units of the last place of f32.
//!
//! Every library computes the same inputs: a stride over the bit patterns of f32, so that every exponent
//! and sign comes up. `xtask/peers/reference.py` gives what is exact, as 64-bit floats, from formulas
//! that share no code with any of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{OURS, Ours, peers};
use crate::exec;

/// The distance between the bit patterns that are tried: a prime, about a million of them.
const STRIDE: usize = 4_099;
/// Where activations are mostly evaluated.
const NEAR: f64 = 10.0;

/// The largest errors of a library on one function and pass.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Largest {
    /// For |x| ≤ 10, and where.
    pub(crate) near: (f64, f32),
    /// Everywhere that the exact result is a normal number, and where.
    pub(crate) normal: (f64, f32),
    /// Everywhere that it is a finite one, and where: subnormal results and zeros count too.
    pub(crate) all: (f64, f32),
}

/// By library, function and pass.
pub(crate) type Errors = BTreeMap<(String, String, String), Largest>;

/// Runs every library over the inputs and compares. One that fails is named, and has no errors.
pub(crate) fn measure(folder: &Path, ours: &Ours, drivers: &[peers::Driver]) -> Result<Errors> {
    let inputs = folder.join("inputs.f32");
    let x = patterns();
    let bytes: Vec<u8> = x.iter().flat_map(|x| x.to_le_bytes()).collect();
    fs::write(&inputs, bytes).with_context(|| format!("cannot write {}", inputs.display()))?;
    let exact = folder.join("reference");
    reference(folder, &inputs, &exact)?;

    let mut errors = Errors::new();
    let values = folder.join("values");
    let names = names(&exact)?;
    let mut compare = |library: &str, run: &dyn Fn(&Path) -> Result<()>| -> Result<()> {
        let values = values.join(library);
        fs::create_dir_all(&values)?;
        if let Err(error) = run(&values) {
            eprintln!("{library}: no errors measured: {error:#}");
            return Ok(());
        }
        for (name, pass) in &names {
            let Ok(bytes) = fs::read(values.join(format!("{name}.{pass}.f32"))) else { continue };
            let computed: Vec<f32> = numbers(&bytes, f32::from_le_bytes);
            let exact = fs::read(exact.join(format!("{name}.{pass}.f64")))?;
            let exact: Vec<f64> = numbers(&exact, f64::from_le_bytes);
            ensure!(
                computed.len() == x.len() && exact.len() == x.len(),
                "{library} {name} {pass}: {} values and {} exact ones of {} inputs",
                computed.len(),
                exact.len(),
                x.len()
            );
            let key = (library.to_owned(), name.clone(), pass.clone());
            errors.insert(key, largest(&x, &computed, &exact));
        }
        Ok(())
    };
    let own: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    compare(OURS, &|values| {
        let mut command = exec::command(&ours.values.to_string_lossy());
        exec::output(command.arg(&inputs).arg(values).args(&own)).map(drop)
    })?;
    for driver in drivers {
        compare(driver.name, &|values| driver.values(&inputs, values))?;
    }
    Ok(errors)
}

/// Finite floats of every exponent and both signs.
fn patterns() -> Vec<f32> {
    (0..=u32::MAX).step_by(STRIDE).map(f32::from_bits).filter(|x| x.is_finite()).collect()
}

/// Has the exact values written, unless this very script has written them before.
fn reference(folder: &Path, inputs: &Path, exact: &Path) -> Result<()> {
    let (python, script) = peers::reference_python(folder)?;
    let text = fs::read_to_string(&script)?;
    let stamp = exact.join("made-by.py");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == text) {
        return Ok(());
    }
    let mut command = exec::command(&python.to_string_lossy());
    exec::run(command.arg(&script).arg(inputs).arg(exact))?;
    fs::write(stamp, text).context("cannot keep the reference")
}

/// The functions and passes that the reference has.
fn names(exact: &Path) -> Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(exact)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        if let Some((name, pass)) = file.strip_suffix(".f64").and_then(|f| f.split_once('.')) {
            names.push((name.to_owned(), pass.to_owned()));
        }
    }
    names.sort();
    Ok(names)
}

fn numbers<T, const N: usize>(bytes: &[u8], read: fn([u8; N]) -> T) -> Vec<T> {
    let (numbers, _) = bytes.as_chunks::<N>();
    numbers.iter().map(|&bytes| read(bytes)).collect()
}

fn largest(x: &[f32], computed: &[f32], exact: &[f64]) -> Largest {
    let mut largest = Largest::default();
    for ((&x, &computed), &exact) in x.iter().zip(computed).zip(exact) {
        let Some(error) = error(computed, exact) else { continue };
        if error > largest.all.0 {
            largest.all = (error, x);
        }
        if exact.abs() < f64::from(f32::MIN_POSITIVE) {
            continue;
        }
        if error > largest.normal.0 {
            largest.normal = (error, x);
        }
        if error > largest.near.0 && f64::from(x).abs() <= NEAR {
            largest.near = (error, x);
        }
    }
    largest
}

/// |computed − exact| in units of the last place of the exact value, of which subnormal ones have all the same;
/// `None` where that is no finite f32. What isn't finite although it should be is infinitely wrong.
fn error(computed: f32, exact: f64) -> Option<f64> {
    let size = exact.abs();
    if size.is_nan() || size > f64::from(f32::MAX) {
        return None;
    }
    if !computed.is_finite() {
        return Some(f64::INFINITY);
    }
    // 2^e ≤ |exact| < 2^(e+1): the exponent's bits alone.
    let least = f64::from(f32::MIN_POSITIVE);
    let power = f64::from_bits(size.max(least).to_bits() & 0x7ff0_0000_0000_0000);
    let place = power * f64::from(f32::EPSILON);
    Some((f64::from(computed) - exact).abs() / place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_apart() {
        for x in [1.0_f32, 1.9999, 0.1, -3e38, 1.2e-38] {
            let next = f32::from_bits(x.to_bits() + 1);
            assert_eq!(error(x, x.into()), Some(0.0));
            assert_eq!(error(next, x.into()), Some(1.0), "{x}");
        }
        // Below a power of two the last place is half as large.
        assert_eq!(error(1.0, 1.0 - f64::from(f32::EPSILON) / 2.0), Some(1.0));
    }

    #[test]
    fn flushed_and_infinite_results_count() {
        assert_eq!(error(0.0, 1.5e-38_f32.into()).map(|e| e > 8e6), Some(true));
        assert_eq!(error(f32::NAN, 1.0), Some(f64::INFINITY));
        assert_eq!(error(f32::INFINITY, 3e38), Some(f64::INFINITY));
        assert_eq!(error(f32::INFINITY, 3.5e38), None);
        // Half of the largest subnormal's 2^23 places, and none at 0.
        assert_eq!(error(0.0, 2_f64.powi(-127)), Some(2_f64.powi(22)));
        assert_eq!(error(0.0, 0.0), Some(0.0));
        assert_eq!(error(1e-45, 0.0), Some(1.0));
        assert_eq!(error(0.0, f64::NAN), None);
    }

    #[test]
    fn the_largest_errors_come_with_their_inputs() {
        let found = largest(&[1.0, 20.0, 2.0], &[1.0, 5.0, 3.0], &[1.0, 4.0, 2.0]);
        assert_eq!(found.normal, (2_f64.powi(22), 2.0));
        assert_eq!(found.near, (2_f64.powi(22), 2.0));
        let found = largest(&[1.0, 2.0], &[0.0, 2.0], &[2_f64.powi(-127), 2.0]);
        assert_eq!((found.normal.0, found.near.0), (0.0, 0.0), "of normal results");
        assert_eq!(found.all, (2_f64.powi(22), 1.0));
        let found = largest(&[20.0, 2.0], &[8.0, 2.0], &[4.0, 2.0]);
        assert_eq!(found.normal, (2_f64.powi(23), 20.0));
        assert_eq!(found.near.0, 0.0);
    }

    #[test]
    fn the_inputs_have_every_exponent_and_both_signs() {
        let x = patterns();
        for exponent in 0..255_u32 {
            for sign in [0, 1_u32 << 31] {
                let has = |x: &f32| x.to_bits() & 0xff80_0000 == sign | exponent << 23;
                assert!(x.iter().any(has), "{exponent}");
            }
        }
    }
}
