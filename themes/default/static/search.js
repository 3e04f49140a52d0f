// Search. The index knows for every gram (two Chinese characters, three letters) which pages have it
// and how prominently; a page with all grams of what is asked is found, and read again before it is
// shown. How words become grams is told in generator/search/grams.py and must be the same here.
(() => {
  const find = (query) => document.querySelector(query);
  const form = find(".find"), box = find("#q"), said = find("#said"), results = find("#results"), start = find("#start");
  const facts = JSON.parse(form.dataset.facts), t = facts.words;
  const bundles = form.dataset.bundles.split(" ").filter(Boolean).map((one) => {
    const [name, bits, version] = one.split(":");
    return { name, bits: +bits, version, files: new Map() };
  });
  const narrowers = [...form.querySelectorAll("select")];
  const here = document.documentElement.lang, lang = here.slice(0, 2);
  const STEP = 20, MOST = 1000, FEW = 12, NEVER = 9, BESIDE = 4;

  // Words and grams
  const W = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  const N = "0-9a-z\\u00b5\\u00c0-\\u1fff";
  const wide = new RegExp(`[${W}]`, "u"), runs = new RegExp(`[${W}${N}]+`, "gu"), words = new RegExp(`[${N}]+`, "gu");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const termsOf = (query) => [...fold(query).matchAll(/["“”]([^"“”]+)["“”]|[^\s"“”]+/gu)].map((m) => m[1] ?? m[0]);
  const thin = (grams, step) => grams.filter((_, at) => at % step == 0 || at == grams.length - 1);
  const gramsOf = (terms) => {
    const needed = new Set(), wished = new Set();
    for (const run of terms.flatMap((term) => term.match(runs) ?? [])) {
      const chars = [...run];
      let pairs = chars.slice(1).map((c, at) => chars[at] + c).filter((pair) => wide.test(pair));
      if (chars.length == 1 && wide.test(run)) pairs = chars;
      for (const pair of thin(pairs, pairs.length > 6 ? 2 : 1)) needed.add(pair);
      for (const word of run.match(words) ?? []) {
        if (word == run && word.length < 3) wished.add("\0" + word);
        if (word.length == 2) needed.add(word);
        const threes = [...word].slice(2).map((_, at) => word.slice(at, at + 3));
        for (const three of thin(threes, 2)) needed.add(three);
      }
    }
    return { terms, needed: [...(needed.size ? needed : wished)].slice(0, 12), wished: [...wished] };
  };
  const bytes = new TextEncoder();
  const place = (gram) => {
    let mixed = ~0;
    for (const byte of bytes.encode(gram)) {
      mixed ^= byte;
      for (let bit = 0; bit < 8; bit++) mixed = (mixed >>> 1) ^ (mixed & 1 ? 0xedb88320 : 0);
    }
    return [~mixed >>> 24, ~mixed & 0x1fff];
  };

  // Files of the index, each fetched once
  const fetched = (bundle, part, read) => {
    if (!bundle.files.has(part)) {
      const got = fetch(`${facts.root}search/${bundle.name}/${part}.bin?v=${bundle.version}`)
        .then((reply) => { if (!reply.ok) throw new Error(`${reply.status} ${reply.url}`); return read(reply); });
      got.catch(() => bundle.files.delete(part));
      bundle.files.set(part, got);
    }
    return bundle.files.get(part);
  };
  const itemsOf = (bundle) => fetched(bundle, lang, async (reply) => {
    const lines = (await new Response(reply.body.pipeThrough(new DecompressionStream("deflate"))).text()).split("\n");
    const blocks = [], items = [];
    for (let at = 0; at < lines.length && lines[at]; ) {
      const [count, style, date, label] = lines[at++].split("\t");
      blocks.push(+count);
      for (let left = +count; left--; at++) {
        const [path, title, far, kind, topics, own = date, told = label] = lines[at].split("\t");
        items.push(path && { path, title, far, kind, style, topics: topics.split(" "), year: own.slice(0, 4), label: told });
      }
    }
    return { blocks, items };
  });
  const shardOf = (bundle, shard) =>
    fetched(bundle, shard.toString(16).padStart(2, "0"), async (reply) => new Uint8Array(await reply.arrayBuffer()));

  // How prominently each item of a bundle has a gram; NEVER where it does not
  const levelsOf = async (bundle, gram) => {
    const [drawer, key] = place(gram), spread = 8 - bundle.bits;
    const [{ blocks, items }, data] = await Promise.all([itemsOf(bundle), shardOf(bundle, drawer >> spread)]);
    const levels = new Uint8Array(items.length).fill(NEVER);
    let at = 0, first = 0;
    const number = () => { let value = 0, shift = 0, byte; do { byte = data[at++]; value |= (byte & 127) << shift; shift += 7; } while (byte > 127); return value; };
    for (const size of blocks) {
      for (let one = 0; one < 1 << spread; one++) {
        const length = number(), end = at + length;
        while (one == (drawer & ((1 << spread) - 1)) && at < end) {
          const entry = (data[at] << 8) | data[at + 1], count = data[at + 2];
          if (entry >> 3 > key) break;
          const have = (item) => { if (entry >> 3 == key) levels[first + item] = Math.min(levels[first + item], entry & 7); };
          at += 3;
          if (count > 127) have(count - 128);
          else if (count) for (let item = -1, left = count; left--; ) have((item += number() + 1));
          else for (let item = 0, from = at, last = (at += (size + 7) >> 3); from < last; from++, item += 8)
            for (let bit = 0; bit < 8; bit++) if ((data[from] >> bit) & 1) have(item + bit);
        }
        at = end;
      }
      first += size;
    }
    return levels;
  };
  const hitsIn = async (bundle, variants) => {
    const { items } = await itemsOf(bundle), scores = new Uint8Array(items.length).fill(255);
    await Promise.all(variants.map(async ({ needed, wished }, rank) => {
      const [all, wishes] = await Promise.all([needed, wished].map((grams) => Promise.all(grams.map((gram) => levelsOf(bundle, gram)))));
      items.forEach((_, at) => {
        const level = Math.max(...all.map((levels) => levels[at]));
        if (level < NEVER) scores[at] = Math.min(scores[at], level * 4 + (rank ? 2 : 0) + wishes.some((levels) => levels[at] == NEVER));
      });
    }));
    return items.flatMap((item, at) => (item && scores[at] < 255 ? [{ ...item, score: scores[at] }] : []));
  };

  // What is asked, in other words
  const known = [...start.querySelectorAll("[data-names]")].map((one) => ({
    id: one.dataset.topic, link: one.querySelector("a"), names: one.dataset.names.split("\n").map(fold),
  }));
  const within = (part, whole) => {
    if (wide.test(part)) return [...part].length > 1 && whole.includes(part);
    const at = part.length > 2 ? whole.indexOf(part) : -1;
    return at >= 0 && !/[0-9a-z]/.test(whole[at - 1] ?? " ");
  };
  const topicsFor = (query) => known
    .map((topic) => ({ ...topic, rank: Math.min(...topic.names.map((name) => (name == query ? 0 : within(query, name) ? 1 : within(name, query) ? 2 : NEVER))) }))
    .filter((topic) => topic.rank < NEVER).sort((a, b) => a.rank - b.rank).slice(0, 3);
  const otherWords = (query) => facts.terms
    .flatMap(([zh, en]) => [[fold(zh), fold(en)], [fold(en), fold(zh)]])
    .filter(([from]) => within(from, query)).sort((a, b) => b[0].length - a[0].length).slice(0, 1)
    .map(([from, to]) => ({ to, query: query.replace(from, ` ${to} `) }));

  // Text with what was asked marked in it, as nodes: nothing a reader types is ever read as HTML
  const spots = (text, terms) => {
    let folded = "";
    const from = [];
    for (let at = 0; at < text.length; ) {
      const char = String.fromCodePoint(text.codePointAt(at)), piece = fold(char);
      for (let one = 0; one < piece.length; one++) from.push(at);
      folded += piece;
      at += char.length;
    }
    from.push(text.length);
    const found = [];
    for (const part of terms.flatMap((term) => (folded.includes(term) ? [term] : term.match(runs) ?? [])))
      for (let at = folded.indexOf(part); at >= 0 && found.length < 200; at = folded.indexOf(part, at + part.length))
        found.push([from[at], from[at + part.length]]);
    return found.sort((a, b) => a[0] - b[0]);
  };
  const make = (name, attributes = {}, ...inside) => {
    const node = Object.assign(document.createElement(name), attributes);
    node.append(...inside);
    return node;
  };
  const marked = (text, found, begin = 0, end = text.length) => {
    const nodes = [];
    let at = begin;
    for (const [from, to] of found)
      if (from >= at && to <= end) { nodes.push(text.slice(at, from), make("mark", {}, text.slice(from, to))); at = to; }
    return [...nodes, text.slice(at, end)];
  };
  const excerpt = (main, terms) => {
    for (const block of main.querySelectorAll(".abs, .prose, .fields, .subtitle, .by, .places, .facts, main")) {
      const text = block.textContent.replace(/\s+/g, " ").trim(), found = spots(text, terms);
      if (!found.length) continue;
      const tongue = block.closest("[lang]")?.lang ?? here, room = wide.test(text.slice(found[0][0] - 9, found[0][1] + 9)) ? 36 : 80;
      let begin = Math.max(0, found[0][0] - room), end = Math.min(text.length, found[0][1] + room * 2);
      while (begin > 0 && begin < found[0][0] && /\w/.test(text[begin - 1]) && /\w/.test(text[begin])) begin++;
      while (end < text.length && /\w/.test(text[end - 1]) && /\w/.test(text[end])) end++;
      const line = make("span", { lang: tongue }, begin ? "…" : "", ...marked(text, found, begin, end), end < text.length ? "…" : "");
      return make("p", { className: "excerpt" }, line);
    }
    return null;
  };

  // A result is read again: it may have all the grams and yet not what was asked
  const check = async (hit, variants) => {
    const reply = await fetch(`../${encodeURI(hit.path)}`).catch(() => null);
    if (!reply?.ok) return true;
    const main = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("main");
    let text = fold(main?.textContent ?? "");
    main?.querySelectorAll("annotation").forEach((one) => one.remove());
    text += ` ${fold(main?.textContent ?? "")}`;
    const right = variants.find(({ terms }) => terms.every((term) => text.includes(term) || (term.match(runs) ?? []).every((run) => text.includes(run))));
    if (right) hit.excerpt = excerpt(main, variants.flatMap(({ terms }) => terms));
    return !!right;
  };
  const count = (key, n) => t[`${key}_${n == 1 ? "one" : "many"}`].replace("{n}", n);
  const row = (hit, terms) => {
    const link = make("a", { href: `../${encodeURI(hit.path)}` }, ...marked(hit.title, spots(hit.title, terms)));
    const head = make("h2", {}, link), topic = known.find((one) => one.id == hit.topics[0]);
    if (hit.far) {
      head.lang = hit.far == "zh" ? "zh-Hans" : "en";
      head.append(" ", make("span", { className: "mark", lang: here }, facts.marks[hit.far]));
    }
    const about = make("p", { className: "ui" }, make("span", {}, facts.kinds[hit.kind] ?? hit.kind));
    if (topic) about.append(make("span", { lang: topic.link.lang || here }, topic.link.textContent));
    const node = make("li", {}, head, make("span", { className: "num" }, hit.label), about);
    if (hit.excerpt) node.append(hit.excerpt);
    return node;
  };

  let turn = 0;
  const show = (hits, variants, topics, open = STEP) => {
    const terms = variants.flatMap((one) => one.terms), now = turn;
    const chosen = Object.fromEntries(narrowers.map((one) => [one.name, one.value]));
    const left = hits.filter((hit) => (!chosen.style || hit.style == chosen.style) && (!chosen.year || hit.year == chosen.year) && (!chosen.topic || hit.topics.includes(chosen.topic)));
    const list = make("ol", { className: "rows" }), beside = left.findIndex((hit) => hit.score >= BESIDE * 4);
    const watch = new IntersectionObserver((seen) => seen.forEach(async ({ isIntersecting, target }) => {
      if (!isIntersecting) return;
      watch.unobserve(target);
      const fine = target.hit.checked ??= check(target.hit, variants);
      if (!(await fine) && now == turn) {
        hits.splice(hits.indexOf(target.hit), 1);
        target.remove();
        left.splice(left.indexOf(target.hit), 1);
        said.textContent = told(left.length, variants);
      } else if (target.hit.excerpt) target.append(target.hit.excerpt);
    }), { rootMargin: "100px" });
    const reveal = (later) => {
      const node = Object.assign(row(later.hit, terms), { hit: later.hit });
      later.replaceWith(node);
      watch.observe(node);
      return node;
    };
    left.slice(0, MOST).forEach((hit, at) => {
      if (at == beside) list.append(make("li", { className: "label ui" }, t.beside));
      const later = make("li", { hidden: true, hit }, make("a", { href: `../${encodeURI(hit.path)}` }, hit.title));
      list.append(later);
      if (at < open) reveal(later);
    });
    const more = make("button", { type: "button", className: "btn", hidden: left.length <= open }, t.more_results);
    more.onclick = () => {
      [...list.querySelectorAll("li[hidden]")].slice(0, STEP).map(reveal)[0].querySelector("a").focus();
      more.hidden = !list.querySelector("li[hidden]");
    };
    const lead = make("p", { className: "ui leads", hidden: !topics.length }, `${t.search_topic} `);
    for (const { link } of topics) lead.append(make("a", { href: link.href, className: "topic", lang: link.lang || here }, link.textContent), " ");
    results.replaceChildren(...(topics.length ? [lead] : []), list, make("p", { className: "more" }, more));
    said.textContent = told(left.length, variants);
    start.hidden = left.length > 0;
  };
  const told = (n, variants) => {
    if (!n) return t.results_none;
    const also = variants[1] ? ` ${t.also_searched.replace("{words}", variants[1].to)}` : "";
    return count("results", n) + (n > MOST ? ` ${t.results_first.replace("{n}", MOST)}` : "") + also;
  };

  const search = async () => {
    const now = ++turn, asked = new URLSearchParams(location.search), query = fold(asked.get("q") ?? "").trim();
    box.value = asked.get("q") ?? "";
    for (const one of narrowers) { one.value = asked.get(one.name) ?? ""; if (!one.value) one.value = ""; one.hidden = !query; }
    results.dataset.state = "busy";
    results.replaceChildren();
    said.textContent = "";
    start.hidden = false;
    const variants = [{ query }, ...otherWords(query)].map((one) => ({ ...one, ...gramsOf(termsOf(one.query)) })).filter((one) => one.needed.length);
    const topics = topicsFor(query);
    if (!variants.length) {
      if (query) said.textContent = t.search_short;
    } else try {
      let hits = [];
      const asking = bundles.map((bundle) => hitsIn(bundle, variants));
      Promise.all(asking).catch(() => 0);
      for (const [at, coming] of asking.entries()) {
        const found = await coming;
        if (now != turn) return;
        const first = !hits.length && found.length && at < bundles.length - 1;
        hits.push(...found);
        hits.sort((a, b) => a.score - b.score);
        if (first && hits.length > FEW) show(hits, variants, topics);
      }
      if (hits.length <= FEW) {
        const fine = await Promise.all(hits.map((hit) => (hit.checked ??= check(hit, variants))));
        hits = hits.filter((_, at) => fine[at]);
      }
      if (now != turn) return;
      show(hits, variants, topics);
      for (const one of narrowers) one.onchange = () => { note(); show(hits, variants, topics); };
    } catch (error) {
      if (now != turn) return;
      said.textContent = t.search_failed;
      console.error(error);
    }
    results.dataset.state = "done";
  };
  const note = (push) => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history[push ? "pushState" : "replaceState"](null, "", asked.size ? `?${asked}` : location.pathname);
    for (const link of document.querySelectorAll(".tongue a")) link.search = location.search;
  };

  form.hidden = false;
  form.onsubmit = (event) => { event.preventDefault(); note(true); search(); };
  addEventListener("popstate", search);
  addEventListener("keydown", (event) => {
    if (event.key != "ArrowDown" && event.key != "ArrowUp") return;
    const stops = [box, ...results.querySelectorAll(".leads a, li:not([hidden]) a")], at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    stops[Math.max(0, Math.min(stops.length - 1, at + (event.key == "ArrowDown" ? 1 : -1)))].focus();
    event.preventDefault();
  });
  search();
  note();
  if (!box.value) box.focus();
})();
