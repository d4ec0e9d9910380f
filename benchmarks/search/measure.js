/* Runs in the page of the benchmark: the search with its files counted, or from memory. */

const FOLDER = new URL("index/", location.href).href;
const memory = new Map();
let bytes = 0;
let requests = 0;

async function fetched(path) {
  const answer = await fetch(FOLDER + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function counted(path) {
  if (!memory.has(path)) memory.set(path, await fetched(path));
  bytes += memory.get(path).length;
  requests++;
  return memory.get(path);
}

async function kept(path) { return memory.get(path); }

/* [{bytes, requests, results}] of each question; a new visit for each where `fresh`. Files stay in memory for `time`. */
export async function count(module, asks, fresh) {
  const { Search } = await import(module);
  const found = [];
  let search = new Search(counted);
  for (const ask of asks) {
    if (fresh) search = new Search(counted);
    bytes = requests = 0;
    const { results, mended } = await search.find(ask, { limit: 10 });
    found.push({ bytes, requests, mended, results: results.map(({ url, kind, text }) => ({ url, kind, text: text.text })) });
  }
  return found;
}

/* Milliseconds of each question with all its files in memory already. */
export async function time(module, asks, fresh) {
  const { Search } = await import(module);
  const found = [];
  let search = new Search(kept);
  await search.open();
  for (const ask of asks) {
    if (fresh) search = new Search(kept);
    const started = performance.now();
    await search.find(ask, { limit: 10 });
    found.push(performance.now() - started);
    await new Promise((next) => setTimeout(next));
  }
  return found;
}

/* [from nothing loaded, not even the engine; from the index open, as the dialog opens it] to the results of one question,
   in milliseconds. */
export async function first(module, ask) {
  const started = performance.now();
  const { Search } = await import(module);
  const search = new Search(fetched);
  await search.open();
  const opened = performance.now();
  const { results } = await search.find(ask, { limit: 8 });
  if (results.length === 0) throw new Error("nothing found");
  const ended = performance.now();
  return [ended - started, ended - opened];
}

/* Loads this module alone, so that it is not counted. */
export async function ready() {}
