/* The values of all series as an order of rows: kept by codes, sorted by a column. Quick with 40,000 rows. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});

  explorer.AllRows = class AllRows {
    constructor(data, words) {
      Object.assign(this, { data, words });
      this.fields = explorer.inOrder(data);
      const collator = new Intl.Collator(words.page.language, { numeric: true });
      const areas = ranks(data.areas.map((_, area) => words.area(area)), collator);
      const codes = data.codes.map((table, at) => ranks(table.map((_, code) => words.code(at, code)), collator));
      this.owner = new Uint32Array(data.count);
      for (const entry of data.series) this.owner.fill(entry.id, entry.start, entry.start + entry.count);
      this.sortKeys = {
        area: (at) => areas[this.entry(at).area],
        period: (at) => this.year(at),
        value: (at) => data.value(at),
        origin: (at) => data.chunk.row[at],
      };
      for (const field of this.fields) this.sortKeys[field] = (at) => codes[field][this.entry(at).codes[field]];
    }

    entry(at) { return this.data.series[this.owner[at]]; }

    year(at) {
      const [period, , year] = this.data.chunk.periods[this.data.chunk.period[at]];
      return year === null ? -1 : year + (Number((/[QSM](\d+)$/.exec(period) || [0, 0])[1]) / 100);
    }

    /* Positions of the values that fit; `kept` is {area, codes: Map of dimension to code}, null or absent meaning any. */
    rows(kept, column, descending) {
      const found = [];
      for (const entry of this.data.series) {
        if (!this.fits(entry, kept)) continue;
        for (let at = entry.start; at < entry.start + entry.count; at++) found.push(at);
      }
      if (column === null) return found;
      const keys = new Float64Array(this.data.count), key = this.sortKeys[column], sign = descending ? -1 : 1;
      for (const at of found) keys[at] = key(at);
      return found.sort((one, other) => sign * (keys[one] - keys[other]) || one - other);
    }

    fits(entry, kept) {
      if (kept.area !== null && entry.area !== kept.area) return false;
      for (const [at, code] of kept.codes) if (entry.codes[at] !== code) return false;
      return true;
    }

    /* The choices that leave something, given the others: {areas: Set, codes: Map of dimension to Set}. */
    open(kept) {
      const areas = new Set(), codes = new Map(this.fields.map((at) => [at, new Set()]));
      for (const entry of this.data.series) {
        if (this.fits(entry, { area: null, codes: kept.codes })) areas.add(entry.area);
        for (const at of this.fields) {
          const others = new Map(kept.codes);
          others.delete(at);
          if (this.fits(entry, { area: kept.area, codes: others })) codes.get(at).add(entry.codes[at]);
        }
      }
      return { areas, codes };
    }
  };

  function ranks(texts, collator) {
    const order = texts.map((_, at) => at).sort((one, other) => collator.compare(texts[one], texts[other]));
    const found = new Float64Array(texts.length);
    order.forEach((at, rank) => { found[at] = rank; });
    return found;
  }
})((window.headway = window.headway || {}));
