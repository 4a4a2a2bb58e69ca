// The labeler's page.

import "./page.css";
import { render } from "preact";
import { Page } from "./screens/page.tsx";
import { start } from "./state/start.ts";

render(<Page />, document.getElementById("page")!);
void start();
