/* The chart engine, loaded once and only when a chart is wanted; a failed load may be tried again. */
(function (headway) {
  "use strict";
  const charts = (headway.charts = headway.charts || {});
  const address = new URL("engine.js", document.currentScript.src).href;
  let loading = null;

  /* A promise of Vega-Embed. */
  charts.engine = function () {
    loading = loading || new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", function () { resolve(headway.embed); });
      script.addEventListener("error", function () { loading = null; script.remove(); reject(new Error(address)); });
      document.head.append(script);
    });
    return loading;
  };
})((window.headway = window.headway || {}));
