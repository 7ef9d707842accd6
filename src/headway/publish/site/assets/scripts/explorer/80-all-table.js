/* The table of all series: built when asked for, shown in pieces, sorted by its headings, filtered by selects. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const element = (...parts) => explorer.element(...parts);
  const PIECE = 200;

  explorer.AllTable = class AllTable {
    constructor(host, data, words) {
      Object.assign(this, { data, words, rows: new explorer.AllRows(data, words) });
      this.kept = { area: null, codes: new Map() };
      this.column = null;
      this.descending = false;
      this.build(host);
      this.refresh();
    }

    build(host) {
      const t = this.words.t.bind(this.words);
      const filters = element("fieldset", { class: "explorer-controls" }, element("legend", {}, t("allFilter")));
      const areas = explorer.areaOptions(this.data, this.words);
      const any = [["", t("any")]];
      if (areas.length > 1) this.area = explorer.select(filters, "all-area", t("area"), [...any, ...this.areasOf(areas)], (value) => this.keep(() => { this.kept.area = value === "" ? null : Number(value); }));
      this.codes = this.rows.fields.map((at) => [at, explorer.select(filters, "all-dimension-" + at, this.words.dimension(at), [...any, ...this.codesOf(at)],
        (value) => this.keep(() => (value === "" ? this.kept.codes.delete(at) : this.kept.codes.set(at, Number(value)))))]);
      this.count = element("p", { class: "soft", role: "status", id: "all-count" });
      this.body = element("tbody");
      this.heads = [["area", t("area"), ""], ...this.rows.fields.map((at) => [at, this.words.dimension(at), ""]), ["period", t("period"), ""], ["value", t("value"), "number"], ["origin", t("origin"), ""]].map((head) => this.head(...head));
      const table = element("table", { class: "all-series" }, element("caption", {}, t("allValues")), element("thead", {}, element("tr", {}, ...this.heads.map(([, cell]) => cell))), this.body);
      this.more = element("button", { type: "button", id: "all-more" });
      this.more.addEventListener("click", () => this.append());
      if (this.area || this.codes.length) host.append(filters);
      host.append(this.count, element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("allValues") }, table), this.more);
    }

    /* The whole data stands here, so areas and codes with nothing but objected values are offered too. */
    areasOf(known) {
      const seen = new Set(known.map(([area]) => area));
      return [...known, ...this.data.areas.map((_, area) => [area, this.words.area(area)]).filter(([area]) => !seen.has(area))];
    }

    codesOf(at) {
      const known = explorer.codeOptions(this.data, this.words, at), seen = new Set(known.map(([code]) => code));
      const used = new Set(this.data.series.map((entry) => entry.codes[at]));
      return [...known, ...this.data.codes[at].map((_, code) => [code, this.words.code(at, code)]).filter(([code]) => used.has(code) && !seen.has(code))];
    }

    head(column, name, kind) {
      const button = element("button", { type: "button", class: "sort" }, name);
      const cell = element("th", { scope: "col", class: kind || null }, button);
      button.addEventListener("click", () => {
        this.descending = this.column === column ? !this.descending : column === "value";
        this.column = column;
        this.refresh();
      });
      return [column, cell];
    }

    keep(change) {
      change();
      this.refresh();
    }

    refresh() {
      for (const [column, cell] of this.heads) cell.setAttribute("aria-sort", column !== this.column ? "none" : this.descending ? "descending" : "ascending");
      const open = this.rows.open(this.kept);
      if (this.area) this.mark(this.area, open.areas);
      for (const [at, made] of this.codes) this.mark(made, open.codes.get(at));
      this.order = this.rows.rows(this.kept, this.column, this.descending);
      this.body.replaceChildren();
      this.append();
    }

    mark(made, open) {
      for (const option of made.options) option.disabled = option.value !== "" && !open.has(Number(option.value));
    }

    append() {
      const from = this.body.rows.length, piece = this.order.slice(from, from + PIECE);
      this.body.append(...piece.map((at) => this.row(at)));
      const shown = from + piece.length, left = this.order.length - shown;
      const count = (number) => this.words.count(number);
      this.count.textContent = this.words.t("allCount", { shown: count(shown), count: count(this.order.length) });
      this.more.hidden = !left;
      this.more.textContent = this.words.t("allMore", { count: count(Math.min(PIECE, left)) });
    }

    row(at) {
      const entry = this.rows.entry(at), point = this.data.point(at), words = this.words;
      const cells = this.rows.fields.map((field) => element("td", { class: "cut" }, words.code(field, entry.codes[field])));
      const notes = [words.interval(point, entry.decimals), words.mark(point.mark) && "(" + words.mark(point.mark) + ")"].filter(Boolean).join(" ");
      const value = [words.withUnit(words.number(point.value, entry.decimals), words.unit(entry))];
      if (notes) value.push(" ", element("span", { class: "soft small" }, notes));
      return element("tr", {}, element("th", { scope: "row" }, words.area(entry.area)), ...cells,
        element("td", {}, point.label), element("td", { class: "number" }, ...value), element("td", {}, explorer.originOf(words, point)));
    }
  };
})((window.headway = window.headway || {}));
