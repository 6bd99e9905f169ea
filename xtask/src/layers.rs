//! `cargo xtask layers`: dependencies between the crates point one way.
//!
//! Cargo forbids cycles but not a dependency in the wrong direction, and the first one is the
//! start of a tangle: a parser that knows the command line can't be reused without it. The order
//! is data, in `xtask/layers.toml`; this module compares it with every dependency table (normal,
//! build and dev) of every manifest. The graph comes from `cargo metadata --no-deps`, so the check
//! needs no network and no crate that compiles.

use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::sources::{self, FileLimits};
use crate::workspace::{self, Metadata};

/// Where the order is written.
const TABLE: &str = "xtask/layers.toml";

/// The contents of `layers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// The crates of each layer, from the one that depends on nothing upwards.
    layers: Vec<Vec<String>>,
    /// Crates beside the layers, which may use any crate.
    tools: Vec<String>,
    /// Those tools that the tests of any crate may use.
    test_support: Vec<String>,
    /// How long a file may be.
    files: FileLimits,
}

/// A crate of the workspace with its dependencies inside the workspace.
#[derive(Debug)]
struct Crate {
    name: String,
    uses: Vec<Use>,
}

/// One dependency on another crate of the workspace.
#[derive(Debug)]
struct Use {
    name: String,
    /// Only the crate's tests use it (a dev-dependency).
    tests_only: bool,
}

/// Where a crate stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Layer(usize),
    Tool { for_tests: bool },
}

/// Checks the order of the crates, and the files.
pub(crate) fn run() -> Result<()> {
    let path = workspace::root().join(TABLE);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {TABLE}"))?;
    let table: Table = toml::from_str(&text).with_context(|| format!("{TABLE} is malformed"))?;
    let crates = crates_of(&Metadata::of_members()?);

    let mut faults = graph_faults(&table, &crates);
    let files = sources::tracked_files()?;
    faults.extend(sources::faults(&table.files, &workspace::root(), &files));

    let arrows: usize = crates.iter().map(|one| one.uses.len()).sum();
    println!("{} crates, {arrows} dependencies between them, {} files", crates.len(), files.len());
    for fault in &faults {
        println!("- {fault}");
    }
    if !faults.is_empty() {
        bail!("{} violation(s) of {TABLE}", faults.len());
    }
    Ok(())
}

/// The workspace's crates with the dependencies that stay inside the workspace.
fn crates_of(metadata: &Metadata) -> Vec<Crate> {
    let packages = metadata.by_id();
    let members: Vec<_> =
        metadata.workspace_members.iter().filter_map(|id| packages.get(id.as_str())).collect();
    let inside = |name: &str| members.iter().any(|member| member.name == name);
    members
        .iter()
        .map(|member| Crate {
            name: member.name.clone(),
            uses: member
                .dependencies
                .iter()
                .filter(|dependency| inside(&dependency.name))
                .map(|dependency| Use {
                    name: dependency.name.clone(),
                    tests_only: dependency.kind.as_deref() == Some("dev"),
                })
                .collect(),
        })
        .collect()
}

/// What is wrong with the graph, one sentence for each fault.
fn graph_faults(table: &Table, crates: &[Crate]) -> Vec<String> {
    let mut faults = Vec::new();
    for one in crates {
        let Some(user) = place(table, &one.name) else {
            faults.push(format!("{} has no layer: add it to {TABLE}", one.name));
            continue;
        };
        // A crate that is itself missing from the table has its own sentence.
        for used in &one.uses {
            if let Some(place) = place(table, &used.name)
                && let Some(reason) = forbidden(user, place, used.tests_only)
            {
                faults.push(format!("{} must not depend on {}: {reason}", one.name, used.name));
            }
        }
    }
    faults
}

/// Where the table puts a crate.
fn place(table: &Table, name: &str) -> Option<Place> {
    let listed = |list: &[String]| list.iter().any(|entry| entry == name);
    if let Some(layer) = table.layers.iter().position(|layer| listed(layer)) {
        return Some(Place::Layer(layer));
    }
    listed(&table.tools).then(|| Place::Tool { for_tests: listed(&table.test_support) })
}

/// Why a crate at `user` may not use one at `used`, or `None` where it may.
fn forbidden(user: Place, used: Place, tests_only: bool) -> Option<String> {
    match (user, used) {
        (Place::Tool { .. }, _) => None,
        (Place::Layer(_), Place::Tool { for_tests: true }) if tests_only => None,
        (Place::Layer(_), Place::Tool { for_tests: true }) => {
            Some("it may be a dev-dependency only".to_owned())
        }
        (Place::Layer(_), Place::Tool { for_tests: false }) => {
            Some("it is a development tool".to_owned())
        }
        (Place::Layer(user), Place::Layer(used)) if used < user => None,
        (Place::Layer(user), Place::Layer(used)) if used == user => {
            Some(format!("both are in layer {}", user + 1))
        }
        (Place::Layer(user), Place::Layer(used)) => {
            Some(format!("that points back, from layer {} to layer {}", user + 1, used + 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        toml::from_str(
            r#"
            layers = [["low"], ["middle"], ["left", "right"]]
            tools = ["oracle", "tasks"]
            test_support = ["oracle"]
            [files]
            max_lines = 600
            exceptions = []
            "#,
        )
        .expect("the table is well formed")
    }

    /// The faults of a graph of one arrow between crates of [`table`].
    fn arrow(user: &str, used: &str, tests_only: bool) -> Vec<String> {
        let one = Use { name: used.to_owned(), tests_only };
        graph_faults(&table(), &[Crate { name: user.to_owned(), uses: vec![one] }])
    }

    #[test]
    fn arrows_down_are_allowed() {
        for (user, used) in [("middle", "low"), ("right", "low"), ("left", "middle")] {
            assert_eq!(arrow(user, used, false), Vec::<String>::new());
        }
    }

    #[test]
    fn an_arrow_up_is_refused_in_every_dependency_table() {
        for tests_only in [false, true] {
            let faults = arrow("low", "right", tests_only);
            assert_eq!(
                faults,
                ["low must not depend on right: that points back, from layer 1 to layer 3"
                    .to_owned()]
            );
        }
    }

    #[test]
    fn crates_of_one_layer_are_apart() {
        let faults = arrow("left", "right", false);
        assert_eq!(faults, ["left must not depend on right: both are in layer 3".to_owned()]);
    }

    #[test]
    fn tools_use_everything_and_only_tests_use_the_test_support() {
        assert_eq!(arrow("tasks", "right", false), Vec::<String>::new());
        assert_eq!(arrow("oracle", "low", false), Vec::<String>::new());
        assert_eq!(arrow("low", "oracle", true), Vec::<String>::new());
        assert_eq!(arrow("low", "oracle", false).len(), 1);
        assert_eq!(arrow("low", "tasks", true).len(), 1);
    }

    #[test]
    fn a_crate_without_a_layer_is_named_with_the_file_to_edit() {
        let faults = arrow("new", "low", false);
        assert_eq!(faults, ["new has no layer: add it to xtask/layers.toml".to_owned()]);
    }
}
