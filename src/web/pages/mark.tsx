import { MOST_MARKS } from '../../ranking/marks.ts'
import type { FallingOut, MarkView } from '../../subscribers/marks.ts'
import { longDay } from '../../wording/days.ts'
import { byline } from '../../wording/words.ts'
import { Layout } from '../components/layout.tsx'

type Wants = 'more' | 'less'
const SAID = { more: 'More like this', less: 'Less like this' } as const

export type MarkPageProps = {
  /** Signed; names the reader. */
  token: string
  view: MarkView
  /** What the link that was followed asks for. */
  wants: Wants
  /** What a press did; null: nothing was pressed. */
  did: 'marked' | 'changed' | 'nothing' | 'undone' | null
  fellOut?: FallingOut | null
}

/** One paper and the two marks it can have. Opening it changes nothing; its buttons act. */
export const MarkPage = ({ token, view, wants, did, fellOut = null }: MarkPageProps) => {
  const { paper, marked, fallsOut } = view
  const first = marked === null ? wants : null
  return (
    <Layout title={SAID[marked?.wants ?? wants]} description="Teaches your own order." url={null}>
      <h1 class="title">{SAID[marked?.wants ?? wants]}</h1>
      {did !== null && <p class="notice">{noticeOf(did, view)}</p>}
      <p class="say">
        <a href={`/papers/${paper.id}`}>{paper.title}</a>
        <br />
        <span class="fine">{byline(paper.authors, paper.moreAuthors)}</span>
      </p>
      {did === null && <p class="say">{stateOf(view, wants)}</p>}
      {did !== 'marked' && did !== 'changed' && fallsOut && (
        <p class="say">
          {`You have ${MOST_MARKS} marks, as many as count: this one takes the place of the oldest, “${nameOf(fallsOut)}” of ${longDay(fallsOut.on)}.`}
        </p>
      )}
      {fellOut && <p class="say">{`“${nameOf(fellOut)}” fell out: the ${MOST_MARKS} newest marks count.`}</p>}
      <form class="ask" method="post" action={`/mark?token=${encodeURIComponent(token)}`}>
        <input type="hidden" name="paper" value={paper.id} />
        <div class="acts">
          {(['more', 'less'] as const)
            .toSorted((a, b) => Number(b === wants) - Number(a === wants))
            .filter((one) => one !== marked?.wants)
            .map((one) => (
              <button class={one === first ? undefined : 'second'} type="submit" name="wants" value={one}>
                {SAID[one]}
              </button>
            ))}
          {marked && (
            <button class="second" type="submit" name="wants" value="undo">
              Undo
            </button>
          )}
        </div>
      </form>
      <p class="fine">
        Papers with the same words come earlier in your digest, or later, and say because of which mark. All
        your marks are on the page of your preferences, which every mail links to, to undo or forget.
      </p>
    </Layout>
  )
}

const nameOf = ({ title, paperId }: FallingOut) => title ?? paperId

const FROM = 'It counts from tomorrow on; today’s digest comes, or came, as it was.'

function noticeOf(did: NonNullable<MarkPageProps['did']>, { marked }: MarkView): string {
  if (did === 'undone') return `Undone. ${FROM}`
  const said = SAID[marked?.wants ?? 'more'].toLowerCase()
  if (did === 'nothing') return `You had marked it “${said}” already. Nothing was changed.`
  return did === 'changed' ? `Changed: “${said}”. ${FROM}` : `Noted: “${said}”. ${FROM}`
}

function stateOf({ marked }: MarkView, wants: Wants): string {
  if (marked === null)
    return `Press the button, and papers like this one come ${wants === 'more' ? 'earlier' : 'later'} in your digest. It counts from tomorrow on.`
  const said = SAID[marked.wants].toLowerCase()
  return `You marked it “${said}” on ${longDay(marked.on)}.`
}
