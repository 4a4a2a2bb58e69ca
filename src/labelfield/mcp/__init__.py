"""Labels on demand for agents: the question desk, paid per call by x402, and the MCP server."""
