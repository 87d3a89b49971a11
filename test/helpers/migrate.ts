import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

const { MIGRATIONS } = env as unknown as { MIGRATIONS: D1Migration[] }

/** Gives the local D1 its tables: before each file, and again after `reset()`. */
export const migrate = () => applyD1Migrations(env.DB, MIGRATIONS)

await migrate()
