import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { exportReaders } from '../subscribers/export.ts'
import {
  createDatabase,
  executeFile,
  exportDatabase,
  listDatabases,
  readDatabase,
  readRows,
} from './cloudflare.ts'
import { writeConfig } from './derive-config.ts'
import { type Door, StepError } from './door.ts'
import { type Instance, readInstance, saveInstance } from './instance.ts'

/**
 * The binding of the database that is the truth; the search index is made from it, and cannot be
 * exported.
 */
const TRUTH = 'DB'

/** @throws StepError when nothing was set up here */
export function requireInstance(door: Pick<Door, 'root'>): Instance {
  const instance = readInstance(door)
  if (instance === null) throw new StepError('Nothing is set up from this folder.', 'Run: npm run setup')
  return instance
}

/**
 * `npm run backup`: two files in `backups/` with the instant (UTC) in their names, the whole
 * database as SQL and the readers as CSV. Returns the first.
 */
export async function backup(door: Door): Promise<string> {
  writeConfig(door, requireInstance(door))
  const folder = join(door.root, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const at = new Date(door.now()).toISOString().slice(0, 19).replaceAll(':', '')
  const file = join(folder, `papertide-${at}Z.sql`)
  await exportDatabase(door, TRUTH, file)
  if (!existsSync(file) || statSync(file).size === 0)
    throw new StepError(`wrangler wrote no ${file}.`, 'Run again: npm run backup')
  await exportReaders(door, [join(folder, `readers-${at}Z.csv`)])
  door.say(`${file}\nBoth files hold addresses: keep them where nobody else reads them.`)
  return file
}

/**
 * `npm run restore -- FILE.sql`: puts a backup into an empty database, which is made if there is
 * none, and has every paper indexed again. Never over another: two states would be mixed. The next
 * deployment holds digests, since the database has forgotten what was mailed since.
 */
export async function restore(door: Door, args: string[]): Promise<void> {
  const [file = ''] = args
  const again = 'Run: npm run restore -- backups/papertide-….sql'
  if (args.length !== 1 || !existsSync(file) || readFileSync(file, 'utf8').trim() === '')
    throw new StepError(file === '' ? 'Which backup?' : `There is no backup in ${file}.`, again)
  const instance = requireInstance(door)
  const name =
    writeConfig(door, instance).d1_databases.find(({ binding }) => binding === TRUTH)?.database_name ?? ''
  if (!(await listDatabases(door)).has(name)) await createDatabase(door, name)
  instance.databases[TRUTH] = (await listDatabases(door)).get(name) ?? ''
  saveInstance(door, instance)
  writeConfig(door, instance)
  const { migrations, isForeign } = await readDatabase(door, TRUTH)
  if (isForeign || migrations.length > 0)
    throw new StepError(
      `The database ${name} is not empty, and a backup is never put over another state.`,
      `Back up what is in it (npm run backup), then remove it (npx wrangler d1 delete ${name}) and run this again. To go ` +
        `back a few hours: npx wrangler d1 time-travel restore ${name} --timestamp=…`,
    )
  await executeFile(door, TRUTH, file)
  await readRows(door, TRUTH, 'update papers set indexed_revision = 0')
  saveInstance(door, { ...instance, RESTORED: new Date(door.now()).toISOString().slice(0, 16) })
  door.say(`${name} is as it was when that was written. Now: npm run setup -- --resume
It holds all digests until you say until when some may have been mailed (docs/backup.md, from step 4):
  curl -H "Authorization: Bearer $ADMIN_TOKEN" -d "from=INSTANT" ${instance.PUBLIC_URL ?? '$PUBLIC_URL'}/operator/restored`)
}
