//! Which config files are read: their kind, owner and mode.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::process::geteuid;

use crate::cli::error::CliError;
use crate::cli::hints::quoted;
use crate::shares::special_file;

/// Rejects a named pipe, which could wait for ever, and other special files. /dev/null is an empty
/// file for most programs.
pub(super) fn check_kind(path: &Path) -> Result<(), CliError> {
    let found = special_file(path).filter(|_| path != Path::new("/dev/null") && !path.is_dir());
    match found {
        None => Ok(()),
        Some(found) => {
            let message = format!(
                "cannot read the config file {}: it is {found}",
                path.display()
            );
            Err(CliError::failed("file", message).hint("name a regular file with --config"))
        }
    }
}

/// Refuses a config file that another user controls: it names the data folder and the nodes.
///
/// Write access of the group is accepted, because a new file often has it, and the group is often
/// that of one user.
pub(super) fn check_control(path: &Path, metadata: &Metadata) -> Result<(), CliError> {
    if !metadata.is_file() {
        return Ok(());
    }
    let (owner, user) = (metadata.uid(), geteuid().as_raw());
    if ![0, user].contains(&owner) {
        return Err(CliError::refused(
            "foreign_config",
            format!(
                "the config file {} belongs to user {owner}, and this is user {user}",
                path.display()
            ),
        )
        .hint(format!(
            "name another with --config, or check its content, then: sudo chown {user} {}",
            quoted(path)
        )));
    }
    let mode = metadata.mode() & 0o777;
    if mode & 0o002 != 0 {
        return Err(CliError::refused(
            "foreign_config",
            format!(
                "the config file {} has mode {mode:04o}: others can change it",
                path.display()
            ),
        )
        .hint(format!(
            "check its content, then: chmod o-w {}",
            quoted(path)
        )));
    }
    Ok(())
}
