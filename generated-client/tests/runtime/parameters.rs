//! Parameters in path, query and header: the table of OpenAPI 3.0.3 §4.7.12.2.1, and its edges.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::runtime::{AsJson, Check, PathStyle, QueryStyle};
use super::{OPERATION, WITH_PATH, refused, sent};

/// `{"R": 100, "G": 200, "B": 150}` in this order.
#[derive(Serialize)]
#[serde(rename_all = "UPPERCASE")]
struct Color {
    r: i32,
    g: u8,
    b: f64,
}

impl Check for Color {}

const COLOR: Color = Color {
    r: 100,
    g: 200,
    b: 150.0,
};

const COLORS: [&str; 3] = ["blue", "black", "brown"];

async fn path<T: Serialize + Check + ?Sized>(explode: bool, value: &T) -> String {
    let request = sent(&WITH_PATH, |call| call.path("v", explode, value))
        .await
        .unwrap();
    let path = request.url.path();
    path.strip_prefix("/b/p/")
        .unwrap()
        .strip_suffix("/end")
        .unwrap()
        .to_owned()
}

async fn query<T: Serialize + Check + ?Sized>(style: QueryStyle, value: &T) -> Option<String> {
    let request = sent(&OPERATION, |call| call.query("color", style, value))
        .await
        .unwrap();
    request.url.query().map(str::to_owned)
}

async fn header<T: Serialize + Check + ?Sized>(explode: bool, value: &T) -> Option<String> {
    let request = sent(&OPERATION, |call| call.header("X-Color", explode, value))
        .await
        .unwrap();
    request
        .headers
        .get("x-color")
        .map(|value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn path_simple() {
    for explode in [false, true] {
        assert_eq!(path(explode, "blue").await, "blue");
        assert_eq!(path(explode, &COLORS[..]).await, "blue,black,brown");
    }
    assert_eq!(path(false, &COLOR).await, "R,100,G,200,B,150");
    assert_eq!(path(true, &COLOR).await, "R=100,G=200,B=150");
}

#[tokio::test]
async fn path_keeps_the_unreserved_and_nothing_else() {
    let unreserved = "AZaz09-._~";
    assert_eq!(path(false, unreserved).await, unreserved);
    assert_eq!(
        path(false, " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}\t\u{7f}").await,
        "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D\
         %09%7F"
    );
    assert_eq!(
        path(false, "blåbær 🫐").await,
        "bl%C3%A5b%C3%A6r%20%F0%9F%AB%90"
    );
    assert_eq!(path(false, &["a,b", "c"][..]).await, "a%2Cb,c");
    assert_eq!(path(false, "../x").await, "..%2Fx");
}

#[tokio::test]
async fn paths_are_never_shortened() {
    for value in ["", ".", ".."] {
        let text = refused(&WITH_PATH, |call| call.path("v", false, value)).await;
        assert!(text.starts_with("op: not sent: `v` is "), "{text}");
    }
    let empty: [&str; 0] = [];
    let text = refused(&WITH_PATH, |call| call.path("v", false, &empty[..])).await;
    assert!(text.contains("`v` is empty"), "{text}");
    let text = refused(&WITH_PATH, |_| {}).await;
    assert_eq!(text, "op: not sent: `v` is required by the path");
}

#[tokio::test]
async fn query_form() {
    let (flat, explode) = (QueryStyle::FORM, QueryStyle::FORM_EXPLODE);
    for style in [flat, explode] {
        assert_eq!(query(style, "").await.unwrap(), "color=");
        assert_eq!(query(style, "blue").await.unwrap(), "color=blue");
        assert_eq!(query(style, &None::<String>).await, None);
        assert_eq!(query(style, &Vec::<String>::new()).await, None);
        assert_eq!(query(style, &BTreeMap::<String, i64>::new()).await, None);
        assert_eq!(query(style, &vec![None::<String>]).await, None);
    }
    assert_eq!(
        query(flat, &COLORS[..]).await.unwrap(),
        "color=blue,black,brown"
    );
    let exploded = query(explode, &COLORS[..]).await.unwrap();
    assert_eq!(exploded, "color=blue&color=black&color=brown");
    assert_eq!(
        query(flat, &COLOR).await.unwrap(),
        "color=R,100,G,200,B,150"
    );
    assert_eq!(query(explode, &COLOR).await.unwrap(), "R=100&G=200&B=150");
    assert_eq!(
        query(flat, "a b+c&d=e,f/é").await.unwrap(),
        "color=a%20b%2Bc%26d%3De%2Cf%2F%C3%A9"
    );
    assert_eq!(query(flat, &["a,b", ""][..]).await.unwrap(), "color=a%2Cb,");
    let some = vec![Some("a"), None, Some("b")];
    let some: Vec<Option<String>> = some.into_iter().map(|it| it.map(str::to_owned)).collect();
    assert_eq!(query(explode, &some).await.unwrap(), "color=a&color=b");
}

#[tokio::test]
async fn queries_follow_the_order_of_setting_and_replace() {
    let style = QueryStyle::FORM_EXPLODE;
    let request = sent(&OPERATION, |call| {
        call.query("a[0]", style, &1);
        call.query("b", style, &2);
        call.query("a[0]", style, &vec![3, 4]);
    });
    let request = request.await.unwrap();
    assert_eq!(request.url.query(), Some("b=2&a%5B0%5D=3&a%5B0%5D=4"));
}

#[tokio::test]
async fn header_simple() {
    for explode in [false, true] {
        assert_eq!(
            header(explode, "blue, 100% black").await.unwrap(),
            "blue, 100% black"
        );
        assert_eq!(
            header(explode, &COLORS[..]).await.unwrap(),
            "blue,black,brown"
        );
        assert_eq!(header(explode, &None::<String>).await, None);
        assert_eq!(header(explode, "").await.unwrap(), "");
    }
    assert_eq!(header(false, &COLOR).await.unwrap(), "R,100,G,200,B,150");
    assert_eq!(header(true, &COLOR).await.unwrap(), "R=100,G=200,B=150");
}

#[tokio::test]
async fn headers_are_sent_as_they_are_or_not_at_all() {
    for value in ["a\nb", "é\r", " a", "a\t", "\u{7f}"] {
        let text = refused(&OPERATION, |call| call.header("X", false, value)).await;
        assert_eq!(
            text,
            "op: not sent: `X` holds characters that no header can"
        );
    }
    let text = refused(&OPERATION, |call| call.header("X", false, &["a,b"][..])).await;
    assert!(text.contains("comma"), "{text}");
}

#[tokio::test]
async fn scalars() {
    let style = QueryStyle::FORM;
    let shown = [
        (json!(true), "color=true"),
        (json!(-5), "color=-5"),
        (
            json!(18_446_744_073_709_551_615_u64),
            "color=18446744073709551615",
        ),
        (json!(0.5), "color=0.5"),
        (json!(1.0), "color=1"),
        (json!(1e21), "color=1000000000000000000000"),
        (json!(0.1), "color=0.1"),
    ];
    for (value, expected) in shown {
        assert_eq!(query(style, &value).await.unwrap(), expected);
    }
    assert_eq!(query(style, &json!(null)).await, None);
    assert_eq!(query(style, &0.1_f32).await.unwrap(), "color=0.1");
    assert_eq!(
        query(style, &16_777_217_f32).await.unwrap(),
        "color=16777216"
    );
    let text = refused(&OPERATION, |call| call.query("n", style, &f64::NAN)).await;
    assert_eq!(text, "op: not sent: `n` must be a finite number");
}

#[tokio::test]
async fn nested_values_are_refused() {
    for value in [
        json!([[1]]),
        json!({"a": {"b": 1}}),
        json!([{"a": 1}]),
        json!({"a": [1]}),
    ] {
        for style in [QueryStyle::FORM, QueryStyle::FORM_EXPLODE] {
            let text = refused(&OPERATION, |call| call.query("n", style, &value)).await;
            assert_eq!(
                text,
                "op: not sent: `n` holds an array or object inside of another"
            );
        }
    }
}

#[tokio::test]
async fn setting_again_forgets_what_was_wrong() {
    let request = sent(&WITH_PATH, |call| {
        call.path("v", false, "");
        call.path("v", false, "x");
        call.header("X", false, "é");
        call.header("X", false, &None::<String>);
    });
    assert_eq!(request.await.unwrap().url.path(), "/b/p/x/end");
}

#[tokio::test]
async fn what_is_required_is_asked_for_by_its_setter() {
    let text = refused(&OPERATION, |call| {
        call.require_query("from", "from_time");
        call.require_query("to", "to_time");
        call.require_header("from", "from_header");
        call.query("from", QueryStyle::FORM, "x");
    });
    assert_eq!(
        text.await,
        "op: not sent: `to` is required: set it with `to_time`; `from` is required: set it with `from_header`"
    );
}

async fn styled<T: Serialize + Check + ?Sized>(style: PathStyle, value: &T) -> String {
    let request = sent(&WITH_PATH, |call| call.path_as("v", style, value)).await;
    let request = request.unwrap();
    let path = request.url.path().strip_prefix("/b/p/").unwrap();
    path.strip_suffix("/end").unwrap().to_owned()
}

#[tokio::test]
async fn path_label() {
    for style in [PathStyle::LABEL, PathStyle::LABEL_EXPLODE] {
        assert_eq!(styled(style, "a b").await, ".a%20b");
    }
    let (flat, explode) = (PathStyle::LABEL, PathStyle::LABEL_EXPLODE);
    assert_eq!(styled(flat, &COLORS[..]).await, ".blue,black,brown");
    assert_eq!(styled(explode, &COLORS[..]).await, ".blue.black.brown");
    assert_eq!(styled(flat, &COLOR).await, ".R,100,G,200,B,150");
    assert_eq!(styled(explode, &COLOR).await, ".R=100.G=200.B=150");
}

#[tokio::test]
async fn path_matrix() {
    for style in [PathStyle::MATRIX, PathStyle::MATRIX_EXPLODE] {
        assert_eq!(styled(style, "a b").await, ";v=a%20b");
        assert_eq!(styled(style, "").await, ";v");
    }
    let (flat, explode) = (PathStyle::MATRIX, PathStyle::MATRIX_EXPLODE);
    assert_eq!(styled(flat, &COLORS[..]).await, ";v=blue,black,brown");
    assert_eq!(
        styled(explode, &COLORS[..]).await,
        ";v=blue;v=black;v=brown"
    );
    assert_eq!(styled(flat, &COLOR).await, ";v=R,100,G,200,B,150");
    assert_eq!(styled(explode, &COLOR).await, ";R=100;G=200;B=150");
}

#[tokio::test]
async fn query_delimited() {
    let (space, pipe) = (QueryStyle::SPACE_DELIMITED, QueryStyle::PIPE_DELIMITED);
    assert_eq!(
        query(space, &COLORS[..]).await.unwrap(),
        "color=blue%20black%20brown"
    );
    assert_eq!(
        query(pipe, &COLORS[..]).await.unwrap(),
        "color=blue%7Cblack%7Cbrown"
    );
    assert_eq!(
        query(space, &COLOR).await.unwrap(),
        "color=R%20100%20G%20200%20B%20150"
    );
    assert_eq!(
        query(pipe, &COLOR).await.unwrap(),
        "color=R%7C100%7CG%7C200%7CB%7C150"
    );
    assert_eq!(query(pipe, &Vec::<String>::new()).await, None);
    let text = refused(&OPERATION, |call| call.query("n", space, &["a b", "c"][..])).await;
    assert!(text.contains("which would read as two"), "{text}");
    assert_eq!(query(pipe, &["a b"][..]).await.unwrap(), "color=a%20b");
}

#[tokio::test]
async fn query_deep_object() {
    let deep = QueryStyle::DEEP_OBJECT;
    assert_eq!(
        query(deep, &COLOR).await.unwrap(),
        "color[R]=100&color[G]=200&color[B]=150"
    );
    assert_eq!(
        query(deep, &COLORS[..2]).await.unwrap(),
        "color[0]=blue&color[1]=black"
    );
    let nested = json!({"a": {"b c": [1, {"d": true}], "none": null}});
    let expected = "color[a][b%20c][0]=1&color[a][b%20c][1][d]=true";
    assert_eq!(query(deep, &nested).await.unwrap(), expected);
    assert_eq!(query(deep, &5).await.unwrap(), "color=5");
    assert_eq!(query(deep, &json!({})).await, None);
}

#[tokio::test]
async fn query_reserved() {
    let style = QueryStyle::FORM.reserved();
    let all = ":/?#[]@!$&()*+,;= %é";
    let expected = "color=:/?%23%5B%5D@!$%26()*%2B,;=%20%25%C3%A9";
    assert_eq!(query(style, all).await.unwrap(), expected);
}

#[tokio::test]
async fn parameters_as_json() {
    let value = json!({"a": [1, "b c"]});
    let style = QueryStyle::FORM;
    let expected = "color=%7B%22a%22%3A%5B1%2C%22b%20c%22%5D%7D";
    assert_eq!(query(style, &AsJson(&value)).await.unwrap(), expected);
    assert_eq!(query(style, &AsJson(&None::<String>)).await, None);
    assert_eq!(
        header(false, &AsJson(&value)).await.unwrap(),
        r#"{"a":[1,"b c"]}"#
    );
}

#[tokio::test]
async fn cookies() {
    let request = sent(&OPERATION, |call| {
        call.cookie("a", true, "x y");
        call.cookie("b", false, &COLORS[..]);
        call.cookie("c", false, &COLOR);
        call.cookie("d", false, &None::<String>);
        call.cookie("a", true, &1);
    });
    let request = request.await.unwrap();
    assert_eq!(
        request.headers["cookie"],
        "b=blue,black,brown; c=R,100,G,200,B,150; a=1"
    );
    let text = refused(&OPERATION, |call| call.cookie("ids", true, &COLORS[..])).await;
    assert_eq!(
        text,
        "op: not sent: `ids` is no single value, and a cookie has no other"
    );
}
