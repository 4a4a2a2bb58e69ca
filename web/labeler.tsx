// The labeler's page.

import "./page.css";
import { render } from "preact";
import { Page } from "./screens/page.tsx";
import { start } from "./state/start.ts";
import { learn } from "./text/say.ts";

await learn("page");
render(<Page />, document.getElementById("page")!);
void start();
