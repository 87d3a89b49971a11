import { consumeMessages } from './delivery/consume.ts'
import { makeDeps, noteTick } from './deps.ts'
import { runJobs } from './jobs/table.ts'
import { app } from './web/app.tsx'

/** The three doors. */
export default {
  fetch: app.fetch,
  async scheduled({ cron, scheduledTime }, env) {
    noteTick()
    await runJobs(makeDeps(env, scheduledTime), cron, scheduledTime).finally(noteTick)
  },
  queue: (batch, env) => consumeMessages(makeDeps(env), batch),
} satisfies ExportedHandler<Env, { batchId: number }>
