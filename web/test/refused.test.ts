import assert from "node:assert/strict";
import { test } from "node:test";

/** Someone whose browser speaks Spanish; the page asks before anything is said. */
Object.defineProperty(globalThis, "navigator", { value: { languages: ["es-MX"] }, configurable: true });

const { say, learn } = await import("../text/say.ts");
const { sayFailed, sayRefused } = await import("../text/refused.ts");
const { Refused } = await import("../client/http.ts");
await learn("page");
await learn("requester");

test("what a code says all about is said in the person's language alone", () => {
  assert.equal(sayRefused(new Refused(401, "unauthorized", "Log in first.")), "Entra primero.");
});

test("where the server knows more, its words follow ours", () => {
  const said = sayRefused(new Refused(400, "malformed", "Task key 'a' stands twice."));
  assert.match(said, /^\u2068El servidor no pudo leer lo enviado.\u2069 El servidor dice: \u2068Task key 'a' stands twice/);
});

test("of a config the line and the kind of fault are said", () => {
  const details = { line: 3, problem: "unknown_tag", name: "Script" };
  assert.equal(bare(new Refused(400, "malformed", "config: x", details)), "Línea 3: la etiqueta Script no se admite.");
});

test("of a file the place, the field and the kind of fault are said, without a word of English", () => {
  const details = { problem: "file_telling_field", file: "tasks.csv", line: 2, field: "label" };
  const said = bare(new Refused(400, "malformed", "labelers can see it", details));
  assert.match(said, /^tasks.csv, línea 2: campo label: Los etiquetadores verían esta columna/);
  assert.doesNotMatch(said, /labelers/);
  const ofTask = { problem: "file_unfit_field", file: "a.json", task: 7 };
  assert.match(bare(new Refused(400, "malformed", "x", ofTask)), /^a.json, tarea 7: Lo que muestra/);
  assert.equal(bare(new Refused(400, "malformed", "x", { problem: "file_too_little", file: "a" })), "a: No contiene nada.");
});

test("where a kind of fault says too little, the server's words follow", () => {
  const details = { problem: "file_invalid_field", file: "a.csv", line: 2, field: "id" };
  assert.match(bare(new Refused(400, "malformed", "not text", details)), /no se puede usar\. El servidor dice: not text/);
});

test("of tasks, a project and sizes the values are said", () => {
  const said = (problem: string, values: object) => bare(new Refused(409, "conflict", "x", { problem, ...values }));
  assert.equal(said("task_twice", { key: "k1" }), "Dos tareas tienen la clave k1.");
  assert.match(said("project_known", { project: 4 }), /^El proyecto 4 es exactamente igual/);
  assert.match(said("body_too_large", { most: 16 * 1024 * 1024 }), /como máximo 16 MB/);
  assert.equal(said("bad_value", { field: "body.title" }), "campo title: El valor no se puede usar.");
});

test("a fault that nobody knows is said in the server's words", () => {
  assert.match(bare(new Refused(409, "conflict", "Odd.", { problem: "toString" })), /El servidor dice: Odd\./);
});

/** What is said, without the marks around its values. */
function bare(refused: InstanceType<typeof Refused>): string {
  return sayRefused(refused).replace(/[\u2068\u2069]/g, "");
}

test("a code that nobody knows is said in the server's words", () => {
  assert.equal(sayRefused(new Refused(418, "teapot", "No coffee.")), "No coffee.");
  assert.equal(sayFailed(new Error("no line")), "no line");
  assert.equal(say.knows("refusal.teapot"), false);
});
