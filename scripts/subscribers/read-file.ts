import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { StepError } from '../setup/door.ts'

/**
 * A row of the file by its column names in lower case, with the line it stands on (1 is the
 * header's).
 */
export type FileRow = { line: number; fields: Record<string, string> }
export type FileTable = { header: string[]; rows: FileRow[] }

/** Reads a CSV of any usual kind. @throws StepError that says where it breaks */
export function readTable(file: string): FileTable {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new StepError(`${file} cannot be read: ${(error as Error).message}.`, 'Name a file that is there.')
  }
  return parseTable(decode(bytes))
}

/**
 * As text: UTF-8 or UTF-16, with a byte order mark or without (spreadsheets write each); else
 * Windows' Latin letters.
 */
export function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const as = (encoding: string) => new TextDecoder(encoding).decode(bytes)
  if (first === 0xff && second === 0xfe) return as('utf-16le')
  if (first === 0xfe && second === 0xff) return as('utf-16be')
  // A header begins with ASCII letters, whose other byte is 0 in UTF-16.
  if (first !== 0 && second === 0) return as('utf-16le')
  if (first === 0 && second !== 0) return as('utf-16be')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return as('windows-1252')
  }
}

/** RFC 4180, with comma, semicolon or tab, whichever the header has most of. */
export function parseTable(text: string): FileTable {
  const [head = ''] = text.replace(/^\ufeff/, '').split(/\r?\n|\r/, 1)
  const bare = head.replace(/"[^"]*"/g, '')
  const [delimiter = ','] = [',', ';', '\t'].sort((a, b) => bare.split(b).length - bare.split(a).length)
  let header: string[] = []
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      columns: (names: string[]) => {
        header = names.map((name) => name.trim().toLowerCase())
        return header
      },
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[]
    return { header, rows: rows.map(({ record, info }) => ({ line: info.lines, fields: record })) }
  } catch (error) {
    throw new StepError(
      `That is no CSV: ${(error as Error).message}.`,
      'Mend that line, or export the file again as CSV (UTF-8).',
    )
  }
}
