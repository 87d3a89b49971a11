import { LONGEST_QUERY } from '../../search/query.ts'
import { type Topics, topicsInWords } from '../../search/topics.ts'

type Props = { topics: Pick<Topics, 'filter' | 'text'> | null }

/** The words that narrow a list or a digest. */
export const WordsField = ({ topics, required }: Props & { required?: boolean }) => (
  <input
    id="q"
    name="q"
    type="search"
    value={topics?.text ?? ''}
    maxlength={LONGEST_QUERY}
    required={required}
  />
)

/** The categories and muted words of a list or a digest. */
export const NarrowingFields = ({ topics }: Props) => {
  const { categories, exceptCategories, muted } = topics?.filter ?? NO_FILTER
  return (
    <>
      <p>
        <label for="category">Categories</label>
        <input
          id="category"
          name="category"
          value={[...categories, ...exceptCategories.map((name) => `-${name}`)].join(',')}
          placeholder="cs.CL,cs.LG,-cs.CY"
          spellcheck={false}
          autocapitalize="off"
        />
      </p>
      <p>
        <label for="mute">Without the words</label>
        <input id="mute" name="mute" value={muted.join(',')} placeholder="survey,benchmark" />
      </p>
    </>
  )
}

const NO_FILTER = { categories: [], exceptCategories: [], muted: [] }

/** The topics of a digest, with what they lead to in words. */
export const TopicFieldset = ({ topics }: { topics: Topics | null }) => (
  <fieldset>
    <legend>Topics</legend>
    <p class="fine">
      {topics !== null && `Now: new papers ${topicsInWords(topics)}. `}
      With all three empty you get the whole edition. Separate what you follow by commas: words, “phrases”,
      authors, cs.RO, organization:nvidia. A paper needs one of them, and one of the categories below if you
      name any; a minus leaves a category out. Authors’ papers come even if no list has them. A day without
      such papers brings no mail, a week without any brings a line.
      {topics === null && (
        <>
          {' '}
          <a href="/follow">See what it would bring</a> first.
        </>
      )}
    </p>
    <TopicFields topics={topics} />
  </fieldset>
)

/** All filters of a list or a digest. */
export const TopicFields = ({ topics }: Props) => (
  <div class="fields">
    <p class="whole">
      <label for="q">Words, “phrases”, authors, organisations</label>
      <WordsField topics={topics} />
    </p>
    <NarrowingFields topics={topics} />
  </div>
)
