import { type Lead, leadOf } from './lead.ts'
import { opening } from './words.ts'

/** The sentence of a paper that a reader sees first, as an edition freezes it. */
export type PaperLead = Lead & {
  /** Who wrote it: the authors, in their abstract, or a model of Hugging Face. */
  by: 'authors' | 'huggingface'
}

/** Whose sentence is shown (config.ts, `SUMMARIES`). */
export type Summaries = 'own' | 'huggingface'

type Text = { title: string; abstract: string }

/**
 * The number of texts whose lead is cached: without it a page of 20 papers costs some 4 ms of CPU a
 * request.
 */
const REMEMBERED = 1000
const remembered = new Map<string, PaperLead | null>()

/**
 * The lead of a paper: Hugging Face's summary if `summaries` asks for it and there is one, else the
 * authors' own sentence.
 */
export function leadFor(paper: Text & { summary?: string | null }, summaries: Summaries): PaperLead | null {
  if (summaries === 'huggingface' && paper.summary)
    return { sentence: paper.summary, result: null, by: 'huggingface' }
  const key = `${paper.title}\n${paper.abstract}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const lead = leadOf(paper)
  const found = lead && { ...lead, by: 'authors' as const }
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(key, found)
  return found
}

/**
 * The lead as one text, and its source if not the authors. Editions made before there were leads
 * have none stored: it is found in their abstract. An abstract without a suitable sentence shows
 * its opening.
 */
export function shownLead(paper: Text & { lead?: PaperLead | null }): {
  text: string
  source: string | null
} {
  const lead = paper.lead === undefined ? leadFor(paper, 'own') : paper.lead
  if (lead === null) return { text: opening(paper.abstract), source: null }
  return {
    text: lead.result === null ? lead.sentence : `${lead.sentence} ${lead.result}`,
    source: lead.by === 'huggingface' ? 'Hugging Face’s summary' : null,
  }
}
