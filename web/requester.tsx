// The requester's page.

import "./page.css";
import { render } from "preact";
import { Page } from "./requester/page.tsx";
import { start } from "./requester/start.ts";
import { learn } from "./text/say.ts";

await Promise.all([learn("page"), learn("requester")]);
render(<Page />, document.getElementById("page")!);
void start();
