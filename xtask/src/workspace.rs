//! Where the workspace is and what `cargo metadata` says about it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::exec;

/// The workspace's root: the folder above this crate's.
///
/// Cargo names this crate's folder at run time, which stays right when a built binary is kept
/// while the checkout moves.
pub(crate) fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
}

/// The part of `cargo metadata`'s answer that the tasks read.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) workspace_members: Vec<String>,
    pub(crate) target_directory: PathBuf,
    /// The resolved graph; absent with `--no-deps`.
    pub(crate) resolve: Option<Resolve>,
}

/// One package: a workspace member or a dependency.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    /// The licence expression of its manifest.
    pub(crate) license: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One entry of a manifest's dependency tables.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for a normal dependency, else `dev` or `build`.
    pub(crate) kind: Option<String>,
}

/// The graph of packages as cargo resolved it.
#[derive(Debug, Deserialize)]
pub(crate) struct Resolve {
    pub(crate) nodes: Vec<Node>,
}

/// A package of the graph and the packages it uses directly, by their ids.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) dependencies: Vec<String>,
}

impl Metadata {
    /// The workspace's own manifests; needs neither the network nor a lock file.
    pub(crate) fn of_members() -> Result<Self> {
        Self::read(&["--no-deps", "--offline"])
    }

    /// Every package that the lock file names, with the resolved graph.
    ///
    /// The first try stays off the network, so that the check works wherever the packages have
    /// been fetched once; only when it fails may cargo fetch what is missing.
    pub(crate) fn of_all() -> Result<Self> {
        Self::read(&["--locked", "--offline"]).or_else(|_| Self::read(&[]))
    }

    fn read(options: &[&str]) -> Result<Self> {
        let mut command = exec::cargo();
        let json = exec::output(command.args(["metadata", "--format-version", "1"]).args(options))?;
        serde_json::from_str(&json).context("`cargo metadata` printed something unexpected")
    }

    /// The packages by their ids.
    pub(crate) fn by_id(&self) -> BTreeMap<&str, &Package> {
        self.packages.iter().map(|package| (package.id.as_str(), package)).collect()
    }
}
