// Search. The index knows for every gram (two Chinese characters, three letters) which pages have it
// and how prominently; a page with all grams of what is asked is found, and read again before it is
// shown. How words become grams is told in generator/search/grams.py and must be the same here.
(() => {
  const script = document.currentScript, facts = JSON.parse(script.dataset.facts), t = facts.words;
  const bundles = script.dataset.bundles.split(" ").filter(Boolean).map((one) => {
    const [name, bits, version] = one.split(":");
    return { name, bits: +bits, version, files: new Map() };
  });
  const here = document.documentElement.lang, lang = here.slice(0, 2), far = lang == "zh" ? "en" : "zh";
  const STEP = 20, MOST = 1000, FEW = 12, DEEP = 192, NEVER = 9, BESIDE = 4, PAUSE = 250;

  // Words and grams
  const whole = (reply) => { if (!reply.ok) throw new Error(`${reply.status} ${reply.url}`); return reply; };
  const W = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  const N = "0-9a-z\\u00b5\\u00c0-\\u1fff";
  const wide = new RegExp(`[${W}]`, "u"), runs = new RegExp(`[${W}${N}]+`, "gu"), words = new RegExp(`[${N}]+`, "gu"), pieces = new RegExp(`[${W}]+|[0-9]+|[^${W}0-9]+`, "gu");
  const unseen = /[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]/g;
  const twins = new Map([["ς", "σ"]]);
  let twinned;
  const twinning = fetch(`${facts.root}search/hant.txt?v=${facts.hant}`).then(whole).then((reply) => reply.text()).then((text) => {
    const [traditional, simplified] = text.split("\n").map((line) => [...line]);
    traditional.forEach((one, at) => twins.set(one, simplified[at]));
    twinned = new RegExp(`[${[...twins.keys()].join("")}]`, "gu");
  });
  twinning.catch(() => 0);
  const fold = (text) => /[^\0-\x7f]/.test(text)
    ? text.normalize("NFKD").toLowerCase().replace(unseen, "").normalize("NFKC").replace(twinned, (one) => twins.get(one))
    : text.toLowerCase();
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
    return { terms, needed: [...(needed.size ? needed : wished)].slice(0, 12), wished: [...wished], spare: 0 };
  };
  // The same for words that may run from one box of a page into the next: a gram or two are no page's
  const looseOf = (one) => {
    const found = new Set(), parts = one.terms.flatMap((term) => term.match(runs) ?? []).flatMap((run) => run.match(pieces));
    for (const part of parts) {
      const chars = [...part], size = wide.test(part) ? 2 : 3;
      if (size == 2) for (const char of chars) found.add(char);
      else if (chars.length == 2) found.add(part);
      for (let at = 0; at + size <= chars.length; at++) found.add(chars.slice(at, at + size).join(""));
    }
    return { ...one, needed: [...found].slice(0, 24), wished: [], spare: parts.some((part) => part.length > 3) ? 2 : 1 };
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
        .then(whole).then(read);
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
        const [path, title, tongue, kind, topics, own = date, told = label] = lines[at].split("\t");
        items.push(path && { path, title, tongue, kind, style, topics: topics.split(" "), year: own.slice(0, 4), label: told });
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
    await Promise.all(variants.map(async ({ needed, wished, spare }, rank) => {
      const [all, wishes] = await Promise.all([needed, wished].map((grams) => Promise.all(grams.map((gram) => levelsOf(bundle, gram)))));
      items.forEach((_, at) => {
        let level = 0, missing = 0;
        for (const levels of all) if (levels[at] == NEVER) missing++; else level = Math.max(level, levels[at]);
        if (missing <= spare) scores[at] = Math.min(scores[at], (level + missing * NEVER) * 4 + (rank ? 2 : 0) + wishes.some((levels) => levels[at] == NEVER));
      });
    }));
    return items.flatMap((item, at) => (item && scores[at] < 255 ? [{ ...item, score: scores[at] }] : []));
  };

  // What is asked, in other words
  let known;
  const know = () => known ??= [...start.querySelectorAll("[data-names]")].map((one) => ({
    id: one.dataset.topic, link: one.querySelector("a"), names: one.dataset.names.split("\n").map(fold),
  }));
  const within = (part, whole) => {
    if (wide.test(part)) return [...part].length > 1 && whole.includes(part);
    const at = part.length > 2 ? whole.indexOf(part) : -1;
    return at >= 0 && !/[0-9a-z]/.test(whole[at - 1] ?? " ");
  };
  const topicsFor = (query) => know()
    .map((topic) => ({ ...topic, rank: Math.min(...topic.names.map((name) => (name == query ? 0 : within(query, name) ? 1 : within(name, query) ? 2 : NEVER))) }))
    .filter((topic) => topic.rank < NEVER).sort((a, b) => a.rank - b.rank).slice(0, 3);
  const otherWords = (query) => facts.terms
    .flatMap(([zh, en]) => [[fold(zh), fold(en)], [fold(en), fold(zh)]])
    .filter(([from]) => within(from, query)).sort((a, b) => b[0].length - a[0].length).slice(0, 1)
    .map(([from, to]) => ({ to, query: query.replace(from, ` ${to} `) }));

  // Everything that has the grams of a question: a promise for each bundle
  const ask = async (words) => {
    await twinning;
    const query = fold(words).trim();
    const variants = [{ query }, ...otherWords(query)].map((one) => ({ ...one, ...gramsOf(termsOf(one.query)) })).filter((one) => one.needed.length);
    const coming = variants.length ? bundles.map((bundle) => hitsIn(bundle, variants)) : [];
    Promise.all(coming).catch(() => 0);
    return { query, variants, coming };
  };
  const first = new URLSearchParams(location.search).get("q") ?? "";
  let asking = { words: first, answer: ask(first) };
  asking.answer.catch(() => 0);
  if (!first && bundles[0]) itemsOf(bundles[0]).catch(() => 0);

  // Text with what was asked marked in it, as nodes: nothing a reader types is ever read as HTML
  const spots = (text, terms) => {
    const plain = fold(text), parts = terms.flatMap((term) => (plain.includes(term) ? [term] : term.match(runs) ?? []));
    if (!parts.some((part) => plain.includes(part))) return [];
    let folded = "";
    const from = [];
    for (const { 0: char, index } of text.matchAll(/[^]/gu)) {
      const piece = fold(char);
      for (let one = 0; one < piece.length; one++) from.push(index);
      folded += piece;
    }
    from.push(text.length);
    const found = [];
    for (const part of parts)
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
  const excerpt = (page, terms, named) => {
    page.querySelectorAll("annotation, .tex, button, select, .filter").forEach((one) => one.remove());
    for (const block of [...page.querySelectorAll(".abs, .prose, .fields, .alt, .subtitle, .by, .places, .facts"), ...(named ? [] : [page])]) {
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

  // A result is read before it counts: it may have all the grams and yet not what was asked. Some
  // words stand on the page of the other language only; then that page is the result.
  const inTitle = (hit, variants) => variants.some(({ terms }) => terms.every((term) => fold(hit.title).includes(term)));
  const read = async (hit, variants) => {
    const terms = variants.flatMap((one) => one.terms);
    for (const tree of hit.trees ?? [lang, far]) {
      const reply = await fetch(`../../${tree}/${encodeURI(hit.path)}`).catch(() => null);
      if (!reply?.ok) return !hit.all;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html"), part = page.querySelector(hit.all ? "body" : "main");
      part.querySelectorAll("script, noscript").forEach((one) => one.remove());
      const says = () => {
        const text = fold(part.textContent).replace(/\s+/g, variants[0].spare ? "" : " ");
        return variants.some((one) => one.terms.every((term) => text.includes(term) || (term.match(runs) ?? []).every((run) => text.includes(run))));
      };
      const tex = part.querySelectorAll("annotation"), right = says() || (tex.length && (tex.forEach((one) => one.remove()), says()));
      if (!right) continue;
      hit.tree = tree;
      hit.title ||= page.querySelector("h1").textContent.trim();
      hit.excerpt = excerpt(part, terms, inTitle(hit, variants));
      return true;
    }
    return false;
  };
  const checked = (hit, variants) => (hit.checked ??= read(hit, variants).then((fine) => (hit.fine = fine)));
  // Of the best hits those that are right, and the rest, which is read when it is seen
  const sifted = async (hits, variants, deep) => {
    const now = turn;
    for (let at = 0; at < Math.min(hits.length, deep) && now == turn; at += FEW) {
      const some = hits.slice(at, at + FEW);
      const fine = await Promise.all(some.map((hit) => (hits.length > FEW && inTitle(hit, variants)) || checked(hit, variants)));
      if (fine.includes(true)) return [...some.filter((_, one) => fine[one]), ...hits.slice(at + FEW)];
    }
    return hits.slice(deep);
  };

  const count = (key, n) => t[`${key}_${n == 1 ? "one" : "many"}`].replace("{n}", n);
  const address = (hit) => `../../${hit.tree ?? lang}/${encodeURI(hit.path)}`;
  const row = (hit, terms) => {
    const link = make("a", { href: address(hit) }, ...marked(hit.title, spots(hit.title, terms)));
    const head = make("h2", {}, link), topic = know().find((one) => one.id == hit.topics[0]);
    if (hit.tongue) {
      head.lang = hit.tongue == "zh" ? "zh-Hans" : "en";
      head.append(" ", make("span", { className: "mark", lang: here }, facts.marks[hit.tongue]));
    }
    const about = make("p", { className: "ui" }, make("span", {}, facts.kinds[hit.kind] ?? hit.kind));
    if (topic) about.append(make("span", { lang: topic.link.lang || here }, topic.link.textContent));
    const node = make("li", {}, head, make("span", { className: "num" }, hit.label), about);
    if (hit.excerpt) node.append(hit.excerpt);
    return node;
  };

  // From here on the page is there
  let form, box, said, results, start, narrowers, turn = 0;
  const show = (hits, variants, topics, open = STEP) => {
    const terms = variants.flatMap((one) => one.terms), now = turn;
    const chosen = Object.fromEntries(narrowers.map((one) => [one.name, one.value]));
    const left = hits.filter((hit) => (!chosen.style || hit.style == chosen.style) && (!chosen.year || hit.year == chosen.year) && (!chosen.topic || hit.topics.includes(chosen.topic)));
    const list = make("ol", { className: "rows" }), beside = left.findIndex((hit) => hit.score >= BESIDE * 4);
    const watch = new IntersectionObserver((seen) => seen.forEach(async ({ isIntersecting, target }) => {
      if (!isIntersecting) return;
      watch.unobserve(target);
      const fine = await checked(target.hit, variants);
      if (!fine && now == turn) {
        hits.splice(hits.indexOf(target.hit), 1);
        target.remove();
        left.splice(left.indexOf(target.hit), 1);
        said.textContent = told(left.length, variants);
        const next = list.querySelector("li[hidden]");
        if (next) reveal(next);
      } else if (fine) {
        target.querySelector("a").href = address(target.hit);
        if (target.hit.excerpt) target.append(target.hit.excerpt);
      }
    }), { rootMargin: "100px" });
    const reveal = (later) => {
      const node = Object.assign(row(later.hit, terms), { hit: later.hit });
      later.replaceWith(node);
      watch.observe(node);
      return node;
    };
    left.slice(0, MOST).forEach((hit, at) => {
      if (at == beside) list.append(make("li", { className: "label ui" }, t.beside));
      const later = make("li", { hidden: true, hit }, make("a", { href: address(hit) }, hit.title));
      list.append(later);
      if (at < open) reveal(later);
    });
    const more = make("button", { type: "button", className: "btn", hidden: left.length <= open }, t.more_results);
    more.onclick = () => {
      [...list.querySelectorAll("li[hidden]")].slice(0, STEP).map(reveal)[0].querySelector("a").focus();
      more.hidden = !list.querySelector("li[hidden]");
    };
    const lead = make("p", { className: "ui leads" }, `${t.search_topic} `);
    for (const { link } of topics) lead.append(make("a", { href: link.href, className: "topic", lang: link.lang || here }, link.textContent), " ");
    const held = results.contains(document.activeElement) && document.activeElement.href;
    results.replaceChildren(...(topics.length ? [lead] : []), list, make("p", { className: "more" }, more));
    if (held) [...results.querySelectorAll("a")].find((one) => one.href == held)?.focus();
    said.textContent = told(left.length, variants);
    start.hidden = left.length > 0;
  };
  const told = (n, variants) => {
    if (!n) return t.results_none;
    const also = variants[1] ? ` ${t.also_searched.replace("{words}", variants[1].to)}` : "";
    return count("results", n) + (n > MOST ? ` ${t.results_first.replace("{n}", MOST)}` : "") + also;
  };

  // While a reader types, what was found before stays until something else is.
  const search = async (typing) => {
    const now = ++turn, asked = new URLSearchParams(location.search), words = asked.get("q") ?? "";
    if (box.value != words) box.value = words;
    for (const one of narrowers) { one.value = asked.get(one.name) ?? ""; if (!one.value) one.value = ""; one.hidden = !words.trim(); }
    results.dataset.state = "busy";
    const clear = (words = "") => {
      results.replaceChildren();
      said.textContent = words;
      start.hidden = false;
    };
    if (!typing) clear();
    try {
      if (asking.words != words || asking.used) asking = { words, answer: ask(words) };
      asking.used = true;
      const { query, variants, coming } = await asking.answer, topics = topicsFor(query);
      let hits = [], shown = false;
      const early = () => {
        if (now != turn || shown) return;
        const sure = hits.filter((hit, at) => hit.fine || (at < FEW && inTitle(hit, variants)));
        if (sure.length) { show(hits.length > FEW ? [...hits] : sure, variants, topics); shown = true; }
      };
      for (const found of coming) {
        hits.push(...(await found));
        if (now != turn) return;
        hits.sort((a, b) => a.score - b.score);
        early();
        if (!shown) for (const hit of hits.slice(0, FEW)) checked(hit, variants).then(early);
      }
      const listed = async (...trees) => {
        const lists = facts.pages.map((path) => ({ path, trees, title: "", kind: t.search_page, style: "", topics: [], year: "", label: "", all: true, score: BESIDE * 4 - 1 }));
        await Promise.all(lists.map((hit) => checked(hit, variants))); // only its own page knows its title
        return lists.filter((hit) => hit.fine);
      };
      const near = variants.length && hits.length <= FEW && listed(lang);
      hits = await sifted(hits, variants, DEEP);
      if (hits.length <= FEW) hits = [...hits, ...(await (near || []))].sort((a, b) => a.score - b.score);
      if (variants.length && !hits.length) hits = await listed(far);
      if (variants.length && !hits.length) {
        const loose = variants.map(looseOf), some = (await Promise.all(bundles.map((bundle) => hitsIn(bundle, loose)))).flat();
        const best = some.sort((a, b) => a.score - b.score).slice(0, 3 * FEW);
        hits = (await sifted(best, loose, best.length)).filter((hit) => hit.fine).map((hit) => Object.assign(hit, { score: 0 }));
      }
      if (now != turn) return;
      if (variants.length) show(hits, variants, topics);
      else clear(query && t.search_short);
      for (const one of narrowers) one.onchange = () => { note(); show(hits, variants, topics); };
    } catch (error) {
      if (now != turn) return;
      clear(t.search_failed);
      console.error(error);
    }
    results.dataset.state = "done";
  };
  const note = (push) => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const query = asked.size ? `?${asked}` : "";
    if (query != location.search) history[push ? "pushState" : "replaceState"](null, "", query || location.pathname);
    for (const link of document.querySelectorAll(".tongue a")) link.search = location.search;
  };

  const begin = () => {
    [form, box, said, results, start] = [".search .find", "#q", "#said", "#results", "#start"].map((one) => document.querySelector(one));
    narrowers = [...form.querySelectorAll("select")];
    form.hidden = false;
    // What is typed is searched at the first pause, but never amid the composition of a character.
    // All that is typed from one search to the next is one step of the history.
    let due, settled = true;
    const go = (push, typing) => { clearTimeout(due); settled = !typing; note(push); search(typing); };
    const typed = (event) => {
      clearTimeout(due);
      if (!event.isComposing) due = setTimeout(() => go(settled && location.search, true), PAUSE);
    };
    box.addEventListener("input", typed);
    box.addEventListener("compositionend", typed);
    form.onsubmit = (event) => { event.preventDefault(); go(settled); };
    addEventListener("popstate", () => { clearTimeout(due); settled = true; search(); });
    addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key != "ArrowDown" && event.key != "ArrowUp")) return;
      const stops = [box, ...results.querySelectorAll(".leads a, li:not([hidden]) a")], at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      stops[Math.max(0, Math.min(stops.length - 1, at + (event.key == "ArrowDown" ? 1 : -1)))].focus();
      event.preventDefault();
    });
    search();
    note();
    if (!box.value) box.focus();
  };
  if (document.readyState == "loading") document.addEventListener("readystatechange", begin, { once: true });
  else begin();
})();
