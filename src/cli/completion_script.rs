//! The script that makes a shell ask p2msg for completions.

use clap_complete::env::Shells;

use super::error::CliError;

/// Names the shell that asks.
pub const VARIABLE: &str = "P2MSG_COMPLETE";

/// More code for zsh, which also loads the script as a function `_p2msg`.
const ZSH_AUTOLOAD: &str = r#"
if [[ "${funcstack[1]}" == "_p2msg" ]]; then
    _clap_dynamic_completer_p2msg "$@"
fi
"#;

/// The script that makes a shell ask.
///
/// # Errors
/// The shell is not supported.
pub fn script(shell: &str) -> Result<Vec<u8>, CliError> {
    let mut script = Vec::new();
    let written = match Shells::builtins().completer(shell) {
        Some(completer) => {
            completer.write_registration(VARIABLE, "p2msg", "p2msg", "p2msg", &mut script)
        }
        None => Err(std::io::Error::other("no such shell")),
    };
    written.map_err(|error| {
        CliError::failed("completions", "cannot make the script").with_source(error)
    })?;
    if shell == "zsh" {
        script.extend_from_slice(ZSH_AUTOLOAD.as_bytes());
    }
    Ok(script)
}
