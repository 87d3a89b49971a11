import { parseArgs } from 'node:util'
import type { Line } from '../../src/health/line.ts'
import { type Door, StepError } from '../setup/door.ts'
import { readInstance, readSecrets } from '../setup/instance.ts'
import {
  checkAccount,
  checkDatabases,
  checkDeployment,
  checkPlaceholders,
  checkQueues,
  checkSecrets,
  checkUsage,
} from './check-account.ts'
import { checkDmarc, checkDomain, checkQuota, checkResend, checkWebhook } from './check-mail.ts'
import { CHECKS_OF_WORKER, checkClock, checkStatus } from './check-work.ts'
import { type Facts, gatherFacts } from './facts.ts'

const CHECKS: readonly ((facts: Facts) => Line[])[] = [
  checkPlaceholders,
  checkAccount,
  checkDatabases,
  checkQueues,
  checkSecrets,
  checkDeployment,
  ...CHECKS_OF_WORKER,
  checkStatus,
  checkResend,
  checkDomain,
  checkDmarc,
  checkWebhook,
  checkQuota,
  checkUsage,
  checkClock,
]

/** Everything that is right or wrong, in the order in which it is worth reading. Pure. */
export const examine = (facts: Facts): Line[] => CHECKS.flatMap((check) => check(facts))

const USAGE = `npm run doctor [-- --json]

Looks at your Cloudflare account, the Worker and Resend; changes nothing. Each line is ok, or says what is wrong and the
command that cures it. Ends with 0 when all is well, else with 1.`

/** `npm run doctor`. The exit code. @throws StepError when nothing was set up here */
export async function doctor(door: Door, args: string[]): Promise<number> {
  const { values } = parse(args)
  if (values.help) {
    door.say(USAGE)
    return 0
  }
  const instance = readInstance(door)
  if (instance === null) throw new StepError('Nothing is set up from this folder.', 'Run: npm run setup')
  const lines = examine(await gatherFacts(door, instance, readSecrets(door)))
  const wrong = lines.filter(({ ok }) => !ok).length
  if (values.json) door.say(JSON.stringify({ ok: wrong === 0, lines }, null, 2))
  else {
    for (const line of lines) {
      door.say(`${line.ok ? 'ok' : '!!'}  ${line.check.padEnd(13)}${line.says}`)
      if (!line.ok) door.say(`    ${' '.repeat(13)}-> ${line.cure}`)
    }
    door.say(wrong === 0 ? '\nAll is well.' : `\n${wrong} of ${lines.length} are wrong.`)
  }
  return wrong === 0 ? 0 : 1
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean' }, help: { type: 'boolean' } } })
  } catch (error) {
    throw new StepError((error as Error).message, 'Run: npm run doctor -- --help')
  }
}
