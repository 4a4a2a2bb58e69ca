// The labeler's page before it is there: its language, and what it will need first.

import "./language.ts";
import { askAhead } from "./client/ahead.ts";

askAhead();
