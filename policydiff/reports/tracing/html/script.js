(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const on = (target, type, does) => target && target.addEventListener(type, does);
  const phrases = one("#phrases").dataset;
  const phrase = (name, parts) => phrases[name].replace(/\{(\w+)\}/g, (_, key) => parts[key]);
  const visible = element => !element.closest("[hidden], details:not([open])");
  const unfold = element => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  root.classList.add("js");

  /* every quotation once, round and round */
  const stops = all("[data-say]");
  const place = one("#place");
  let at = -1;
  const show = (number, seen) => { place.value = `${number} / ${seen.length}`; };
  function step(direction) {
    const seen = stops.filter(visible);
    if (!seen.length) return;
    const below = seen.findIndex(stop => stop.getBoundingClientRect().top > 100);
    const first = direction > 0 ? Math.max(below, 0) : (below < 1 ? seen.length : below) - 1;
    const number = at < 0 ? first : (seen.indexOf(stops[at]) + direction + seen.length) % seen.length;
    at = stops.indexOf(seen[number]);
    seen[number].focus({ preventScroll: true });
    seen[number].scrollIntoView({ block: "center" });
    show(number + 1, seen);
    one("#announce").textContent = phrase("stop", { at: number + 1, all: seen.length, say: seen[number].dataset.say });
  }
  on(one("#previous"), "click", () => step(-1));
  on(one("#next"), "click", () => step(1));
  on(document, "keydown", event => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape") all("details.menu[open]").forEach(menu => { menu.open = false; });
  });

  /* filters: none ticked shows all; kinds add up, `attributed` narrows */
  const boxes = all("[data-filter]");
  const shown = one("#shown");
  const reset = one("#reset");
  const ticked = () => boxes.filter(box => box.checked).map(box => box.dataset.filter);
  function filter() {
    const chosen = ticked();
    const kinds = chosen.filter(name => name !== "attributed");
    const wanted = card => {
      const own = card.dataset.kinds.split(" ");
      return (!kinds.length || kinds.some(kind => own.includes(kind))) && (kinds.length === chosen.length || own.includes("attributed"));
    };
    const cards = all(".card");
    cards.forEach(card => { card.hidden = !wanted(card); });
    all(".row").forEach(row => { row.hidden = chosen.length > 0 && !one(".card:not([hidden])", row); });
    all(".fold").forEach(fold => { fold.hidden = chosen.length > 0; });
    all(".chapter").forEach(chapter => { chapter.hidden = chosen.length > 0 && !one(".row:not([hidden])", chapter); });
    const signs = boxes.filter(box => box.checked).map(box => phrase("sign", { sign: box.value })).join("");
    shown.hidden = !chosen.length;
    shown.textContent = chosen.length ? phrase("shown", { signs, count: cards.filter(wanted).length }) : "";
    if (reset) reset.hidden = !chosen.length;
    at = -1;
    show("–", stops.filter(visible));
  }
  const untick = () => { boxes.forEach(box => { box.checked = false; }); filter(); };
  boxes.forEach(box => on(box, "change", filter));
  on(reset, "click", untick);

  /* an address leads to its place, even a folded one */
  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (!visible(target) && ticked().length) untick();
    unfold(target);
    const text = one("details", target);
    if (target.matches("tr") && text) text.open = true;
    target.scrollIntoView({ block: target.matches("h2, section") ? "start" : "center" });
  }
  on(window, "hashchange", arrive);

  /* views */
  all("[name=theme]").forEach(radio => on(radio, "change", () => {
    if (radio.value === "system") delete root.dataset.theme; else root.dataset.theme = radio.value;
  }));
  on(one("#unfold"), "click", () => all("main details").forEach(fold => { fold.open = true; }));
  on(one("#print"), "click", () => print());

  /* cite a quotation */
  on(document, "click", async event => {
    const menu = one("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    const button = event.target.closest && event.target.closest("[data-cite]");
    if (!button) return;
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.cite);
      button.textContent = phrases.copied;
    } catch {
      button.textContent = phrases.refused;
    }
    setTimeout(() => { button.textContent = label; }, 1600);
  });

  /* the contents fold where there is no room */
  const contents = one(".rail details");
  const small = matchMedia("(max-width: 75rem)");
  const foldContents = () => { contents.open = !small.matches; };
  on(small, "change", foldContents);
  foldContents();

  filter();
  arrive();
})();
