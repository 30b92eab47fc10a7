//! What a message says, in one line for people.

use serde_json::Value;

use crate::core::message::payload::PayloadView;

/// The content of a message; `sealed` says that it comes out of an authority's envelope.
///
/// Authorities write JSON, also where miners write text; what they say is taken out of it. JSON of
/// another shape, and a miner's text whatever it looks like, is shown as it is.
pub fn words(payload: PayloadView, sealed: bool) -> String {
    match payload {
        PayloadView::Text(text) => {
            let data = sealed.then(|| serde_json::from_str(&text).ok()).flatten();
            data.and_then(|data| authority_words(&data)).unwrap_or(text)
        }
        PayloadView::Data(data) => sealed
            .then(|| authority_words(&data))
            .flatten()
            .or_else(|| status_words(&data))
            .unwrap_or_else(|| data.to_string()),
        PayloadView::Raw(hex) => hex,
    }
}

/// `36.0, up 4 h, 1.50 MH/s, height 8640, 5 peers, merged DOGE, can v36 mm`, of a NODE_STATUS: of
/// what nodes of other ages leave out, nothing is said. `None` if it is no such thing.
pub fn status_words(data: &Value) -> Option<String> {
    let number = |name: &str| data.get(name).and_then(Value::as_f64);
    let list = |name: &str| {
        let items = data.get(name)?.as_array()?.iter();
        let words: Vec<&str> = items.filter_map(Value::as_str).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let mut words = vec![data.get("v")?.as_str()?.to_owned()];
    let (uptime, hash_rate) = (number("up")?, number("hr")?);
    words.push(format!("up {}", duration(uptime)));
    words.push(rate(hash_rate));
    words.extend(number("sc").map(|height| format!("height {height}")));
    words.extend(number("p").map(|peers| match peers {
        1.0 => "1 peer".to_owned(),
        _ => format!("{peers} peers"),
    }));
    words.extend(list("mc").map(|chains| format!("merged {chains}")));
    words.extend(list("cap").map(|capabilities| format!("can {capabilities}")));
    Some(words.join(", "))
}

/// In the largest unit that fits.
fn duration(seconds: f64) -> String {
    let (size, unit) = match seconds {
        86_400.0.. => (86_400.0, "d"),
        3_600.0.. => (3_600.0, "h"),
        60.0.. => (60.0, "min"),
        _ => (1.0, "s"),
    };
    format!("{:.0} {unit}", (seconds / size).floor())
}

/// Hashes a second, with three digits.
fn rate(mut hashes: f64) -> String {
    let mut units = ["H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    for larger in units {
        if hashes < 1000.0 {
            break;
        }
        hashes /= 1000.0;
        unit = larger;
    }
    format!("{hashes:.2} {unit}")
}

/// `36 -> 37: text [urgency] url, at 95 % of the shares`, of which there is what is known.
fn authority_words(data: &Value) -> Option<String> {
    let field = |name: &str| {
        let value = data.get(name)?;
        Some(
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        )
    };
    let mut words = field("msg")?;
    if let (Some(from), Some(to)) = (field("from"), field("to")) {
        words = format!("{from} -> {to}: {words}");
    }
    if let Some(urgency) = field("urg") {
        words.push_str(&format!(" [{urgency}]"));
    }
    if let Some(url) = field("url") {
        words.push_str(&format!(" {url}"));
    }
    if let Some(threshold) = field("thr") {
        words.push_str(&format!(", at {threshold} % of the shares"));
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_authorities_say_is_taken_out_of_its_json() {
        let notice = r#"{"msg":"Stop here","urg":"alert","url":"https://p2pool.example"}"#;
        let text = || PayloadView::Text(notice.to_owned());
        assert_eq!(
            words(text(), true),
            "Stop here [alert] https://p2pool.example"
        );
        assert_eq!(words(text(), false), notice);
        let signal = json!({ "from": "36", "to": 37, "msg": "Move", "urg": "required", "thr": 95 });
        assert_eq!(
            words(PayloadView::Data(signal), true),
            "36 -> 37: Move [required], at 95 % of the shares"
        );
        for other in ["plain words", r#"{"message":1}"#, "[1]"] {
            assert_eq!(words(PayloadView::Text(other.to_owned()), true), other);
        }
    }
    #[test]
    fn the_state_of_a_node_is_told_in_words() {
        let whole = json!({
            "v": "36.0", "up": 15_000, "hr": 1_500_000.0, "sc": 8640, "p": 5,
            "mc": ["DOGE"], "cap": ["v36", "mm"]
        });
        assert_eq!(
            words(PayloadView::Data(whole), false),
            "36.0, up 4 h, 1.50 MH/s, height 8640, 5 peers, merged DOGE, can v36 mm"
        );
        let little = json!({ "v": "35", "up": 59, "hr": 0, "mc": [1], "cap": "none" });
        assert_eq!(status_words(&little).unwrap(), "35, up 59 s, 0.00 H/s");
        for other in [
            json!({ "ver": 36, "feat": ["mm"] }),
            json!({ "v": 36 }),
            json!([]),
        ] {
            assert_eq!(status_words(&other), None);
            assert_eq!(
                words(PayloadView::Data(other.clone()), false),
                other.to_string()
            );
        }
    }
}
