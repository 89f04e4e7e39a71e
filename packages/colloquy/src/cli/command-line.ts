import { Argument, Command, CommanderError, Option } from "commander";
import {
  loadConfiguration,
  MCP_TOKEN_VARIABLE,
  type OptionKey,
  OPTIONS,
  type Options,
  optionsOf,
  SERVE_PASSWORD_VARIABLE,
} from "../config/index.ts";
import { ColloquyError, printable, shellWord } from "../model/index.ts";
import { type Option as OptionDefinition, optionName, valueFromText } from "../options/index.ts";
import { SERVERS } from "../stores/index.ts";
import { redact } from "../text/index.ts";
import { FORMATS } from "../composition/formats.ts";
import type { CommandDefinition } from "./command-definition.ts";
import { COMMANDS } from "./commands/index.ts";
import type { Context } from "./context.ts";
import { describeFailure } from "./failure.ts";
import { withListHint } from "./list-hint.ts";
import { packageVersion } from "./package-version.ts";

const EXIT_CODES_HELP = `
Exit codes: 0 done, 1 failure or negative result, 2 wrong call or input, 3 done except for dead letters,
4 stopped at --max-cost (run the command again to continue), 5 the workspace is in use,
129, 130 and 143 interrupted (run the command again to continue).`;

/** Runs one call of the command line. Resolves with its exit code; never rejects. */
export async function runCommandLine(args: readonly string[], context: Context): Promise<number> {
  const run = { exitCode: 0 };
  try {
    refuseSecrets(args);
    const program = buildProgram(context, run);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(withoutUnknownHelp(args), { from: "user" });
    return run.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportFailure(error, args, context);
  }
}

const SECRET_FLAG = /^--?(?:[a-z0-9]+-)*(?:(?:api-?)?key|password|token)(?:=|$)/i;

/** @throws ColloquyError `invalid-input` for a secret in the arguments: every user of the machine can read them. */
function refuseSecrets(args: readonly string[]): void {
  const end = args.indexOf("--");
  // Arguments after `--` are words, even if they look like options.
  const options = end === -1 ? args : args.slice(0, end);
  const flag = options.find((arg) => SECRET_FLAG.test(arg))?.replace(/=.*/s, "");
  if (flag === undefined) return;
  throw new ColloquyError(
    "invalid-input",
    `${flag} is no option, because other users can read the command line: set ${secretSource(flag, args[0])}.`,
  );
}

function secretSource(flag: string, command: string | undefined): string {
  const inEnvironment = "in the environment or in .env";
  const [, kind = ""] = /(key|password|token)$/i.exec(flag) ?? [];
  if (flag === "--token") return `${MCP_TOKEN_VARIABLE} ${inEnvironment}`;
  if (flag === "--password" && command === "serve") return `${SERVE_PASSWORD_VARIABLE} ${inEnvironment}`;
  const server = SERVERS.find(({ name }) => flag.toLowerCase().includes(name));
  // A key without the name of a server is a provider's.
  const others = kind.toLowerCase() === "key" ? [] : SERVERS.flatMap(({ secrets }) => secrets);
  const secrets = server?.secrets ?? others;
  const secret = secrets.find((each) => each.endsWith(kind.toUpperCase())) ?? secrets[0];
  if (secret !== undefined) return `${secret} ${inEnvironment}`;
  return `the provider's variable (such as OPENAI_API_KEY) ${inEnvironment}, or name a file of mode 0600 with --api-key-file`;
}

/** Turns `help foo` into `foo` for an unknown command, so that the refusal suggests a similar command. */
function withoutUnknownHelp(args: readonly string[]): string[] {
  const [first, topic] = args;
  const isUnknown = first === "help" && topic !== undefined && !/^-|^help$/.test(topic) && !isCommand(topic);
  return isUnknown ? [topic] : [...args];
}

function isCommand(name: string): boolean {
  return COMMANDS.some((definition) => definition.name === name);
}

function reportFailure(error: unknown, args: readonly string[], context: Context): number {
  const { sentence, exitCode } = describeFailure(error);
  void context.messages.write(`colloquy: ${sentence}\n`);
  if (args.includes("--verbose") && error instanceof Error)
    void context.messages.write(`${redact(error.stack ?? "")}\n`);
  return context.interruption.exitCode ?? exitCode;
}

/** The commands for commander. A command sets `run.exitCode`. */
export function buildProgram(context: Context, run: { exitCode: number }): Command {
  const program = new Command("colloquy")
    .description(
      "Turns a folder of transcripts into a knowledge graph and a search index in which every fact leads back to its words.",
    )
    .usage("<command> [options]")
    .version(versionText(), "-V, --version", "print the version, and the formats of a workspace's files")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .addHelpText(
      "after",
      `\nExample:\n  colloquy ingest ./transcripts --workspace talks\n  colloquy search "what makes a good habit" --workspace talks\n${EXIT_CODES_HELP}`,
    );
  inherit(program, context);
  for (const definition of COMMANDS)
    program.addCommand(inherit(buildCommand(definition, context, program, run), context));
  return program;
}

/** Sets what a command does not inherit from its program. */
function inherit(command: Command, context: Context): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: Math.min(context.output.columns, 110) })
    .configureOutput({
      writeOut: (text) => void context.output.write(text),
      writeErr: (text) => void context.messages.write(text),
      outputError: (text, write) => write(oneSentence(withArgumentHelp(text, command))),
    });
}

/** Turns commander's `error: unknown option '--x'\n(Did you mean --y?)` into a message of Colloquy. */
function oneSentence(text: string): string {
  return `colloquy: ${redact(printable(text.trim().replace(/^error: /, "")))}\n`;
}

/** Adds the description of a missing argument. Commander prints only its name. */
function withArgumentHelp(text: string, { registeredArguments }: Command): string {
  const [, name] = /missing required argument '(.+)'/.exec(text) ?? [];
  const argument = registeredArguments.find((each) => each.name() === name);
  if (argument === undefined) return text;
  const { description, argChoices } = argument;
  const choices = argChoices === undefined ? "" : ` (${argChoices.join(", ")})`;
  return `${text.trim()}: ${description}${choices}`;
}

function buildCommand(
  definition: CommandDefinition,
  context: Context,
  program: Command,
  run: { exitCode: number },
): Command {
  const command = new Command(definition.name)
    .summary(definition.summary)
    .description(definition.description)
    .helpOption("-h, --help", "show this help")
    .allowExcessArguments(false)
    .addHelpText("after", `\nExample:\n${definition.examples.map((line) => `  ${line}`).join("\n")}`);
  for (const argument of argumentsOf(definition)) command.addArgument(argument);
  for (const option of definition.own ?? []) command.addOption(option);
  for (const key of optionsOf(definition.name)) command.addOption(configuredOption(key));
  if (definition.takesConfigurationFile !== false)
    command.option("--config <file>", "configuration file (default: colloquy.yaml of this folder, if it exists)");
  return command.action(async () => {
    run.exitCode = await call(definition, command, program, context);
  });
}

function argumentsOf({ arguments: names, argumentsHelp, argumentChoices }: CommandDefinition): readonly Argument[] {
  return (names?.split(" ") ?? []).map((name, index) => {
    const argument = new Argument(name, index === 0 ? argumentsHelp : undefined);
    if (index === 0 && argumentChoices !== undefined) argument.argChoices = [...argumentChoices];
    return argument;
  });
}

async function call(
  definition: CommandDefinition,
  command: Command,
  program: Command,
  context: Context,
): Promise<number> {
  const { config, ...given } = command.opts<Record<string, unknown>>();
  const shared: readonly string[] = optionsOf(definition.name);
  const flags: Partial<Options> = {};
  const own: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (shared.includes(key)) Object.assign(flags, { [key]: value });
    else own[key] = value;
  }
  Object.assign(flags, optionOfArgument(definition, flags, command.args));
  const raw = { ...context, flags, configurationFile: config as string | undefined, own, program, words: command.args };
  if (!definition.needsConfiguration) return definition.run(raw);
  const configuration = loadConfiguration({ ...context, flags, file: raw.configurationFile });
  const { options } = configuration;
  if (!options.quiet)
    for (const warning of configuration.warnings) await context.messages.write(`colloquy: ${warning}\n`);
  try {
    return await definition.run({ ...context, options, flags, configuration, own, words: command.args });
  } catch (error) {
    throw withListHint(error, { flags });
  }
}

/** @throws ColloquyError `invalid-input` if the option is given, too. */
function optionOfArgument(
  { name, argumentOption: key }: CommandDefinition,
  flags: Partial<Options>,
  [argument]: readonly string[],
): Partial<Options> {
  if (key === undefined || argument === undefined) return {};
  const flag = `--${optionName(key)}`;
  if (flags[key] !== undefined)
    throw new ColloquyError(
      "invalid-input",
      `${flag} is given twice, as ${shellWord(argument)} and as ${flag} ${shellWord(String(flags[key]))}: leave one of them out.`,
    );
  return { [key]: valueFromText(OPTIONS[key], argument, `the argument of ${name}`) };
}

function configuredOption(key: OptionKey): Option {
  const flag = `--${optionName(key)}`;
  const { value, help }: OptionDefinition = OPTIONS[key];
  if (value === null) return new Option(flag, help);
  const parse = (text: string, previous: unknown): unknown => {
    const parsed: unknown = valueFromText(OPTIONS[key], text, flag);
    return Array.isArray(parsed) && Array.isArray(previous) ? [...previous, ...parsed] : parsed;
  };
  return new Option(`${flag} <${value}>`, help).argParser(parse);
}

/** The first line contains only the version. */
function versionText(): string {
  const formats = Object.entries(FORMATS).map(([file, format]) => `${file} format ${format}`);
  return `${packageVersion()}\n${formats.join(", ")}`;
}
