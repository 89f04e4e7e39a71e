import { defineConfig } from "vitest/config";

// Separate from `npm test`, because a small real model on a few cores takes minutes.
export default defineConfig({
  test: {
    include: ["packages/colloquy/test/llama/**/*.llama.ts"],
    pool: "forks",
    testTimeout: 1_200_000,
    hookTimeout: 60_000,
  },
});
