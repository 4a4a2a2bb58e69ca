// `npm run fake`: the built page and the fake operator, to try things by hand.

import { serveFake } from "./server.ts";

console.log((await serveFake(Number(process.env["PORT"] ?? 8090))).url);
