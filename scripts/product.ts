import { type Channels, startChannels } from './channels.ts'
import { INBOX_KEY, type Inbox, startInbox } from './inbox.ts'
import { beforeLeaving, giveUp, onTrouble } from './leave.ts'
import type { Ports } from './ports.ts'
import { type State, tokenSecret } from './state.ts'
import { applyMigrations, startWorker } from './wrangler.ts'

export type Product = { /** Without a slash at the end. */ url: string; inbox: Inbox; channels: Channels }

/**
 * Starts the inbox, a stand-in for channels and the Worker, with `env` on top of what every copy on this machine needs.
 * Should the Worker die later, everything stops. @throws Error when it does not start
 */
export async function startProduct(
  ports: Ports,
  state: State,
  env: Record<string, string>,
): Promise<Product> {
  const url = `http://localhost:${ports.product}`
  const inbox = await startInbox(ports.inbox, state.folder)
  beforeLeaving(inbox.close)
  beforeLeaving(inbox.save)
  // Always: what is posted to a channel leaves this machine never.
  const channels = await startChannels(0)
  beforeLeaving(channels.close)
  await applyMigrations(state.folder)
  const worker = await startWorker({
    folder: state.folder,
    port: ports.product,
    env: {
      PUBLIC_URL: url,
      RESEND_BASE_URL: `http://127.0.0.1:${ports.inbox}`,
      RESEND_API_KEY: INBOX_KEY,
      CHANNELS_URL: channels.url,
      TOKEN_SECRET: tokenSecret(state.folder),
      // The console and `npm run import -- … --to` need one; without it there is no operator.
      ...(process.env.ADMIN_TOKEN && { ADMIN_TOKEN: process.env.ADMIN_TOKEN }),
      ...env,
    },
  })
  beforeLeaving(worker.stop)
  onTrouble(worker.lastWords)
  worker.died.then((words) => giveUp(new Error(words)))
  return { url, inbox, channels }
}
