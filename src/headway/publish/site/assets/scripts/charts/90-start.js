/* Charts of the page: <figure data-chart> holds the place and names the block with its data; the first is drawn when it
   comes into sight, the others too or, with the engine there, when nothing else is to be done, so that they are printed. */
(function (headway) {
  "use strict";
  const charts = (headway.charts = headway.charts || {});

  function start() {
    const places = document.querySelectorAll("[data-chart]");
    const near = "IntersectionObserver" in window && new IntersectionObserver(function (entries) {
      for (const entry of entries) if (entry.isIntersecting) { near.unobserve(entry.target); first(entry.target); }
    }, { rootMargin: "300px" });
    for (const place of places) {
      reveal(place);
      if (near) near.observe(place);
      else first(place);
    }
  }

  /* Its room is kept before it is drawn, so that the text below does not jump. */
  function reveal(place) {
    const figure = place.closest("figure");
    if (figure) figure.hidden = false;
    place.hidden = false;
    const size = headway.chartSpecs.specs[block(place).name].usermeta;
    const rows = block(place).tables.values.length;
    place.style.minHeight = (size.height || (size.row ? size.around + size.row * rows : size.cell + 60)) + "px";
  }

  function block(place) {
    return JSON.parse(document.getElementById(place.dataset.chart).textContent);
  }

  /* Unless another script has drawn something else there in the meantime. */
  function first(place) {
    if (charts.jobs.has(place)) return soon();
    const { name, tables, options } = block(place);
    charts.draw(place, name, tables, options).then(soon, function () {});
  }

  /* One at a time, each after the one before it. */
  function soon() {
    const next = Array.from(document.querySelectorAll("[data-chart]")).find(function (place) { return !charts.jobs.has(place); });
    if (!next) return;
    if ("requestIdleCallback" in window) requestIdleCallback(function () { first(next); });
    else setTimeout(function () { first(next); }, 500);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.headway = window.headway || {}));
