import { PREVIEW_DAYS, type Preview } from '../../delivery/preview.ts'
import { type Topics, topicsInWords } from '../../search/topics.ts'
import { counted } from '../../wording/words.ts'

export type Previewed = Preview & { topics: Topics }

/** How topics were understood, and the papers they would have brought. */
export const PreviewBox = ({ topics, papers, titles }: Previewed) => (
  <div class="notice" role={papers === 0 ? 'alert' : undefined}>
    <p>Understood as: papers {topicsInWords(topics)}.</p>
    {papers === 0 ? (
      <p>
        <strong>No paper of the last {PREVIEW_DAYS} days matches.</strong> Check the spelling, or use fewer
        words: each entry between commas finds papers of its own.
      </p>
    ) : (
      <>
        <p>
          {counted(papers, 'paper')} of the last {PREVIEW_DAYS} days {papers === 1 ? 'matches' : 'match'}
          {papers > titles.length ? ', among them:' : ':'}
        </p>
        <ul class="previewed">
          {titles.map((title) => (
            <li>{title}</li>
          ))}
        </ul>
      </>
    )}
  </div>
)
