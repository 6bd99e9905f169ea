//! The other libraries: how their drivers are made, and run.
//!
//! A driver is a program beside the libraries that it measures, never part of the product: a script in a
//! virtual environment with pinned packages, or a C++ program against a library of the system, compiled
//! into the target folder when it is needed. Both speak the protocol of `xtask/peers/protocol.py`. A
//! library that can't be had here is left out, with a line that says why and what to install.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::sample::Sample;
use crate::{exec, workspace};

/// Where the sources of the drivers are.
pub(super) const SOURCES: &str = "xtask/peers";

/// A library to compare with.
struct Peer {
    name: &'static str,
    kind: Kind,
}

enum Kind {
    /// A script, and the packages that it needs.
    Python { script: &'static str, packages: &'static [&'static str] },
    /// A C++ program, what the compiler is told besides, and the system's packages that it needs.
    Native { source: &'static str, options: &'static [&'static str], packages: &'static str },
}

const PEERS: &[Peer] = &[
    Peer {
        name: "PyTorch",
        kind: Kind::Python {
            script: "torch_driver.py",
            packages: &["torch==2.15.0", "numpy==2.4.6"],
        },
    },
    Peer {
        name: "JAX",
        kind: Kind::Python { script: "jax_driver.py", packages: &["jax==0.10.2", "numpy==2.4.6"] },
    },
    Peer {
        name: "ONNX Runtime",
        kind: Kind::Python {
            script: "onnxruntime_driver.py",
            packages: &["onnxruntime==1.32.0", "onnx==1.23.2", "numpy==2.4.6"],
        },
    },
    Peer {
        name: "oneDNN",
        kind: Kind::Native { source: "onednn.cpp", options: &["-ldnnl"], packages: "libdnnl-dev" },
    },
    Peer {
        name: "XNNPACK",
        kind: Kind::Native {
            source: "xnnpack.cpp",
            options: &["-lXNNPACK", "-lpthreadpool"],
            packages: "libxnnpack-dev libpthreadpool-dev",
        },
    },
    Peer {
        name: "SLEEF",
        kind: Kind::Native { source: "sleef.cpp", options: &["-lsleef"], packages: "libsleef-dev" },
    },
    Peer {
        name: "SLEEF u35",
        kind: Kind::Native {
            source: "sleef.cpp",
            options: &["-DFAST=1", "-lsleef"],
            packages: "libsleef-dev",
        },
    },
];

/// What the reference needs: MPFR, and 80-bit floats.
const REFERENCE_PACKAGES: &[&str] = &["gmpy2==2.3.2", "numpy==2.4.6"];

/// A driver that can be run.
pub(crate) struct Driver {
    pub(crate) name: &'static str,
    program: PathBuf,
    script: Option<PathBuf>,
}

impl Driver {
    /// Its figures; one that fails is named, and gives none.
    pub(crate) fn time(&self, sizes: &[usize], threads: usize) -> Vec<Sample> {
        let list = sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let threads = threads.to_string();
        let mut command = self.command();
        command.args(["time", "--threads", &threads, "--n", &list]);
        // The pool of the libraries that use OpenMP.
        command.env("OMP_NUM_THREADS", &threads);
        let samples = exec::output(&mut command).and_then(|text| {
            let samples: Result<Vec<Sample>, _> = text.lines().map(serde_json::from_str).collect();
            samples.context("it printed something unexpected")
        });
        samples.unwrap_or_else(|error| {
            eprintln!("{}: no figures: {error:#}", self.name);
            Vec::new()
        })
    }

    /// Writes its values of the inputs into `folder`.
    pub(crate) fn values(&self, inputs: &Path, folder: &Path) -> Result<()> {
        exec::output(self.command().arg("values").arg(inputs).arg(folder)).map(drop)
    }

    fn command(&self) -> Command {
        let mut command = exec::command(&self.program.to_string_lossy());
        command.args(&self.script);
        command
    }
}

/// Makes the drivers, under `folder`.
pub(crate) fn ready(folder: &Path) -> Result<Vec<Driver>> {
    let mut drivers = Vec::new();
    for peer in PEERS {
        let driver = match &peer.kind {
            Kind::Python { script, packages } => python(folder, packages).map(|program| Driver {
                name: peer.name,
                program,
                script: Some(workspace::root().join(SOURCES).join(script)),
            }),
            Kind::Native { source, options, packages } => {
                compile(folder, peer.name, source, options)
                    .map(|program| Driver { name: peer.name, program, script: None })
                    .with_context(|| format!("it needs a C++ compiler and {packages} (Debian)"))
            }
        };
        match driver {
            Ok(driver) => drivers.push(driver),
            Err(error) => eprintln!("{} is left out: {error:#}", peer.name),
        }
    }
    Ok(drivers)
}

/// The environment's interpreter, with the packages of the reference.
pub(crate) fn reference_python(folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let script = workspace::root().join(SOURCES).join("reference.py");
    Ok((python(folder, REFERENCE_PACKAGES)?, script))
}

/// The interpreter of the virtual environment, once these packages are in it.
pub(super) fn python(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    let environment = folder.join("venv");
    let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let program = environment.join(inside);
    let python = || exec::command(&program.to_string_lossy());
    if !program.exists() {
        let system = if cfg!(windows) { "python" } else { "python3" };
        exec::run(exec::command(system).args(["-m", "venv"]).arg(&environment))?;
    }
    // pip takes seconds to find that there is nothing to do: what it has done is noted.
    let note = environment.join("nonlin-packages.txt");
    let noted = fs::read_to_string(&note).unwrap_or_default();
    let has = |package: &&str| noted.lines().any(|line| line == *package);
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !has(package)).collect();
    if !missing.is_empty() {
        let pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
        exec::run(python().args(pip).args(packages))?;
        fs::write(&note, format!("{noted}{}\n", missing.join("\n")))
            .context("cannot note the installed packages")?;
    }
    Ok(program)
}

/// Compiles a driver for this processor.
fn compile(folder: &Path, name: &str, source: &str, options: &[&str]) -> Result<PathBuf> {
    let programs = folder.join("bin");
    fs::create_dir_all(&programs)?;
    let program = programs.join(name.replace(' ', "_"));
    let mut compiler = exec::command("c++");
    compiler.args(["-O2", "-march=native", "-std=c++17", "-o"]).arg(&program);
    // Libraries stand after what uses them.
    compiler.arg(Path::new(SOURCES).join(source)).args(options);
    exec::output(&mut compiler)?;
    Ok(program)
}
