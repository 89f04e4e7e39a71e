import { setFlagsFromString } from "node:v8";
import { runCommandLine } from "./command-line.ts";
import { exitAtOnce, listenForInterruption } from "./interruption.ts";
import { createOutput } from "./output.ts";

// Importing this file runs the command line on this process: bin/colloquy.js does so once it knows that Node is new enough.
// The main thread passes on what its threads say. V8 would meet that with a young generation of 48 MB here, for no speed.
setFlagsFromString("--semi-space-growth-factor=1");
const output = createOutput(process.stdout, process.env);
const messages = createOutput(process.stderr, process.env);
const interruption = listenForInterruption(process, exitAtOnce);
const { env: environment } = process;
let exitCode = await runCommandLine(process.argv.slice(2), {
  output,
  messages,
  environment,
  cwd: process.cwd(),
  interruption,
});
await output.flush();
if (output.failure !== null && exitCode === 0) {
  await messages.write(`colloquy: The result could not be written to stdout (${output.failure}); send it elsewhere.\n`);
  exitCode = 1;
}
await messages.flush();
process.exit(exitCode);
