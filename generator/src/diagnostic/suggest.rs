//! Which known word was probably meant.

/// The candidate nearest to `word`: the same word in another case, else the one with the fewest
/// typing errors (a letter added, dropped, replaced, or swapped with its neighbour).
///
/// `None` when every candidate is further away than a third of the longer word's letters. The
/// first one wins when two are equally near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    among(&letters(word), &mut candidates.into_iter())
}

/// One function for all kinds of iterators.
fn among<'a>(word: &[char], candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let known = letters(candidate);
        let allowed = word.len().max(known.len()).max(3) / 3;
        // Of a single letter, nothing is left when it is another one.
        let allowed = allowed.min(word.len().saturating_sub(1));
        let bound = best.map_or(allowed + 1, |(distance, _)| distance.min(allowed + 1));
        if word.len().abs_diff(known.len()) >= bound {
            continue;
        }
        let distance = distance(word, &known);
        if distance < bound {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment distance: Levenshtein's, with a swap of neighbours as one step.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    for (i, &a) in left.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, &b) in right.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const WORDS: [&str; 6] = [
        "parameters",
        "minLength",
        "maxLength",
        "type",
        "query",
        "operationId",
    ];

    #[test]
    fn finds_the_word_that_was_meant() {
        for (word, meant) in [
            ("paramters", "parameters"),
            ("minLenght", "minLength"),
            ("qery", "query"),
            ("tpye", "type"),
            ("operationID", "operationId"),
            ("Type", "type"),
            ("max-length", "maxLength"),
        ] {
            assert_eq!(nearest(word, WORDS), Some(meant), "{word}");
        }
    }

    #[test]
    fn is_silent_when_nothing_is_near() {
        for word in ["", "x", "colour", "tags", "summary"] {
            assert_eq!(nearest(word, WORDS), None, "{word}");
        }
        assert_eq!(nearest("type", []), None);
    }

    #[test]
    fn another_case_wins_over_a_typing_error() {
        assert_eq!(nearest("Item", ["items", "item"]), Some("item"));
        assert_eq!(nearest("ab", ["abc", "AB"]), Some("AB"));
    }

    #[test]
    fn the_first_of_two_equals_wins() {
        assert_eq!(nearest("cat", ["car", "bat"]), Some("car"));
    }
}
