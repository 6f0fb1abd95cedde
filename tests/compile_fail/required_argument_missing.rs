use generated_client::types;

fn main() {
    let _ = types::StartSubscriptionRequest::new("CO27409");
}
