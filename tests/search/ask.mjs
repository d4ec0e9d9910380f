/* Asks questions of the search as the site delivers it: node ask.mjs ENGINE INDEX < [{ask, narrow, limit, typing, facets, fresh}] > answers.

   `fresh` begins a new visit, with nothing kept of the index; `facets` asks what the search may be narrowed to. What is read is counted as it lies on the host. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [engine, folder] = process.argv.slice(2);
const { Search } = await import(pathToFileURL(engine).href);
const answers = [];
let read = [];
let search = null;

async function load(path) {
  const bytes = await readFile(`${folder}/${path}`);
  read.push([path, bytes.length]);
  return new Uint8Array(bytes);
}

for (const { ask, fresh = true, narrow = {}, limit = 10, typing = false, facets = false } of JSON.parse(readFileSync(0, "utf8"))) {
  if (fresh || !search) search = new Search(load);
  read = [];
  const began = performance.now();
  const found = await search.find(ask, { narrow, limit, typing });
  const milliseconds = performance.now() - began;
  const units = new Map(found.results.flatMap((result) => result.units ?? []).map(([unit, name]) => [unit, name]));
  const offers = facets && found.parts.length ? await search.facets(found, narrow, [...units]) : null;
  answers.push({
    results: found.results.map(({ url, kind, title, text, score }) => ({ url, kind, title, text: text.text, score })),
    total: found.total, mended: found.mended, facets: offers, read, milliseconds,
  });
}
process.stdout.write(JSON.stringify(answers));
