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
  let answered = Date.now();
  let tried = Date.now();
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
      if (name === "open" && old.nodeName === "DETAILS") continue;
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
      if (fresh) morph(part, fresh);
    }
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

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
    if ((waited > each || (happened && waited >= eachSecond * 0.9)) && !refreshing && !document.hidden) refresh();
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
