//! Arrays in every notation, written here byte by byte from the format's description.

use crate::data::{Cells, Dataset, ReadOptions, TargetValues, TaskKind, read};
use crate::error::DataError;
use std::io::Write as _;
use std::path::Path;
use zip::write::SimpleFileOptions;

/// A `.npy` file.
fn npy(descriptor: &str, fortran: bool, shape: &str, elements: &[u8]) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    let mut text =
        format!("{{'descr': '{descriptor}', 'fortran_order': {order}, 'shape': ({shape}), }}");
    text.extend(std::iter::repeat_n(' ', 63 - (10 + text.len()) % 64));
    text.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(u16::try_from(text.len()).expect("short").to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.extend(elements);
    bytes
}

fn npz(arrays: &[(&str, Vec<u8>)]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    let mut archive = zip::ZipWriter::new(&mut file);
    for (name, bytes) in arrays {
        archive.start_file(format!("{name}.npy"), SimpleFileOptions::default()).expect("started");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("written");
    file
}

fn with_target(path: &Path, target: Option<&str>) -> Result<Dataset, DataError> {
    read(path, &ReadOptions { target: target.map(str::to_owned), task: None })
}

fn numbers(data: &Dataset, column: usize) -> Vec<f64> {
    (0..data.rows()).map(|row| data.columns()[column].number(row)).collect()
}

fn le<const N: usize>(values: impl IntoIterator<Item = [u8; N]>) -> Vec<u8> {
    values.into_iter().flatten().collect()
}

#[test]
fn every_element_type_and_both_orders() {
    // 2 × 3 table 1 2 3 / 4 5 6, in each notation.
    let rows = [1_u8, 2, 3, 4, 5, 6];
    let columns = [1_u8, 4, 2, 5, 3, 6];
    let files = [
        npy("|u1", false, "2, 3", &rows),
        npy("|u1", true, "2, 3", &columns),
        npy("|i1", false, "2, 3", &rows),
        npy("<i2", false, "2, 3", &le(rows.map(|v| i16::from(v).to_le_bytes()))),
        npy(">i4", false, "2, 3", &le(rows.map(|v| i32::from(v).to_be_bytes()))),
        npy("<i8", true, "2, 3", &le(columns.map(|v| i64::from(v).to_le_bytes()))),
        npy(">u2", false, "2, 3", &le(rows.map(|v| u16::from(v).to_be_bytes()))),
        npy("<u4", false, "2, 3", &le(rows.map(|v| u32::from(v).to_le_bytes()))),
        npy("<u8", false, "2, 3", &le(rows.map(|v| u64::from(v).to_le_bytes()))),
        npy(">f4", false, "2, 3", &le(rows.map(|v| f32::from(v).to_be_bytes()))),
        npy("<f8", false, "2, 3", &le(rows.map(|v| f64::from(v).to_le_bytes()))),
        // IEEE halves: 1, 2, 3, 4, 5, 6.
        npy(
            "<f2",
            false,
            "2, 3",
            &le([0x3c00_u16, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600].map(u16::to_le_bytes)),
        ),
    ];
    for bytes in files {
        let text = String::from_utf8_lossy(&bytes[10..60]).into_owned();
        let y = npy("|b1", false, "2,", &[0, 1]);
        let data = with_target(npz(&[("X", bytes), ("y", y)]).path(), None).expect("good");
        assert_eq!(data.columns().len(), 3, "{text}");
        assert_eq!(numbers(&data, 0), [1.0, 4.0], "{text}");
        assert_eq!(
            (numbers(&data, 1), numbers(&data, 2)),
            (vec![2.0, 5.0], vec![3.0, 6.0]),
            "{text}"
        );
        assert_eq!(data.columns()[2].name(), "x_2");
    }
}

#[test]
fn more_axes_become_columns_in_the_same_order() {
    // Element (row, i, j) is 100 row + 10 i + j, 2 × 2 × 3.
    let value = |row: u8, i: u8, j: u8| 100 * row + 10 * i + j;
    let c: Vec<u8> = (0..12).map(|at| value(at / 6, at / 3 % 2, at % 3)).collect();
    let f: Vec<u8> = (0..12).map(|at| value(at % 2, at / 2 % 2, at / 4)).collect();
    let y = || npy("|u1", false, "2,", &[0, 1]);
    let of = |x| with_target(npz(&[("x", x), ("y", y())]).path(), None).expect("good");
    let data = of(npy("|u1", false, "2, 2, 3", &c));
    assert_eq!(data.columns()[5].name(), "x_1_2");
    assert_eq!(numbers(&data, 5), [12.0, 112.0]);
    assert_eq!(of(npy("|u1", true, "2, 2, 3", &f)).sha256(), data.sha256());
}

#[test]
fn parts_other_targets_and_texts() {
    let x = |start: u8| npy("|u1", false, "3, 1", &[start, start + 1, start + 2]);
    let texts = |words: [&str; 3]| {
        let pad = |word: &str| {
            word.chars().map(u32::from).chain(std::iter::repeat(0)).take(4).collect::<Vec<_>>()
        };
        npy("<U4", false, "3,", &le(words.iter().flat_map(|w| pad(w)).map(u32::to_le_bytes)))
    };
    let file = npz(&[
        ("x_train", x(0)),
        ("y_train", texts(["cat", "chat", "猫"])),
        ("x_test", x(10)),
        ("y_test", texts(["cat", "", "cat"])),
        ("unrelated", x(0)),
    ]);
    let data = with_target(file.path(), None).expect("good");
    assert_eq!(data.classes(), ["cat", "chat", "猫"]);
    assert_eq!(
        numbers(&data, 0),
        [0.0, 1.0, 2.0, 10.0, 12.0],
        "the row without a target is left out"
    );
    let quantity = npy("<f4", false, "3,", &le([0.5_f32, -1.0, 2.5].map(f32::to_le_bytes)));
    let labels = npy("|b1", false, "3, 2", &[1, 0, 0, 0, 1, 1]);
    let file = npz(&[("x", x(0)), ("speed", quantity), ("tags", labels)]);
    let data = with_target(file.path(), Some("speed")).expect("good");
    assert_eq!(data.target_values(), &TargetValues::Numbers(vec![0.5, -1.0, 2.5]));
    let data = with_target(file.path(), Some("tags")).expect("good");
    assert_eq!((data.task().kind(), data.target()), (TaskKind::MultiLabel, "tags_0,tags_1"));
    let data = with_target(file.path(), Some("tags, speed")).expect("good");
    assert_eq!((data.task().kind(), data.task().outputs()), (TaskKind::Regression, 3));
}

#[test]
fn a_single_array_and_one_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let put = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).expect("written");
    let table: Vec<u8> = (0..30).map(|i| if i % 3 == 2 { i / 3 % 2 } else { i }).collect();
    put("table.npy", &npy("|u1", false, "10, 3", &table));
    let data = with_target(&path("table.npy"), None).expect("good");
    assert_eq!((data.target(), data.columns().len(), data.classes().len()), ("2", 2, 2));
    let data = with_target(&path("table.npy"), Some("0")).expect("good");
    assert_eq!((data.target(), data.task().kind()), ("0", TaskKind::Regression));
    put("X_train.npy", &npy("|u1", false, "10, 3", &table));
    put("y_train.npy", &npy("|u1", false, "10", &[1, 0, 1, 0, 1, 0, 1, 0, 1, 0]));
    let data = with_target(&path("X_train.npy"), None).expect("good");
    assert_eq!((data.target(), data.columns().len(), data.labels()[0]), ("y", 3, 1));
    put("y_train.npy", &npy("|u1", false, "9", &[1; 9]));
    let error = with_target(&path("X_train.npy"), None).expect_err("9 targets").to_string();
    assert!(error.contains("10 rows of features, but 9 targets `y`"), "{error}");
}

#[test]
fn missing_and_infinite_numbers() {
    let x = |third: f32| {
        npy("<f4", false, "3, 1", &le([1.0_f32, f32::NAN, third].map(f32::to_le_bytes)))
    };
    let y = || npy("|u1", false, "3", &[0, 1, 0]);
    let data = with_target(npz(&[("x", x(2.5)), ("y", y())]).path(), None).expect("good");
    assert!(matches!(data.columns()[0].cells(), Cells::Singles(_)));
    assert_eq!(data.columns()[0].missing(), 1);
    let file = npz(&[("x", x(f32::NEG_INFINITY)), ("y", y())]);
    let error = with_target(file.path(), None).expect_err("infinite").to_string();
    assert!(error.contains("row 2, column `x`: `-inf` is not a finite number"), "{error}");
}

#[test]
fn each_fault_has_its_message() {
    let x = || npy("|u1", false, "2, 1", &[1, 2]);
    let y = || npy("|u1", false, "2", &[0, 1]);
    type Case<'a> = (&'a [(&'a str, Vec<u8>)], Option<&'a str>, &'a str);
    let cases: &[Case<'_>] = &[
        (&[("y", y())], None, "no array `x` or `X` of features; the archive has `y`"),
        (&[("x", x())], None, "no array `y` of targets; the archive has `x`"),
        (&[("x", x()), ("y", y())], Some("z"), "no array `z` of targets"),
        (&[("x", npy("|O", false, "2, 1", &[])), ("y", y())], None, "elements of type object"),
        (&[("x", npy("<c8", false, "2, 1", &[])), ("y", y())], None, "elements of type complex64"),
        (&[("x", npy("|u1", false, "", &[1])), ("y", y())], None, "a single number is no table"),
        (&[("x", npy("|u1", false, "3, 1", &[1, 2])), ("y", y())], None, "it is cut off"),
        (&[("x", npy("|u1", false, "2, 0", &[])), ("y", y())], None, "its rows have no elements"),
        (
            &[("x", npy("|u1", false, "2, 4294967296, 4294967296", &[])), ("y", y())],
            None,
            "at most 1000000",
        ),
        (
            &[("x", b"\x93NUMPY\x01\x00\x02\x00{}".to_vec()), ("y", y())],
            None,
            "array `x`: its header is damaged",
        ),
    ];
    for (arrays, target, expected) in cases {
        let message = with_target(npz(arrays).path(), *target).expect_err("bad").to_string();
        assert!(message.contains(expected), "{expected}: {message}");
    }
    let whole = std::fs::read(npz(&[("x", x()), ("y", y())]).path()).expect("there");
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(&whole[..whole.len() / 2]).expect("written");
    let message = with_target(file.path(), None).expect_err("cut").to_string();
    assert!(message.contains("the archive is damaged"), "{message}");
}
