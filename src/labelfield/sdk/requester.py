"""A requester's client: drafts and progress. Opening and funding happen on chain."""

from labelfield.api.models import (
    Draft,
    DraftAccepted,
    Empty,
    MediaStored,
    PoolFacts,
    Progress,
    ProjectDetails,
    ProjectList,
)
from labelfield.api.quote_models import QuoteFacts, QuoteRequest
from labelfield.api.statistics_models import TaskNumbersPage
from labelfield.api.storage_models import LeaveRequest
from labelfield.sdk.http import Http

PUBLISHING_TIMEOUT_S = 900.0
"""A store on a public network answers once the objects are sealed: in minutes."""


class Requester:
    """One API key at one server."""

    def __init__(self, url: str, api_key: str) -> None:
        self._http = Http(url)
        self._http.authorize(api_key)

    def pool(self) -> PoolFacts:
        """Return the pool's constants."""
        return self._http.get("/api/pool", PoolFacts)

    def upload(self, name: str, data: bytes) -> None:
        """Send a file that tasks will show, under its hash."""
        self._http.put(f"/api/media/{name}", data, MediaStored)

    def create(self, draft: Draft) -> DraftAccepted:
        """Have a project checked and its manifest made."""
        return self._http.post("/api/drafts", draft, DraftAccepted, PUBLISHING_TIMEOUT_S)

    def projects(self) -> ProjectList:
        """Return all projects."""
        return self._http.get("/api/projects", ProjectList)

    def project(self, number: int) -> ProjectDetails:
        """Return one project."""
        return self._http.get(f"/api/projects/{number}", ProjectDetails)

    def dismiss(self, number: int, labeler: str) -> None:
        """Send a labeler away from a private project: no more tasks, no newer keys."""
        request = LeaveRequest(labeler=labeler)
        self._http.post(f"/api/projects/{number}/dismiss", request, Empty)

    def quote(self, wanted: QuoteRequest) -> QuoteFacts:
        """Return what a project would cost, how right it would be, how long it would take."""
        return self._http.post("/api/quote", wanted, QuoteFacts)

    def tasks(self, number: int, query: str) -> TaskNumbersPage:
        """Return some tasks of a project; docs/api.md says what `query` may hold."""
        return self._http.get(f"/api/projects/{number}/tasks?{query}", TaskNumbersPage)

    def progress(self, number: int) -> Progress:
        """Return how far a project is."""
        return self._http.get(f"/api/projects/{number}/progress", Progress)

    def close(self) -> None:
        """End the connection."""
        self._http.close()
