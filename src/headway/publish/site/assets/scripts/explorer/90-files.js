/* CSV and JSON of what is shown and of the whole indicator, made here, with the columns of data/observations.csv. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const FIRST = ["framework", "indicator", "series", "ref_area", "time_period", "obs_value", "unit_measure", "sex", "age", "urbanisation"];
  const ALWAYS = ["framework", "indicator", "ref_area", "time_period", "obs_value"];
  const LAST = ["obs_status", "std_error", "lower", "upper", "comment", "mark", "origin", "row", "address", "area_name", "breakdown"];
  const FORMULA = /^[=+@\t\r\n-]/;

  /* One object per value. Blank text is "", an absent number null. */
  explorer.records = function (data, words, entries) {
    const { page } = words, found = [];
    for (const entry of entries) {
      const dimensions = Object.fromEntries(data.dimensions.map((key, at) => [key, data.codes[at][entry.codes[at]]]));
      const address = explorer.address(data, entry, page.prefix), area = words.area(entry.area), breakdown = words.cut(entry);
      for (let at = entry.start; at < entry.start + entry.count; at++) {
        const point = data.point(at);
        found.push({
          ...dimensions, framework: page.framework, indicator: page.indicator, ref_area: data.areas[entry.area],
          time_period: point.period, obs_value: point.value, obs_status: point.status, std_error: point.error,
          lower: point.lower, upper: point.upper, comment: data.comment(at), mark: point.mark, origin: point.origin,
          row: point.row, address, area_name: area, breakdown,
        });
      }
    }
    return found;
  };

  explorer.columns = function (data) {
    const middle = data.dimensions.filter((key) => !FIRST.includes(key) && !LAST.includes(key)).sort();
    const first = FIRST.filter((key) => ALWAYS.includes(key) || data.dimensions.includes(key));
    return [...first, ...middle, ...LAST];
  };

  /* Text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers. */
  explorer.cell = function (value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const text = FORMULA.test(value) ? "'" + value : value;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };

  /* With the mark by which spreadsheet programs know UTF-8. */
  explorer.csv = function (data, words, entries) {
    const columns = explorer.columns(data);
    const lines = explorer.records(data, words, entries).map((record) => columns.map((name) => explorer.cell(record[name])).join(","));
    return "\ufeff" + [columns.join(","), ...lines].join("\n") + "\n";
  };

  explorer.json = function (data, words, entries, cite) {
    const { page } = words;
    return JSON.stringify({ indicator: page.indicator, framework: page.framework, name: page.name, cite, observations: explorer.records(data, words, entries) }, null, 1) + "\n";
  };

  explorer.save = function (text, type, name) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = explorer.element("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };

  /* A name that every system takes: 1.2.1-KZALA-sex-F. */
  explorer.fileName = function (text) {
    return text.replace(/[^\p{L}\p{N}._]+/gu, "-").replace(/^[.-]+|[.-]+$/g, "").slice(0, 80) || "data";
  };
})((window.headway = window.headway || {}));
