import type { Option } from "../options/index.ts";
import { optionName } from "../options/index.ts";
import { OPTIONS } from "./options.ts";

const HEADING = `# Colloquy's configuration. Every line is optional; a line that starts with # has no effect.
#
# The order of precedence is: flags of the command line, environment variables, .env, this file.
# An option has the same name everywhere: batch-size here, --batch-size as a flag, COLLOQUY_BATCH_SIZE as
# a variable. Paths are relative to this file. Keys and passwords belong in the environment, not in this file.
`;

/** The only option that is not commented out, so that the file is not empty. */
const SET = "workspace";

/** The configuration that `colloquy init` writes: every option, commented, with its default or an example. */
export const CONFIGURATION_TEMPLATE = `${HEADING}${Object.entries<Option>(OPTIONS).map(paragraph).join("")}`;

function paragraph([key, { comment, default: value, example = String(value) }]: [string, Option]): string {
  if (example === null) return "";
  const above = comment === undefined ? "" : `\n${comment.replace(/^/gm, "# ")}\n`;
  return `${above}${key === SET ? "" : "#"}${optionName(key)}: ${example}\n`;
}
