/* Which entries a query finds, best first. Knows nothing of the page.
   A word of the query and a stem of the index belong together when one begins with the other; a stem is
   the beginning of its word, folded as in words/stems.py. */
(function () {
  "use strict";
  var headway = (window.headway = window.headway || {});
  var search = (headway.search = headway.search || {});

  var KAZAKH = { "ә": "а", "қ": "к", "ң": "н", "ғ": "г", "ү": "у", "ұ": "у", "һ": "х", "ө": "о", "і": "и" };
  var CODE = /\d{1,4}(?:[\s.,:_/-]+(?:\d{1,3}|[a-dавсд])(?![\p{L}\p{N}]))*/gu;
  var GLUED_CODE = /(?<![\p{L}\p{N}.])(\d{1,2})([a-dавсд])(\d{0,2})(?![\p{L}\p{N}])/gu;
  var CODE_LETTERS = { "а": "a", "в": "b", "с": "c", "д": "d" };
  var WEIGHTS = [10, 10, 3]; /* of a stem in the name, in the other name, elsewhere */
  var SAME_CODE = 100, FIELDS = 6, WHOLE_NAME = 4, HAS_FIGURE = 2, MISSING_PART = 50, OF_TARGET = 0.8;
  var SHORT = 3, MISTAKABLE = 5, SAME_ROOT = 4, ROOT_REST = 3, FEW = 4;

  search.fold = function (text) {
    return text
      .replace(/([\p{L}\p{N}])['’‘ʼ`´](?=[\p{L}\p{N}])/gu, "$1")
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[әқңғүұһөі]/g, function (letter) { return KAZAKH[letter]; });
  };

  search.wordsOf = function (text) {
    return search.fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  };

  /* An index ready for queries: for each stem, the entries that hold it and where. */
  search.Matcher = function (index) {
    this.index = index;
    this.stems = index.stems ? index.stems.split(" ") : [];
    this.skip = new Set(index.skip);
    this.codes = index.entries.map(function (entry) { return entry[1].split(":").pop().toLowerCase().replace(/[-_/]/g, "."); });
    this.places = this.stems.map(function () { return []; });
    var places = this.places;
    index.entries.forEach(function (entry, number) {
      WEIGHTS.forEach(function (weight, field) {
        entry[FIELDS + field].forEach(function (stem) { places[stem].push([number, weight]); });
      });
    });
  };

  /* The entries that hold every part of a query, best first; where they are few, also indicators that lack one.
     `stems` are those that matched, for marking them. */
  search.Matcher.prototype.find = function (query) {
    var matched = new Set(), asked = this.parts(query), self = this;
    var found = asked.map(function (part) { return self.hits(part, matched); });
    var totals = new Map();
    var all = Math.log(1 + this.index.entries.length);
    found.forEach(function (hits) {
      var rare = 2 - Math.log(1 + hits.size) / all; /* a word that few entries hold says more */
      hits.forEach(function (score, number) {
        var total = totals.get(number) || { parts: 0, score: 0 };
        total.parts += 1;
        total.score += score * rare;
        totals.set(number, total);
      });
    });
    var best = 0, full = 0;
    totals.forEach(function (total) {
      full = total.parts > best ? 1 : full + (total.parts === best);
      best = Math.max(best, total.parts);
    });
    var wanting = full < FEW && best > 1 && !asked.some(function (part) { return part.code; }), results = [];
    totals.forEach(function (total, number) {
      var isIndicator = self.index.entries[number][0] === "indicator";
      if (total.parts === best || (wanting && isIndicator && total.parts === best - 1)) {
        var score = (total.score + self.bonus(number, matched)) * self.share(number) - MISSING_PART * (best - total.parts);
        results.push({ entry: self.index.entries[number], number: number, score: score });
      }
    });
    results.sort(function (one, other) { return other.score - one.score || one.number - other.number; });
    return { results: results, stems: matched };
  };

  /* A target has no page of its own: what has one goes before it, unless its code was asked for. */
  search.Matcher.prototype.share = function (number) {
    return this.index.entries[number][0] === "target" ? OF_TARGET : 1;
  };

  /* The parts of a query: codes, and words with those that say nothing left out while others remain. */
  search.Matcher.prototype.parts = function (query) {
    var self = this, parts = [], text = query.toLowerCase().replace(GLUED_CODE, "$1.$2 $3");
    var rest = text.replace(CODE, function (code, at) {
      if (/[\p{L}\p{N}]$/u.test(text.slice(0, at))) { return code; }
      var letters = code.split(/[\s.,:_/-]+/).map(function (part) { return CODE_LETTERS[part] || part; });
      parts.push({ code: letters.join("."), words: search.wordsOf(code) });
      return " ";
    });
    var words = search.wordsOf(rest);
    var telling = words.filter(function (word) { return !self.skip.has(word); });
    (telling.length || parts.length ? telling : words).forEach(function (word) {
      parts.push({ code: "", words: [word] });
    });
    return parts;
  };

  /* Entry number → score of one part; what matched of the stems goes into `matched`. */
  search.Matcher.prototype.hits = function (part, matched) {
    var hits = new Map(), self = this;
    if (part.code) {
      this.codes.forEach(function (code, number) {
        var score = codeScore(part.code, code);
        if (score) { hits.set(number, score); }
      });
      if (part.words.length > 1 && hits.size) { return hits; }
    }
    part.words.forEach(function (word) {
      self.wordHits(word, hits, matched);
      self.codes.forEach(function (code, number) { if (code === word) { hits.set(number, SAME_CODE); } });
    });
    return hits;
  };

  search.Matcher.prototype.wordHits = function (word, hits, matched) {
    var before = hits.size;
    if (/^\d+$/.test(word)) {
      this.scan(word, hits, matched, function (stem) { return word === stem ? 1 : 0; });
      return;
    }
    this.scan(word, hits, matched, function (stem, ending) { return likeness(word, stem, ending); });
    this.scan(word, hits, matched, function (stem) { return rootLikeness(word, stem); });
    if (hits.size - before < FEW && word.length >= MISTAKABLE) {
      this.scan(word, hits, matched, function (stem, ending) { return mistaken(word, stem, ending); });
    }
  };

  search.Matcher.prototype.scan = function (word, hits, matched, measure) {
    var endings = this.index.endings;
    for (var at = 0; at < this.stems.length; at++) {
      var stem = this.stems[at];
      var quality = measure(stem, stem.length <= SHORT ? endings[0] : endings[1]);
      if (quality) {
        matched.add(stem);
        this.places[at].forEach(function (place) {
          hits.set(place[0], Math.max(hits.get(place[0]) || 0, place[1] * quality));
        });
      }
    }
  };

  /* Little differences between entries that hold the same words: the shorter name, the one with a figure. */
  search.Matcher.prototype.bonus = function (number, matched) {
    var entry = this.index.entries[number], stems = this.stems, states = this.index.states;
    var held = entry[6].filter(function (stem) { return matched.has(stems[stem]); }).length;
    var state = entry[5] < 0 ? "" : states[entry[5]][0];
    var figure = state && state !== "NONE" ? (state === "GAP" ? HAS_FIGURE / 2 : HAS_FIGURE) : 0;
    return (entry[6].length ? (WHOLE_NAME * held) / entry[6].length : 0) + figure;
  };

  function codeScore(asked, code) {
    if (!code) { return 0; }
    if (code === asked) { return SAME_CODE; }
    if (code.startsWith(asked + ".")) { return 60; }
    var plain = code.replace(/\./g, "");
    if (asked.length > 1 && plain === asked) { return 80; }
    if (asked.length > 2 && asked.indexOf(".") < 0 && plain.startsWith(asked)) { return 40; }
    return asked.indexOf(".") > 0 && code.startsWith(asked) ? 20 : 0;
  }

  /* 1 the same, less for a word not yet ended or one with an ending, 0 unlike. */
  function likeness(word, stem, ending) {
    if (word === stem) { return 1; }
    if (stem.startsWith(word)) { return 0.9 - 0.01 * Math.min(stem.length - word.length, 20); }
    var rest = word.length - stem.length;
    return rest > 0 && rest <= ending && rest <= stem.length + 1 && stem.length > 1 && word.startsWith(stem) ? 0.96 - 0.03 * rest : 0;
  }

  /* Words of one root: the same beginning, little else. */
  function rootLikeness(word, stem) {
    var same = common(word, stem);
    if (same < SAME_ROOT || same === word.length || same === stem.length) { return 0; }
    return word.length - same <= ROOT_REST && stem.length - same <= ROOT_REST + (same > SAME_ROOT) && 2 * same > stem.length ? 0.45 : 0;
  }

  /* One letter wrong, missing, too many, or two exchanged; whichever is the shorter must be used up. */
  function mistaken(word, stem, ending) {
    if (stem.length < MISTAKABLE - 1 || word.length > stem.length + ending) { return 0; }
    var at = common(word, stem);
    var fits =
      begins(word.slice(at + 1), stem.slice(at + 1)) ||
      begins(word.slice(at + 1), stem.slice(at)) ||
      begins(word.slice(at), stem.slice(at + 1)) ||
      (word[at] === stem[at + 1] && word[at + 1] === stem[at] && begins(word.slice(at + 2), stem.slice(at + 2)));
    return fits ? 0.4 + 0.01 * Math.min(at, 10) : 0;
  }

  function begins(one, other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  function common(one, other) {
    var at = 0;
    while (at < one.length && at < other.length && one[at] === other[at]) { at++; }
    return at;
  }

  /* Pieces of a name: [text, whether it is to be marked]. */
  search.pieces = function (name, stems) {
    return name.split(/([\p{L}\p{N}]+(?:['’‘ʼ`´][\p{L}\p{N}]+)*)/u).map(function (piece, at) {
      if (at % 2 === 0) { return [piece, false]; }
      var folded = search.fold(piece), hit = false;
      stems.forEach(function (stem) { hit = hit || (folded.startsWith(stem) && (stem.length > SHORT || folded.length - stem.length <= SHORT)); });
      return [piece, hit];
    });
  };
})();
