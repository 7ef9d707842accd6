/* Chunks: scripts that call headway.receive(name, data). They work from disk, where nothing else may read a file. */
(function (headway) {
  "use strict";
  const waiting = new Map();

  headway.receive = function (name, data) {
    const found = waiting.get(name);
    if (found) found.resolve(data);
    else waiting.set(name, { promise: Promise.resolve(data) });
  };

  /* A promise of what the script at `address` hands over under `name`; it is loaded once. */
  headway.load = function (name, address) {
    const known = waiting.get(name);
    if (known) return known.promise;
    const entry = {};
    entry.promise = new Promise(function (resolve, reject) {
      entry.resolve = resolve;
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("error", function () { waiting.delete(name); reject(new Error(address)); });
      document.head.append(script);
    });
    waiting.set(name, entry);
    return entry.promise;
  };
})((window.headway = window.headway || {}));
