/* The files of a segment of the index, read as they are needed and kept. docs/reference/search.md tells their format. */

/* Inflating here takes less time than handing each of many small files to the browser's own streams. */

const FAST = 9;                 // bits of a code that one look finds; longer codes are read bit by bit
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const BACKS = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/* A Huffman code from the length of each symbol: `fast` holds symbol * 16 + length by the next bits, as many as `mask`
   lets through; 0 for longer codes. */
function huffman(lengths) {
  const counts = new Uint16Array(16);
  for (let symbol = 0; symbol < lengths.length; symbol++) counts[lengths[symbol]]++;
  counts[0] = 0;
  let longest = 15;
  while (longest > 1 && !counts[longest]) longest--;
  const bits = Math.min(FAST, longest);
  const offsets = new Uint16Array(16);
  const codes = new Uint16Array(16);
  for (let length = 1; length < 16; length++) {
    offsets[length] = offsets[length - 1] + counts[length - 1];
    codes[length] = (codes[length - 1] + counts[length - 1]) << 1;
  }
  const symbols = new Uint16Array(lengths.length);
  const fast = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (!length) continue;
    symbols[offsets[length]++] = symbol;
    let code = codes[length]++;
    if (length > bits) continue;
    let turned = 0;
    for (let bit = 0; bit < length; bit++) { turned = (turned << 1) | (code & 1); code >>= 1; }
    for (; turned < 1 << bits; turned += 1 << length) fast[turned] = (symbol << 4) | length;
  }
  return { counts, symbols, fast, mask: (1 << bits) - 1 };
}

const FIXED = {
  symbols: huffman(Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8))),
  backs: huffman(new Uint8Array(30).fill(5)),
};

/* The bytes that a raw deflated stream stands for. */
class Inflater {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.held = 0;
    this.bits = 0;
    this.out = new Uint8Array(Math.max(1024, 5 * bytes.length));
    this.size = 0;
  }
  run() {
    let last = false;
    while (!last) {
      last = this.take(1) === 1;
      const form = this.take(2);
      if (form === 0) this.stored();
      else if (form === 1) this.block(FIXED.symbols, FIXED.backs);
      else if (form === 2) this.dynamic();
      else throw new Error("damaged file");
    }
    return this.out.subarray(0, this.size);
  }
  take(count) {
    while (this.bits < count) {
      if (this.at >= this.bytes.length) throw new Error("the file ends too early");
      this.held |= this.bytes[this.at++] << this.bits;
      this.bits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.bits -= count;
    return value;
  }
  symbol({ counts, symbols, fast, mask }) {
    while (this.bits < 15 && this.at < this.bytes.length) { this.held |= this.bytes[this.at++] << this.bits; this.bits += 8; }
    const entry = fast[this.held & mask];
    if (entry) {
      const length = entry & 15;
      if (length > this.bits) throw new Error("the file ends too early");
      this.held >>>= length;
      this.bits -= length;
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= this.take(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("damaged file");
  }
  room(count) {
    if (this.size + count <= this.out.length) return;
    const larger = new Uint8Array(2 * (this.size + count));
    larger.set(this.out.subarray(0, this.size));
    this.out = larger;
  }
  stored() {
    this.at -= this.bits >> 3;
    const count = this.bytes[this.at] | (this.bytes[this.at + 1] << 8);
    this.at += 4;
    this.held = this.bits = 0;
    if (this.at + count > this.bytes.length) throw new Error("the file ends too early");
    this.room(count);
    this.out.set(this.bytes.subarray(this.at, this.at + count), this.size);
    this.at += count;
    this.size += count;
  }
  dynamic() {
    const symbols = this.take(5) + 257;
    const backs = this.take(5) + 1;
    const given = this.take(4) + 4;
    const lengths = new Uint8Array(19);
    for (let index = 0; index < given; index++) lengths[CODE_ORDER[index]] = this.take(3);
    const code = huffman(lengths);
    const all = new Uint8Array(symbols + backs);
    for (let index = 0; index < all.length;) {
      const symbol = this.symbol(code);
      if (symbol < 16) { all[index++] = symbol; continue; }
      const value = symbol === 16 ? all[index - 1] : 0;
      const times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      all.fill(value, index, index + times);
      index += times;
    }
    this.block(huffman(all.subarray(0, symbols)), huffman(all.subarray(symbols)));
  }
  /* The common case stands here with its numbers at hand; whatever is rarer goes by the functions above. */
  block(symbols, backs) {
    const { bytes } = this;
    const { fast, mask } = symbols;
    let { at, held, bits, out, size } = this;
    for (;;) {
      while (bits < 15 && at < bytes.length) { held |= bytes[at++] << bits; bits += 8; }
      const entry = fast[held & mask];
      if (entry && entry < 4096 && (entry & 15) <= bits && size < out.length) {
        held >>>= entry & 15;
        bits -= entry & 15;
        out[size++] = entry >> 4;
        continue;
      }
      this.at = at; this.held = held; this.bits = bits; this.size = size;
      const symbol = this.symbol(symbols);
      if (symbol === 256) return;
      if (symbol < 256) { this.room(1); this.out[this.size++] = symbol; } else this.repeat(symbol - 257, backs);
      at = this.at; held = this.held; bits = this.bits; out = this.out; size = this.size;
    }
  }
  repeat(number, backs) {
    const length = LENGTHS[number] + this.take(LENGTH_BITS[number]);
    const way = this.symbol(backs);
    const from = this.size - BACKS[way] - this.take(way < 4 ? 0 : (way >> 1) - 1);
    if (from < 0) throw new Error("damaged file");
    this.room(length);
    const { out } = this;
    for (let index = 0, to = this.size; index < length; index++) out[to + index] = out[from + index];
    this.size += length;
  }
}

function inflate(bytes) { return new Inflater(bytes).run(); }

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
  /* The character that begins here. */
  character() {
    const byte = this.bytes[this.at++];
    if (byte < 0x80) return byte;
    if (byte < 0xe0) return ((byte & 0x1f) << 6) | (this.bytes[this.at++] & 0x3f);
    return ((byte & 0x0f) << 12) | ((this.bytes[this.at++] & 0x3f) << 6) | (this.bytes[this.at++] & 0x3f);
  }
  next() {
    let key = this.key.slice(0, this.bytes[this.at++]);
    const end = this.bytes[this.at++] + this.at;
    while (this.at < end) key += String.fromCharCode(this.character());
    this.key = key;
    return key;
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

/* What stands behind a key: {count, …}, with its list or where that is. */
function readTerm(reader) {
  const count = reader.number();
  const form = reader.number();
  return form & 1 ? { count, slices: form >> 1, list: reader.number() } : { count, bytes: reader.take(form >> 1) };
}

/* The entry of the key in a block of the dictionary, null where there is none. No other key is written out: `same` is how
   many characters of the wanted one the key before began with. */
function findTerm(bytes, wanted) {
  const reader = new Reader(bytes);
  let same = 0;
  while (reader.more) {
    const shared = bytes[reader.at++];
    const end = bytes[reader.at++] + reader.at;
    if (shared < same) same = shared;
    if (shared === same) {
      while (reader.at < end && same < wanted.length) {
        const start = reader.at;
        if (reader.character() !== wanted.charCodeAt(same)) { reader.at = start; break; }
        same++;
      }
      if (reader.at === end && same === wanted.length) return readTerm(reader);
    }
    reader.at = end;
    reader.number();
    const form = reader.number();
    if (form & 1) reader.number(); else reader.at += form >> 1;
  }
  return null;
}

const GONE = 0x80000000;        // the mask of a document that is no longer so; no term has this bit

class Segment {
  constructor(load, name) {
    this.read = load;
    this.name = name;
    this.kept = new Map();
  }

  /* A file, inflated and understood once. */
  file(name, understand) {
    let promise = this.kept.get(name);
    if (!promise) {
      promise = this.read(`${this.name}/${name}`).then((bytes) => understand(inflate(bytes)));
      promise.catch(() => this.kept.delete(name));
      this.kept.set(name, promise);
    }
    return promise;
  }

  /* `gone` are the plans, by their place in the order of the plans, that are no longer so; -1 are all names. */
  async open(gone) {
    await this.file("head", (bytes) => {
      const reader = new Reader(bytes);
      const told = reader.take(reader.number());
      Object.assign(this, JSON.parse(TEXT.decode(told)));
      this.contents = reader.keys();
      const chunks = this.plans.reduce((sum, count) => sum + count, this.first / this.chunk);
      this.end = chunks * this.chunk;
      this.starts = new Uint32Array(this.plans.length);
      this.planOf = new Int32Array(chunks).fill(-1);
      let chunk = this.first / this.chunk;
      this.plans.forEach((count, plan) => {
        this.starts[plan] = chunk * this.chunk;
        this.planOf.fill(plan, chunk, chunk + count);
        chunk += count;
      });
      this.weights = new Map();
      for (const [eighths, keys] of this.common) for (const key of keys.split(" ")) this.weights.set(key, eighths / 8);
      this.masks = new Uint32Array(this.end);
      for (const plan of gone) {
        if (plan < 0) this.masks.fill(GONE, 0, this.first);
        else this.masks.fill(GONE, this.starts[plan], this.starts[plan + 1] ?? this.end);
      }
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
    if (!this.contents.length) return new Uint8Array(0);
    let number = lastNotAbove(this.contents, key);
    if (this.page) {
      const page = await this.file(`c${number}`, (bytes) => new Reader(bytes).keys());
      number = number * this.page + lastNotAbove(page, key);
    }
    return this.file(`d${number}`, (bytes) => bytes);
  }

  /* {count, …} of the term, null where no document has it. */
  async term(key) { return findTerm(await this.block(key), key); }

  /* [[key, count]] of the terms in the block where `start` stands that begin with it. */
  async beginning(start) {
    const reader = new Reader(await this.block(start));
    const found = [];
    while (reader.more) {
      const key = reader.next();
      const { count } = readTerm(reader);
      if (key.startsWith(start)) found.push([key, count]);
    }
    return found;
  }

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
  plan(document) { return this.planOf[Math.floor(document / this.chunk)]; }

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
