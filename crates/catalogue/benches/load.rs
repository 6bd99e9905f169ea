//! What the catalogue costs at start-up: one name found, one function made, all of them made.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use nonlin_catalogue::{Activation, Parameters, all, find, search};

fn load(criterion: &mut Criterion) {
    let resolve = |name: &str| Activation::resolve(name, &Parameters::new());
    criterion.bench_function("find one name", |b| b.iter(|| find(black_box("torch:LeakyReLU"))));
    criterion.bench_function("resolve one", |b| b.iter(|| resolve(black_box("gelu"))));
    criterion.bench_function("resolve all", |b| {
        b.iter(|| all().iter().filter_map(|definition| resolve(definition.name).ok()).count());
    });
    criterion.bench_function("search a word", |b| b.iter(|| search(black_box("gauss"))));
    criterion.bench_function("search a formula", |b| b.iter(|| search(black_box("sigmoid(x)*x"))));
}

criterion_group!(benches, load);
criterion_main!(benches);
