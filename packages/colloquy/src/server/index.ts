export { isBuilt, serveExplorer, type ServeOptions, type Serving, USUAL_PORT } from "./serve.ts";
