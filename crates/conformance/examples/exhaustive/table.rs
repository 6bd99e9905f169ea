//! The table of results: printed line by line, and kept in a document whose other rows stay.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use nonlin_kernels::Level;

use crate::slice::Tally;

/// What stands above the table.
const HEAD: &str = "# Accuracy\n
`cargo xtask exhaustive --write` fills this table: each function and its first derivative, computed for \
all 2^32 floats of 32 bits and compared with MPFR, through polynomials between its samples. An error is \
counted in units of the last place (ULP) of the exact result, subnormal results included; a correctly \
rounded result has at most 0.5. The promise is 1.\n
The polynomials are known to 2^-14 of a unit. MPFR itself confirms the largest error of each 2^23 inputs \
and whatever comes as near to a bound as that. An input counts as above 0.5 from 0.5 + 2^-10 on: nearer \
ones may be rounded right. A zero of the wrong sign counts as infinitely wrong.\n
Each row names the commit that it was measured on and the instruction set that computed it.\n
| function | | largest error, ULP | worst input | bits | above 0.5 ULP | above 1 ULP | commit | instruction set |
|---|---|---|---|---|---|---|---|---|
";

/// One function and order.
pub(crate) struct Row {
    key: String,
    cells: String,
}

impl Row {
    pub(crate) fn new(name: &str, order: usize, tally: &Tally) -> Self {
        let what = if order == 0 { "value" } else { "derivative" };
        let Tally { worst: (bits, error), above_half, above_one, skipped, .. } = tally;
        let x = f32::from_bits(*bits);
        let skipped =
            if *skipped > 0 { format!(" ({skipped} not examined)") } else { String::new() };
        let cells =
            format!("{error:.4} | {x:e} | 0x{bits:08x} | {above_half} | {above_one}{skipped}");
        Self { key: format!("| `{name}` | {what} |"), cells }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} |", self.key, self.cells)
    }
}

/// Enters rows in a document, in place of those of the same function and order.
pub(crate) fn write(file: &Path, rows: &[Row], commit: &str) -> Result<()> {
    let old = fs::read_to_string(file).unwrap_or_default();
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for line in old.lines().filter(|line| line.starts_with("| `")) {
        let key: Vec<&str> = line.splitn(4, '|').take(3).collect();
        lines.insert(key.join("|") + "|", line.to_owned());
    }
    for row in rows {
        lines.insert(row.key.clone(), format!("{row} {commit} | {} |", Level::best().name()));
    }
    let mut text = HEAD.to_owned();
    for line in lines.values() {
        text += line;
        text += "\n";
    }
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
