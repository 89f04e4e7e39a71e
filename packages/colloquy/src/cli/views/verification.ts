import { printable } from "../../model/index.ts";
import { counted, formatCount, truncate } from "../../text/index.ts";
import type { LedgerDamage, Verification } from "../library.ts";
import type { Output } from "../output.ts";
import { damageText, repairText } from "./ledger-damage.ts";
import { row } from "./status.ts";

type StoreVerification = Verification["stores"][number];
type FaultyRow = StoreVerification["examples"][number];
type Screen = Pick<Output, "colours" | "columns">;

const NAME_WIDTH = 60;

/** The result for the ledger and for each store, and what to do. */
export function renderVerification(result: Verification, repair: boolean, output: Screen): string {
  const { workspace, ledger, stores } = result;
  const lines = [
    output.colours.bold(`Workspace ${printable(workspace)}`),
    row("ledger", ledgerText(result, output), output),
    ...stores.flatMap((store) => storeLines(store, ledger.repaired, output)),
    ...(ledger.unwritten === 0 ? [] : [row("not written", unwrittenText(ledger.unwritten), output)]),
  ];
  return `${lines.join("\n")}\n\n${verdict(result, repair, output)}\n`;
}

function ledgerText({ digest, ledger }: Verification, { colours }: Screen): string {
  const { damage, repaired, ok } = ledger;
  if (damage !== null) {
    const text = `damaged, ${damageText(damage)}: `;
    return text + (repaired ? colours.green(`repaired, digest ${digest}`) : colours.red("not repaired"));
  }
  return ok
    ? `matches its digest ${digest}`
    : `its rows have the digest ${ledger.digest}, but the stored digest is ${digest}`;
}

function unwrittenText(chunks: number): string {
  return `the results of ${counted(chunks, "chunk")} are in the ledger, but not in graph and vectors yet`;
}

function storeLines(store: StoreVerification, isLedgerRepaired: boolean, output: Screen): string[] {
  const { rows, state } = store;
  const count =
    rows.ledger === rows.store
      ? counted(rows.store, "row")
      : `${formatCount(rows.store)} of ${counted(rows.ledger, "row")}`;
  // A repair removes the epochs of the ledger, so the next run fills every store again.
  const syncStatus = isLedgerRepaired ? "filled before the ledger was repaired" : SYNC_STATUS_TEXTS[state];
  const found = [count, ...faultCounts(store), syncStatus].filter((part) => part !== "").join(", ");
  const outcome = store.ok ? output.colours.green(outcomeOf(store)) : output.colours.red("differs");
  // For an empty or foreign store all rows differ, so examples are not useful.
  const examples = rows.store === 0 || state === "foreign" ? [] : store.examples;
  return [
    row(store.holds, `${printable(store.store)}: ${found}: ${outcome}`, output),
    ...examples.map((example) => row("", exampleText(example), output)),
  ];
}

function outcomeOf({ repaired }: StoreVerification): string {
  return repaired === 0 ? "equal" : `repaired, ${counted(repaired, "row")} written or removed`;
}

function faultCounts({ missing, changed, extra, doubled }: StoreVerification): string[] {
  return Object.entries({ missing, changed, extra, doubled })
    .filter(([, count]) => count > 0)
    .map(([fault, count]) => `${formatCount(count)} ${fault}`);
}

const SYNC_STATUS_TEXTS: Readonly<Record<StoreVerification["state"], string>> = {
  current: "",
  behind: "behind the ledger",
  ahead: "ahead of the ledger, which is an older copy",
  diverged: "filled by another copy of the ledger",
  superseded: "filled before the ledger was migrated or repaired",
  foreign: "filled by another ledger or version",
  empty: "not completely filled, or rows were lost",
};

/** `changed: entity Ada Lovelace, b1…`; `missing: mention "habits" in talk.vtt, 5f…`. */
function exampleText({ kind, id, fault, name, file }: FaultyRow): string {
  const words = name === null ? null : truncate(printable(name).replaceAll(/\s+/g, " "), NAME_WIDTH);
  const shown = words === null ? "" : file === null ? ` ${words}` : ` "${words}"`;
  const inFile = file === null ? "" : ` in ${printable(file)}`;
  return `${fault}: ${kind}${shown}${inFile}, ${printable(id)}`;
}

function damageVerdict(damage: LedgerDamage): string {
  const compared = "The ledger is damaged, so no store was compared with it.";
  return damage.file.length > 0
    ? `${compared} \`colloquy verify --repair\` repairs damaged indexes; if that does not help, restore a copy of the workspace's folder, or ingest the transcripts into another workspace.`
    : `${compared} \`colloquy verify --repair\` sets damaged replies aside and resolves the other replies again, without calling a model. ${repairText(damage)}.`;
}

function verdict({ ok, ledger, stores }: Verification, repair: boolean, { colours }: Screen): string {
  const { damage, repaired } = ledger;
  if (damage !== null && !repaired) return colours.red(damageVerdict(damage));
  if (ok)
    return [
      colours.green("Graph and vectors match the ledger."),
      ...(damage === null ? [] : [`${repairText(damage)}.`]),
    ].join(" ");
  if (!ledger.ok && ledger.unwritten > 0)
    return colours.red(
      "The ledger contains rows that are not in its digest yet: run the command again. Nothing was repaired.",
    );
  if (!ledger.ok)
    return colours.red(
      "The ledger was changed by another program, or its disk fails: restore a copy of the workspace's folder, or ingest the transcripts into another workspace. Nothing was repaired.",
    );
  const differing = stores.filter((store) => !store.ok).map(({ holds }) => holds);
  const what = differing.join(" and ");
  return repair
    ? colours.red(
        `The ${what} could not be repaired: another program writes to the store. Run the command again, or \`colloquy project --to\` it.`,
      )
    : colours.red(
        `The ${what} ${what === "graph" ? "differs" : "differ"} from the ledger: \`colloquy verify --repair\` repairs that without calling a model.`,
      );
}
