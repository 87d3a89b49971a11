import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

const { MIGRATIONS, SEARCH_MIGRATIONS } = env as unknown as Record<string, D1Migration[]>

/** Gives both local databases their tables: before each file, and again after `reset()`. */
export async function migrate() {
  await applyD1Migrations(env.DB, MIGRATIONS ?? [])
  await applyD1Migrations(env.SEARCH, SEARCH_MIGRATIONS ?? [])
}

await migrate()
