import { setTimeout as wait } from 'node:timers/promises'
import { tick } from './drive.ts'
import type { Flags } from './flags.ts'
import type { Inbox } from './inbox.ts'
import type { Ports } from './ports.ts'
import { startProduct } from './product.ts'
import type { State } from './state.ts'

const QUARTER = 15 * 60_000
const UPSTREAMS = ['https://huggingface.co', 'https://export.arxiv.org', 'https://hn.algolia.com']

/** Runs on the real upstreams, at real time; only the mail stays here. */
export async function runLive(ports: Ports, state: State, { set }: Pick<Flags, 'set'>): Promise<never> {
  await tellReachability()
  const { url, inbox } = await startProduct(ports, state, set)
  console.log(
    `\n  Papertide     ${url}/\n  Status        ${url}/status\n  Inbox         ${inbox.url}/inbox\n`,
  )
  console.log('Ticking every quarter of an hour. Ctrl-C stops everything; the next start goes on from here.')
  return tickForever(url, inbox)
}

/** Asks each real upstream once and says plainly which cannot be reached. */
async function tellReachability() {
  for (const upstream of UPSTREAMS) {
    const trouble = await fetch(upstream, { method: 'HEAD', signal: AbortSignal.timeout(8_000) }).then(
      () => null,
      (error) => String(error.cause?.code ?? error.cause?.message ?? error.message),
    )
    console.log(
      trouble === null
        ? `${upstream} can be reached.`
        : `${upstream} cannot be reached (${trouble}). Papertide keeps trying at every tick; /status tells how it goes.`,
    )
  }
}

/**
 * Ticks now and at every quarter of an hour, as the cron does in production. A failed tick is told
 * and the next one comes.
 */
async function tickForever(product: string, inbox: Inbox): Promise<never> {
  for (;;) {
    await tick(product, Date.now()).catch((error) => console.error(error.message))
    await inbox.save()
    await wait(QUARTER - (Date.now() % QUARTER))
  }
}
