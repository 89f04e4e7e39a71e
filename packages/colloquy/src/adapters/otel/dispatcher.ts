import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

/** Closes idle connections before servers do, after 5 seconds. */
const KEEP_ALIVE_MS = 4_000;
const CONNECTIONS = 8;

/** Connections to one address. Uses HTTPS_PROXY and NO_PROXY, except for addresses of this machine. */
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
