import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { Seen } from './documents.ts'

const run = promisify(execFile)

/**
 * A newsboat (https://newsboat.org) of its own that follows one feed through a proxy. One feed
 * each: its cache knows an item by its id alone, and a paper has the same id in all our lists.
 */
export function aNewsboat(url: string, proxy: string) {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-newsboat-'))
  const file = (name: string) => join(folder, name)
  writeFileSync(file('urls'), `${url}\n`)
  writeFileSync(file('config'), `error-log "${file('errors')}"\nuse-proxy yes\nproxy "${proxy}"\n`)
  return {
    reload: () =>
      run('newsboat', ['-C', file('config'), '-u', file('urls'), '-c', file('cache'), '-x', 'reload'], {
        env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8', no_proxy: '', NO_PROXY: '' },
      }),
    /** What it complained of. */
    complaints: () => (existsSync(file('errors')) ? readFileSync(file('errors'), 'utf8') : ''),
    /** Its items, in the order in which they came to it; and whether each has something to read. */
    items: (): (Seen & { length: number })[] => {
      const cache = new DatabaseSync(file('cache'), { readOnly: true })
      const rows = cache
        .prepare('select guid, title, url, length(content) as length from rss_item order by id')
        .all()
      cache.close()
      return rows.map(({ guid, title, url, length }) => ({
        id: String(guid),
        title: String(title),
        link: String(url),
        length: Number(length),
      }))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
