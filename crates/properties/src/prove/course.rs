//! Which way a function goes and bends, from the signs of f′ and f″ and from how pieces meet.

use super::smoothness::Smooth;
use super::{Subject, stretch};
use crate::certificate::{Certificate, Status};
use crate::chart::Sign;
use crate::interval::Interval;
use crate::profile::{Convexity, Monotone, Stretch};

/// The runs of equal signs of one derivative, and the places of its jumps with their signs, in order.
struct Signs {
    /// (stretch, sign) from −∞ to ∞.
    runs: Vec<(Stretch, Sign)>,
    /// The sign of what happens between pieces: a jump of f for f′, of f′ for f″.
    between: Vec<(Interval, Sign)>,
    known: bool,
}

fn signs(
    subject: &Subject<'_>,
    order: usize,
    between: Vec<(Interval, Sign)>,
    known: bool,
) -> Signs {
    let mut runs: Vec<(Stretch, Sign)> = Vec::new();
    for charted in &subject.pieces {
        for cell in &charted.signs[order].cells {
            let cuts = between.iter().any(|(at, _)| *at == cell.span.from);
            match runs.last_mut() {
                Some((last, sign)) if *sign == cell.sign && !cuts => last.to = cell.span.to,
                _ => runs.push((stretch(cell.span), cell.sign)),
            }
        }
    }
    let analytic = subject.pieces.iter().all(|charted| charted.piece.is_analytic);
    let known = known && analytic && runs.iter().all(|(_, sign)| *sign != Sign::Unknown);
    Signs { runs, between, known }
}

impl Signs {
    fn has(&self, wanted: Sign) -> bool {
        let between = self.between.iter().map(|(_, sign)| sign);
        self.runs.iter().map(|(_, sign)| sign).chain(between).any(|sign| *sign == wanted)
    }

    /// A place with this sign.
    fn witness(&self, wanted: Sign) -> Option<Interval> {
        let run = self.runs.iter().find(|(_, sign)| *sign == wanted);
        let inside = |stretch: &Stretch| {
            Interval::point(Interval::new(stretch.from.hi(), stretch.to.lo()).middle())
        };
        run.map(|(stretch, _)| inside(stretch))
            .or_else(|| self.between.iter().find(|(_, sign)| *sign == wanted).map(|(at, _)| *at))
    }
}

/// The sign of right − left.
fn step(left: Interval, right: Interval) -> Sign {
    let difference = right.sub(left);
    if difference.is_positive() {
        Sign::Positive
    } else if difference.is_negative() {
        Sign::Negative
    } else {
        Sign::Unknown
    }
}

fn slopes(subject: &Subject<'_>, smooth: &Smooth) -> Signs {
    let jumps = smooth.jumps.value.iter();
    let mut between: Vec<(Interval, Sign)> = Vec::new();
    for jump in jumps {
        // A value of its own at the place has to lie between the two sides.
        let itself = subject.value_at(jump.at);
        let sides = [step(jump.left, jump.right)];
        let own = itself.map(|own| [step(jump.left, own), step(own, jump.right)]);
        let all = own.iter().flatten().chain(sides.iter());
        between.extend(all.filter(|sign| **sign != Sign::Unknown).map(|sign| (jump.at, *sign)));
    }
    signs(subject, 1, between, smooth.jumps.status.is_known())
}

/// f′'s signs as a direction.
pub(super) fn monotone(subject: &Subject<'_>, smooth: &Smooth) -> Certificate<Monotone> {
    let slopes = slopes(subject, smooth);
    let (up, down, level) =
        (slopes.has(Sign::Positive), slopes.has(Sign::Negative), slopes.has(Sign::Zero));
    let direction = match (up, down, level) {
        (true, true, _) => Monotone::None,
        (true, false, false) => Monotone::Increasing,
        (true, false, true) => Monotone::Nondecreasing,
        (false, true, false) => Monotone::Decreasing,
        (false, true, true) => Monotone::Nonincreasing,
        (false, false, _) => Monotone::Constant,
    };
    // To turn, it is enough to have been seen going both ways.
    if slopes.known || direction == Monotone::None {
        Certificate::proved(direction)
    } else {
        subject.unknown(direction)
    }
}

pub(super) fn monotone_pieces(
    subject: &Subject<'_>,
    smooth: &Smooth,
) -> Certificate<Vec<(Stretch, Monotone)>> {
    let slopes = slopes(subject, smooth);
    let direction = |sign: Sign| match sign {
        Sign::Positive => Monotone::Increasing,
        Sign::Negative => Monotone::Decreasing,
        Sign::Zero => Monotone::Constant,
        Sign::Unknown => Monotone::None,
    };
    let pieces = slopes.runs.iter().map(|(stretch, sign)| (*stretch, direction(*sign))).collect();
    Certificate { value: pieces, status: status(subject, slopes.known) }
}

fn status(subject: &Subject<'_>, known: bool) -> Status {
    if known { Status::Proved } else { Status::Unknown { boxes: subject.boxes } }
}

fn bends(subject: &Subject<'_>, smooth: &Smooth) -> Signs {
    let kinks = smooth.kinks.value.iter();
    let between = kinks.map(|kink| (kink.at, step(kink.left, kink.right))).collect();
    signs(subject, 2, between, smooth.kinks.status.is_known() && smooth.jumps.status.is_known())
}

/// f″'s signs as a curvature. A function that jumps is neither convex nor concave.
pub(super) fn convex(subject: &Subject<'_>, smooth: &Smooth) -> Certificate<Convexity> {
    if !smooth.jumps.value.is_empty() {
        return Certificate::proved(Convexity::Neither);
    }
    let bends = bends(subject, smooth);
    let curvature = match (bends.witness(Sign::Positive), bends.witness(Sign::Negative)) {
        (Some(_), Some(_)) => return Certificate::proved(Convexity::Neither),
        (Some(_), None) => Convexity::Convex,
        (None, Some(_)) => Convexity::Concave,
        (None, None) => Convexity::Affine,
    };
    Certificate { value: curvature, status: status(subject, bends.known) }
}

pub(super) fn convex_pieces(
    subject: &Subject<'_>,
    smooth: &Smooth,
) -> Certificate<Vec<(Stretch, Convexity)>> {
    let bends = bends(subject, smooth);
    let curvature = |sign: Sign| match sign {
        Sign::Positive => Convexity::Convex,
        Sign::Negative => Convexity::Concave,
        Sign::Zero => Convexity::Affine,
        Sign::Unknown => Convexity::Neither,
    };
    let pieces = bends.runs.iter().map(|(stretch, sign)| (*stretch, curvature(*sign))).collect();
    Certificate { value: pieces, status: status(subject, bends.known) }
}
