import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Debian's own: its modules stand beside it, whatever else is first on PATH. */
export const PYTHON = process.env.PYTHON || '/usr/bin/python3'

type Name = 'atom' | 'rss' | 'content'
const folder = mkdtempSync(join(tmpdir(), 'papertide-schemas-'))
const ready = new Map<Name, string>()

/**
 * What libxml2 finds wrong with a document by one of our RELAX NG schemas, well-formedness
 * included; line by line.
 */
export function violations(schema: Name, xml: string): string[] {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--relaxng', inXml(schema), '-'], {
    input: xml,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status === null) throw new Error('xmllint did not run: apt-get install libxml2-utils')
  if (status === 0) return []
  return stderr.split('\n').filter((line) => /^-:\d+:/.test(line) || /error|fail/i.test(line))
}

/** xmllint reads only the XML syntax of RELAX NG. */
function inXml(schema: Name): string {
  const path = ready.get(schema) ?? join(folder, `${schema}.rng`)
  if (!ready.has(schema)) {
    const compact = join(import.meta.dirname, `${schema}.rnc`)
    writeFileSync(path, execFileSync(PYTHON, ['-m', 'rnc2rng', compact]))
    ready.set(schema, path)
  }
  return path
}
