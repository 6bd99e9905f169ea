//! `cargo xtask licences`: every dependency's licence is one that the project allows.
//!
//! The policy is `deny.toml`, in the format of cargo-deny. This module reads two of its tables and
//! needs nothing installed and, once the packages are fetched, no network:
//!
//! - `[licenses]`: a package's SPDX expression must be satisfied by the licences in `allow`
//!   together with those that `exceptions` allows for this package alone. Any dependency counts,
//!   for any platform, build and development dependencies too.
//! - `[bans] deny`: a banned package may be used directly only by its `wrappers`.
//!
//! Where cargo-deny itself is installed it checks the rest: where packages come from, and, when
//! its database can be fetched, the known vulnerabilities.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::exec;
use crate::workspace::{self, Metadata};

/// Where the policy is written.
const POLICY: &str = "deny.toml";

/// The tables of `deny.toml` that this module reads; cargo-deny checks the file's other fields.
#[derive(Debug, Deserialize)]
struct Policy {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// Licences that one package may have although the others may not.
#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    #[serde(default)]
    deny: Vec<Ban>,
}

/// A package that only its wrappers may use.
#[derive(Debug, Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    #[serde(default)]
    wrappers: Vec<String>,
    #[serde(default)]
    reason: String,
}

/// Checks every package of the lock file, then calls cargo-deny if it is there.
pub(crate) fn run() -> Result<()> {
    let path = workspace::root().join(POLICY);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {POLICY}"))?;
    let policy: Policy = toml::from_str(&text).with_context(|| format!("{POLICY} is malformed"))?;
    let metadata = Metadata::of_all()?;
    let faults = faults(&policy, &metadata)?;
    println!("{} packages against {POLICY}", metadata.packages.len());
    for fault in &faults {
        println!("- {fault}");
    }
    let own = if faults.is_empty() {
        Ok(())
    } else {
        Err(anyhow!("{} violation(s) of {POLICY}", faults.len()))
    };
    own.and(cargo_deny())
}

/// What is wrong with the packages, one sentence for each fault.
fn faults(policy: &Policy, metadata: &Metadata) -> Result<Vec<String>> {
    let allowed = licensees(&policy.licenses.allow)?;
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let mut licensees_here = allowed.clone();
        for exception in &policy.licenses.exceptions {
            if exception.name == package.name {
                licensees_here.extend(licensees(&exception.allow)?);
            }
        }
        if let Some(reason) = refused(package.license.as_deref(), &licensees_here) {
            faults.push(format!("{} {}: {reason}", package.name, package.version));
        }
    }
    faults.extend(banned_uses(&policy.bans, metadata));
    Ok(faults)
}

/// The licences of a list of the policy.
fn licensees(list: &[String]) -> Result<Vec<Licensee>> {
    list.iter()
        .map(|name| {
            Licensee::parse(name).map_err(|error| anyhow!("{POLICY}: licence `{name}`: {error}"))
        })
        .collect()
}

/// Why the licences don't satisfy a package's expression, or `None` where they do.
fn refused(expression: Option<&str>, allowed: &[Licensee]) -> Option<String> {
    let Some(text) = expression else {
        return Some("its manifest names no licence".to_owned());
    };
    // Old packages write `MIT/Apache-2.0` and `LGPL-3.0+`.
    let Ok(expression) = Expression::parse_mode(text, ParseMode::LAX) else {
        return Some(format!("`{text}` is not an SPDX expression"));
    };
    let met = expression.evaluate(|term| allowed.iter().any(|licence| licence.satisfies(term)));
    (!met).then(|| format!("`{text}` is not allowed"))
}

/// The packages that use a banned one directly without being its wrapper.
fn banned_uses(bans: &Bans, metadata: &Metadata) -> BTreeSet<String> {
    let packages = metadata.by_id();
    let name = |id: &str| packages.get(id).map_or("", |package| package.name.as_str());
    let mut faults = BTreeSet::new();
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        let user = name(&node.id);
        for used in node.dependencies.iter().map(|id| name(id)) {
            for ban in bans.deny.iter().filter(|ban| ban.name == used) {
                if !ban.wrappers.iter().any(|wrapper| wrapper == user) {
                    faults.insert(format!("{user} must not use {used} ({})", ban.reason));
                }
            }
        }
    }
    faults
}

/// Runs cargo-deny, or says why it isn't run.
fn cargo_deny() -> Result<()> {
    if !exec::succeeds(exec::cargo().args(["deny", "--version"])) {
        println!("cargo-deny is not installed: sources and advisories are not checked");
        println!("(to check them too: cargo install cargo-deny --locked)");
        return Ok(());
    }
    exec::run(exec::cargo().args(["deny", "check", "licenses", "bans", "sources"]))?;
    if !exec::succeeds(exec::cargo().args(["deny", "fetch", "db"])) {
        println!("the advisory database cannot be fetched: advisories are not checked");
        return Ok(());
    }
    exec::run(exec::cargo().args(["deny", "check", "--disable-fetch", "advisories"]))
        .or_else(|error| bail!("{error}: a dependency has a known vulnerability"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY_TEXT: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        exceptions = [{ crate = "oracle-sys", allow = ["LGPL-3.0-or-later"] }]
        [bans]
        deny = [{ crate = "oracle-sys", wrappers = ["oracle"], reason = "tests only" }]
    "#;

    fn policy() -> Policy {
        toml::from_str(POLICY_TEXT).expect("the policy is well formed")
    }

    /// Packages as (name, licence, names of the packages it uses).
    fn metadata(packages: &[(&str, Option<&str>, &[&str])]) -> Metadata {
        let listed: Vec<_> = packages
            .iter()
            .map(|(name, license, _)| {
                serde_json::json!({
                    "id": name, "name": name, "version": "1.0.0",
                    "license": license, "dependencies": [],
                })
            })
            .collect();
        let nodes: Vec<_> = packages
            .iter()
            .map(|(name, _, uses)| serde_json::json!({ "id": name, "dependencies": uses }))
            .collect();
        serde_json::from_value(serde_json::json!({
            "packages": listed, "workspace_members": [], "target_directory": "target",
            "resolve": { "nodes": nodes },
        }))
        .expect("the fabricated metadata is well formed")
    }

    fn faults_of(packages: &[(&str, Option<&str>, &[&str])]) -> Vec<String> {
        faults(&policy(), &metadata(packages)).expect("the policy's licences are known")
    }

    #[test]
    fn expressions_are_evaluated() {
        let passes = |text| faults_of(&[("a", Some(text), &[])]).is_empty();
        assert!(passes("MIT"));
        assert!(passes("MIT OR GPL-3.0-only"));
        assert!(passes("MIT/Apache-2.0"));
        assert!(passes("Apache-2.0 WITH LLVM-exception AND MIT"));
        assert!(!passes("GPL-3.0-only"));
        assert!(!passes("MIT AND GPL-3.0-only"));
        assert!(!passes("LGPL-3.0+"));
        assert!(!passes("something of our own"));
    }

    #[test]
    fn a_package_without_a_licence_is_refused() {
        let faults = faults_of(&[("a", None, &[])]);
        assert_eq!(faults, ["a 1.0.0: its manifest names no licence".to_owned()]);
    }

    #[test]
    fn an_exception_holds_for_its_package_alone() {
        assert_eq!(faults_of(&[("oracle-sys", Some("LGPL-3.0+"), &[])]), Vec::<String>::new());
        assert_eq!(faults_of(&[("other", Some("LGPL-3.0-or-later"), &[])]).len(), 1);
    }

    #[test]
    fn only_its_wrapper_uses_a_banned_package() {
        let sys = ("oracle-sys", Some("LGPL-3.0-or-later"), &[][..]);
        let wrapper = ("oracle", Some("MIT"), &["oracle-sys"][..]);
        let user = ("app", Some("MIT"), &["oracle", "oracle-sys"][..]);
        assert_eq!(faults_of(&[sys, wrapper]), Vec::<String>::new());
        let faults = faults_of(&[sys, wrapper, user]);
        assert_eq!(faults, ["app must not use oracle-sys (tests only)".to_owned()]);
    }

    #[test]
    fn a_misspelt_licence_in_the_policy_is_an_error() {
        let policy: Policy =
            toml::from_str("bans = {}\nlicenses = { allow = [\"MITT\"] }").expect("well formed");
        let error = faults(&policy, &metadata(&[])).expect_err("an unknown licence");
        assert!(error.to_string().contains("MITT"), "{error}");
    }
}
