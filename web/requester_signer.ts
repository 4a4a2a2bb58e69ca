// The requester's signing worker: what the labeler's never signs, a login's text, a permit, a transaction.

import { answerLetters } from "./signing/letters.ts";
import { acts } from "./signing/requester_acts.ts";

answerLetters(acts);
