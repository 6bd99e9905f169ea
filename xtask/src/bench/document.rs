//! `docs/speed.md`: the table of a run, with what was measured, where and how, in plain words.

use std::fmt::Write as _;

use super::OURS;
use super::sample::Key;
use super::table::{PASSES, Table, errors, grouped, short, threads_text, title};

/// The whole document.
pub(crate) fn text(table: &Table<'_>, machine: &str) -> String {
    let mut text = String::new();
    introduction(&mut text, table, machine);
    verdicts(&mut text, table);
    for threads in table.counts() {
        for pass in PASSES {
            times(&mut text, table, pass, threads);
        }
    }
    accuracy(&mut text, table);
    text
}

fn introduction(text: &mut String, table: &Table<'_>, machine: &str) {
    let peers: Vec<String> =
        table.samples.peers().iter().map(|(peer, version)| format!("{peer} {version}")).collect();
    let _ = write!(
        text,
        "# How fast the kernels are

Made by `cargo xtask bench --peers --write`; don't edit. One run on one machine: {machine}. It is
shared with other work, so differences below a third are ties; ratios within this table mean more than
its figures.

- **Time**: nanoseconds an element of the whole call, f32, inputs uniform in [-6, 6], the lowest of many
  runs; nonlin and its peers took turns. 4,096 elements lie in the first-level cache, 65,536 in the
  second, 67,108,864 past them all. `forward` is y = f(x), `backward` dx = dy·f′(x) from x and dy;
  `backward from the output` takes what the forward pass has left, where a library has such a way: y, or
  for PyTorch's log_sigmoid a buffer beside x.
- **Limit**: what this machine could do at best, the greater of two: the formula's operations at the
  measured peak of multiply-adds, and a copy of the same bytes (n read and n written forward, 2n read
  and n written backward). The operations are counted for f64 lanes, in which an f32 result is rounded
  once; a peer that computes in f32 lanes and is content with several ULP may be below it.
- **Error**: the largest in units of the last place (ULP) of f32 over every 4,099th bit pattern, against
  80-bit arithmetic and MPFR: for |x| ≤ 10 / wherever the exact result is a normal number.
- **Peers**: {}. Each is called as its users call it: PyTorch's kernels directly on ready tensors, JAX
  jitted, ONNX Runtime with bound input and output, oneDNN and XNNPACK as ready primitives, SLEEF's vector
  functions composed in one loop (u35 is its faster tanh). `backward` is from x for all of them: where a
  library has a kernel from y alone (PyTorch's sigmoid, tanh, exp and softmax), y is computed too.
- A peer is *accurate* on a function where its error for |x| ≤ 10 is below 5 ULP, where the result is a
  normal number; *everywhere* so where no input has a larger error, subnormal results included. Of softmax
  (rows of 1,024) and from the output no error was measured, so every peer counts.

",
        peers.join(", ")
    );
    if let Some((overhead, name, pass)) = table.largest_overhead() {
        let _ = writeln!(
            text,
            "A call on 16 elements takes at most {overhead:.0} ns more than 16 times the time of an \
             element among 4,096 ({name} {pass}).\n"
        );
    }
}

fn verdicts(text: &mut String, table: &Table<'_>) {
    text.push_str("## Against the peers\n\n");
    text.push_str(
        "| | elements | faster than every accurate peer | … that is so everywhere | speed over the fastest \
         peer of any accuracy (geometric mean) |\n|---|---|---|---|---|\n",
    );
    for threads in table.counts() {
        for pass in PASSES {
            for n in table.sizes() {
                let [(faster, of), (strictly, strict)] = table.faster(pass, n, threads);
                let mean = table.mean_ratio(pass, n, threads);
                let mean =
                    mean.map_or("–".into(), |(ratio, count)| format!("{ratio:.2} ({count})"));
                let case = format!("{}, {}", title(pass), threads_text(threads));
                let _ = writeln!(
                    text,
                    "| {case} | {} | {faster} of {of} | {strictly} of {strict} | {mean} |",
                    grouped(n)
                );
            }
        }
    }
    text.push_str("\nFaster than every accurate peer, in both passes, at every length and number of threads:\n\n");
    for name in table.samples.names() {
        let verdict = match table.verdict(name) {
            Ok(true) => "yes".into(),
            Ok(false) => "no peer is accurate".into(),
            Err(place) => format!("no: {place}"),
        };
        let _ = writeln!(text, "- {name}: {verdict}");
    }
}

/// nonlin, its limit, and every peer, at each length.
fn times(text: &mut String, table: &Table<'_>, pass: &str, threads: usize) {
    let sizes = table.sizes();
    let lengths: Vec<String> = sizes.iter().map(|&n| grouped(n)).collect();
    let title = title(pass);
    let title = format!("{}{}", title[..1].to_uppercase(), &title[1..]);
    let _ = writeln!(text, "\n## {title}, {}\n", threads_text(threads));
    let _ = writeln!(text, "ns an element at {} elements.\n", lengths.join(" / "));
    let cell = |name: &str, time: &dyn Fn(&Key) -> Option<f64>| {
        let times: Vec<Option<f64>> = sizes
            .iter()
            .map(|&n| time(&Key { name: name.to_owned(), pass: pass.to_owned(), n, threads }))
            .collect();
        if times.iter().all(Option::is_none) {
            return String::new();
        }
        let text = |time: &Option<f64>| time.map_or("–".into(), short);
        times.iter().map(text).collect::<Vec<_>>().join(" / ")
    };
    // A peer without this pass or these threads has no column.
    let peers: Vec<&str> = table
        .samples
        .peers()
        .iter()
        .map(|(peer, _)| peer.as_str())
        .filter(|peer| {
            let has = |name: &String| !cell(name, &|key| table.samples.of(key, peer)).is_empty();
            table.samples.names().iter().any(has)
        })
        .collect();
    let _ = writeln!(text, "| | nonlin | limit | {} |", peers.join(" | "));
    let _ = writeln!(text, "|---|---|---|{}", "---|".repeat(peers.len()));
    for name in table.samples.names() {
        let ours = cell(name, &|key| table.samples.ours(key));
        if ours.is_empty() {
            continue;
        }
        let limit = cell(name, &|key| table.samples.limit(key));
        let _ = write!(text, "| {name} | {ours} | {limit} |");
        for peer in &peers {
            let _ = write!(text, " {} |", cell(name, &|key| table.samples.of(key, peer)));
        }
        text.push('\n');
    }
}

fn accuracy(text: &mut String, table: &Table<'_>) {
    let peers = table.samples.peers().iter().map(|(peer, _)| peer.as_str());
    let libraries: Vec<&str> = std::iter::once(OURS).chain(peers).collect();
    text.push_str(
        "\n## Largest errors in ULP\n\n|x| ≤ 10 / everywhere, and nonlin's worst input.\n\n",
    );
    let _ = writeln!(text, "| | {} | worst input |", libraries.join(" | "));
    let _ = writeln!(text, "|---|{}---|", "---|".repeat(libraries.len()));
    for (name, pass) in table.errors_to_show() {
        let _ = write!(text, "| {name} {pass} |");
        for library in &libraries {
            let cell = table.error(library, name, pass).map_or(String::new(), errors);
            let _ = write!(text, " {cell} |");
        }
        let worst =
            table.error(OURS, name, pass).map_or(String::new(), |e| format!("{:e}", e.normal.1));
        let _ = writeln!(text, " {worst} |");
    }
}
