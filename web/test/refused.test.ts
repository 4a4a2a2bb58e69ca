import assert from "node:assert/strict";
import { test } from "node:test";

/** Someone whose browser speaks Spanish; the page asks before anything is said. */
Object.defineProperty(globalThis, "navigator", { value: { languages: ["es-MX"] }, configurable: true });

const { say, learn } = await import("../text/say.ts");
const { sayFailed, sayRefused } = await import("../text/refused.ts");
const { Refused } = await import("../client/http.ts");
await learn("page");

test("what a code says all about is said in the person's language alone", () => {
  assert.equal(sayRefused(new Refused(401, "unauthorized", "Log in first.")), "Entra primero.");
});

test("where the server knows more, its words follow ours", () => {
  const said = sayRefused(new Refused(400, "malformed", "Task key 'a' stands twice."));
  assert.match(said, /^\u2068El servidor no pudo leer lo enviado.\u2069 El servidor dice: \u2068Task key 'a' stands twice/);
});

test("of a config the line and the kind of fault are said", () => {
  const refused = new Refused(400, "malformed", "config: line 3: <Script>", { line: 3, problem: "unknown_tag" });
  assert.match(sayRefused(refused), /Línea \u20683\u2069: esta etiqueta no se admite/);
});

test("a code that nobody knows is said in the server's words", () => {
  assert.equal(sayRefused(new Refused(418, "teapot", "No coffee.")), "No coffee.");
  assert.equal(sayFailed(new Error("no line")), "no line");
  assert.equal(say.knows("refusal.teapot"), false);
});
