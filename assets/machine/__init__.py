"""What keeps the mail server as its settings say."""
