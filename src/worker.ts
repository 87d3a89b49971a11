import { noteNewVersion } from './db/data-version.ts'
import { consumeMessages } from './delivery/consume.ts'
import { makeDeps, noteTick } from './deps.ts'
import { runJobs } from './jobs/table.ts'
import { app } from './web/app.tsx'

/** The three doors. */
export default {
  fetch: app.fetch,
  async scheduled({ cron, scheduledTime }, env) {
    noteTick()
    const deps = makeDeps(env, scheduledTime)
    try {
      await runJobs(deps, cron, scheduledTime)
    } finally {
      await noteNewVersion(deps.db)
      noteTick()
    }
  },
  queue: (batch, env) => consumeMessages(makeDeps(env), batch),
} satisfies ExportedHandler<Env, { batchId: number }>
