//! `nonlin eval` from file to file. The files are NumPy's own (`tests/data`, made by `numpy.save`) or
//! bytes written here by hand; the code under test reads and writes none of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn nonlin(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nonlin"));
    command.arg("eval").args(arguments).env("NO_COLOR", "1");
    command
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A file as the format's documentation has it, version 1.0.
fn npy(header: &str, elements: &[u8]) -> Vec<u8> {
    let mut text = header.to_owned();
    while !(10 + text.len() + 1).is_multiple_of(64) {
        text.push(' ');
    }
    text.push('\n');
    let length = u16::try_from(text.len()).unwrap();
    [b"\x93NUMPY\x01\x00".as_slice(), &length.to_le_bytes(), text.as_bytes(), elements].concat()
}

fn little_endian(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Runs it on a file, and gives what it wrote.
fn converted(function: &str, input: &Path, options: &[&str]) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let output = folder.path().join("y.npy");
    let paths = ["--input", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
    let run = nonlin(&[&[function], options, &paths].concat()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(run.stdout.is_empty());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left there");
    std::fs::read(output).unwrap()
}

/// Runs it where it must fail by the user's mistake, and gives the message.
fn refused(arguments: &[&str]) -> String {
    let run = nonlin(arguments).stdin(Stdio::null()).output().unwrap();
    let message = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{message}");
    message
}

/// The same, of an input with these bytes; nothing may be left beside it.
fn refused_input(bytes: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("x.npy"), bytes).unwrap();
    let message = refused(&["relu", "--input", &path("x.npy"), "--output", &path("y.npy")]);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "{message}");
    message.replace(folder.path().to_str().unwrap(), "")
}

#[test]
fn order_shape_and_byte_order_stay() {
    let got = converted("relu", &data("fortran_big_endian.npy"), &[]);
    let values = [0.0_f32, 0.5, 0.0, 1.0, 0.0, 3.0];
    let elements: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
    let header = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }";
    assert_eq!(got, npy(header, &elements));
}

#[test]
fn halves() {
    let got = converted("relu", &data("half.npy"), &["--derivative", "1"]);
    let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (8,), }";
    // 1.0 as f16 is 0x3c00; the derivative at 0 is 0.
    let slopes = [0, 0, 0, 0, 0, 0x3c00_u16, 0x3c00, 0x3c00];
    assert_eq!(got, npy(header, &slopes.map(u16::to_le_bytes).concat()));

    let got = converted("relu", &data("bfloat16.npy"), &[]);
    let header = "{'descr': '<V2', 'fortran_order': False, 'shape': (3,), }";
    let bits = [0, 0x3f00_u16, 0x4000];
    assert_eq!(got, npy(header, &bits.map(u16::to_le_bytes).concat()));
}

#[test]
fn another_type_on_request() {
    let got = converted("x + 0.1", &data("bfloat16.npy"), &["--dtype", "f64"]);
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
    assert_eq!(got, npy(header, &[-0.9_f64, 0.6, 2.1].map(f64::to_le_bytes).concat()));

    let got = converted("identity", &data("fortran_big_endian.npy"), &["--dtype", "bf16"]);
    let header = "{'descr': '>V2', 'fortran_order': True, 'shape': (2, 3), }";
    let bits = [0xc000_u16, 0x3f00, 0xbf00, 0x3f80, 0, 0x4040];
    assert_eq!(got, npy(header, &bits.map(u16::to_be_bytes).concat()));
}

#[test]
fn no_axes_and_no_elements() {
    let folder = TempDir::new().unwrap();
    let input = folder.path().join("x.npy");
    for (shape, elements) in [("()", &[-1.5_f32][..]), ("(3, 0, 5)", &[])] {
        let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}");
        std::fs::write(&input, npy(&header, &little_endian(elements))).unwrap();
        let expected: Vec<f32> = elements.iter().map(|x| x.abs()).collect();
        assert_eq!(converted("abs", &input, &[]), npy(&header, &little_endian(&expected)));
    }
}

/// What NumPy for Python 2 wrote, or other programs write, is read too.
#[test]
fn other_spellings_of_the_header() {
    let folder = TempDir::new().unwrap();
    let input = folder.path().join("x.npy");
    let expected = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    let elements = little_endian(&[1.0, 2.0]);
    for header in [
        "{'shape': (2L,), 'fortran_order': False, 'descr': '<f4'}",
        "{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(2,)}",
    ] {
        std::fs::write(&input, npy(header, &elements)).unwrap();
        assert_eq!(converted("relu", &input, &[]), npy(expected, &elements));
    }
    // Version 2.0 has four bytes for the length.
    let mut second = npy(expected, &elements);
    second[6] = 2;
    second.splice(10..10, [0, 0]);
    std::fs::write(&input, second).unwrap();
    assert_eq!(converted("relu", &input, &[]), npy(expected, &elements));
}

fn piped(arguments: &[&str], pieces: Vec<Vec<u8>>) -> Output {
    let mut child = nonlin(arguments)
        .args(["--input", "-", "--output", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        pieces.iter().for_each(|piece| input.write_all(piece).unwrap());
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

/// Several blocks, the last one not whole, against another formula of the same values.
#[test]
fn pipes_of_many_blocks() {
    let x: Vec<f32> = (0..1_300_000_i32).map(|i| (i - 650_000) as f32).collect();
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1300000,), }";
    let input = npy(header, &little_endian(&x)).chunks(77_777).map(<[u8]>::to_vec).collect();
    let output = piped(&["leaky_relu", "--param", "negative_slope=0.5"], input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let y: Vec<f32> = x.iter().map(|&x| if x > 0.0 { x } else { 0.5 * x }).collect();
    assert!(output.stdout == npy(header, &little_endian(&y)));
}

/// An array of four terabytes, of which eight megabytes come: the first results are written all the
/// same, so neither array is held as a whole.
#[test]
fn larger_than_memory() {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1048576, 1048576), }";
    let block = little_endian(&[-1.0, 2.0]).repeat(1_000_000);
    let output = piped(&["relu"], vec![npy(header, &[]), block]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        message,
        "error: `standard input` ends after 2000000 of its 1099511627776 elements: it is cut off; \
         copy or save it again\n"
    );
    let begins = npy(header, &little_endian(&[0.0, 2.0]).repeat(500_000));
    assert!(output.stdout.starts_with(&begins));
}

#[test]
fn mistakes_in_the_input() {
    let header = |descr: &str, shape: &str| {
        npy(&format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"), &[])
    };
    for (bytes, message) in [
        (b"1,2,3\n".to_vec(), "it is not a .npy file; `numpy.save` writes one"),
        (Vec::new(), "it is not a .npy file; `numpy.save` writes one"),
        (b"PK\x03\x04 and so on".to_vec(), "it is an .npz archive; unzip it"),
        (b"\x93NUMPY\x09\x00".to_vec(), "version 9 of the .npy format is not known here"),
        (b"\x93NUMPY\x01\x00\x10\x00{'descr'".to_vec(), "its header is damaged (more expected)"),
        (header("'<i8'", "(3,)"), "its elements are of type int64; float16"),
        (header("'|b1'", "(3,)"), "its elements are of type bool; "),
        (header("'<c16'", "(3,)"), "its elements are of type complex128; "),
        (header("'<f16'", "(3,)"), "its elements are of type float128; "),
        (header("'|O'", "(3,)"), "its elements are of type object; "),
        (header("'bfloat16'", "(3,)"), "its elements are of type `bfloat16`; "),
        (header("''", "(3,)"), "its elements are of type ``; "),
        (header("[('a', '<f4')]", "(3,)"), "its elements are of type record; "),
        (header("'<f4'", "(-3,)"), "its header is damaged (a length expected)"),
        (header("'<f4'", "(3"), "its header is damaged"),
        (header("'<f4'", &"(".repeat(30_000)), "its header is damaged (a length expected)"),
        (header("'é'", "(3,)"), "its elements are of type `é`; "),
        (
            header("'<f8'", "(4294967296, 4294967296, 4294967296)"),
            "it says to have more than 2^64 elements",
        ),
    ] {
        let said = refused_input(&bytes);
        assert!(said.starts_with("error: cannot read `/x.npy`: "), "{said}");
        assert!(said.contains(message), "{said} is not about: {message}");
    }
    let short = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", &[0; 18]);
    assert_eq!(
        refused_input(&short),
        "error: `/x.npy` ends after 4 of its 6 elements: it is cut off; copy or save it again\n"
    );
}

#[test]
fn mistakes_with_the_files() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let x = data("half.npy");
    let x = x.to_str().unwrap();

    std::fs::copy(x, path("x.npy")).unwrap();
    let before = std::fs::read(path("x.npy")).unwrap();
    let itself = format!("{}/./x.npy", folder.path().display());
    let said = refused(&["relu", "--input", &path("x.npy"), "--output", &itself]);
    assert!(said.ends_with("is the input; give the output another name\n"), "{said}");
    assert_eq!(std::fs::read(path("x.npy")).unwrap(), before);

    let said = refused(&["relu", "--input", &path("nowhere.npy"), "--output", &path("y.npy")]);
    assert!(said.ends_with("; check the path\n"), "{said}");
    let said = refused(&["relu", "--input", x, "--output", &path("nowhere/y.npy")]);
    assert!(said.ends_with("; create the directory first\n"), "{said}");
    let said = refused(&["relu", "--input", x, "--output", folder.path().to_str().unwrap()]);
    assert!(said.contains("directory") && said.ends_with("; give the name of a file\n"), "{said}");
    let said = refused(&["relu", "--input", x]);
    assert!(said.contains("--output <FILE>"), "{said}");
    let said = refused(&["softmax", "--input", x, "--output", &path("y.npy")]);
    assert!(said.contains("a row of numbers"), "{said}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

/// A device that is full, which a Linux system has.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk() {
    let x = data("half.npy");
    let said = refused(&["relu", "--input", x.to_str().unwrap(), "--output", "/dev/full"]);
    assert!(said.starts_with("error: cannot write `/dev/full`: "), "{said}");
    assert!(said.ends_with("; make room or choose another disk\n"), "{said}");
}

/// A new file may be read by whom the user's mask lets; one behind a link is replaced, the link stays.
#[test]
#[cfg(unix)]
fn files_are_as_others_make_them() {
    use std::os::unix::fs::PermissionsExt;

    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("other"), "").unwrap();
    std::os::unix::fs::symlink("other", path("link.npy")).unwrap();
    let x = data("half.npy");
    for output in ["y.npy", "link.npy"] {
        let output = path(output);
        let files = ["--input", x.to_str().unwrap(), "--output", output.to_str().unwrap()];
        assert!(nonlin(&[&["relu"][..], &files].concat()).status().unwrap().success());
        let mode = |path: PathBuf| path.metadata().unwrap().permissions().mode();
        assert_eq!(mode(output), mode(path("other")));
    }
    assert!(path("link.npy").is_symlink());
    assert_eq!(std::fs::read(path("other")).unwrap(), std::fs::read(path("y.npy")).unwrap());
}

/// NumPy writes, the command converts, NumPy reads; where NumPy is installed.
#[test]
fn numpy_reads_what_is_written() {
    let python = |script: &str| Command::new("python3").args(["-c", script]).output();
    if !python("import numpy").is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: no python3 with numpy");
        return;
    }
    let folder = TempDir::new().unwrap();
    let script = format!(
        r#"
import itertools, subprocess
import numpy as np
for dtype, order, shape in itertools.product(
        ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"], "CF", [(), (0,), (7,), (5, 3), (2, 3, 4)]):
    x = np.random.default_rng(0).normal(size=shape).astype(dtype, order=order)
    np.save("x.npy", x)
    subprocess.run(["{nonlin}", "eval", "relu", "--input", "x.npy", "--output", "y.npy"], check=True)
    y = np.load("y.npy")
    assert (y.dtype, y.shape) == (x.dtype, x.shape), (y.dtype, y.shape, dtype, shape)
    assert y.flags.f_contiguous == x.flags.f_contiguous
    assert np.array_equal(y, np.maximum(x, 0)), (dtype, order, shape)
"#,
        nonlin = env!("CARGO_BIN_EXE_nonlin")
    );
    let mut command = Command::new("python3");
    let run = command.args(["-c", &script]).current_dir(&folder).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}
