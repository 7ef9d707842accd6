/* All series of one indicator, read from its chunk (publish/site/chunks.py). Areas and codes are positions in tables. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});

  explorer.Data = class Data {
    constructor(chunk) {
      this.chunk = chunk;
      this.dimensions = chunk.dimensions;
      this.areas = chunk.areas;
      this.codes = chunk.codes;
      this.count = chunk.value.length;
      this.keys = new Map();
      let start = 0;
      this.series = chunk.series.map((row, id) => {
        const count = row[row.length - 1];
        const entry = { id, area: row[0], codes: row.slice(1, -2), decimals: row[row.length - 2], start, count };
        start += count;
        entry.usable = this.isUsable(entry);
        this.keys.set(key(entry.area, entry.codes), entry);
        return entry;
      });
      this.usable = this.series.filter((entry) => entry.usable);
    }

    /* Whether a chart of the series would show anything: a value without objection in a year that can be read. */
    isUsable(entry) {
      for (let at = entry.start; at < entry.start + entry.count; at++) if (this.isShown(at)) return true;
      return false;
    }

    isShown(at) {
      const { mark, period, periods } = this.chunk;
      return !(mark && mark[at]) && periods[period[at]][2] !== null;
    }

    /* The usable series of an area with exactly these codes. */
    find(area, codes) {
      const entry = this.keys.get(key(area, codes));
      return entry && entry.usable ? entry : null;
    }

    value(at) { return this.chunk.value[at]; }

    point(at) {
      const chunk = this.chunk;
      const [period, label, year] = chunk.periods[chunk.period[at]];
      const [origin, file] = chunk.files[chunk.file ? chunk.file[at] : 0];
      return {
        period, label, year, origin, file, value: chunk.value[at], row: chunk.row[at],
        mark: chunk.mark ? chunk.marks[chunk.mark[at]] : "",
        status: chunk.status ? chunk.statuses[chunk.status[at]] : "",
        error: chunk.error ? chunk.error[at] : null,
        lower: chunk.lower ? chunk.lower[at] : null,
        upper: chunk.upper ? chunk.upper[at] : null,
        shown: this.isShown(at),
      };
    }

    /* The points of a series in the order of time; those of unread periods first. */
    points(entry) {
      const found = [];
      for (let at = entry.start; at < entry.start + entry.count; at++) found.push(this.point(at));
      return found.sort(inTime);
    }

    comment(at) {
      if (!this.comments) this.comments = new Map(this.chunk.comments || []);
      return this.comments.get(at) || "";
    }

    /* Positions of the dimensions in which the usable series differ. */
    varying() {
      return this.dimensions.map((_, at) => at).filter((at) => new Set(this.usable.map((entry) => entry.codes[at])).size > 1);
    }

    isTotal(at, code) {
      const text = this.codes[at][code];
      return text === "" || text === "_T";
    }
  };

  function key(area, codes) { return area + "|" + codes.join(","); }

  function inTime(one, other) {
    const years = (one.year === null ? -Infinity : one.year) - (other.year === null ? -Infinity : other.year);
    if (years) return years;
    return one.period < other.period ? -1 : one.period > other.period ? 1 : 0;
  }
})((window.headway = window.headway || {}));
