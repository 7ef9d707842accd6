/* The address of a view, as in model/address.py: 1.2.1/KZALA/sex=F;unit_measure=PT, then ?with=KZ&by=sex. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const RESERVED = /[%\/;=@#:?&+"'<>\\\x00-\x20\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;

  explorer.encode = function (text) {
    return text.replace(RESERVED, (letter) => Array.from(new TextEncoder().encode(letter), (byte) => "%" + byte.toString(16).toUpperCase().padStart(2, "0")).join(""));
  };

  function decode(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  explorer.address = function (data, entry, prefix) {
    const pairs = data.dimensions.map((key, at) => [key, data.codes[at][entry.codes[at]]]).filter(([, code]) => code);
    const cut = pairs.map(([key, code]) => explorer.encode(key) + "=" + explorer.encode(code)).join(";");
    return prefix + "/" + explorer.encode(data.areas[entry.area]) + (cut ? "/" + cut : "");
  };

  /* {prefix, area, dimensions: Map, with, by}, or null where the text is no address. */
  explorer.parse = function (text) {
    const [body, query] = split(text, "?");
    const [prefix, area, cut] = body.split("@")[0].split("/");
    if (!prefix || !area) return null;
    const dimensions = new Map((cut || "").split(";").filter(Boolean).map((pair) => split(pair, "=").map(decode)));
    const more = new Map((query || "").split("&").filter(Boolean).map((pair) => split(pair, "=").map(decode)));
    return { prefix: decode(prefix), area: decode(area), dimensions, with: more.get("with"), by: more.get("by") };
  };

  function split(text, mark) {
    const at = text.indexOf(mark);
    return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  }

  /* {entry, exact}: the series an address names; where it names too little or what is not there, the nearest of its area. */
  explorer.locate = function (data, measures, parsed, first) {
    const area = data.areas.indexOf(parsed.area);
    if (area < 0) return null;
    const codes = data.dimensions.map((key, at) => data.codes[at].indexOf(parsed.dimensions.get(key) || ""));
    const unknown = codes.includes(-1) || [...parsed.dimensions.keys()].some((key) => !data.dimensions.includes(key));
    const exact = unknown ? null : data.find(area, codes);
    if (exact) return { entry: exact, exact: true };
    const named = (entry) => data.dimensions.every((key, at) => !parsed.dimensions.has(key) || codes[at] === entry.codes[at]);
    const like = { area, codes: data.dimensions.map((key, at) => (parsed.dimensions.has(key) ? codes[at] : first.codes[at])) };
    const full = unknown ? null : explorer.nearest(data, measures, like, (entry) => entry.area === area && named(entry));
    const entry = full || explorer.nearest(data, measures, like, (other) => other.area === area);
    return entry && { entry, exact: Boolean(full) };
  };
})((window.headway = window.headway || {}));
