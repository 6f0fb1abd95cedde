//! A file with the tokens of a user, which several processes may share.
//!
//! The file is replaced as a whole: whenever a crash comes, and whoever else writes, there is the old
//! one or the new one. Only its owner may read it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs4::{FileExt, TryLockError};

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
        off_the_runtime(move || match fs::read(&path) {
            // serde_json's errors show no content.
            Ok(text) => Ok(Some(serde_json::from_slice(&text)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        let (path, token) = (self.path.clone(), token.clone());
        off_the_runtime(move || {
            let text = serde_json::to_vec(&token)?;
            Ok(replace(&path, &text)?)
        })
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        let path = beside(&self.path, ".lock");
        Box::pin(async move {
            // Nothing blocks while another process has it: whoever gives up leaves nothing behind.
            loop {
                let path = path.clone();
                match off_the_runtime(move || locked(&path)).await? {
                    Some(lock) => return Ok(lock),
                    None => tokio::time::sleep(PAUSE).await,
                }
            }
        })
    }
}

/// The lock, unless another process has it. It is released when the file is closed, also by a crash.
fn locked(path: &Path) -> Result<Option<StoreLock>, BoxError> {
    let file = private(OpenOptions::new().create(true).truncate(false)).open(path)?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(Some(StoreLock::new(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Writes a new file and puts it in place of the old one.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let new = new_file(path)?;
    let written = write(&new, text).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // It would hold a token, and nobody would look for it.
        let _ = fs::remove_file(&new);
        return written;
    }
    sync_folder(path)?;
    clear(path);
    Ok(())
}

/// A name that nobody else writes to at the same time.
fn new_file(path: &Path) -> io::Result<PathBuf> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let number = u64::from_ne_bytes(random);
    Ok(beside(path, &format!(".{number:016x}{NEW}")))
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
    for entry in entries.flatten() {
        let found = entry.file_name();
        let random = found.to_str().and_then(|found| {
            let random = found.strip_prefix(name)?.strip_prefix('.')?;
            random.strip_suffix(NEW)
        });
        let is_ours = random.is_some_and(|random| u64::from_str_radix(random, 16).is_ok());
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        if is_ours && age.is_some_and(|age| age > LEFT) {
            let _ = fs::remove_file(entry.path());
        }
    }
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

/// Runs what waits for the disk or for other processes where nothing else has to wait for it.
fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BoxError> + Send + 'static,
) -> BoxFuture<'static, Result<T, BoxError>> {
    Box::pin(async { tokio::task::spawn_blocking(work).await? })
}
