//! A file with the tokens of a user, which several processes may share.
//!
//! The file is replaced as a whole: whenever a crash comes, there is the old one or the new one.
//! Only its owner may read it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::token::Token;
use super::token_store::{StoreLock, TokenStore};
use super::transport::{BoxError, BoxFuture};

/// Keeps tokens in a file. Beside it are a `.lock` file, which stays there, and for a moment a
/// `.new` file.
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
        off_the_runtime(move || {
            let file = private(OpenOptions::new().create(true).truncate(false)).open(path)?;
            // Released when the file is closed, also by a crash.
            fs4::FileExt::lock(&file)?;
            Ok(StoreLock::new(file))
        })
    }
}

/// Writes a new file and puts it in place of the old one.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let new = beside(path, ".new");
    // What a crash has left there is nobody's.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = private(OpenOptions::new().create_new(true)).open(&new)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    sync_folder(path)
}

/// Makes sure that the folder knows of the new file after a crash as well.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Other systems have no folders that can be opened.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
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
