use super::super::{KNOWN, Repository};
use super::*;
use crate::data::TaskKind;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

const A: &str = "share/sets/a.csv";
const B: &str = "share/sets/b.csv";

/// A known data set, as if it had been written into the list.
fn known(package: &[u8], members: &[(&'static str, &[u8])], recipe: Recipe) -> &'static Known {
    let fixed = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let members: Vec<Member> = members
        .iter()
        .map(|&(path, bytes)| Member { path, sha256: fixed(hash::sha256(bytes)) })
        .collect();
    Box::leak(Box::new(Known {
        name: "toy",
        title: "",
        rows: 0,
        columns: 0,
        task: TaskKind::Classification,
        target: "t",
        licence: "",
        source: "",
        package: Some(Package {
            repository: Repository::Debian,
            file: "toy.package",
            bytes: package.len() as u64,
            sha256: fixed(hash::sha256(package)),
            urls: &[],
            members: Box::leak(members.into_boxed_slice()),
            recipe,
        }),
    }))
}

fn wheel(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        archive.start_file(*path, SimpleFileOptions::default()).expect("started");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("written").into_inner()
}

/// A `.deb` as deb(5) describes it.
fn deb(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("./{path}"), *bytes).expect("written");
    }
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut packed = lzma_rust2::XzWriter::new(Vec::new(), options).expect("a writer");
    packed.write_all(&tar.into_inner().expect("written")).expect("written");
    let packed = packed.finish().expect("written");
    let mut archive = b"!<arch>\n".to_vec();
    for (name, bytes) in [
        ("debian-binary", b"2.0\n ".as_slice()),
        ("control.tar.xz", b"odd"),
        ("data.tar.xz", &packed),
    ] {
        archive.extend(
            format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 100_644, bytes.len())
                .as_bytes(),
        );
        archive.extend(bytes);
        archive.extend(vec![b'\n'; bytes.len() % 2]);
    }
    archive
}

struct Place {
    folder: tempfile::TempDir,
    package: PathBuf,
}

impl Place {
    fn new(package: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("some.file");
        fs::write(&path, package).expect("written");
        Self { folder, package: path }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn fetch(&self, known: &Known) -> Result<PathBuf, FetchError> {
        fetch(known, Some(&self.data()), self.package.to_str())
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn both_kinds_of_package_give_their_files() {
    let content: [(&'static str, &[u8]); 3] =
        [(A, b"x,t\n1,2\n"), ("share/other", b"no"), (B, b"")];
    for package in [wheel(&content), deb(&content)] {
        let place = Place::new(&package);
        let toy = known(&package, &[content[0], content[2]], Recipe::Folder);
        let path = place.fetch(toy).expect("fetched");
        assert_eq!(path, place.data().join("toy"));
        assert_eq!(fs::read(path.join("a.csv")).expect("there"), content[0].1);
        assert_eq!(fs::read(path.join("b.csv")).expect("there"), content[2].1);
        assert_eq!(place.names(), ["toy"], "nothing else is left");
        // Sound data is left alone, without its package; damaged data is not.
        fs::remove_file(&place.package).expect("removed");
        assert_eq!(place.fetch(toy).expect("there"), path);
        fs::write(path.join("a.csv"), b"x,t\n1,3\n").expect("written");
        fs::write(&place.package, &package).expect("written");
        assert_eq!(place.fetch(toy).expect("fetched again"), path);
        assert_eq!(fs::read(path.join("a.csv")).expect("there"), content[0].1);
    }
}

#[test]
fn headless_parts_become_one_table() {
    let parts: [(&'static str, &[u8]); 2] = [
        (A, b"39, State gov, <=50K\n50, ?, >50K\n\n"),
        (B, b"|1x3 Cross validator\n25, 1.5, <=50K.\n"),
    ];
    let package = wheel(&parts);
    let table = b"age,work,income\n39,State gov,<=50K\n50,?,>50K\n25,1.5,<=50K\n";
    let sha256: &'static str = Box::leak(hash::sha256(table).into_boxed_str());
    let recipe = Recipe::Rows { file: "all.csv", header: "age,work,income", sha256 };
    let place = Place::new(&package);
    let path = place.fetch(known(&package, &parts, recipe)).expect("fetched");
    assert_eq!(path, place.data().join("toy").join("all.csv"));
    assert_eq!(fs::read(path).expect("there"), table);
}

#[test]
fn what_is_not_as_known_is_refused_and_nothing_appears() {
    let content: [(&'static str, &[u8]); 1] = [(A, b"x,t\n1,2\n")];
    let package = deb(&content);
    let place = Place::new(&package);
    let message = |known: &Known| place.fetch(known).expect_err("refused").to_string();
    let other = known(b"another package", &content, Recipe::Folder);
    assert!(message(other).contains("is not the file that is known: its SHA-256 is"));
    let other = known(&package, &[(A, b"x,t\n1,3\n")], Recipe::Folder);
    assert!(message(other).starts_with("`share/sets/a.csv` is not the file that is known"));
    let other = known(&package, &[(B, b"")], Recipe::Folder);
    assert!(message(other).contains("it has no `share/sets/b.csv`"));
    assert_eq!(place.names(), [".toy.part"], "what was tried stands beside, under another name");
    for damaged in [&package[..200], b"!<arch>\nnonsense", b"PK\x03\x04nonsense", b""] {
        let place = Place::new(damaged);
        let toy = known(damaged, &content, Recipe::Folder);
        let message = place.fetch(toy).expect_err("damaged").to_string();
        assert!(message.contains("cannot unpack"), "{message}");
    }
}

#[test]
fn the_list_is_sound() {
    let mut names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
    names.dedup();
    assert_eq!(names, ["digits", "fashion-mnist", "diamonds", "adult"]);
    for known in &KNOWN {
        let Some(package) = &known.package else { continue };
        assert!(
            package
                .urls
                .iter()
                .all(|url| url.starts_with("https://") && url.ends_with(package.file))
        );
        let sums = package.members.iter().map(|member| member.sha256).chain([package.sha256]);
        assert!(sums.into_iter().all(|sum| sum.len() == 64));
        assert_eq!(Known::find(known.name).map(|k| k.target), Some(known.target));
    }
    assert!(Known::find("mnist").is_none());
}
