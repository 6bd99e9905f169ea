//! What holds of whole pictures.

use super::layout::lay_out;
use super::scene::{Role, Shape};
use super::*;

fn style(width: u32, height: u32) -> Style {
    Style { width, height, theme: Theme::Auto, panels: false }
}

fn figure<'a>(traces: Vec<Trace<'a>>) -> Figure<'a> {
    let dead = Zone { kind: ZoneKind::Dead, from: f64::NEG_INFINITY, to: 0.0 };
    Figure { traces, range: (-4.0, 4.0), zones: vec![dead], kinks: vec![0.0] }
}

fn trace<'a>(label: &str, function: usize, order: u8, value: &'a dyn Fn(f64) -> f64) -> Trace<'a> {
    Trace { label: label.to_owned(), function, order, value }
}

const RELU: &dyn Fn(f64) -> f64 = &|x| x.max(0.0);
const STEP: &dyn Fn(f64) -> f64 = &|x| f64::from(u8::from(x > 0.0));

#[test]
fn the_legend_is_above_all_that_is_drawn_on_the_axes() {
    for (width, height) in [(160, 160), (300, 200), (800, 500), (2000, 700)] {
        let traces = (0..9).map(|i| trace("a_rather_long_label(x)", i, 0, RELU)).collect();
        let layout = lay_out(&figure(traces), &style(width, height));
        let top = layout.panels[0].frame[1];
        let texts = layout.scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { x, y, text, .. } if text.starts_with("a_") => Some((*x, *y, text)),
            _ => None,
        });
        let mut places = Vec::new();
        for (x, y, text) in texts {
            assert!(y < top, "{y} above {top}");
            let wide = text.chars().count() as f64 * 14.0 * super::layout::LETTER_WIDTH;
            assert!(x + wide <= f64::from(width), "{text} ends in the picture");
            assert!(!places.contains(&(x.to_bits(), y.to_bits())), "no label on another");
            places.push((x.to_bits(), y.to_bits()));
        }
        assert_eq!(places.len(), 9);
        for shape in &layout.scene.shapes {
            if let Shape::Line { points, role: Role::Curve(_), .. } = shape {
                let in_legend = points.len() == 2 && points[0].1 < top;
                assert!(in_legend || points.iter().all(|p| p.1 >= top - 1e-9));
            }
        }
    }
}

#[test]
fn nine_curves_differ_in_colour_or_dashes() {
    let traces = (0..9).map(|i| trace("f", i, 0, RELU)).collect();
    let layout = lay_out(&figure(traces), &style(800, 500));
    let mut looks: Vec<_> = layout
        .scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Line { role: Role::Curve(place), dash, .. } => Some(format!("{place}{dash:?}")),
            _ => None,
        })
        .collect();
    looks.sort();
    looks.dedup();
    assert_eq!(looks.len(), 9);
}

#[test]
fn svg_is_well_formed_whatever_the_label_is() {
    let traces = vec![trace("if(x < 0, \"&\u{0}'\", 1)", 0, 0, STEP), trace("f″", 0, 2, RELU)];
    let svg = figure(traces).svg(&style(400, 300));
    assert!(svg.contains("if(x &lt; 0, &quot;&amp;&#39;&quot;, 1)"));
    assert!(!svg.contains('\u{0}') && !svg.contains("NaN") && !svg.contains("inf,"));
    // Every element that is opened is closed.
    let opened = svg.matches('<').count();
    let closed = svg.matches("/>").count() + svg.matches("</").count() * 2;
    assert_eq!(opened, closed, "{svg}");
    assert!(svg.contains("prefers-color-scheme: dark"));
}

#[test]
fn a_page_needs_nothing_from_outside() {
    let traces = vec![trace("</script><b>", 0, 0, STEP)];
    let page = figure(traces).html(&style(400, 300), "a <title>");
    assert!(page.contains("a &lt;title&gt;") && !page.contains("</script><b>"));
    let addresses = page.matches("http").count();
    let namespaces = page.matches("http://www.w3.org/2000/svg").count();
    assert_eq!(addresses, namespaces, "names of XML, not addresses to fetch");
    assert_eq!(page.matches("<script>").count(), page.matches("</script>").count());
}

#[test]
fn a_png_has_the_pixels_that_were_asked_for() {
    for (width, height) in [(160, 160), (801, 333), (1600, 1000)] {
        let png = figure(vec![trace("relu", 0, 0, RELU)]).png(&style(width, height));
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&png[16..20], width.to_be_bytes());
        assert_eq!(&png[20..24], height.to_be_bytes());
        assert_eq!(&png[png.len() - 8..png.len() - 4], b"IEND");
    }
}

#[test]
fn panels_share_the_height_and_lie_below_one_another() {
    let traces = vec![trace("f", 0, 0, RELU), trace("f′", 0, 1, STEP), trace("f″", 0, 2, RELU)];
    let style = Style { panels: true, ..style(600, 600) };
    let layout = lay_out(&figure(traces), &style);
    let frames: Vec<[f64; 4]> = layout.panels.iter().map(|panel| panel.frame).collect();
    assert_eq!(frames.len(), 3);
    for pair in frames.windows(2) {
        assert!(pair[0][1] + pair[0][3] < pair[1][1]);
        assert_eq!((pair[0][0], pair[0][2], pair[0][3]), (pair[1][0], pair[1][2], pair[1][3]));
    }
    assert!(frames[2][1] + frames[2][3] < 600.0);
}

#[test]
fn dead_parts_are_taken_out_of_saturated_ones() {
    let zone = |from, to| Zone { kind: ZoneKind::Saturated, from, to };
    let dead = |from, to| Zone { kind: ZoneKind::Dead, from, to };
    let all = zone(f64::NEG_INFINITY, f64::INFINITY);
    let left = without(all, &[dead(f64::NEG_INFINITY, -1.0), dead(0.0, 2.0)]);
    assert_eq!(left, [zone(-1.0, 0.0), zone(2.0, f64::INFINITY)]);
    assert_eq!(without(zone(0.0, 1.0), &[dead(-1.0, 3.0)]), []);
    assert_eq!(without(zone(0.0, 1.0), &[dead(2.0, 3.0)]), [zone(0.0, 1.0)]);
}

#[test]
fn the_range_widens_for_what_is_near_alone() {
    let zone = |from, to| Zone { kind: ZoneKind::Saturated, from, to };
    assert_eq!(usual_range(&[zone(f64::NEG_INFINITY, -5.98)], &[]), (-8.0, 8.0));
    assert_eq!(usual_range(&[zone(-300.0, 300.0)], &[0.0]), (-5.0, 5.0));
}
