/* Which series a choice leads to. Every choice leads to one with data; where none has just that, to the nearest. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const MOST_LINES = 7;
  const ALONE = "", AREAS = "ref_area";
  Object.assign(explorer, { ALONE, AREAS, MOST_LINES });

  /* Unit and SERIES say what is measured: leaving them costs more than leaving a group; a total is nearer than a group. */
  function distance(data, measures, entry, wanted) {
    let cost = 0;
    for (let at = 0; at < wanted.codes.length; at++) {
      if (wanted.codes[at] === entry.codes[at]) continue;
      cost += measures.has(data.dimensions[at]) ? 8 : data.isTotal(at, entry.codes[at]) ? 2 : 3;
    }
    return wanted.area !== null && wanted.area !== entry.area ? cost + 100 : cost;
  }

  /* The nearest of the usable series that `fits`; the source's order decides between equals. */
  explorer.nearest = function (data, measures, wanted, fits) {
    let best = null, least = Infinity;
    for (const entry of data.usable) {
      if (!fits(entry)) continue;
      const cost = distance(data, measures, entry, wanted);
      if (cost < least) { best = entry; least = cost; }
    }
    return best;
  };

  /* The series after choosing `code` in a dimension, or an area where `at` is null. */
  explorer.choose = function (data, measures, entry, at, code) {
    const wanted = { area: at === null ? code : entry.area, codes: entry.codes.slice() };
    if (at !== null) wanted.codes[at] = code;
    return data.find(wanted.area, wanted.codes) || explorer.nearest(data, measures, wanted, at === null
      ? (other) => other.area === code
      : (other) => other.area === entry.area && other.codes[at] === code);
  };

  /* The codes of a dimension that lead somewhere in this area. */
  explorer.reachable = function (data, entry, at) {
    return new Set(data.usable.filter((other) => other.area === entry.area).map((other) => other.codes[at]));
  };

  /* Areas that have just this series. */
  explorer.comparable = function (data, entry) {
    return new Set(data.areas.map((_, area) => area).filter((area) => data.find(area, entry.codes)));
  };

  /* All series that differ from this one in one dimension, or in the area only; itself among them. */
  explorer.siblings = function (data, entry, by) {
    if (by === AREAS) return data.usable.filter((other) => same(other.codes, entry.codes, -1));
    const at = data.dimensions.indexOf(by);
    return data.usable.filter((other) => other.area === entry.area && same(other.codes, entry.codes, at));
  };

  function same(one, other, except) {
    return one.every((code, at) => at === except || code === other[at]);
  }

  /* Of many, those that must be there and those with the largest and the smallest last values. */
  explorer.most = function (data, entries, must) {
    if (entries.length <= MOST_LINES) return entries;
    const last = (entry) => data.points(entry).filter((point) => point.shown).pop().value;
    const rest = entries.filter((entry) => !must.includes(entry)).sort((one, other) => last(other) - last(one));
    const room = MOST_LINES - must.length, high = Math.ceil(room / 2);
    const kept = new Set([...must, ...rest.slice(0, high), ...rest.slice(rest.length - (room - high))]);
    return entries.filter((entry) => kept.has(entry));
  };
})((window.headway = window.headway || {}));
