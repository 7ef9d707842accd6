/* The view of a choice: chart, table, address, what was said; and the choice kept in the address of the page. */
(function (headway) {
  "use strict";
  const explorer = (headway.explorer = headway.explorer || {});
  const byId = (id) => document.getElementById(id);

  /* The line below a chart that names its source. */
  explorer.sourceOf = function (figure) {
    const next = figure.nextElementSibling, after = next && next.localName === "script" ? next.nextElementSibling : next;
    return after && after.classList.contains("source") ? after : null;
  };

  explorer.View = class View {
    constructor(data, words) {
      Object.assign(this, { data, words, measures: words.measures });
      this.home = data.series[words.page.first];
      if (!this.home.usable) this.home = data.usable[0];
      this.state = { entry: this.home, with: null, by: explorer.ALONE };
      this.wish = this.usual();
      this.compare();
      this.controls = new explorer.Controls(byId("explorer-controls"), data, words, this.changes());
    }

    /* The nation stands beside every other area unless the reader chose otherwise. */
    usual() {
      const nation = this.data.areas.indexOf(this.words.page.nation);
      return nation < 0 ? null : nation;
    }

    changes() {
      return {
        area: (area) => this.move(null, area),
        code: (at, code) => this.move(at, code),
        compare: (area) => { this.wish = area; this.settle([]); },
        lines: (by) => { this.state.by = by; this.settle([]); },
      };
    }

    /* Goes to the series of a choice; says which other choices had to give way. */
    move(at, code) {
      const from = this.state.entry, to = explorer.choose(this.data, this.measures, from, at, code);
      const given = this.data.dimensions.map((_, other) => other).filter((other) => other !== at && from.codes[other] !== to.codes[other]);
      this.state.entry = to;
      const changes = given.map((other) => this.words.pair(this.words.dimension(other), this.words.code(other, to.codes[other])));
      this.settle(changes.length ? [this.words.t("changed", { changes: changes.join("; ") })] : []);
    }

    /* Drops what the new series has not: lines of one only, an area without this series. */
    settle(notes, keepAddress) {
      const { state, words } = this;
      if (state.by !== explorer.ALONE && explorer.siblings(this.data, state.entry, state.by).length < 2) {
        state.by = explorer.ALONE;
        notes.push(words.t("noLines"));
      }
      const missing = this.compare();
      if (missing !== null && state.by === explorer.ALONE) notes.push(words.t("noComparator", { area: words.area(missing) }));
      this.show(notes);
      if (!keepAddress) this.keepAddress();
    }

    /* Sets the area compared with; returns the one wished for that has not this series. */
    compare() {
      const { state, wish } = this;
      state.with = null;
      if (wish === null || wish === state.entry.area) return null;
      if (!this.data.find(wish, state.entry.codes)) return wish;
      state.with = wish;
      return null;
    }

    show(notes) {
      const { data, words, state } = this;
      this.controls.update(state);
      const { lines, of } = explorer.lines(data, words, state);
      if (lines.length < of) notes.push(words.t("mostLines", { shown: words.count(lines.length), count: words.count(of) }));
      this.shown = lines.map((line) => line.entry);
      this.address = explorer.address(data, state.entry, words.page.prefix);
      const view = this.viewName(), unit = words.unit(state.entry);
      byId("explorer-values").replaceChildren(explorer.valueTable(data, words, lines, [view, unit].filter(Boolean).join(", ")));
      byId("explorer-table").hidden = false;
      byId("explorer-status").replaceChildren(...notes.map((note) => explorer.element("strong", {}, note + " ")), this.told(view));
      byId("view-address").textContent = this.address;
      byId("view-cite").textContent = words.cite(state.entry, this.address);
      this.draw(lines, view, unit);
    }

    viewName() {
      const { data, words, state } = this, name = words.view(state.entry);
      if (state.by === explorer.ALONE) return name;
      const each = state.by === explorer.AREAS ? words.t("byArea") : words.t("byEach", { dimension: words.dimension(data.dimensions.indexOf(state.by)) });
      return name + "; " + each;
    }

    told(view) {
      const { data, words, state } = this, shown = data.points(state.entry).filter((point) => point.shown);
      const span = { count: words.count(shown.length), first: shown[0].label, last: shown[shown.length - 1].label };
      return words.t("shown", { view }) + " " + words.t("span", span);
    }

    isHome() {
      return this.state.entry === this.home && this.state.by === explorer.ALONE && this.wish === this.usual();
    }

    /* The page's own chart, with target, projection and breaks, for the view it opens with; else the lines alone. */
    draw(lines, view, unit) {
      const place = byId("chart"), own = byId("chart-data");
      if (!place || !headway.charts) return;
      const figure = place.closest("figure"), line = figure && explorer.sourceOf(figure);
      if (figure) figure.hidden = false;
      if (line && this.ownSource === undefined) this.ownSource = line.textContent;
      if (line) line.textContent = this.isHome() ? this.ownSource : this.words.source(this.state.entry);
      if (this.isHome() && own) {
        const block = JSON.parse(own.textContent);
        return this.drawn(headway.charts.draw(place, block.name, block.tables, block.options));
      }
      const { data, words } = this, tables = explorer.chartTables(data, words, lines);
      const title = words.page.name + ": " + view;
      const zero = explorer.fromZero(words, this.state.entry, tables), source = words.source(this.state.entry);
      return this.drawn(headway.charts.draw(place, "trend", tables, { title, description: explorer.description(words, tables), unit, zero, source }));
    }

    drawn(result) {
      Promise.resolve(result).catch(() => { byId("explorer-status").append(" " + this.words.t("noChart")); });
    }

    /* #1.2.1/KZALA/sex=F?by=sex */
    hash() {
      const { data, state, wish } = this, query = [];
      if (wish !== this.usual()) query.push("with=" + (wish === null ? "" : explorer.encode(data.areas[wish])));
      if (state.by !== explorer.ALONE) query.push("by=" + explorer.encode(state.by));
      return "#" + this.address + (query.length ? "?" + query.join("&") : "");
    }

    keepAddress() {
      location.hash = this.hash();
      this.kept = location.hash;
      this.carry();
    }

    /* The other languages open at the same view. */
    carry() {
      for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
    }

    /* Shows what the page's address says, unless this view wrote it; addresses of other things on the page are left alone. */
    follow(hash) {
      const parsed = explorer.parse(hash.slice(1));
      if (hash === this.kept || (!parsed && hash.length > 1)) return;
      this.kept = hash;
      this.carry();
      this.wish = this.usual();
      this.state = { entry: this.home, with: null, by: explorer.ALONE };
      this.settle(parsed ? this.take(parsed, hash) : [], true);
    }

    take(parsed, hash) {
      const { data, words } = this;
      const known = parsed.prefix === words.page.prefix || explorer.encode(parsed.prefix) === words.page.prefix;
      const found = known ? explorer.locate(data, this.measures, parsed, this.home) : null;
      const slots = { address: hash.slice(1).split("?")[0] };
      if (!found) return [words.t("unknown", slots)];
      this.state.entry = found.entry;
      const lines = [explorer.AREAS, ...data.dimensions];
      if (lines.includes(parsed.by)) this.state.by = parsed.by;
      if (parsed.with === "") this.wish = null;
      else if (parsed.with !== undefined && data.areas.includes(parsed.with)) this.wish = data.areas.indexOf(parsed.with);
      return found.exact ? [] : [words.t("near", slots)];
    }
  };
})((window.headway = window.headway || {}));
