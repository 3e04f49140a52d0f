// Citations to copy, and to keep as a file.
(() => {
  const words = document.querySelector("#cite").dataset;
  const button = (label, act) => Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: label, onclick: act });
  for (const text of document.querySelectorAll("#cite [data-copy]")) {
    const said = text.textContent, file = text.dataset.copy;
    const copy = button(words.copy, () => navigator.clipboard.writeText(said).then(
      () => { copy.textContent = words.copied; setTimeout(() => copy.textContent = words.copy, 2000); },
      () => getSelection().selectAllChildren(text)));
    const keep = file && button(words.keep, () => {
      const link = Object.assign(document.createElement("a"), { download: file, href: URL.createObjectURL(new Blob([said])) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    const acts = document.createElement(file ? "p" : "span");
    acts.lang = document.documentElement.lang;
    acts.append(copy, keep || "");
    file ? text.before(acts) : text.append(" ", acts);
  }
})();
