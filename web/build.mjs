// Bundles the page into the server's assets; with --tests, the tests and the fake API instead.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../src/labelfield/server/assets");

if (process.argv.includes("--tests")) await buildTests();
else await buildPage();

async function buildPage() {
  const result = await build({
    entryPoints: { labeler: join(here, "labeler.tsx") },
    outdir: assets,
    bundle: true,
    format: "esm",
    target: ["es2022", "safari16"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    write: false,
  });
  await rm(assets, { recursive: true, force: true });
  await mkdir(assets, { recursive: true });
  let page = await readFile(join(here, "index.html"), "utf8");
  for (const file of result.outputFiles) {
    const suffix = file.path.endsWith(".css") ? "css" : "js";
    const name = `labeler-${digestOf(file.contents)}.${suffix}`;
    await writeFile(join(assets, name), file.contents);
    page = page.replace(`labeler.${suffix}`, name);
  }
  await writeFile(join(assets, "index.html"), page);
  await cp(join(here, "icons"), join(assets, "icons"), { recursive: true });
  await writeFile(join(assets, "licenses.txt"), await licenses());
  await printSizes();
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

/** gz sizes of what a first load fetches. */
async function printSizes() {
  let total = 0;
  for (const name of await readdir(assets)) {
    if (!/\.(html|css|js)$/.test(name)) continue;
    const size = gzipSync(await readFile(join(assets, name)), { level: 9 }).length;
    total += size;
    console.log(`${String(size).padStart(7)} gz  ${name}`);
  }
  console.log(`${String(total).padStart(7)} gz  first load`);
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
  const browser = ["walk.ts", "faults.ts"].map((name) => join(here, "test/browser", name));
  await build({
    ...common,
    entryPoints: browser,
    outdir: join(cache, "browser"),
    external: ["playwright-core"],
  });
}

function digestOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 8);
}
