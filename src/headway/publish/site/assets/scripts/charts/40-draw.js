/* headway.charts.draw(element, name, tables, options): a promise; later calls draw into the same element anew. */
(function (headway) {
  "use strict";
  const charts = (headway.charts = headway.charts || {});
  const jobs = (charts.jobs = new Map()), turns = new Map();
  const LEAST_CHANGE = 8, PAUSE = 150, UNSEEN = 640;

  /* options: title, description (in words, for those who do not see it), unit, and zero: false where the axis may begin elsewhere. */
  charts.draw = function (element, name, tables, options) {
    const before = jobs.get(element) || {};
    const job = { unit: options.unit || "", name, tables };
    job.options = Object.assign({}, options);
    if (options.zero === undefined && before.name === name && before.unit === job.unit) job.options.zero = before.options.zero;
    jobs.set(element, job);
    describe(element, job.options);
    watch(element);
    return inTurn(element, job);
  };

  /* One drawing after the other, so that what was asked for last is what is seen; what has been overtaken is left out. */
  function inTurn(element, job) {
    const turn = (turns.get(element) || Promise.resolve()).then(function () { return jobs.get(element) === job ? render(element, job) : undefined; });
    turns.set(element, turn.catch(function () {}));
    return turn;
  }

  async function render(element, job) {
    let embed;
    try {
      embed = await charts.engine();
    } catch (error) {
      fail(element, error);
      throw error;
    }
    const width = Math.floor(element.clientWidth) || UNSEEN;
    const spec = charts.fill(job.name, job.tables, job.options, width, charts.theme(element));
    const drawing = inner(element);
    if (drawing.finish) drawing.finish();
    const result = await embed(drawing, spec, charts.settings());
    drawing.finish = function () { result.finalize(); };
    job.width = width;
    element.classList.remove("chart-failed");
    element.dataset.drawn = job.name;
  }

  charts.settings = function () {
    return {
      mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
      tooltip: charts.tooltip, formatLocale: headway.chartSpecs.numbers,
    };
  };

  function canvas(element) {
    let found = element.querySelector(".chart-canvas");
    if (!found) {
      found = document.createElement("div");
      found.className = "chart-canvas";
      element.append(found);
    }
    return found;
  }

  /* Vega names what it draws into in English; the image around it has the name in the language of the page. */
  function inner(element) {
    const image = canvas(element);
    if (!image.firstElementChild) {
      image.textContent = "";
      image.append(document.createElement("div"));
      image.firstElementChild.setAttribute("aria-hidden", "true");
    }
    return image.firstElementChild;
  }

  /* The caption says what the picture shows; the picture is one image with that name and a description in words. */
  function describe(element, options) {
    const title = options.title || "", image = canvas(element);
    const caption = (element.closest("figure") || element).querySelector(".chart-title");
    if (caption && title) caption.textContent = title;
    note(element, options.zero === false);
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", [title, options.description].filter(Boolean).join(". "));
    element.hidden = false;
    const figure = element.closest("figure");
    if (figure) figure.hidden = false;
  }

  /* Heights from an axis that begins elsewhere do not compare as the values do: this is said. */
  function note(element, cut) {
    let found = element.querySelector(".chart-note");
    if (!found && cut) {
      found = element.appendChild(document.createElement("p"));
      found.className = "chart-note small soft";
      found.textContent = headway.chartSpecs.cut;
    }
    if (found) found.hidden = !cut;
  }

  function fail(element, error) {
    const image = canvas(element);
    image.removeAttribute("role");
    image.removeAttribute("aria-label");
    image.textContent = headway.chartSpecs.missing;
    element.classList.add("chart-failed");
    console.warn("headway: no chart engine", error.message);
  }

  function again(element) {
    const job = jobs.get(element);
    if (job && job.width) inTurn(element, job);
  }

  function watch(element) {
    if (!("ResizeObserver" in window) || element.dataset.watched) return;
    element.dataset.watched = "yes";
    let timer = null;
    new ResizeObserver(function () {
      const job = jobs.get(element);
      if (!job || !job.width || Math.abs(job.width - element.clientWidth) < LEAST_CHANGE || !element.clientWidth) return;
      clearTimeout(timer);
      timer = setTimeout(function () { again(element); }, PAUSE);
    }).observe(element);
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    for (const element of jobs.keys()) again(element);
  });
})((window.headway = window.headway || {}));
