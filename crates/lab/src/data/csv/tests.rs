use crate::data::{Cells, Dataset, ReadOptions, TargetValues, TaskKind, read, read_csv};
use crate::error::DataError;
use crate::task::Task;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::path::Path;

fn read_with(
    text: &str,
    target: Option<&str>,
    task: Option<TaskKind>,
) -> Result<Dataset, DataError> {
    let options = ReadOptions { target: target.map(str::to_owned), task };
    read_csv("t.csv", text.as_bytes(), &options)
}

fn good(text: &str, target: Option<&str>) -> Dataset {
    read_with(text, target, None).expect("a good table")
}

fn fault(text: &str, target: Option<&str>) -> String {
    read_with(text, target, None).expect_err("a bad table").to_string()
}

fn numbers(data: &Dataset, column: usize) -> Vec<f64> {
    (0..data.rows()).map(|row| data.columns()[column].number(row)).collect()
}

fn names(data: &Dataset) -> Vec<&str> {
    data.columns().iter().map(crate::data::Column::name).collect()
}

#[test]
fn reads_a_table() {
    let text = "\u{feff}kind, width ,\"height, mm\"\nten,1.5,-2\ntwo,1e3,4\nten,0,0\n";
    let data = good(text, Some("kind"));
    assert_eq!(names(&data), ["width", "height, mm"]);
    assert_eq!((data.target(), data.rows()), ("kind", 3));
    assert_eq!(
        (numbers(&data, 0), numbers(&data, 1)),
        (vec![1.5, 1000.0, 0.0], vec![-2.0, 4.0, 0.0])
    );
    assert_eq!(
        (data.classes(), data.labels()),
        (["ten", "two"].map(String::from).as_slice(), [0, 1, 0].as_slice())
    );
}

#[test]
fn separators_quotes_and_packing_do_not_change_the_content() {
    let commas = "name,size,t\n\"a, b\",1.5,x\n\"say \"\"c\"\"\",2,y\n";
    let plain = good(commas, None);
    let Cells::Categories { names, .. } = plain.columns()[0].cells() else { panic!("texts") };
    assert_eq!(names, &["a, b", "say \"c\""]);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(commas.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    let unpacked = read_csv("t.csv.gz", &packed, &ReadOptions::default()).expect("a good table");
    assert_eq!(unpacked.sha256(), plain.sha256());
    for text in [
        "name;size;t\n\"a, b\";1,5;x\n\"say \"\"c\"\"\";2;y\n",
        "name\tsize\tt\r\na, b\t1.50\tx\r\n\r\n\"say \"\"c\"\"\"\t 2 \ty",
    ] {
        assert_eq!(good(text, None).sha256(), plain.sha256(), "{text:?}");
    }
    assert_ne!(good(&commas.replace("1.5", "1.25"), None).sha256(), plain.sha256());
}

#[test]
fn columns_take_the_narrowest_type_whatever_the_order_of_rows() {
    let rows = ["0,0.5,0.1,1,u,1,a", "255,1,2,,v,01,b", "7,-3,5,300,,x,a"];
    let header = "byte,single,double,single too,text,mixed,t\n";
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let text: String = order.iter().map(|&row| rows[row].to_owned() + "\n").collect();
        let data = good(&(header.to_owned() + &text), None);
        let kinds: Vec<&str> = data
            .columns()
            .iter()
            .map(|column| match column.cells() {
                Cells::Bytes(_) => "u8",
                Cells::Singles(_) => "f32",
                Cells::Doubles(_) => "f64",
                Cells::Categories { .. } => "text",
            })
            .collect();
        assert_eq!(kinds, ["u8", "f32", "f64", "f32", "text", "text"]);
        assert_eq!(data.columns()[3].missing() + data.columns()[4].missing(), 2);
        let Cells::Categories { names, codes } = data.columns()[5].cells() else { panic!("texts") };
        assert_eq!(names, &["1", "x"], "1 and 01 are one number");
        let expected: Vec<u32> = order.iter().map(|&row| u32::from(row == 2)).collect();
        assert_eq!(codes, &expected);
    }
}

#[test]
fn missing_cells_are_known_by_their_texts() {
    let data = good("a,b,t\n1,x,u\n,NA,v\nn/a,y,u\nNaN,null,v\nNULL,?,u\n?,-,v\n2,None,u\n", None);
    assert_eq!(data.columns()[0].missing(), 5);
    assert_eq!(data.columns()[1].missing(), 3);
    let Cells::Categories { names, .. } = data.columns()[1].cells() else { panic!("texts") };
    assert_eq!(names, &["-", "None", "x", "y"]);
}

#[test]
fn rows_without_a_target_are_left_out_and_counted() {
    let with = good("x,c,t\n1,a,u\n2,b,\n3,a,v\n4,z,NA\n5,a,u\n", None);
    let without = good("x,c,t\n1,a,u\n3,a,v\n5,a,u\n", None);
    assert_eq!(with.sha256(), without.sha256());
    let told: Vec<String> = with.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["2 rows without a value of the target `t` are left out"]);
    assert!(without.warnings().is_empty());
    assert!(fault("x,t\n1,\n2,?\n", None).contains("no row has a value of the target `t`"));
}

#[test]
fn the_last_column_is_the_default_target_and_numbers_sort_as_numbers() {
    let rows = "1,10\n2,9\n3,-1\n".repeat(5);
    let data = good(&format!("x,y\n{rows}"), None);
    assert_eq!((data.target(), data.classes().len()), ("y", 3));
    assert_eq!(data.classes(), ["-1", "9", "10"]);
    assert_eq!(data.labels()[..3], [2, 1, 0]);
}

/// `n` rows of x and of targets given by their row.
fn table(n: usize, header: &str, target: impl Fn(usize) -> String) -> String {
    let rows: String = (0..n).map(|i| format!("{i},{}\n", target(i))).collect();
    format!("x,{header}\n{rows}")
}

#[test]
fn the_task_follows_from_the_target() {
    let kind = |text: &str, target: Option<&str>| good(text, target).task().kind();
    let cases: &[(String, Option<&str>, TaskKind)] = &[
        (table(100, "t", |i| ["a", "b", "c"][i % 3].into()), None, TaskKind::Classification),
        (table(100, "t", |i| (i % 20).to_string()), None, TaskKind::Classification),
        (table(105, "t", |i| (i % 21).to_string()), None, TaskKind::Regression),
        (table(19, "t", |i| i.to_string()), None, TaskKind::Regression),
        (table(100, "t", |i| format!("{}.25", i / 2)), None, TaskKind::Regression),
        (
            table(9, "a,b", |i| format!("{},{}", i % 2, i % 3 / 2)),
            Some("a,b"),
            TaskKind::MultiLabel,
        ),
        (
            table(9, "a,b", |i| format!("{},No", ["yes", "no"][i % 2])),
            Some("a, b"),
            TaskKind::MultiLabel,
        ),
        (table(9, "a,b", |i| format!("{},{}", i % 2, i % 3)), Some("b,a"), TaskKind::Regression),
    ];
    for (text, target, expected) in cases {
        assert_eq!(kind(text, *target), *expected, "{text}");
    }
}

#[test]
fn the_task_may_be_said() {
    let text = table(40, "t", |i| (i % 2 * 3).to_string());
    let said = |task| read_with(&text, None, Some(task)).map(|data| data.task().clone());
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        said(TaskKind::Regression).expect("numbers"),
        Task::Regression { targets: names(&["t"]) }
    );
    assert_eq!(
        said(TaskKind::Classification).expect("few"),
        Task::Classification { classes: names(&["0", "3"]) }
    );
    let message = said(TaskKind::MultiLabel).expect_err("3 is no label").to_string();
    assert!(message.contains("column `t`: `3` is no label"), "{message}");
    let one_hot = table(30, "a,b,c", |i| ["1,0,0", "0,1,0", "0,0,1"][i % 3].into());
    let data = read_with(&one_hot, Some("a,b,c"), Some(TaskKind::Classification)).expect("one-hot");
    assert_eq!(
        (data.classes(), &data.labels()[..3]),
        (names(&["a", "b", "c"]).as_slice(), [0, 1, 2].as_slice())
    );
    let data = read_with(&one_hot, Some("a,b,c"), None).expect("labels");
    let TargetValues::Numbers(values) = data.target_values() else { panic!("labels") };
    assert_eq!(values[..6], [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    let text = table(40, "t", |i| ["a", "b"][i % 2].into());
    let message =
        read_with(&text, None, Some(TaskKind::Regression)).expect_err("texts").to_string();
    assert!(message.contains("column `t`: `a` is not a number; name target columns"), "{message}");
}

#[test]
fn what_was_decided_is_told() {
    let told = |text: &str, target, task| {
        read_with(text, target, task).expect("good").decision().expect("from a file").to_string()
    };
    let text = table(100, "t", |i| (i % 3).to_string());
    assert_eq!(
        told(&text, None, None),
        "target `t` (by default; --target names another), 3 different numbers: classification \
         (--task regression takes them for quantities)"
    );
    assert_eq!(
        told(&text, Some("t"), Some(TaskKind::Regression)),
        "target `t`, 3 different numbers: regression"
    );
    let text = table(100, "t", |i| ["a", "b"][i % 2].into());
    assert_eq!(told(&text, Some("t"), None), "target `t`, 2 different texts: classification");
    let text = table(9, "a,b", |i| format!("{},{i}.5", i % 2));
    assert_eq!(told(&text, Some("a,b"), None), "target `a,b`, 2 columns of numbers: regression");
}

#[test]
fn each_fault_has_its_message() {
    let many: String = (0..60).map(|i| format!("{i},{}\n", i % 2)).collect();
    let slip = format!("a,t\n{many}tall,1\n");
    let cases: &[(&str, Option<&str>, &str)] = &[
        ("", None, "`t.csv` is empty"),
        ("\n\n", None, "`t.csv` is empty"),
        ("a,b\n", None, "has a header but no rows"),
        ("1,2\n3,4\n", None, "line 1: every cell is a number"),
        ("a|b\n1|2\n", None, "separated by commas, semicolons or tabs"),
        (
            "width,label\n1,2\n",
            Some("lable"),
            "did you mean `label`? the columns are `width`, `label`",
        ),
        ("width,label\n1,2\n", Some("zzz"), "no column `zzz`; the columns are"),
        ("a,b,c\n1,2,3\n", Some("b,b"), "the target `b` is named twice"),
        ("a,b\n1,2\n", Some("a,b"), "no column beside the target"),
        ("a,b,a\n1,2,3\n", None, "columns 1 and 3 are both called `a`; rename"),
        (
            &slip,
            None,
            "line 62, column `a`: `tall` is not a number, but nearly all of the column is",
        ),
        ("a,b\n1,x\n-inf,y\n", None, "line 3, column `a`: `-inf` is not a finite"),
        ("a,b\n1,x\n1e39,y\n", None, "line 3, column `a`: `1e39` is not a finite"),
        ("a,b\n1,x\n2,x\n", None, "column `b` has the one value `x` only"),
        (
            "a,b\n1,x\n2,y,z\n",
            None,
            "line 3: 3 cells, but the header has 2; a cell that holds a comma",
        ),
        (
            "a;b\n1;x\n2\n",
            None,
            "line 3: 1 cells, but the header has 2; a cell that holds a semicolon",
        ),
    ];
    for (text, target, expected) in cases {
        let message = fault(text, *target);
        assert!(message.contains(expected), "{text:?} gives {message:?}");
    }
}

#[test]
fn lines_count_as_an_editor_counts_them() {
    // The quoted cell of line 2 spans two lines, line 4 is blank.
    let text = "a,b\n1,\"x\ny\"\n\n1e99,z\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        let message = fault(&text, None);
        assert!(message.contains("line 5"), "{text:?}: {message}");
        let message = fault(&text.replace("1e99", "1,2"), None);
        assert!(message.contains("line 5: 3 cells"), "{text:?}: {message}");
    }
}

#[test]
fn identifiers_are_no_classes() {
    let message = fault(&table(100, "name", |i| format!("n{}", i / 2)), None);
    assert!(message.contains("50 different texts in 100 rows"), "{message}");
    assert!(message.contains("an identifier or free text"), "{message}");
}

#[test]
fn not_utf8_and_missing_files() {
    let error = read_csv("t.csv", b"a,b\n1,\xff\xfe\n", &ReadOptions::default()).expect_err("bad");
    assert!(error.to_string().contains("line 2: not UTF-8"), "{error}");
    let error = read(Path::new("no/such.csv"), &ReadOptions::default()).expect_err("missing");
    assert!(error.to_string().starts_with("cannot read `no/such.csv`:"), "{error}");
    assert!(error.to_string().ends_with("check the path"), "{error}");
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(b"a,b\n1,x\n2,y\n").expect("memory");
    let packed = packed.finish().expect("memory");
    let cut = &packed[..packed.len() - 9];
    let error = read_csv("cut.csv.gz", cut, &ReadOptions::default()).expect_err("cut");
    assert!(error.to_string().starts_with("cannot read `cut.csv.gz`"), "{error}");
}
