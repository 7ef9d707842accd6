/* Draws the shapes of the map, which assets/map-shapes.js hands over, into the pages that leave room for it. */
(function (headway) {
  "use strict";
  headway.shapes = function (paths) {
    for (const path of document.querySelectorAll("path[data-shape]")) path.setAttribute("d", paths[path.dataset.shape]);
    for (const map of document.querySelectorAll(".map > svg[hidden]")) map.removeAttribute("hidden");
  };
})((window.headway = window.headway || {}));
