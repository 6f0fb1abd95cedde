use generated_client::ClientModeClient;

fn call(service: &ClientModeClient) {
    let _ = service.subscription().list_shared_subscriptions();
}

fn main() {}
