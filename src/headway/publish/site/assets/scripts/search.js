/* The search: a panel over any page, or the page of the search itself. Loads its index when it is first opened.
   Results are a list of links under headings with a count that is read out; nothing typed becomes markup. */
(function () {
  "use strict";
  var headway = (window.headway = window.headway || {});
  var search = (headway.search = headway.search || {});
  var link = document.querySelector("a.search-link");
  if (!link) { return; }
  var folder = document.currentScript.src.replace(/[^/]*$/, "");
  var page = link.href.replace(/#.*$/, "");
  var mount = document.getElementById("search");
  var PER_GROUP = { panel: 8, page: 100 };
  var panel = null, dialog = null, matcher = null, asked = false;

  search.receive = function (index) {
    matcher = new search.Matcher(index);
    if (panel) { panel.ready(); }
  };

  /* Index and matcher come as scripts: those work from disk too. Without them the link leads to the page. */
  function load() {
    if (asked) { return; }
    asked = true;
    script(folder + "search-match.js", function () { script(new URL("search-index.js", page).href); });
  }

  function script(address, then) {
    var element = document.createElement("script");
    element.src = address;
    element.onload = then || null;
    element.onerror = function () { if (!mount) { location.href = page; } };
    document.head.appendChild(element);
  }

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text !== undefined) { element.textContent = text; }
    return element;
  }

  function Panel(root, kind) {
    this.kind = kind;
    this.input = make("input", "search-input");
    this.input.type = "search";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.setAttribute("aria-label", link.textContent.trim());
    this.keys = make("p", "search-keys small soft");
    this.count = make("p", "search-count small soft");
    this.count.setAttribute("role", "status");
    this.results = make("div", "search-results");
    root.append(this.input, this.keys, this.count, this.results);
    this.input.addEventListener("input", this.show.bind(this));
    root.addEventListener("keydown", this.move.bind(this));
  }

  Panel.prototype.ready = function () {
    var texts = matcher.index.texts;
    this.input.placeholder = texts.hint;
    this.keys.textContent = texts.keys;
    this.show();
  };

  Panel.prototype.show = function () {
    var query = this.input.value.trim();
    if (this.kind === "page") { keepInAddress(query); }
    if (!matcher) { return; }
    var answer = query ? matcher.find(query) : { results: [], stems: new Set() };
    var texts = matcher.index.texts;
    var total = answer.results.length;
    this.results.replaceChildren.apply(this.results, groups(answer, PER_GROUP[this.kind]));
    if (this.kind === "panel" && total) {
      var all = make("a", "search-all", texts.all.replace("{count}", total));
      all.href = page + "#q=" + encodeURIComponent(query);
      this.results.append(all);
    }
    this.count.textContent = !query ? "" : total ? texts.count.replace("{count}", total) : texts.none;
  };

  /* Arrow keys go from the field into the results and back; Enter in the field opens the first. */
  Panel.prototype.move = function (event) {
    var links = Array.from(this.results.querySelectorAll("a"));
    var at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      var next = at + (event.key === "ArrowDown" ? 1 : -1);
      if (next >= links.length || (at < 0 && next < 0)) { return; }
      event.preventDefault();
      (next < 0 ? this.input : links[next]).focus();
    } else if (event.key === "Enter" && event.target === this.input && !event.isComposing && links.length) {
      event.preventDefault();
      links[0].click();
    } else if (event.key === "Escape") {
      event.preventDefault(); /* a field of this type would otherwise only be emptied */
      this.leave();
    }
  };

  Panel.prototype.leave = function () {
    if (dialog) { dialog.close(); return; }
    this.input.value = "";
    this.show();
    this.input.focus();
  };

  /* Sections in the order of their best result. */
  function groups(answer, most) {
    var found = new Map();
    answer.results.forEach(function (result) {
      var group = result.entry[0];
      found.set(group, (found.get(group) || []).concat([result.entry]));
    });
    return Array.from(found, function (pair) {
      var section = make("section"), list = make("ul");
      section.append(make("h2", "", matcher.index.groups[pair[0]]), list);
      pair[1].slice(0, most).forEach(function (entry) { list.append(row(entry, answer.stems)); });
      return section;
    });
  }

  function row(entry, stems) {
    var item = make("li"), anchor = make("a"), name = make("span", "search-name");
    anchor.href = new URL(entry[4], page).href;
    if (entry[2] || entry[1]) { anchor.append(make("span", "search-code", entry[2] || entry[1]), " "); }
    search.pieces(entry[3], stems).forEach(function (piece) {
      name.append(piece[1] ? make("mark", "", piece[0]) : piece[0]);
    });
    anchor.append(name);
    if (entry[5] >= 0) { anchor.append(" ", state(matcher.index.states[entry[5]])); }
    item.append(anchor);
    return item;
  }

  function state(parts) {
    var element = make("span", "verdict small " + parts[0]);
    if (parts[1]) {
      var sign = make("span", "", parts[1]);
      sign.setAttribute("aria-hidden", "true");
      element.append(sign, " ");
    }
    element.append(parts[2]);
    return element;
  }

  function keepInAddress(query) {
    var address = query ? "#q=" + encodeURIComponent(query) : location.pathname + location.search;
    try { history.replaceState(null, "", address); } catch (refused) { /* a browser may forbid it from disk */ }
    document.documentElement.classList.toggle("searching", Boolean(query));
  }

  function fromAddress() {
    var found = /^#q=(.*)$/.exec(location.hash);
    try { return found ? decodeURIComponent(found[1]) : ""; } catch (malformed) { return ""; }
  }

  function open() {
    load();
    if (mount) { panel.input.focus(); return; }
    if (!dialog) {
      dialog = make("dialog", "search-panel");
      dialog.setAttribute("aria-label", link.textContent.trim());
      panel = new Panel(dialog, "panel");
      var close = make("button", "search-close", "×");
      close.type = "button";
      close.setAttribute("aria-label", link.dataset.close);
      close.addEventListener("click", function () { dialog.close(); });
      panel.input.after(close);
      dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
      document.body.append(dialog);
      if (matcher) { panel.ready(); }
    }
    if (!dialog.open) { dialog.showModal(); }
    panel.input.focus();
    panel.input.select();
  }

  link.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
  if (mount) {
    panel = new Panel(mount, "page");
    panel.input.value = fromAddress();
    panel.show();
    window.addEventListener("hashchange", function () { panel.input.value = fromAddress(); panel.show(); });
    load();
    if (panel.input.value) { panel.input.focus(); }
  }
})();
