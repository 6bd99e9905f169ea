//! Adding a function takes one file and nothing else; a wrong file fails the build with its place.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Builds the catalogue with the definition in `text` besides its own, and evaluates `function` at 2.
fn with_file(name: &str, text: &str, function: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let family = folder.path().join("gated");
    fs::create_dir(&family).unwrap();
    fs::write(family.join(name), text).unwrap();
    Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "-p",
            "nonlin-catalogue",
            "--example",
            "resolve",
            "--",
            function,
            "2",
        ])
        .current_dir(root())
        .env("NONLIN_FUNCTIONS", folder.path())
        .env("CARGO_TARGET_DIR", root().join("target/adding"))
        .output()
        .unwrap()
}

const FILE: &str = r#"
title = "Brand new"
title_zh = "全新函数"
summary = "A function that nobody has published."
formula = "scale*x*tanh(silu(x))"
aliases = ["novelty"]
evidence = "paper"

[parameters.scale]
default = "1/2"
range = "(0, inf)"
meaning = "height"
"#;

// One test: the builds share a target folder and would wait for each other.
#[test]
fn a_file_is_all_that_a_function_takes() {
    let silu = 2.0 / (1.0 + (-2.0_f64).exp());
    for function in ["brand_new", "Novelty", "brand_new(x)"] {
        let output = with_file("brand_new.toml", FILE, function);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let value: f64 = text.split(' ').next().unwrap().parse().unwrap_or(f64::NAN);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!((value - silu.tanh()).abs() < 1e-15, "{function}: {text} {said}");
    }
    for (wrong, said) in [
        (FILE.replace("silu(x)", "siluu(x)"), "did you mean `silu`?"),
        (FILE.replace("title_zh", "titel"), "unknown field `titel`"),
        (FILE.replace("novelty", "relu"), "is a name of"),
        (FILE.replace("\"1/2\"", "\"-1\""), "outside (0, inf)"),
        (FILE.replace("silu(x)", "brand_new(x)"), "calls itself"),
    ] {
        let output = with_file("brand_new.toml", &wrong, "brand_new");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && text.contains(said), "{said}: {text}");
        assert!(text.contains("brand_new.toml"), "{text}");
    }
}
