// Live preview. When the site is made anew, what has changed on this page is changed in place: the
// page as it came from the server is kept, the new one is held against it, and the differences are
// made where the reader is. What scripts and the reader have done to the page stays: scroll, open
// details, focus, choices. Where that will not do, the page is loaded again. What is wrong is listed
// on top. The address of this script holds the version that the page was made of.
(() => {
  "use strict";
  const WHERE = "jianbao-live " + location.pathname;
  let mine = new URL(document.currentScript.src).searchParams.get("v");
  let ok = (performance.getEntriesByType("navigation")[0]?.responseStatus || 200) < 400;
  let told = { version: mine, problems: [] };

  // The page as it came: this script runs before all others that wait for the page.
  const here = new WeakMap(); // a node as it came → the node that stands for it in the page
  const pair = (came, node) => {
    here.set(came, node);
    came.childNodes.forEach((child, at) => pair(child, node.childNodes[at]));
  };
  let past = document.documentElement.cloneNode(true);
  pair(past, document.documentElement);

  // Differences
  const LIVE = "script[src^='/-/live.js']";
  const scripts = (root) => [...root.querySelectorAll("script, meta[http-equiv]")]
    .filter((one) => !one.matches(LIVE)).map((one) => one.outerHTML).join();
  const owned = (nodes) => {
    const all = new Set();
    for (const node of nodes) all.add(here.get(node));
    return all;
  };
  class Stale extends Error {}

  // A style sheet goes when the new one has come, so that nothing is ever without style.
  const restyle = (link, href) => {
    const next = link.cloneNode();
    next.href = href;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
    return next;
  };
  const attributes = (from, to, node) => {
    for (const { name, value } of [...to.attributes])
      if (from.getAttribute(name) !== value) {
        if (name === "href" && node.matches("link[rel~=stylesheet]")) node = restyle(node, value);
        else node.setAttribute(name, value);
      }
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) node.removeAttribute(name);
    return node;
  };

  // Which children stay: the same ones, then from each to the next those of a kind.
  const kind = (node) => node.nodeName + " " + (node.id || "") + (node.rel || "") + (node.media || "");
  const matched = (from, to) => {
    const kept = new Map();
    let first = 0, last = 0;
    const most = Math.min(from.length, to.length);
    while (first < most && from[first].isEqualNode(to[first])) kept.set(to[first], from[first++]);
    while (last < most - first && from.at(-1 - last).isEqualNode(to.at(-1 - last))) {
      kept.set(to.at(-1 - last), from.at(-1 - last));
      last += 1;
    }
    const olds = from.slice(first, from.length - last), news = to.slice(first, to.length - last);
    const tell = (node) => node.nodeType === 1 && (node.id || node.textContent.length > 8);
    let at = 0, gap = [];
    const close = (end) => {
      for (const node of gap) {
        const next = olds.findIndex((old, place) => place >= at && place < end && kind(old) === kind(node));
        if (next >= 0) { kept.set(node, olds[next]); at = next + 1; }
      }
      gap = [];
    };
    for (const node of news) {
      const next = tell(node) ? olds.findIndex((old, place) => place >= at && old.isEqualNode(node)) : -1;
      if (next < 0) { gap.push(node); continue; }
      close(next);
      kept.set(node, olds[next]);
      at = next + 1;
    }
    close(olds.length);
    return kept;
  };

  // What scripts have made of a place, or will make of a new one, they must make again.
  const HANDLED = "button, input, select, textarea, script, [id]";
  const handled = (node) => node.nodeType === 1 && (node.matches(HANDLED) || node.querySelector(HANDLED));
  const worked = (from, node) => {
    const all = owned(from.childNodes);
    return node !== document.body && node !== document.head && [...node.childNodes].some((one) => !all.has(one));
  };
  const change = (from, to, act) => {
    if (from.isEqualNode(to)) return pairAgain(from, to);
    let node = here.get(from);
    if (!node?.isConnected) throw new Stale();
    if (from.nodeType !== 1) {
      act.push(() => { node.data = to.data; });
      here.set(to, node);
      return;
    }
    const kept = matched([...from.childNodes], [...to.childNodes]), staying = new Set(kept.values());
    const going = [...from.childNodes].filter((one) => !staying.has(one));
    const changed = [...to.childNodes].some((one) => one.nodeType === 3 ? !kept.get(one)?.isEqualNode(one) : !kept.has(one));
    const above = from.parentElement;
    if ((going.length || changed) && (worked(from, node) || (above && worked(above, here.get(above))))) throw new Stale();
    if (going.some(handled)) throw new Stale();
    act.push(() => {
      node = attributes(from, to, node);
      here.set(to, node);
      for (const one of going) here.get(one)?.remove();
    });
    for (const child of to.childNodes) {
      if (kept.has(child)) change(kept.get(child), child, act);
      else if (handled(child)) throw new Stale();
      else act.push(() => {
        const made = document.importNode(child, true);
        pair(child, made);
        const before = child.previousSibling && here.get(child.previousSibling);
        before ? before.after(made) : node.prepend(made);
      });
    }
  };
  const pairAgain = (from, to) => {
    here.set(to, here.get(from));
    to.childNodes.forEach((child, at) => pairAgain(from.childNodes[at], child));
  };

  // Loading again: open details and the focus are found where they were.
  const path = (node) => {
    const steps = [];
    for (; node && node !== document.body; node = node.parentElement) {
      if (node.id) { steps.unshift("#" + CSS.escape(node.id)); break; }
      const alike = [...node.parentElement.children].filter((one) => one.localName === node.localName);
      steps.unshift(`${node.localName}:nth-of-type(${alike.indexOf(node) + 1})`);
    }
    return steps.join(" > ");
  };
  const reload = () => {
    const open = [...document.querySelectorAll("details")].filter((one) => one.open).map(path);
    const focus = document.activeElement === document.body ? "" : path(document.activeElement);
    try { sessionStorage.setItem(WHERE, JSON.stringify({ open, focus })); } catch {}
    location.reload();
  };
  const restore = () => {
    let saved;
    try { saved = JSON.parse(sessionStorage.getItem(WHERE)); sessionStorage.removeItem(WHERE); } catch {}
    if (!saved) return;
    for (const one of saved.open) { const found = document.querySelector(one); if (found) found.open = true; }
    if (saved.focus) document.querySelector(saved.focus)?.focus({ preventScroll: true });
  };
  addEventListener("load", restore);

  // The new page
  let asking = false;
  const renew = async () => {
    if (asking) return;
    asking = true;
    try {
      while (told.version !== mine) {
        const wanted = told.version;
        const answer = await fetch(location.href, { cache: "no-store" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
        if (answer.status >= 500 && ok) {
          mine = wanted;
          show([...told.problems, JSON.parse(page.querySelector("#problem").dataset.told)]);
          return;
        }
        if (answer.ok !== ok || scripts(page) !== scripts(past)) throw new Stale();
        const act = [];
        change(past, page, act);
        for (const one of act) one();
        past = page;
        mine = new URL(page.querySelector(LIVE).src, location.href).searchParams.get("v");
        document.dispatchEvent(new Event("jianbao:renewed"));
        if (mine !== wanted && told.version === wanted) break; // a newer one is being announced
      }
      show(told.problems);
    } catch (error) {
      if (error instanceof Stale) reload();
      else if (!(error instanceof TypeError)) throw error; // the server is gone; it tells when it is back
    } finally {
      asking = false;
    }
  };
  const hear = (data) => {
    told = JSON.parse(data);
    if (document.hidden) return;
    if (told.version === mine) show(told.problems);
    else renew();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) told.version === mine ? show(told.problems) : renew();
  });

  // Problems
  const STYLE = `
    :host { all: initial; }
    section { position: fixed; inset: 0 0 auto; z-index: 2147483647; max-height: 60vh; overflow: auto;
      box-sizing: border-box; padding: 1rem 1.25rem; background: #2a1215; color: #fff;
      border-bottom: 3px solid #e5484d; font: 14px/1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace; }
    h2 { margin: 0 2rem .5rem 0; font-size: 15px; }
    ol { margin: 0; padding-left: 1.5rem; }
    li { margin: .35rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
    .place { color: #ffb3b5; }
    .hint { display: block; color: #d6c6c7; }
    button { position: absolute; top: .75rem; right: 1rem; font: inherit; cursor: pointer; color: inherit;
      background: none; border: 1px solid currentColor; border-radius: 3px; padding: 0 .5rem; }`;
  let host = null;
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const item = (problem) => {
    const line = element("li");
    const place = problem.path ? `${problem.path}:${problem.line}:${problem.column}: ` : "";
    line.append(element("span", place, "place"));
    line.append(`${problem.severity}${problem.code ? `[${problem.code}]` : ""}: ${problem.message}`);
    if (problem.hint) line.append(element("span", `hint: ${problem.hint}`, "hint"));
    return line;
  };
  const show = (problems) => {
    host?.remove();
    host = null;
    if (!problems.length) return;
    host = element("div");
    const root = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const box = element("section");
    box.setAttribute("role", "alert");
    const list = element("ol");
    list.append(...problems.map(item));
    const close = element("button", "×");
    close.type = "button";
    close.setAttribute("aria-label", "关闭 Close");
    close.addEventListener("click", () => show([]));
    box.append(element("h2", "构建有问题 · The build has problems"), list, close);
    root.append(box);
    document.body.append(host);
  };

  // A browser opens six connections to one server: all tabs share one, kept by a worker. Where there
  // are no such workers, a tab nobody sees gives its own back.
  let source = null;
  const alone = () => {
    const open = () => {
      if (source || document.hidden) return;
      source = new EventSource("/-/live");
      source.addEventListener("message", (event) => hear(event.data));
    };
    const close = () => { source?.close(); source = null; };
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
    addEventListener("pagehide", close);
    addEventListener("pageshow", open);
    open();
  };
  try {
    const { port } = (source = new SharedWorker("/-/tabs.js"));
    source.addEventListener("error", () => { source = null; alone(); }, { once: true });
    port.addEventListener("message", (event) => hear(event.data));
    port.start();
    addEventListener("pageshow", (event) => { if (event.persisted) port.postMessage("again"); });
  } catch {
    source = null;
    alone();
  }
})();
