//! TLS failures as sentences. rustls prints many of them as the Debug text of its types.

use jiff::Timestamp;
use rustls::pki_types::{UnixTime, pem};
use rustls::{AlertDescription, CertificateError, Error};

/// The most names of a certificate that a sentence lists.
const MAX_NAMES: usize = 5;

/// The most characters of such a name.
const MAX_NAME: usize = 100;

/// Describes why TLS failed, other than for the certificate of the node.
pub(super) fn describe(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(wrong) => {
            format!(
                "the certificate was rejected: {}",
                describe_certificate(wrong)
            )
        }
        Error::AlertReceived(alert) => {
            format!(
                "the node ended the handshake with the alert {}",
                alert_name(*alert)
            )
        }
        Error::InvalidMessage(_) => "the answer is not TLS".to_owned(),
        Error::PeerIncompatible(_) | Error::NoApplicationProtocol => {
            "the node supports no TLS version or cipher that p2msg supports".to_owned()
        }
        Error::InappropriateMessage { .. }
        | Error::InappropriateHandshakeMessage { .. }
        | Error::PeerMisbehaved(_)
        | Error::PeerSentOversizedRecord
        | Error::DecryptError => "the node violates the TLS protocol".to_owned(),
        Error::NoCertificatesPresented => "the node sent no certificate".to_owned(),
        Error::FailedToGetCurrentTime => "the clock of this machine cannot be read".to_owned(),
        Error::FailedToGetRandomBytes => {
            "the operating system returned no random numbers".to_owned()
        }
        _ => "the TLS handshake failed".to_owned(),
    }
}

/// Describes a rejected certificate, which is the "it" of the sentence.
pub(super) fn describe_certificate(error: &CertificateError) -> String {
    let sentence = match error {
        CertificateError::Expired => "it has expired",
        CertificateError::ExpiredContext { not_after, .. } => {
            return format!("it expired on {}", date(*not_after));
        }
        CertificateError::NotValidYet => "it is not valid yet",
        CertificateError::NotValidYetContext { not_before, .. } => {
            return format!("it is not valid before {}", date(*not_before));
        }
        CertificateError::NotValidForName => "it is not valid for the host in the URL",
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => {
            let names = list_names(presented);
            return format!("it is not valid for {}; {names}", expected.to_str());
        }
        CertificateError::UnknownIssuer => "an unknown authority issued it",
        CertificateError::BadSignature => "its signature is invalid",
        CertificateError::Revoked => "its authority revoked it",
        CertificateError::UnknownRevocationStatus
        | CertificateError::ExpiredRevocationList
        | CertificateError::ExpiredRevocationListContext { .. } => {
            "its revocation status is unknown"
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "it was not issued for servers"
        }
        CertificateError::BadEncoding => "it is malformed",
        CertificateError::UnhandledCriticalExtension => {
            "it has a critical extension that p2msg does not support"
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "its signature algorithm is not supported"
        }
        // rustls wraps the errors of its certificate library without a variant for each. This one is
        // common: `openssl req -x509` makes such certificates.
        CertificateError::Other(other) if other.to_string() == "CaUsedAsEndEntity" => {
            "it is the certificate of an authority, not of a server"
        }
        _ => "it is not a valid certificate for a server",
    };
    sentence.to_owned()
}

/// Describes why PEM text was rejected.
pub(super) fn describe_pem(error: &pem::Error) -> String {
    let sentence = match error {
        pem::Error::MissingSectionEnd { .. } => "a PEM section has no end line",
        pem::Error::IllegalSectionStart { .. } => "the start line of a PEM section is malformed",
        pem::Error::Base64Decode(_) => "a PEM section is not valid base64",
        pem::Error::SectionTooLarge => "a PEM section is too long",
        _ => "the PEM text is malformed",
    };
    sentence.to_owned()
}

/// Lists the names in a certificate, which rustls reports as `DnsName("pool.example")`.
fn list_names(presented: &[String]) -> String {
    if presented.is_empty() {
        return "it contains no names".to_owned();
    }
    let names = presented.iter().take(MAX_NAMES).map(|name| {
        let inner = name
            .split_once('(')
            .and_then(|(_, rest)| rest.strip_suffix(')'));
        let inner = inner.unwrap_or(name).trim_matches('"');
        String::from_iter(inner.chars().take(MAX_NAME))
    });
    let names = Vec::from_iter(names).join(", ");
    match presented.len().saturating_sub(MAX_NAMES) {
        0 => format!("it is valid for {names}"),
        more => format!("it is valid for {names} and {more} more"),
    }
}

fn date(time: UnixTime) -> String {
    let timestamp = i64::try_from(time.as_secs()).ok();
    let timestamp = timestamp.and_then(|seconds| Timestamp::from_second(seconds).ok());
    match timestamp {
        Some(timestamp) => timestamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        None => format!("{} (Unix seconds)", time.as_secs()),
    }
}

/// The name of an alert in the TLS standard.
fn alert_name(alert: AlertDescription) -> String {
    let name = match alert {
        AlertDescription::HandshakeFailure => "handshake_failure",
        AlertDescription::ProtocolVersion => "protocol_version",
        AlertDescription::InsufficientSecurity => "insufficient_security",
        AlertDescription::CertificateRequired => "certificate_required",
        AlertDescription::BadCertificate => "bad_certificate",
        AlertDescription::UnknownCA => "unknown_ca",
        AlertDescription::AccessDenied => "access_denied",
        AlertDescription::UnrecognisedName => "unrecognized_name",
        AlertDescription::InternalError => "internal_error",
        other => return u8::from(other).to_string(),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rustls::pki_types::ServerName;
    use rustls::{InvalidMessage, OtherError, PeerIncompatible, PeerMisbehaved};

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    }

    fn for_names(presented: &[&str]) -> CertificateError {
        CertificateError::NotValidForNameContext {
            expected: ServerName::try_from("pool.example").unwrap(),
            presented: presented.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn a_rejected_certificate_is_a_sentence() {
        let now = at(1_707_580_800);
        let other = |text: &'static str| {
            CertificateError::Other(OtherError(std::sync::Arc::new(std::io::Error::other(text))))
        };
        for (error, sentence) in [
            (
                CertificateError::ExpiredContext {
                    time: now,
                    not_after: at(1_009_843_200),
                },
                "it expired on 2002-01-01 00:00:00 UTC",
            ),
            (
                CertificateError::NotValidYetContext {
                    time: now,
                    not_before: at(4_102_444_800),
                },
                "it is not valid before 2100-01-01 00:00:00 UTC",
            ),
            (
                CertificateError::UnknownIssuer,
                "an unknown authority issued it",
            ),
            (CertificateError::BadSignature, "its signature is invalid"),
            (CertificateError::Revoked, "its authority revoked it"),
            (
                CertificateError::InvalidPurpose,
                "it was not issued for servers",
            ),
            (
                other("CaUsedAsEndEntity"),
                "it is the certificate of an authority, not of a server",
            ),
            (
                other("MaximumPathDepthExceeded"),
                "it is not a valid certificate for a server",
            ),
            (
                for_names(&["DnsName(\"a.example\")", "IpAddress(10.0.0.1)"]),
                "it is not valid for pool.example; it is valid for a.example, 10.0.0.1",
            ),
            (
                for_names(&[]),
                "it is not valid for pool.example; it contains no names",
            ),
            (
                for_names(&["DnsName(\"x\")"; 7]),
                "it is not valid for pool.example; it is valid for x, x, x, x, x and 2 more",
            ),
        ] {
            assert_eq!(describe_certificate(&error), sentence);
        }
    }

    #[test]
    fn another_failure_is_a_sentence() {
        for (error, sentence) in [
            (
                Error::InvalidMessage(InvalidMessage::InvalidContentType),
                "the answer is not TLS",
            ),
            (
                Error::AlertReceived(AlertDescription::HandshakeFailure),
                "the node ended the handshake with the alert handshake_failure",
            ),
            (
                Error::AlertReceived(AlertDescription::Unknown(200)),
                "the node ended the handshake with the alert 200",
            ),
            (
                Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13),
                "the node supports no TLS version or cipher that p2msg supports",
            ),
            (
                Error::PeerMisbehaved(PeerMisbehaved::TooManyEmptyFragments),
                "the node violates the TLS protocol",
            ),
            (Error::HandshakeNotComplete, "the TLS handshake failed"),
        ] {
            assert_eq!(describe(&error), sentence);
        }
    }

    #[test]
    fn a_name_in_a_certificate_is_short() {
        let name = format!("DnsName(\"{}\")", "x".repeat(60_000));
        assert!(describe_certificate(&for_names(&[&name])).len() < 200);
    }
}
