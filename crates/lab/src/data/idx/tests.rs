use crate::data::{Cells, ReadOptions, read};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::path::Path;

/// `count` images of 2×3 pixels, from the format's description.
fn images(count: u32, pixel: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let mut bytes = vec![0, 0, 8, 3];
    [count, 2, 3].iter().for_each(|n| bytes.extend(n.to_be_bytes()));
    bytes.extend((0..count).flat_map(|i| (0..6).map(move |j| (i, j))).map(|(i, j)| pixel(i, j)));
    bytes
}

fn labels(labels: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 8, 1, 0, 0, 0];
    bytes.push(u8::try_from(labels.len()).expect("few"));
    bytes.extend(labels);
    bytes
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn fault(path: &Path) -> String {
    read(path, &ReadOptions::default()).expect_err("bad").to_string()
}

#[test]
fn reads_images_with_their_labels() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("written");
    };
    let train: Vec<u8> = (0..20).map(|i| i % 2).collect();
    put("train-images-idx3-ubyte", &images(20, |i, j| (10 * i + j) as u8));
    put("train-labels-idx1-ubyte", &labels(&train));
    put("t10k-images-idx3-ubyte.gz", &packed(&images(5, |_, j| 255 - j as u8)));
    put("t10k-labels-idx1-ubyte.gz", &packed(&labels(&[1, 1, 0, 0, 1])));
    put("README", b"about");

    let options = ReadOptions::default();
    let one = read(&folder.path().join("train-images-idx3-ubyte"), &options).expect("good");
    assert_eq!((one.rows(), one.columns().len(), one.classes().len()), (20, 6, 2));
    let names: Vec<&str> = one.columns().iter().map(crate::data::Column::name).collect();
    assert_eq!(names[..4], ["pixel_0_0", "pixel_0_1", "pixel_0_2", "pixel_1_0"]);
    let Cells::Bytes(cells) = one.columns()[4].cells() else { panic!("bytes") };
    assert_eq!(cells[..3], [4, 14, 24]);
    assert_eq!(one.labels()[..4], [0, 1, 0, 1]);
    assert_eq!(one.target(), "label");

    let both = read(folder.path(), &options).expect("good");
    assert_eq!((both.rows(), both.bytes()), (25, 25 * (6 + 4)));
    assert_eq!(both.labels()[..6], [1, 1, 0, 0, 1, 0], "files in the order of their names");
    assert_eq!(both.columns()[2].number(0), 253.0);
}

#[test]
fn each_fault_has_its_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let put = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).expect("written");
    assert!(
        fault(folder.path()).contains("a folder is read if it holds images as MNIST ships them")
    );
    put("a-images-idx3-ubyte", &images(3, |_, j| j as u8));
    assert!(fault(&path("a-images-idx3-ubyte")).contains("no file of labels belongs to it"));
    put("a-labels-idx1-ubyte", &labels(&[0, 1]));
    assert!(fault(&path("a-images-idx3-ubyte")).contains("3 images, but 2 labels"));
    let whole = images(3, |_, j| j as u8);
    put("a-images-idx3-ubyte", &whole[..whole.len() - 1]);
    assert!(fault(&path("a-images-idx3-ubyte")).contains("cut off"));
    put("a-images-idx3-ubyte", &whole);
    put("a-labels-idx1-ubyte", b"no labels");
    assert!(fault(&path("a-images-idx3-ubyte")).contains("does not begin as IDX does"));
    assert!(fault(&path("a-labels-idx1-ubyte")).contains("no column beside the target"));
    // A length of four billion is not allocated before it is read.
    put("a-labels-idx1-ubyte", &[0, 0, 8, 1, 255, 255, 255, 255, 1]);
    assert!(fault(&path("a-images-idx3-ubyte")).contains("cut off"));
}
