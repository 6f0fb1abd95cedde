//! Servers.

/// Where the API is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Server {
    /// Production: `https://api.mediaconnect.no/capi`
    #[default]
    Production,
    /// Test: `https://api-test.mediaconnect.no/capi`
    Test,
    /// A server that the description does not know.
    Custom(String),
}

impl Server {
    /// The URL that paths are appended to.
    pub fn url(&self) -> &str {
        match self {
            Self::Production => "https://api.mediaconnect.no/capi",
            Self::Test => "https://api-test.mediaconnect.no/capi",
            Self::Custom(url) => url,
        }
    }

    /// The URL of the login server that belongs to it; `None` when it is not known.
    pub fn login_url(&self) -> Option<&str> {
        match self {
            Self::Production => Some("https://connectid.no/user"),
            Self::Test => Some("https://api-test.mediaconnect.no/login"),
            Self::Custom(_) => None,
        }
    }
}

impl From<&str> for Server {
    fn from(url: &str) -> Self {
        Self::Custom(url.to_owned())
    }
}

impl From<String> for Server {
    fn from(url: String) -> Self {
        Self::Custom(url)
    }
}

impl From<Server> for String {
    fn from(server: Server) -> Self {
        server.url().to_owned()
    }
}
