//! From an order to its payment: registered, paid on a page of the login server, and back.

use url::Url;

use super::Connect;
use crate::generated::pages::FulfillmentPage;
use crate::generated::{UserClient, types};
use crate::runtime::Error;

impl Connect {
    /// Registers an order of a user, and gives the URL of the page where the user pays it. The page
    /// sends the browser to `return_url` when it is done, or to `error_url`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// use generated_client::PendingOrder;
    /// use generated_client::types::{FulfillmentReturnStatus, RegisterOrderRequest};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), generated_client::Error> {
    /// # let connect = connect();
    /// # let user = connect.user_with_token("token");
    /// # let order = order();
    /// let (back, error) = ("https://shop.example/paid", "https://shop.example/failed");
    /// let pending = connect.register_order(&user, order, back, error).await?;
    /// println!("order {}: go to {}", pending.order_id, pending.url);
    ///
    /// // Where `back` is served, with the URL that was asked for:
    /// let url = "https://shop.example/paid?fulfillmentStatus=success";
    /// match PendingOrder::returned(url)? {
    ///     Some(FulfillmentReturnStatus::Success) => println!("paid"),
    ///     Some(FulfillmentReturnStatus::Cancel) => println!("another time"),
    ///     other => println!("ask for the order's status: {other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of "Register order". When [`Error::may_have_been_processed`] says so, the order may be
    /// there. The server has a login server, or nothing is registered.
    pub async fn register_order(
        &self,
        user: &UserClient,
        order: types::RegisterOrderRequest,
        return_url: impl Into<String>,
        error_url: impl Into<String>,
    ) -> Result<PendingOrder, Error> {
        let page = FulfillmentPage::new()
            .client_id(self.client_id())
            .return_url(return_url)
            .error_url(error_url);
        // What can go wrong with the page does so before there is an order.
        page.url(self.server())?;
        let order_id = user.order().register_order(order).await?.order_id;
        let url = page.order_id(order_id).url(self.server())?;
        Ok(PendingOrder { order_id, url })
    }
}

/// An order that waits for its payment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PendingOrder {
    /// Id of the order.
    pub order_id: types::OrderId,
    /// The page to send the user's browser to.
    pub url: Url,
}

impl PendingOrder {
    /// How the payment went, by the URL that the browser was sent back to; `None` when it says
    /// nothing of that.
    ///
    /// A browser can be made to open any URL: what matters is the status of the order, as the API
    /// tells it.
    ///
    /// # Errors
    ///
    /// The query is not as documented.
    pub fn returned(callback_url: &str) -> Result<Option<types::FulfillmentReturnStatus>, Error> {
        let query = callback_url.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        Ok(FulfillmentPage::parse_return(query)?.fulfillment_status)
    }
}
