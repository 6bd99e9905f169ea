//! One number over the steps of a training, summed up over the seeds: median and quartiles.

/// Numbers of all seeds at one place of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The epoch or step.
    pub x: f64,
    /// The lower quartile.
    pub low: f64,
    /// The median.
    pub middle: f64,
    /// The upper quartile.
    pub high: f64,
}

/// One point for each place at which at least half of the seeds have a number: a seed that stopped or
/// diverged has none any more. `seeds` holds (place, number) of each seed, by rising place.
pub fn over_seeds(seeds: &[Vec<(usize, f64)>]) -> Vec<Point> {
    let mut places: Vec<usize> = seeds.iter().flatten().map(|point| point.0).collect();
    places.sort_unstable();
    places.dedup();
    let at = |place: usize| {
        let found = seeds.iter().filter_map(|seed| {
            seed.binary_search_by_key(&place, |point| point.0).ok().map(|i| seed[i].1)
        });
        let mut values: Vec<f64> = found.filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        (2 * values.len() >= seeds.len() && !values.is_empty()).then(|| Point {
            x: place as f64,
            low: quantile(&values, 0.25),
            middle: quantile(&values, 0.5),
            high: quantile(&values, 0.75),
        })
    };
    places.into_iter().filter_map(at).collect()
}

/// The quantile of sorted values, linear between neighbours (Hyndman and Fan 1996, definition 7, the default
/// of R and NumPy).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let below = place as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `numpy.quantile([1, 2, 4, 8], [.25, .5, .75])` is 1.75, 3, 5.
    #[test]
    fn quartiles_as_numpy() {
        let seeds = [8.0, 1.0, 4.0, 2.0].map(|y| vec![(3, y)]);
        assert_eq!(over_seeds(&seeds), [Point { x: 3.0, low: 1.75, middle: 3.0, high: 5.0 }]);
    }

    #[test]
    fn places_that_half_of_the_seeds_reach() {
        let full = vec![(1, 1.0), (2, 1.0), (3, 1.0)];
        let seeds = [full.clone(), full[..2].to_vec(), full[..1].to_vec(), vec![(1, f64::NAN)]];
        let places: Vec<f64> = over_seeds(&seeds).iter().map(|point| point.x).collect();
        assert_eq!(places, [1.0, 2.0]);
        assert_eq!(over_seeds(&[]), []);
        assert_eq!(over_seeds(&[vec![]]), []);
    }
}
