//! Whether a user may read something that comes with any of several products.

use crate::generated::{ClientModeClient, UserClient, types};
use crate::runtime::Error;

impl UserClient {
    /// Whether the user has access to any of `products`. They are asked for one after the other
    /// until there is one: name the most likely one first.
    ///
    /// The check names the user, as the API asks for; who that is comes from their profile, with one
    /// more call. [`has_access_to_any_as`](Self::has_access_to_any_as) does without, where the user
    /// is known.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), generated_client::Error> {
    /// # let user = connect().user_with_token("token");
    /// if user.has_access_to_any(["DAILY", "WEEKEND"]).await? {
    ///     println!("the whole article");
    /// }
    /// # assert!(user.has_access_to_any(["DAILY"]).await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of "List user profile", and of "Check access" for the first product where there is one.
    pub async fn has_access_to_any<P: Into<types::ProductCode>>(
        &self,
        products: impl IntoIterator<Item = P>,
    ) -> Result<bool, Error> {
        let mut products = products.into_iter().peekable();
        if products.peek().is_none() {
            return Ok(false);
        }
        let profile = self.profile().list_user_profile().await?;
        let credential = profile.login_credential.and_then(|login| login.credential);
        let who = types::CheckAccessRequest::new();
        let who = match (profile.unique_id, credential) {
            (Some(id), _) => who.unique_id(id),
            (None, Some(credential)) => who.credential(credential),
            (None, None) => who,
        };
        self.has_access_to_any_as(who, products).await
    }

    /// Whether the user that `who` names, by `uniqueId` or `credential`, has access to any of
    /// `products`; or whoever comes from the address that it names, by `ip`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// use generated_client::types::CheckAccessRequest;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), generated_client::Error> {
    /// # let user = connect().user_with_token("token");
    /// let who = CheckAccessRequest::new().unique_id("6ba7b8149dad11d180b400c04fd430c8");
    /// let may_read = user.has_access_to_any_as(who, ["DAILY", "WEEKEND"]).await?;
    /// # assert!(may_read);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of "Check access", for the first product where there is one.
    pub async fn has_access_to_any_as<P: Into<types::ProductCode>>(
        &self,
        who: types::CheckAccessRequest,
        products: impl IntoIterator<Item = P>,
    ) -> Result<bool, Error> {
        for product in products {
            let request = who.clone().product(product);
            if self.access().check_access(request).await?.access == Some(true) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl ClientModeClient {
    /// Whether the user that `who` names, by `uniqueId` or `credential`, has access to any of
    /// `products`. They are asked for one after the other until there is one.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// use generated_client::types::CheckAccessClientModeRequest;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), generated_client::Error> {
    /// let service = connect().client_mode();
    /// let who = CheckAccessClientModeRequest::new().credential("ola@example.com");
    /// let may_read = service.has_access_to_any(who, ["DAILY", "WEEKEND"]).await?;
    /// # assert!(may_read);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of "Check access - client mode", for the first product where there is one.
    pub async fn has_access_to_any<P: Into<types::ProductCode>>(
        &self,
        who: types::CheckAccessClientModeRequest,
        products: impl IntoIterator<Item = P>,
    ) -> Result<bool, Error> {
        for product in products {
            let request = who.clone().product(product);
            let answer = self.access().check_access_client_mode(request).await?;
            if answer.access == Some(true) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
