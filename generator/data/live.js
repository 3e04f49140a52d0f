// Live preview: reloads the page when the site is made anew, and lists what is wrong with it.
// The address of this script holds the version that the page was made of.
(() => {
  "use strict";
  const mine = new URL(document.currentScript.src).searchParams.get("v");
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
  let source = null;

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
    if (host) host.remove();
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

  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource("/-/live");
    source.addEventListener("message", (event) => {
      const state = JSON.parse(event.data);
      if (state.version === mine) show(state.problems);
      else location.reload();
    });
  };

  // A browser opens six connections to one server: a tab nobody sees gives its own back.
  const close = () => {
    if (source) source.close();
    source = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
