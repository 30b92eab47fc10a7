//! Readers that go away, streams that are closed, disks that are full.

use crate::support::place::Place;

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    for command in ["completions bash", "man", "--help", "help man"] {
        let ran = Place::new()
            .shell(&format!(
                r#""$P2MSG" {command} | true; echo "${{PIPESTATUS[0]}}""#
            ))
            .run();
        assert_eq!(ran.stdout, "0\n", "{command}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    Place::new()
        .shell(r#""$P2MSG" man > /dev/full"#)
        .code(1)
        .stderr("error: cannot write to stdout\ncause: No space left on device")
        .run();
}

#[test]
fn closed_streams_do_no_harm() {
    let place = Place::new();
    let script = place.p2msg("completions bash").run().stdout;
    let closed_stdin = place.shell(r#""$P2MSG" completions bash <&-"#).run();
    assert_eq!(closed_stdin.stdout, script);
    place.shell(r#""$P2MSG" man >&-"#).run();
    place.shell(r#""$P2MSG" frobnicate 2>&-"#).code(2).run();
}

#[test]
fn a_terminal_gets_colours_unless_told_otherwise() {
    let place = Place::new();
    let screen = |script: &str| place.terminal(script).ends_with(2);
    let colored = screen(r#""$P2MSG" frobnicate"#);
    assert!(
        colored.contains("\u{1b}[31m") || colored.contains("\u{1b}[1m"),
        "{colored:?}"
    );
    for plain in [
        r#"NO_COLOR=1 "$P2MSG" frobnicate"#,
        r#"TERM=dumb "$P2MSG" frobnicate"#,
        r#"P2MSG_COLOR=never "$P2MSG" frobnicate"#,
        r#""$P2MSG" --json frobnicate"#,
    ] {
        let screen = screen(plain);
        assert!(screen.contains("frobnicate"), "{screen:?}");
        assert!(!screen.contains('\u{1b}'), "{plain}: {screen:?}");
    }
}

#[test]
fn colours_are_for_terminals_unless_forced() {
    let place = Place::new();
    let wrong = |options: &str| place.p2msg(&format!("{options} frobnicate")).code(2);
    let plain = wrong("").stderr("error: unrec").run();
    assert!(!plain.stderr.contains('\u{1b}'));
    let forced = wrong("--color always").stderr("\u{1b}[").run();
    assert!(forced.stderr.contains("unrecognized subcommand"));
    wrong("").env("CLICOLOR_FORCE", "1").stderr("\u{1b}[").run();
    let never = wrong("--color=never").env("CLICOLOR_FORCE", "1");
    let never = never.stderr("error: unrec").run();
    assert!(!never.stderr.contains('\u{1b}'));
}
