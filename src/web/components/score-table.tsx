import { explainScore } from '../../feeds/explain-score.ts'
import type { PaperReport } from '../../ranking/report.ts'

/** The named parts of a score, what each does to it, and the result. */
export const ScoreTable = ({
  score,
  formula,
  unasked,
}: Pick<PaperReport, 'score' | 'formula' | 'unasked'>) => (
  <section class="scroll" tabindex={0} aria-label="Score">
    <table class="signals">
      <caption>What the score is made of</caption>
      <tbody>
        {explainScore(score, formula, unasked).map(({ name, value, means }) => (
          <tr>
            <th scope="row">
              {name}
              <small>{means}</small>
            </th>
            <td class="count">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
