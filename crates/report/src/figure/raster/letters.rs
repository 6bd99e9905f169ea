//! Letters as lines, so that words in a PNG need no font of the system.
//!
//! A unit is a tenth of the size; capitals are 7 high, small letters 5, and the base line is 0. A letter
//! is written as strokes with `/` between them; a stroke is a list of points `x y`, in which
//! `A cx cy rx ry from to` stands for an arc around (cx, cy), its angles in degrees, counter-clockwise
//! where they rise.

/// Units of size 1.
const SIZE: f64 = 10.0;
/// Units between two letters.
const GAP: f64 = 1.7;
/// Degrees between two points of an arc.
const FINE: f64 = 12.0;

/// Letter, width, strokes.
const LETTERS: &[(char, f64, &str)] = &[
    (' ', 1.4, ""),
    ('a', 4.0, "A 2 2.5 2 2.5 0 360 / 4 5 4 0"),
    ('b', 4.0, "0 7 0 0 / A 2 2.5 2 2.5 0 360"),
    ('c', 3.5, "A 2 2.5 2 2.5 50 310"),
    ('d', 4.0, "4 7 4 0 / A 2 2.5 2 2.5 0 360"),
    ('e', 4.0, "0 2.5 4 2.5 A 2 2.5 2 2.5 0 310"),
    ('f', 2.6, "1 0 1 5.4 A 2.4 5.4 1.4 1.5 180 90 / 0 4.7 2.5 4.7"),
    ('g', 4.0, "A 2 2.5 2 2.5 0 360 / 4 5 4 0 A 2 0 2 1.9 0 -150"),
    ('h', 4.0, "0 7 0 0 / 0 2.8 A 2 2.8 2 2.2 180 0 4 0"),
    ('i', 0.6, "0.3 5 0.3 0 / 0.3 6.6 0.3 6.8"),
    ('j', 1.6, "1.3 5 1.3 -0.8 A 0.3 -0.8 1 1.1 0 -80 / 1.3 6.6 1.3 6.8"),
    ('k', 3.7, "0 7 0 0 / 3.5 5 0 1.9 / 1.3 3 3.7 0"),
    ('l', 0.6, "0.3 7 0.3 0"),
    ('m', 6.0, "0 5 0 0 / 0 3.2 A 1.5 3.2 1.5 1.8 180 0 3 0 / 3 3.2 A 4.5 3.2 1.5 1.8 180 0 6 0"),
    ('n', 4.0, "0 5 0 0 / 0 2.8 A 2 2.8 2 2.2 180 0 4 0"),
    ('o', 4.0, "A 2 2.5 2 2.5 0 360"),
    ('p', 4.0, "0 5 0 -2 / A 2 2.5 2 2.5 0 360"),
    ('q', 4.0, "4 5 4 -2 / A 2 2.5 2 2.5 0 360"),
    ('r', 2.4, "0 5 0 0 / 0 2.8 A 2 2.8 2 2.2 180 80"),
    ('s', 3.5, "A 1.75 3.75 1.6 1.25 30 270 A 1.75 1.25 1.75 1.25 90 -150"),
    ('t', 2.9, "1.2 6.6 1.2 1.4 A 2.5 1.4 1.3 1.4 180 280 / 0 5 2.8 5"),
    ('u', 4.0, "0 5 0 2.2 A 2 2.2 2 2.2 180 360 / 4 5 4 0"),
    ('v', 4.0, "0 5 2 0 4 5"),
    ('w', 5.6, "0 5 1.4 0 2.8 5 4.2 0 5.6 5"),
    ('x', 3.8, "0 5 3.8 0 / 3.8 5 0 0"),
    ('y', 4.0, "4 5 1.2 -2 / 0 5 2 0"),
    ('z', 3.6, "0 5 3.6 5 0 0 3.6 0"),
    ('A', 5.2, "0 0 2.6 7 5.2 0 / 0.9 2.4 4.3 2.4"),
    (
        'B',
        4.7,
        "0 0 0 7 2.6 7 A 2.6 5.3 1.7 1.7 90 -90 0 3.6 / 2.6 3.6 A 2.6 1.8 2.1 1.8 90 -90 0 0",
    ),
    ('C', 5.0, "A 2.9 3.5 2.9 3.5 50 310"),
    ('D', 5.0, "0 0 0 7 1.8 7 A 1.8 3.5 3.2 3.5 90 -90 0 0"),
    ('E', 4.0, "4 7 0 7 0 0 4 0 / 0 3.6 3.4 3.6"),
    ('F', 4.0, "4 7 0 7 0 0 / 0 3.6 3.3 3.6"),
    ('G', 5.4, "A 2.9 3.5 2.9 3.5 50 330 5.4 3.2 3.2 3.2"),
    ('H', 5.0, "0 0 0 7 / 5 0 5 7 / 0 3.6 5 3.6"),
    ('I', 0.6, "0.3 0 0.3 7"),
    ('J', 2.9, "2.8 7 2.8 1.6 A 1.4 1.6 1.4 1.6 0 -160"),
    ('K', 4.8, "0 0 0 7 / 4.6 7 0 2.6 / 1.7 4.2 4.8 0"),
    ('L', 3.8, "0 7 0 0 3.8 0"),
    ('M', 6.0, "0 0 0 7 3 1.5 6 7 6 0"),
    ('N', 5.0, "0 0 0 7 5 0 5 7"),
    ('O', 5.8, "A 2.9 3.5 2.9 3.5 0 360"),
    ('P', 4.5, "0 0 0 7 2.6 7 A 2.6 5.1 1.9 1.9 90 -90 0 3.2"),
    ('Q', 5.8, "A 2.9 3.5 2.9 3.5 0 360 / 3.6 1.6 5.8 -0.6"),
    ('R', 4.8, "0 0 0 7 2.6 7 A 2.6 5.1 1.9 1.9 90 -90 0 3.2 / 2.4 3.2 4.8 0"),
    ('S', 4.6, "A 2.3 5.25 2.1 1.75 30 270 A 2.3 1.75 2.3 1.75 90 -150"),
    ('T', 5.0, "0 7 5 7 / 2.5 7 2.5 0"),
    ('U', 5.0, "0 7 0 2.5 A 2.5 2.5 2.5 2.5 180 360 5 7"),
    ('V', 5.2, "0 7 2.6 0 5.2 7"),
    ('W', 7.6, "0 7 1.9 0 3.8 7 5.7 0 7.6 7"),
    ('X', 4.8, "0 7 4.8 0 / 4.8 7 0 0"),
    ('Y', 5.0, "0 7 2.5 3.4 5 7 / 2.5 3.4 2.5 0"),
    ('Z', 4.8, "0 7 4.8 7 0 0 4.8 0"),
    ('0', 4.2, "A 2.1 3.5 2.1 3.5 0 360"),
    ('1', 4.2, "0.6 5.6 2.3 7 2.3 0"),
    ('2', 4.2, "A 2.1 5 2 2 160 -30 0 0 4.2 0"),
    ('3', 4.2, "A 2 5.3 1.8 1.7 150 -90 / 2 3.6 A 2 1.8 2.1 1.8 90 -150"),
    ('4', 4.3, "3.2 0 3.2 7 0 2 4.3 2"),
    ('5', 4.2, "3.9 7 0.6 7 0.3 3.9 A 2 2.3 2.1 2.2 140 -150"),
    ('6', 4.2, "A 2.1 2.2 2.1 2.2 0 360 / A 3 2.4 3 4.6 78 180"),
    ('7', 4.2, "0 7 4.2 7 1.6 0"),
    ('8', 4.2, "A 2.1 5.3 1.75 1.7 0 360 / A 2.1 1.8 2.1 1.8 0 360"),
    ('9', 4.2, "A 2.1 4.8 2.1 2.2 0 360 / A 1.2 4.6 3 4.6 -102 0"),
    ('.', 0.6, "0.3 0.1 0.3 0.2"),
    (',', 0.6, "0.5 0.3 0 -1.2"),
    (':', 0.6, "0.3 0.1 0.3 0.2 / 0.3 4 0.3 4.1"),
    (';', 0.6, "0.5 0.3 0 -1.2 / 0.5 4 0.5 4.1"),
    ('!', 0.6, "0.3 7 0.3 2.2 / 0.3 0.1 0.3 0.2"),
    ('?', 3.6, "A 1.7 5.3 1.7 1.7 160 -60 1.7 2.6 1.7 2 / 1.7 0.1 1.7 0.2"),
    ('-', 2.4, "0 2.7 2.4 2.7"),
    ('−', 4.0, "0 3 4 3"),
    ('+', 4.0, "0 3 4 3 / 2 1 2 5"),
    ('=', 4.0, "0 2 4 2 / 0 4 4 4"),
    ('*', 3.0, "1.5 3.2 1.5 6.4 / 0.1 4 2.9 5.6 / 0.1 5.6 2.9 4"),
    ('·', 0.6, "0.3 2.9 0.3 3"),
    ('/', 2.6, "0 -1 2.6 7.4"),
    ('(', 1.3, "A 3 3 3 5.6 128 232"),
    (')', 1.3, "A -1.7 3 3 5.6 52 -52"),
    ('[', 1.3, "1.3 7.6 0 7.6 0 -1.4 1.3 -1.4"),
    (']', 1.3, "0 7.6 1.3 7.6 1.3 -1.4 0 -1.4"),
    ('|', 0.6, "0.3 7.6 0.3 -1.6"),
    ('^', 3.4, "0 4.4 1.7 7 3.4 4.4"),
    ('<', 3.8, "3.8 5.4 0 3 3.8 0.6"),
    ('>', 3.8, "0 5.4 3.8 3 0 0.6"),
    ('≤', 3.8, "3.8 6 0 3.8 3.8 1.6 / 0 0.2 3.8 0.2"),
    ('≥', 3.8, "0 6 3.8 3.8 0 1.6 / 0 0.2 3.8 0.2"),
    ('~', 4.0, "A 1 2.7 1 0.8 180 0 A 3 2.7 1 0.8 180 360"),
    ('_', 4.0, "0 -1 4 -1"),
    ('%', 5.6, "A 1.1 5.7 1.1 1.3 0 360 / A 4.5 1.3 1.1 1.3 0 360 / 4.6 7 1 0"),
    ('\'', 0.6, "0.3 7.2 0.3 5.2"),
    ('′', 0.9, "0.8 7.2 0.1 5"),
    ('″', 2.5, "0.8 7.2 0.1 5 / 2.4 7.2 1.7 5"),
    ('‴', 4.1, "0.8 7.2 0.1 5 / 2.4 7.2 1.7 5 / 4 7.2 3.3 5"),
    ('∞', 6.4, "A 1.6 3 1.6 1.4 0 360 / A 4.8 3 1.6 1.4 0 360"),
    ('…', 4.6, "0.3 0.1 0.3 0.2 / 2.3 0.1 2.3 0.2 / 4.3 0.1 4.3 0.2"),
    ('α', 4.6, "A 1.9 2.4 1.9 2.4 0 360 / 4.6 4.8 3.6 1.2 4.6 0"),
    ('β', 4.1, "0 -1.8 0 5.3 A 1.8 5.3 1.8 1.7 180 -80 / 1.2 3.7 2 3.7 A 2 1.9 2.1 1.8 90 -120"),
    ('π', 4.3, "0.8 4.6 0.8 0 / 3.4 4.6 3.4 0 / 0 4.7 4.3 4.7"),
    ('σ', 4.4, "A 2 2.2 2 2.2 90 450 4.4 4.4"),
    ('φ', 4.4, "A 2.2 2.5 2.2 2.3 0 360 / 2.2 6.4 2.2 -1.6"),
];
/// What stands for every other letter: a box.
const OTHER: (f64, &str) = (4.0, "0 0 4 0 4 7 0 7 0 0");

fn letter(c: char) -> (f64, &'static str) {
    let found = LETTERS.iter().find(|(letter, ..)| *letter == c);
    found.map_or(OTHER, |&(_, width, strokes)| (width, strokes))
}

/// The width of a text of size 1.
pub fn width(text: &str) -> f64 {
    let units: f64 = text.chars().map(|c| letter(c).0 + GAP).sum();
    (units - GAP).max(0.0) / SIZE
}

/// The strokes of a text of size 1 that begins at (0, 0) of its base line; y points up.
pub fn strokes(text: &str) -> Vec<Vec<(f64, f64)>> {
    let mut strokes = Vec::new();
    let mut begin = 0.0;
    for c in text.chars() {
        let (width, path) = letter(c);
        for stroke in path.split('/') {
            let points = points(stroke);
            if !points.is_empty() {
                strokes.push(points.iter().map(|(x, y)| ((begin + x) / SIZE, y / SIZE)).collect());
            }
        }
        begin += width + GAP;
    }
    strokes
}

/// The points of one stroke. What is no number ends it: the table has none, as its test shows.
fn points(stroke: &str) -> Vec<(f64, f64)> {
    let mut words = stroke.split_whitespace().peekable();
    let mut points = Vec::new();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse::<f64>().ok());
        if word == "A" {
            let numbers: Option<Vec<f64>> = (0..6).map(|_| number()).collect();
            let Some(&[cx, cy, rx, ry, from, to]) = numbers.as_deref() else { break };
            let steps = ((to - from).abs() / FINE).ceil().max(1.0);
            let mut step = 0.0;
            while step <= steps {
                let (sin, cos) = (from + (to - from) * step / steps).to_radians().sin_cos();
                points.push((cx + rx * cos, cy + ry * sin));
                step += 1.0;
            }
        } else {
            let (Ok(x), Some(y)) = (word.parse(), number()) else { break };
            points.push((x, y));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stroke_of_the_table_is_read_whole_and_stays_in_its_letter() {
        for &(c, width, path) in LETTERS {
            for stroke in path.split('/').filter(|stroke| !stroke.trim().is_empty()) {
                // Six numbers of an arc stand for at least two points, two numbers for one.
                let arcs = stroke.matches('A').count();
                let numbers = stroke.split_whitespace().count() - arcs;
                let points = points(stroke);
                let straight = (numbers - 6 * arcs) / 2;
                assert!(
                    (numbers - 6 * arcs) % 2 == 0 && points.len() >= straight + 2 * arcs,
                    "{c}"
                );
                for (x, y) in points {
                    assert!((-0.5..=width + 0.5).contains(&x), "{c}: {x} beside 0 to {width}");
                    assert!((-2.7..=7.7).contains(&y), "{c}: {y}");
                }
            }
        }
    }

    #[test]
    fn texts_keep_to_the_room_that_the_layout_gives_them() {
        for text in ["x*tanh(softplus(x))", "gelu_tanh″", "−0.25", "leaky_relu", "1000"] {
            let room = text.chars().count() as f64 * super::super::super::layout::LETTER_WIDTH;
            assert!(width(text) <= room, "{text}: {} in {room}", width(text));
        }
    }
}
