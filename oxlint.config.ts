import { readdirSync } from "node:fs";
import path from "node:path";
import { defineConfig, type OxlintOverride } from "oxlint";

const SOURCES = "packages/colloquy/src";
const DOMAIN = "model ports analysis";

/** What each folder of the sources may import beside itself; see docs/architecture.md. */
const MAY_IMPORT: Readonly<Record<string, string>> = {
  model: "",
  files: "model",
  threads: "model",
  ports: "model",
  text: "model ports",
  analysis: "model",
  batching: "ports",
  calls: "model ports",
  transcripts: `${DOMAIN} files`,
  chunking: DOMAIN,
  extraction: `${DOMAIN} files`,
  embedding: DOMAIN,
  judging: DOMAIN,
  summarising: `${DOMAIN} extraction judging retrieval`,
  resolution: DOMAIN,
  projection: DOMAIN,
  retrieval: `${DOMAIN} embedding resolution`,
  answering: `${DOMAIN} calls extraction resolution retrieval summarising`,
  export: `${DOMAIN} files text retrieval`,
  comparison: DOMAIN,
  estimation: "model ports batching text",
  pipeline: `${DOMAIN} files text batching calls chunking extraction embedding estimation resolution projection summarising`,
  metrics: "model ports files text calls estimation pipeline",
  adapters: `${DOMAIN} files extraction embedding threads`,
  options: "model text",
  stores: "model ports text analysis extraction adapters options",
  config: "model files text options stores",
  composition:
    `${DOMAIN} files text threads batching transcripts chunking extraction embedding judging summarising resolution projection ` +
    "retrieval answering export comparison estimation calls pipeline metrics adapters options stores config",
  api: "",
  serving: "model files composition",
  mcp: "model text composition serving",
  server: "model files text composition api serving",
  cli: "model files text options stores config composition metrics serving mcp server",
  testing: `${DOMAIN} embedding`,
};

const rooms = readdirSync(SOURCES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const depths = new Set(
  readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.split(path.sep).length - 1)
    .filter((depth) => depth > 0),
);

/** Tests may import any folder: they build what they test with. A folder within a room may have the name of a room. */
const directions = rooms.flatMap((room) => {
  const allowed = MAY_IMPORT[room]?.split(" ");
  if (allowed === undefined) throw new Error(`oxlint.config.ts does not say what ${SOURCES}/${room} may import.`);
  const forbidden = rooms.filter((other) => other !== room && !allowed.includes(other));
  const message = `${room}/ may import only ${MAY_IMPORT[room] || "packages"}: see docs/architecture.md.`;
  return [...depths].map((depth): OxlintOverride => {
    const regex = `^(\\.\\./){${depth}}(${forbidden.join("|")})/`;
    return {
      files: [`${SOURCES}/${room}/${"*/".repeat(depth - 1)}*.ts`],
      excludeFiles: ["**/*.test.ts"],
      rules: { "no-restricted-imports": ["error", { patterns: [{ regex, message }] }] },
    };
  });
});

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "promise", "node"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/dist", "**/node_modules", "packages/colloquy/test/fixtures"],
  rules: {
    "typescript/no-explicit-any": "error",
    "import/no-default-export": "error",
    "import/no-cycle": "error",
    "unicorn/no-array-sort": "off",
    "import/no-named-as-default-member": "off",
    "import/no-unassigned-import": ["error", { allow: ["**/*.css"] }],
    "unicorn/consistent-function-scoping": "off",
    "unicorn/require-post-message-target-origin": "off",
    "eslint/no-underscore-dangle": "off",
    "eslint/no-control-regex": "off",
    "eslint/no-shadow": "off",
  },
  overrides: [
    {
      files: ["**/vitest.config.ts", "**/vite.config.ts", "oxlint.config.ts"],
      rules: { "import/no-default-export": "off" },
    },
    ...directions,
  ],
});
