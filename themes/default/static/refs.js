// A citation or a note shows what it leads to, near it; on touch it leads there as ever.
(() => {
  const LINKS = ".cite[href^='#'], .footnote a[href^='#']";
  if (!HTMLElement.prototype.showPopover) return;
  const box = document.createElement("div");
  box.id = "peek";
  box.className = "peek";
  box.popover = "manual";
  box.role = "tooltip";
  document.body.append(box);
  let link, due;

  // The words of a reference: its list item, or what stands between it and the next one.
  const words = (target) => {
    const range = document.createRange();
    range.selectNodeContents(target.matches(".ref") ? target.parentElement : target);
    if (target.matches(".ref")) {
      range.setStartBefore(target);
      let next = target.nextElementSibling;
      while (next && !next.matches(".ref")) next = next.nextElementSibling;
      if (next) range.setEndBefore(next);
    }
    const copy = range.cloneContents();
    for (const one of copy.querySelectorAll(".back, .tex")) one.remove();
    for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of copy.querySelectorAll("a.ref")) one.removeAttribute("href");
    for (const one of copy.querySelectorAll("a, [tabindex]")) one.tabIndex = -1;
    return copy;
  };
  const put = () => {
    const at = link.getClientRects()[0], width = document.documentElement.clientWidth;
    if (!at || at.bottom < 0 || at.top > innerHeight) return hide();
    const size = box.getBoundingClientRect();
    const above = at.bottom + 8 + size.height > innerHeight && at.top > size.height + 8;
    box.style.left = `${Math.max(12, Math.min(at.left - 12, width - size.width - 12))}px`;
    box.style.top = `${above ? at.top - size.height - 8 : at.bottom + 8}px`;
  };
  const show = (one) => {
    clearTimeout(due);
    if (one == link) return;
    const target = document.getElementById(decodeURIComponent(one.hash.slice(1)));
    hide();
    if (!target) return;
    link = one;
    box.lang = target.closest("[lang]").lang;
    box.replaceChildren(words(target));
    box.showPopover();
    put();
    link.setAttribute("aria-describedby", "peek");
  };
  const hide = () => {
    clearTimeout(due);
    link?.removeAttribute("aria-describedby");
    link = undefined;
    if (box.matches(":popover-open")) box.hidePopover();
  };
  const later = (act, wait) => { clearTimeout(due); due = setTimeout(act, wait); };

  addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType == "touch") return;
    const one = target.closest?.(LINKS);
    if (one) later(() => show(one), link ? 0 : 120);
    else if (box.contains(target)) clearTimeout(due);
    else if (link != document.activeElement) later(hide, 200);
  });
  addEventListener("focusin", ({ target }) => {
    if (target.matches(LINKS) && target.matches(":focus-visible")) show(target);
    else if (link && !box.contains(target)) hide();
  });
  addEventListener("focusout", ({ target }) => { if (target == link) hide(); });
  addEventListener("keydown", (event) => { if (event.key == "Escape" && link) hide(); });
  addEventListener("click", ({ target }) => { if (target.closest?.(LINKS)) hide(); });
  const asked = document.querySelector(`:is(${LINKS}):is(:hover, :focus-visible)`);
  if (asked) show(asked); // the one that this script was fetched for
  for (const type of ["scroll", "resize"]) addEventListener(type, () => { if (link) put(); }, { passive: true });
})();
