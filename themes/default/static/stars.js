// Items that a reader keeps, in this browser alone: path, titles in both languages, BibTeX. What is
// read back is never trusted: it is placed as text, and leads nowhere but into this site.
(() => {
  const root = new URL("../", document.currentScript.src), key = "jianbao-stars " + root.pathname;
  const { failed } = document.currentScript.dataset, page = document.documentElement;
  const text = (value) => (typeof value == "string" ? value : "");
  const within = (path) => {
    try {
      const url = new URL(path, root + "zh/");
      return path && url.href.startsWith(root + "zh/") && !url.search && !url.hash ? path : "";
    } catch { return ""; }
  };
  const read = () => {
    let saved;
    try { saved = JSON.parse(localStorage.getItem(key)); } catch {}
    const seen = new Set(), sound = [];
    for (const one of Array.isArray(saved) ? saved : []) {
      const path = within(text(one?.path));
      if (!path || seen.has(path)) continue;
      seen.add(path);
      sound.push({ path, id: text(one.id), zh: text(one.zh), en: text(one.en), bib: text(one.bib) });
    }
    return sound;
  };
  const write = (stars) => {
    try {
      stars.length ? localStorage.setItem(key, JSON.stringify(stars)) : localStorage.removeItem(key);
      return true;
    } catch { return false; }
  };

  // What a page says of an item.
  const pathOf = (href) => within(decodeURI(new URL(href, location).href.slice(root.href.length)).replace(/^(zh|en)\//, "").replace(/(index\.html)?([?#].*)?$/, ""));
  const words = (node) => {
    const copy = node.cloneNode(true);
    for (const one of copy.querySelectorAll("annotation, .tex, .mark, .no, .vh")) one.remove();
    return copy.textContent.trim().replace(/\s+/g, " ");
  };
  const titles = (group) => {
    const said = { zh: "", en: "" };
    for (const one of group.querySelectorAll(".title, h2, h3, .alt")) said[one.closest("[lang]").lang.slice(0, 2)] ||= words(one);
    return said;
  };
  const citation = (place) => {
    const bib = place.querySelector("#cite pre[data-copy$='.bib']");
    return bib ? { bib: bib.textContent, id: bib.dataset.copy.slice(0, -4) } : {};
  };
  const asked = async (path) => {
    try {
      const answer = await fetch(new URL(path, `${root}${page.lang.slice(0, 2)}/`));
      return answer.ok ? citation(new DOMParser().parseFromString(await answer.text(), "text/html")) : {};
    } catch { return {}; }
  };
  const complete = async (path) => {
    const more = await asked(path);
    const stars = read(), one = stars.find((star) => star.path == path);
    if (one && more.bib) write(stars.map((star) => (star == one ? { ...star, ...more } : star)));
  };

  const buttons = [...document.querySelectorAll(".star")].map((button) => {
    const card = button.closest(".paper, .rows > li");
    const link = card?.querySelector("h2 > a, h3 > a");
    return { button, card: card || document, path: pathOf(link ? link.href : location.href), group: (card || document).querySelector("hgroup") };
  });
  const mark = () => {
    const kept = new Set(read().map((one) => one.path));
    for (const { button, path } of buttons) button.setAttribute("aria-pressed", kept.has(path));
  };
  for (const { button, card, path, group } of buttons) {
    button.onclick = () => {
      const stars = read(), others = stars.filter((one) => one.path != path);
      const star = { path, id: "", bib: "", ...titles(group), ...citation(card) };
      if (!write(others.length < stars.length ? others : [star, ...stars])) {
        const label = button.firstChild, before = label.data;
        label.data = failed;
        button.disabled = true;
        setTimeout(() => { label.data = before; button.disabled = false; }, 3000);
      } else if (others.length == stars.length && !star.bib) complete(path);
      mark();
    };
  }

  // The list on the front of a language.
  const list = document.querySelector("#stars");
  const fill = () => {
    const lang = page.lang.slice(0, 2), stars = read(), said = list.querySelector("output");
    list.hidden = !stars.length && !said.textContent;
    list.querySelector(".links button").hidden = !stars.length;
    list.querySelector("ul").replaceChildren(...stars.map((star) => {
      const other = lang == "zh" ? "en" : "zh", own = star[lang] ? lang : other;
      const row = document.createElement("li"), head = document.createElement("h3"), link = document.createElement("a");
      link.href = new URL(star.path, `${root}${lang}/`);
      link.textContent = star[own] || star.id || star.path;
      if (own != lang) head.lang = own == "zh" ? "zh-Hans" : "en";
      head.append(link);
      const out = document.createElement("button");
      Object.assign(out, { type: "button", className: "act", textContent: list.dataset.remove });
      out.setAttribute("aria-label", `${list.dataset.remove} · ${link.textContent}`);
      out.onclick = () => {
        const at = stars.indexOf(star);
        if (!write(read().filter((one) => one.path != star.path))) return;
        said.textContent = list.dataset.removed.replace("{title}", () => link.textContent);
        fill();
        const rest = list.querySelectorAll("li button");
        const next = rest[at] || rest[at - 1] || list.querySelector("h2");
        next.focus();
      };
      row.append(head, out);
      if (own == lang && star[other]) {
        const alt = Object.assign(document.createElement("p"), { className: "alt", textContent: star[other], lang: other == "zh" ? "zh-Hans" : "en" });
        row.append(alt);
      }
      return row;
    }));
  };
  if (list) {
    list.querySelector("h2").tabIndex = -1;
    list.querySelector(".links button").onclick = async () => {
      for (const one of read()) if (!one.bib) await complete(one.path);
      const stars = read(), cited = stars.filter((one) => one.bib);
      const bare = stars.length - cited.length;
      list.querySelector("output").textContent = bare ? list.dataset.missing.replace("{n}", bare) : "";
      if (!cited.length) return;
      const file = new Blob([cited.map((one) => one.bib.trim() + "\n").join("\n")], { type: "application/x-bibtex" });
      const link = Object.assign(document.createElement("a"), { download: "jianbao.bib", href: URL.createObjectURL(file) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    };
    fill();
  }
  mark();
  addEventListener("storage", (event) => { if (event.key == key || event.key === null) { mark(); if (list) fill(); } });
  addEventListener("pageshow", (event) => { if (event.persisted) { mark(); if (list) fill(); } });
})();
