"""Who asks: what every route has to know of a request before it asks anything of the store."""
