// Sorts and filters tables of indicators. Without it the tables are complete, in the order of the goals.
(function () {
  "use strict";

  function cellValue(row, index) {
    var cell = row.cells[index];
    if (!cell) return null;
    if (cell.dataset.value !== undefined) return parseFloat(cell.dataset.value);
    var text = cell.textContent.trim();
    return text === "" || text === "–" ? null : text;
  }

  function compare(one, other) {
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), document.documentElement.lang, { numeric: true });
  }

  function sortBy(table, header, index) {
    var descending = header.getAttribute("aria-sort") === "ascending";
    Array.prototype.forEach.call(header.parentNode.cells, function (cell) { cell.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var keys = new Map(rows.map(function (row) { return [row, cellValue(row, index)]; }));
    rows.sort(function (a, b) {
      var one = keys.get(a), other = keys.get(b);
      if (one === null || other === null) return compare(one, other);
      return (descending ? -1 : 1) * compare(one, other);
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function makeSortable(table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (header, index) {
      if (header.hasAttribute("data-nosort")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sorter";
      while (header.firstChild) button.appendChild(header.firstChild);
      header.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, header, index); });
    });
  }

  function labelled(text, control) {
    var label = document.createElement("label");
    label.append(text + " ", control);
    return label;
  }

  function makeFilter(table) {
    var words = table.dataset, rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var field = document.createElement("input");
    field.type = "search";
    var verdicts = document.createElement("select");
    verdicts.append(new Option(words.all, ""));
    var known = {};
    rows.forEach(function (row) {
      var code = row.dataset.code, word = row.querySelector("td.judged .verdict");
      if (word && !known[code]) { known[code] = true; verdicts.append(new Option(word.textContent.trim(), code)); }
    });
    var count = document.createElement("output");
    var box = document.createElement("div");
    box.className = "controls";
    box.append(labelled(words.filter, field), labelled(words.verdict, verdicts), count);
    table.parentNode.insertBefore(box, table);
    function apply() {
      var wanted = field.value.trim().toLocaleLowerCase(), shown = 0;
      rows.forEach(function (row) {
        var name = (row.cells[0].textContent + " " + row.cells[1].textContent).toLocaleLowerCase();
        var fits = name.indexOf(wanted) >= 0 && (!verdicts.value || row.dataset.code === verdicts.value);
        row.hidden = !fits;
        shown += fits;
      });
      count.textContent = words.count.replace("{count}", shown).replace("{total}", rows.length);
    }
    field.addEventListener("input", apply);
    verdicts.addEventListener("change", apply);
  }

  document.querySelectorAll("table.indicators").forEach(function (table) {
    makeSortable(table);
    if (table.dataset.filter) makeFilter(table);
  });
})();
