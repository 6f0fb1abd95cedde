//! `oneOf` and `anyOf`: JSON to value and back.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::runtime::{
    CallOptions, Check, Checker, UnknownJson, union, union_check, union_from, union_text,
};
use super::{OPERATION, refused, sent};

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Cat {
    kind: String,
    lives: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
}

impl Check for Cat {
    fn check(&self, check: &mut Checker<'_>) {
        check.range("lives", &self.lives, ..=9);
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Dog {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bark: Option<bool>,
}

impl Check for Dog {}

#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Unknown(UnknownJson),
}

union!(Pet, "kind", [Cat => ["cat"], Dog => ["dog", "puppy"]]);
union_from!(Pet, [Cat => Cat, Dog => Dog]);
union_check!(Pet, [Cat, Dog]);

#[derive(Clone, Debug, PartialEq)]
enum Input {
    Items(Vec<String>),
    Number(i64),
    Cat(Cat),
    Dog(Dog),
    Text(String),
    Unknown(UnknownJson),
}

union!(Input, [Items, Number, Cat, Dog, Text]);
union_text!(Input, Text);

/// What becomes of `value`; what is written of it is what was read.
fn read<T: Serialize + for<'de> Deserialize<'de>>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), *value);
    read
}

#[test]
fn tags_name_the_type_and_unknown_ones_are_kept() {
    let cat = read::<Pet>(&json!({"kind": "cat", "lives": 9}));
    assert!(matches!(cat, Pet::Cat(Cat { lives: 9, .. })));
    let puppy = read::<Pet>(&json!({"kind": "puppy", "bark": true}));
    assert!(matches!(puppy, Pet::Dog(dog) if dog.bark == Some(true)));
    let fish = json!({"kind": "fish", "lives": 1, "fins": [1, null, {"a": 1.5}]});
    let Pet::Unknown(unknown) = read::<Pet>(&fish) else {
        panic!("a fish is no cat");
    };
    assert_eq!(unknown.as_value(), &fish);
    assert_eq!(unknown.read::<Cat>().unwrap().lives, 1);
}

#[test]
fn a_known_tag_with_another_body_is_an_error_that_says_why() {
    let error = serde_json::from_value::<Pet>(json!({"kind": "cat"})).unwrap_err();
    assert!(
        error.to_string().contains("missing field `lives`"),
        "{error}"
    );
}

#[test]
fn without_a_tag_the_type_that_keeps_all_is_taken() {
    for (value, is_right) in [
        (
            json!(["a"]),
            (|input| matches!(input, Input::Items(_))) as fn(&Input) -> bool,
        ),
        (json!([]), |input| matches!(input, Input::Items(_))),
        (json!(5), |input| matches!(input, Input::Number(5))),
        (json!("5"), |input| matches!(input, Input::Text(_))),
        (json!({"kind": "x", "lives": 1}), |input| {
            matches!(input, Input::Cat(_))
        }),
        (json!({"kind": "x", "bark": true}), |input| {
            matches!(input, Input::Dog(_))
        }),
        (json!({"kind": "x"}), |input| matches!(input, Input::Dog(_))),
        // Parts of it belong to different types.
        (json!({"kind": "x", "lives": 1, "bark": true}), |input| {
            matches!(input, Input::Unknown(_))
        }),
        (json!([1]), |input| matches!(input, Input::Unknown(_))),
        (json!(1.5), |input| matches!(input, Input::Unknown(_))),
        (json!(null), |input| matches!(input, Input::Unknown(_))),
    ] {
        let input = read::<Input>(&value);
        assert!(is_right(&input), "{value}: {input:?}");
    }
}

#[test]
fn new_properties_are_ignored_as_everywhere() {
    let value = json!({"kind": "x", "lives": 1, "new": {"a": 1}});
    let input: Input = serde_json::from_value(value).unwrap();
    assert!(matches!(input, Input::Cat(_)), "{input:?}");
}

#[test]
fn a_union_is_made_of_its_types() {
    assert_eq!(Input::from("a"), Input::Text("a".to_owned()));
    let dog = Dog {
        kind: "dog".to_owned(),
        bark: None,
    };
    assert_eq!(Pet::from(dog.clone()), Pet::Dog(Box::new(dog)));
}

#[tokio::test]
async fn limits_of_what_a_union_holds_are_checked() {
    let pet = Pet::from(Cat {
        kind: "cat".to_owned(),
        lives: 10,
        tag: None,
    });
    let text = refused(&OPERATION, |call| call.json(&pet)).await;
    assert_eq!(text, "op: not sent: `body.lives` must be at most 9");
    let unchecked = sent(&OPERATION, |call| {
        call.json(&pet);
        call.with(CallOptions::new().unchecked());
    });
    unchecked.await.unwrap();
}
