/* Loads the data when the explorer comes into sight, is touched, or the address names a view; then builds it. */
(function (headway) {
  "use strict";
  const explorer = headway.explorer;
  const byId = (id) => document.getElementById(id);

  function start() {
    const host = byId("explorer");
    if (!host) return;
    const page = JSON.parse(byId("explorer-data").textContent);
    const wake = once(() => build(host, page));
    for (const id of ["explorer", "take-away", "chart"]) {
      for (const event of ["pointerdown", "focusin"]) byId(id)?.addEventListener(event, wake);
    }
    if (!("IntersectionObserver" in window) || location.hash.includes("/")) return wake();
    const observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) { observer.disconnect(); wake(); } }, { rootMargin: "200px" });
    observer.observe(host);
    addEventListener("hashchange", () => { if (location.hash.includes("/")) wake(); });
  }

  function once(run) {
    let done = false;
    return () => { if (!done) { done = true; run(); } };
  }

  async function build(host, page) {
    const root = host.dataset.root;
    try {
      const [texts, chunk] = await Promise.all([
        headway.load("explorer-" + page.language, root + "assets/explorer-" + page.language + ".js"),
        headway.load(page.stem, root + "chunks/" + encodeURIComponent(page.stem) + ".js"),
      ]);
      arrive(page, texts, new explorer.Data(chunk));
    } catch (error) {
      byId("explorer-failed").hidden = false;
      throw error;
    }
  }

  function arrive(page, texts, data) {
    const words = new explorer.Words(page, texts, data);
    files(data, words, null);
    allSeries(data, words);
    byId("explorer").dataset.ready = "yes";
    if (!data.usable.length) return;
    placeTable();
    const view = new explorer.View(data, words);
    explorer.view = view;
    byId("explorer-controls").hidden = !byId("explorer-controls").querySelector("select");
    view.controls.update(view.state);
    view.shown = explorer.lines(data, words, view.state).lines.map((line) => line.entry);
    view.address = explorer.address(data, view.home, page.prefix);
    files(data, words, view);
    addEventListener("hashchange", () => { view.follow(location.hash); });
    if (location.hash.includes("/")) view.follow(location.hash);
  }

  /* The table stands below the chart and its source, wherever the page has them. */
  function placeTable() {
    const chart = byId("chart"), figure = chart && (chart.closest("figure") || chart);
    if (figure) (explorer.sourceOf(figure) || figure).after(byId("explorer-table"));
  }

  function allSeries(data, words) {
    const button = byId("explorer-all"), host = byId("explorer-all-table");
    const text = (name) => words.t(name, { series: words.count(data.series.length), values: words.count(data.count) });
    let table = null;
    button.textContent = text("allShow");
    byId("all-series").hidden = false;
    button.addEventListener("click", () => {
      table = table || new explorer.AllTable(host, data, words);
      host.hidden = !host.hidden;
      button.textContent = text(host.hidden ? "allShow" : "allHide");
      button.setAttribute("aria-expanded", String(!host.hidden));
    });
  }

  /* Without a view only the whole can be taken; the buttons of the view stay hidden. */
  function files(data, words, view) {
    const { page } = words;
    const offer = (id, act) => { const button = byId(id); button.hidden = false; button.onclick = act; };
    const name = (text, kind) => explorer.fileName(text) + "." + kind;
    if (view) {
      byId("take-view").hidden = false;
      offer("view-csv", () => explorer.save(explorer.csv(data, words, view.shown), "text/csv", name(view.address, "csv")));
      offer("view-json", () => explorer.save(explorer.json(data, words, view.shown, words.cite(view.state.entry, view.address)), "application/json", name(view.address, "json")));
      chartFiles(view, name);
      return;
    }
    byId("take-whole").hidden = false;
    offer("all-csv", () => explorer.save(explorer.csv(data, words, data.series), "text/csv", name(page.prefix, "csv")));
    offer("all-json", () => explorer.save(explorer.json(data, words, data.series, byId("view-cite").textContent), "application/json", name(page.prefix, "json")));
  }

  function chartFiles(view, name) {
    if (!headway.charts || !headway.charts.download || !byId("chart")) return;
    byId("take-chart").hidden = false;
    for (const kind of ["svg", "png"]) byId("chart-" + kind).addEventListener("click", () => headway.charts.download(byId("chart"), kind, name(view.address, kind)));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.headway = window.headway || {}));
