import { type Brand, type Palette, SANS, SERIF } from '../../wording/brand.ts'

const colours = (palette: Palette) =>
  Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** The colours of a site. */
export const paint = ({ light, dark }: Brand) => `
:root { color-scheme: light dark; ${colours(light)}; --serif: ${SERIF}; --sans: ${SANS} }
@media (prefers-color-scheme: dark) { :root { ${colours(dark)} } }
`

/** Ground, type, header, footer: what every page shares. */
export const PAGE = `
*, *::before, *::after { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.6 var(--serif); font-variant-numeric: tabular-nums;
  overflow-wrap: break-word; text-rendering: optimizeLegibility;
}
h1, h2, h3, p, ol, ul, dl, figure { margin: 0; padding: 0 }
h1, h2, h3 { font-weight: 600; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance }
ol, ul { list-style: none }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em }
a:hover { text-decoration-thickness: 2px }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px }

.sheet { max-width: 44.5rem; margin: 0 auto; padding: 0 min(1.25rem, 5.5vw) }
/* Targets of at least 24 px (WCAG 2.2, 2.5.8). */
.masthead li a, .links a, .colophon li a, .turn a, .onward a { display: inline-block; padding: .1rem 0 }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--ink); color: var(--ground); font-family: var(--sans) }
.skip:focus { left: 1rem; top: 1rem; z-index: 1 }

.masthead {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 2rem;
  padding: 1.5rem 0 .9rem; border-bottom: 2px solid var(--accent);
}
.brand { font-size: 1.5rem; font-weight: 600; line-height: 1.3; letter-spacing: -0.015em; color: var(--ink); text-decoration: none; overflow-wrap: anywhere }
.mark { width: 1.15em; height: 1.15em; margin: 0 .3em 0 -.2em; vertical-align: -.22em; color: var(--accent) }
.masthead ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; font: 1rem/2 var(--sans) }
@media (max-width: 26rem) { .masthead { padding-top: 1.1rem } .masthead nav { flex: 1 1 100% } .masthead ul { justify-content: space-between; gap: 0 .5rem; font-size: .875rem } main { padding-top: 2rem } }
.masthead li a { color: var(--soft); text-decoration: none }
.masthead li a:hover, .masthead li a[aria-current] { color: var(--ink); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .4em }

main { padding: 2.75rem 0 4rem }
main:focus { outline: none }
.title { font-size: clamp(1.75rem, 1.3rem + 2vw, 2.5rem); line-height: 1.15; letter-spacing: -0.02em }
.hero { font-size: clamp(2rem, 1.2rem + 3.6vw, 3.25rem); line-height: 1.1 }
.hero + .lede { margin-top: 1.1rem }
.tide-rule { display: block; width: 100%; height: 28px; margin-top: 3rem; color: var(--accent); fill: none; stroke: currentColor; stroke-width: 1.5; overflow: hidden }
.tide-rule .far { opacity: .4 }
.tide-rule + .section { margin-top: 2.5rem }
.quiet { color: inherit; text-decoration: none }
.quiet:hover { color: var(--accent); text-decoration: underline }
.lede { max-width: 30em; margin-top: .75rem; color: var(--soft); text-wrap: pretty }
.section { margin-top: 3.5rem }
.section > h2, .heading { font-size: 1.375rem }
.section > h2 + p { margin-top: .5rem }
.section > p + p { margin-top: .75rem }
.fine { font: .9375rem/1.55 var(--sans); color: var(--soft) }
.notice[role=alert] { border-left: 4px solid var(--accent) }
.notice { margin-top: 1.5rem; padding: .8rem 1.1rem; background: var(--wash); font: 1rem/1.5 var(--sans) }
.lines { white-space: pre-line }

.siblings { margin-top: 1.25rem; font: .9375rem/2 var(--sans) }
.siblings ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem }
.siblings { color: var(--soft) }
.siblings a { display: inline-block; color: inherit; text-decoration: none }
.siblings li a + a { margin-left: .4rem }
.siblings a:hover, .siblings a[aria-current] { color: var(--ink); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .4em }
.take { padding: 1.25rem min(1.4rem, 6vw) 1.4rem; background: var(--wash) }

.turn { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); font: 1rem/1.5 var(--sans) }
.turn :last-child { margin-left: auto }

.colophon { padding: 1.5rem 0 3rem; border-top: 1px solid var(--rule); font: .9375rem/1.6 var(--sans); color: var(--soft) }
.colophon ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-bottom: .75rem }

@media print {
  @page { margin: 16mm 14mm }
  :root { --ground: #fff; --ink: #000; --soft: #333; --accent: #000; --rule: #999; --wash: #fff; font-size: 9.5pt }
  .notice { border: 1px solid var(--rule) }
  .skip, .masthead nav, .siblings, .take, .colophon ul, .turn, form:not(.filter), .filter > :not(.in-force), .signup { display: none }
  .sheet { max-width: none; padding: 0 }
  main :is(p, dd, ul, div) { max-width: none !important }
  .briefs li, .archive li, tr { break-inside: avoid }
  h1, h2, h3, .byline, .reason { break-inside: avoid; break-after: avoid }
  p { orphans: 3; widows: 3 }
  a { text-decoration: none }
  mark { padding: 0; margin: 0; background: none; text-decoration: underline; text-decoration-thickness: 1px }
  details::details-content { content-visibility: visible; block-size: auto }
  .whole summary, .names summary, .more:not([open]), .bibtex + .links { display: none }
  .bibtex { padding: 0; white-space: pre-wrap; overflow-wrap: anywhere; overflow: visible; break-inside: avoid }
  .section > h2 + * { break-before: avoid }
  .links a[href^=http]::after { content: " (" attr(href) ")"; font-size: 80% }
  .filter .in-force { padding: 0 }
  main .paper { margin-top: 1.75rem }
  .in-force a { display: none }
}
.roomy li + li { margin-top: 0.5rem }
.rows dt { margin-top: 1.1rem; font-weight: 600 }
.rows dd { margin: .15rem 0 0 }
`
