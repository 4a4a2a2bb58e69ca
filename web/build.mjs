// Bundles the pages into the server's assets; with --tests, the tests and the fake API instead.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
/** `--out FOLDER` builds elsewhere: what is shipped is compared with it. */
const out = process.argv[process.argv.indexOf("--out") + 1];
const assets = process.argv.includes("--out") ? out : join(here, "../src/labelfield/server/assets");

/** Each page has its own folder and its own chunks, so that none makes another heavier. */
const PAGES = [
  { html: "index.html", folder: ".", early: "early.ts", entries: { labeler: "labeler.tsx", tools: "tools/tools.css", signer: "signer.ts" } },
  {
    html: "requester.html",
    folder: "requester",
    early: "language.ts",
    entries: { requester: "requester.tsx", tools: "requester/later.css", signer: "requester_signer.ts" },
  },
  {
    html: "verifier.html",
    folder: "verify",
    early: "language.ts",
    entries: { verifier: "verifier.tsx", verifier_worker: "verifier/worker.ts" },
  },
];

if (process.argv.includes("--tests")) await buildTests();
else await buildPages();

async function buildPages() {
  await rm(assets, { recursive: true, force: true });
  for (const page of PAGES) await buildPage(page);
  await cp(join(here, "labelfield.webmanifest"), join(assets, "labelfield.webmanifest"));
  await cp(join(here, "icons"), join(assets, "icons"), { recursive: true });
  await cp(join(here, "samples/media"), join(assets, "samples"), { recursive: true });
  await writeFile(join(assets, "licenses.txt"), await licenses());
}

async function buildPage({ html, folder, early, entries }) {
  const outdir = join(assets, folder);
  const options = {
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(here, file)])),
    outdir,
    bundle: true,
    splitting: true,
    metafile: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    format: "esm",
    target: ["es2022", "safari16"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    write: false,
  };
  const main = Object.values(entries)[0];
  const result = await build({ ...options, plugins: [besidePage(Object.values(entries), await build(options))] });
  await mkdir(outdir, { recursive: true });
  let page = await readFile(join(here, html), "utf8");
  const first = firstLoad(result.metafile, main);
  const named = new RegExp(`^(${Object.keys(entries).join("|")})-\\w+(\\.css|\\.js)$`);
  for (const file of result.outputFiles) {
    const name = basename(file.path);
    const [, entry] = named.exec(name) ?? [];
    // Styles of parts that come later are in tools.css; what esbuild makes of them is not asked for.
    if (!entry && name.endsWith(".css")) continue;
    await writeFile(file.path, file.contents);
    if (entry) page = page.replace(name.replace(/-\w+\./, "."), name);
  }
  page = page.replace("language.js", await buildEarly(result.metafile, folder, early));
  page = page.replace('    <script type="module"', `    ${preloads(first)}<script type="module"`);
  await writeFile(join(outdir, "index.html"), page);
  if (folder === ".") await buildServiceWorker(page);
  await printSizes(outdir, first);
}

/**
 * Has every part that comes later import the page itself, which is there by then. Without it esbuild cuts what
 * they share with the page into a file for each set of parts that share it: twenty requests instead of three.
 */
function besidePage(entries, { metafile: { outputs } }) {
  const [main] = entries;
  const later = Object.values(outputs)
    .map(({ entryPoint }) => entryPoint ?? "")
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("text/") && !entries.includes(file));
  const paths = new Set(later.map((file) => join(here, file)));
  return {
    name: "beside the page",
    setup({ onLoad }) {
      onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        if (!paths.has(path)) return undefined;
        const contents = `import ${JSON.stringify(join(here, main))};\n${await readFile(path, "utf8")}`;
        return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
      });
    },
  };
}

/** Asks for the parts of the entry along with it, not after it was read. */
function preloads(first) {
  const parts = first.filter((name) => name.startsWith("chunk-"));
  return parts.map((name) => `<link rel="modulepreload" href="${name}">\n    `).join("");
}

/** Writes the script that asks for the one language, and for more, before the page; returns its name. */
async function buildEarly({ outputs }, folder, early) {
  const texts = Object.entries(outputs).flatMap(([file, { entryPoint }]) => {
    const [, language] = /^text\/page\/(\w+)\.ts$/.exec(entryPoint ?? "") ?? [];
    return language ? [[language, join("/", folder, basename(file))]] : [];
  });
  const { outputFiles } = await build({
    entryPoints: [join(here, early)],
    bundle: true,
    minify: true,
    target: ["es2022", "safari16"],
    define: { FILES: JSON.stringify(Object.fromEntries(texts)) },
    write: false,
  });
  const name = `language-${digestOf(outputFiles[0].contents)}.js`;
  await writeFile(join(assets, folder, name), outputFiles[0].contents);
  return name;
}

/** Its name stays the same, so that browsers find a newer one; what it keeps goes by the page's version. */
async function buildServiceWorker(page) {
  await build({
    entryPoints: [join(here, "service_worker.ts")],
    outfile: join(assets, "service-worker.js"),
    bundle: true,
    minify: true,
    target: ["es2022", "safari16"],
    define: { VERSION: JSON.stringify(digestOf(page)) },
  });
}

/** The files that a page asks for before anything is done: the entry, what it imports, and English. */
function firstLoad({ outputs }, source) {
  const entry = Object.keys(outputs).find((file) => outputs[file].entryPoint?.endsWith(source));
  const english = Object.keys(outputs).find((file) => outputs[file].entryPoint === "text/page/en.ts");
  const found = new Set([entry, outputs[entry].cssBundle, english]);
  for (const file of found)
    for (const { path, kind } of outputs[file].imports) if (kind === "import-statement") found.add(path);
  return [...found].map((file) => basename(file));
}

/** The licence texts of the libraries inside the bundle, which must travel with it. */
async function licenses() {
  const { dependencies } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const names = [...Object.keys(dependencies), "@preact/signals-core"].sort();
  const texts = names.map(
    async (name) => `${name}\n\n${await readFile(join(here, "node_modules", name, "LICENSE"), "utf8")}`,
  );
  return (await Promise.all(texts)).join(`\n${"-".repeat(72)}\n\n`);
}

/** gz sizes of what a first load fetches, and of each part that comes when it is needed. */
async function printSizes(outdir, first) {
  let total = 0;
  for (const name of await readdir(outdir)) {
    if (!/\.(html|css|js)$/.test(name)) continue;
    const size = gzipSync(await readFile(join(outdir, name)), { level: 9 }).length;
    const isFirst = first.includes(name) || name === "index.html" || name.startsWith("language-");
    if (isFirst) total += size;
    console.log(`${String(size).padStart(7)} gz  ${name}${isFirst ? "" : "  (when needed)"}`);
  }
  console.log(`${String(total).padStart(7)} gz  first load of ${basename(outdir)}/`);
}

async function buildTests() {
  const cache = join(here, ".cache");
  await rm(join(cache, "tests"), { recursive: true, force: true });
  const tests = (await readdir(join(here, "test"))).filter((name) => name.endsWith(".test.ts"));
  const common = {
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    outExtension: { ".js": ".mjs" },
  };
  await build({
    ...common,
    entryPoints: tests.map((name) => join(here, "test", name)),
    outdir: join(cache, "tests"),
  });
  await build({ ...common, entryPoints: [join(here, "test/fake/serve.ts")], outdir: join(cache, "fake") });
  const labeler = ["walk", "faults", "keeping", "accounts", "hostile", "screens", "speed", "try", "paid", "crowded"];
  const names = [...labeler, "requester"].map((name) => `${name}.ts`);
  const browser = names.map((name) => join(here, "test/browser", name));
  await build({
    ...common,
    entryPoints: browser,
    outdir: join(cache, "browser"),
    external: ["playwright-core", "axe-core"],
  });
  await build({
    entryPoints: [join(here, "test/browser/crowded_page.tsx")],
    outdir: join(cache, "crowded"),
    bundle: true,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
  });
}

function digestOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 8);
}
