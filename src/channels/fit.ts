import { clip } from '../wording/words.ts'
import type { PostPaper } from './channel.ts'

/** Texts are shortened step by step (UTF-16 units) until a paper fits into one message. */
const STEPS = [
  { title: 300, lead: 600, reason: 300 },
  { title: 200, lead: 300, reason: 200 },
  { title: 150, lead: 120, reason: 100 },
  { title: 80, lead: 0, reason: 60 },
  { title: 30, lead: 0, reason: 0 },
]

/** Most of a message: its size as the kind counts it, and how many papers. */
export type Room = { size: number; papers: number }
export type Sized<T> = { made: T; size: number }

/** A paper as the kind writes it, as long as there is room; texts are cut after words. */
export function fitPaper<T>(paper: PostPaper, most: number, write: (paper: PostPaper) => Sized<T>): Sized<T> {
  let written = write(paper)
  for (const { title, lead, reason } of STEPS) {
    written = write({
      ...paper,
      title: clip(paper.title, title),
      lead: lead === 0 ? '' : clip(paper.lead, lead),
      reason: reason === 0 ? '' : clip(paper.reason, reason),
    })
    if (written.size <= most) break
  }
  return written
}

/**
 * Papers in groups that fit into one message each, in order. `head`: what each message says beside
 * them.
 */
export function splitPapers<T>(
  papers: readonly PostPaper[],
  room: Room,
  head: number,
  write: (paper: PostPaper) => Sized<T>,
): T[][] {
  const groups: T[][] = []
  let left = { size: 0, papers: 0 }
  for (const paper of papers) {
    const { made, size } = fitPaper(paper, room.size - head, write)
    if (left.papers === 0 || size > left.size) {
      groups.push([])
      left = { size: room.size - head, papers: room.papers }
    }
    groups.at(-1)?.push(made)
    left = { size: left.size - size, papers: left.papers - 1 }
  }
  return groups
}

/** `Title (2 of 3)`, where there is more than one message. */
export const numbered = (title: string, index: number, all: number): string =>
  all === 1 ? title : `${title} (${index + 1} of ${all})`

/** Room that the numbers in `numbered` and notes are given (UTF-16 units). */
export const NUMBER_ROOM = 12

/** Its length in UTF-8 (bytes). */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength
