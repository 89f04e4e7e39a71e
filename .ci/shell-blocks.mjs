// Prints the commands in the shell blocks of a page, one a line. It leaves out commands that need more than the installed
// package and a model at OPENAI_BASE_URL: the repository, Docker, servers or a second terminal.
import { readFileSync } from "node:fs";

const NEEDS_MORE =
  /npm (?:ci|start|test)|npm install --global|docker compose|NEO4J_URI|colloquy simulate|127\.0\.0\.1:|OPENAI_API_KEY=/;

const page = readFileSync(process.argv[2], "utf8");
for (const [, fenced, indented, prompted] of page.matchAll(/^```sh\n([^]*?)^```|^ {4}(colloquy .*)$|^\$ (.*)$/gm)) {
  const script = fenced ?? indented ?? prompted;
  for (const line of script.replaceAll("\\\n", " ").split("\n")) {
    if (line !== "" && !line.startsWith("#") && !NEEDS_MORE.test(line)) console.log(line);
  }
}
