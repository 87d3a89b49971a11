import { type Head, isHead, type Kind, readHead, STEP, STEP_BYTES } from '../../src/sources/history.ts'
import { FileError, type FileLine } from './read-lines.ts'

/** One answer of an export: what it says of itself, and its lines. */
export type Section = { head: Head; lines: FileLine[] }

/**
 * The answers that a file holds one after the other, each only when all of it is there.
 * @throws FileError for one that is not of this version and licence, or not whole
 */
export async function* readSections(lines: AsyncIterable<FileLine>): AsyncGenerator<Section> {
  let section: Section | null = null
  for await (const line of lines) {
    if (section === null || (section.lines.length === section.head.lines && isHead(line.text))) {
      if (section) yield section
      const head = readHead(line.text)
      if ('error' in head) throw new FileError(`line ${line.number}: ${head.error}`)
      section = { head, lines: [] }
    } else {
      if (isHead(line.text) || section.lines.length === section.head.lines)
        throw new FileError(`line ${line.number}: ${told(section)}`)
      section.lines.push(line)
    }
  }
  if (section === null) throw new FileError('there is nothing in it')
  if (section.lines.length < section.head.lines) throw new FileError(`it ends too early: ${told(section)}`)
  yield section
}

const told = ({ head, lines }: Section) =>
  `the lines before should be ${head.lines} of ${head.kind}, and are ${lines.length}`

/** Lines in the steps in which the Worker takes them. */
export function inSteps(kind: Kind, lines: readonly FileLine[]): FileLine[][] {
  const steps: FileLine[][] = []
  let bytes = 0
  for (const line of lines) {
    const size = Buffer.byteLength(line.text) + 1
    const step = steps.at(-1)
    if (step && step.length < STEP[kind] && bytes + size <= STEP_BYTES) {
      step.push(line)
      bytes += size
    } else {
      steps.push([line])
      bytes = size
    }
  }
  return steps
}
