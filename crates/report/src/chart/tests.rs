use super::*;

fn captions(series: &[&str], categories: &[&str]) -> Captions {
    let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
    Captions {
        title: "Gradient".into(),
        x: "layer".into(),
        y: "norm".into(),
        series: owned(series),
        categories: owned(categories),
    }
}

fn plain(lines: &[Vec<(Layer, String)>]) -> Vec<String> {
    lines.iter().map(|line| line.iter().map(|(_, text)| text.as_str()).collect()).collect()
}

#[test]
fn curves_draw_every_series_and_no_number_that_is_none() {
    let points = |f: fn(f64) -> f64| (0..5).map(f64::from).map(|x| Point::new(x, f(x))).collect();
    let chart = Chart::curves(Scale::Whole, Scale::Logarithmic)
        .with("a", Mark::Measured, points(|x| 10_f64.powf(-x)))
        .with("b", Mark::Theory, points(|_| 0.0))
        .with("c", Mark::Dots, points(|_| f64::NAN));
    let captions = captions(&["a", "b", "c"], &[]);
    let svg = chart.svg(&captions, Theme::Light);
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert_eq!(chart.colours(), [0, 0, 1]);
    let lines = plain(&chart.lines(&captions, 60));
    assert_eq!(lines[0], "Gradient: log₁₀ norm / layer");
    assert!(lines.iter().all(|line| line.chars().count() <= 60), "{lines:#?}");
}

#[test]
fn bars_are_as_long_as_their_numbers() {
    let points = vec![Point::new(0.0, 0.5), Point::new(1.0, 0.25), Point::new(2.0, 0.0)];
    let chart =
        Chart::bars(&["relu", "tanh", "dead"], BarUnit::Share).with("s", Mark::Measured, points);
    let captions = captions(&["s"], &["relu", "tanh", "死亡"]);
    let svg = chart.svg(&captions, Theme::Light);
    assert!(svg.contains("<rect class=\"nl-c0\""), "{svg}");
    assert!(svg.contains("rect.nl-c0 { fill: #0072b2;"), "a bar without a colour is black: {svg}");
    let lines = plain(&chart.lines(&captions, 30));
    let length = |line: usize| lines[line].chars().filter(|c| *c == '█').count();
    assert_eq!((length(1), length(2), length(3)), (14, 7, 0), "{lines:#?}");
    assert!(lines[3].starts_with("死亡 "), "{lines:#?}");
    assert!(lines[1].ends_with("50.0 %"));
}
