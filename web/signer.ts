// The labeler's signing worker: keys come and go here, and the page never sees one it did not ask to be shown.

import { acts } from "./signing/acts.ts";
import { answerLetters } from "./signing/letters.ts";

answerLetters(acts);
