// What is dated on or after the day of the last visit is marked; nothing is on a first one.
(() => {
  const { word, note } = document.currentScript.dataset, root = document.documentElement;
  const key = "jianbao-visits " + new URL("../", document.currentScript.src).pathname;
  let last = "";
  try { last = (localStorage.getItem(key) || "").slice(11); } catch {}
  if (!/^\d{4}-\d\d-\d\d$/.test(last)) return;
  const make = (name, words, sort) => Object.assign(document.createElement(name), { textContent: words, className: sort });
  let found;
  for (const one of document.querySelectorAll("[data-date]")) {
    if (one.dataset.date < last) continue;
    const head = one.querySelector("h2, h3, h4") || one;
    const mark = make("span", word, "mark new");
    mark.lang = root.lang;
    head.append(" ", mark);
    found = true;
  }
  if (!found) return;
  const day = new Date(last + "T12:00").toLocaleDateString(root.lang.replace(/^en$/, "en-GB"), { dateStyle: "long" });
  const words = make("p", note.replace("{date}", day), "note ui soft");
  (document.querySelector("main .body") || document.querySelector("main")).append(words);
})();
