(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const on = (target, type, does) => target && target.addEventListener(type, does);
  const menu = one(".menu");
  const phrases = one("#phrases").dataset;
  const phrase = (name, parts) => phrases[name].replace(/\{(\w+)\}/g, (_, key) => parts[key]);
  const announce = text => { one("#announce").textContent = text; };
  const visible = element => !element.closest("[hidden], details:not([open])");
  const edges = element => element.getBoundingClientRect();
  const bring = element => element.scrollIntoView({ block: element.matches("tbody, h2, h3") ? "start" : "center" });
  const unfold = element => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  root.classList.add("js");

  /* every change once, round and round */
  const stops = all("[data-say]");
  const place = one("#place");
  let seen = []; /* stops that no filter hides */
  let at = -1;
  let current = [];
  const show = number => { if (place) place.value = `${number} / ${seen.length}`; };
  function step(direction) {
    if (!seen.length) return;
    if (at < 0) at = firstBelow() - (direction > 0);
    at = (at + direction + seen.length) % seen.length;
    const stop = seen[at];
    current.forEach(mark => mark.classList.remove("current"));
    current = stop.dataset.diff ? all(`[data-diff="${stop.dataset.diff}"]`) : [];
    current.forEach(mark => mark.classList.add("current"));
    stop.focus({ preventScroll: true });
    bring(stop);
    show(at + 1);
    announce(phrase("stop", { at: at + 1, all: seen.length, say: stop.dataset.say }));
  }
  /* to ask where a row is lays out its table: tables are asked first */
  function firstBelow() {
    let low = 0;
    for (let high = seen.length; low < high;) {
      const middle = (low + high) >> 1;
      if (edges(seen[middle].closest(".part") || seen[middle]).bottom > 100) high = middle; else low = middle + 1;
    }
    while (low < seen.length && edges(seen[low]).top <= 100) low++;
    return low;
  }
  on(one("#previous"), "click", () => step(-1));
  on(one("#next"), "click", () => step(1));
  on(document, "keydown", event => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape") {
      query.value = "";
      find();
      menu.open = false;
    }
    single(event);
  });
  /* single keys are off until they are switched on: who dictates or types elsewhere must not set them off */
  const keys = one("#keys");
  function single(event) {
    if (!keys.checked || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input:not([type=checkbox]), textarea")) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(-1);
    if (event.key === "/") { event.preventDefault(); query.focus(); }
  }

  /* filters: none ticked shows all; kinds add up; the choice lives in the address */
  const boxes = all("[data-filter]");
  const items = all("[data-kinds]");
  const rows = all("[data-kinds]:not(.chapter)");
  const folds = all(".fold");
  const holders = all(".part, .chapter");
  const outer = all(".outside-block, .outside-row");
  const shown = one("#shown");
  const reset = one("#reset");
  const told = one("#told"); /* leave out rows in which nothing but uniform substitutions changed the words */
  const ticked = () => boxes.filter(box => box.checked);
  function filter() {
    const chosen = ticked();
    const without = !!told && told.checked;
    const any = chosen.map(box => `[data-kinds~=${box.dataset.filter}]`).join() || "*";
    const wanted = new Set(items.filter(item => item.matches(any) && !(without && "told" in item.dataset)));
    const filled = new Set([...wanted].flatMap(item => [item.closest(".fold"), item.closest(".part"), item.closest(".chapter")]));
    rows.forEach(row => { row.hidden = !wanted.has(row); });
    folds.forEach(fold => {
      fold.hidden = !filled.has(fold);
      if (chosen.length && !fold.hidden) one("details", fold).open = true;
    });
    holders.forEach(holder => { holder.hidden = chosen.length > 0 && !filled.has(holder); });
    outer.forEach(part => { part.hidden = chosen.length > 0; });
    const signs = chosen.map(box => phrase("sign", { sign: box.value })).join("");
    const line = chosen.length ? "shown" : without ? "leftout" : "";
    shown.hidden = !line;
    shown.textContent = line ? phrase(line, { signs, count: wanted.size, all: items.length }) + (wanted.size ? "" : phrases.none) : "";
    if (line) announce(shown.textContent);
    root.classList.toggle("told-on", without);
    if (reset) reset.hidden = !chosen.length;
    at = -1;
    seen = stops.filter(visible);
    show("–");
    survey();
  }
  function remember() {
    const kinds = ticked().map(box => box.dataset.filter).join("+");
    try {
      if (kinds) history.replaceState(null, "", `#show=${kinds}`);
      else if (location.hash.startsWith("#show=")) history.replaceState(null, "", location.pathname + location.search);
    } catch { /* in the frame of a notebook there is no address to remember anything in */ }
  }
  function restore() {
    if (!location.hash.startsWith("#show=")) return;
    const kinds = location.hash.slice(6).split("+");
    boxes.forEach(box => { box.checked = kinds.includes(box.dataset.filter); });
  }
  const refilter = () => { remember(); filter(); };
  const untick = () => boxes.forEach(box => { box.checked = false; });
  boxes.forEach(box => on(box, "change", refilter));
  on(reset, "click", () => { untick(); refilter(); });
  on(told, "change", filter);
  all("[data-mark]").forEach(box => on(box, "change", () =>
    all(`td [data-bulk="${box.dataset.mark}"]`).forEach(mark => mark.classList.toggle("marked", box.checked))));

  /* an address leads to a row, even a folded one; if its text has changed, to the place it had */
  function arrive() {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name || name.startsWith("show=")) return;
    const parts = /^([no].*)-[0-9a-f]{6}$/.exec(name);
    let target = document.getElementById(name);
    if (!target && parts) {
      target = all("[id]").find(element => element.id.startsWith(`${parts[1]}-`));
      shown.hidden = false;
      shown.textContent = phrases.stale;
      announce(phrases.stale);
    }
    if (!target) return;
    if (!visible(target) && ticked().length) { untick(); filter(); }
    unfold(target);
    bring(target);
  }

  /* search across marks; widths and case folded */
  const notes = ".order, .tag, .source, .chip, .void, .caret, .break, .echo, .folded-name";
  const narrow = text => text.replace(/[\uff01-\uff5e]|\p{Lu}/gu, c => {
    const folded = (c > "\uff00" ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : c).toLowerCase();
    return folded.length === c.length ? folded : c;
  });
  const query = one("#query");
  const most = 5000;
  let hits = [];
  let hit = -1;
  let texts; /* of all cells, read on the first search */
  function read(cell) {
    const nodes = [];
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
      !node.matches ? NodeFilter.FILTER_ACCEPT : node.matches(notes) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
    let text = "";
    while (walk.nextNode()) { nodes.push([text.length, walk.currentNode]); text += walk.currentNode.data; }
    return [nodes, narrow(text)];
  }
  function hitsIn([nodes, text], wanted) {
    let at = 0;
    const spot = offset => { /* asked from left to right */
      while (at + 1 < nodes.length && nodes[at + 1][0] <= offset) at++;
      return [nodes[at][1], offset - nodes[at][0]];
    };
    for (let i = text.indexOf(wanted); i >= 0 && hits.length < most; i = text.indexOf(wanted, i + wanted.length)) {
      const [startContainer, startOffset] = spot(i);
      const [endContainer, end] = spot(i + wanted.length - 1);
      hits.push(new StaticRange({ startContainer, startOffset, endContainer, endOffset: end + 1 }));
    }
  }
  function find() {
    const wanted = narrow(query.value.trim());
    hits = [];
    hit = -1;
    if (wanted) {
      texts ||= all(".collation td.old, .collation td.new, .collation td.both, .folded > [lang]").map(read);
      texts.forEach(text => hitsIn(text, wanted));
    }
    if ("highlights" in CSS) {
      const highlight = new Highlight();
      hits.forEach(range => highlight.add(range));
      CSS.highlights.set("find", highlight);
    }
    one("#hits").value = wanted ? phrase("hits", { count: hits.length >= most ? `${most}+` : hits.length }) : "";
  }
  on(query, "input", event => { if (!event.isComposing) find(); });
  on(query, "compositionend", find);
  on(query, "keydown", event => {
    if (event.key !== "Enter" || event.isComposing || !hits.length) return;
    hit = (hit + (event.shiftKey ? -1 : 1) + hits.length) % hits.length;
    const element = hits[hit].startContainer.parentElement;
    unfold(element);
    bring(element);
    one("#hits").value = phrase("hit", { at: hit + 1, count: hits.length });
  });

  /* views */
  all("[data-view]").forEach(box => on(box, "change", () => { root.classList.toggle(box.dataset.view, box.checked); survey(); }));
  all("[name=theme]").forEach(radio => on(radio, "change", () => {
    if (radio.value === "system") delete root.dataset.theme; else root.dataset.theme = radio.value;
  }));
  on(one("#print"), "click", () => print());
  let opened = [];
  on(window, "beforeprint", () => {
    opened = one("#print-all").checked ? all(".fold details:not([open])") : [];
    opened.forEach(fold => { fold.open = true; });
  });
  on(window, "afterprint", () => opened.forEach(fold => { fold.open = false; }));

  /* selections stay in one column */
  on(document, "mousedown", event => {
    const cell = event.target.closest && event.target.closest(".collation td");
    ["old", "new"].forEach(side => root.classList.toggle(`select-${side}`, !!cell && cell.classList.contains(side)));
  });

  /* cite a clause; copy a row, as words and as markup */
  function clean(cell) {
    const copy = cell.cloneNode(true);
    all(notes, copy).forEach(note => note.remove());
    return copy;
  }
  function spoken(cell) {
    const copy = clean(cell);
    all("ins, del", copy).forEach(mark => {
      mark.prepend(mark.matches("ins") ? phrases.insert : phrases.delete);
      mark.append(phrases.close);
    });
    return copy.textContent;
  }
  const cells = (row, side) => all(row.matches(".folded") ? `.${side}` : `td.${side}`, row);
  const sides = button => ["old", "new", "both"].map(side => cells(button.closest("tbody"), side)).filter(found => found.length);
  const copies = {
    cite: button => ({ "text/plain": button.dataset.cite }),
    row: button => ({
      "text/plain": sides(button).map(cells => cells.map(spoken).join("")).join("\n"),
      "text/html": `<table><tr>${sides(button).map(cells => `<td>${cells.map(cell => clean(cell).innerHTML).join("")}</td>`).join("")}</tr></table>`,
    }),
  };

  /* the visible rows as a table for a spreadsheet; a text that begins like a formula is kept from being one */
  const field = text => {
    const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replace(/"/g, '""')}"`;
  };
  const words = (row, selector) => all(selector, row).map(element => element.textContent.trim()).filter(Boolean);
  function record(row) {
    const text = side => cells(row, side).map(cell => clean(cell).textContent).join("").trim();
    const kinds = row.dataset.kinds.split(" ").map(kind => (boxes.find(box => box.dataset.filter === kind) || { value: "" }).value);
    const name = row.dataset.name || words(row, ".path")[0];
    return [name, kinds.join(""), text("old"), text("new") || cells(row, "both").map(spoken).join(""), words(row, ".changes li").join("；")];
  }
  on(one("#csv"), "click", () => {
    const rows = all("tbody.pair, .folded").filter(row => !row.closest("[hidden]")).map(record);
    const text = [phrases.columns.split("\t"), ...rows].map(line => line.map(field).join(",")).join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
    link.download = phrases.file;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  on(document, "click", async event => {
    if (!menu.contains(event.target)) menu.open = false;
    const button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    const label = button.textContent;
    const parts = Object.entries(copies[button.dataset.copy](button)).map(([type, text]) => [type, new Blob([text], { type })]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
      button.textContent = phrases.copied;
    } catch {
      button.textContent = phrases.refused;
    }
    setTimeout(() => { button.textContent = label; }, 1600);
  });

  /* the strip at the edge */
  const strip = one(".overview");
  const large = one("body.large") !== null;
  const bars = all(".overview [data-at]");
  const span = (bar, top, size) => {
    bar.setAttribute("y", 1000 * top / root.scrollHeight);
    bar.setAttribute("height", 1000 * size / root.scrollHeight);
  };
  const slide = () => span(one(".window", strip), scrollY, innerHeight);
  function survey() {
    if (!strip) return;
    strip.classList.toggle("off", large && ticked().length > 0);
    if (large) return; /* asking where each row is would lay out all of them */
    const units = all(strip.dataset.unit);
    const places = bars.map(bar => edges(units[bar.dataset.at]));
    bars.forEach((bar, number) => span(bar, places[number].top + scrollY, places[number].height * .9));
    slide();
  }
  if (strip) {
    slide();
    on(window, "scroll", slide);
    on(window, "resize", survey);
    document.addEventListener("toggle", survey, true);
    on(strip, "click", event => {
      const { top, height } = edges(strip);
      scrollTo(0, root.scrollHeight * (event.clientY - top) / height - innerHeight / 2);
    });
  }

  /* the contents fold where there is no room, and follow the reader where there is */
  const contents = one(".rail details");
  const small = matchMedia("(max-width: 75rem)");
  const foldContents = () => { contents.open = !small.matches; };
  on(small, "change", foldContents);
  foldContents();
  const entries = new Map(all(".rail a").map(link => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver(seen => seen.filter(entry => entry.isIntersecting).forEach(entry => {
    entries.forEach(other => other.removeAttribute("aria-current"));
    entries.get(entry.target.id).setAttribute("aria-current", "true");
  }), { rootMargin: "-15% 0px -75% 0px" });
  all("tbody.pair, .chapter > [id]").filter(target => entries.has(target.id)).forEach(target => watch.observe(target));

  restore();
  filter();
  arrive();
  on(window, "hashchange", () => { restore(); filter(); arrive(); });
})();
