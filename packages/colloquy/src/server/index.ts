export { serveExplorer, type ServeOptions, type Serving } from "./serve.ts";
