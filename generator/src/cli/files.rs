//! Descriptions read from a folder, and nothing from outside of it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::string::FromUtf8Error;

use crate::source::{ReadError, Reader};

/// Reads the files of one folder.
///
/// Paths begin with the name that the folder has in reports, so that a report shows a file as
/// the user would type it.
#[derive(Clone, Debug)]
pub struct FolderReader {
    folder: PathBuf,
    shown: Vec<String>,
}

impl FolderReader {
    /// A reader of `folder`, which reports call `shown`.
    pub fn new(folder: impl Into<PathBuf>, shown: &str) -> Self {
        Self {
            folder: folder.into(),
            shown: segments(Path::new(shown)),
        }
    }

    /// A reader of the folder that `file` stands in, and the path it knows `file` by.
    pub fn beside(file: &Path) -> (Self, String) {
        let shown = segments(file);
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let entry = match shown.as_slice() {
            [] => ".".to_owned(),
            _ => shown.join("/"),
        };
        let shown = shown[..shown.len().saturating_sub(1)].to_vec();
        (Self { folder, shown }, entry)
    }

    /// A reader of `root`, and the path it knows the `file` in there by.
    ///
    /// # Errors
    /// The file does not stand in there.
    pub fn within(root: &Path, file: &Path) -> Result<(Self, String), String> {
        let shown = segments(root);
        let entry = segments(file);
        let outside = || format!("{} is not in {}", file.display(), root.display());
        if !entry.starts_with(&shown) {
            return Err(outside());
        }
        let folder = if shown.is_empty() {
            Path::new(".")
        } else {
            root
        };
        Ok((
            Self {
                folder: folder.to_path_buf(),
                shown,
            },
            entry.join("/"),
        ))
    }

    /// The place of `path` on the disk, once its links are followed.
    fn locate(&self, path: &str) -> Result<PathBuf, ReadError> {
        let segments = segments(Path::new(path));
        let inside = segments
            .strip_prefix(self.shown.as_slice())
            .filter(|inside| inside.iter().all(|segment| segment != ".."))
            .ok_or_else(|| self.outside())?;
        let canonical =
            |place: &Path| fs::canonicalize(place).map_err(|error| ReadError(reason(&error)));
        let root = canonical(&self.folder)?;
        let place = canonical(&root.join(inside.iter().collect::<PathBuf>()))?;
        if place.starts_with(root) {
            Ok(place)
        } else {
            Err(self.outside())
        }
    }

    fn outside(&self) -> ReadError {
        let folder = match self.shown.as_slice() {
            [] => "the folder of the description".to_owned(),
            shown => format!("`{}`", shown.join("/")),
        };
        ReadError(format!("it lies outside {folder}"))
    }
}

impl Reader for FolderReader {
    fn root(&self) -> Option<String> {
        Some(match self.shown.as_slice() {
            [] => String::new(),
            shown => format!("{}/", shown.join("/")),
        })
    }

    fn read(&self, path: &str) -> Result<String, ReadError> {
        text(&self.locate(path)?)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = self
            .locate(folder)
            .ok()
            .and_then(|at| fs::read_dir(at).ok());
        let names = entries.into_iter().flatten().flatten();
        let mut names: Vec<String> = names
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort_unstable();
        names
    }
}

/// The text of a file.
pub(super) fn text(place: &Path) -> Result<String, ReadError> {
    let unread = |error: io::Error| ReadError(reason(&error));
    // A device or a pipe could deliver text for ever.
    let regular = fs::metadata(place).map_err(unread)?;
    if regular.is_dir() {
        return Err(ReadError("it is a folder".to_owned()));
    }
    if !regular.is_file() {
        return Err(ReadError("it is not a regular file".to_owned()));
    }
    let bytes = fs::read(place).map_err(unread)?;
    String::from_utf8(bytes).map_err(|error| no_text(&error))
}

/// Why bytes are no text, and where: the line is what an editor shows.
fn no_text(error: &FromUtf8Error) -> ReadError {
    let bytes = error.as_bytes();
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return ReadError("it is UTF-16; save it as UTF-8".to_owned());
    }
    let valid = &bytes[..error.utf8_error().valid_up_to()];
    let line = valid.split(|byte| *byte == b'\n').count();
    let before = valid.rsplit(|byte| *byte == b'\n').next().unwrap_or(valid);
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    ReadError(format!(
        "it is not UTF-8 (line {line}, column {column}); save it as UTF-8"
    ))
}

/// Why the disk refused, without the system's numbers.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string(),
    }
}

/// The parts of a path, without `.` and with `a/..` taken out; the first is empty, or a drive,
/// where the path is absolute.
fn segments(path: &Path) -> Vec<String> {
    let mut segments: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir if !segments.is_empty() => {}
            Component::RootDir => segments.push(String::new()),
            Component::ParentDir
                if segments
                    .last()
                    .is_some_and(|last| !matches!(&**last, "" | "..")) =>
            {
                segments.pop();
            }
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                segments.push(component.as_os_str().to_string_lossy().into_owned());
            }
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sync::tests::Folder;

    fn refusal(reader: &FolderReader, path: &str) -> String {
        reader.read(path).unwrap_err().0
    }

    #[test]
    fn reads_files_by_the_name_the_user_gave_the_folder() {
        let folder = Folder::new("files-names");
        folder.write("api/main.yaml", "main");
        folder.write("api/shared/types.yaml", "types");

        let reader = FolderReader::new(folder.path("api"), "spec");
        assert_eq!(reader.read("spec/main.yaml").unwrap(), "main");
        assert_eq!(reader.read("spec/shared/../main.yaml").unwrap(), "main");

        let (reader, entry) = FolderReader::beside(&folder.path("./api/main.yaml"));
        assert!(entry.ends_with("/api/main.yaml"), "{entry}");
        assert_eq!(reader.read(&entry).unwrap(), "main");
        let beside = entry.replace("main.yaml", "shared/types.yaml");
        assert_eq!(reader.read(&beside).unwrap(), "types");
    }

    #[test]
    fn keeps_the_entry_as_typed() {
        let entry = |path: &str| FolderReader::beside(Path::new(path)).1;
        assert_eq!(entry("."), ".");
        assert_eq!(entry("petstore.yaml"), "petstore.yaml");
        assert_eq!(entry("./a/petstore.yaml"), "a/petstore.yaml");
        assert_eq!(entry("../../a/petstore.yaml"), "../../a/petstore.yaml");
        assert_eq!(entry("/a/petstore.yaml"), "/a/petstore.yaml");
    }

    #[test]
    fn refuses_what_lies_outside() {
        let folder = Folder::new("files-outside");
        folder.write("secret.yaml", "secret");
        folder.write("api/main.yaml", "main");
        let reader = FolderReader::new(folder.path("api"), "spec");

        let outside = "it lies outside `spec`";
        assert_eq!(refusal(&reader, "spec/../secret.yaml"), outside);
        assert_eq!(refusal(&reader, "secret.yaml"), outside);
        assert_eq!(refusal(&reader, "/etc/hostname"), outside);
        assert_eq!(refusal(&reader, "spec/../../spec/main.yaml"), outside);
    }

    #[cfg(unix)]
    #[test]
    fn refuses_links_that_lead_outside() {
        let folder = Folder::new("files-links");
        folder.write("secret.yaml", "secret");
        folder.write("api/main.yaml", "main");
        std::os::unix::fs::symlink(folder.path("secret.yaml"), folder.path("api/link.yaml"))
            .unwrap();
        let reader = FolderReader::new(folder.path("api"), "spec");
        assert_eq!(refusal(&reader, "spec/link.yaml"), "it lies outside `spec`");
    }

    #[test]
    fn says_why_a_file_gives_no_text() {
        let folder = Folder::new("files-reasons");
        folder.write_bytes("api/latin.yaml", b"info: \xe6");
        let reader = FolderReader::new(folder.path("api"), "");
        assert_eq!(refusal(&reader, "none.yaml"), "there is no such file");
        assert_eq!(refusal(&reader, ""), "it is a folder");
        assert_eq!(
            refusal(&reader, "latin.yaml"),
            "it is not UTF-8 (line 1, column 7); save it as UTF-8"
        );
        let missing = FolderReader::new(folder.path("none"), "");
        assert_eq!(refusal(&missing, "main.yaml"), "there is no such file");
    }
}
