// The labeler's page.

import "./page.css";
import { render } from "preact";
import { Page } from "./screens/page.tsx";
import { start } from "./state/start.ts";
import { learn } from "./text/say.ts";

// What is kept on the device is looked up while the sentences are on their way.
void start();
await learn("page");
render(<Page />, document.getElementById("page")!);
