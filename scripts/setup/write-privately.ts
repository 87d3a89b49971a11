import { chmodSync, renameSync, writeFileSync } from 'node:fs'

/**
 * Writes a file that only its owner can read. Renaming is atomic: an interrupted write leaves the
 * old file.
 */
export function writePrivately(path: string, content: string) {
  writeFileSync(`${path}.new`, content, { mode: 0o600 })
  // The mode above counts only for a file that is made.
  chmodSync(`${path}.new`, 0o600)
  renameSync(`${path}.new`, path)
}
