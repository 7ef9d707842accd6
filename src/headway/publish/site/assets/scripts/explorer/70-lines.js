/* From a choice to the lines of the chart and to the tables that headway.charts.draw takes. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});

  const BESIDE = 2; /* lines whose file and row stand in a column of their own; of more, below each number */

  /* {lines: [{entry, name, role}], of: how many there are}; the chosen series first, or marked among its siblings. */
  explorer.lines = function (data, words, state) {
    const { entry, by } = state;
    if (by === explorer.ALONE) {
      const lines = [{ entry, name: words.area(entry.area), role: "area" }];
      if (state.with !== null) lines.push({ entry: data.find(state.with, entry.codes), name: words.area(state.with), role: "comparator" });
      return { lines, of: lines.length };
    }
    const all = explorer.siblings(data, entry, by);
    const nation = by === explorer.AREAS ? all.filter((other) => data.areas[other.area] === words.page.nation) : [];
    const shown = explorer.most(data, all, [...new Set([entry, ...nation])]);
    const at = data.dimensions.indexOf(by);
    const lines = shown.map((other) => ({
      entry: other,
      name: by === explorer.AREAS ? words.area(other.area) : words.code(at, other.codes[at]),
      role: other === entry ? "area" : nation.includes(other) ? "comparator" : "group",
    }));
    return { lines: distinct(data, lines, at), of: all.length };
  };

  /* Codes of one name are told apart by themselves. */
  function distinct(data, lines, at) {
    const code = (entry) => (at < 0 ? data.areas[entry.area] : data.codes[at][entry.codes[at]]);
    const twice = (line) => lines.filter((other) => other.name === line.name).length > 1;
    return lines.map((line) => (twice(line) ? { ...line, name: line.name + " [" + code(line.entry) + "]" } : line));
  }

  /* The tables of a trend; targets, projections and breaks belong to the headline alone. */
  explorer.chartTables = function (data, words, lines) {
    const values = [];
    for (const line of lines) {
      const unit = words.unit(line.entry), decimals = line.entry.decimals;
      for (const point of data.points(line.entry)) {
        if (!point.shown) continue;
        const row = {
          line: line.name, role: line.role, year: position(point), period: point.label, value: point.value,
          text: words.withUnit(words.number(point.value, decimals), unit), file: point.file, row: point.row,
        };
        if (point.lower !== null && point.upper !== null) {
          Object.assign(row, { lower: point.lower, upper: point.upper, text: row.text + " " + words.interval(point, decimals) });
        }
        values.push(row);
      }
    }
    return { values, target: [], projection: [], breaks: [] };
  };

  /* Parts of a year stand in their order on the axis of years, whole years at their number. */
  function position(point) {
    const part = /-(S|Q|M)(\d\d?)$/.exec(point.period);
    return part ? point.year + (Number(part[2]) - 1) / { S: 2, Q: 4, M: 12 }[part[1]] : point.year;
  }

  /* The rule of publish/charts/axis.py: zero is left out only where it would hide every change. */
  explorer.fromZero = function (words, entry, tables) {
    const values = tables.values.map((row) => row.value), low = Math.min(...values), high = Math.max(...values);
    if (low <= 0 && high >= 0 || low === high) return true;
    return !words.page.floating.includes(words.unitCode(entry)) && high - low >= words.page.room * Math.max(Math.abs(low), Math.abs(high));
  };

  /* The last value of each line, said for those who do not see the chart. */
  explorer.description = function (words, tables) {
    const last = new Map(tables.values.map((row) => [row.line, row]));
    return Array.from(last.values(), (row) => words.t("latest", { place: row.line, value: row.text, period: row.period })).join(" ");
  };

  /* The table of the lines: a row per period, each number with its file and row, those not used marked. */
  explorer.valueTable = function (data, words, lines, caption) {
    const element = explorer.element, t = words.t.bind(words), rows = new Map();
    lines.forEach((line, column) => {
      for (const point of data.points(line.entry)) {
        const key = [point.year, point.period].join("|");
        if (!rows.has(key)) rows.set(key, { point, cells: lines.map(() => []) });
        rows.get(key).cells[column].push(point);
      }
    });
    const sorted = [...rows.values()].sort((one, other) => (one.point.year || 0) - (other.point.year || 0) || (one.point.period < other.point.period ? -1 : 1));
    const wide = lines.length <= BESIDE;
    const heads = lines.flatMap((line) => [element("th", { scope: "col", class: "number" }, line.name), ...(wide ? [element("th", { scope: "col" }, t("origin"))] : [])]);
    const body = sorted.map(({ point, cells }) => element("tr", {}, element("th", { scope: "row" }, point.label), ...cells.flatMap((points, column) => {
      const value = (each) => valueOf(words, each, lines[column].entry.decimals), origin = (each) => [explorer.originOf(words, each)];
      if (!wide) return [element("td", { class: "number" }, ...between(points, (each) => [...value(each), element("br"), ...origin(each)]))];
      return [element("td", { class: "number" }, ...between(points, value)), element("td", {}, ...between(points, origin))];
    })));
    return element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, t("period")), ...heads)), element("tbody", {}, ...body));
  };

  function valueOf(words, point, decimals) {
    const made = [words.number(point.value, decimals)];
    const interval = words.interval(point, decimals), mark = words.mark(point.mark);
    if (interval) made.push(" ", explorer.element("span", { class: "soft small" }, interval));
    if (mark) made.push(" ", explorer.element("span", { class: point.mark === "conflict" ? "error" : "soft" }, "(" + mark + ")"));
    return made;
  }

  explorer.originOf = function (words, point) {
    return explorer.element("span", { class: "row" }, point.file + ", " + words.t("row", { row: point.row }));
  };

  function between(points, make) {
    return points.flatMap((point, at) => (at ? [explorer.element("br"), ...make(point)] : make(point)));
  }
})((window.headway = window.headway || {}));
