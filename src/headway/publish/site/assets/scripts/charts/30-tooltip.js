/* What a mark says when it is pointed at: a small list beside the pointer. */
(function (headway) {
  "use strict";
  const charts = (headway.charts = headway.charts || {});
  const GAP = 14;
  let box = null;

  charts.tooltip = function (handler, event, item, value) {
    if (box) box.hidden = true;
    if (!value || typeof value !== "object") return;
    box = box || document.body.appendChild(made("div"));
    box.className = "chart-tooltip";
    box.replaceChildren(list(value));
    box.hidden = false;
    const touch = event.touches && event.touches[0];
    place((touch || event).clientX, (touch || event).clientY);
  };

  function list(value) {
    const found = made("dl");
    for (const [name, text] of Object.entries(value)) {
      if (text !== "" && text !== "undefined" && text !== "null") found.append(made("dt", name), made("dd", text));
    }
    return found;
  }

  function made(tag, text) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /* On the side of the pointer that has room. */
  function place(x, y) {
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = x + GAP + width > innerWidth ? x - GAP - width : x + GAP;
    const top = y + GAP + height > innerHeight ? y - GAP - height : y + GAP;
    box.style.left = Math.max(4, left) + "px";
    box.style.top = Math.max(4, top) + "px";
  }

  addEventListener("scroll", function () { if (box) box.hidden = true; }, { passive: true });
})((window.headway = window.headway || {}));
