/* Labels, numbers and filled patterns in the language of the page. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const MOST_DECIMALS = 3;

  explorer.Words = class Words {
    constructor(page, texts, data) {
      Object.assign(this, { page, texts, data });
      this.measures = new Set(page.measures);
    }

    t(name, slots) {
      const text = this.texts[name];
      if (!slots) return text;
      const filled = text.replace(/\{(\w+)\}/g, (whole, slot) => (Object.hasOwn(slots, slot) ? slots[slot] : whole));
      return text.startsWith("{") ? filled.slice(0, 1).toUpperCase() + filled.slice(1) : filled;
    }

    area(area) { return label(this.page.areas, this.data.areas[area]); }

    dimension(at) { return label(this.page.dimensions, this.data.dimensions[at]); }

    code(at, code) {
      const key = this.data.dimensions[at], text = this.data.codes[at][code];
      if (text) return label(this.page.codes[key] || {}, text);
      return this.t(this.measures.has(key) ? "unnamed" : "whole");
    }

    unit(entry) { return label(this.page.units, this.unitCode(entry), ""); }

    unitCode(entry) {
      const at = this.data.dimensions.indexOf("unit_measure");
      return at < 0 ? "" : this.data.codes[at][entry.codes[at]];
    }

    /* What singles a series out: "Sex: female; Age: 15-24"; blank for what is not broken down. */
    cut(entry) {
      const named = this.data.dimensions.map((_, at) => at).filter((at) => this.data.codes[at][entry.codes[at]] && this.data.dimensions[at] !== "unit_measure");
      return named.map((at) => (this.measures.has(this.data.dimensions[at]) ? this.code(at, entry.codes[at]) : this.pair(this.dimension(at), this.code(at, entry.codes[at])))).join("; ");
    }

    pair(name, value) { return name + ": " + value; }

    view(entry) { return [this.area(entry.area), this.cut(entry)].filter(Boolean).join("; "); }

    /* A value as publish/words/numbers.py writes it. */
    number(value, decimals) {
      if (decimals > MOST_DECIMALS) decimals = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : MOST_DECIMALS;
      if (value && Math.abs(value) < 0.5 * 10 ** -decimals) return this.small(value);
      const [whole, rest] = fixed(Math.abs(value), decimals).split(".");
      const text = whole.replace(/\B(?=(\d{3})+$)/g, this.page.group) + (rest ? this.page.decimal + rest : "");
      return value < 0 && /[1-9]/.test(text) ? "−" + text : text;
    }

    small(value) {
      const text = Math.abs(value).toFixed(12);
      const digits = text.search(/[1-9]/);
      const kept = text.slice(0, (digits < 0 ? text.length : digits) + 2).replace(/0+$/, "");
      return (value < 0 ? "−" : "") + kept.replace(".", this.page.decimal);
    }

    withUnit(number, unit) { return unit ? number + "\u00a0" + unit : number; }

    interval(point, decimals) {
      if (point.lower !== null && point.upper !== null) return "[" + this.number(point.lower, decimals) + "; " + this.number(point.upper, decimals) + "]";
      return point.error === null ? "" : "± " + this.number(point.error, decimals + 1);
    }

    mark(mark) { return mark === "" ? "" : this.t(mark === "conflict" ? "conflict" : "unused"); }

    count(number) { return this.number(number, 0); }

    /* Where the last value of a series stands. */
    source(entry) {
      const last = this.data.points(entry).filter((point) => point.shown).pop();
      const [, , publisher] = this.data.chunk.files.find(([origin]) => origin === last.origin);
      return this.t("source", { source: publisher, place: this.area(entry.area), period: last.label, file: last.file, row: last.row });
    }

    cite(entry, address) {
      const points = this.data.points(entry), shown = points.filter((point) => point.shown);
      const files = this.data.chunk.files.filter(([origin]) => points.some((point) => point.origin === origin));
      const all = (part, between) => [...new Set(files.map((file) => file[part]))].join(between);
      return this.t("cite", {
        publisher: all(2, "; "), name: this.page.name, code: this.page.indicator, area: this.area(entry.area),
        first: shown[0].label, last: shown[shown.length - 1].label, files: all(1, ", "), date: all(3, ", "),
        title: this.page.title, address,
      });
    }
  };

  /* Halves go to the even digit, as in the rest of the pages; toFixed sends them up. */
  function fixed(value, decimals) {
    if ((value * 2 ** (decimals + 1)) % 2 !== 1) return value.toFixed(decimals);
    const below = Math.floor(value * 10 ** decimals);
    return ((below % 2 ? below + 1 : below) / 10 ** decimals).toFixed(decimals);
  }

  function label(table, code, otherwise) {
    if (Object.hasOwn(table, code)) return table[code];
    return otherwise === undefined ? code : otherwise;
  }
})((window.headway = window.headway || {}));
