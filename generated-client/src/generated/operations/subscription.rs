//! Operations of the tag `Subscription`.

use super::super::clients::{AuthorizationCode, ClientCredentials};
use super::super::types;
use crate::runtime::{Call, Client, Error, Json, Method, Operation, QueryStyle, Request, request};

/// The operations of the tag `Subscription`: what a customer subscribes to.
#[derive(Clone, Debug)]
pub struct Subscription<M> {
    client: Client<M>,
}

impl<M> Client<M> {
    /// The operations of the tag `Subscription`.
    pub fn subscription(&self) -> Subscription<M> {
        Subscription {
            client: self.clone(),
        }
    }
}

impl<M> Subscription<M> {
    /// Lists the shared subscriptions of the user.
    ///
    /// The list may be empty.
    ///
    /// `GET /v1/subscription/shared`
    ///
    /// # Errors
    ///
    /// [`ListSharedSubscriptionsError`] names the documented refusals.
    pub fn list_shared_subscriptions(&self) -> ListSharedSubscriptions
    where
        M: AuthorizationCode,
    {
        let call = self.client.call(&LIST_SHARED_SUBSCRIPTIONS);
        ListSharedSubscriptions(call)
    }

    /// Lists the subscriptions of the user.
    ///
    /// The list may be empty.
    ///
    /// `GET /v1/subscription`
    ///
    /// # Errors
    ///
    /// [`ListSubscriptionsError`] names the documented refusals.
    pub fn list_subscriptions(&self) -> ListSubscriptions
    where
        M: AuthorizationCode,
    {
        let call = self.client.call(&LIST_SUBSCRIPTIONS);
        ListSubscriptions(call)
    }

    /// Starts a recurring product for the user.
    ///
    /// `POST /v1/subscription`
    ///
    /// # Errors
    ///
    /// [`StartSubscriptionError`] names the documented refusals.
    pub fn start_subscription(&self, body: types::StartSubscriptionRequest) -> StartSubscription
    where
        M: AuthorizationCode,
    {
        let mut call = self.client.call(&START_SUBSCRIPTION);
        call.json(&body);
        StartSubscription(call)
    }

    /// Lists the subscriptions of one customer.
    ///
    /// `GET /v1/client/subscription/{customerNumber}`
    ///
    /// # Errors
    ///
    /// [`ListSubscriptionsClientModeError`] names the documented refusals.
    pub fn list_subscriptions_client_mode(
        &self,
        customer_number: impl Into<types::CustomerNumber>,
    ) -> ListSubscriptionsClientMode
    where
        M: ClientCredentials,
    {
        let mut call = self.client.call(&LIST_SUBSCRIPTIONS_CLIENT_MODE);
        call.path("customerNumber", false, &customer_number.into());
        ListSubscriptionsClientMode(call)
    }
}

/// A call of [`Subscription::list_shared_subscriptions`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListSharedSubscriptions(Call);

impl Request for ListSharedSubscriptions {
    type Payload = Json<types::ListSharedSubscriptionsResponse>;
}

request!(ListSharedSubscriptions);

/// The documented refusals of [`Subscription::list_shared_subscriptions`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ListSharedSubscriptionsError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl ListSharedSubscriptionsError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&LIST_SHARED_SUBSCRIPTIONS)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static LIST_SHARED_SUBSCRIPTIONS: Operation = Operation {
    id: "listSharedSubscriptions",
    method: Method::GET,
    path: "/v1/subscription/shared",
    accept: "application/json",
    security: &[&["Authorization_Code"]],
    idempotent: true,
};

/// A call of [`Subscription::list_subscriptions`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListSubscriptions(Call);

impl ListSubscriptions {
    /// Which subscriptions to include; `ORDINARY` when it is not given.
    pub fn subscription_source_fetch_mode(
        mut self,
        value: impl Into<types::SubscriptionSourceFetchMode>,
    ) -> Self {
        self.0.query(
            "subscriptionSourceFetchMode",
            QueryStyle::FORM_EXPLODE,
            &value.into(),
        );
        self
    }
}

impl Request for ListSubscriptions {
    type Payload = Json<types::ListSubscriptionsResponse>;
}

request!(ListSubscriptions);

/// The documented refusals of [`Subscription::list_subscriptions`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ListSubscriptionsError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl ListSubscriptionsError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&LIST_SUBSCRIPTIONS)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static LIST_SUBSCRIPTIONS: Operation = Operation {
    id: "listSubscriptions",
    method: Method::GET,
    path: "/v1/subscription",
    accept: "application/json",
    security: &[&["Authorization_Code"]],
    idempotent: true,
};

/// A call of [`Subscription::start_subscription`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct StartSubscription(Call);

impl Request for StartSubscription {
    type Payload = Json<types::StartSubscriptionResponse>;
}

request!(StartSubscription);

/// The documented refusals of [`Subscription::start_subscription`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StartSubscriptionError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl StartSubscriptionError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&START_SUBSCRIPTION)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static START_SUBSCRIPTION: Operation = Operation {
    id: "startSubscription",
    method: Method::POST,
    path: "/v1/subscription",
    accept: "application/json",
    security: &[&["Authorization_Code"]],
    idempotent: false,
};

/// A call of [`Subscription::list_subscriptions_client_mode`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListSubscriptionsClientMode(Call);

impl ListSubscriptionsClientMode {
    /// Which subscriptions to include; `ORDINARY` when it is not given.
    pub fn subscription_source_fetch_mode(
        mut self,
        value: impl Into<types::SubscriptionSourceFetchMode>,
    ) -> Self {
        self.0.query(
            "subscriptionSourceFetchMode",
            QueryStyle::FORM_EXPLODE,
            &value.into(),
        );
        self
    }
}

impl Request for ListSubscriptionsClientMode {
    type Payload = Json<types::ListSubscriptionsResponse>;
}

request!(ListSubscriptionsClientMode);

/// The documented refusals of [`Subscription::list_subscriptions_client_mode`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ListSubscriptionsClientModeError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 404: Not Found
    NotFound,
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl ListSubscriptionsClientModeError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&LIST_SUBSCRIPTIONS_CLIENT_MODE)? {
            400 => error.body_as().map(Self::BadRequest),
            404 => Some(Self::NotFound),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static LIST_SUBSCRIPTIONS_CLIENT_MODE: Operation = Operation {
    id: "listSubscriptionsClientMode",
    method: Method::GET,
    path: "/v1/client/subscription/{customerNumber}",
    accept: "application/json",
    security: &[&["Client_Credentials"]],
    idempotent: true,
};
