/* The search itself: which terms to look up, which lists to load, which texts to read. */

const MOST_TERMS = 31;          // one bit each
const MOST_LISTS = 6;           // files of long lists, a query
const MOST_POSTINGS = 40000;    // documents of long lists, a query
const MOST_CANDIDATES = 64;
const MOST_NAME_CHUNKS = 3;
const MOST_CLAUSE_CHUNKS = 7;

export class Search {
  /* `load(path, fresh)` gives the bytes of a file of the index; `fresh` asks the host whether it is still the same. */
  constructor(load) { this.load = load; this.opened = null; }

  open() {
    this.opened ??= this.start().catch((error) => { this.opened = null; throw error; });
    return this.opened;
  }

  async start() {
    const root = JSON.parse(TEXT.decode(await this.load("index.json", true)));
    this.segments = await Promise.all(root.segments.map(([name, gone]) => new Segment((path) => this.load(path, false), name, gone).open()));
    this.groups = equalForms(this.segments.flatMap((segment) => segment.equal));
  }

  /* {results, total, mended, parts}: `mended` says what was searched in place of a word that stands nowhere; `parts` is
     what `facets` counts. */
  async find(text, { narrow = {}, limit = 10, typing = false } = {}) {
    await this.open();
    const query = parseQuery(text);
    if (!query.tokens.length && !Object.values(narrow).some(Boolean)) return { results: [], total: 0, mended: null, parts: [] };
    const parts = await Promise.all(this.segments.map((segment) => this.findIn(segment, query, narrow, typing)));
    const chosen = parts.map((part) => choose(part, part.allowed));
    const candidates = chosen.flatMap((choice) => choice.candidates).sort((one, other) => other.score - one.score);
    const results = (await this.rank(candidates, query, limit)).slice(0, limit);
    const mended = parts.map((part) => part.mended).find(Boolean) ?? null;
    return { results, total: chosen.reduce((sum, choice) => sum + choice.fits.length, 0), mended, parts };
  }

  async findIn(segment, query, narrow, typing) {
    const asked = query.tokens.filter((token) => !token.asks);
    let keys = asked.map((token) => token.key);
    let variants = variantsOf(keys, this.groups);
    let terms = await this.lookUp(segment, variants);
    let mended = null;
    const mend = keys.length ? await this.mend(segment, keys, terms, typing) : null;
    if (mend) {
      if (mend.certain) mended = mend.sequences[0].join(" ");
      variants = mend.sequences.flatMap((sequence) => variantsOf(sequence, this.groups)).slice(0, MOST_VARIANTS);
      if (!mend.certain) variants = [...variantsOf(keys, this.groups).slice(0, 2), ...variants];
      terms = await this.lookUp(segment, variants);
    }
    const spelt = new Map(asked.map((token) => [token.key, token.marked]));
    const weighed = variants.map((sequence) => this.weigh(segment, sequence, spelt));
    const allowed = await this.narrowing(segment, narrow);
    const found = keys.length ? await this.gather(segment, weighed, terms) : { touched: await this.everything(segment, narrow), score: () => [1, 1] };
    const scored = Array.from(found.touched, (document) => {
      const [score, share] = found.score(document);
      return { segment, document, score, share, variants: weighed };
    }).sort((one, other) => other.score - one.score || one.document - other.document);
    return { segment, mended, scored, allowed };
  }

  /* A variant with the weight of each of its keys, and the spelling that was typed. */
  weigh(segment, keys, spelt) {
    const weights = keys.map((key) => (isNumber(key) ? Math.max(4, segment.weight(key)) : segment.weight(key)) + 0.5);
    return { keys, weights, spellings: keys.map((key) => spelt.get(key)), total: weights.reduce((sum, weight) => sum + weight, 0) || 1 };
  }

  /* The dictionary's entries of all pairs, and of single tokens that no pair covers. */
  async lookUp(segment, variants) {
    const terms = new Map();
    const ask = (wanted) => Promise.all([...wanted].map(async (key) => { if (!terms.has(key)) terms.set(key, await segment.term(key)); }));
    const pairs = new Set();
    for (const keys of variants) keys.forEach((key, index) => { if (index) pairs.add(`${keys[index - 1]} ${key}`); });
    await ask([...pairs].slice(0, 60));
    const singles = new Set();
    for (const keys of variants) keys.forEach((key, index) => {
      const count = (term) => terms.get(term)?.count ?? 0;
      const beside = (index ? count(`${keys[index - 1]} ${key}`) : 0) + (index + 1 < keys.length ? count(`${key} ${keys[index + 1]}`) : 0);
      if (beside < 4) singles.add(key);
    });
    await ask(singles);
    return terms;
  }

  /* Where a word stands in no text: what else it may be. An abbreviation, a number, a word that exists are never changed. */
  async mend(segment, keys, terms, typing) {
    const last = keys.length - 1;
    const pair = (one, other) => terms.get(`${one} ${other}`)?.count ?? 0;
    if (typing && (!last ? !terms.get(keys[0]) : !pair(keys[last - 1], keys[last]))) {
      const ends = await this.endings(segment, keys[last - 1], keys[last]);
      if (ends.length) return { certain: false, sequences: ends.map((end) => [...keys.slice(0, last), end]) };
    }
    const short = new Set(this.groups.flatMap((group) => group.filter((form) => form.length === 1).map((form) => form[0])));
    const unknown = keys.findIndex((key, index) => terms.get(key) === null && /^[a-z]{3,}$/.test(key) && !short.has(key) &&
      !(index && pair(keys[index - 1], key)) && !(index < last && pair(key, keys[index + 1])));
    if (unknown < 0) return null;
    const ways = mendings(keys[unknown], await segment.words());
    let best = null;
    await Promise.all(ways.map(async ([parts, cost], order) => {
      const sequence = [...keys.slice(0, unknown), ...parts, ...keys.slice(unknown + 1)];
      let known = 0;
      for (let at = Math.max(1, unknown); at <= Math.min(unknown + parts.length, sequence.length - 1); at++) {
        if (order < 16) known += (await segment.term(`${sequence[at - 1]} ${sequence[at]}`))?.count ? 1 : 0;
      }
      const worth = 1.2 * known - cost - 0.001 * order;
      if (!best || worth > best.worth) best = { worth, sequence };
    }));
    if (!best) return null;
    const again = new Map([...terms]);
    for (const key of best.sequence) if (!again.has(key)) again.set(key, await segment.term(key));
    for (let at = 1; at < best.sequence.length; at++) {
      const name = `${best.sequence[at - 1]} ${best.sequence[at]}`;
      if (!again.has(name)) again.set(name, await segment.term(name));
    }
    const further = best.sequence.length < 30 ? await this.mend(segment, best.sequence, again, false) : null;
    return { certain: true, sequences: further ? further.sequences : [best.sequence] };
  }

  /* The commonest words that begin as the last one does, behind the one before it where there is one. */
  async endings(segment, before, begun) {
    const start = before ? `${before} ${begun}` : begun;
    const counts = new Map();
    for (const [term, { count }] of await segment.block(start)) {
      if (!term.startsWith(start)) continue;
      const end = term.slice(start.length - begun.length).split(" ")[0];
      if (!before || !term.slice(before.length + 1).includes(" ")) counts.set(end, Math.max(count, counts.get(end) ?? 0));
    }
    counts.delete(begun);
    return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 3).map(([end]) => end);
  }

  /* The documents of the terms, rarest terms first, as long as the budget lasts; a bit for each term in each document. */
  async gather(segment, variants, terms) {
    const known = [...terms].filter(([, term]) => term).sort((one, other) => one[1].count - other[1].count || (one[0] < other[0] ? -1 : 1)).slice(0, MOST_TERMS);
    let files = MOST_LISTS;
    let room = MOST_POSTINGS;
    const chosen = [];
    for (const [key, term] of known) {
      if (term.bytes) { chosen.push([key, term, Infinity]); continue; }
      const most = Math.min(term.count, Math.max(SLICE, room));
      const needed = Math.min(term.slices, Math.ceil(most / SLICE));
      if (files < 1 || (room <= 0 && chosen.length)) continue;
      const take = Math.min(needed, files);
      files -= take;
      room -= take * SLICE;
      chosen.push([key, term, take * SLICE]);
    }
    const lists = await Promise.all(chosen.map(([, term, most]) => segment.listOf(term, most)));
    const { masks } = segment;
    const touched = [];
    lists.forEach((list, bit) => {
      const mark = 1 << bit;
      for (let at = 0; at < list.length; at++) {
        const document = list[at];
        if (!masks[document]) touched.push(document);
        masks[document] |= mark;
      }
    });
    const own = new Map(touched.map((document) => [document, masks[document]]));
    for (const document of touched) masks[document] = 0;
    return { touched, score: scorer(segment, variants, chosen.map(([key]) => key), own) };
  }

  /* The candidates judged on their texts: as many files as one page of results needs. */
  async rank(candidates, query, limit) {
    const chunks = new Map();
    const most = { true: MOST_NAME_CHUNKS, false: MOST_CLAUSE_CHUNKS * Math.max(1, Math.ceil(limit / 10)) };
    for (const { segment, document } of kindsInTurn(candidates)) {
      const number = Math.floor(document / segment.chunk);
      const name = `${segment.name}/${number}`;
      const isName = document < segment.first;
      if (!chunks.has(name) && most[isName] > 0) { most[isName]--; chunks.set(name, segment.texts(number)); }
    }
    const loaded = new Map(await Promise.all([...chunks].map(async ([name, texts]) => [name, await texts])));
    const results = [];
    for (const candidate of candidates) {
      const { segment, document, variants } = candidate;
      const texts = loaded.get(`${segment.name}/${Math.floor(document / segment.chunk)}`);
      if (!texts || (texts[0] === "plan" && segment.gone.has(texts[1]))) continue;
      results.push(resultOf(segment, document, texts, variants, query.exact));
    }
    return results.sort((one, other) => other.score - one.score || one.document - other.document);
  }

  /* What stands under a heading of the dictionary by which a search is narrowed. */
  async listed(segment, key) {
    const term = await segment.term(key);
    return term ? segment.listOf(term, MOST_POSTINGS) : new Uint32Array(0);
  }

  /* Where nothing is typed: all that the reader narrowed the search to. */
  async everything(segment, narrow) {
    if (narrow.unit) return this.listed(segment, unitKey(narrow));
    if (narrow.kind === "duty" || narrow.kind === "target") return this.listed(segment, `=kind ${narrow.kind}`);
    const names = segment.kinds.flatMap(([, start, count]) => Array.from({ length: count }, (_, index) => start + index));
    return [...segment.starts, ...names];
  }

  /* Whether a document is in what the reader narrowed the search to. */
  async narrowing(segment, narrow) {
    const tests = [];
    if (narrow.unit) {
      const set = new Set(await this.listed(segment, unitKey(narrow)));
      tests.push((document) => set.has(document));
    }
    if (narrow.kind === "duty" || narrow.kind === "target") {
      const set = new Set(await this.listed(segment, `=kind ${narrow.kind}`));
      tests.push((document) => set.has(document));
    } else if (narrow.kind) tests.push((document) => segment.kind(document) === narrow.kind);
    if (narrow.place || narrow.year || narrow.topic) {
      const columns = await segment.facets();
      const place = columns.places.findIndex(([key]) => key === narrow.place);
      const topic = columns.topics.findIndex(([key]) => key === narrow.topic);
      const named = new Set(narrow.place && !narrow.year && !narrow.topic ? await this.listed(segment, `=place ${narrow.place}`) : []);
      tests.push((document) => {
        const plan = segment.plan(document);
        if (plan < 0) return named.has(document);
        return (!narrow.place || columns.place[plan] === place) && (!narrow.topic || columns.topic[plan].includes(topic)) &&
          (!narrow.year || (columns.from[plan] <= +narrow.year && +narrow.year <= columns.to[plan]));
      });
    }
    return (document) => tests.every((test) => test(document));
  }

  /* For each way to narrow, what it offers: [value, name, count], the most first. Each is counted as if it alone were not
     chosen yet, so that another value can be taken instead. `units` are those of the results shown: [id, name]. */
  async facets(found, narrow, units) {
    const offers = { kind: new Map(), place: new Map(), year: new Map(), topic: new Map(), unit: new Map(), role: new Map() };
    const add = (facet, value, name, count = 1) => {
      const entry = offers[facet].get(value) ?? offers[facet].set(value, [value, name, 0]).get(value);
      entry[2] += count;
    };
    await Promise.all(found.parts.map(async (part) => {
      const { segment } = part;
      const without = async (changed) => choose(part, await this.narrowing(segment, { ...narrow, ...changed })).fits;
      const count = async (key, fits) => { const set = new Set(fits); return (await this.listed(segment, key)).reduce((sum, document) => sum + set.has(document), 0); };
      const columns = await segment.facets();
      const anyKind = await without({ kind: "" });
      for (const document of anyKind) { const kind = segment.kind(document); add("kind", kind, kind); }
      for (const kind of ["duty", "target"]) add("kind", kind, kind, await count(`=kind ${kind}`, anyKind));
      for (const document of await without({ place: "" })) {
        const place = segment.plan(document) < 0 ? null : columns.places[columns.place[segment.plan(document)]];
        if (place) add("place", place[0], place[1]);
      }
      for (const document of await without({ topic: "" })) {
        if (segment.plan(document) >= 0) for (const topic of columns.topic[segment.plan(document)]) add("topic", ...columns.topics[topic]);
      }
      for (const document of await without({ year: "" })) {
        const plan = segment.plan(document);
        if (plan >= 0 && columns.from[plan]) for (let year = columns.from[plan]; year <= columns.to[plan]; year++) add("year", String(year), String(year));
      }
      const anyUnit = await without({ unit: "", role: "" });
      await Promise.all(units.map(async ([unit, name]) => add("unit", unit, name, await count(`=unit ${unit}`, anyUnit))));
      if (narrow.unit) for (const role of ROLES) add("role", role, role, await count(`=unit ${narrow.unit} ${role}`, anyUnit));
    }));
    const ordered = {};
    for (const [facet, values] of Object.entries(offers)) {
      ordered[facet] = [...values.values()].filter((entry) => entry[2]).sort((one, other) => (facet === "year" ? other[0] - one[0] : other[2] - one[2] || (one[1] < other[1] ? -1 : 1)));
    }
    return ordered;
  }
}

const ROLES = ["lead", "assigned", "support", "invited"];

function unitKey({ unit, role }) { return role ? `=unit ${unit} ${role}` : `=unit ${unit}`; }

/* {fits, candidates}: of the scored documents that are allowed, those that have nearly as much of what was asked as the
   best one has; and the names and clauses to be judged on their texts. */
function choose({ segment, scored }, allowed) {
  const left = scored.filter((candidate) => allowed(candidate.document));
  const best = left.reduce((most, candidate) => Math.max(most, candidate.share), 0);
  const enough = Math.max(0.35, 0.82 * best);
  const fits = left.filter((candidate) => candidate.share >= enough).map((candidate) => candidate.document);
  const names = left.filter((candidate) => candidate.document < segment.first).slice(0, MOST_CANDIDATES);
  const clauses = left.filter((candidate) => candidate.document >= segment.first).slice(0, 4 * MOST_CANDIDATES);
  return { fits, candidates: [...names, ...clauses] };
}

/* The candidates in their order; but of names that fit equally well, one of each kind before a second of any. */
function kindsInTurn(candidates) {
  const before = new Map();
  const ordered = candidates.map((candidate) => {
    if (candidate.document >= candidate.segment.first) return [candidate.score, 0, candidate];
    const name = `${candidate.segment.kind(candidate.document)} ${candidate.score}`;
    const turn = before.get(name) ?? 0;
    before.set(name, turn + 1);
    return [candidate.score, turn, candidate];
  });
  return ordered.sort((one, other) => other[0] - one[0] || one[1] - other[1]).map((entry) => entry[2]);
}

/* document → [score, share of what was asked that it has]: from its own terms, and less from those of its plan's entry. */
function scorer(segment, variants, keys, own) {
  const bits = new Map(keys.map((key, bit) => [key, 1 << bit]));
  const plans = new Map();
  for (const start of segment.starts) if (own.has(start)) plans.set(start, own.get(start));
  const known = new Map();
  const judge = (mask, plan) => {
    let score = 0;
    let share = 0;
    for (const { keys: words, weights, total } of variants) {
      let sum = 0;
      let beside = 0;
      words.forEach((word, index) => {
        const left = index ? bits.get(`${words[index - 1]} ${word}`) ?? 0 : 0;
        const right = index + 1 < words.length ? bits.get(`${word} ${words[index + 1]}`) ?? 0 : 0;
        const any = left | right | (bits.get(word) ?? 0);
        if (mask & any) sum += weights[index]; else if (plan & any) sum += 0.45 * weights[index];
        if (left & mask) beside += Math.min(weights[index - 1], weights[index]);
      });
      score = Math.max(score, (sum + 0.5 * beside) / total);
      share = Math.max(share, sum / total);
    }
    return [score, share];
  };
  return (document) => {
    const mask = own.get(document) ?? 0;
    const at = document < segment.first ? -1 : segment.starts[segment.plan(document)];
    const plan = at >= 0 && at !== document ? plans.get(at) ?? 0 : 0;
    let row = known.get(mask);
    if (!row) known.set(mask, row = new Map());
    let value = row.get(plan);
    if (!value) row.set(plan, value = judge(mask, plan));
    return value;
  };
}

/* A result as it is shown: kind, address, the parts of its text with what was matched. */
function resultOf(segment, document, texts, variants, exact) {
  if (texts[0] !== "plan") {
    const [url, title, also, keys] = texts[1][document % segment.chunk];
    const own = read(title);
    const ranked = rankName(variants, { own, whole: read(`${title} | ${also} | ${keys}`) }, exact);
    return { kind: texts[0], document, url, title, also, text: own, matched: ranked.matched, score: ranked.score };
  }
  const [, url, name, records] = texts;
  const start = segment.starts[segment.plan(document)];
  const record = records[(document - start) % segment.chunk];
  if (document === start) {
    const [, also, keys] = record;
    const own = read(name);
    const ranked = rankName(variants, { own, whole: read(`${name} | ${also} | ${keys}`) }, exact);
    return { kind: "plan", document, url, title: name, also, text: own, matched: ranked.matched, score: ranked.score };
  }
  const [id, words, way, above = [], target = 0, units = [], keys = ""] = record;
  const own = read(words);
  const fields = { own, above: read([...above, ...units.map((unit) => unit[1])].join(" | ")), plan: read(name), keys: keys ? read(keys) : null };
  const ranked = rankClause(variants, fields, exact);
  const kind = units.length ? "duty" : target ? "target" : "clause";
  return { kind, document, url: `${url}#${id}`, title: name, way, above, units, target: Boolean(target), text: own, matched: ranked.matched, score: ranked.score };
}
