//! Operations of the tag `Sharing`.

use super::super::clients::{AuthorizationCode, ClientCredentials};
use super::super::types;
use crate::runtime::{Call, Client, Error, Json, Method, Operation, Request, request};

/// The operations of the tag `Sharing`: who else may use a subscription.
#[derive(Clone, Debug)]
pub struct Sharing<M> {
    client: Client<M>,
}

impl<M> Client<M> {
    /// The operations of the tag `Sharing`.
    pub fn sharing(&self) -> Sharing<M> {
        Sharing {
            client: self.clone(),
        }
    }
}

impl<M> Sharing<M> {
    /// Invites someone to share a subscription of the user.
    ///
    /// `POST /v1/subscription/share/invitation`
    ///
    /// # Errors
    ///
    /// [`SendShareInvitationError`] names the documented refusals.
    pub fn send_share_invitation(
        &self,
        body: types::SendShareInvitationRequest,
    ) -> SendShareInvitation
    where
        M: AuthorizationCode,
    {
        let mut call = self.client.call(&SEND_SHARE_INVITATION);
        call.json(&body);
        SendShareInvitation(call)
    }

    /// Declines a request to share a subscription.
    ///
    /// `PATCH /v1/client/subscription/share/invitation`
    ///
    /// # Errors
    ///
    /// [`DeclineShareClientModeError`] names the documented refusals.
    pub fn decline_share_client_mode(
        &self,
        body: types::ChangeShareRequest,
    ) -> DeclineShareClientMode
    where
        M: ClientCredentials,
    {
        let mut call = self.client.call(&DECLINE_SHARE_CLIENT_MODE);
        call.json(&body);
        DeclineShareClientMode(call)
    }

    /// Lists the rules by which a product may be shared: how, and with how many.
    ///
    /// `GET /v1/customer/product/share/rule/{productCode}`
    ///
    /// # Errors
    ///
    /// [`ListShareableSubscriptionRulesError`] names the documented refusals.
    pub fn list_shareable_subscription_rules(
        &self,
        product_code: impl Into<types::ProductCode>,
    ) -> ListShareableSubscriptionRules
    where
        M: AuthorizationCode,
    {
        let mut call = self.client.call(&LIST_SHAREABLE_SUBSCRIPTION_RULES);
        call.path("productCode", false, &product_code.into());
        ListShareableSubscriptionRules(call)
    }

    /// Ends a sharing.
    ///
    /// `PATCH /v1/subscription/share`
    ///
    /// # Errors
    ///
    /// [`CancelSharingError`] names the documented refusals.
    pub fn cancel_sharing(&self, body: types::ChangeShareRequest) -> CancelSharing
    where
        M: AuthorizationCode,
    {
        let mut call = self.client.call(&CANCEL_SHARING);
        call.json(&body);
        CancelSharing(call)
    }
}

/// A call of [`Sharing::send_share_invitation`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SendShareInvitation(Call);

impl Request for SendShareInvitation {
    type Payload = Json<types::ShareResponse>;
}

request!(SendShareInvitation);

/// The documented refusals of [`Sharing::send_share_invitation`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SendShareInvitationError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl SendShareInvitationError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&SEND_SHARE_INVITATION)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static SEND_SHARE_INVITATION: Operation = Operation {
    id: "sendShareInvitation",
    method: Method::POST,
    path: "/v1/subscription/share/invitation",
    accept: "application/json",
    security: &[&["Authorization_Code"]],
    idempotent: false,
};

/// A call of [`Sharing::decline_share_client_mode`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct DeclineShareClientMode(Call);

impl Request for DeclineShareClientMode {
    type Payload = Json<types::ShareResponse>;
}

request!(DeclineShareClientMode);

/// The documented refusals of [`Sharing::decline_share_client_mode`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DeclineShareClientModeError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl DeclineShareClientModeError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&DECLINE_SHARE_CLIENT_MODE)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static DECLINE_SHARE_CLIENT_MODE: Operation = Operation {
    id: "declineShareClientMode",
    method: Method::PATCH,
    path: "/v1/client/subscription/share/invitation",
    accept: "application/json",
    security: &[&["Client_Credentials"]],
    idempotent: false,
};

/// A call of [`Sharing::list_shareable_subscription_rules`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListShareableSubscriptionRules(Call);

impl Request for ListShareableSubscriptionRules {
    type Payload = Json<types::ListShareableSubscriptionRulesResponse>;
}

request!(ListShareableSubscriptionRules);

/// The documented refusals of [`Sharing::list_shareable_subscription_rules`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ListShareableSubscriptionRulesError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl ListShareableSubscriptionRulesError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&LIST_SHAREABLE_SUBSCRIPTION_RULES)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static LIST_SHAREABLE_SUBSCRIPTION_RULES: Operation = Operation {
    id: "listShareableSubscriptionRules",
    method: Method::GET,
    path: "/v1/customer/product/share/rule/{productCode}",
    accept: "application/json",
    security: &[&["Authorization_Code"]],
    idempotent: true,
};

/// A call of [`Sharing::cancel_sharing`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct CancelSharing(Call);

impl Request for CancelSharing {
    type Payload = Json<types::ShareResponse>;
}

request!(CancelSharing);

/// The documented refusals of [`Sharing::cancel_sharing`], by status.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CancelSharingError {
    /// 400: Bad Request
    BadRequest(types::ApiError),
    /// 429: Too Many Requests
    TooManyRequests,
    /// 500: Internal Server Error
    InternalServerError,
}

impl CancelSharingError {
    /// The documented refusal that `error` carries; `None` for another operation's error, another
    /// status, or a body that is not what is documented.
    pub fn from(error: &Error) -> Option<Self> {
        match error.status_of(&CANCEL_SHARING)? {
            400 => error.body_as().map(Self::BadRequest),
            429 => Some(Self::TooManyRequests),
            500 => Some(Self::InternalServerError),
            _ => None,
        }
    }
}

static CANCEL_SHARING: Operation = Operation {
    id: "cancelSharing",
    method: Method::PATCH,
    path: "/v1/subscription/share",
    accept: "application/json",
    security: &[&["Authorization_Code"]],
    idempotent: false,
};
