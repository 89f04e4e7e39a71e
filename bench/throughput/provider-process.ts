import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import type { Accounts } from "@colloquy/simulated-provider";

/** The simulated provider in a separate process, so that it does not use the client's event loop. */
export interface ProviderProcess extends AsyncDisposable {
  /** For clients: ends with `/v1`. */
  readonly baseUrl: string;
  /** Its records since its start. */
  accounts(): Promise<Accounts>;
}

export async function startProvider(options: SimulationOptions): Promise<ProviderProcess> {
  const program = fileURLToPath(new URL("serve-provider.ts", import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (first.done === true) throw new Error("The simulated provider ended before it printed its address.");
  const { origin } = new URL(first.value);
  return {
    baseUrl: `${origin}/v1`,
    async accounts() {
      const response = await fetch(`${origin}/accounts`);
      return (await response.json()) as Accounts;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
