//! Sets up what the tests need beyond cargo: the C libraries of the oracle, rustfmt and clippy,
//! and the packages of the lock file.
//!
//! The tests compare with GMP, MPFR and MPC, linked from the system because building them takes
//! longer than everything else together. Whether they are there is asked of the C compiler, which
//! Rust needs anyway: a program that includes the header must compile and link. That answer is the
//! same on every system and follows the user's own include and library paths.
//!
//! What is missing is installed with `apt-get` where this user may do so without a password.
//! Anywhere else nothing on the machine is changed: the error names the command to type.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::exec;

/// A C library of the oracle.
struct Library {
    name: &'static str,
    header: &'static str,
    /// What the linker is told, the library before those that it uses.
    links: &'static [&'static str],
}

const LIBRARIES: &[Library] = &[
    Library { name: "GMP", header: "gmp.h", links: &["-lgmp"] },
    Library { name: "MPFR", header: "mpfr.h", links: &["-lmpfr", "-lgmp"] },
    Library { name: "MPC", header: "mpc.h", links: &["-lmpc", "-lmpfr", "-lgmp"] },
];

/// A package manager and how it installs all the libraries.
struct Manager {
    program: &'static str,
    install: &'static str,
}

const APT: Manager = Manager {
    program: "apt-get",
    install: "apt-get install --yes --no-install-recommends libgmp-dev libmpfr-dev libmpc-dev",
};

/// The other managers, which are named to the user but never run.
const OTHERS: &[Manager] = &[
    Manager { program: "dnf", install: "sudo dnf install gmp-devel mpfr-devel libmpc-devel" },
    Manager { program: "zypper", install: "sudo zypper install gmp-devel mpfr-devel mpc-devel" },
    Manager { program: "pacman", install: "sudo pacman -S gmp mpfr libmpc" },
    Manager { program: "apk", install: "doas apk add gmp-dev mpfr-dev mpc1-dev" },
    Manager { program: "brew", install: "brew install gmp mpfr libmpc" },
];

/// Brings everything into place, or says what the user must install.
pub(crate) fn run() -> Result<()> {
    let mut wanted = Vec::new();
    if let Err(error) = libraries() {
        wanted.push(error.to_string());
    }
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if exec::succeeds(exec::cargo().args([subcommand, "--version"])) {
            println!("{component}: there");
        } else {
            wanted.push(format!(
                "{component} is missing: rustup component add {component}\n\
                 (without rustup: the system's package of that name)"
            ));
        }
    }
    // Later steps can then work offline, and a slow network doesn't count as a slow test.
    if let Err(error) = exec::run(exec::cargo().args(["fetch", "--quiet"])) {
        wanted.push(format!("the dependencies cannot be fetched: {error}"));
    }
    if !wanted.is_empty() {
        bail!("{}", wanted.join("\n"));
    }
    Ok(())
}

/// Sees that the oracle's libraries can be compiled and linked with.
fn libraries() -> Result<()> {
    if !exec::succeeds(exec::command("cc").arg("--version")) {
        bail!("there is no C compiler: install one that runs as `cc`\n(Debian: build-essential)");
    }
    if missing()?.is_empty() {
        println!("GMP, MPFR and MPC: there");
        return Ok(());
    }
    if let Some(elevate) = apt_without_password() {
        // An install can succeed from old package lists; they are renewed only if it doesn't.
        if exec::run(&mut apt(elevate, APT.install)).is_err() {
            exec::run(&mut apt(elevate, "apt-get update"))?;
            exec::run(&mut apt(elevate, APT.install))?;
        }
    }
    let still = missing()?;
    if !still.is_empty() {
        bail!("{}", advice(&still, is_there));
    }
    println!("GMP, MPFR and MPC: installed");
    Ok(())
}

/// The names of the libraries that a C program can't be compiled and linked with.
fn missing() -> Result<Vec<&'static str>> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let mut missing = Vec::new();
    for library in LIBRARIES {
        let mut compile = exec::command("cc");
        compile.args(["-x", "c", "-", "-o"]).arg(folder.path().join("probe")).args(library.links);
        let mut child = compile
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot run `cc`")?;
        if let Some(mut input) = child.stdin.take() {
            // mpfr.h and mpc.h declare less unless stdio.h comes first.
            write!(input, "#include <stdio.h>\n#include <{}>\n", library.header)?;
            writeln!(input, "int main(void) {{ return 0; }}")?;
        }
        if !child.wait()?.success() {
            missing.push(library.name);
        }
    }
    Ok(missing)
}

/// How to run apt-get here without being asked for a password: `Some("")` as root, `Some("sudo")`
/// through sudo, `None` where it can't be.
fn apt_without_password() -> Option<&'static str> {
    if !is_there(APT.program) {
        return None;
    }
    let user = exec::output(exec::command("id").arg("-u")).ok()?;
    if user.trim() == "0" {
        return Some("");
    }
    exec::succeeds(exec::command("sudo").args(["-n", "true"])).then_some("sudo")
}

/// An apt-get command line, through `elevate` unless that is empty.
fn apt(elevate: &str, line: &str) -> Command {
    let mut words = line.split(' ');
    let program = words.next().unwrap_or_default();
    let mut command = if elevate.is_empty() {
        exec::command(program)
    } else {
        let mut command = exec::command(elevate);
        // sudo drops the caller's environment.
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", program]);
        command
    };
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether a program is on the path.
fn is_there(program: &str) -> bool {
    exec::succeeds(exec::command(program).arg("--version"))
}

/// What the user must type to have the missing libraries.
fn advice(missing: &[&str], is_there: impl Fn(&str) -> bool) -> String {
    let what = format!("the tests' oracle needs {}", missing.join(", "));
    if is_there(APT.program) {
        return format!("{what}; install with:\n  sudo {}", APT.install);
    }
    match OTHERS.iter().find(|manager| is_there(manager.program)) {
        // Homebrew's folder is on no compiler's search path by default.
        Some(Manager { program: "brew", install }) => format!(
            "{what}; install with:\n  {install}\nand let the compiler find them:\n  \
             export CPATH=\"$(brew --prefix)/include\"\n  \
             export LIBRARY_PATH=\"$(brew --prefix)/lib\""
        ),
        Some(manager) => format!("{what}; install with:\n  {}", manager.install),
        None => format!("{what}: install their development packages (headers and libraries)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_is_a_command_of_the_manager_at_hand() {
        let with = |program: &'static str| advice(&["MPFR"], move |name| name == program);
        assert!(with("apt-get").contains("sudo apt-get install"));
        assert!(with("apt-get").contains("libmpfr-dev"));
        assert!(with("dnf").contains("sudo dnf install gmp-devel mpfr-devel"));
        assert!(with("brew").contains("LIBRARY_PATH"));
        assert!(with("none of them").contains("development packages"));
    }

    #[test]
    fn apt_is_run_without_questions() {
        let plain = apt("", "apt-get update");
        assert_eq!(plain.get_program(), "apt-get");
        let elevated = apt("sudo", "apt-get update");
        assert_eq!(elevated.get_program(), "sudo");
        let arguments: Vec<_> = elevated.get_args().collect();
        let expected = ["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update"];
        assert_eq!(arguments, expected);
    }
}
