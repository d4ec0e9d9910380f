/* The files of a segment of the index, read as they are needed and kept. docs/reference/search.md tells their format. */

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const TEXT = new TextDecoder();

/* Reads numbers of variable length and front-coded keys from bytes, from the beginning on. */
class Reader {
  constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; this.key = ""; }
  get more() { return this.at < this.bytes.length; }
  number() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }
  take(length) { this.at += length; return this.bytes.subarray(this.at - length, this.at); }
  next() {
    const shared = this.bytes[this.at++];
    const rest = this.bytes[this.at++];
    this.key = this.key.slice(0, shared) + TEXT.decode(this.take(rest));
    return this.key;
  }
  keys() { const found = []; while (this.more) found.push(this.next()); return found; }
}

/* The last of the sorted keys that is not above the wanted one; 0 where all are. */
function lastNotAbove(keys, wanted) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] <= wanted) low = middle + 1; else high = middle;
  }
  return Math.max(0, low - 1);
}

class Segment {
  constructor(load, name, gone) {
    this.read = load;
    this.name = name;
    this.gone = new Set(gone);
    this.kept = new Map();
  }

  /* A file, inflated and understood once. */
  file(name, understand) {
    let promise = this.kept.get(name);
    if (!promise) {
      promise = this.read(`${this.name}/${name}`).then(inflate).then(understand);
      promise.catch(() => this.kept.delete(name));
      this.kept.set(name, promise);
    }
    return promise;
  }

  async open() {
    await this.file("head", (bytes) => {
      const reader = new Reader(bytes);
      const told = reader.take(reader.number());
      Object.assign(this, JSON.parse(TEXT.decode(told)));
      this.contents = reader.keys();
      let start = this.first;
      this.starts = Float64Array.from(this.plans, (chunks) => { const here = start; start += chunks * this.chunk; return here; });
      this.end = start;
      this.weights = new Map();
      for (const [eighths, keys] of this.common) for (const key of keys.split(" ")) this.weights.set(key, eighths / 8);
      this.masks = new Uint32Array(this.end);
    });
    return this;
  }

  /* How many bits it tells that a document has the token. */
  weight(token) {
    const rarest = this.common.length ? this.common[this.common.length - 1][0] / 8 : 8;
    return this.weights.get(token) ?? rarest + 1;
  }

  /* The block of the dictionary where the key stands, if it stands anywhere. */
  async block(key) {
    let number = lastNotAbove(this.contents, key);
    if (this.page) {
      const page = await this.file(`c${number}`, (bytes) => new Reader(bytes).keys());
      number = number * this.page + lastNotAbove(page, key);
    }
    return this.file(`d${number}`, (bytes) => {
      const found = new Map();
      const reader = new Reader(bytes);
      while (reader.more) {
        const term = reader.next();
        const count = reader.number();
        const form = reader.number();
        found.set(term, form & 1 ? { count, slices: form >> 1, list: reader.number() } : { count, bytes: reader.take(form >> 1) });
      }
      return found;
    });
  }

  /* {count, …} of the term, null where no document has it. */
  async term(key) { return (await this.block(key)).get(key) ?? null; }

  /* Numbers of documents, up to `most` of them: the newest plans first. */
  async listOf(term, most = Infinity) {
    if (term.bytes) return unpack(term.bytes, term.count);
    const wanted = Math.min(term.slices, Math.max(1, Math.ceil(most / SLICE)));
    const parts = await Promise.all(Array.from({ length: wanted }, (_, index) =>
      this.file(`l${term.list + index}`, (bytes) => unpack(bytes, SLICE))));
    if (parts.length === 1) return parts[0];
    const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  }

  /* The plan (its place in the order of the plans) of a document; -1 for a name. */
  plan(document) {
    return document < this.first ? -1 : lastNotAbove(this.starts, document);
  }

  kind(document) {
    if (document >= this.first) return this.starts[this.plan(document)] === document ? "plan" : "clause";
    return this.kinds[lastNotAbove(this.kinds.map((kind) => kind[1]), document)][0];
  }

  texts(chunk) { return this.file(`t${chunk}`, (bytes) => JSON.parse(TEXT.decode(bytes))); }

  facets() { return this.file("facets", (bytes) => JSON.parse(TEXT.decode(bytes))); }

  words() { return this.file("words", (bytes) => new Reader(bytes).keys()); }
}

const SLICE = 12000;

function unpack(bytes, most) {
  const found = new Uint32Array(most);
  let at = 0;
  let count = 0;
  let document = 0;
  while (at < bytes.length) {
    let value = 0;
    let shift = 0;
    let byte;
    do { byte = bytes[at++]; value |= (byte & 0x7f) << shift; shift += 7; } while (byte > 0x7f);
    document += value;
    found[count++] = document;
  }
  return found.subarray(0, count);
}
