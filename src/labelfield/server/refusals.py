"""Refusals: what the server does not do, as a code for programs and a sentence for people."""

from labelfield.protocol.errors import LabelfieldError


class Refusal(LabelfieldError):
    """A request that is refused with the state unchanged."""

    status = 400
    code = "malformed"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Malformed(Refusal):
    """The request is not what the protocol says."""


class BadSignature(Refusal):
    """A signature does not fit."""

    code = "bad_signature"


class WrongSession(Refusal):
    """The session does not cover this."""

    status, code = 403, "wrong_session"


class WrongSequence(Refusal):
    """The chain of answers goes on elsewhere."""

    status, code = 409, "wrong_sequence"


class WrongPrevious(Refusal):
    """The answer does not follow the one before it."""

    status, code = 409, "wrong_previous"


class UnknownTask(Refusal):
    """The project has no such task."""

    status, code = 404, "unknown_task"


class TaskClosed(Refusal):
    """The task gets no more answers."""

    status, code = 409, "task_closed"


class NoLease(Refusal):
    """The labeler does not hold the task."""

    status, code = 409, "no_lease"


class InvalidAnswer(Refusal):
    """The answer does not fit the labeling config."""

    code = "invalid_answer"


class ProjectClosed(Refusal):
    """The project takes no more answers."""

    status, code = 409, "project_closed"


class DepositSpent(Refusal):
    """The deposit may not cover one more answer."""

    status, code = 409, "deposit_spent"


class FloatSpent(Refusal):
    """Unsettled receipts have reached the operator's float."""

    status, code = 503, "float_spent"


class BondSpent(Refusal):
    """Unsettled receipts have reached what the operator's bond covers."""

    status, code = 503, "bond_spent"


class OperatorHalted(Refusal):
    """The operator was stopped on chain and can promise nothing more."""

    status, code = 503, "operator_halted"


class ChainUnreachable(Refusal):
    """The chain does not answer."""

    status, code = 503, "chain_unreachable"


class TooLarge(Refusal):
    """The request is too large."""

    status, code = 413, "too_large"


class Unauthorized(Refusal):
    """The token or key is missing, unknown or expired."""

    status, code = 401, "unauthorized"


class Forbidden(Refusal):
    """The caller is known and may not do this."""

    status, code = 403, "forbidden"


class WrongSite(Refusal):
    """A login was signed for another site or chain."""

    status, code = 403, "wrong_site"


class IsTakenDown(Refusal):
    """The operator does not show this any more."""

    status, code = 451, "taken_down"


class Conflict(Refusal):
    """What is there does not allow it."""

    status, code = 409, "conflict"


class Busy(Refusal):
    """The server does as much of this as it can."""

    status, code = 503, "busy"


class UnknownProject(Refusal):
    """There is no such project."""

    status, code = 404, "unknown_project"


class NotFound(Refusal):
    """There is no such thing."""

    status, code = 404, "not_found"


class NotInvited(Refusal):
    """The project's tasks and keys are for others."""

    status, code = 403, "not_invited"


class BadNonce(Refusal):
    """The login nonce is unknown, used or expired."""

    status, code = 409, "bad_nonce"


class InsufficientCredit(Refusal):
    """More is asked for than is owed."""

    status, code = 409, "insufficient_credit"


class WrongNonce(Refusal):
    """The withdrawal's nonce is not the next one."""

    status, code = 409, "wrong_nonce"


class DeadlinePassed(Refusal):
    """The withdrawal's deadline is over or too near."""

    status, code = 409, "deadline_passed"


class TooOften(Refusal):
    """The client asks for more than it may."""

    status, code = 429, "rate_limited"


class MethodNotAllowed(Refusal):
    """The route knows no such method."""

    status, code = 405, "method_not_allowed"


class Stopping(Refusal):
    """The server is ending and takes nothing more."""

    status, code = 503, "stopping"


class DatabaseUnreachable(Refusal):
    """The database takes nothing now."""

    status, code = 503, "database_unreachable"


class StorageFailed(Refusal):
    """The store does not do its part."""

    status, code = 503, "storage_failed"


CODES = frozenset({Refusal.code, *(each.code for each in Refusal.__subclasses__())})
"""Every code that a program or page may meet."""
