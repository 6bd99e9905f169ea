//! The standard study on the embedded digits, as a plain table.
//!
//! `cargo run --release -p nonlin-lab --example digits`

use nonlin_lab::study::{self, Event, StudySpec};
use nonlin_lab::{digits, prepare};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = digits();
    let spec = StudySpec::standard(&data);
    let split = prepare(&data, spec.split_seed)?;
    let outcome = study::run(&spec, &split, None, &|event| match event {
        Event::Started { trials, threads } => eprintln!("{trials} trials on {threads} threads"),
        Event::Finished { done, trials, .. } if done % 20 == 0 => eprintln!("{done}/{trials}"),
        _ => {}
    })?;
    let percent =
        |share: Option<f64>| share.map_or("-".to_owned(), |s| format!("{:.1} %", 100.0 * s));
    println!(
        "{:>4}  {:<12} {:>6} {:>17} {:>9} {:>8} {:>9} {:>9} {:>9}  rate",
        "rank",
        "activation",
        "test",
        "95 % interval",
        "µs/step",
        "dead",
        "saturated",
        "grad end",
        "grad 0"
    );
    for (candidate, time) in outcome.result.candidates.iter().zip(&outcome.timing.candidates) {
        let interval = candidate.score.interval.map_or("-".to_owned(), |(low, high)| {
            format!("{:.2} to {:.2}", 100.0 * low, 100.0 * high)
        });
        let ratio = |r: Option<f64>| r.map_or("-".to_owned(), |r| format!("{r:.3}"));
        println!(
            "{:>4}  {:<12} {:>6.2} {:>17} {:>9.0} {:>8} {:>9} {:>9} {:>9}  {}{}",
            candidate.rank,
            candidate.activation.label(),
            100.0 * candidate.score.mean,
            interval,
            time.step_microseconds.unwrap_or(f64::NAN),
            percent(candidate.dead),
            percent(candidate.saturated),
            ratio(candidate.gradient_ratio),
            ratio(candidate.initial_gradient_ratio),
            candidate.tuning.learning_rate,
            if candidate.no_gradient { "  no gradient flows" } else { "" },
        );
    }
    println!("{:.1} s", outcome.timing.seconds);
    Ok(())
}
