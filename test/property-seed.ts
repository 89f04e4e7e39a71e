import { configureGlobal } from "fast-check";

// Every run draws the same cases; `npm run test:properties` draws others, and says with which seed.
configureGlobal({ seed: Number(process.env["COLLOQUY_TEST_SEED"] ?? 1) });
