/* The selectors: real selects whose options stay in place; those that lead nowhere are disabled. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const FIRST = ["series", "unit_measure"];

  explorer.element = function (name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === false || value === null) continue;
      if (key in made && typeof value !== "string") made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  const element = explorer.element;

  /* A labelled select; `options` are [value, text]. */
  explorer.select = function (host, id, name, options, change) {
    const made = element("select", { id }, ...options.map(([value, text]) => element("option", { value: String(value) }, text)));
    made.addEventListener("change", () => change(made.value));
    host.append(element("div", { class: "explorer-field" }, element("label", { for: id }, name), made));
    return made;
  };

  /* Areas as options: the review's own, its nation, then by name. */
  explorer.areaOptions = function (data, words) {
    const collator = new Intl.Collator(words.page.language);
    const rank = (area) => [words.page.area, words.page.nation].indexOf(data.areas[area]) >>> 0;
    const used = [...new Set(data.usable.map((entry) => entry.area))];
    return used.map((area) => [area, words.area(area)])
      .sort((one, other) => rank(one[0]) - rank(other[0]) || collator.compare(one[1], other[1]));
  };

  /* Codes of a dimension as options: totals first, then as the source has them. */
  explorer.codeOptions = function (data, words, at) {
    const used = new Set(data.usable.map((entry) => entry.codes[at]));
    const codes = data.codes[at].map((_, code) => code).filter((code) => used.has(code));
    return codes.sort((one, other) => data.isTotal(at, other) - data.isTotal(at, one)).map((code) => [code, words.code(at, code)]);
  };

  /* What is measured comes before groups. */
  explorer.inOrder = function (data) {
    const rank = (at) => FIRST.indexOf(data.dimensions[at]) >>> 0;
    return data.varying().sort((one, other) => rank(one) - rank(other));
  };

  explorer.Controls = class Controls {
    /* `change` has the functions area(area), code(at, code), compare(area or null), lines(by). */
    constructor(host, data, words, change) {
      Object.assign(this, { data, words });
      const areas = explorer.areaOptions(data, words), t = words.t.bind(words);
      const fields = explorer.inOrder(data);
      if (areas.length > 1) {
        this.area = explorer.select(host, "explorer-area", t("area"), areas, (value) => change.area(Number(value)));
        this.with = explorer.select(host, "explorer-with", t("with"), [["", t("withNone")], ...areas], (value) => change.compare(value === "" ? null : Number(value)));
      }
      this.codes = fields.map((at) => [at, explorer.select(host, "explorer-dimension-" + at, words.dimension(at), explorer.codeOptions(data, words, at), (value) => change.code(at, Number(value)))]);
      const lines = [[explorer.ALONE, t("byNone")]];
      if (areas.length > 1) lines.push([explorer.AREAS, t("byArea")]);
      for (const at of fields) lines.push([data.dimensions[at], t("byEach", { dimension: words.dimension(at) })]);
      if (lines.length > 1) this.by = explorer.select(host, "explorer-by", t("by"), lines, (value) => change.lines(value));
    }

    update(state) {
      const { data } = this;
      for (const [at, made] of this.codes) {
        const reachable = explorer.reachable(data, state.entry, at);
        show(made, state.entry.codes[at], (value) => reachable.has(Number(value)));
      }
      if (this.area) {
        const comparable = explorer.comparable(data, state.entry);
        show(this.area, state.entry.area, () => true);
        show(this.with, state.with === null ? "" : state.with, (value) => value === "" || (Number(value) !== state.entry.area && comparable.has(Number(value))));
        this.with.disabled = state.by !== explorer.ALONE;
      }
      if (this.by) show(this.by, state.by, (value) => value === "" || explorer.siblings(data, state.entry, value).length > 1);
    }
  };

  function show(made, value, leads) {
    for (const option of made.options) option.disabled = !leads(option.value);
    made.value = String(value);
  }
})((window.headway = window.headway || {}));
