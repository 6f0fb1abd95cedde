// What the examples of the documentation talk to: a network within the program. It is included into
// them and no part of the crate.

#[allow(dead_code)]
struct Example;

impl generated_client::transport::Transport for Example {
    fn send(
        &self,
        request: generated_client::transport::HttpRequest,
    ) -> generated_client::transport::BoxFuture<
        '_,
        Result<generated_client::transport::HttpResponse, generated_client::transport::TransportError>,
    > {
        let path = request.url.path().rsplit('/').next().unwrap_or_default();
        let body = match path {
            "token" => r#"{"access_token":"a","token_type":"bearer","expires_in":43200}"#,
            "access" => r#"{"access":true}"#,
            "profile" => r#"{"uniqueId":"6ba7b8149dad11d180b400c04fd430c8"}"#,
            "order" => r#"{"orderId":9}"#,
            _ => "{}",
        };
        let answer = generated_client::transport::HttpResponse::new(
            generated_client::http::StatusCode::OK,
            body,
        );
        Box::pin(async { Ok(answer) })
    }
}

#[allow(dead_code)]
fn connect() -> generated_client::Connect {
    generated_client::Connect::builder(generated_client::Server::Test, "no.example", "secret")
        .transport(Example)
        .build()
        .unwrap()
}

#[allow(dead_code)]
fn order() -> generated_client::types::RegisterOrderRequest {
    generated_client::types::RegisterOrderRequest::new()
}
