/* What was typed: its tokens with their weights, and the other ways of saying the same. */

/* Words that only make a question of it. */
const ASKING = [
  "phải làm gì", "cần làm gì", "làm những gì", "làm gì", "là gì", "những gì", "như thế nào", "thế nào", "khi nào", "bao giờ", "lúc nào",
  "ở đâu", "bao nhiêu", "đơn vị nào", "cơ quan nào", "văn bản nào", "ngày nào", "ai", "nào", "gì", "phải",
].map((phrase) => phrase.split(" ").map((word) => ({ key: fold(word), marked: marked(word) })));
const MOST_TOKENS = 24;
const MOST_VARIANTS = 6;
const MOST_MENDINGS = 40;

/* {tokens: [{key, marked, asks}], exact}: exact where marks were typed, so that they count. */
function parseQuery(text) {
  const tokens = tokenise(text.normalize("NFC").slice(0, 300)).slice(0, MOST_TOKENS)
    .map(({ key, raw }) => ({ key, marked: marked(raw), asks: false }));
  const exact = tokens.some((token) => /[\u0300-\u036fđ]/.test(token.marked));
  for (const phrase of ASKING) {
    for (let at = 0; at + phrase.length <= tokens.length; at++) {
      const here = phrase.every((word, index) => (exact ? tokens[at + index].marked === word.marked : tokens[at + index].key === word.key));
      if (here && (exact || phrase.length > 1)) for (let index = 0; index < phrase.length; index++) tokens[at + index].asks = true;
    }
  }
  if (tokens.every((token) => token.asks)) tokens.forEach((token) => { token.asks = false; });
  return { tokens, exact };
}

/* Groups of token sequences that mean the same: [[ubnd], [uy, ban, nhan, dan]]; «KH&ĐT» is kh dt and khdt. */
function equalForms(pairs) {
  const groups = new Map();
  for (const [short, long] of pairs) {
    const name = tokenise(long).map((token) => token.key).join(" ");
    const parts = tokenise(short).map((token) => token.key);
    const group = groups.get(name) ?? groups.set(name, new Set([name])).get(name);
    group.add(parts.join(" "));
    group.add(parts.join(""));
  }
  return [...groups.values()].map((group) => [...group].map((form) => form.split(" ")));
}

/* The sequences of keys that say what `keys` says, the typed one first. */
function variantsOf(keys, groups) {
  const found = [keys];
  const seen = new Set([keys.join(" ")]);
  for (let index = 0; index < found.length && found.length < MOST_VARIANTS; index++) {
    for (const group of groups) for (const form of group) {
      const at = placeOf(form, found[index]);
      if (at < 0) continue;
      for (const other of group) {
        if (other === form) continue;
        const changed = [...found[index].slice(0, at), ...other, ...found[index].slice(at + form.length)];
        const name = changed.join(" ");
        if (seen.has(name) || found.length >= MOST_VARIANTS) continue;
        seen.add(name);
        found.push(changed);
      }
    }
  }
  return found;
}

function placeOf(form, keys) {
  for (let at = 0; at + form.length <= keys.length; at++) {
    if (form.every((key, index) => key === keys[at + index])) return at;
  }
  return -1;
}

/* Whether one slip of the hand lies between two words: a letter too many, too few, another, or two changed round; two
   slips in a long word. */
function slips(one, other) {
  const most = Math.min(one.length, other.length) >= 5 ? 2 : 1;
  if (Math.abs(one.length - other.length) > most) return 3;
  let [older, old, row] = ROWS;
  for (let j = 0; j <= other.length; j++) old[j] = j;
  for (let i = 1; i <= one.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most + 1) return 3;
    [older, old, row] = [old, row, older];
  }
  return old[other.length] <= most ? old[other.length] : 3;
}

const ROWS = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)];

/* What is left of a word typed by Telex without the program that makes marks of it: tieets → tiet. */
function telex(word) {
  return word.replace(/[sfrxj]$/, "").replace(/([aeo])\1/g, "$1").replace(/dd/g, "d").replace(/w/g, "");
}

/* Other readings, from the set `words`, of a word that stands in no text: [[keys], slips], the likeliest first. */
function mendings(word, words) {
  const found = [];
  const plain = telex(word);
  if (plain !== word && words.has(plain)) found.push([[plain], 0.5]);
  for (let at = 1; at < word.length; at++) {
    const parts = [word.slice(0, at), word.slice(at)];
    if (!words.has(parts[0]) || parts[0].length < 2 || parts[1].length < 2) continue;
    if (words.has(parts[1])) found.push([parts, 0.6]);
    else if (parts[1].length > 2) for (const other of words) if (slips(parts[1], other) === 1) found.push([[parts[0], other], 1.5]);
  }
  for (const other of words) {
    const count = slips(word, other);
    if (count < 3) found.push([[other], count + (other[0] === word[0] ? 0 : 0.4) + (other.length === word.length ? 0 : 0.1)]);
  }
  return found.sort((one, other) => one[1] - other[1]).slice(0, MOST_MENDINGS);
}
