//! `nonlin list`: the catalogue as a whole, or what a search and filters leave of it.

mod describe;
mod select;
mod show;

use anyhow::Result;

pub use describe::describe;

use crate::args::List;
use crate::output;

pub fn run(arguments: &List) -> Result<()> {
    let selection = select::select(arguments)?;
    let found = &selection.found;
    if arguments.json {
        if let Some(hint) = &selection.hint {
            eprintln!("{hint}");
        }
        return output::json(&found.iter().map(describe::with_shape).collect::<Vec<_>>());
    }
    if arguments.markdown {
        return output::line(&show::markdown(found));
    }
    let lines = match &selection.hint {
        Some(hint) => vec![hint.clone()],
        None if selection.whole => show::families(found, output::width()),
        None => show::table(found, arguments, output::width()),
    };
    output::line(&lines.join("\n"))
}
