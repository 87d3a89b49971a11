/**
 * The identifier scheme of arXiv, https://info.arxiv.org/help/arxiv_identifier.html: year and
 * month, then a number.
 */
const MONTH = '\\d{2}(?:0[1-9]|1[0-2])'
const NEW = `${MONTH}\\.\\d{4,5}`
const OLD = `[a-z]+(?:-[a-z]+)*(?:\\.[A-Z]{2})?\\/${MONTH}\\d{3}`
const ID = new RegExp(`^(${NEW}|${OLD})(?:v(\\d{1,3}))?$`)

export type ArxivId = { id: string; version: number | null }

/** Reads `2601.08441`, `2601.08441v2` or `astro-ph/0601001`; null for anything else. */
export function parseArxivId(text: string): ArxivId | null {
  const match = ID.exec(text)
  if (!match?.[1]) return null
  return { id: match[1], version: match[2] ? Number(match[2]) : null }
}

/** Letters in the case in which arXiv writes them: `HEP-TH/9901001V2`, `cs.cl/0101001`. */
const inCase = (text: string) =>
  text.toLowerCase().replace(/\.([a-z]{2})\//, (_, subject: string) => `.${subject.toUpperCase()}/`)

/**
 * An id as somebody wrote it: in any case, with the ending of a file and with marks that surround a
 * link in a text.
 */
function readWritten(text: string): ArxivId | null {
  const bare = inCase(text)
    .replace(/^(?:[\s<([{"'“]|\/(?=[a-z\d]))+/, '')
    .replace(/^arxiv:\s*/, '')
    .replace(
      /(?:\.(?:pdf|html?|ps(?:\.gz)?|md|bib|json)|\/index\.html?|\/abstract|[\s/.,;:!?)\]}>"'”*]|\\)+$/,
      '',
    )
  return parseArxivId(bare)
}

/**
 * Sites with a page for every paper: their hosts without `www.`, and the path before the id, in
 * lower case.
 */
const SITES: readonly [host: RegExp, before: RegExp][] = [
  [
    /^(?:[a-z0-9-]+\.)*arxiv\.org$|^xxx\.(?:lanl\.gov|itp\.ac\.cn)$|^ar5iv\.org$/,
    /^\/(?:(?:abs|pdf|html|ps|format|e-print|src)\/)?/,
  ],
  [/^arxiv-vanity\.com$/, /^\/papers\//],
  [/^alphaxiv\.org$/, /^\/(?:[a-z]{2}\/)?(?:abs|pdf|html|overview|resources|audio|review)\//],
  [/^(?:scirate\.com|papers\.cool|inspirehep\.net)$/, /^\/(?:api\/)?arxiv\//],
  [/^(?:huggingface\.co|hf\.co|hf-mirror\.com|emergentmind\.com)$/, /^\/papers\//],
  [/^(?:dx\.)?doi\.org$/, /^\/10\.48550\/arxiv\./],
  [/^(?:api\.)?semanticscholar\.org$/, /^\/(?:graph\/v1\/)?(?:paper\/)?arxiv[:/]/],
  [/^ui\.adsabs\.harvard\.edu$/, /^\/abs\/arxiv:/],
]

/**
 * The paper whose page has this address, on arXiv or on a site with a page for every paper; null
 * for any other address.
 */
export function paperLinked(link: string): ArxivId | null {
  const url = link.length > 2_000 ? null : URL.parse(link.trim())
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') return null
  const host = url.hostname.replace(/^www\./, '').replace(/\.$/, '')
  const path = decoded(url.pathname).replace(/\/{2,}/g, '/')
  const before = SITES.find(([site]) => site.test(host))?.[1].exec(path.toLowerCase())?.[0]
  return before === undefined ? null : readWritten(path.slice(before.length))
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/**
 * The paper that a text names, if it names nothing else: an id in any form (`arXiv: 2601.08441v1
 * [cs.CL]`, `[2601.08441]`), a DOI, or a link with or without its scheme.
 */
export function paperNamed(text: string): ArxivId | null {
  const given = text
    .slice(0, 2_000)
    .trim()
    .replace(/^[<([{"'“]+/, '')
  const [link = ''] = given.split(/\s/)
  if (/^https?:\/\//i.test(link)) return paperLinked(link)
  const id = given
    .replace(/^doi:\s*/i, '')
    .replace(/^(?:10\.48550\/)?arxiv(?:\s*(?:preprint|e-?print|id))?\s*[:./]?\s*/i, '')
    .replaceAll('%20', ' ')
    // When arXiv is cited, the category may follow the id.
    .replace(/\s+\[[a-z-]+(?:\.[a-z-]+)?\]\S*$/i, '')
    .replace(/\s+(?=v\d+\W*$)/i, '')
  return readWritten(id) ?? (/^[\w-]+(?:\.[\w-]+)+\/\S/.test(link) ? paperLinked(`https://${link}`) : null)
}
