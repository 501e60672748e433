"""Mail: brings bytes to people. Everything goes through the outbox; it knows neither books nor who owes what."""
