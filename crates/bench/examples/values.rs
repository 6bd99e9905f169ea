//! The values of the kernels that are timed, for `cargo xtask bench` to weigh their errors:
//! `values INPUTS FOLDER NAME...` reads 32-bit floats and writes `FOLDER/NAME.forward.f32` and
//! `FOLDER/NAME.backward.f32` (with dy = 1), as the drivers of the peers do.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use nonlin::Activation;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [inputs, folder, names @ ..] = arguments.as_slice() else {
        return Err("use: values INPUTS FOLDER NAME...".into());
    };
    let bytes = fs::read(inputs)?;
    let (floats, _) = bytes.as_chunks::<4>();
    let x: Vec<f32> = floats.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    let dy = vec![1.0; x.len()];
    let mut out = vec![0.0; x.len()];
    let write = |name: &str, pass: &str, values: &[f32]| {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        fs::write(Path::new(folder).join(format!("{name}.{pass}.f32")), bytes)
    };
    for name in names {
        // Functions of rows have no values of single numbers.
        let Ok(activation) = Activation::resolve(name) else { continue };
        activation.kernel().value(&x, &mut out);
        write(name, "forward", &out)?;
        activation.kernel().backward(&x, &dy, &mut out);
        write(name, "backward", &out)?;
    }
    Ok(())
}
