// The verifier's page.

import "./page.css";
import { render } from "preact";
import { Page } from "./verifier/page.tsx";
import { learn } from "./text/say.ts";

await Promise.all([learn("page"), learn("verifier")]);
render(<Page />, document.getElementById("page")!);
