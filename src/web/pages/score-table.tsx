import { counted, grouped } from '../../digest/words.ts'
import type { Parts, Score } from '../../trending/score.ts'

/** The named parts of a score and what they make. */
export const ScoreTable = ({ score }: { score: Score }) => (
  <section class="scroll" tabindex={0} aria-label="Score">
    <table>
      <caption>What the score is made of</caption>
      <tbody>
        {parts(score.parts).map(([name, value]) => (
          <tr>
            <th scope="row">{name}</th>
            <td class="count">{value}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Score, trending now</th>
          <td class="count">{score.now.toFixed(2)}</td>
        </tr>
        <tr>
          <th scope="row">Score, worth mailing</th>
          <td class="count">{score.mail.toFixed(2)}</td>
        </tr>
      </tbody>
    </table>
  </section>
)

/** A missing signal is said to be missing, not zero. */
const known = (count: number | null, sign = '') =>
  count === null ? 'not observed' : `${sign}${grouped(count)}`

const parts = (p: Parts): [string, string][] => [
  ['Upvotes on Hugging Face', known(p.upvotes)],
  [
    p.gainedOver === null
      ? 'Upvotes gained'
      : `Upvotes gained in ${counted(Math.round(p.gainedOver), 'hour')}`,
    known(p.gained, '+'),
  ],
  ['GitHub stars', known(p.stars)],
  ['GitHub stars gained', known(p.starsGained, '+')],
  ['Since we first saw it', counted(Math.round(p.age), 'hour')],
]
