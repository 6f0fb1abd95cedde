//! Generated files brought onto the disk: compared byte by byte, written only where they differ.
//!
//! Invariants: [`plan`] writes nothing and finds everything that stands in the way, so that
//! [`Plan::apply`] only runs when all of it can be written; links are not followed.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

use super::files::reason;
use crate::SourceFile;
use crate::map::Set;

/// The folders of a crate that hold nothing but generated files.
pub const GENERATED: [&str; 2] = ["src/generated", "src/runtime"];

/// The word that the first line of a generated file carries.
pub const MARKER: &str = "@generated";

/// Which files may be written over and deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// The [`GENERATED`] folders are ours, whatever became of the files in them; a marked file
    /// anywhere in `src` that is not generated any more is deleted.
    Folders,
    /// Only files whose first line carries the [`MARKER`].
    Marked,
}

/// What has to change in a folder so that it holds the generated files.
#[derive(Debug)]
pub struct Plan {
    folder: PathBuf,
    changes: Vec<Change>,
}

/// One file that has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path in the folder, `/`-separated.
    pub path: String,
    /// What has to happen to it.
    pub action: Action,
}

/// What has to happen to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is missing; this is its text.
    Create(String),
    /// It differs; this is its text, and where the difference begins.
    Replace(String, Difference),
    /// It was generated once and is no more.
    Delete,
}

/// Where two texts begin to differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line, counted from one.
    pub line: usize,
    /// What stands there; `None` after the end.
    pub present: Option<String>,
    /// What should stand there; `None` after the end.
    pub wanted: Option<String>,
}

/// Why a folder can't be brought up to date.
#[derive(Debug, Error)]
pub enum SyncError {
    /// Files stand in the way that the generator did not write: path and reason.
    #[error("{} files stand in the way", .0.len())]
    Blocked(Vec<(String, &'static str)>),
    /// The folder is a file.
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The disk refused.
    #[error("`{}` cannot be read or written: {}; nothing was written", .path.display(), reason(.source))]
    Disk {
        /// What was read or written.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The disk refused once files were in their places.
    #[error("`{}` cannot be replaced: {}; other files were: run it again", .path.display(), reason(.source))]
    Halfway {
        /// What was to be replaced or deleted.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

/// Compares `files` with what `folder` holds; writes nothing.
///
/// # Errors
/// A file stands in the way, or the disk can't be read.
pub fn plan(
    folder: &Path,
    files: Vec<SourceFile>,
    ownership: Ownership,
) -> Result<Plan, SyncError> {
    if fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(SyncError::NotAFolder(folder.to_path_buf()));
    }
    let mut blocked = Vec::new();
    let mut changes = stale(folder, &files, ownership)?;
    let mut folders = Set::default();
    for SourceFile { path, text } in files {
        match compare(folder, &path, text, ownership, &mut folders)? {
            State::Same => {}
            State::Differs(action) => changes.push(Change { path, action }),
            State::Blocked(reason) => blocked.push((path, reason)),
        }
    }
    if !blocked.is_empty() {
        return Err(SyncError::Blocked(blocked));
    }
    changes.sort_unstable_by(|left, right| left.path.cmp(&right.path));
    Ok(Plan {
        folder: folder.to_path_buf(),
        changes,
    })
}

impl Plan {
    /// What has to change, by path; empty when the folder is up to date.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Makes the changes: all files are written beside their places first, so that a disk that is
    /// full or refuses leaves the folder as it was.
    ///
    /// # Errors
    /// The disk refused.
    pub fn apply(&self) -> Result<(), SyncError> {
        let mut written = Vec::new();
        for change in &self.changes {
            let (Action::Create(text) | Action::Replace(text, _)) = &change.action else {
                continue;
            };
            let place = self.folder.join(&change.path);
            let partial = partial(&place);
            let result = write(&partial, text);
            written.push((partial, place));
            if let Err(source) = result {
                for (partial, _) in &written {
                    // What is not there can't be taken away, and one that can't matters to nobody.
                    let _ = fs::remove_file(partial);
                }
                return Err(disk(&self.folder.join(&change.path), source));
            }
        }
        for (partial, place) in written {
            fs::rename(partial, &place).map_err(|source| halfway(place, source))?;
        }
        for change in &self.changes {
            if change.action == Action::Delete {
                let place = self.folder.join(&change.path);
                delete(&self.folder, &place).map_err(|source| halfway(place, source))?;
            }
        }
        Ok(())
    }
}

enum State {
    Same,
    Differs(Action),
    Blocked(&'static str),
}

fn compare(
    folder: &Path,
    path: &str,
    text: String,
    ownership: Ownership,
    folders: &mut Set<PathBuf>,
) -> Result<State, SyncError> {
    if let Some(reason) = obstacle(folder, path, folders)? {
        return Ok(State::Blocked(reason));
    }
    let place = folder.join(path);
    let present = match fs::read(&place) {
        Ok(present) => present,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(State::Differs(Action::Create(text)));
        }
        Err(error) => return Err(disk(&place, error)),
    };
    if present == text.as_bytes() {
        return Ok(State::Same);
    }
    let ours = ownership == Ownership::Folders && in_generated(path);
    if !ours && !is_marked(&present) {
        return Ok(State::Blocked("the generator did not write it"));
    }
    let difference = difference(&present, &text);
    Ok(State::Differs(Action::Replace(text, difference)))
}

/// What stands at `path`, or above it, that no file can be written over. `folders` are the ones above
/// earlier paths, at which nobody has to look again.
fn obstacle(
    folder: &Path,
    path: &str,
    folders: &mut Set<PathBuf>,
) -> Result<Option<&'static str>, SyncError> {
    let relative = Path::new(path);
    let whole = folder.join(relative);
    let mut place = folder.to_path_buf();
    for component in relative.components() {
        if !matches!(component, Component::Normal(_)) {
            return Ok(Some("it lies outside the folder"));
        }
        place.push(component);
        let last = place == whole;
        if !last && folders.contains(&place) {
            continue;
        }
        let Some(metadata) = look(&place)? else {
            return Ok(None);
        };
        if metadata.is_symlink() {
            return Ok(Some("it is a link, or lies behind one"));
        }
        if last && metadata.is_dir() {
            return Ok(Some("a folder stands in its place"));
        }
        if !last && !metadata.is_dir() {
            return Ok(Some("a file stands in the place of its folder"));
        }
        if !last {
            folders.insert(place.clone());
        }
    }
    Ok(None)
}

/// The files that were generated once and are not any more.
fn stale(
    folder: &Path,
    files: &[SourceFile],
    ownership: Ownership,
) -> Result<Vec<Change>, SyncError> {
    let wanted: Set<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let roots: &[&str] = match ownership {
        Ownership::Folders => &["src"],
        Ownership::Marked => &GENERATED,
    };
    let mut found = Vec::new();
    for root in roots {
        sweep(folder, root, &wanted, &mut found)?;
    }
    let stale = found.into_iter().map(|path| Change {
        path,
        action: Action::Delete,
    });
    Ok(stale.collect())
}

/// Collects the marked files below `path` that are not `wanted`.
fn sweep(
    folder: &Path,
    path: &str,
    wanted: &Set<&str>,
    found: &mut Vec<String>,
) -> Result<(), SyncError> {
    if wanted.contains(path) {
        return Ok(());
    }
    let place = folder.join(path);
    let Some(metadata) = look(&place)? else {
        return Ok(());
    };
    if metadata.is_file() {
        let mut start = Vec::new();
        fs::File::open(&place)
            .and_then(|file| file.take(FIRST_LINE).read_to_end(&mut start))
            .map_err(|error| disk(&place, error))?;
        if is_marked(&start) {
            found.push(path.to_owned());
        }
    }
    if metadata.is_dir() {
        let entries = fs::read_dir(&place).map_err(|error| disk(&place, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| disk(&place, error))?;
            // Generated files have names in UTF-8.
            if let Ok(name) = entry.file_name().into_string() {
                sweep(folder, &format!("{path}/{name}"), wanted, found)?;
            }
        }
    }
    Ok(())
}

/// As much of a file as is searched for the marker.
const FIRST_LINE: u64 = 200;

fn is_marked(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(MARKER.len())
        .any(|window| window == MARKER.as_bytes())
}

fn in_generated(path: &str) -> bool {
    GENERATED
        .iter()
        .filter_map(|folder| path.strip_prefix(folder))
        .any(|rest| rest.starts_with('/'))
}

fn difference(present: &[u8], wanted: &str) -> Difference {
    let present: Vec<&[u8]> = lines(present);
    let wanted: Vec<&[u8]> = lines(wanted.as_bytes());
    let line = present
        .iter()
        .zip(&wanted)
        .take_while(|(left, right)| left == right)
        .count();
    Difference {
        line: line + 1,
        present: present.get(line).map(|line| shown(line)),
        wanted: wanted.get(line).map(|line| shown(line)),
    }
}

/// The lines with their ends, so that texts that differ have a line that differs.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

/// A line as it is shown: what can't be seen is escaped, and a long line cut.
fn shown(line: &[u8]) -> String {
    const WIDTH: usize = 100;
    let (line, end) = match line.strip_suffix(b"\n") {
        Some(line) => (line, ""),
        None => (line, " (no newline at the end)"),
    };
    let line = String::from_utf8_lossy(line);
    let mut shown = String::new();
    for character in line.chars().take(WIDTH) {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if line.chars().nth(WIDTH).is_some() {
        shown.push('…');
    }
    shown + end
}

/// Where a file is written before it is renamed, so that none is ever half written.
fn partial(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.partial"))
}

fn write(place: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(place.parent().unwrap_or(Path::new(".")))?;
    fs::write(place, text)
}

/// Deletes the file and the folders that it leaves empty.
fn delete(folder: &Path, place: &Path) -> io::Result<()> {
    fs::remove_file(place)?;
    let emptied = place
        .ancestors()
        .skip(1)
        .take_while(|above| *above != folder);
    for above in emptied {
        // Refused for a folder that is not empty; then the ones above are not either.
        if fs::remove_dir(above).is_err() {
            break;
        }
    }
    Ok(())
}

fn look(place: &Path) -> Result<Option<Metadata>, SyncError> {
    match fs::symlink_metadata(place) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(disk(place, error)),
    }
}

fn disk(path: &Path, source: io::Error) -> SyncError {
    SyncError::Disk {
        path: path.to_path_buf(),
        source,
    }
}

fn halfway(path: PathBuf, source: io::Error) -> SyncError {
    SyncError::Halfway { path, source }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A folder of its own for one test, deleted at the end.
    pub(crate) struct Folder(PathBuf);

    impl Folder {
        pub(crate) fn new(name: &str) -> Self {
            let place = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
            fs::create_dir_all(&place).unwrap();
            Self(place)
        }

        pub(crate) fn path(&self, path: &str) -> PathBuf {
            self.0.join(path)
        }

        pub(crate) fn write(&self, path: &str, text: &str) {
            self.write_bytes(path, text.as_bytes());
        }

        pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
            let place = self.path(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }

        fn read(&self, path: &str) -> String {
            fs::read_to_string(self.path(path)).unwrap()
        }

        fn plan(&self, files: &[(&str, &str)], ownership: Ownership) -> Result<Plan, SyncError> {
            let files = files.iter().map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            });
            plan(&self.0, files.collect(), ownership)
        }

        fn blocked(&self, files: &[(&str, &str)]) -> Vec<(String, &'static str)> {
            match self.plan(files, Ownership::Marked) {
                Err(SyncError::Blocked(blocked)) => blocked,
                other => panic!("{other:?}"),
            }
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn summary(plan: &Plan) -> Vec<(&str, &str)> {
        let changes = plan.changes().iter();
        changes
            .map(|change| {
                let action = match &change.action {
                    Action::Create(_) => "create",
                    Action::Replace(..) => "replace",
                    Action::Delete => "delete",
                };
                (change.path.as_str(), action)
            })
            .collect()
    }

    const MOD: (&str, &str) = ("src/generated/mod.rs", "// @generated\nmod a;\n");
    const CLIENT: (&str, &str) = ("src/runtime/client.rs", "// @generated\nstruct Client;\n");

    #[test]
    fn creates_then_has_nothing_to_do() {
        let folder = Folder::new("sync-create");
        let files = [MOD, CLIENT, ("Cargo.toml", "# @generated\n")];
        let plan = folder.plan(&files, Ownership::Marked).unwrap();
        assert_eq!(plan.changes().len(), 3);
        assert!(!folder.path("Cargo.toml").exists());
        plan.apply().unwrap();
        assert_eq!(folder.read(MOD.0), MOD.1);
        let plan = folder.plan(&files, Ownership::Marked).unwrap();
        assert_eq!(plan.changes(), []);
    }

    #[test]
    fn repairs_and_deletes_in_the_generated_folders() {
        let folder = Folder::new("sync-repair");
        folder.write(MOD.0, "mod a // the header is gone too");
        folder.write("src/generated/types/old.rs", "// @generated\n");
        folder.write("src/stray.rs", "// @generated\n");
        folder.write(
            "src/connect/mod.rs",
            "//! By hand, mentions\n//! @generated.\n",
        );
        folder.write("src/generated/notes.md", "by hand\n");
        let plan = folder.plan(&[MOD, CLIENT], Ownership::Folders).unwrap();
        let expected = [
            (MOD.0, "replace"),
            ("src/generated/types/old.rs", "delete"),
            (CLIENT.0, "create"),
            ("src/stray.rs", "delete"),
        ];
        assert_eq!(summary(&plan), expected);
        plan.apply().unwrap();
        assert_eq!(folder.read(MOD.0), MOD.1);
        assert!(!folder.path("src/generated/types").exists());
        assert!(folder.path("src/connect/mod.rs").exists());
        assert!(folder.path("src/generated/notes.md").exists());
        let plan = folder.plan(&[MOD, CLIENT], Ownership::Folders).unwrap();
        assert_eq!(plan.changes(), []);
    }

    #[test]
    fn refuses_files_of_others_all_at_once() {
        let folder = Folder::new("sync-refuse");
        folder.write("Cargo.toml", "[package]\n");
        folder.write("README.md", "same\n");
        folder.write("src/lib.rs/notes.txt", "a folder");
        folder.write("src/generated", "a file");
        folder.write("notes.txt", "of no interest");
        let files = [
            ("Cargo.toml", "# @generated\n"),
            ("README.md", "same\n"),
            ("src/lib.rs", "//! @generated\n"),
            MOD,
            ("../outside.rs", ""),
        ];
        let expected = [
            ("Cargo.toml", "the generator did not write it"),
            ("src/lib.rs", "a folder stands in its place"),
            (MOD.0, "a file stands in the place of its folder"),
            ("../outside.rs", "it lies outside the folder"),
        ];
        let expected = expected.map(|(path, reason)| (path.to_owned(), reason));
        assert_eq!(folder.blocked(&files), expected);
        assert_eq!(folder.read("Cargo.toml"), "[package]\n");

        let file = plan(&folder.path("Cargo.toml"), Vec::new(), Ownership::Marked).unwrap_err();
        assert!(file.to_string().ends_with("Cargo.toml` is not a folder"));
    }

    #[cfg(unix)]
    #[test]
    fn writes_through_no_link() {
        let folder = Folder::new("sync-link");
        folder.write("elsewhere/mod.rs", "// @generated\n");
        fs::create_dir_all(folder.path("src")).unwrap();
        std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("src/generated")).unwrap();
        let reason = "it is a link, or lies behind one";
        assert_eq!(folder.blocked(&[MOD]), [(MOD.0.to_owned(), reason)]);
    }

    #[test]
    fn leaves_everything_as_it_was_when_the_disk_refuses() {
        let folder = Folder::new("sync-refused");
        folder.write("src/generated/mod.rs", "// @generated old\n");
        let files = [MOD, ("src/zzz.rs", "// @generated\n")];
        let plan = folder.plan(&files, Ownership::Folders).unwrap();
        // A folder where the second file is to be written first.
        fs::create_dir_all(folder.path("src/.zzz.rs.partial")).unwrap();
        let error = plan.apply().unwrap_err().to_string();
        assert!(error.ends_with("; nothing was written"), "{error}");
        assert_eq!(folder.read("src/generated/mod.rs"), "// @generated old\n");
        assert!(!folder.path("src/generated/.mod.rs.partial").exists());
    }

    #[test]
    fn finds_where_texts_begin_to_differ() {
        let at = |present: &str, wanted: &str| {
            let found = difference(present.as_bytes(), wanted);
            (found.line, found.present, found.wanted)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(at("a\nb\n", "a\nc\n"), (2, text("b"), text("c")));
        assert_eq!(at("a\n", "a\nc\n"), (2, None, text("c")));
        assert_eq!(at("a\r\n", "a\n"), (1, text("a\\r"), text("a")));
        let unfinished = text("a (no newline at the end)");
        assert_eq!(at("a", "a\n"), (1, unfinished, text("a")));
    }
}
