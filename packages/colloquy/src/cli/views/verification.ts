import { printable } from "../../model/index.ts";
import { counted, formatCount, truncate } from "../../text/index.ts";
import type { LedgerDamage, Verification } from "../library.ts";
import type { Output } from "../output.ts";
import { damageText, mendingText } from "./ledger-damage.ts";
import { row } from "./status.ts";

type StoreVerification = Verification["stores"][number];
type FaultyRow = StoreVerification["examples"][number];
type Screen = Pick<Output, "colours" | "columns">;

const NAME_WIDTH = 60;

/** What was found in the ledger and in each store, and what to do about it. */
export function renderVerification(result: Verification, repair: boolean, output: Screen): string {
  const { workspace, ledger, stores } = result;
  const lines = [
    output.colours.bold(`Workspace ${printable(workspace)}`),
    row("ledger", ledgerText(result, output), output),
    ...stores.flatMap((store) => storeLines(store, ledger.mended, output)),
    ...(ledger.unwritten === 0 ? [] : [row("not written", unwrittenText(ledger.unwritten), output)]),
  ];
  return `${lines.join("\n")}\n\n${verdict(result, repair, output)}\n`;
}

function ledgerText({ digest, ledger }: Verification, { colours }: Screen): string {
  const { damage, mended, ok } = ledger;
  if (damage !== null) {
    const text = `damaged, ${damageText(damage)}: `;
    return text + (mended ? colours.green(`mended, digest ${digest}`) : colours.red("not mended"));
  }
  return ok ? `agrees with its digest ${digest}` : `its rows add up to ${ledger.digest}, but it kept ${digest}`;
}

function unwrittenText(chunks: number): string {
  return `what was done for ${counted(chunks, "chunk")} is kept, but not in graph and vectors yet`;
}

function storeLines(store: StoreVerification, isLedgerMended: boolean, output: Screen): string[] {
  const { rows, state } = store;
  const count =
    rows.ledger === rows.store
      ? counted(rows.store, "row")
      : `${formatCount(rows.store)} of ${counted(rows.ledger, "row")}`;
  // Mending forgets the epochs of the ledger, so that every store is filled anew.
  const standing = isLedgerMended ? "filled before the ledger was mended" : STANDINGS[state];
  const found = [count, ...faultCounts(store), standing].filter((part) => part !== "").join(", ");
  const outcome = store.ok ? output.colours.green(outcomeOf(store)) : output.colours.red("differs");
  // Of a store that holds nothing, or something else altogether, single rows tell nothing.
  const examples = rows.store === 0 || state === "foreign" ? [] : store.examples;
  return [
    row(store.holds, `${printable(store.store)}: ${found}: ${outcome}`, output),
    ...examples.map((example) => row("", exampleText(example), output)),
  ];
}

function outcomeOf({ repaired }: StoreVerification): string {
  return repaired === 0 ? "equal" : `mended, ${counted(repaired, "row")} written or removed`;
}

function faultCounts({ missing, changed, extra, doubled }: StoreVerification): string[] {
  return Object.entries({ missing, changed, extra, doubled })
    .filter(([, count]) => count > 0)
    .map(([fault, count]) => `${formatCount(count)} ${fault}`);
}

const STANDINGS: Readonly<Record<StoreVerification["state"], string>> = {
  current: "",
  behind: "behind the ledger",
  ahead: "ahead of the ledger, which is an older copy",
  diverged: "filled by another copy of the ledger",
  superseded: "filled before the ledger was migrated or repaired",
  foreign: "filled by another ledger or version",
  empty: "not filled to the end, or rows were lost since",
};

/** `changed: entity Ada Lovelace, b1…`; `missing: mention "habits" in talk.vtt, 5f…`. */
function exampleText({ kind, id, fault, name, file }: FaultyRow): string {
  const words = name === null ? null : truncate(printable(name).replaceAll(/\s+/g, " "), NAME_WIDTH);
  const shown = words === null ? "" : file === null ? ` ${words}` : ` "${words}"`;
  const place = file === null ? "" : ` in ${printable(file)}`;
  return `${fault}: ${kind === "chunk" ? "chunk" : kind}${shown}${place}, ${printable(id)}`;
}

function damageVerdict(damage: LedgerDamage): string {
  const compared = "The ledger is damaged, and no store was compared with it.";
  return damage.file.length > 0
    ? `${compared} \`colloquy verify --repair\` mends damaged indexes; where that does not help, put a copy of the workspace's folder back, or ingest the transcripts into another workspace.`
    : `${compared} \`colloquy verify --repair\` sets damaged answers aside and concludes everything anew from the others, without asking a model. ${mendingText(damage)}.`;
}

function verdict({ ok, ledger, stores }: Verification, repair: boolean, { colours }: Screen): string {
  const { damage, mended } = ledger;
  if (damage !== null && !mended) return colours.red(damageVerdict(damage));
  if (ok)
    return [
      colours.green("Graph and vectors hold what the ledger holds."),
      ...(damage === null ? [] : [`${mendingText(damage)}.`]),
    ].join(" ");
  if (!ledger.ok && ledger.unwritten > 0)
    return colours.red("The ledger holds more than its digest says yet: run the command again. Nothing was repaired.");
  if (!ledger.ok)
    return colours.red(
      "The ledger was changed by something else than Colloquy, or its disk fails: put a copy of the workspace's folder back, or ingest the transcripts into another workspace. Nothing was repaired.",
    );
  const differing = stores.filter((store) => !store.ok).map(({ holds }) => holds);
  const what = differing.join(" and ");
  return repair
    ? colours.red(
        `The ${what} could not be mended: something else writes to the store. Run the command again, or \`colloquy project --to\` it.`,
      )
    : colours.red(
        `The ${what} ${what === "graph" ? "differs" : "differ"} from the ledger: \`colloquy verify --repair\` mends that without asking a model.`,
      );
}
