"""What a target looks like from elsewhere: agrees, contradicts, or absent."""
