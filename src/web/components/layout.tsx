import type { Child } from 'hono/jsx'
import { type Brand, PROGRAM } from '../../wording/brand.ts'
import { styleSheetOf } from '../styles/stylesheet.ts'
import { Logo } from './logo.tsx'
import { useBrand } from './site-brand.tsx'

export type FeedLink = { type: string; title: string; href: string }

/** The feed of all papers, in the formats of feed readers. */
export const FEEDS = [
  { type: 'application/rss+xml', format: 'RSS', href: '/feed.xml' },
  { type: 'application/atom+xml', format: 'Atom', href: '/feed.atom' },
  { type: 'application/feed+json', format: 'JSON Feed', href: '/feed.json' },
] as const

/** As every page announces it (RSS autodiscovery). */
const feedLinksOf = ({ name }: Brand): readonly FeedLink[] =>
  FEEDS.map(({ type, format, href }) => ({ type, title: `${name} (${format})`, href }))

const PLACES = [
  { name: 'Today', href: '/' },
  { name: 'Trending', href: '/trending' },
  { name: 'New', href: '/new' },
  { name: 'Search', href: '/search' },
  { name: 'Archive', href: '/editions' },
  { name: 'Feeds', href: '/#feeds' },
] as const

export type LayoutProps = {
  /** The title of the document; the name of the product is appended. */
  title: string
  /** One or two sentences for search engines and link previews. */
  description: string
  /** The canonical address; null for a page of one reader, which no search engine may index. */
  url: string | null
  feeds?: readonly FeedLink[]
  /** The page's content in other formats. */
  alternates?: readonly FeedLink[]
  current?: (typeof PLACES)[number]['name'] | undefined
  children: Child
}

/**
 * The frame of every page: head, skip link, header, main, footer. It has no script and no style
 * attribute: the CSP allows neither.
 */
export const Layout = ({
  title,
  description,
  url,
  feeds,
  alternates = [],
  current,
  children,
}: LayoutProps) => {
  const brand = useBrand()
  const { name, claim } = brand
  const full = title.startsWith(name) ? title : `${title} · ${name}`
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{full}</title>
        <meta name="description" content={description} />
        {url === null ? (
          <meta name="robots" content="noindex" />
        ) : (
          <>
            <link rel="canonical" href={url} />
            <meta property="og:title" content={full} />
            <meta property="og:description" content={description} />
            <meta property="og:url" content={url} />
            <meta property="og:site_name" content={name} />
            <meta property="og:type" content="website" />
            {brand.hasPicture && (
              <>
                <meta property="og:image" content={new URL('/social.png', url).href} />
                <meta property="og:image:alt" content={claim} />
              </>
            )}
            <meta name="twitter:card" content={brand.hasPicture ? 'summary_large_image' : 'summary'} />
          </>
        )}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={styleSheetOf(brand).path} />
        {[...(feeds ?? feedLinksOf(brand)), ...alternates].map((feed) => (
          <link rel="alternate" type={feed.type} title={feed.title} href={feed.href} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <div class="sheet">
          <header class="masthead">
            <a class="brand" href="/">
              {brand.logo ?? (
                <>
                  <Logo />
                  {name}
                </>
              )}
            </a>
            <nav aria-label="Main">
              <ul>
                {PLACES.map(({ name, href }) => (
                  <li>
                    <a href={href} aria-current={name === current ? 'page' : undefined}>
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          </header>
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <Colophon credit={brand.credit} />
        </div>
      </body>
    </html>
  )
}

const Colophon = ({ credit }: Pick<Brand, 'credit'>) => (
  <footer class="colophon">
    <ul>
      <li>
        <a href="/status">Status</a>
      </li>
      <li>
        <a href="/privacy">Privacy</a>
      </li>
      {FEEDS.map(({ href, format }) => (
        <li>
          <a href={href}>{format}</a>
        </li>
      ))}
    </ul>
    {/* arXiv asks for this sentence: https://info.arxiv.org/help/api/tou.html */}
    <p>
      Papers and votes come from arXiv and Hugging Face. Thank you to arXiv for use of its open access
      interoperability.
    </p>
    {credit && (
      <p>
        Runs on <a href={PROGRAM.url}>{PROGRAM.name}</a>.
      </p>
    )}
  </footer>
)

/** The bytes of a page. */
export const asDocument = (page: Child): string => `<!doctype html>${page}\n`
