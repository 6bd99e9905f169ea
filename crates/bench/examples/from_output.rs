//! What the backward passes from the output take, for `cargo xtask bench`: `from_output 1|all N,N,...` prints
//! figures as `nonlin bench --json` does, of the functions that have such a pass.

use std::error::Error;
use std::{env, io};

use nonlin_bench::{Dtype, FRAMEWORK_FUNCTIONS, Pass, Plan, Threads, measure};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [threads, sizes] = arguments.as_slice() else {
        return Err("use: from_output 1|all N,N,...".into());
    };
    let sizes: Result<Vec<usize>, _> = sizes.split(',').map(str::parse).collect();
    let plan = Plan {
        names: FRAMEWORK_FUNCTIONS.iter().map(ToString::to_string).collect(),
        passes: vec![Pass::Output],
        dtype: Dtype::F32,
        sizes: sizes?,
        threads: vec![if threads == "1" { Threads::One } else { Threads::All }],
    };
    serde_json::to_writer(io::stdout(), &measure(&plan, |_| ())?)?;
    Ok(())
}
