//! Paths of the files of a description: relative to the entry's folder, `/`-separated.

use super::ReadError;

/// The folder of a path with its last `/`; empty for a file name alone.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

/// The path of `reference` as seen from a file in `folder`, with `.` and `..` resolved.
///
/// # Errors
/// It is a URL, an absolute path, or leads out of the entry's folder.
pub(super) fn resolve(folder: &str, reference: &str) -> Result<String, ReadError> {
    if is_url(reference) {
        return Err(ReadError(
            "remote references are not fetched; save the file beside the description and refer to \
             it by a relative path"
                .to_owned(),
        ));
    }
    let reference = percent_decoded(reference);
    if reference.starts_with('/') || reference.contains('\\') {
        return Err(ReadError(
            "only relative paths with `/` between folders are followed; write the path from the \
             folder of this file"
                .to_owned(),
        ));
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(reference.split('/')) {
        match segment {
            "" | "." => {}
            ".." => segments.pop().map(|_| ()).ok_or_else(outside)?,
            _ => segments.push(segment),
        }
    }
    Ok(segments.join("/"))
}

/// The way from a file in `folder` to the file at `path`, for paths that begin at the same place.
pub(super) fn relative(folder: &str, path: &str) -> String {
    let common = folder
        .match_indices('/')
        .map(|(end, _)| end + 1)
        .take_while(|end| path.starts_with(&folder[..*end]))
        .last()
        .unwrap_or_default();
    let up = folder[common..].matches('/').count();
    "../".repeat(up) + &path[common..]
}

fn outside() -> ReadError {
    ReadError(
        "it lies outside the folder of the description; move it into that folder, or name the \
         folder that holds both as the root (`--root DIR`)"
            .to_owned(),
    )
}

/// Whether the text begins with a scheme (RFC 3986 §3.1), or with the `//` of a host. A single
/// letter is the drive of a Windows path, which is refused as well.
fn is_url(reference: &str) -> bool {
    let scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    scheme || reference.starts_with("//")
}

/// The text with `%41` read as `A` (RFC 3986 §2.1). What is no escape, or gives no UTF-8, stays.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            decoded.push(high * 16 + low);
            rest = &tail[2..];
        } else {
            decoded.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths() {
        for (folder, reference, path) in [
            ("", "a.yaml", "a.yaml"),
            ("", "./a.yaml", "a.yaml"),
            ("", "b/../a.yaml", "a.yaml"),
            ("b/c/", "../../a.yaml", "a.yaml"),
            ("b/", "c//./d.yaml", "b/c/d.yaml"),
            ("", "a%20b.yaml", "a b.yaml"),
            ("", "100%.yaml", "100%.yaml"),
            ("", "%ff.yaml", "%ff.yaml"),
            ("", "bl%C3%A5.yaml", "blå.yaml"),
        ] {
            assert_eq!(resolve(folder, reference).unwrap(), path, "{reference}");
        }
    }

    #[test]
    fn what_is_not_followed() {
        for (reference, said) in [
            ("http://example.com/a.yaml", "not fetched"),
            ("HTTPS://example.com/a.yaml", "not fetched"),
            ("//example.com/a.yaml", "not fetched"),
            ("file:///etc/passwd", "not fetched"),
            ("urn:a:b", "not fetched"),
            ("/etc/passwd", "only relative"),
            ("%2Fetc/passwd", "only relative"),
            ("a\\b.yaml", "only relative"),
            ("../../a.yaml", "outside"),
            ("%2e%2e/../a.yaml", "outside"),
        ] {
            let error = resolve("b/", reference).unwrap_err().to_string();
            assert!(error.contains(said), "{reference}: {error}");
        }
    }

    #[test]
    fn ways_back() {
        for (folder, path, way) in [
            ("a/b/", "a/c.yaml", "../c.yaml"),
            ("a/b/", "a/bc/d.yaml", "../bc/d.yaml"),
            ("a/", "a/b.yaml", "b.yaml"),
            ("", "b.yaml", "b.yaml"),
        ] {
            assert_eq!(relative(folder, path), way);
        }
    }

    #[test]
    fn folders() {
        assert_eq!(folder("spec/connect.yaml"), "spec/");
        assert_eq!(folder("/connect.yaml"), "/");
        assert_eq!(folder("connect.yaml"), "");
    }
}
