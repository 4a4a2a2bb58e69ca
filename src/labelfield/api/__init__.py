"""Wire models of the HTTP API, shared by server and SDK."""
