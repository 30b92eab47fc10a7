//! Keeps the secrets of this process out of core dumps and away from debuggers.

use rustix::io;
use rustix::process::{Resource, Rlimit, setrlimit};

use super::error::CliError;

/// Forbids core dumps of this process, and forbids other processes of its user to read its memory.
///
/// Call it before a secret is read. Processes that this one starts inherit the first ban only.
///
/// # Errors
/// Kind failed: the system refuses, so a crash could write a secret to a file.
pub fn forbid() -> Result<(), CliError> {
    limit_to_zero()
        .and_then(|()| deny_access())
        .map_err(|error| {
            CliError::failed("core_dumps", "cannot disable core dumps")
                .with_source(std::io::Error::from(error))
                .hint(
                    "allow the system calls prlimit64 and prctl in the sandbox that p2msg runs in",
                )
        })
}

/// Sets the limit of a dump's size, for dumps that the kernel writes to a file.
fn limit_to_zero() -> io::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)
}

/// Makes the process one that is never dumped. The kernel ignores the limit when it pipes a dump to
/// a program, and a process of the same user could read the memory with a debugger.
#[cfg(target_os = "linux")]
fn deny_access() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
}

/// Other systems have no such setting, and obey the limit.
#[cfg(not(target_os = "linux"))]
fn deny_access() -> io::Result<()> {
    Ok(())
}
