//! The pages of the login server: their URLs, byte for byte, and what they bring back.

use std::collections::BTreeMap;

use generated_client::pages::{
    CreateUserPage, FulfillmentPage, InvoicePayPage, KlarnaTokenAddPage, LoginCheckPage, LoginPage,
    LogoutPage, NexiSubscriptionAddPage, PayexTokenAddPage, PaymentChangePage, RegisterPage,
    VippsAgreementAddPage,
};
use generated_client::types::{FulfillmentReturnStatus, PaymentReturnResult};
use generated_client::url::Url;
use generated_client::{Error, ErrorKind, Server};
use tests::description::pages;

const CLIENT: &str = "no.mediaconnect.test";
const RETURN: &str = "https://example.com/return";
const ERROR: &str = "https://example.com/error";

/// The pages with the examples of all their parameters, by `operationId`.
fn built(server: &Server) -> BTreeMap<&'static str, Result<Url, Error>> {
    /// A page that finishes a payment.
    macro_rules! payment {
        ($page:ident) => {
            $page::new()
                .client_id(CLIENT)
                .return_url(RETURN)
                .error_url(ERROR)
                .transaction_id(12_378_954)
                .url(server)
        };
    }
    let create_user = CreateUserPage::new(CLIENT, RETURN, ERROR)
        .credential("ola.nordmann@hotmail.no")
        .credential_submit(true)
        .assume_new_user(false);
    let login = LoginPage::new(CLIENT, RETURN, ERROR)
        .credential("ola.nordmann@hotmail.no")
        .assume_new_user(true);
    let logout = LogoutPage::new().client_id(CLIENT).return_url(RETURN);
    let register = RegisterPage::new().client_id(CLIENT).return_url(RETURN);
    let fulfillment = FulfillmentPage::new().client_id(CLIENT).order_id(9);
    let payment_change = PaymentChangePage::new()
        .client_id(CLIENT)
        .return_url(RETURN)
        .error_url(ERROR)
        .payment_change_id(12_378_954);
    BTreeMap::from([
        ("createUser", create_user.url(server)),
        ("login", login.url(server)),
        (
            "loginCheck",
            LoginCheckPage::new().client_id(CLIENT).url(server),
        ),
        ("logout", logout.error_url(ERROR).url(server)),
        ("register", register.error_url(ERROR).url(server)),
        (
            "fulfillment",
            fulfillment.return_url(RETURN).error_url(ERROR).url(server),
        ),
        ("paymentChange", payment_change.url(server)),
        ("klarnaTokenAdd", payment!(KlarnaTokenAddPage)),
        ("payexTokenAdd", payment!(PayexTokenAddPage)),
        ("nexiSubscriptionAdd", payment!(NexiSubscriptionAddPage)),
        ("vippsAgreementAdd", payment!(VippsAgreementAddPage)),
        ("invoicePay", payment!(InvoicePayPage)),
    ])
}

#[test]
fn urls_are_those_of_the_description_byte_for_byte() {
    let servers = [
        (Server::Norway, "https://connectid.no/user"),
        (Server::Sweden, "https://connectid.se/user"),
        (Server::Test, "https://api-test.mediaconnect.no/login"),
        (
            Server::custom("https://api.example.com", "https://login.example.com/a/"),
            "https://login.example.com/a",
        ),
    ];
    for (server, login_url) in servers {
        let mut built = built(&server);
        for page in pages().unwrap() {
            let url = built.remove(page.id.as_str());
            let url = url.unwrap_or_else(|| panic!("{} is not built", page.id));
            assert_eq!(
                url.unwrap().as_str(),
                format!("{login_url}{}", page.target),
                "{}",
                page.id
            );
        }
        assert!(built.is_empty(), "no pages: {:?}", built.keys());
    }
}

#[test]
fn values_are_encoded() {
    let page = LoginPage::new("a&b=c", "https://example.com/?a=1&b=2#c", "æ +%");
    assert_eq!(
        page.url(&Server::Norway).unwrap().query(),
        Some(
            "clientId=a%26b%3Dc&returnUrl=https%3A%2F%2Fexample.com%2F%3Fa%3D1%26b%3D2%23c\
             &errorUrl=%C3%A6%20%2B%25"
        )
    );
}

#[test]
fn setting_again_replaces() {
    let page = LogoutPage::new().client_id("a").client_id("b");
    let url = page.url(&Server::Norway).unwrap();
    assert_eq!(url.as_str(), "https://connectid.no/user/logout?clientId=b");
    let url = LogoutPage::default().url(&Server::Norway).unwrap();
    assert_eq!(url.as_str(), "https://connectid.no/user/logout");
}

#[test]
fn a_server_without_login_server_has_no_pages() {
    for server in [
        "https://api.example.com".into(),
        Server::custom("https://api.example.com", "nonsense"),
    ] {
        assert!(LogoutPage::new().url(&server).is_err());
    }
    let error = LogoutPage::new().url(&"https://api.example.com".into());
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn what_is_personal_is_not_shown() {
    let page = LoginPage::new(CLIENT, RETURN, ERROR).credential("ola.nordmann@hotmail.no");
    assert!(!format!("{page:?}").contains("ola"));
}

#[test]
fn documented_returns_are_parsed_without_loss() {
    for page in pages().unwrap() {
        let Some(example) = page.returned else {
            continue;
        };
        let pairs: Vec<_> = example.as_object().unwrap().iter().collect();
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name, value.as_str().unwrap()));
        let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap();
        let parsed = match page.id.as_str() {
            "fulfillment" => serde_json::to_value(FulfillmentPage::parse_return(&query).unwrap()),
            id => panic!("{id} has an example of its return URL"),
        };
        assert_eq!(parsed.unwrap(), example, "{}", page.id);
    }
}

#[test]
fn returns_are_parsed() {
    use FulfillmentReturnStatus::{Cancel, Success};

    let status = |query| {
        let parsed = FulfillmentPage::parse_return(query).unwrap();
        parsed.fulfillment_status
    };
    assert_eq!(status("fulfillmentStatus=success"), Some(Success));
    assert_eq!(status("?a=1&a=2&fulfillmentStatus=cancel&b"), Some(Cancel));
    assert_eq!(status("fulfillment%53tatus=success"), Some(Success));
    assert_eq!(status(""), None);
    let later = status("fulfillmentStatus=put+on%20hold").unwrap();
    assert_eq!(later.as_str(), "put on hold");
    // Which of the two holds can't be told.
    let twice = "fulfillmentStatus=success&fulfillmentStatus=error";
    let error = FulfillmentPage::parse_return(twice).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "the query is not as documented: not of the documented form"
    );
}

#[test]
fn results_under_unknown_names_are_parsed() {
    let parsed = VippsAgreementAddPage::parse_return("session=1&result=cancelled").unwrap();
    assert_eq!(parsed["result"], PaymentReturnResult::Cancelled);
    assert_eq!(parsed["session"].as_str(), "1");
    let parsed = PaymentChangePage::parse_return("x=a%26b").unwrap();
    assert_eq!(parsed["x"], "a&b");
}
