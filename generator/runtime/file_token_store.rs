//! A file with the tokens of a user, which several processes may share.
//!
//! The file is replaced as a whole: whenever a crash comes, and whoever else writes, there is the old
//! one or the new one. Only its owner may read it.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs4::{FileExt, TryLockError};

use super::text::text;
use super::token::Token;
use super::token_store::{StoreLock, TokenStore};
use super::transport::{BoxError, BoxFuture};

/// How long to wait before the lock is tried again, which another process holds.
const PAUSE: Duration = Duration::from_millis(20);

/// How the names of new files end.
const NEW: &str = ".new";

/// After this time, a new file that was not put in place is what a crash has left.
const LEFT: Duration = Duration::from_secs(60);

/// Keeps tokens in a file. Beside it are a `.lock` file, which stays there, and for a moment a file
/// that ends in `.new`.
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    path: PathBuf,
}

impl FileTokenStore {
    /// The file at `path`, which need not exist yet; its folder must.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl TokenStore for FileTokenStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        let path = self.path.clone();
        Box::pin(async move {
            match off_the_runtime(Box::new(move || read(&path))).await? {
                Done::Read(text) => match Token::stored(&text) {
                    Some(token) => Ok(Some(token)),
                    None => Err("the file holds no token".into()),
                },
                Done::Opened(_) | Done::Nothing => Ok(None),
            }
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let (path, text) = (self.path.clone(), serde_json::to_vec(token)?);
            off_the_runtime(Box::new(move || replace(&path, &text))).await?;
            Ok(())
        })
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        let path = beside(&self.path, ".lock");
        Box::pin(async move {
            // Nothing blocks while another process has it: whoever gives up leaves nothing behind.
            loop {
                let path = path.clone();
                match off_the_runtime(Box::new(move || locked(&path))).await? {
                    // It is released when the file is closed, also by a crash.
                    Done::Opened(file) => return Ok(StoreLock::new(file)),
                    Done::Read(_) | Done::Nothing => tokio::time::sleep(PAUSE).await,
                }
            }
        })
    }
}

/// Work that waits for the disk or for other processes.
type Work = Box<dyn FnOnce() -> io::Result<Done> + Send>;

/// What comes of it: one type for all work, so that what runs it is compiled once.
enum Done {
    Nothing,
    Read(Vec<u8>),
    Opened(File),
}

/// Does work where nothing else has to wait for it.
async fn off_the_runtime(work: Work) -> Result<Done, BoxError> {
    Ok(tokio::task::spawn_blocking(work).await??)
}

/// What is in the file, if there is one.
fn read(path: &Path) -> io::Result<Done> {
    match fs::read(path) {
        Ok(text) => Ok(Done::Read(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Done::Nothing),
        Err(error) => Err(error),
    }
}

/// The file that is the lock, unless another process has it.
fn locked(path: &Path) -> io::Result<Done> {
    let file = private(OpenOptions::new().create(true).truncate(false)).open(path)?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(Done::Opened(file)),
        Err(TryLockError::WouldBlock) => Ok(Done::Nothing),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Writes a new file and puts it in place of the old one.
fn replace(path: &Path, text: &[u8]) -> io::Result<Done> {
    let new = new_file(path)?;
    let written = write(&new, text).and_then(|()| fs::rename(&new, path));
    if let Err(error) = written {
        // It would hold a token, and nobody would look for it.
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    sync_folder(path)?;
    clear(path);
    Ok(Done::Nothing)
}

/// A name that nobody else writes to at the same time.
fn new_file(path: &Path) -> io::Result<PathBuf> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let number = u64::from_ne_bytes(random);
    Ok(beside(path, &text!(".{number:016x}{NEW}")))
}

fn write(new: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = private(OpenOptions::new().create_new(true)).open(new)?;
    file.write_all(text)?;
    file.sync_all()
}

/// Removes what crashes have left, as far as that goes.
fn clear(path: &Path) {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return;
    };
    let Ok(entries) = fs::read_dir(folder(path)) else {
        return;
    };
    for entry in entries {
        if let Ok(entry) = entry
            && is_new(&entry.file_name(), name)
            && age(&entry).is_some_and(|age| age > LEFT)
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is a new one beside that with `name`.
fn is_new(found: &OsStr, name: &str) -> bool {
    let random = found.to_str().and_then(|found| {
        let random = found.strip_prefix(name)?.strip_prefix('.')?;
        random.strip_suffix(NEW)
    });
    random.is_some_and(|random| u64::from_str_radix(random, 16).is_ok())
}

/// How long ago a file was written.
fn age(entry: &DirEntry) -> Option<Duration> {
    entry.metadata().ok()?.modified().ok()?.elapsed().ok()
}

/// Makes sure that the folder knows of the new file after a crash as well.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path))?.sync_all()
}

/// Other systems have no folders that can be opened.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn folder(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// A file that only its owner may read, where the system knows owners.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.write(true)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(extension);
    name.into()
}
