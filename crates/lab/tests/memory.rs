//! The stated bound of a trial's memory against what it allocates, by a counting allocator.

// The allocator below hands every call on to the system's.
#![allow(unsafe_code)]

use nonlin_lab::data::digits;
use nonlin_lab::initialisation::Initialisation;
use nonlin_lab::optimizer::Optimizer;
use nonlin_lab::spec::{EarlyStopping, NetworkSpec, SCHEMA, Schedule, TrainParameters, TrialSpec};
use nonlin_lab::{ActivationSpec, prepare, trial};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to `System` with the arguments that it came with.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// One test alone in this file: allocations of another would count, too.
#[test]
fn a_trial_stays_within_its_bound() {
    let data = digits();
    let split = prepare(&data, 0).expect("the digits split");
    let base = TrialSpec {
        schema: SCHEMA,
        dataset: data.reference(),
        split_seed: 0,
        network: NetworkSpec::dense(&[900, 900]),
        activation: ActivationSpec::new("relu"),
        train_parameters: TrainParameters::Fixed,
        initialisation: Initialisation::Gain,
        optimizer: Optimizer::ADAM,
        learning_rate: 1e-3,
        schedule: Schedule::default(),
        batch_size: 512,
        epochs: 1,
        early_stopping: None,
        checkpoints: vec![],
        seed: 0,
        evaluate_test: true,
    };
    let everything = NetworkSpec { layer_norm: true, residual: true, ..base.network.clone() };
    let small = NetworkSpec::dense(&[16, 16]);
    let stopping = Some(EarlyStopping { patience: 1 });
    let named = |function: &str| TrialSpec {
        activation: ActivationSpec::new(function),
        train_parameters: TrainParameters::Channel,
        checkpoints: vec![0, 1],
        ..base.clone()
    };
    for (what, spec) in [
        ("plain", base.clone()),
        ("looks", TrialSpec { early_stopping: stopping, ..named("gelu") }),
        ("all layers", TrialSpec { network: everything, ..named("tanh") }),
        ("trained", named("prelu")),
        ("gated", named("swiglu")),
        ("orthogonal", TrialSpec { initialisation: Initialisation::Orthogonal, ..base.clone() }),
        ("small", TrialSpec { network: small, ..base.clone() }),
    ] {
        let bound = trial::memory_bytes(&spec, &split).expect("a sound trial");
        let before = NOW.load(Ordering::Relaxed);
        PEAK.store(before, Ordering::Relaxed);
        trial::run(&spec, &split).expect("a sound trial");
        let used = PEAK.load(Ordering::Relaxed) - before;
        assert!(used <= bound, "{what}: {used} used, {bound} stated");
        // A bound that is twice what is needed (beside 16 MiB for what is not counted) would tell nothing.
        assert!(bound <= 2 * used + (16 << 20), "{what}: {used} used, {bound} stated");
        println!("{what}: {used} of {bound}");
    }
}
