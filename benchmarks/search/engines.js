/* Runs in the page of the comparison: each engine as it comes, with the addresses that it finds from the site's root. */

const ROOT = new URL("/", location.href).href;
const MOST = 10;
const started = {};

const ENGINES = {
  async plansite() {
    const { Search } = await import("/assets/javascripts/search.js");
    const search = new Search(async (path) => {
      const answer = await fetch(`/search/${path}`);
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    });
    return async (ask) => (await search.find(ask, { limit: MOST })).results.map((result) => result.url);
  },

  /* Material's own worker, told what its page tells it. */
  async lunr() {
    const index = await (await fetch("/search/search_index.json")).json();
    const worker = new Worker("/material/workers/search.js");
    const answer = (message) => new Promise((done, failed) => {
      worker.onmessage = (event) => done(event.data.data);
      worker.onerror = (event) => failed(new Error(event.message));
      worker.postMessage(message);
    });
    await answer({ type: 0, data: { ...index, options: { suggest: false } } });
    return async (ask) => (await answer({ type: 2, data: ask })).items
      .flatMap((page) => page.filter((section) => section.score > 0)).slice(0, MOST).map((section) => section.location);
  },

  async pagefind() {
    const pagefind = await import("/pagefind/pagefind.js");
    await pagefind.init();
    return async (ask) => {
      const { results } = await pagefind.search(ask);
      const pages = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
      return pages.flatMap(({ url, sub_results: parts }) => [...parts.map((part) => part.url), url])
        .map((url) => new URL(url, ROOT).href.slice(ROOT.length)).filter((url, at, all) => all.indexOf(url) === at);
    };
  },
};

/* [{urls, milliseconds}] of the questions; the engine is loaded with the first one. */
export async function visit(name, asks) {
  const found = [];
  for (const ask of asks) {
    const began = performance.now();
    started[name] ??= ENGINES[name]();
    const urls = await (await started[name])(ask);
    found.push({ urls, milliseconds: performance.now() - began });
  }
  return found;
}

/* Loads this module alone, so that it is not counted. */
export async function ready() {}
