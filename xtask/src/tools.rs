//! The tools of others that the commands run, as `tests/tools` pins them.
//!
//! Invariants: nothing is installed but what a lockfile names, with its checksum; no script of a
//! package runs; what is installed already is not installed again.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Tools that run on Node.js.
pub(crate) struct Node {
    folder: PathBuf,
}

/// Tools that run on Python.
pub(crate) struct Python {
    packages: PathBuf,
}

impl Node {
    /// Installs what `tests/tools/package-lock.json` names, unless it is there.
    ///
    /// # Errors
    /// There is no npm, or it fails.
    pub(crate) fn install(root: &Path) -> Result<Self> {
        let folder = root.join("tests/tools");
        let mark = folder.join("node_modules/.installed-lock.json");
        installed(&read(&folder.join("package-lock.json"))?, &mark, || {
            println!("$ (cd tests/tools && npm ci --ignore-scripts)");
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let status = Command::new(npm)
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(&folder)
                .status()
                .context("`npm` can't be started; install Node.js 20.19 or later")?;
            ensure!(status.success(), "`npm ci` failed in tests/tools");
            Ok(())
        })?;
        Ok(Self { folder })
    }

    /// A script below `tests/tools`, run by Node.js; `preloads` are others that run before it.
    pub(crate) fn command(&self, preloads: &[&str], script: &str) -> Command {
        let mut command = Command::new("node");
        for preload in preloads {
            command.arg("--require").arg(self.folder.join(preload));
        }
        command.arg(self.folder.join(script));
        command
    }
}

impl Python {
    /// Installs what `tests/tools/requirements.txt` names, unless it is there.
    ///
    /// # Errors
    /// There is no Python with pip, or pip fails.
    pub(crate) fn install(root: &Path) -> Result<Self> {
        let requirements = root.join("tests/tools/requirements.txt");
        let packages = root.join("target/tools/python");
        let mark = packages.join(".installed-requirements.txt");
        // Compiled packages are those of one version of Python.
        let mut content = read(&requirements)?;
        content.push_str(&version()?);
        installed(&content, &mark, || {
            // pip leaves what is there as it is.
            if packages.exists() {
                fs::remove_dir_all(&packages).with_context(|| packages.display().to_string())?;
            }
            let shown = "pip install --require-hashes --only-binary=:all:";
            println!("$ {shown} -r tests/tools/requirements.txt -t target/tools/python");
            let status = python()
                .args(["-m", "pip", "--disable-pip-version-check", "--quiet"])
                .args(["install", "--require-hashes", "--only-binary=:all:"])
                .args(["--no-warn-conflicts", "--root-user-action=ignore"])
                .args([OsStr::new("-r"), requirements.as_os_str()])
                .args([OsStr::new("-t"), packages.as_os_str()])
                .status()?;
            ensure!(
                status.success(),
                "`pip install` failed; Python 3.11 or later with pip is needed"
            );
            Ok(())
        })?;
        Ok(Self { packages })
    }

    /// The module of a package, run by Python.
    pub(crate) fn command(&self, module: &str) -> Command {
        let mut command = python();
        command
            .args(["-m", module])
            .env("PYTHONPATH", &self.packages);
        command
    }
}

fn python() -> Command {
    Command::new(if cfg!(windows) { "python" } else { "python3" })
}

/// What Python calls itself.
fn version() -> Result<String> {
    let output = python()
        .arg("--version")
        .output()
        .context("`python3` can't be started; install Python 3.11 or later with pip")?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Installs what `content` names, unless the copy of it at `mark`, in the folder of what was
/// installed, says that this has been done.
fn installed(content: &str, mark: &Path, install: impl FnOnce() -> Result<()>) -> Result<()> {
    if fs::read_to_string(mark).is_ok_and(|installed| installed == content) {
        return Ok(());
    }
    install()?;
    fs::write(mark, content).with_context(|| mark.display().to_string())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| file.display().to_string())
}
