import type { Edition } from '../ranking/edition.ts'
import { safeUrl } from '../wording/links.ts'
import type { EarlyLine } from './mail.ts'

/** What a rendered digest leaves open: it is stored once, and only these differ between readers. */
export const PLACEHOLDER = {
  unsubscribe: '%%UNSUBSCRIBE_URL%%',
  preferences: '%%PREFERENCES_URL%%',
  /** What a paper adds to it says which, and what is wanted (`&more=2601.08441`). */
  mark: '%%MARK_URL%%',
} as const

export type ReaderLinks = Record<keyof typeof PLACEHOLDER, string>

/**
 * Puts one reader's links into a rendered html or text part. One pass: a link is never searched for
 * placeholders.
 * @throws RangeError if a link holds a character that would need escaping in html.
 */
export function fillPlaceholders(rendered: string, links: ReaderLinks): string {
  for (const link of Object.values(links))
    if (/[\s"'&<>]/.test(link)) throw new RangeError('a reader link must need no escaping')
  return rendered.replace(
    /%%(UNSUBSCRIBE|PREFERENCES|MARK)_URL%%/g,
    (_, name: string) => links[name.toLowerCase() as keyof ReaderLinks],
  )
}

/** A text that cannot be taken for a placeholder. */
export const apart = (text: string) => text.replace(/%(?=%)/g, '% ')

/** The same of an early pick. */
export const earlyApart = (line: EarlyLine): EarlyLine => ({
  ...line,
  title: apart(line.title),
  categories: line.categories.map(apart),
})

/** The edition with no text that could be taken for a placeholder: papers' titles are hostile. */
export function withoutPlaceholders(edition: Edition): Edition {
  return {
    ...edition,
    note: edition.note === null ? null : apart(edition.note),
    ...(edition.operatorNote && { operatorNote: apart(edition.operatorNote) }),
    papers: edition.papers.map((paper) => ({
      ...paper,
      title: apart(paper.title),
      abstract: apart(paper.abstract),
      authors: paper.authors.map(apart),
      reason: apart(paper.reason),
      ...(paper.organization && { organization: apart(paper.organization) }),
      ...(paper.organizationName && { organizationName: apart(paper.organizationName) }),
      ...(paper.lead && {
        lead: {
          ...paper.lead,
          sentence: apart(paper.lead.sentence),
          result: paper.lead.result === null ? null : apart(paper.lead.result),
        },
      }),
      categories: paper.categories.map(apart),
      // Normalised first: a URL parser drops tabs, which would close a `%\t%` again. No
      // percent-encoding holds `%%`.
      projectPage: safeUrl(paper.projectPage)?.replace(/%(?=%)/g, '%25') ?? null,
    })),
  }
}
