import { type AddressInfo, createServer } from 'node:net'
import { UsageError } from './flags.ts'

export type Ports = { product: number; inbox: number /** 0: any free one. */; replay: number }

/**
 * Reads the ports from the environment and makes sure nobody listens on them.
 * @throws UsageError that names the busy or unusable one and the way out
 */
export async function findPorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const ports = {
    product: readPort(env, 'PORT', 8787),
    inbox: readPort(env, 'INBOX_PORT', 8788),
    replay: readPort(env, 'REPLAY_PORT', 0),
  }
  if (ports.product === ports.inbox) throw new UsageError('PORT and INBOX_PORT must differ.')
  await requireFree('PORT', ports.product)
  await requireFree('INBOX_PORT', ports.inbox)
  if (ports.replay !== 0) await requireFree('REPLAY_PORT', ports.replay)
  return ports
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = env[name]
  if (value === undefined || value === '') return fallback
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new UsageError(`${name} must be a port from 1 to 65535, not "${value}".`)
}

/** `localhost` may mean either loopback address, so both have to be free. */
async function requireFree(name: string, port: number) {
  for (const host of ['127.0.0.1', '::1']) {
    const trouble = await tryListening(host, port)
    if (trouble === null || trouble === 'EADDRNOTAVAIL' || trouble === 'EAFNOSUPPORT') continue
    if (trouble === 'EADDRINUSE') {
      throw new UsageError(
        `Port ${port} is in use: stop the other program or run ${name}=${port + 10} npm start`,
      )
    }
    throw new UsageError(`Port ${port} cannot be used (${trouble}): run ${name}=${port + 8000} npm start`)
  }
}

/** Whether nobody listens on the port of this machine's IPv4 loopback. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryListening('127.0.0.1', port)) === null
}

/** Null when it worked, or the system's code for the trouble. */
function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
