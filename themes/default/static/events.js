// Past and coming, by the reader's own calendar; without this all is listed all the same.
(() => {
  const now = new Date(), two = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const rows = [...document.querySelectorAll(".events > [data-first]")];
  const place = document.querySelector(".next"), words = place.dataset;
  const coming = rows.find((row) => row.dataset.last >= today);
  if (!coming) { place.textContent = rows.length ? words.none : ""; return; }
  for (const row of rows) row.classList.toggle("past", row.dataset.last < today);

  // A line between what is over and what comes, where both are on this page.
  const next = rows.find((row) => row.dataset.first >= today);
  if (next && next != rows[0]) {
    const line = document.createElement("li");
    line.className = "today ui";
    const locale = document.documentElement.lang.replace(/^en$/, "en-GB");
    line.textContent = `${words.today} · ${now.toLocaleDateString(locale, { dateStyle: "long" })}`;
    next.before(line);
  }

  // On the first page: what comes next, above the list and in the margin. It may stand on the page of
  // a month that is not shown here.
  const months = [...document.querySelectorAll("[data-month]")].reverse();
  if (!months.length) return;
  const from = (start) => months.find((one) => one.dataset.month >= start.slice(0, 7));
  const soon = from(today), own = from(coming.dataset.first);
  const here = coming != rows[0] || !soon || soon.dataset.month >= own.dataset.month;
  const month = here ? own : soon;
  month.setAttribute("aria-current", "date");
  const link = document.createElement("a");
  link.href = here ? `#${coming.id}` : month.href;
  link.textContent = here ? coming.querySelector("h3").textContent : month.dataset.label;
  place.append(`${words.next} `, link);
})();
