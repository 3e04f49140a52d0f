// One section of an issue, and how much of a list is shown. Without this sections stay links, and
// kinds and code are filtered all the same.
(() => {
  const bar = document.querySelector(".filter"), part = bar.querySelector("#part"), code = bar.querySelector("#code");
  const groups = [...document.querySelectorAll(".group")], said = bar.querySelector("output"), size = said.textContent;
  const papers = [...document.querySelectorAll(".group :is(.paper, .rows > li)")];
  const show = () => {
    const chosen = part ? decodeURIComponent(part.value.slice(1)) : "";
    for (const group of groups) group.hidden = !!chosen && group.id != chosen;
    const all = papers.length, n = papers.filter((one) => one.getClientRects().length).length;
    said.textContent = n == all ? size : said.dataset.words.replace("{n}", n).replace("{all}", all);
    bar.toggleAttribute("data-part", n != all);
  };
  bar.addEventListener("change", show);
  // A link to what is not shown shows everything again.
  const reveal = (hash) => {
    const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target || target.getClientRects().length) return;
    if (part) part.value = "";
    if (code) code.checked = false;
    for (const all of bar.querySelectorAll("#kind-all")) all.checked = true;
    show();
  };
  addEventListener("click", (event) => reveal(event.target.closest?.("a[href^='#']")?.hash), true);
  addEventListener("hashchange", () => reveal(location.hash));
  if (part?.value || bar.querySelector("#code:checked, [type=radio]:checked:not(#kind-all)")) show(); // as the browser remembers it
})();
