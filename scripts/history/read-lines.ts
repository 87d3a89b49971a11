import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LONGEST_LINE } from '../../src/sources/history.ts'

/** A line of a file, and its number: 1 is the first. */
export type FileLine = { number: number; text: string }

/** What keeps a file from being read on. The message says where it happened. */
export class FileError extends Error {
  override name = 'FileError'
}

const NEWLINE = 10

/**
 * The lines of a file or answer, unpacked if it is gzip, however long it is. Empty lines are left
 * out. @throws FileError for a line that is too long, is no UTF-8, or where the packing is broken
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  let number = 0
  let held: Uint8Array[] = []
  let bytes = 0
  const hold = (part: Uint8Array) => {
    bytes += part.length
    if (bytes > LONGEST_LINE)
      throw new FileError(`line ${number + 1} is longer than ${LONGEST_LINE.toLocaleString('en')} bytes`)
    held.push(part)
  }
  const take = (): FileLine => {
    const whole = Buffer.concat(held)
    held = []
    bytes = 0
    number++
    try {
      return {
        number,
        text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(whole).trim(),
      }
    } catch {
      throw new FileError(`line ${number} is no UTF-8`)
    }
  }
  try {
    for await (const chunk of await unpacked(chunks)) {
      let from = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        hold(chunk.subarray(from, end))
        from = end + 1
        const line = take()
        if (line.text !== '') yield line
      }
      hold(chunk.subarray(from))
    }
  } catch (error) {
    if (!/^Z_|^ERR_/.test(String((error as { code?: string }).code))) throw error
    throw new FileError(`after line ${number} it cannot be unpacked: it was cut, or is broken`)
  }
  const last = take()
  if (last.text !== '') yield last
}

/** The bytes themselves, or what they pack (RFC 1952 begins with 1f 8b). */
async function unpacked(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const source = chunks[Symbol.asyncIterator]()
  const first = await source.next()
  const all = (async function* () {
    for (let next = first; !next.done; next = await source.next()) yield next.value
  })()
  if (first.done || first.value[0] !== 0x1f || first.value[1] !== 0x8b) return all
  const packed = Readable.from(all)
  const gunzip = createGunzip()
  packed.once('error', (error) => gunzip.destroy(error))
  return packed.pipe(gunzip)
}
