/* The order of what was found, judged on its real text. */

const KNOWN_TEXTS = new Map();
const MOST_TEXTS = 1000;

/* A text's tokens, with the place of each key. Titles come again with every clause below them, texts with every letter
   that is typed: they are kept. */
function read(text) {
  let known = KNOWN_TEXTS.get(text);
  if (!known) {
    known = cut(text);
    if (KNOWN_TEXTS.size >= MOST_TEXTS) KNOWN_TEXTS.clear();
    KNOWN_TEXTS.set(text, known);
  }
  return known;
}

function cut(text) {
  const nfc = text.normalize("NFC");
  const tokens = tokenise(nfc);
  const places = new Map();
  tokens.forEach((token, index) => {
    const list = places.get(token.key);
    if (list) list.push(index); else places.set(token.key, [index]);
  });
  return { text: nfc, tokens, places };
}

/* How well one way of asking fits a text: the share of its weight that is there (with the marks typed, where they
   were), the share of neighbours that are neighbours there, the longest run, and the places of what was matched. */
function fit(variant, text, exact) {
  const { keys, weights, spellings } = variant;
  const matched = new Set();
  const covered = new Float64Array(keys.length);
  let beside = 0;
  let besides = 0;
  let run = 0;
  let longest = 0;
  keys.forEach((key, index) => {
    if (index) besides += Math.min(weights[index - 1], weights[index]);
    const places = text.places.get(key);
    if (!places) { run = 0; return; }
    let best = 0;
    let follows = 0;
    for (const place of places) {
      matched.add(place);
      const same = !exact || !spellings[index] || marked(text.tokens[place].raw) === spellings[index];
      const here = same ? 1 : 0.72;
      if (here > best) best = here;
      if (index && place && text.tokens[place - 1].key === keys[index - 1]) {
        const before = !exact || !spellings[index - 1] || marked(text.tokens[place - 1].raw) === spellings[index - 1];
        follows = Math.max(follows, same && before ? 1 : 0.6);
      }
    }
    covered[index] = best;
    run = follows ? run + weights[index] : weights[index];
    longest = Math.max(longest, run);
    if (index) beside += follows * Math.min(weights[index - 1], weights[index]);
  });
  return { covered, beside: besides ? beside / besides : 1, longest: longest / variant.total, matched };
}

/* What the fields of a result are worth: its own words most, then what finds it unseen, the titles above, the plan. */
const WORTH = { own: 1, keys: 0.9, above: 0.6, plan: 0.45 };

/* {score, covered} of a clause, given the texts of its fields. */
function rankClause(variants, fields, exact) {
  let best = null;
  for (const variant of variants) {
    const own = fit(variant, fields.own, exact);
    let sum = 0;
    const others = ["keys", "above", "plan"].filter((name) => fields[name]).map((name) => [WORTH[name], fit(variant, fields[name], exact)]);
    variant.keys.forEach((_, index) => {
      let worth = own.covered[index];
      for (const [factor, found] of others) worth = Math.max(worth, factor * found.covered[index]);
      sum += variant.weights[index] * worth;
    });
    const covered = sum / variant.total;
    const hidden = Math.max(0, ...others.filter(([factor]) => factor > 0.8).map(([factor, found]) => factor * found.longest));
    const beside = Math.max(own.beside, ...others.map(([factor, found]) => 0.7 * factor * found.beside));
    const length = Math.log2(8 + fields.own.tokens.length);
    const score = covered + 0.35 * beside + 0.3 * Math.max(own.longest, hidden) - 0.025 * length;
    if (!best || score > best.score) best = { score, covered, matched: own.matched };
  }
  return best;
}

/* A name comes first where all that was typed stands in it, as most of it or side by side; words that lie scattered in
   the long title of a document do not name it. The more of the name was typed, the better. */
function rankName(variants, fields, exact) {
  let best = null;
  for (const variant of variants) {
    const title = fit(variant, fields.own, exact);
    const whole = fit(variant, fields.whole, exact);
    let sum = 0;
    variant.keys.forEach((_, index) => {
      sum += variant.weights[index] * Math.max(title.covered[index], 0.93 * whole.covered[index]);
    });
    const covered = sum / variant.total;
    const said = new Set(variant.keys);
    const typed = fields.own.tokens.filter((token) => said.has(token.key)).length / Math.max(1, fields.own.tokens.length);
    const score = covered + 0.3 * Math.max(title.beside, 0.8 * whole.beside) + 0.2 * title.longest + 0.35 * typed;
    const beside = Math.max(title.beside, whole.beside);
    let named = -0.35;
    if (covered >= 0.9) named = typed >= 0.35 || beside >= 0.6 ? 1 : 0;
    else if (covered >= 0.8 && typed >= 0.8) named = 0.5;
    if (!best || score + named > best.score) best = { score: score + named, covered, matched: title.matched };
  }
  return best;
}
