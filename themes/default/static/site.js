// Remembered choices, the day of the last visit, language links that keep the reading place,
// T to switch, / to search.
(() => {
  const root = document.documentElement, self = document.currentScript;
  const find = (query) => document.querySelector(query);
  const recall = (key) => { try { return localStorage.getItem("jianbao-" + key) || ""; } catch { return ""; } };
  const remember = (key, value) => {
    try { value ? localStorage.setItem("jianbao-" + key, value) : localStorage.removeItem("jianbao-" + key); } catch {}
  };

  // The days of this visit and of the one before, for what is marked as new. Sites may share a host.
  const site = new URL("../", self.src).pathname;
  const now = new Date(), visits = "visits " + site;
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const latest = recall(visits).slice(0, 10);
  if (latest != today) remember(visits, `${today} ${latest}`.trim());

  // The item or heading being read; none near the top of the page.
  const place = () => {
    if (scrollY < 200) return "";
    let nearest = "";
    for (const one of document.querySelectorAll("main :is(article, section, h2, h3, h4)[id]"))
      if (!one.closest(".other") && one.getClientRects().length && one.getBoundingClientRect().top < innerHeight / 3)
        nearest = one.id;
    return nearest;
  };
  const toward = (event) => {
    const link = event.target.closest?.(".tongue a, .door");
    if (!link) return;
    if (link.closest(".tongue")) link.hash = place();
    if (event.type == "click") remember("lang", link.lang.slice(0, 2));
  };
  for (const type of ["pointerdown", "click", "auxclick"]) addEventListener(type, toward, true);

  // The bar comes back as soon as the reader scrolls up.
  let last = 0;
  addEventListener("scroll", () => {
    const up = last - scrollY;
    if (up < 0 || (up > 3 && up < 300)) root.toggleAttribute("data-up", up > 0);
    last = scrollY;
  }, { passive: true });

  // Where the reader is, marked in the list of contents as long as that is seen. Nothing is measured
  // before the first paint: a phone, where contents stand elsewhere or nowhere, never measures.
  const marks = new Map();
  for (const link of document.querySelectorAll(".rail .toc a[href^='#']")) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part) marks.set(part, link);
  }
  if (marks.size > 1) {
    let now, due = 0, seen = false;
    const look = () => {
      due = 0;
      let link;
      const end = scrollY > 0 && scrollY + innerHeight > root.scrollHeight - 3;
      for (const [part, its] of marks) {
        const [box] = part.getClientRects();
        if (box && box.top < (end ? innerHeight : innerHeight / 3)) link = its;
      }
      if (link == now) return;
      now?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      const list = link?.closest(".stick"), below = link && link.offsetTop - list.clientHeight / 2;
      if (list?.scrollHeight > list?.clientHeight) list.scrollTop = below;
      now = link;
    };
    addEventListener("scroll", () => { if (seen) due ||= requestAnimationFrame(look); }, { passive: true });
    new IntersectionObserver(([{ isIntersecting }]) => { if ((seen = isIntersecting)) look(); }).observe(find(".rail .toc"));
  }

  // 双语; details are opened here where CSS alone cannot.
  const both = find("#both");
  if (both) {
    const show = () => {
      root.toggleAttribute("data-both", both.checked);
      if (!CSS.supports("selector(::details-content)"))
        for (const other of document.querySelectorAll(".other")) other.open = both.checked;
    };
    both.checked = both.checked || root.hasAttribute("data-both");
    both.onchange = () => { remember("both", both.checked && "1"); show(); };
    show();
  }

  // What few visits want comes when it is wanted: stars with the first of them or where some are
  // kept, previews of references with the first that is pointed at, buttons when a citation is near.
  const fetched = new Map();
  const fetchOnce = (src, then) => {
    if (fetched.has(src)) return;
    const script = Object.assign(document.createElement("script"), { src, onload: then, onerror: () => fetched.delete(src) });
    script.dataset.failed = self.dataset.failed;
    fetched.set(src, document.head.appendChild(script));
  };
  const stars = document.querySelectorAll(".star");
  for (const star of stars) {
    star.dataset.on = "";
    star.onclick = () => fetchOnce(self.dataset.stars, () => star.click());
  }
  const starred = () => {
    if ((stars.length || find("#stars")) && recall("stars " + site)) fetchOnce(self.dataset.stars);
  };
  for (const type of ["storage", "pageshow"]) addEventListener(type, starred);
  const cite = find("#cite");
  if (cite)
    new IntersectionObserver(([{ isIntersecting }], seer) => {
      if (!isIntersecting) return;
      seer.disconnect();
      fetchOnce(cite.dataset.script);
    }, { rootMargin: "50%" }).observe(cite);
  const refs = find("#refs")?.dataset.script;
  if (refs)
    for (const type of ["pointerover", "focusin"])
      addEventListener(type, ({ target }) => { if (target.closest?.(".cite, .footnote")) fetchOnce(refs); });

  // Buttons that mean something only with a script.
  const turn = (id, key, states) => {
    const button = find(id);
    if (!button) return;
    let now = Math.max(0, states.findIndex(([value]) => value == recall(key)));
    const say = () => {
      button.textContent = button.dataset[states[now][1]];
      if (key == "colours") states[now][0] ? root.dataset.theme = states[now][0] : delete root.dataset.theme;
    };
    button.hidden = false;
    button.onclick = () => { now = (now + 1) % states.length; remember(key, states[now][0]); say(); };
    say();
  };
  turn("#colours", "colours", [["", "auto"], ["light", "light"], ["dark", "dark"]]);
  turn("#keys", "keys", [["", "on"], ["off", "off"]]);

  addEventListener("keydown", (event) => {
    const wanted = { t: ".tongue a:not([aria-current])", "/": find("#q") ? "#q" : "#search" }[event.key];
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey || recall("keys")) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    const one = find(wanted);
    if (!one) return;
    event.preventDefault();
    one.id == "q" ? one.focus() : one.click();
  });
})();
