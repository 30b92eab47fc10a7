//! The layers of `src`: imports point downwards and not in circles, files are short, and only the
//! command line names options and commands.
//!
//! The tests read the source as text. They find `use` lines and paths that begin with `crate::`,
//! `super::` or `self::`, which is how the code names other files.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first. A file uses files of its own layer and of lower ones.
const LAYERS: [&[&str]; 9] = [
    &["core"],
    &["text", "prometheus", "health"],
    &["json"],
    &["data", "shares"],
    &["outbox"],
    &["client"],
    &["peer"],
    &["serve"],
    &["cli"],
];

/// The most lines of a file without its tests.
const MAX_LINES: usize = 450;

/// Commands of p2msg that a hint might name.
const COMMANDS: [&str; 19] = [
    "alert",
    "announce",
    "authority",
    "completions",
    "config",
    "confirm",
    "decode",
    "demo",
    "doctor",
    "key",
    "man",
    "node",
    "pack",
    "queue",
    "retry",
    "send",
    "serve",
    "status",
    "store",
];

struct Source {
    /// The module path, without `crate`: `["core", "share", "info"]`.
    module: Vec<String>,
    path: PathBuf,
    /// Without the tests at its end and without comments.
    code: String,
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    assert!(found.len() > 100, "{}", found.len());
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root).unwrap().with_extension("");
            let mut module: Vec<String> = name
                .iter()
                .map(|part| part.to_str().unwrap().to_owned())
                .collect();
            let file = module.last().unwrap().clone();
            if ["mod", "lib", "main"].contains(&file.as_str()) {
                module.pop();
            }
            if file == "main" || name.iter().any(|part| part == "tests") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let production = without_tests(&text);
            found.push(Source {
                module,
                lines: production.lines().count(),
                code: without_comments(production),
                path: path.strip_prefix(root).unwrap().to_owned(),
            });
        }
    }
}

fn without_tests(text: &str) -> &str {
    let end = text.find("#[cfg(test)]\nmod tests");
    end.map_or(text, |end| &text[..end])
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.fold(String::new(), |all, line| all + line + "\n")
}

/// The paths that a file names, as modules and items below `crate`.
fn named(source: &Source, parent: &[String]) -> BTreeSet<Vec<String>> {
    let mut paths = BTreeSet::new();
    let mut rest = source.code.as_str();
    while let Some(start) = ["crate::", "super::", "self::"]
        .iter()
        .filter_map(|keyword| rest.find(keyword))
        .min()
    {
        let word_before = rest[..start].chars().next_back();
        let tail = &rest[start..];
        let is_path = word_before.is_none_or(|c| !c.is_alphanumeric() && !"_:$".contains(c));
        if is_path {
            expand(tail, parent, &source.module, &mut paths);
        }
        let end = tail.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        rest = &tail[end.unwrap_or(tail.len())..];
    }
    paths.extend(children(source));
    paths
}

/// The child modules that a file names without a keyword, as in `child::function()`.
fn children(source: &Source) -> impl Iterator<Item = Vec<String>> {
    let declared = source.code.lines().filter_map(|line| {
        let name = line.rsplit_once("mod ")?.1.strip_suffix(';')?;
        let used = source.code.lines().any(|line| {
            let reexport = line.trim_start().starts_with("pub");
            let path = format!("{name}::");
            let mut found = line.match_indices(&path).map(|(at, _)| &line[..at]);
            !reexport
                && found.any(|before| {
                    !before.ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c))
                })
        });
        used.then(|| name.to_owned())
    });
    declared.map(|name| [source.module.as_slice(), &[name]].concat())
}

/// Adds the paths of `crate::a::{b, c::d}`.
fn expand(tree: &str, parent: &[String], own: &[String], paths: &mut BTreeSet<Vec<String>>) {
    let mut base: Vec<String> = Vec::new();
    let mut rest = tree;
    let mut first = true;
    loop {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let word = &rest[..end];
        match word {
            "crate" if first => {}
            "self" if first => base = own.to_vec(),
            "super" if first => base = parent.to_vec(),
            "super" => {
                base.pop();
            }
            "" => {}
            word => base.push(word.to_owned()),
        }
        first = false;
        rest = &rest[end..];
        let Some(after) = rest.strip_prefix("::") else {
            paths.insert(base);
            return;
        };
        rest = after;
        if let Some(inside) = rest.strip_prefix('{') {
            for part in parts(inside) {
                let mut path = base.clone();
                expand_relative(part, &mut path, paths);
            }
            return;
        }
    }
}

fn expand_relative(tree: &str, base: &mut Vec<String>, paths: &mut BTreeSet<Vec<String>>) {
    let tree = tree.trim();
    match tree.split_once("::") {
        Some((head, tail)) if !head.contains('{') => {
            base.push(head.trim().to_owned());
            match tail.strip_prefix('{') {
                Some(inside) => {
                    for part in parts(inside) {
                        expand_relative(part, &mut base.clone(), paths);
                    }
                }
                None => expand_relative(tail, base, paths),
            }
        }
        _ => {
            let word = tree.split_whitespace().next().unwrap_or_default();
            if word != "self" && !word.is_empty() {
                base.push(word.to_owned());
            }
            paths.insert(base.clone());
        }
    }
}

/// The parts of a list in braces, up to its closing brace.
fn parts(inside: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (index, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&inside[start..index]);
                return found;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&inside[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    found
}

/// The names that a file re-exports, and the paths that they come from.
fn reexports(source: &Source) -> BTreeMap<String, Vec<String>> {
    let parent = &source.module[..source.module.len().saturating_sub(1)];
    let mut found = BTreeMap::new();
    for start in ["pub use ", "pub(crate) use ", "pub(super) use "] {
        for statement in source.code.split(start).skip(1) {
            let tree = statement.split(';').next().unwrap_or_default();
            let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
            // A path without a keyword begins at a child of this module.
            let tree = match ["crate::", "self::", "super::"]
                .iter()
                .any(|k| tree.starts_with(k))
            {
                true => tree,
                false => format!("self::{tree}"),
            };
            let mut paths = BTreeSet::new();
            expand(&tree, parent, &source.module, &mut paths);
            for path in paths {
                if let Some(name) = path.last() {
                    found.insert(name.clone(), path.clone());
                }
            }
        }
    }
    found
}

/// Which files each file uses, by their place in `sources`. A name that a module re-exports counts
/// as a use of the file that defines it.
fn uses(sources: &[Source]) -> BTreeMap<usize, BTreeSet<usize>> {
    let by_module: BTreeMap<&[String], usize> = (0..)
        .zip(sources)
        .map(|(index, source)| (source.module.as_slice(), index))
        .collect();
    let reexported: Vec<_> = sources.iter().map(reexports).collect();
    // The longest beginning that is a file; the rest is an item in it.
    let file_of = |path: &[String]| {
        (0..=path.len())
            .rev()
            .find_map(|end| Some((*by_module.get(&path[..end])?, end)))
    };
    let mut uses = BTreeMap::new();
    for (index, source) in (0..).zip(sources) {
        let parent = &source.module[..source.module.len().saturating_sub(1)];
        let mut used = BTreeSet::new();
        for mut path in named(source, parent) {
            let Some((mut file, mut end)) = file_of(&path) else {
                continue;
            };
            for _ in 0..4 {
                let item = path.get(end);
                let Some(from) = item.and_then(|item| reexported[file].get(item)) else {
                    break;
                };
                path.clone_from(from);
                let Some(next) = file_of(&path) else { break };
                (file, end) = next;
            }
            // A module that only re-exports its children uses none of them.
            let own_child = reexported[index].values().any(|exported| *exported == path);
            if file != index && !own_child {
                used.insert(file);
            }
        }
        uses.insert(index, used);
    }
    uses
}

fn name(source: &Source) -> String {
    source.path.display().to_string()
}

fn layer(source: &Source) -> Option<usize> {
    let top = source.module.first()?;
    LAYERS
        .iter()
        .position(|layer| layer.contains(&top.as_str()))
}

#[test]
fn no_file_uses_a_higher_layer() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (index, used) in uses(&sources) {
        let source = &sources[index];
        if source.module.is_empty() {
            continue;
        }
        let own = layer(source);
        assert!(own.is_some(), "{} is in no layer", name(source));
        for other in used {
            let other = &sources[other];
            if layer(other) > own {
                wrong.push(format!("{} uses {}", name(source), name(other)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The files that can be reached from each file.
fn reachable(uses: &BTreeMap<usize, BTreeSet<usize>>, start: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut stack = vec![start];
    while let Some(at) = stack.pop() {
        stack.extend(uses[&at].iter().filter(|next| seen.insert(**next)));
    }
    seen
}

#[test]
fn files_do_not_use_each_other_in_circles() {
    let sources = sources();
    let uses = uses(&sources);
    let reached: Vec<_> = (0..sources.len())
        .map(|start| reachable(&uses, start))
        .collect();
    let mut circles = BTreeSet::new();
    for (start, from_start) in reached.iter().enumerate() {
        let mut circle: Vec<String> = from_start
            .iter()
            .filter(|other| reached[**other].contains(&start))
            .map(|other| {
                let inside = uses[other]
                    .iter()
                    .filter(|next| reached[**next].contains(&start));
                let inside: Vec<String> = inside.map(|next| name(&sources[*next])).collect();
                format!("{} uses {}", name(&sources[*other]), inside.join(", "))
            })
            .collect();
        if !circle.is_empty() {
            circle.sort();
            circles.insert(circle);
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn no_production_file_is_too_long() {
    let sources = sources();
    let long: Vec<String> = sources
        .iter()
        .filter(|source| source.lines > MAX_LINES)
        .map(|source| format!("{} has {} lines", name(source), source.lines))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
    let mut lengths: Vec<usize> = sources.iter().map(|source| source.lines).collect();
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] < 150);
}

/// The string literals of a file.
fn strings(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find('"') {
        let escaped_char = rest[..start].ends_with("'\\") || rest[..start].ends_with('\'');
        rest = &rest[start + 1..];
        if escaped_char && rest.starts_with('\'') {
            continue;
        }
        let mut end = 0;
        let bytes = rest.as_bytes();
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        found.push(&rest[..end.min(rest.len())]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

#[test]
fn only_the_command_line_names_options_and_commands() {
    let mut wrong = Vec::new();
    for source in sources() {
        if source.module.first().is_none_or(|top| top == "cli") {
            continue;
        }
        for text in strings(&source.code) {
            let words: Vec<&str> = text.split_whitespace().collect();
            let option = words.iter().any(|word| {
                let option = word.trim_start_matches(['(', '\'', '`']).strip_prefix("--");
                option.is_some_and(|option| option.starts_with(|c: char| c.is_ascii_lowercase()))
            });
            let command = words.windows(2).any(|pair| {
                let command = pair[1].trim_end_matches(|c: char| !c.is_alphanumeric());
                ["p2msg", "queue"].contains(&pair[0]) && COMMANDS.contains(&command)
            });
            if option || command {
                wrong.push(format!("{}: {text:?}", name(&source)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
