/* headway.charts.download(element, "svg" | "png", filename): the chart as shown, on white paper, with title and source. */
(function (headway) {
  "use strict";
  const charts = (headway.charts = headway.charts || {});
  const WIDTH = 860, LETTERS = 105, SCALE = 2;

  charts.download = async function (element, kind, filename) {
    const job = charts.jobs.get(element);
    if (!job) throw new Error("no chart has been drawn here");
    const embed = await charts.engine();
    const host = document.createElement("div");
    const result = await embed(host, titled(job), charts.settings());
    const content = kind === "png" ? await bytes(result.view) : new Blob([described(await result.view.toSVG(), job.options)], { type: "image/svg+xml" });
    result.finalize();
    save(content, filename);
  };

  function titled(job) {
    const { title, source } = job.options;
    const spec = charts.fill(job.name, job.tables, job.options, WIDTH, headway.chartSpecs.paper);
    spec.padding = 16;
    spec.title = { text: lines(title || "", LETTERS), subtitle: lines(source || "", LETTERS), offset: 18, frame: "group" };
    return spec;
  }

  /* With a name and a description for those who do not see it. */
  function described(text, options) {
    const picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    for (const [tag, content] of [["desc", options.description], ["title", options.title]]) {
      const element = document.createElementNS(picture.namespaceURI, tag);
      element.textContent = content || "";
      picture.prepend(element);
    }
    picture.setAttribute("role", "img");
    picture.setAttribute("lang", document.documentElement.lang);
    return new XMLSerializer().serializeToString(picture);
  }

  function lines(text, most) {
    const found = [""];
    for (const word of text.split(" ")) {
      const last = found[found.length - 1];
      if (last && last.length + word.length >= most) found.push(word);
      else found[found.length - 1] = last ? last + " " + word : word;
    }
    return found;
  }

  async function bytes(view) {
    const canvas = await view.toCanvas(SCALE);
    return new Promise(function (resolve) { canvas.toBlob(resolve, "image/png"); });
  }

  function save(content, filename) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = filename;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }
})((window.headway = window.headway || {}));
