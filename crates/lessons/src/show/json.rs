//! Lessons as JSON. Infinities are the strings "inf" and "-inf"; what there is none of is null.

use serde_json::{Map, Value, json};

use super::tell;
use crate::finding::{Certainty, Number, Unit};
use crate::lesson::{Answer, Lesson};
use crate::settings::{self, Settings};
use crate::words::{Language, Words};
use nonlin_report::card::json::number;
use nonlin_report::chart::{Chart, Kind, Mark, Scale};

/// A lesson that has run.
#[must_use]
pub fn ran(lesson: &Lesson, answer: &Answer, language: Language) -> Value {
    let told = tell(lesson, answer, language);
    let numbers = answer.findings.numbers().iter();
    let measured: Map<String, Value> = numbers
        .map(|own| (own.name.to_owned(), describe(own, told.words.numbers.get(own.name))))
        .collect();
    let charts: Map<String, Value> = answer
        .findings
        .charts()
        .iter()
        .map(|(name, chart)| ((*name).to_owned(), picture(chart, &told.words, name)))
        .collect();
    json!({
        "number": lesson.number,
        "name": lesson.name,
        "title": told.words.title,
        "claim": told.words.claim,
        "setting": told.setting,
        "settings": values(&answer.settings),
        "theory": told.theory,
        "measured": measured,
        "summary": told.measured,
        "verdict": answer.verdict.name(),
        "reason": told.reason,
        "next": told.next,
        "charts": charts,
        "seconds": answer.seconds,
    })
}

/// A lesson that has not run: what was measured and the verdict are null.
#[must_use]
pub fn listed(lesson: &Lesson, language: Language) -> Value {
    let words = Words::of(lesson, language);
    let settings: Vec<Value> = lesson
        .settings()
        .iter()
        .map(|own| {
            json!({
                "name": own.name,
                "value": value(&own.first()),
                "range": own.range().map(|ends| ends.each_ref().map(value)),
                "meaning": words.settings.get(own.name),
            })
        })
        .collect();
    json!({
        "number": lesson.number,
        "name": lesson.name,
        "title": words.title,
        "claim": words.claim,
        "settings": settings,
        "measured": null,
        "verdict": null,
    })
}

fn values(settings: &Settings) -> Value {
    settings.iter().map(|(name, own)| (name.to_owned(), value(own))).collect::<Map<_, _>>().into()
}

fn value(value: &settings::Value) -> Value {
    match value {
        settings::Value::Whole(value) => json!(value),
        settings::Value::Real(value) => json!(value),
        settings::Value::Function(value) => json!(value),
    }
}

fn describe(number: &Number, label: Option<&String>) -> Value {
    let (low, high) = number.interval();
    let certainty = match number.certainty {
        Certainty::Proved(..) => "proved",
        Certainty::Confidence(..) => "confidence 95 %",
        Certainty::Exact => "of this run",
    };
    json!({
        "label": label,
        "value": float(number.value),
        "low": float(low),
        "high": float(high),
        "certainty": certainty,
        "unit": unit(number.unit),
        "theory": number.theory.map(float),
    })
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::One => "1",
        Unit::Share => "share",
        Unit::Points | Unit::Apart => "difference of shares",
        Unit::Count => "count",
        Unit::Times => "ratio",
        Unit::Nanoseconds => "ns",
        Unit::Microseconds => "us",
        Unit::Seconds => "s",
    }
}

fn float(value: f64) -> Value {
    if value.is_nan() { Value::Null } else { number(value) }
}

fn picture(chart: &Chart, words: &Words, name: &str) -> Value {
    let captions = words.captions(name, chart);
    let scale = |scale: Scale| match scale {
        Scale::Even => "even",
        Scale::Whole => "whole",
        Scale::Logarithmic => "logarithmic",
    };
    let kind = match &chart.kind {
        Kind::Curves { x, y } => json!({"x": scale(*x), "y": scale(*y)}),
        Kind::Bars { categories, .. } => json!({"categories": categories}),
    };
    let series = chart.series.iter().zip(&captions.series).map(|(series, label)| {
        let mark = match series.mark {
            Mark::Measured => "measured",
            Mark::Theory => "theory",
            Mark::Dots => "dots",
        };
        let points: Vec<Value> = series
            .points
            .iter()
            .map(|p| json!([p.x, p.low, p.middle, p.high].map(float)))
            .collect();
        json!({"name": series.name, "label": label, "mark": mark, "points": points})
    });
    json!({
        "title": captions.title,
        "x": captions.x,
        "y": captions.y,
        "axes": kind,
        "series": series.collect::<Vec<_>>(),
    })
}
