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

/* Milliseconds until the results of a question stand on the screen, in a page with the site's dialog, and the bytes of the
   index that were loaded till then: "cold", from nothing loaded, not even the engine, the question in the box; "typed",
   from the last key, the keys coming `pace` milliseconds apart after the dialog opened; "pasted", from when it stands in
   the box of the dialog, whole. */
export async function first(module, ask, way, pace) {
  const dialog = document.querySelector("dialog");
  const box = dialog.querySelector("input");
  const asked = ask.trim();
  const put = (text) => { box.value = text; box.dispatchEvent(new Event("input")); };
  dialog.showModal();
  if (way === "cold") box.value = asked;
  let started = performance.now();
  const { openDialog } = await import(module);
  const end = shown(dialog, asked);
  openDialog(dialog);
  if (way !== "cold") {
    await pause(OPENING);
    for (let at = 1; way === "typed" && at < asked.length; at++) {
      put(asked.slice(0, at));
      await pause(pace);
    }
    started = performance.now();
    put(asked);
  }
  const milliseconds = (await end) - started;
  const files = performance.getEntriesByType("resource").filter((entry) => entry.name.startsWith(FOLDER));
  return { milliseconds, bytes: files.reduce((sum, entry) => sum + entry.encodedBodySize, 0) };
}

const OPENING = 1000;           // milliseconds between the opening of the dialog and the first key

function pause(milliseconds) { return new Promise((next) => { setTimeout(next, milliseconds); }); }

/* When the results of `asked` were painted. */
function shown(dialog, asked) {
  const list = dialog.querySelector("[data-ps-find-list]");
  const all = dialog.querySelector("[data-ps-find-all]");
  return new Promise((done) => {
    new MutationObserver((_, observer) => {
      if (!list.children.length || !all.getAttribute("href").endsWith(`?q=${encodeURIComponent(asked)}`)) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    }).observe(list, { childList: true });
  });
}

/* Loads this module alone, so that it is not counted. */
export async function ready() {}
