import { z } from 'zod'
import { parseArxivId } from '../papers/arxiv-id.ts'
import type { EarlyScore } from '../ranking/early.ts'
import type { Edition, EditionPaper } from '../ranking/edition.ts'
import type { BackAgain, Parts } from '../ranking/parts.ts'
import type { Brand } from '../wording/brand.ts'
import { isoInstant } from '../wording/days.ts'

// The history of an instance as another one takes it: one JSON value a line. What is written
// (web/routes/export.ts) and what is read is told by the same schemas.

/** Grows with every change of the lines: whoever reads them takes this version only. */
export const HISTORY_VERSION = 2

/** `%` stands for the name of the instance. */
const LICENCES = {
  papers: 'Metadata of arXiv: CC0 1.0. Abstracts belong to their authors.',
  observations: 'Counts as observed: facts, free to use. Please name % as the observer.',
  editions: 'Order and reasons: CC0 1.0. Metadata of arXiv: CC0 1.0. Abstracts belong to their authors.',
} as const
export type Kind = keyof typeof LICENCES
export const licenceOf = (kind: Kind, name: string): string => LICENCES[kind].replace('%', () => name)

/** Whether a licence is that of a kind, whatever the instance is called. */
function isLicenceOf(kind: Kind, licence: string): boolean {
  const [before = '', after] = LICENCES[kind].split('%')
  if (after === undefined) return licence === before
  return (
    licence.startsWith(before) && licence.endsWith(after) && licence.length > before.length + after.length
  )
}
/** In the order in which they are taken: what was mailed is known before there is more to mail. */
export const KINDS = ['editions', 'papers', 'observations'] as const satisfies readonly Kind[]

/** The longest line (bytes, UTF-8): an edition has some 100 kB. */
export const LONGEST_LINE = 250_000
/** Lines (counts) and bytes that are taken at once: what an invocation of the Free plan can do. */
export const STEP: Readonly<Record<Kind, number>> = { editions: 4, papers: 50, observations: 500 }
export const STEP_BYTES = 256_000

/** As it stands in the line, so that what is made of it has the same bytes. */
const asGiven = <S extends z.ZodType>(schema: S) =>
  z.custom<z.output<S>>().superRefine((value, { addIssue }) => {
    const read = schema.safeParse(value)
    for (const { path, message } of read.error?.issues ?? []) addIssue({ code: 'custom', path, message })
  })

/** A line knows every field of what it carries: a field that is added there is missed here. */
type Every<T> = Record<keyof T, z.ZodType>

function makeLines() {
  /** An instant: ISO 8601 in a line, ms (UTC) here. */
  const instant = z.codec(z.iso.datetime(), z.int(), {
    decode: (text) => Date.parse(text),
    encode: (at) => isoInstant(at),
  })
  const day = z.iso.date()
  const count = z.int().min(0)
  const number = z.number()
  const text = (most: number) => z.string().max(most)
  const id = z.string().refine((written) => parseArxivId(written)?.version === null, 'is no arXiv id')
  const repo = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'is no owner/name')
  const webAddress = z
    .string()
    .max(8_000)
    .regex(/^https?:\/\//, 'is no web address')
  const authors = z.array(text(1_000)).max(10_000)
  const categories = z.array(text(60)).max(100)

  const back = z.strictObject({
    signal: z.enum(['stars', 'points']),
    gained: number,
    total: number,
    over: number,
    times: number,
  } satisfies Every<BackAgain>)
  const place = z.strictObject({ rank: count, of: count, whole: z.literal(true).optional() })
  const parts = z.strictObject({
    upvotes: number.nullable(),
    gained: number.nullable(),
    gainedOver: number.nullable(),
    stars: number.nullable(),
    starsGained: number.nullable(),
    points: number.nullable(),
    followers: number.nullable(),
    age: number,
    listed: number,
    blind: number,
    place: place.nullable(),
    above: number.nullable(),
    back: back.optional(),
  } satisfies Every<Parts>)
  const score = asGiven(z.strictObject({ now: number, mail: number, parts }))

  const earlyParts = z.strictObject({
    authors: count,
    known: count,
    common: count,
    fame: number,
    size: number,
    code: z.boolean(),
    topic: z.boolean(),
  } satisfies Every<EarlyScore['parts']>)

  /** A paper with how it stands now and how it was picked early, if it was. */
  const papers = z.strictObject({
    id,
    title: text(5_000),
    abstract: text(50_000),
    authors,
    moreAuthors: count,
    categories,
    version: z.int().min(1).nullable(),
    publishedAt: instant.nullable(),
    listedOn: day.nullable(),
    firstSeenAt: instant,
    bornAt: instant.nullable(),
    submitterFollowers: count.nullable(),
    organization: text(200).nullable(),
    organizationName: text(500).nullable(),
    repo: repo.nullable(),
    repoSince: instant.nullable(),
    story: z
      .string()
      .regex(/^\d{1,15}$/, 'is no number of a story')
      .nullable(),
    projectPage: webAddress.nullable(),
    comment: text(20_000).nullable(),
    withdrawn: z.boolean(),
    withdrawnHere: instant.nullable(),
    summary: text(5_000).nullable(),
    early: z.strictObject({ score: number, parts: asGiven(earlyParts), reason: text(500) }).nullable(),
    pick: z
      .strictObject({
        day,
        position: z.int().min(1),
        newcomer: z.boolean(),
        reason: text(500),
        pickedAt: instant,
      })
      .nullable(),
    current: z.strictObject({ listedOn: day, score, scoredAt: instant }).nullable(),
  })

  const observations = z.strictObject({
    paperId: id,
    source: z.enum(['huggingface', 'arxiv', 'hackernews', 'github']),
    at: instant,
    upvotes: z.int().nullable(),
    comments: z.int().nullable(),
    stars: z.int().nullable(),
    points: z.int().nullable(),
  })

  const frozenPaper = z.strictObject({
    id,
    title: text(5_000),
    abstract: text(50_000),
    authors,
    moreAuthors: count.optional(),
    categories,
    publishedAt: instant.nullable(),
    listedOn: day.nullable(),
    // Of a frozen paper nothing is asked; what no address can be made of is not linked.
    repo: text(500).nullable(),
    projectPage: text(8_000).nullable(),
    organization: text(200).nullable().optional(),
    organizationName: text(500).nullable().optional(),
    position: z.int().min(1),
    depth: z.enum(['full', 'brief']),
    score,
    reason: text(2_000),
    lead: z
      .strictObject({
        sentence: text(20_000),
        result: text(20_000).nullable(),
        by: z.enum(['authors', 'huggingface']),
      })
      .nullable()
      .optional(),
    pickedOn: day.optional(),
    withdrawn: z.literal(true).optional(),
  } satisfies Every<EditionPaper>)

  /** An edition with all that was frozen; a quiet one has no papers. */
  const editions = z
    .strictObject({
      date: day,
      state: z.enum(['complete', 'partial', 'quiet']),
      note: text(5_000).nullable(),
      operatorNote: text(5_000).optional(),
      publishedAt: instant,
      papers: z.array(frozenPaper).max(100),
      formula: z.record(z.string().max(40), number),
      cohorts: z
        .array(z.strictObject({ age: number, of: number, q75: number, q90: number, q99: number }))
        .max(20)
        .readonly(),
    } satisfies Every<Edition & { formula: unknown; cohorts: unknown }>)
    .refine((edition) => edition.papers.every(({ position }, index) => position === index + 1), {
      path: ['papers'],
      message: 'are not in the order of their positions',
    })
    .refine((edition) => new Set(edition.papers.map((paper) => paper.id)).size === edition.papers.length, {
      path: ['papers'],
      message: 'name one paper twice',
    })
  return { papers, observations, editions }
}
type Lines = ReturnType<typeof makeLines>
export type Line<K extends Kind> = z.output<Lines[K]>
export type PaperLine = Line<'papers'>
export type ObservationLine = Line<'observations'>
export type EditionLine = Line<'editions'>

let made: Lines | null = null
/** Made when they are needed first: a cold start can do without (docs/measurements.md). */
function linesOf<K extends Kind>(kind: K): Lines[K] {
  made ??= makeLines()
  return made[kind]
}

/** A row as its line says it. */
export const writeLine = <K extends Kind>(kind: K, row: Line<K>): unknown =>
  z.encode(linesOf(kind) as z.ZodType, row)

/** The first line of an answer: what the others are, how many, and where the next answer begins. */
export type Head = {
  /** As names of an instance begin that programs rely on (wording/brand.ts). */
  format: Brand['protocol']
  version: number
  kind: Kind
  licence: string
  /** Lines that follow (count): a file that has fewer was cut. */
  lines: number
  next: string | null
}

const FORMATS = ['papertide', 'papers'] as const satisfies readonly Brand['protocol'][]

const head = () =>
  z.strictObject({
    format: z.enum(FORMATS),
    version: z.literal(HISTORY_VERSION),
    kind: z.enum(KINDS),
    licence: z.string(),
    lines: z.int().min(0),
    next: z.string().nullable(),
  })

/** A line as a JSON object; null for what is none. */
function asObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** Whether a line begins an answer. */
export const isHead = (line: string): boolean => line.startsWith('{"format"')

/** Reads the first line of an answer. `error`: why it is not taken. */
export function readHead(line: string): Head | { error: string } {
  const value = asObject(line)
  if (!FORMATS.some((format) => value?.format === format) || value === null)
    return { error: 'the first line does not say that this is an export of Papertide.' }
  if (value.version !== HISTORY_VERSION)
    return {
      error: `it is of version ${String(value.version).slice(0, 20)}, and this program takes ${HISTORY_VERSION} only.`,
    }
  const read = head().safeParse(value)
  if (!read.success) return { error: `its first line: ${sayWhy(read.error)}.` }
  const { kind, licence } = read.data
  if (!isLicenceOf(kind, licence))
    return { error: `it does not have the licence of ${kind}: “${licenceOf(kind, '…')}”` }
  return read.data
}

/** Reads a line of a kind. `error`: which field is wrong, and why. */
export function readLine<K extends Kind>(kind: K, line: string): Line<K> | { error: string } {
  const value = asObject(line)
  if (value === null) return { error: 'is no JSON object' }
  const read = linesOf(kind).safeParse(value)
  return read.success ? (read.data as Line<K>) : { error: sayWhy(read.error) }
}

function sayWhy({ issues: [first] }: z.ZodError): string {
  const where = first?.path.join('.') ?? ''
  return `${where === '' ? '' : `${where}: `}${first?.message.slice(0, 200) ?? 'it does not fit'}`
}
