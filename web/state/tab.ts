// Whether another tab has taken over: then this one shows and sends nothing more.

import { signal } from "@preact/signals";

export const tabLost = signal(false);
