// Keeps the page live: an event of the stream says that something happened, then the page is loaded anew and the
// parts that changed are exchanged. The server alone decides what is shown and how.
"use strict";
(() => {
  const eachSecond = 1000;
  const atLeastEach = 10000;
  const lostAfter = 15000;
  const lost = document.getElementById("connection");
  const filters = document.getElementById("filters");
  let refreshing = false;
  let happened = false;
  let answered = Date.now();
  let tried = Date.now();

  document.documentElement.classList.add("scripted");
  filters.addEventListener("change", () => filters.submit());

  function exchange(part, fresh) {
    const known = new Set();
    for (const row of part.querySelectorAll("[data-order]")) known.add(row.dataset.order);
    for (const row of fresh.querySelectorAll("[data-order]")) {
      if (known.size > 0 && !known.has(row.dataset.order)) row.classList.add("new");
    }
    part.replaceChildren(...fresh.childNodes);
    if (fresh.title) part.title = fresh.title;
  }

  async function refresh() {
    refreshing = true;
    happened = false;
    tried = Date.now();
    try {
      const response = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(lostAfter) });
      if (response.ok) {
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        for (const part of document.querySelectorAll("[data-live]")) {
          const fresh = page.getElementById(part.id);
          if (fresh && fresh.innerHTML !== part.innerHTML) exchange(part, fresh);
        }
        answered = Date.now();
      }
    } catch {
      // Shown below, once it has lasted.
    }
    refreshing = false;
  }

  function look() {
    const isLost = Date.now() - answered > lostAfter && !document.hidden;
    if (isLost && lost.hidden) {
      document.getElementById("lost-at").textContent = new Date(answered).toISOString().slice(11, 19);
    }
    lost.hidden = !isLost;
    const due = happened || Date.now() - tried > atLeastEach;
    if (due && !refreshing && !document.hidden) refresh();
  }

  // A browser gives all tabs of a site six connections together. A stream holds one, so only a page that is seen has one;
  // when the server has no place for it, the page asks every ten seconds instead.
  let stream = null;
  function listen() {
    stream?.close();
    stream = document.hidden ? null : new EventSource("/api/stream");
    for (const name of ["liquidation", "cascade", "status"]) stream?.addEventListener(name, () => { happened = true; });
    stream?.addEventListener("error", () => { happened = true; });
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) answered = Date.now();
    happened = true;
    listen();
  });
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (shown) => { if (shown.persisted) listen(); });
  listen();
  setInterval(look, eachSecond);
})();
