/* The search itself: which terms to look up, which lists to load, which texts to read. */

const NEAR = 0.6;               // of what the best result has, so much is a result too
const MOST_TERMS = 31;          // one bit each
const MOST_PAIRS = 60;
const REHEARSALS = 8;
const MOST_LISTS = 6;           // files of long lists, a query
const MOST_POSTINGS = 40000;    // documents of long lists, a query
const MOST_CANDIDATES = 64;
const MOST_NAME_CHUNKS = 3;
const MOST_CLAUSE_CHUNKS = 7;

export class Search {
  /* `load(path, fresh)` gives the bytes of a file of the index; `fresh` asks the host whether it is still the same. */
  constructor(load) { this.load = load; this.opened = null; this.asked = false; }

  open() {
    this.opened ??= this.start().catch((error) => { this.opened = null; throw error; });
    return this.opened;
  }

  /* Segments are [name, gone, order]: what of a segment is no longer so, and for each plan of a later segment the plan of
     the first before which it stands and its turn among all that came later. What the first segment says of weights
     holds for all of them, what the last one says of names. */
  async start() {
    const root = JSON.parse(TEXT.decode(await this.load("index.json", true)));
    const load = (path) => this.load(path, false);
    this.segments = await Promise.all(root.segments.map(([name, gone]) => new Segment(load, name).open(gone)));
    const later = root.segments.reduce((sum, [, , order]) => sum + order.length, 0);
    this.segments.forEach((segment, index) => { segment.orders = ordersOf(this.segments[0], root.segments[index][2], later); });
    this.groups = equalForms(this.segments[this.segments.length - 1].equal);
  }

  /* {results, total, mended, parts}: `mended` says what was searched in place of a word that stands nowhere; `parts` is
     what `facets` counts. */
  async find(text, { narrow = {}, limit = 10, typing = false } = {}) {
    this.asked = true;
    await this.open();
    const query = parseQuery(text);
    if (!query.tokens.length && !Object.values(narrow).some(Boolean)) return { results: [], total: 0, mended: null, parts: [] };
    const { variants, chosen, mended } = await this.understand(query, typing);
    const parts = await Promise.all(this.segments.map(async (segment, index) => {
      const lists = chosen ? chosen.map(async ({ at, most }) => (at[index] ? segment.listOf(at[index], most) : NOTHING)) : [this.everything(segment, narrow)];
      const [allowed, ...found] = await Promise.all([this.narrowing(segment, narrow), ...lists]);
      return { segment, allowed, ...gather(segment, found, chosen ? planner(variants, chosen) : () => [1, 1]) };
    }));
    const { total, candidates } = choose(parts);
    const ranked = await this.rank(candidates, variants, query.exact, limit);
    const best = ranked.reduce((most, result) => Math.max(most, result.covered), 0);
    const results = ranked.filter((result) => result.covered >= NEAR * best).slice(0, limit);
    return { results, total, mended, parts };
  }

  /* The ways of asking, and the terms whose lists are read; none where nothing was typed. */
  async understand(query, typing) {
    const asked = query.tokens.filter((token) => !token.asks);
    const keys = asked.map((token) => token.key);
    if (!keys.length) return { variants: [this.weigh([], new Map())], chosen: null, mended: null };
    let sequences = variantsOf(keys, this.groups);
    let terms = await this.lookUp(sequences);
    const mend = await this.mend(keys, terms, typing);
    if (mend) {
      sequences = mend.sequences.flatMap((sequence) => variantsOf(sequence, this.groups)).slice(0, MOST_VARIANTS);
      if (!mend.certain) sequences = [...variantsOf(keys, this.groups).slice(0, 2), ...sequences];
      terms = await this.lookUp(sequences);
    }
    const spelt = new Map(asked.map((token) => [token.key, token.marked]));
    const variants = sequences.map((sequence) => this.weigh(sequence, spelt));
    return { variants, chosen: affordable(terms), mended: mend?.certain ? mend.sequences[0].join(" ") : null };
  }

  /* A variant with the weight of each of its keys, and the spelling that was typed. */
  weigh(keys, spelt) {
    const [first] = this.segments;
    const weights = keys.map((key) => (isNumber(key) ? Math.max(4, first.weight(key)) : first.weight(key)) + 0.5);
    return { keys, weights, spellings: keys.map((key) => spelt.get(key)), total: weights.reduce((sum, weight) => sum + weight, 0) || 1 };
  }

  /* {count, at} of a term: in how many documents it stands, and its entry in each segment; null where it stands nowhere. */
  async term(key) {
    const at = await Promise.all(this.segments.map((segment) => segment.term(key)));
    const count = at.reduce((sum, entry) => sum + (entry?.count ?? 0), 0);
    return count ? { count, at } : null;
  }

  /* The dictionary's entries of all pairs, and of single tokens that no pair covers. */
  async lookUp(sequences) {
    const terms = new Map();
    const ask = (wanted) => Promise.all([...wanted].map(async (key) => { if (!terms.has(key)) terms.set(key, await this.term(key)); }));
    await Promise.all([ask(pairsOf(sequences)), this.expect(sequences)]);
    const singles = new Set();
    for (const keys of sequences) keys.forEach((key, index) => {
      const count = (term) => terms.get(term)?.count ?? 0;
      const beside = (index ? count(`${keys[index - 1]} ${key}`) : 0) + (index + 1 < keys.length ? count(`${key} ${keys[index + 1]}`) : 0);
      if (beside < 4) singles.add(key);
    });
    await ask(singles);
    return terms;
  }

  /* Loads the blocks of the pairs; and those of rare tokens, since few pairs have them and they would be asked for next. */
  async expect(sequences) {
    const rare = sequences.flat().filter((key) => !this.segments[0].weights.has(key));
    await Promise.all([...pairsOf(sequences), ...rare].flatMap((key) => this.segments.map((segment) => segment.block(key))));
  }

  /* Loads what the dictionary says of what is being typed; whether the last word stands behind the one before it in some
     text, so that it may well be a whole word; null where two words or fewer say too little. */
  async prepare(text) {
    await this.open();
    const keys = parseQuery(text).tokens.filter((token) => !token.asks).map((token) => token.key);
    await this.expect(variantsOf(keys.slice(0, -1), this.groups));
    if (keys.length < 3) return null;
    return Boolean(await this.term(keys.slice(-2).join(" ")));
  }

  /* Goes through a made-up question, a few times and with pauses, so that the browser has made its code fast when the
     reader's own question comes. Nothing is loaded for it. */
  async rehearse() {
    await this.open();
    const [segment] = this.segments;
    const said = segment.equal.slice(0, 24).flat();
    if (!said.length) return;
    for (let turn = 0; turn < REHEARSALS && !this.asked; turn++) {
      await new Promise((next) => { setTimeout(next); });
      const keys = tokenise(said[turn % said.length]).map((token) => token.key).slice(0, 6);
      const variants = [this.weigh(keys, new Map())];
      const chosen = pairsOf([keys]).concat(keys).slice(0, MOST_TERMS).map((key) => ({ key }));
      const lists = chosen.map((_, at) => Uint32Array.from({ length: 400 }, (__, index) => (index * (7 + at)) % Math.max(1, segment.end)).sort());
      const { candidates } = choose([{ segment, allowed: null, ...gather(segment, lists, planner(variants, chosen)) }]);
      const records = Array.from({ length: segment.chunk }, (_, at) => ["", said[at % said.length], "", [], 0, [], said[(at + turn) % said.length]]);
      for (const { document } of candidates.filter((candidate) => candidate.document >= segment.first).slice(0, 24)) {
        resultOf(segment, document, ["plan", "", said[0], records], variants, false);
      }
    }
  }

  /* Every word that may be offered for one mistyped. */
  words() {
    this.listed ??= Promise.all(this.segments.map((segment) => segment.words())).then((lists) => new Set(lists.flat()));
    this.listed.catch(() => { this.listed = null; });
    return this.listed;
  }

  /* Where a word stands in no text: what else it may be. An abbreviation, a number, a word that exists are never changed. */
  async mend(keys, terms, typing) {
    const last = keys.length - 1;
    const pair = (one, other) => terms.get(`${one} ${other}`)?.count ?? 0;
    if (typing && (!last ? !terms.get(keys[0]) : !pair(keys[last - 1], keys[last]))) {
      const ends = await this.endings(keys[last - 1], keys[last]);
      if (ends.length) return { certain: false, sequences: ends.map((end) => [...keys.slice(0, last), end]) };
    }
    const short = new Set(this.groups.flatMap((group) => group.filter((form) => form.length === 1).map((form) => form[0])));
    const unknown = keys.findIndex((key, index) => terms.get(key) === null && /^[a-z]{3,}$/.test(key) && !short.has(key) &&
      !(index && pair(keys[index - 1], key)) && !(index < last && pair(key, keys[index + 1])));
    if (unknown < 0) return null;
    const ways = mendings(keys[unknown], await this.words());
    let best = null;
    await Promise.all(ways.map(async ([parts, cost], order) => {
      const sequence = [...keys.slice(0, unknown), ...parts, ...keys.slice(unknown + 1)];
      let known = 0;
      for (let at = Math.max(1, unknown); at <= Math.min(unknown + parts.length, sequence.length - 1); at++) {
        if (order < 16) known += (await this.term(`${sequence[at - 1]} ${sequence[at]}`))?.count ? 1 : 0;
      }
      const worth = 1.2 * known - cost - 0.001 * order;
      if (!best || worth > best.worth) best = { worth, sequence };
    }));
    if (!best) return null;
    const again = new Map([...terms]);
    for (const key of best.sequence) if (!again.has(key)) again.set(key, await this.term(key));
    for (let at = 1; at < best.sequence.length; at++) {
      const name = `${best.sequence[at - 1]} ${best.sequence[at]}`;
      if (!again.has(name)) again.set(name, await this.term(name));
    }
    const further = best.sequence.length < 30 ? await this.mend(best.sequence, again, false) : null;
    return { certain: true, sequences: further ? further.sequences : [best.sequence] };
  }

  /* The commonest words that begin as the last one does, behind the one before it where there is one. */
  async endings(before, begun) {
    const start = before ? `${before} ${begun}` : begun;
    const counts = new Map();
    const terms = new Map();
    const found = await Promise.all(this.segments.map((segment) => segment.beginning(start)));
    for (const [term, count] of found.flat()) terms.set(term, count + (terms.get(term) ?? 0));
    for (const [term, count] of terms) {
      const end = term.slice(start.length - begun.length).split(" ")[0];
      if (!before || !term.slice(before.length + 1).includes(" ")) counts.set(end, Math.max(count, counts.get(end) ?? 0));
    }
    counts.delete(begun);
    return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 3).map(([end]) => end);
  }

  /* The candidates judged on their texts: as many files as one page of results needs. Files of later segments may hold
     more texts; what is judged is the same as in one segment. */
  async rank(candidates, variants, exact, limit) {
    const size = this.segments[0].chunk;
    const nameOf = (segment, document) => `${segment.name}/${Math.floor(document / size)}`;
    const chunks = new Set();
    const judged = [];
    const most = { true: MOST_NAME_CHUNKS, false: MOST_CLAUSE_CHUNKS * Math.max(1, Math.ceil(limit / 10)) };
    for (const { segment, document } of kindsInTurn(candidates)) {
      const name = nameOf(segment, document);
      const isName = document < segment.first;
      if (chunks.has(name) || most[isName] <= 0) continue;
      most[isName]--;
      chunks.add(name);
      const here = candidates.filter((candidate) => nameOf(candidate.segment, candidate.document) === name);
      judged.push(segment.texts(Math.floor(document / segment.chunk)).then((texts) => here.map((candidate) =>
        ({ order: candidate.order, ...resultOf(segment, candidate.document, texts, variants, exact) }))));
    }
    const results = (await Promise.all(judged)).flat();
    return results.sort(byScore);
  }

  /* What stands under a heading of the dictionary by which a search is narrowed. */
  async underHeading(segment, key) {
    const term = await segment.term(key);
    return term ? segment.listOf(term, MOST_POSTINGS) : NOTHING;
  }

  /* Where nothing is typed: all that the reader narrowed the search to. */
  async everything(segment, narrow) {
    if (narrow.unit) return this.underHeading(segment, unitKey(narrow));
    if (narrow.kind === "duty" || narrow.kind === "target") return this.underHeading(segment, `=kind ${narrow.kind}`);
    const names = segment.kinds.flatMap(([, start, count]) => Array.from({ length: count }, (_, index) => start + index));
    return Uint32Array.from([...segment.starts, ...names]);
  }

  /* Whether a document is in what the reader narrowed the search to; null where that is everything. */
  async narrowing(segment, narrow) {
    const tests = [];
    const among = async (key) => {
      const marks = new Uint8Array(segment.end);
      for (const document of await this.underHeading(segment, key)) marks[document] = 1;
      tests.push((document) => marks[document] === 1);
    };
    if (narrow.unit) await among(unitKey(narrow));
    if (narrow.kind === "duty" || narrow.kind === "target") await among(`=kind ${narrow.kind}`);
    else if (narrow.kind) tests.push((document) => segment.kind(document) === narrow.kind);
    if (narrow.place || narrow.year || narrow.topic) {
      const columns = await segment.facets();
      const place = columns.places.findIndex(([key]) => key === narrow.place);
      const topic = columns.topics.findIndex(([key]) => key === narrow.topic);
      const named = new Set(narrow.place && !narrow.year && !narrow.topic ? await this.underHeading(segment, `=place ${narrow.place}`) : []);
      const fits = segment.plans.map((_, plan) => (!narrow.place || columns.place[plan] === place) && (!narrow.topic || columns.topic[plan].includes(topic)) &&
        (!narrow.year || (columns.from[plan] <= +narrow.year && +narrow.year <= columns.to[plan])));
      tests.push((document) => (document < segment.first ? named.has(document) : fits[segment.plan(document)]));
    }
    return tests.length ? (document) => tests.every((test) => test(document)) : null;
  }

  /* For each way to narrow, what it offers: [value, name, count], the most first. Each is counted as if it alone were not
     chosen yet, so that another value can be taken instead. `units` are those of the results shown: [id, name]. */
  async facets(found, narrow, units) {
    const offers = { kind: new Map(), place: new Map(), year: new Map(), topic: new Map(), unit: new Map(), role: new Map() };
    const add = (facet, value, name, count = 1) => {
      const entry = offers[facet].get(value) ?? offers[facet].set(value, [value, name, 0]).get(value);
      entry[2] += count;
    };
    const without = async (changed) => fitting(await Promise.all(found.parts.map(async (part) =>
      ({ ...part, allowed: await this.narrowing(part.segment, { ...narrow, ...changed }) }))));
    const count = async (key, fits) => {
      const counts = await Promise.all(fits.map(async ({ segment, documents }) => {
        const set = new Set(documents);
        return (await this.underHeading(segment, key)).reduce((sum, document) => sum + set.has(document), 0);
      }));
      return counts.reduce((sum, one) => sum + one, 0);
    };
    const columns = await Promise.all(found.parts.map(({ segment }) => segment.facets()));
    const last = columns[columns.length - 1];
    const names = { place: new Map(last.places), topic: new Map(last.topics) };
    const perPlan = (fits, see) => fits.forEach(({ segment, documents }, index) => {
      const counts = new Uint32Array(segment.plans.length);
      for (const document of documents) if (document >= segment.first) counts[segment.plan(document)]++;
      counts.forEach((count, plan) => { if (count) see(columns[index], plan, count); });
    });
    const anyKind = await without({ kind: "" });
    for (const { segment, documents } of anyKind) for (const document of documents) { const kind = segment.kind(document); add("kind", kind, kind); }
    for (const kind of ["duty", "target"]) add("kind", kind, kind, await count(`=kind ${kind}`, anyKind));
    perPlan(await without({ place: "" }), ({ places, place }, plan, count) => {
      const [key, name] = places[place[plan]] ?? [];
      if (key) add("place", key, names.place.get(key) ?? name, count);
    });
    perPlan(await without({ topic: "" }), ({ topics, topic }, plan, count) => {
      for (const [key, name] of topic[plan].map((number) => topics[number])) add("topic", key, names.topic.get(key) ?? name, count);
    });
    perPlan(await without({ year: "" }), ({ from, to }, plan, count) => {
      if (from[plan]) for (let year = from[plan]; year <= to[plan]; year++) add("year", String(year), String(year), count);
    });
    const anyUnit = await without({ unit: "", role: "" });
    await Promise.all(units.map(async ([unit, name]) => add("unit", unit, name, await count(`=unit ${unit}`, anyUnit))));
    if (narrow.unit) for (const role of ROLES) add("role", role, role, await count(`=unit ${narrow.unit} ${role}`, anyUnit));
    const ordered = {};
    for (const [facet, values] of Object.entries(offers)) {
      ordered[facet] = [...values.values()].filter((entry) => entry[2]).sort((one, other) => (facet === "year" ? other[0] - one[0] : other[2] - one[2] || (one[1] < other[1] ? -1 : 1)));
    }
    return ordered;
  }
}

/* All pairs of neighbours, as far as one question may ask for them. */
function pairsOf(sequences) {
  const pairs = new Set();
  for (const keys of sequences) keys.forEach((key, index) => { if (index) pairs.add(`${keys[index - 1]} ${key}`); });
  return [...pairs].slice(0, MOST_PAIRS);
}

const NOTHING = new Uint32Array(0);
const ROLES = ["lead", "assigned", "support", "invited"];

function unitKey({ unit, role }) { return role ? `=unit ${unit} ${role}` : `=unit ${unit}`; }

function byScore(one, other) { return other.score - one.score || one.order - other.order; }

/* document → where it stands among equals: names, then plans as the first segment orders them; plans that came `later`
   between two of its plans, in their turn. */
function ordersOf(first, order, later) {
  return function orderOf(document) {
    if (document < this.first) return document - 2 ** 32;
    if (this === first) return document;
    const plan = this.plan(document);
    const [before, turn] = order[plan];
    const size = (this.starts[plan + 1] ?? this.end) - this.starts[plan];
    return (first.starts[before] ?? first.end) - 1 + (turn + 1 + (document - this.starts[plan]) / size) / (later + 2);
  };
}

/* The terms whose lists are read, rarest first, as long as the budget lasts: [{key, at, most}]. */
function affordable(terms) {
  const known = [...terms].filter(([, term]) => term).sort((one, other) => one[1].count - other[1].count || (one[0] < other[0] ? -1 : 1)).slice(0, MOST_TERMS);
  let files = MOST_LISTS;
  let room = MOST_POSTINGS;
  const chosen = [];
  for (const [key, { count, at }] of known) {
    const slices = Math.max(...at.map((entry) => entry?.slices ?? 0));
    if (!slices) { chosen.push({ key, at, most: Infinity }); continue; }
    if (files < 1 || (room <= 0 && chosen.length)) continue;
    const take = Math.min(slices, Math.ceil(Math.min(count, Math.max(SLICE, room)) / SLICE), files);
    files -= take;
    room -= take * SLICE;
    chosen.push({ key, at, most: take * SLICE });
  }
  return chosen;
}

/* {documents, classes, scores, shares}: every document of the lists once, and its class: which terms it and its plan's
   entry have; the score of each class, and the share of what was asked that it has. */
function gather(segment, lists, judge) {
  const { masks, starts, first, planOf, chunk } = segment;
  const documents = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let count = 0;
  lists.forEach((list, bit) => {
    const mark = 1 << bit;
    for (let at = 0; at < list.length; at++) {
      const document = list[at];
      if (!masks[document]) documents[count++] = document;
      masks[document] |= mark;
    }
  });
  const classes = new Uint32Array(count);
  const byPlan = new Map();
  const scores = [];
  const shares = [];
  let last = -2;
  let plan = 0;
  let byMask = null;
  for (let index = 0; index < count; index++) {
    const document = documents[index];
    const start = document < first ? -1 : starts[planOf[Math.trunc(document / chunk)]];
    if (start !== last || document === start) {
      last = document === start ? -2 : start;
      plan = start < 0 || document === start ? 0 : masks[start];
      byMask = byPlan.get(plan);
      if (!byMask) byPlan.set(plan, byMask = new Map());
    }
    const mask = masks[document];
    let number = byMask.get(mask);
    if (number === undefined) {
      number = scores.length;
      byMask.set(mask, number);
      const [score, share] = judge(mask, plan);
      scores.push(score);
      shares.push(share);
    }
    classes[index] = number;
  }
  for (let index = 0; index < count; index++) masks[documents[index]] = 0;
  return { documents: documents.subarray(0, count), classes, scores, shares };
}

/* (terms of a document, terms of its plan's entry) → [score, share of what was asked that it has]: from its own terms,
   and less from those of its plan's entry. */
function planner(variants, chosen) {
  const bits = new Map(chosen.map(({ key }, bit) => [key, 1 << bit]));
  const asked = variants.map(({ keys, weights, total }) => {
    const left = keys.map((key, index) => (index ? bits.get(`${keys[index - 1]} ${key}`) ?? 0 : 0));
    const any = keys.map((key, index) => left[index] | (left[index + 1] ?? 0) | (bits.get(key) ?? 0));
    return { left, any, weights, total };
  });
  return (mask, plan) => {
    let score = 0;
    let share = 0;
    for (const { left, any, weights, total } of asked) {
      let sum = 0;
      let beside = 0;
      for (let index = 0; index < any.length; index++) {
        if (mask & any[index]) sum += weights[index]; else if (plan & any[index]) sum += 0.45 * weights[index];
        if (left[index] & mask) beside += Math.min(weights[index - 1], weights[index]);
      }
      score = Math.max(score, (sum + 0.5 * beside) / total);
      share = Math.max(share, sum / total);
    }
    return [score, share];
  };
}

/* The share that a document must have: nearly as much of what was asked as the best one has. */
function enoughOf(parts) {
  let best = 0;
  for (const { documents, classes, shares, allowed } of parts) {
    const top = shares.reduce((most, share) => Math.max(most, share), 0);
    if (top <= best) continue;
    if (!allowed) { best = top; continue; }
    for (let index = 0; index < documents.length && best < top; index++) {
      const share = shares[classes[index]];
      if (share > best && allowed(documents[index])) best = share;
    }
  }
  return Math.min(best, Math.max(0.35, 0.82 * best));
}

/* [{segment, documents}] that are allowed and have enough of what was asked. */
function fitting(parts) {
  const enough = enoughOf(parts);
  return parts.map(({ segment, documents, classes, shares, allowed }) => ({
    segment,
    documents: documents.filter((document, index) => shares[classes[index]] >= enough && (!allowed || allowed(document))),
  }));
}

/* {total, candidates}: how many fit; and the names and clauses to be judged on their texts. */
function choose(parts) {
  const enough = enoughOf(parts);
  let total = 0;
  const names = [];
  const clauses = [];
  for (const { segment, documents, classes, scores, shares, allowed } of parts) {
    const found = { names: [], clauses: [] };
    for (let number = 0; number < scores.length; number++) { found.names.push(0); found.clauses.push(0); }
    const left = allowed ? documents.map((document) => (allowed(document) ? document : segment.end)) : documents;
    for (let index = 0; index < left.length; index++) {
      if (left[index] === segment.end) continue;
      const number = classes[index];
      if (shares[number] >= enough) total++;
      (left[index] < segment.first ? found.names : found.clauses)[number]++;
    }
    const part = { segment, documents: left, classes, scores };
    names.push(...foremost(part, found.names, 0, segment.first, MOST_CANDIDATES));
    clauses.push(...foremost(part, found.clauses, segment.first, segment.end, 4 * MOST_CANDIDATES));
  }
  const best = (found, most) => found.sort(byScore).slice(0, most);
  return { total, candidates: [...best(names, MOST_CANDIDATES), ...best(clauses, 4 * MOST_CANDIDATES)].sort(byScore) };
}

/* Up to `most` candidates with numbers from `from` to below `to`, by score and then by number; `counts` are how many of
   them each class has. The others are not put in order: they may be tens of thousands. */
function foremost({ segment, documents, classes, scores }, counts, from, to, most) {
  const ordered = scores.map((score, number) => [score, counts[number]]).filter(([, count]) => count).sort((one, other) => other[0] - one[0]);
  let least = 0;
  let room = most;
  for (const [score, count] of ordered) { least = score; room -= count; if (room <= 0) break; }
  const better = [];
  const equal = [];
  for (let index = 0; index < documents.length; index++) {
    const score = scores[classes[index]];
    const document = documents[index];
    if (score < least || document < from || document >= to) continue;
    if (score > least) better.push({ segment, document, score, order: segment.orders(document) });
    else equal.push(document);
  }
  const ties = Uint32Array.from(equal).sort().subarray(0, most - better.length);
  return [...better, ...Array.from(ties, (document) => ({ segment, document, score: least, order: segment.orders(document) }))].sort(byScore);
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

/* A result as it is shown: kind, address, the parts of its text with what was matched. */
function resultOf(segment, document, texts, variants, exact) {
  if (texts[0] !== "plan") {
    const [url, title, also, keys] = texts[1][document % segment.chunk];
    const own = read(title);
    const ranked = rankName(variants, { own, whole: read(`${title} | ${also} | ${keys}`) }, exact);
    return { kind: texts[0], document, url, title, also, text: own, matched: ranked.matched, score: ranked.score, covered: ranked.covered };
  }
  const [, url, name, records] = texts;
  const start = segment.starts[segment.plan(document)];
  const record = records[(document - start) % segment.chunk];
  if (document === start) {
    const [, also, keys] = record;
    const own = read(name);
    const ranked = rankName(variants, { own, whole: read(`${name} | ${also} | ${keys}`) }, exact);
    return { kind: "plan", document, url, title: name, also, text: own, matched: ranked.matched, score: ranked.score, covered: ranked.covered };
  }
  const [id, words, way, above = [], target = 0, units = [], keys = ""] = record;
  const own = read(words);
  const fields = { own, above: read([...above, ...units.map((unit) => unit[1])].join(" | ")), plan: read(name), keys: keys ? read(keys) : null };
  const ranked = rankClause(variants, fields, exact);
  const kind = units.length ? "duty" : target ? "target" : "clause";
  return { kind, document, url: `${url}#${id}`, title: name, way, above, units, target: Boolean(target), text: own, matched: ranked.matched, score: ranked.score, covered: ranked.covered };
}
