//! The members of JSON that was written, each as the text that it is in there: what is read into a
//! value first has its properties in another order, and numbers of 32 bits with the digits of 64.

/// The items of an array, or the properties of an object with their names, in compact JSON.
pub(super) fn members(json: &str) -> Vec<&str> {
    let inner = json
        .get(1..json.len().saturating_sub(1))
        .unwrap_or_default();
    let (mut members, mut start) = (Vec::new(), 0);
    let (mut depth, mut in_string, mut is_escaped) = (0, false, false);
    for (index, byte) in inner.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                members.push(&inner[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    members.push(&inner[start..]);
    members
}
