//! What a message says, in one line for people.

use serde_json::Value;

use crate::core::payload::PayloadView;

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
            .unwrap_or_else(|| data.to_string()),
        PayloadView::Raw(hex) => hex,
    }
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
}
