let @NAME@ = std::env::var("@VARIABLE@")?;
