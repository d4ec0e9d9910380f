//# allFunctionsCalledOnLoad
/* That line has browsers compile the module while it comes in, off the thread that serves the reader.

   The search in the browser. These parts are joined at build time into one module, in the order that mkdocs.yml names.

   How text becomes tokens; generator/search/tokens.py does the same to what is indexed. tests/search/tokens.yaml holds
   both together. */

const TOKEN = /\d+(?:[.,]\d+)*|(?:[\p{L}\p{N}]|[\u0300-\u036f])+|%/gu;
const THOUSANDS = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const OLD_TONE = /(o[\u0300\u0309\u0303\u0301\u0323][ae]|u[\u0300\u0309\u0303\u0301\u0323]y)(?![\p{L}\p{N}\u0300-\u036f])/gu;
const LONGEST = 40;

/* Lower case, marks off, đ as d. */
function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d").normalize("NFC");
}

/* One spelling with its marks: hòa and hoà are the same. */
function marked(text) {
  return text.normalize("NFD").toLowerCase().replace(OLD_TONE, (rhyme) => rhyme[0] + rhyme[2] + rhyme[1]);
}

function isNumber(token) { return /^\d+$/.test(token); }

/* [{key, raw, start, end}]: the folded token, the word as written, where it stands in the text (which must be NFC). */
function tokenise(text) {
  const found = [];
  const lower = text.toLowerCase();
  const source = lower.length === text.length ? lower : text;
  for (const match of source.matchAll(TOKEN)) {
    const start = match.index;
    const end = start + match[0].length;
    for (const key of keysOf(match[0])) found.push({ key, raw: match[0], start, end });
  }
  return plainDates(found);
}

const KNOWN_KEYS = new Map();

function keysOf(piece) {
  let keys = KNOWN_KEYS.get(piece);
  if (!keys) {
    keys = /^\d/.test(piece) ? numberKeys(piece) : [fold(piece)];
    keys = keys.filter((key) => key && key.length <= LONGEST && !/[\ud800-\udfff]/.test(key));
    if (KNOWN_KEYS.size > 20000) KNOWN_KEYS.clear();
    KNOWN_KEYS.set(piece, keys);
  }
  return keys;
}

/* Points between thousands go; a decimal comma stays; other points and commas part; zeros in front go. */
function numberKeys(piece) {
  const bare = (part) => part.replace(/^0+(?=[0-9])/, "");
  if (THOUSANDS.test(piece)) return [bare(piece.replaceAll(".", ""))];
  if (piece.split(",").length === 2 && !piece.includes(".")) return [bare(piece)];
  return piece.split(/[.,]/).map(bare);
}

function upTo(most, token) { return /^[0-9]{1,2}$/.test(token) && +token <= most; }

/* «5 tháng 12 năm 2023» is 5, 12, 2023; «phần trăm» is %. */
function plainDates(found) {
  const kept = [];
  found.forEach((token, index) => {
    const before = index ? found[index - 1].key : "";
    const after = index + 1 < found.length ? found[index + 1].key : "";
    if (token.key === "thang" && upTo(31, before) && upTo(12, after)) return;
    if (token.key === "nam" && upTo(12, before) && after.length === 4 && index > 1 && found[index - 2].key === "thang") return;
    if (token.key === "tram" && before === "phan") {
      const last = kept[kept.length - 1];
      kept[kept.length - 1] = { key: "%", raw: "%", start: last.start, end: token.end };
      return;
    }
    kept.push(token);
  });
  return kept;
}
