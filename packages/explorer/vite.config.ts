import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type PluginOption } from "vite";

// The API of a server that runs on the default port, for development: `colloquy serve --port 8770`.
const SERVER = process.env["COLLOQUY_SERVER"] ?? "http://127.0.0.1:8770";

export default defineConfig({
  plugins: [react() as PluginOption],
  resolve: { alias: { "colloquy/api": fileURLToPath(new URL("../colloquy/src/api/index.ts", import.meta.url)) } },
  worker: { format: "es" },
  build: {
    // A part of the package that people install.
    outDir: "../colloquy/explorer",
    emptyOutDir: true,
    // The content security policy allows no inline code and no data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": SERVER } },
});
