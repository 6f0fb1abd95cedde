use generated_client::UserClient;

fn call(user: &UserClient) {
    let _ = user.subscription().list_subscriptions_client_mode(22_067_744);
}

fn main() {}
