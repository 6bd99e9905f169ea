//! What holds for every lesson: words in both languages for everything that can be told, and verdicts that
//! change when the numbers do.

use std::collections::BTreeSet;

use super::*;
use crate::condition::{Verdict, Weight, judge};
use crate::math;
use crate::settings::Settings;
use crate::words::{Language, Words, fill, placeholders};
use nonlin_catalogue::{Activation, Parameters};

fn texts(words: &Words) -> Vec<String> {
    let mut texts = vec![
        words.title.clone(),
        words.claim.clone(),
        words.setting.clone(),
        words.theory.clone(),
        words.measured.clone(),
        words.next.clone(),
        words.verdict.holds.clone(),
        words.verdict.limits.clone(),
        words.verdict.fails.clone(),
    ];
    texts.extend(words.settings.values().cloned());
    texts.extend(words.numbers.values().cloned());
    texts.extend(words.names.values().cloned());
    for chart in words.charts.values() {
        texts.extend([chart.title.clone(), chart.x.clone(), chart.y.clone()]);
    }
    texts
}

fn keys<T>(map: &std::collections::BTreeMap<String, T>) -> BTreeSet<&str> {
    map.keys().map(String::as_str).collect()
}

#[test]
fn both_languages_say_the_same_things() {
    for lesson in lessons() {
        let [english, chinese] = Language::ALL.map(|language| Words::of(&lesson, language));
        let name = lesson.name;
        assert_eq!(keys(&english.settings), keys(&chinese.settings), "{name}");
        assert_eq!(keys(&english.numbers), keys(&chinese.numbers), "{name}");
        assert_eq!(keys(&english.names), keys(&chinese.names), "{name}");
        assert_eq!(keys(&english.charts), keys(&chinese.charts), "{name}");
        let numbers = |words: &Words| {
            [&words.setting, &words.theory, &words.measured].map(|text| {
                let mut keys = placeholders(text);
                keys.sort();
                keys.dedup();
                keys
            })
        };
        assert_eq!(
            numbers(&english),
            numbers(&chinese),
            "{name}: numbers told in one language only"
        );
        for (language, words) in [("en", &english), ("zh", &chinese)] {
            for text in texts(words) {
                assert_eq!(text.trim().is_empty(), text.is_empty(), "{language}/{name}: {text:?}");
                math::html(&text).unwrap_or_else(|error| panic!("{language}/{name}: {error}"));
            }
            assert!(
                !placeholders(&words.measured).is_empty(),
                "{language}/{name}: measured without a number"
            );
        }
        assert!(!english.claim.is_ascii() || !chinese.claim.is_ascii());
        assert!(!chinese.claim.is_ascii(), "{name}: the Chinese words are not Chinese");
    }
}

#[test]
fn settings_have_words_and_words_have_settings() {
    for lesson in lessons() {
        let names: BTreeSet<&str> = lesson.settings().iter().map(|own| own.name).collect();
        let words = Words::of(&lesson, Language::English);
        assert_eq!(names, keys(&words.settings), "{}", lesson.name);
        assert!(Settings::new(lesson.settings(), &[]).is_ok());
        for own in lesson.settings() {
            let default = Settings::new(lesson.settings(), &[]).unwrap();
            let value = default.iter().find(|(name, _)| *name == own.name).unwrap().1.to_string();
            let given = [(own.name.to_owned(), value)];
            assert_eq!(
                Settings::new(lesson.settings(), &given).unwrap(),
                default,
                "{}",
                lesson.name
            );
        }
    }
}

/// Runs every lesson in the setting that its file gives for tests, and reads everything that it can say.
#[test]
fn every_lesson_runs_and_everything_it_says_is_known() {
    for lesson in lessons() {
        let name = lesson.name;
        let settings = Settings::new(lesson.settings(), &lesson.quick()).unwrap();
        let answer = lesson.run(settings).unwrap_or_else(|error| panic!("{name}: {error}"));
        for language in Language::ALL {
            let words = Words::of(&lesson, language);
            for text in texts(&words) {
                fill(&text, &answer.settings, Some(&answer.findings), language).unwrap_or_else(
                    |key| panic!("{}/{name}: nothing is called `{key}`", language.tag()),
                );
            }
            let measured: BTreeSet<&str> =
                answer.findings.numbers().iter().map(|number| number.name).collect();
            assert_eq!(measured, keys(&words.numbers), "{}/{name}", language.tag());
            let drawn: BTreeSet<&str> =
                answer.findings.charts().iter().map(|(key, _)| *key).collect();
            assert_eq!(drawn, keys(&words.charts), "{}/{name}", language.tag());
            for (_, chart) in answer.findings.charts() {
                let keys = chart.series.iter().map(|series| &series.name).chain(chart.categories());
                for key in keys {
                    let function = || Activation::resolve(key, &Parameters::new()).is_ok();
                    let named =
                        words.names.contains_key(key) || key.parse::<f64>().is_ok() || function();
                    assert!(named, "{}/{name}: `{key}` has no name", language.tag());
                }
            }
            let _ = crate::show::json::ran(&lesson, &answer, language);
            let _ = crate::show::page::page(&[(lesson, answer.clone())], language);
            for columns in [20, 80, 200] {
                let _ = crate::show::terminal::ran(&lesson, &answer, language, columns);
            }
        }
        // Contrary data: a number that no condition allows must change the verdict.
        let conditions = lesson.conditions();
        assert!(conditions.iter().any(|own| own.weight == Weight::Core), "{name}: nothing decides");
        for own in conditions {
            assert!(
                answer.findings.number(own.number).is_some(),
                "{name}: no number `{}`",
                own.number
            );
            let contrary = answer.findings.with(own.number, f64::NAN);
            let verdict = judge(conditions, &contrary);
            assert_ne!(verdict, Verdict::Holds, "{name}: `{}` decides nothing", own.number);
        }
    }
}
