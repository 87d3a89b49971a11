import { makeDeps, noteTick, tickBegan } from './deps.ts'
import { consumeMessages } from './jobs/consume.ts'
import { scheduleTick } from './jobs/schedule.ts'
import { app } from './web/app.tsx'

/** The three entry points: requests, cron ticks and queue messages. */
export default {
  fetch: app.fetch,
  async scheduled({ scheduledTime }, env) {
    const deps = makeDeps(env, scheduledTime)
    tickBegan(scheduledTime)
    noteTick()
    try {
      await scheduleTick(deps, scheduledTime)
    } finally {
      noteTick()
      deps.unitEnded(scheduledTime)
    }
  },
  async queue(batch, env) {
    noteTick()
    await consumeMessages(makeDeps(env), batch).finally(noteTick)
  },
} satisfies ExportedHandler<Env>
