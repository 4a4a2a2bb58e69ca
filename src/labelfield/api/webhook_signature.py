"""The signature of a webhook's post: HMAC-SHA-256 over its time and body.

`Labelfield-Signature: t=<seconds>,v1=<hex of HMAC(secret, "<seconds>." + body)>`. The receiver
checks the time too, or an old post could be sent again.
"""

import hashlib
import hmac
import re

HEADER = "Labelfield-Signature"
TOLERANCE_S = 300
_SPELLED = re.compile(r"t=([0-9]{1,15}),v1=([0-9a-f]{64})")


def sign_post(secret: str, body: bytes, time_s: int) -> str:
    """Return the header of a post."""
    mac = hmac.new(secret.encode(), f"{time_s}.".encode() + body, hashlib.sha256)
    return f"t={time_s},v1={mac.hexdigest()}"


def is_signed(secret: str, body: bytes, header: str, now_s: int) -> bool:
    """Tell whether a post is ours and of the last five minutes."""
    found = _SPELLED.fullmatch(header)
    if found is None or abs(now_s - int(found[1])) > TOLERANCE_S:
        return False
    return hmac.compare_digest(sign_post(secret, body, int(found[1])), header)
