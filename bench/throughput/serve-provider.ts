// The simulated provider as a separate process: options as JSON in argv, its address as the first line of stdout. It
// ends with its standard input, so that it ends with the program that started it.
import { type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";

const options = JSON.parse(process.argv[2] ?? "{}") as SimulationOptions;
const provider = await startSimulatedProvider(options);
console.log(provider.url);
process.stdin.resume().once("end", () => void provider.close().then(() => process.exit(0)));
