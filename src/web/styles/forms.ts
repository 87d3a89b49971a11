/** The signup and the one-button forms. */
export const FORMS = `
.signup { margin-top: 2rem }
label { display: block; font: 600 1rem/1.5 var(--sans) }
input, select, textarea, button { font: 1.0625rem/1.4 var(--sans); border-radius: 4px; min-height: 3rem }
input, select, textarea { width: 100%; padding: .6rem .85rem; color: var(--ink); background: var(--ground); border: 1px solid var(--edge) }
input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: 0; border-color: var(--accent); border-radius: 4px }
button { padding: .6rem min(1.4rem, 5vw); color: var(--ground); background: var(--accent); border: 1px solid var(--accent); font-weight: 600; cursor: pointer }
button:hover { background: var(--ink); border-color: var(--ink) }
button:focus-visible { border-radius: 4px }
::placeholder { color: var(--soft); opacity: 1 }
.field { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .4rem }
.field input { flex: 1 1 15rem; width: auto; min-width: 0 }
.field button { flex: 0 0 auto }
.signup .fine { margin-top: .75rem }
.when { margin-top: .75rem; font: .9375rem/1.55 var(--sans) }
.when summary { padding: .15rem 0; width: fit-content; color: var(--accent); cursor: pointer }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr)); gap: 1rem; margin-top: .75rem }
.fields .whole { grid-column: 1 / -1 }
.fields select, .fields input { margin-top: .25rem }
.fields + .fine { margin-top: .6rem }
fieldset { margin: 1.5rem 0 0; padding: 0; border: 0; min-width: 0 }
legend { padding: 0; margin-bottom: .25rem; font: 600 1rem/1.5 var(--sans) }
.tick { display: inline-flex; align-items: center; gap: .45rem; min-height: 2rem; font-weight: 400; font-size: .9375rem }
.tick input { width: 1.15rem; height: 1.15rem; min-height: 0; margin: 0; accent-color: var(--accent) }
.tick abbr { text-decoration: none }
.ticks { display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin: 0 0 .4rem 1.6rem }
.days select { width: auto; min-height: 2.25rem; padding: .25rem .5rem; font-size: .9375rem }
.trap { position: absolute; left: -200vw; width: 1px; height: 1px; overflow: hidden }
.filter { margin-top: 1.5rem }
.in-force { padding: .6rem 1.1rem; background: var(--wash); font: 1rem/1.5 var(--sans); text-wrap: pretty }
.field + .in-force { margin-top: 1rem }
.filter .when button { margin-top: 1rem }
.filter .when label { font-size: .9375rem }
.filter .when input { margin-top: .25rem; min-height: 2.5rem; padding: .35rem .7rem; font-size: 1rem }
.ask, .onward { margin-top: 2rem }
.ask > div + button, .ask > p ~ button { margin-top: 1.25rem }
.ask label + input { margin-top: .25rem }
.section > .ask { margin-top: 1rem }
.ask + .fine { margin-top: 1.5rem }
.section + .fine { margin-top: 2.5rem }
button.second { color: var(--accent); background: none }
button.second:hover { color: var(--ground); background: var(--ink) }
.follow { margin-top: 1.25rem }
.follow > summary { display: inline-block; padding: .35rem 1.1rem; border: 1px solid var(--accent); border-radius: 4px; color: var(--accent); font: 600 1rem/1.5 var(--sans); cursor: pointer; list-style: none }
.follow > summary::-webkit-details-marker { display: none }
.follow[open] > summary { color: var(--ground); background: var(--accent) }
.follow > .take { margin-top: .75rem }
.follow h2 { font-size: 1.25rem }
.follow h2 + p { margin-top: .35rem }
.follow .signup { margin-top: 1.25rem }
.previewed { margin: .35rem 0 0 1.1rem; list-style: disc }
.say { margin-top: 1rem; text-wrap: pretty }
textarea { min-height: 6rem; resize: vertical }
.acts { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .75rem }
.acts > .ask { margin-top: 0 }
.acts + .fine, .section > .ask + p { margin-top: .75rem }
.section > .ask + .ask { margin-top: 1.75rem }
.section > h3 { margin-top: 1.75rem; font-size: 1.125rem }
.marks li { display: flex; gap: 1rem; justify-content: space-between; align-items: start; padding: .7rem 0; border-top: 1px solid var(--rule) }
.marks li span { display: block; font: .9375rem/1.5 var(--sans); color: var(--soft) }
.marks li button { flex: 0 0 auto; min-height: 2.25rem; padding: .2rem .8rem; font-size: .9375rem }
.marks ul + button { margin-top: 1.25rem }
@media (max-width: 26rem) { .field button { flex: 1 1 100% } }
`
