#!/usr/bin/env node
// Plain JavaScript that any Node can read: it says what is missing before something newer fails to load.
// 22.19 is the first that the HTTP client is made for; below 22.14 better-sqlite3, built for Node-API 10, dies without a word.
var needed = [22, 19];
var version = process.versions.node.split(".").map(Number);

if (version[0] < needed[0] || (version[0] === needed[0] && version[1] < needed[1])) {
  process.stderr.write(
    "colloquy: Node " +
      needed.join(".") +
      " or newer is needed, but this is Node " +
      process.versions.node +
      "; install a newer one from https://nodejs.org.\n",
  );
  process.exit(2);
} else {
  start();
}

function start() {
  var emitWarning = process.emitWarning;
  process.emitWarning = function (warning, options) {
    var type = typeof options === "object" && options !== null ? options.type : options;
    if (type !== "ExperimentalWarning") emitWarning.apply(process, arguments);
  };
  import("../dist/cli/main.js").catch(function (error) {
    var isAbsent =
      error && error.code === "ERR_MODULE_NOT_FOUND" && String(error.message).indexOf("dist/cli/main.js") !== -1;
    if (!isAbsent) throw error;
    if (process.features.typescript) return import("../src/cli/main.ts");
    process.stderr.write("colloquy: it is not built yet; run `npm run build` first.\n");
    process.exit(2);
  });
}
