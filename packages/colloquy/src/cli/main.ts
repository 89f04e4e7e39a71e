import { setFlagsFromString } from "node:v8";
import { runCommandLine } from "./command-line.ts";
import { exitAtOnce, listenForInterruption } from "./interruption.ts";
import { createOutput } from "./output.ts";

// Importing this file runs the command line in this process. bin/colloquy.js checks the version of Node first.
// The main thread forwards messages of other threads. Without this flag V8 grows its young generation to 48 MB, without gain.
setFlagsFromString("--semi-space-growth-factor=1");
const output = createOutput(process.stdout, process.env);
const messages = createOutput(process.stderr, process.env);
const interruption = listenForInterruption(process, exitAtOnce);
const { env: environment } = process;
let exitCode = await runCommandLine(process.argv.slice(2), {
  output,
  messages,
  input: process.stdin,
  environment,
  cwd: process.cwd(),
  interruption,
});
await output.flush();
if (output.failure !== null && exitCode === 0) {
  await messages.write(
    `colloquy: The result could not be written to stdout (${output.failure}); redirect it to another file.\n`,
  );
  exitCode = 1;
}
await messages.flush();
process.exit(exitCode);
