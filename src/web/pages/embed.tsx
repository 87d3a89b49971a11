import type { EditionPaper } from '../../ranking/edition.ts'
import { paperPage } from '../../wording/links.ts'
import { paperLine } from '../../wording/paper-line.ts'
import { Logo } from '../components/logo.tsx'
import { Reason } from '../components/paper-item.tsx'
import { useBrand } from '../components/site-brand.tsx'
import { styleSheetOf } from '../styles/stylesheet.ts'

/** How much is said of each paper: its title, why it is here, and where it is from. */
export const SIZES = ['small', 'medium', 'large'] as const
export type Size = (typeof SIZES)[number]

export type EmbedProps = {
  title: string
  /** The whole of it here; absolute, as all links: the frame stands on another site's page. */
  href: string
  publicUrl: string
  papers: readonly EditionPaper[]
  size: Size
  /** Whether the numbers are ranks. */
  isRanked: boolean
}

/** A frame for other sites: no script, nothing but our own style sheet, links open in a new tab. */
export const EmbedPage = ({ title, href, publicUrl, papers, size, isRanked }: EmbedProps) => {
  const brand = useBrand()
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${brand.name}`}</title>
        <link rel="canonical" href={href} />
        <link rel="stylesheet" href={styleSheetOf(brand).path} />
      </head>
      <body class="embed">
        <header>
          <h1>
            <Outward href={href}>{title}</Outward>
          </h1>
          <Outward href={`${publicUrl}/`}>
            {brand.logo ?? (
              <>
                <Logo />
                {brand.name}
              </>
            )}
          </Outward>
        </header>
        <main>
          {papers.length === 0 && <p class="fine">No papers now.</p>}
          <ul class="briefs">
            {papers.map((paper) => (
              <li>
                <span class="rank">{isRanked ? paper.position : '·'}</span>
                <div>
                  <Outward href={paperPage(publicUrl, paper.id)}>{paper.title}</Outward>
                  {size !== 'small' && <Reason reason={paper.reason} score={paper.score} />}
                  {size === 'large' && <p class="byline">{paperLine(paper)}</p>}
                </div>
              </li>
            ))}
          </ul>
        </main>
      </body>
    </html>
  )
}

const Outward = ({ href, children }: { href: string; children: unknown }) => (
  <a href={href} target="_blank" rel="noopener">
    {children}
  </a>
)
