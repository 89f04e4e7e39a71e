import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

/** Servers close idle connections after 5 seconds: we are first. */
const KEEP_ALIVE_MS = 4_000;
const CONNECTIONS = 8;

/** Connections to one address. HTTPS_PROXY and NO_PROXY count, but for addresses of this machine. */
export function dispatcherFor(url: string): Dispatcher {
  const options = {
    connections: CONNECTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  };
  return isLoopback(url) ? new Agent(options) : new EnvHttpProxyAgent(options);
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
