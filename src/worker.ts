import { answerRings } from './delivery/answer.ts'
import { makeDeps } from './deps.ts'
import { runJobs } from './jobs/table.ts'
import { app } from './web/app.tsx'

/** The three doors. */
export default {
  fetch: app.fetch,
  scheduled: (controller, env) =>
    runJobs(makeDeps(env, controller.scheduledTime), controller.cron, controller.scheduledTime),
  queue: (batch, env) => answerRings(makeDeps(env), batch),
} satisfies ExportedHandler<Env, { batchId: number }>
