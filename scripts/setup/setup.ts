import { act } from './act.ts'
import { type Door, StepError } from './door.ts'
import { readSetupFlags, type SetupFlags, USAGE } from './flags.ts'
import { inspect } from './inspect.ts'
import {
  type Instance,
  readInstance,
  readSecrets,
  type Secrets,
  saveInstance,
  saveSecrets,
} from './instance.ts'
import { type Action, planSetup, withSigningSecret } from './plan.ts'
import { askAnswers, setVariables } from './questions.ts'

/** `npm run setup`. @throws StepError that says what failed and how to go on */
export async function setup(door: Door, args: string[]): Promise<void> {
  const flags = readSetupFlags(args)
  if (flags.help) return door.say(USAGE)
  const known = readInstance(door)
  const secrets = readSecrets(door)
  if (flags.newAdminToken) delete secrets.ADMIN_TOKEN
  const quiet = flags.resume || flags.dryRun
  const answers = await askAnswers(door, known, flags.given, quiet)
  const vars = setVariables(known?.vars ?? {}, flags.set)
  const instance: Instance = { ...known, ...answers, vars, databases: { ...known?.databases } }
  if (!flags.dryRun) saveInstance(door, instance)
  await askKey(door, secrets, flags)

  // The second round is for what only the first deployment tells: the workers.dev address.
  for (let round = 0; round < 2; round++) {
    const wasKnown = instance.PUBLIC_URL !== null
    if (!(await runOnce(door, instance, secrets, flags, round))) return
    if (wasKnown) break
  }
  saySummary(door, instance, secrets)
}

async function askKey(door: Door, secrets: Secrets, { newResendKey, dryRun }: SetupFlags): Promise<void> {
  if ((secrets.RESEND_API_KEY && !newResendKey) || dryRun) return
  const typed = await door.ask(
    'Key of Resend with full access (https://resend.com/api-keys; it is not shown): ',
    true,
  )
  if (typed === '')
    throw new StepError('Without a key no mail can be sent.', 'Make one, then run: npm run setup -- --resume')
  secrets.RESEND_API_KEY = { value: typed, isSet: false }
  saveSecrets(door, secrets)
}

/** Looks, plans, shows, asks, acts. False when nothing was done because nobody wanted it. */
async function runOnce(
  door: Door,
  instance: Instance,
  secrets: Secrets,
  { dryRun, resume }: SetupFlags,
  round: number,
): Promise<boolean> {
  const found = await inspect(door, instance, secrets)
  Object.assign(secrets, withSigningSecret(secrets, found))
  const actions = planSetup(instance, secrets, found, door.now())
  if (found.resend?.restricted)
    door.say(
      '! The key of Resend may only send mail, so neither the domain nor the webhook can be looked at. Use a key with\n' +
        '  full access, or add the webhook yourself and set RESEND_WEBHOOK_SECRET (README, "Operate").',
    )
  if (actions.length === 0) {
    if (round === 0) door.say(`Nothing is missing in ${found.account}.`)
    return true
  }
  if (round === 0) {
    door.say(`\nIn ${found.account}, and at Resend, this will be done:\n`)
    for (const line of describe(actions, instance)) door.say(line)
    if (dryRun) {
      door.say('\nNothing was done (--dry-run).')
      return false
    }
    if (!resume && !/^y(es)?$/i.test(await door.ask('\nGo on? (yes/no) '))) {
      door.say('Nothing was done. The answers are kept in instance.json.')
      return false
    }
    door.say('')
  }
  saveInstance(door, instance)
  saveSecrets(door, secrets)
  for (const [index, action] of actions.entries())
    await runStep(door, instance, secrets, found, action, index)
  return true
}

async function runStep(
  door: Door,
  instance: Instance,
  secrets: Secrets,
  found: Awaited<ReturnType<typeof inspect>>,
  action: Action,
  index: number,
): Promise<void> {
  try {
    await act({ door, instance, secrets, found }, action)
    door.say(`  ok ${index + 1}. ${action.words}`)
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    throw new StepError(`Step ${index + 1} (${action.words}) failed. ${error.message}`, error.cure)
  }
}

function describe(actions: readonly Action[], instance: Instance): string[] {
  const lines = actions.flatMap(({ words, command }, index) => [
    `  ${index + 1}. ${words}`,
    `     ${command}`,
  ])
  if (instance.PUBLIC_URL === null)
    lines.push(
      '  then, at the address that Cloudflare gives it: register the webhook, deploy again, tick once',
    )
  return lines
}

function saySummary({ say }: Door, instance: Instance, secrets: Secrets): void {
  const { PUBLIC_URL: url, NAME, plan } = instance
  say(`
  ${(NAME ?? 'Papertide').padEnd(12)}  ${url}/
  Status        ${url}/status
  For you       npm run doctor

It ticks every quarter of an hour by itself. Papers and scores are there after the first ticks; the first edition comes
out in the first hours (UTC) after a day's list has closed, on Tuesdays to Saturdays. Subscribe on its page, confirm, and
the first mail comes with the next edition, at your hour. Plan: ${plan}, ${plan === 'free' ? 10 : 100} mails a call.
Keep instance.json and instance.secrets.json safe: with them and a backup you can move anywhere (docs/operating.md).`)
  if (!secrets.RESEND_WEBHOOK_SECRET)
    say('No webhook: bounces and complaints are not told. See: npm run doctor')
}
