/** Tables and the archive. */
export const TABLES = `
.scroll { overflow-x: auto; margin-top: 1rem }
table { width: 100%; border-collapse: collapse; font: 1rem/1.5 var(--sans) }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem }
th, td { padding: .55rem 1.25rem .55rem 0; border-top: 1px solid var(--rule); text-align: left; vertical-align: top }
th { font-weight: 400; color: var(--soft) }
tr > :last-child { padding-right: 0 }
tbody tr:last-child > * { border-bottom: 1px solid var(--rule) }
.count { text-align: right; white-space: nowrap }

.plain td:first-child { white-space: nowrap }
.plain td:last-child { overflow-wrap: anywhere }
.plain + .fine { margin-top: .75rem }

/* A name and a number, each with a smaller line below. */
.signals { margin-top: 1rem }
.signals th { color: var(--ink) }
.signals th > *:not(a), .signals td > span { display: block; font-size: .9375rem; color: var(--soft) }
.signals td { width: 38%; white-space: normal }
.signals td > span { white-space: normal }
.signals td b { font-weight: 600; color: var(--accent) }
.none { color: var(--soft) }
.checks { font-size: .9375rem }
.checks th, .checks td { padding: .3rem 1.25rem .3rem 0; white-space: nowrap }

.archive { margin-top: 1.5rem }
.archive li { padding: 1.1rem 0; border-top: 1px solid var(--rule) }
.archive h2 { font-size: 1.25rem }
.archive p, .archive ul { margin-top: .25rem; line-height: 1.45; text-wrap: pretty }
.archive li li { padding: .1rem 0; border: 0 }
`
