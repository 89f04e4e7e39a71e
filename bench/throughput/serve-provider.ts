// The simulated provider as a process of its own: options as JSON in argv, its address as the first line of stdout. It
// ends when its standard input does, so that it outlives no program that started it.
import { type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";

const options = JSON.parse(process.argv[2] ?? "{}") as SimulationOptions;
const provider = await startSimulatedProvider(options);
console.log(provider.url);
process.stdin.resume().once("end", () => void provider.close().then(() => process.exit(0)));
