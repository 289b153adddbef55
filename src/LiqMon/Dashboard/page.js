// Keeps the page live. An event says that something happened; then the page is fetched anew, as changes of the version that is
// shown, and only elements that differ are touched: focus, selection and scroll positions stay. The server alone decides what
// is shown and how.
"use strict";
(() => {
  const eachSecond = 1000;
  const atLeastEach = 10000;
  const withoutStreamEach = 2000;
  const lostAfter = 15000;
  const manipulation = "liqmon-pieces";
  const byId = (id) => document.getElementById(id);

  let refreshing = false;
  let happened = false;
  let unsettled = false; // the page of the last fetch may have been made just before what had happened
  let answered = Date.now();
  let tried = Date.now();
  let paused = false;
  let pointed = null; // the bar of the chart that is pointed at, by its key
  let version = null; // { url, tag, text }

  // --- fetching -------------------------------------------------------------------------------------------------------

  // The server cuts by the same rule: before every opening tag.
  const pieces = (text) => text.split(/(?=<(?!\/))/);

  function apply(delta, base) {
    const old = pieces(base);
    return delta.map((part) => typeof part === "string" ? part : old.slice(part[0], part[0] + part[1]).join("")).join("");
  }

  /** The page at an address; null when it is the one that is shown. Errors of the connection are thrown. */
  async function load(url) {
    const known = version?.url === url ? version : null;
    const headers = known ? { "If-None-Match": known.tag, "A-IM": manipulation } : {};
    const response = await fetch(url, { headers, cache: "no-store", signal: AbortSignal.timeout(lostAfter) });
    if (response.status === 304) return null;
    const isPage = (response.headers.get("Content-Type") ?? "").startsWith("text/html");
    if (response.status !== 226 && !isPage) throw new Error(`HTTP ${response.status}`);
    const text = response.status === 226 ? apply(await response.json(), known.text) : await response.text();
    version = { url, tag: response.headers.get("ETag"), text };
    return new DOMParser().parseFromString(text, "text/html");
  }

  async function refresh() {
    refreshing = true;
    unsettled = happened;
    happened = false;
    tried = Date.now();
    try {
      const url = location.href.split("#")[0];
      const page = await load(url);
      if (page && url === location.href.split("#")[0]) show(page);
      answered = Date.now();
    } catch {
      // Shown by look(), once it has lasted.
    }
    refreshing = false;
  }

  // --- changing only what differs -------------------------------------------------------------------------------------

  const keyOf = (node) => node.nodeType === 1 ? node.dataset.key ?? (node.id || null) : null;
  const isSame = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);

  function attributes(old, fresh) {
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if ((name === "open" && old.nodeName === "DETAILS") || (name.startsWith("aria-value") && pointed)) continue;
      const wanted = name === "class" && old.classList.contains("new") ? `${value} new` : value;
      if (old.getAttribute(name) !== wanted) old.setAttribute(name, wanted);
    }
  }

  function morph(old, fresh) {
    if (old.nodeType !== 1) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    if ("keep" in old.dataset || old.isEqualNode(fresh)) return;
    if (old.id === "pause" || old.id === "connection" || (paused && old.id === "orders")) return;
    attributes(old, fresh);
    children(old, fresh);
  }

  function children(parent, freshParent) {
    const keyed = new Map();
    for (const child of parent.childNodes) if (keyOf(child) !== null) keyed.set(keyOf(child), child);
    const wanted = new Set([...freshParent.childNodes].map(keyOf));
    const hadRows = keyed.size > 0;
    let at = parent.firstChild;
    for (const fresh of [...freshParent.childNodes]) {
      // What is not wanted any longer goes; nothing that stays is moved for it.
      while (at && keyOf(at) !== null && !wanted.has(keyOf(at))) at = remove(at);
      const key = keyOf(fresh);
      const known = key === null ? null : keyed.get(key);
      if (known && isSame(known, fresh)) {
        if (known === at) at = at.nextSibling;
        else place(parent, known, at);
        morph(known, fresh);
      } else if (key === null && at && isSame(at, fresh)) {
        morph(at, fresh);
        at = at.nextSibling;
      } else {
        const node = document.importNode(fresh, true);
        if (hadRows && node.dataset?.order) node.classList.add("new");
        parent.insertBefore(node, at);
      }
    }
    while (at) at = remove(at);
  }

  function remove(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  function place(parent, node, before) {
    if (parent.moveBefore) parent.moveBefore(node, before);
    else parent.insertBefore(node, before);
  }

  function show(page) {
    const focused = document.activeElement;
    if (document.title !== page.title) document.title = page.title;
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && !(paused && part.id === "orders")) morph(part, fresh);
    }
    point(pointed);
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  // --- going to another address without leaving the page --------------------------------------------------------------

  // Windows, bars, sorting and filters are addresses of the same page: only what differs is touched, so that the place on the
  // page and the focus stay. Where that fails, the browser goes there as usual.
  let visits = 0;
  async function visit(url, isBack) {
    const mine = ++visits;
    try {
      const page = await load(url);
      if (mine !== visits) return; // somebody chose something else meanwhile
      if (!isBack) history.pushState(null, "", url);
      if (page) {
        if (document.title !== page.title) document.title = page.title;
        morph(document.body, page.body);
        for (const option of document.querySelectorAll("option[selected]")) option.selected = true;
        begin();
      }
      answered = tried = Date.now();
    } catch {
      if (mine === visits) location.assign(url);
    }
  }

  const isHere = (url) => url.origin === location.origin && url.pathname === location.pathname && !url.searchParams.has("format");
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[href]");
    const url = link && new URL(link.getAttribute("href"), location.href);
    if (!url || url.hash || link.hasAttribute("download") || !isHere(url)) return;
    event.preventDefault();
    visit(url.href);
  });
  addEventListener("submit", (event) => {
    const url = new URL(event.target.action);
    if (event.target.method !== "get" || !event.target.classList.contains("filters")) return;
    for (const [name, value] of new FormData(event.target)) if (value) url.searchParams.set(name, value);
    if (!isHere(url)) return;
    event.preventDefault();
    event.target.classList.remove("changed");
    visit(url.href);
  });
  addEventListener("popstate", () => visit(location.href.split("#")[0], true));

  // --- the chart's crosshair ------------------------------------------------------------------------------------------

  // One place says what is pointed at: the mouse, a finger or the arrow keys. The words are those of the server.
  const slots = () => [...document.querySelectorAll("#bars-box .slot")];

  function point(key) {
    const [box, tip, line, cross] = ["bars-box", "bars-tip", "bars-line", "bars-cross"].map(byId);
    if (!box) return;
    const all = slots();
    const at = all.findIndex((slot) => slot.dataset.key === key);
    pointed = at < 0 ? null : key;
    tip.hidden = line.hidden = at < 0;
    if (at < 0) return;
    const words = all[at].dataset.tip;
    if (tip.textContent !== words) tip.textContent = words;
    cross.setAttribute("aria-valuenow", at + 1);
    cross.setAttribute("aria-valuetext", words.replaceAll("\n", ", "));
    const middle = ((at + 0.5) / all.length) * box.clientWidth;
    line.style.left = `${middle}px`;
    const left = middle > box.clientWidth / 2 ? middle - tip.offsetWidth - 10 : middle + 10;
    tip.style.left = `${Math.max(0, Math.min(left, box.clientWidth - tip.offsetWidth))}px`;
  }

  function pointAtKey(event) {
    const all = slots();
    const now = all.findIndex((slot) => slot.dataset.key === pointed);
    const last = all.length - 1;
    const next = { ArrowLeft: now < 0 ? last : now - 1, ArrowRight: now < 0 ? 0 : now + 1, Home: 0, End: last }[event.key];
    if (next !== undefined) point(all[Math.max(0, Math.min(next, last))]?.dataset.key);
    else if (event.key === "Escape") point(null);
    else if (event.key === "Enter" && now >= 0) visit(new URL(all[now].getAttribute("href"), location.href).href);
    else return;
    event.preventDefault();
  }

  function pointAtPlace(event) {
    const box = byId("bars-box")?.querySelector(".plot")?.getBoundingClientRect();
    const all = slots();
    if (!box || all.length === 0) return;
    const at = Math.floor(((event.clientX - box.left) / box.width) * all.length);
    point(all[Math.max(0, Math.min(at, all.length - 1))].dataset.key);
  }

  addEventListener("pointermove", (event) => { if (event.target.closest?.("#bars-box .plot")) pointAtPlace(event); });
  addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && pointed && !event.target.closest?.("#bars-box")) point(null);
  });
  // A finger points first; a second tap on the same bar chooses it.
  let touched = null;
  addEventListener("pointerdown", (event) => {
    const isChart = event.target.closest?.("#bars-box .plot");
    touched = event.pointerType === "touch" && isChart ? pointed : undefined;
    if (isChart) pointAtPlace(event);
    else if (event.pointerType === "touch" && !event.target.closest?.("#bars-box")) point(null);
  }, true);
  addEventListener("click", (event) => {
    const slot = event.target.closest?.(".slot");
    if (slot && touched !== undefined && touched !== slot.dataset.key) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  addEventListener("keydown", (event) => { if (event.target.id === "bars-cross") pointAtKey(event); });
  addEventListener("focusout", (event) => { if (event.target.id === "bars-cross") point(null); });

  // --- pausing the list of orders -------------------------------------------------------------------------------------

  function begin() {
    const button = byId("pause");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", paused);
    button.textContent = paused ? "Go on" : "Pause";
  }

  addEventListener("click", (event) => {
    if (event.target.id !== "pause") return;
    paused = !paused;
    begin();
    if (!paused && version) show(new DOMParser().parseFromString(version.text, "text/html"));
  });

  // --- filters --------------------------------------------------------------------------------------------------------

  // Whoever opens a list with the mouse or a finger wants its choice at once. With the keyboard each arrow is a change: then the
  // button appears, and Enter shows the page.
  let byKeyboard = false;
  const isFilter = (target) => target.form?.classList.contains("filters");
  document.documentElement.classList.add("scripted");
  addEventListener("keydown", (event) => {
    byKeyboard = true;
    if (event.key === "Enter" && event.target.nodeName === "SELECT" && isFilter(event.target)) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  }, true);
  addEventListener("pointerdown", () => { byKeyboard = false; }, true);
  addEventListener("change", (event) => {
    if (!isFilter(event.target)) return;
    if (byKeyboard) event.target.form.classList.add("changed");
    else event.target.form.requestSubmit();
  });

  // --- staying live ---------------------------------------------------------------------------------------------------

  // A browser gives all tabs of a site six connections together. A stream holds one, so only a page that is seen has one;
  // when the server has no place for it, the page looks anew by itself.
  let stream = null;
  function listen() {
    stream?.close();
    stream = document.hidden ? null : new EventSource("/live/ticks");
    for (const name of ["tick", "error"]) stream?.addEventListener(name, () => { happened = true; look(); });
  }

  function look() {
    const lost = byId("connection");
    const isLost = Date.now() - answered > lostAfter && !document.hidden;
    if (isLost && lost.hidden) byId("lost-at").textContent = new Date(answered).toISOString().slice(11, 19);
    lost.hidden = !isLost;
    const waited = Date.now() - tried;
    const each = stream?.readyState === EventSource.OPEN ? atLeastEach : withoutStreamEach;
    if ((waited > each || ((happened || unsettled) && waited >= eachSecond * 0.9)) && !refreshing && !document.hidden) refresh();
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) answered = Date.now();
    happened = true;
    listen();
  });
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (shown) => { if (shown.persisted) listen(); });
  begin();
  listen();
  setInterval(look, eachSecond);
})();
