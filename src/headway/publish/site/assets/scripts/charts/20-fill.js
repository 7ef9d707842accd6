/* A specification with its tables, size and colours put in, as publish/charts/drawing.py does for documents. */
(function (headway) {
  "use strict";
  const charts = (headway.charts = headway.charts || {});

  charts.fill = function (name, tables, options, width, colors) {
    const spec = needed(colored(headway.chartSpecs.specs[name], colors), tables);
    const area = (tables.values || []).find((row) => row.role === "area");
    const said = { unit: options.unit || "", zero: options.zero !== false, span: width, here: (area && area.area) || "" };
    for (const param of spec.params) param.value = said[param.name];
    spec.datasets = Object.assign({ values: [], target: [], projection: [], breaks: [] }, tables);
    spec.description = [options.title, options.description].filter(Boolean).join(". ");
    size(spec, spec.datasets.values, width);
    return spec;
  };

  /* The colours of the page's theme, token by token. */
  charts.theme = function (element) {
    const style = getComputedStyle(element), colors = { font: style.fontFamily };
    for (const token of Object.keys(headway.chartSpecs.paper)) {
      if (token !== "font") colors[token] = style.getPropertyValue("--chart-" + token).trim();
    }
    return colors;
  };

  function colored(spec, colors) {
    return JSON.parse(JSON.stringify(spec), (key, value) => (typeof value === "string" && value[0] === "$" ? colors[value.slice(1)] : value));
  }

  /* Without the layers whose table has nothing for them. */
  function needed(spec, tables) {
    if (!spec.layer) return spec;
    spec.layer = spec.layer.filter((layer) => has(layer.needs, tables));
    for (const layer of spec.layer) { delete layer.needs; needed(layer, tables); }
    return spec;
  }

  function has(wanted, tables) {
    if (!wanted) return true;
    const { table, role, field } = wanted;
    return (tables[table] || []).some((row) => (!role || row.role === role) && (!field || (row[field] !== undefined && row[field] !== null)));
  }

  function size(spec, rows, width) {
    const { cell, side, digit, gap, narrowest, widest, height, around, row } = spec.usermeta;
    if (cell) {
      const digits = String(Math.trunc(Math.max(0, ...rows.map((each) => Math.abs(each.value))))).length;
      const room = width - side - digit * digits + gap;
      const groups = new Set(rows.map((each) => each.group)).size;
      spec.columns = Math.max(1, Math.min(4, groups, Math.floor(room / (narrowest + gap))));
      spec.spec.width = Math.min(widest, Math.floor(room / spec.columns) - gap);
      spec.facet.header.labelLimit = spec.spec.width;
      return;
    }
    spec.width = width;
    spec.height = height || around + row * rows.length;
  }
})((window.headway = window.headway || {}));
