"""Talk to a server as a labeler or a requester, by HTTP only."""
