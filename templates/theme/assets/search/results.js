/* What a reader sees of the search: the dialog on every page, and the page of the search with its narrowing. All text
   goes into the page as text, never as markup. */

const KINDS = {
  plan: "Kế hoạch", unit: "Đơn vị", document: "Văn bản", indicator: "Chỉ tiêu", topic: "Chủ đề", place: "Địa phương",
  duty: "Việc được giao", target: "Điểm có chỉ tiêu", clause: "Điểm",
};
const ROLE_NAMES = { lead: "Chủ trì", assigned: "Thực hiện", support: "Phối hợp", invited: "Được đề nghị" };
const SNIPPET = 220;
const PAUSE = 140;              // milliseconds without a key after which what stands in the box is asked
const WHOLE_PAUSE = 60;         // the same where the last word is probably whole
const BEGUN_PAUSE = 280;        // the same where it is probably not: texts would be loaded for every letter

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

/* The text from `start` to `end` as nodes, with what was matched in <mark>; neighbours share one. */
function markedNodes({ text, tokens }, matched, start, end) {
  const nodes = [];
  let at = start;
  let open = null;
  tokens.forEach((token, index) => {
    if (token.start < start || token.end > end || !matched.has(index)) return;
    if (open && /^[\s\-–/.,]*$/.test(text.slice(open.end, token.start))) { open.end = token.end; return; }
    if (open) { nodes.push(text.slice(at, open.start), element("mark", "", text.slice(open.start, open.end))); at = open.end; }
    open = { start: token.start, end: token.end };
  });
  if (open) { nodes.push(text.slice(at, open.start), element("mark", "", text.slice(open.start, open.end))); at = open.end; }
  nodes.push(text.slice(at, end));
  return nodes;
}

/* Where to cut a long text so that most of what was matched is seen. */
function extract(own, matched) {
  const { text, tokens } = own;
  if (text.length <= SNIPPET) return [0, text.length];
  const spots = [...matched].map((index) => tokens[index].start).sort((one, other) => one - other);
  let best = [0, 0];
  for (const spot of spots) {
    const inside = spots.filter((other) => other >= spot && other < spot + SNIPPET - 60).length;
    if (inside > best[1]) best = [spot, inside];
  }
  const from = Math.max(0, best[0] - 50);
  const start = from ? text.indexOf(" ", from) + 1 : 0;
  const cut = text.lastIndexOf(" ", start + SNIPPET);
  return [start, start + SNIPPET >= text.length ? text.length : cut];
}

function resultItem(result, root) {
  const link = element("a", "ps-result");
  link.href = root + result.url;
  const kind = element("span", "ps-result__kind", KINDS[result.kind]);
  if (result.way === undefined) {
    link.append(kind, element("span", "ps-result__name", ...markedNodes(result.text, result.matched, 0, result.text.text.length)));
    if (result.also) link.append(element("span", "ps-result__way", result.also));
  } else {
    const [start, end] = extract(result.text, result.matched);
    const words = markedNodes(result.text, result.matched, start, end);
    link.append(kind, element("span", "ps-result__way", `${result.title} · ${result.way}`));
    if (result.above.length) link.append(element("span", "ps-result__above", result.above[result.above.length - 1]));
    link.append(element("span", "ps-result__text", start ? "… " : "", ...words, end < result.text.text.length ? " …" : ""));
  }
  return element("li", "", link);
}

/* What is said aloud and shown above the results. */
function summary(found, asked) {
  if (!asked) return "";
  const mended = found.mended ? `Không thấy đúng chữ đã gõ; đã tìm «${found.mended}». ` : "";
  if (!found.results.length) return `${mended}Không thấy gì cho «${asked}». Thử ít chữ hơn, bỏ dấu, hoặc gõ tên đơn vị, số văn bản.`;
  return `${mended}${found.total > found.results.length ? `Ít nhất ${found.total} kết quả, gần nhất trước.` : `${found.results.length} kết quả.`}`;
}

const FAILED = "Chưa tải được dữ liệu tìm kiếm; hãy kiểm tra mạng rồi thử lại.";

/* The index stands in `folder`, an address with a slash at its end. Files but index.json never change under their name. */
function searchIn(folder) {
  return new Search(async (path, fresh) => {
    const answer = await fetch(folder + path, { cache: fresh ? "no-cache" : "default" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  });
}

/* A function that waits until no link or button is pressed: were it exchanged or moved in between, the click would be lost. */
function letGo() {
  let free = null;
  let release = null;
  addEventListener("pointerdown", (event) => {
    if (!event.button && event.target.closest("a, button")) free = new Promise((done) => { release = done; });
  });
  // Menus and drags may keep the end of a press to themselves: whatever comes after it tells of it too.
  for (const end of ["pointerup", "pointercancel", "pointermove", "contextmenu", "keydown", "blur"]) {
    addEventListener(end, (event) => {
      if (!release || (event.buttons && end !== "contextmenu")) return;
      setTimeout(release); // after the click
      release = null;
    });
  }
  return () => free;
}

/* Runs `show` for what was typed last; an earlier answer that comes late is dropped. What `show` has to do later it gives
   back as a function, which is dropped likewise. `place` is busy until it shows what stands in the box. */
function latest({ box, place, ask, show, failed }) {
  const pressed = letGo();
  let turn = 0;
  const run = async (...what) => {
    const mine = ++turn;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(...what);
      await pressed();
      if (mine !== turn) return;
      const rest = await show(answer, ...what);
      if (mine !== turn) return;
      rest?.();
    } catch (error) {
      if (mine !== turn) return;
      failed();
      console.warn(error);
    }
    if (box.value.trim() === what[0]) place.removeAttribute("aria-busy");
  };
  box.addEventListener("input", () => place.setAttribute("aria-busy", "true"));
  return run;
}

export function openDialog(dialog) {
  const root = dialog.dataset.psRoot.replace(/\/?$/, "/");
  const search = searchIn(dialog.dataset.psFind);
  const box = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("[data-ps-find-list]");
  const more = dialog.querySelector("[data-ps-find-all]");
  const all = more.getAttribute("href");
  const show = (found, asked) => {
    const walked = document.activeElement;
    const at = [...list.children].indexOf(walked?.parentElement);
    list.replaceChildren(...found.results.map((result) => resultItem(result, root)));
    // Who had walked on to the results of fewer letters stands at the same place among these.
    if (at >= 0 || (walked === more && !found.results.length)) (list.children[at]?.firstChild ?? box).focus();
    status.textContent = summary(found, asked);
    more.parentElement.hidden = !found.results.length;
  };
  const run = latest({
    box, place: list, show,
    ask: (asked, typing) => search.find(asked, { limit: 8, typing }),
    failed: () => { status.textContent = FAILED; },
  });
  // The link takes along what stands in the box when it is followed, not what the results below it were found for.
  const point = () => { more.href = `${all}?q=${encodeURIComponent(box.value.trim())}`; };
  let timer = 0;
  const ask = () => { timer = 0; run(box.value.trim(), true); };
  box.addEventListener("input", () => {
    point();
    clearTimeout(timer);
    const began = performance.now();
    const mine = timer = setTimeout(ask, PAUSE);
    search.prepare(box.value).then((whole) => {
      if (whole === null || timer !== mine) return;
      clearTimeout(timer);
      timer = setTimeout(ask, began + (whole ? WHOLE_PAUSE : BEGUN_PAUSE) - performance.now());
    }, () => { /* asking fails in the same way, and tells it */ });
  });
  // Enter in the box opens the page of the search, as it does without this script; arrows walk through the results.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [box, ...list.querySelectorAll("a"), ...(more.parentElement.hidden ? [] : [more])];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
  search.rehearse().catch(() => { status.textContent = FAILED; });
  if (box.value.trim()) { point(); run(box.value.trim(), true); }
}

export function openPage(form) {
  const root = form.dataset.psRoot;
  const search = searchIn(form.dataset.psSearchPage);
  const box = form.querySelector("[name=q]");
  const fields = new Map([...form.querySelectorAll("select")].map((field) => [field.dataset.facet, field]));
  const status = form.querySelector("[role=status]");
  const list = document.querySelector("[data-ps-results]");
  const more = document.querySelector("[data-ps-more]");
  const clear = form.querySelector("[data-ps-clear]");
  const STEP = 20;
  let limit = STEP;
  let timer = 0;
  let further = -1;             // the place of the first result that was asked for with the button

  const narrowing = () => Object.fromEntries([...fields].map(([facet, field]) => [facet, field.value]));
  const named = (facet, [value, name]) => (facet === "kind" ? KINDS[value] : facet === "role" ? ROLE_NAMES[value] : name);

  function offer(facets, narrow) {
    for (const [facet, field] of fields) {
      const offers = facets[facet];
      const options = offers.map((entry) => {
        const option = element("option", "", `${named(facet, entry)} (${entry[2]})`);
        option.value = entry[0];
        return option;
      });
      if (narrow[facet] && !offers.some(([value]) => value === narrow[facet])) {
        const kept = [...field.options].find((option) => option.value === narrow[facet]);
        const option = element("option", "", kept?.dataset.name ?? named(facet, [narrow[facet], narrow[facet]]));
        option.value = narrow[facet];
        options.push(option);
      }
      options.forEach((option) => { option.dataset.name = option.textContent.replace(/ \(\d+\)$/, ""); });
      const any = field.options[0];
      field.replaceChildren(any, ...options);
      field.value = narrow[facet];
      // Before anything is asked all stay as the page came, so that nothing moves.
      field.closest("div").hidden = (facets !== NONE && options.length === 0) || (facet === "role" && !narrow.unit);
    }
  }

  const run = latest({
    box,
    place: form.querySelector("fieldset"),
    ask: (asked, narrow) => search.find(asked, { narrow, limit: limit + 1 }),
    show: async (found, asked, narrow) => {
      const shown = found.results.slice(0, limit);
      list.replaceChildren(...shown.map((result) => resultItem(result, root)));
      // Who asked for more reads on there, unless gone elsewhere meanwhile; browsers differ in whether a click gives focus.
      if ([more, document.body].includes(document.activeElement)) list.children[further]?.firstChild.focus();
      further = -1;
      status.textContent = summary({ ...found, results: shown }, asked || (Object.values(narrow).some(Boolean) ? "mọi chữ" : ""));
      more.hidden = found.results.length <= limit;
      clear.hidden = !Object.values(narrow).some(Boolean);
      const units = new Map(found.results.flatMap((result) => result.units ?? []).map(([unit, name]) => [unit, name]));
      const kept = fields.get("unit").selectedOptions[0];
      if (narrow.unit) units.set(narrow.unit, units.get(narrow.unit) ?? kept?.dataset.name ?? narrow.unit);
      const offers = found.parts.length ? await search.facets(found, narrow, [...units].slice(0, 12)) : NONE;
      return () => offer(offers, narrow);
    },
    failed: () => { status.textContent = FAILED; },
  });
  const NONE = { kind: [], place: [], year: [], topic: [], unit: [], role: [] };

  function address() {
    const given = new URLSearchParams();
    if (box.value.trim()) given.set("q", box.value.trim());
    for (const field of fields.values()) if (field.value) given.set(field.name, field.value);
    const query = given.toString();
    return location.pathname + (query ? `?${query}` : "");
  }
  function read(typed) {
    const given = new URLSearchParams(location.search);
    box.value = typed || (given.get("q") ?? "");
    const narrow = {};
    for (const [facet, field] of fields) {
      narrow[facet] = given.get(field.name) ?? "";
      if (narrow[facet] && ![...field.options].some((option) => option.value === narrow[facet])) {
        const option = element("option", "", narrow[facet]);
        option.value = narrow[facet];
        field.append(option);
      }
      field.value = narrow[facet];
    }
    run(box.value.trim(), narrow);
  }
  function changed(step) {
    clearTimeout(timer);
    limit = STEP;
    further = -1;
    history[step](null, "", address());
    run(box.value.trim(), narrowing());
  }
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => changed("replaceState"), 2 * PAUSE); });
  form.addEventListener("change", (event) => {
    if (event.target === fields.get("unit") && fields.has("role")) fields.get("role").value = "";
    if (event.target.matches("select")) changed("pushState");
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); changed("pushState"); });
  clear.addEventListener("click", () => { for (const field of fields.values()) field.value = ""; changed("pushState"); box.focus(); });
  more.addEventListener("click", () => {
    further = list.children.length;
    limit += STEP;
    run(box.value.trim(), narrowing());
  });
  addEventListener("popstate", () => { clearTimeout(timer); limit = STEP; further = -1; read(""); });
  // What was typed while this was being loaded stays, and comes into the address.
  const typed = box.value;
  read(typed);
  if (typed) history.replaceState(null, "", address());
}
