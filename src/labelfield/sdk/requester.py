"""A requester's client: quote, draft, watch, look into. Opening and funding happen on chain."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from labelfield.api.case_models import Case, CaseAnswer, CaseList, TakedownRequest, TakenDown
from labelfield.api.models import (
    Draft,
    DraftAccepted,
    Empty,
    MediaStored,
    PoolFacts,
    ProjectDetails,
    ProjectList,
)
from labelfield.api.prediction_models import ModelsReport, Predictions, PredictionsAccepted
from labelfield.api.progress_models import Progress
from labelfield.api.quote_models import QuoteFacts, QuoteRequest
from labelfield.api.reference_models import Fetched, ReferenceRequest
from labelfield.api.statistics_models import (
    LabelerLimits,
    OwnAccount,
    RefundFacts,
    Statistics,
    TaskDetails,
    TaskNumbersPage,
)
from labelfield.api.storage_models import LeaveRequest, PieceStored
from labelfield.api.webhook_models import (
    DeliveryList,
    WebhookCreated,
    WebhookEvent,
    WebhookList,
    WebhookRequest,
)
from labelfield.api.workspace_models import (
    DraftCheck,
    KeptDraft,
    KeptDraftChange,
    KeptDraftList,
    KeptDraftRequest,
)
from labelfield.sdk.http import Http

PUBLISHING_TIMEOUT_S = 900.0
"""A store on a public network answers once the objects are sealed: in minutes."""


class Requester:
    """One API key at one server."""

    def __init__(self, url: str, api_key: str) -> None:
        self._http = Http(url)
        self._http.authorize(api_key)

    @property
    def url(self) -> str:
        """The server's."""
        return self._http.url

    def pool(self) -> PoolFacts:
        """Return the pool's constants."""
        return self._http.get("/api/pool", PoolFacts)

    def account(self) -> OwnAccount:
        """Return the account's own projects."""
        return self._http.get("/api/account", OwnAccount)

    def quote(self, request: QuoteRequest) -> QuoteFacts:
        """Return what a project would cost, give and take."""
        return self._http.post("/api/quote", request, QuoteFacts)

    def upload(self, name: str, data: bytes) -> None:
        """Send a file that tasks will show, under its hash."""
        self._http.put(f"/api/media/{name}", data, MediaStored)

    def send_piece(self, tasks: bytes) -> str:
        """Send tasks, one a line, for a draft that names them by what this returns."""
        name = hashlib.sha256(tasks).hexdigest()
        self._http.put(f"/api/pieces/{name}", tasks, PieceStored)
        return name

    def fetch(self, request: ReferenceRequest) -> Fetched:
        """Have the server fetch a file from where it lies."""
        return self._http.post("/api/references", request, Fetched, PUBLISHING_TIMEOUT_S)

    def create(self, draft: Draft) -> DraftAccepted:
        """Have a project checked and its manifest made."""
        return self._http.post("/api/drafts", draft, DraftAccepted, PUBLISHING_TIMEOUT_S)

    def projects(self) -> ProjectList:
        """Return all projects."""
        return self._http.get("/api/projects", ProjectList)

    def project(self, number: int) -> ProjectDetails:
        """Return one project."""
        return self._http.get(f"/api/projects/{number}", ProjectDetails)

    def progress(self, number: int) -> Progress:
        """Return how far a project is."""
        return self._http.get(f"/api/projects/{number}/progress", Progress)

    def statistics(self, number: int) -> Statistics:
        """Return a project in numbers."""
        return self._http.get(f"/api/projects/{number}/statistics", Statistics)

    def tasks(self, number: int, query: str) -> TaskNumbersPage:
        """Return some tasks of a project; docs/api.md says what `query` may hold."""
        return self._http.get(f"/api/projects/{number}/tasks?{query}", TaskNumbersPage)

    def task(self, number: int, task: str) -> TaskDetails:
        """Return all that may be shown of a task."""
        return self._http.get(f"/api/projects/{number}/tasks/{task}", TaskDetails)

    def labels(self, number: int) -> Iterator[dict[str, Any]]:
        """Yield a finished project's tasks with their labels, as they arrive."""
        yield from map(json.loads, self._http.lines(f"/api/projects/{number}/dataset/labels"))

    def answers(self, number: int) -> Iterator[dict[str, Any]]:
        """Yield every answer to a finished project, under pseudonyms, as they arrive."""
        yield from map(json.loads, self._http.lines(f"/api/projects/{number}/dataset/answers"))

    def predict(self, number: int, predictions: Predictions) -> PredictionsAccepted:
        """Say what a model thinks of open tasks."""
        path = f"/api/projects/{number}/predictions"
        return self._http.post(path, predictions, PredictionsAccepted)

    def models(self, number: int) -> ModelsReport:
        """Return what models did, and how good they were."""
        return self._http.get(f"/api/projects/{number}/models", ModelsReport)

    def pause(self, number: int) -> None:
        """Hand out no more tasks."""
        self._http.post(f"/api/projects/{number}/pause", {}, Empty)

    def resume(self, number: int) -> None:
        """Hand out tasks again."""
        self._http.post(f"/api/projects/{number}/resume", {}, Empty)

    def limit(self, number: int, limits: LabelerLimits) -> None:
        """Let one labeler do no more of a project than this."""
        self._http.put_json(f"/api/projects/{number}/limits", limits, LabelerLimits)

    def refund(self, number: int) -> RefundFacts:
        """Return what a close would give back."""
        return self._http.get(f"/api/projects/{number}/refund", RefundFacts)

    def dismiss(self, number: int, labeler: str) -> None:
        """Send a labeler away from a private project: no more tasks, no newer keys."""
        request = LeaveRequest(labeler=labeler)
        self._http.post(f"/api/projects/{number}/dismiss", request, Empty)

    def keep(self, title: str, content: dict[str, Any]) -> KeptDraft:
        """Keep a draft on the server."""
        request = KeptDraftRequest(title=title, content=content)
        return self._http.post("/api/workspace", request, KeptDraft)

    def kept(self) -> KeptDraftList:
        """Return the kept drafts without their contents."""
        return self._http.get("/api/workspace", KeptDraftList)

    def kept_draft(self, identifier: int) -> KeptDraft:
        """Return one kept draft, whole."""
        return self._http.get(f"/api/workspace/{identifier}", KeptDraft)

    def change(self, identifier: int, change: KeptDraftChange) -> KeptDraft:
        """Store a kept draft's next revision."""
        return self._http.put_json(f"/api/workspace/{identifier}", change, KeptDraft)

    def check(self, identifier: int) -> DraftCheck:
        """Return everything that is wrong with a kept draft, or its quote."""
        return self._http.post(f"/api/workspace/{identifier}/check", {}, DraftCheck)

    def prepare(self, identifier: int) -> DraftAccepted:
        """Publish a kept draft; return what to open on chain."""
        path = f"/api/workspace/{identifier}/prepare"
        return self._http.post(path, {}, DraftAccepted, PUBLISHING_TIMEOUT_S)

    def forget(self, identifier: int) -> None:
        """Delete a kept draft."""
        self._http.delete(f"/api/workspace/{identifier}", Empty)

    def create_webhook(
        self, url: str, events: list[WebhookEvent], project: int | None = None
    ) -> WebhookCreated:
        """Have changes posted to an address; the secret is told this once."""
        request = WebhookRequest(url=url, events=events, project=project)
        return self._http.post("/api/webhooks", request, WebhookCreated)

    def webhooks(self) -> WebhookList:
        """Return the account's webhooks."""
        return self._http.get("/api/webhooks", WebhookList)

    def try_webhook(self, identifier: int) -> None:
        """Have a test posted."""
        self._http.post(f"/api/webhooks/{identifier}/test", {}, Empty)

    def deliveries(self, identifier: int) -> DeliveryList:
        """Return a webhook's last posts."""
        return self._http.get(f"/api/webhooks/{identifier}/deliveries", DeliveryList)

    def delete_webhook(self, identifier: int) -> None:
        """Post nothing more."""
        self._http.delete(f"/api/webhooks/{identifier}", Empty)

    def cases(self) -> CaseList:
        """Return the reports and appeals that wait; for the operator."""
        return self._http.get("/api/cases", CaseList)

    def answer_case(self, identifier: int, text: str) -> Case:
        """Answer a report or an appeal; for the operator."""
        return self._http.post(f"/api/cases/{identifier}/answer", CaseAnswer(text=text), Case)

    def take_down(self, number: int, reason: str, task: str | None = None) -> TakenDown:
        """Show a task, or a whole project, to nobody any more; for the operator."""
        request = TakedownRequest(reason=reason, task=task)
        return self._http.post(f"/api/projects/{number}/takedown", request, TakenDown)

    def close(self) -> None:
        """End the connection."""
        self._http.close()
