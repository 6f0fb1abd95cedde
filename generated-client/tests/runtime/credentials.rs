//! Credentials where each kind of security scheme has them.

use secrecy::SecretString;

use super::Recorder;
use super::runtime::{
    Any, Basic, Client, ClientBuilder, Empty, Error, HttpRequest, KeyLocation, Method, Operation,
    SchemeKind, SecurityScheme,
};

macro_rules! schemes {
    ($($name:ident = $kind:expr;)*) => {
        $(static $name: SecurityScheme = SecurityScheme {
            key: stringify!($name),
            kind: $kind,
        };)*
    };
}

schemes! {
    HEADER = SchemeKind::ApiKey { location: KeyLocation::Header, name: "X-Key" };
    QUERY = SchemeKind::ApiKey { location: KeyLocation::Query, name: "api key" };
    COOKIE = SchemeKind::ApiKey { location: KeyLocation::Cookie, name: "session" };
    BASIC = SchemeKind::Basic;
    BEARER = SchemeKind::Bearer;
    DIGEST = SchemeKind::Http { scheme: "Digest" };
    OIDC = SchemeKind::OpenIdConnect { url: "https://login.example" };
}

const fn operation(security: &'static [&'static [&'static SecurityScheme]]) -> Operation {
    Operation {
        id: "op",
        method: Method::GET,
        path: "/p?fixed=1",
        accept: "*/*",
        security,
        idempotent: true,
    }
}

async fn sent(
    operation: &'static Operation,
    configure: impl FnOnce(ClientBuilder<Any>) -> ClientBuilder<Any>,
) -> Result<HttpRequest, Error> {
    let recorder = Recorder::default();
    let builder = Client::builder("https://h/b").transport(recorder.clone());
    let call = configure(builder).build()?.call(operation);
    call.request::<Empty, ()>().send().await?;
    let request = recorder.0.lock().unwrap().pop();
    Ok(request.unwrap())
}

fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    request
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap())
}

/// Which of the schemes' places of a request are taken.
fn taken(request: &HttpRequest) -> Vec<&str> {
    let places = ["authorization", "cookie", "x-key"];
    places
        .into_iter()
        .filter_map(|name| header(request, name))
        .collect()
}

#[tokio::test]
async fn each_kind_has_its_place() {
    static ALL: Operation = operation(&[&[&HEADER, &QUERY, &COOKIE, &BASIC]]);
    let request = sent(&ALL, |builder| {
        builder
            .credential(&HEADER, "secret")
            .credential(&QUERY, "a b&c".to_owned())
            .credential(&COOKIE, SecretString::from("abc"))
            .credential(&BASIC, Basic::new("Aladdin", "open sesame"))
    });
    let request = request.await.unwrap();
    // RFC 7617 §2 has this user and password as its example.
    let expected = [
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "session=abc",
        "secret",
    ];
    assert_eq!(taken(&request), expected);
    assert_eq!(request.url.query(), Some("fixed=1&api%20key=a%20b%26c"));
    assert!(
        request
            .headers
            .values()
            .filter(|value| value.is_sensitive())
            .count()
            == 3
    );
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("secret") && !shown.contains("a%20b"),
        "{shown}"
    );
}

#[tokio::test]
async fn http_schemes_are_sent_by_their_name() {
    static OTHER: Operation = operation(&[&[&DIGEST]]);
    static TOKEN: Operation = operation(&[&[&OIDC]]);
    let request = sent(&OTHER, |builder| {
        builder.credential(&DIGEST, "username=\"x\"")
    });
    let request = request.await.unwrap();
    assert_eq!(
        header(&request, "authorization"),
        Some("Digest username=\"x\"")
    );
    let request = sent(&TOKEN, |builder| builder.token("t")).await.unwrap();
    assert_eq!(header(&request, "authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn the_first_alternative_that_is_whole_is_sent() {
    static EITHER: Operation = operation(&[&[&HEADER, &BEARER], &[&QUERY], &[&BEARER]]);
    let request = sent(&EITHER, |builder| builder.credential(&BEARER, "t"))
        .await
        .unwrap();
    assert_eq!(taken(&request), ["Bearer t"]);
    let request = sent(&EITHER, |builder| {
        builder.token("t").credential(&HEADER, "k")
    });
    assert_eq!(taken(&request.await.unwrap()), ["Bearer t", "k"]);
    let error = sent(&EITHER, |builder| builder.credential(&HEADER, "k"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "op: not sent: the client has no credential for `HEADER` and `BEARER`, or `QUERY`, or `BEARER`"
    );
    assert_eq!(error.attempts(), 0);
}

#[tokio::test]
async fn optional_security_takes_what_there_is() {
    static OPTIONAL: Operation = operation(&[&[], &[&HEADER]]);
    static NONE: Operation = operation(&[]);
    let request = sent(&OPTIONAL, |builder| builder).await.unwrap();
    assert!(taken(&request).is_empty());
    let request = sent(&OPTIONAL, |builder| builder.credential(&HEADER, "k"))
        .await
        .unwrap();
    assert_eq!(taken(&request), ["k"]);
    let request = sent(&NONE, |builder| builder.token("t").credential(&HEADER, "k"));
    assert!(taken(&request.await.unwrap()).is_empty());
}

#[tokio::test]
async fn an_access_token_is_no_key() {
    static KEY: Operation = operation(&[&[&QUERY]]);
    let error = sent(&KEY, |builder| builder.token("t")).await.unwrap_err();
    assert!(
        error.to_string().contains("no credential for `QUERY`"),
        "{error}"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_without_being_shown() {
    static IN_COOKIE: Operation = operation(&[&[&COOKIE]]);
    static IN_HEADER: Operation = operation(&[&[&HEADER]]);
    static USER: Operation = operation(&[&[&BASIC]]);
    for value in ["", "a;b", "a b", "ærlig"] {
        let error = sent(&IN_COOKIE, |builder| builder.credential(&COOKIE, value)).await;
        let text = error.unwrap_err().to_string();
        assert!(
            text.starts_with("op: not sent: the token for `COOKIE` is empty or"),
            "{text}"
        );
    }
    let error = sent(&IN_HEADER, |builder| builder.credential(&HEADER, "a\nb")).await;
    assert!(error.unwrap_err().to_string().contains("`HEADER`"));
    let basic = Basic::new("a:b", "c");
    assert_eq!(format!("{basic:?}"), "Basic(..)");
    let error = sent(&USER, |builder| builder.credential(&BASIC, basic)).await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("the user holds a colon")
    );
}
