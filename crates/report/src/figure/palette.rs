//! Colours that stay apart for readers with any colour vision, on light and on dark paper.
//!
//! They follow Okabe and Ito (2008), "Color Universal Design", whose first four stand unchanged on light
//! paper; yellow is darkened there, and some are brightened on dark paper, so that each has a
//! contrast of at least 3 : 1 with what it is drawn on (WCAG 2.2, 1.4.11). Colour is never alone: orders
//! of derivatives differ in their dashes.

use super::ZoneKind;
use super::scene::Role;

/// The colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on white.
    Light,
    /// Light ink on near black.
    Dark,
    /// What the reader's system prefers, where the picture can know it; else light.
    #[default]
    Auto,
}

/// Red, green, blue.
pub type Colour = [u8; 3];

/// How many curves have colours of their own.
pub const CURVES: usize = 6;

/// Blue, vermillion, green, purple, black, dark yellow.
const LIGHT: [Colour; CURVES] = [
    [0x00, 0x72, 0xb2],
    [0xd5, 0x5e, 0x00],
    [0x00, 0x9e, 0x73],
    [0xcc, 0x79, 0xa7],
    [0x22, 0x22, 0x22],
    [0x6b, 0x5a, 0x00],
];
/// Sky blue, orange, green, purple, white, yellow.
const DARK: [Colour; CURVES] = [
    [0x56, 0xb4, 0xe9],
    [0xe6, 0x7e, 0x22],
    [0x1f, 0xc0, 0x93],
    [0xd6, 0x84, 0xb4],
    [0xf2, 0xf2, 0xf2],
    [0xf0, 0xe4, 0x42],
];

/// The colour of a role, and how much of it covers what lies below. `dark` is the theme.
#[must_use]
pub(super) fn colour(role: Role, dark: bool) -> (Colour, f64) {
    let pick = |light: Colour, night: Colour| if dark { night } else { light };
    match role {
        Role::Paper => (pick([0xff; 3], [0x12, 0x15, 0x1a]), 1.0),
        Role::Ink => (pick([0x1f, 0x23, 0x28], [0xe3, 0xe6, 0xea]), 1.0),
        Role::Axis => (pick([0x7a, 0x80, 0x88], [0x8a, 0x92, 0x9c]), 1.0),
        Role::Grid => (pick([0xe4, 0xe7, 0xeb], [0x2a, 0x30, 0x38]), 1.0),
        Role::Curve(place) => (if dark { DARK } else { LIGHT }[place % CURVES], 1.0),
        Role::Band(place) => (if dark { DARK } else { LIGHT }[place % CURVES], 0.22),
        Role::Zone(ZoneKind::Dead) => (pick([0x6b, 0x70, 0x78], [0xa8, 0xae, 0xb8]), 0.24),
        Role::Zone(ZoneKind::Saturated) => (pick([0x56, 0xb4, 0xe9], [0x56, 0xb4, 0xe9]), 0.17),
        Role::Zone(ZoneKind::Steep) => (pick([0xf0, 0xb4, 0x20], [0xe6, 0x9f, 0x00]), 0.17),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linear light of a colour.
    fn linear(colour: Colour) -> [f64; 3] {
        colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(colour: Colour) -> f64 {
        let [r, g, b] = linear(colour);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// CIE L*a*b* of linear sRGB, white D65.
    fn lab(rgb: [f64; 3]) -> [f64; 3] {
        let [r, g, b] = rgb.map(|part| part.clamp(0.0, 1.0));
        let xyz = [
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
        ];
        let [x, y, z] =
            xyz.map(|t| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Machado, Oliveira, Fernandes (2009): what is seen without one kind of cone, in linear sRGB.
    const SIGHT: [(&str, [[f64; 3]; 3]); 4] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    fn seen(colour: Colour, sight: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = linear(colour);
        lab(sight.map(|row| row.iter().zip(light).map(|(m, part)| m * part).sum()))
    }

    #[test]
    fn every_two_curves_can_be_told_apart_by_everyone() {
        // Two colours 10 apart in L*a*b* are different at a glance; 2.3 is just noticeable.
        for palette in [LIGHT, DARK] {
            for (name, sight) in SIGHT {
                for (i, &a) in palette.iter().enumerate() {
                    for &b in &palette[..i] {
                        let apart: f64 = seen(a, &sight)
                            .iter()
                            .zip(seen(b, &sight))
                            .map(|(p, q)| (p - q).powi(2))
                            .sum::<f64>()
                            .sqrt();
                        assert!(apart > 10.0, "{a:x?} and {b:x?}: {apart:.1} in {name}");
                    }
                }
            }
        }
    }

    #[test]
    fn curves_and_words_stand_out_from_the_paper() {
        for dark in [false, true] {
            let paper = luminance(colour(Role::Paper, dark).0);
            let contrast = |role| {
                let other = luminance(colour(role, dark).0);
                (paper.max(other) + 0.05) / (paper.min(other) + 0.05)
            };
            for place in 0..CURVES {
                assert!(contrast(Role::Curve(place)) >= 3.0, "curve {place}, dark: {dark}");
            }
            assert!(contrast(Role::Ink) >= 7.0);
            assert!(contrast(Role::Axis) >= 3.0);
        }
    }
}
