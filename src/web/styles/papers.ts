/** Papers: in full, in one line, and the page of one paper. */
export const PAPERS = `
.paper { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); margin-top: 2.75rem }
.rank { font-size: 1.375rem; line-height: 1.3; color: var(--soft) }
.paper h2, .paper h3 { font-size: 1.4375rem; line-height: 1.27 }
.paper h2 a, .paper h3 a, .briefs a, .archive a, .similar a { color: var(--ink); text-decoration-color: var(--edge) }
.paper h2 a:hover, .paper h3 a:hover, .briefs a:hover, .archive a:hover, .similar a:hover { color: var(--accent); text-decoration-color: currentColor }
.byline, .reason { max-width: 36em }
.byline { margin-top: .35rem; font: .9375rem/1.5 var(--sans); color: var(--soft); text-wrap: pretty }
.byline span { display: block }
.reason { margin-top: .5rem; font: .9375rem/1.5 var(--sans); color: var(--soft); text-wrap: pretty }
.reason b { font-weight: 600; color: var(--accent) }
.reason + .fine { margin-top: .15rem }
.badge { margin-top: .35rem; font: .9375rem/1.5 var(--sans); color: var(--soft) }
.abstract { max-width: 30em; margin-top: .6rem; text-wrap: pretty; hanging-punctuation: first }
.source { font: .9375rem/1.5 var(--sans); color: var(--soft) }
mark { color: inherit; background: color-mix(in srgb, var(--accent) 16%, transparent); box-decoration-break: clone; -webkit-box-decoration-break: clone; padding: .1em .15em; margin: 0 -.15em; border-radius: 2px }
/* No link is alone on a line. */
.links { margin-top: .6rem; font: .9375rem/1.8 var(--sans); text-wrap: balance }
.links a { margin-right: .75rem }
.whole { margin-top: .5rem; font: .9375rem/1.55 var(--sans) }
.whole summary { padding: .15rem 0; width: fit-content; color: var(--accent); cursor: pointer }
.whole .abstract { font: 1rem/1.6 var(--serif) }

.briefs { margin-top: 1rem; border-bottom: 1px solid var(--rule) }
.briefs li { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); padding: .7rem 0; border-top: 1px solid var(--rule); line-height: 1.4 }
.briefs .rank { font-size: 1em; line-height: inherit }
.briefs p { margin-top: .15rem }

@media (max-width: 30rem) {
  .paper, .briefs li { grid-template-columns: 2rem minmax(0, 1fr) }
  .paper h2, .paper h3, .rank { font-size: 1.25rem }
}
/* Where there is room, numerals hang in the margin and all text shares one edge. */
@media (min-width: 56rem) {
  .paper, .briefs li { margin-left: -3.5rem; grid-template-columns: 3.5rem minmax(0, 1fr) }
  .paper > .rank, .briefs .rank { text-align: right; padding-right: 1.1rem }
  .briefs { border-bottom: 0 }
  .briefs li { border-top: 0; background: linear-gradient(var(--rule), var(--rule)) no-repeat 3.5rem 0 / 100% 1px }
}

.facts { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: .35rem 1.5rem; margin-top: 1.25rem; font: 1rem/1.5 var(--sans) }
.facts dt { color: var(--soft) }
.facts dd { margin: 0; overflow-wrap: anywhere }
.facts small { display: block; font-size: .9375rem; color: var(--soft) }
.facts .links { margin: 0; font-size: inherit; line-height: inherit }
.facts .links a { white-space: normal }
@media (max-width: 30rem) { .facts { grid-template-columns: minmax(0, 1fr); gap: 0 } .facts dd { margin-bottom: .6rem } }
.names { margin-top: 1rem; font: 1rem/1.6 var(--sans); color: var(--soft) }
.names summary { color: var(--accent); cursor: pointer }
.names + .reason, .notice + .reason { margin-top: 1.25rem }
.names a { color: inherit; text-decoration-color: var(--rule) }
.names a:hover { color: var(--accent) }
/* At most 68 characters a line. */
.reading .abstract, .reading .similar { max-width: 26em }
.reading .names, .reading .reason, .reading .fine, .reading dd { max-width: 34em }
.similar { margin-top: 1rem; line-height: 1.4; border-bottom: 1px solid var(--rule) }
.similar li { padding: .6rem 0; border-top: 1px solid var(--rule) }
.bibtex { margin: .75rem 0 0; padding: .8rem 1rem; overflow-x: auto; background: var(--wash); font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.names details { margin-top: .25rem }

.more { margin-top: 1.25rem; font: 1rem/1.5 var(--sans) }
.more + .more { margin-top: .5rem }
.more summary { padding: .15rem 0; width: fit-content; color: var(--accent); cursor: pointer }
.more[open] { margin-bottom: 1.5rem }

.tide { margin: 1.25rem 0 2.25rem }
.tide svg { display: block; width: 100%; height: 9.5rem; overflow: visible }
.tide path { fill: none; vector-effect: non-scaling-stroke }
.tide .line { stroke: var(--accent); stroke-width: 2; stroke-linejoin: round }
.tide .water { fill: var(--accent); opacity: .12 }
.tide .floor { stroke: var(--rule) }
.tide.readers svg { height: 6rem }
.tide .came { fill: var(--accent) }
.tide .left { fill: var(--soft) }
.tide .mark-point { stroke: var(--accent); stroke-width: 9; stroke-linecap: round }
.tide figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; margin-top: .5rem; font: .9375rem/1.5 var(--sans); color: var(--soft) }
`
