import { parseArgs } from 'node:util'
import { StepError } from './door.ts'

export const USAGE = `npm run setup [-- flags]

Sets up Papertide in your Cloudflare account and at Resend, from nothing or from wherever it stands: asks what it
must know, shows what it is about to make, asks once, makes it. Run again, it changes nothing but what is missing.

  --dry-run           show everything it would do, and do nothing
  --resume            go on with the answers of the last time: asks only what it does not know, then acts
  --name NAME         what it is called (Papertide): pages, mails, feeds
  --worker NAME       name of the Worker, the databases and the queues (that of wrangler.toml)
  --url URL           where readers reach it (https://papers.lab.example), or: workers.dev
  --from SENDER       "Name <address>" of a domain of yours
  --postal ADDRESS    printed in every mail, as the law on mail to many asks
  --plan PLAN         of Cloudflare Workers: free or paid
  --mails-per-month N that your plan at Resend includes (free plan: 3000)
  --categories LIST   of arXiv: cs.AI,cs.CL,…
  --operator ADDRESS  is told when a delivery stalls
  --set VARIABLE=VALUE  another variable of the README, such as ACCENT=#0a5866; empty: its default again
  --new-resend-key    ask for another key of Resend
  --new-admin-token   make another ADMIN_TOKEN
  --help              print this

instance.json keeps the answers, instance.secrets.json the secrets (for you alone). Neither is in git: back them up.
In an environment without a terminal set RESEND_API_KEY and use the flags with --resume.`

export type SetupFlags = {
  help: boolean
  dryRun: boolean
  resume: boolean
  newResendKey: boolean
  newAdminToken: boolean
  /** By question (QUESTIONS). */
  given: Partial<Record<QuestionName, string>>
  /** Variables to set, `NAME=VALUE` each. */
  set: string[]
}

/** @throws StepError for an unknown flag */
export function readSetupFlags(args: string[]): SetupFlags {
  const text = { type: 'string' } as const
  const yes = { type: 'boolean' } as const
  const names = {
    worker: text,
    name: text,
    url: text,
    from: text,
    postal: text,
    plan: text,
    'mails-per-month': text,
    categories: text,
    operator: text,
  }
  const switches = { 'dry-run': yes, resume: yes, 'new-resend-key': yes, 'new-admin-token': yes, help: yes }
  try {
    const { values } = parseArgs({
      args,
      options: { ...names, ...switches, set: { type: 'string', multiple: true } },
    })
    const given = Object.fromEntries(Object.keys(names).map((name) => [name, values[name as never]]))
    return {
      help: values.help ?? false,
      dryRun: values['dry-run'] ?? false,
      resume: values.resume ?? false,
      newResendKey: values['new-resend-key'] ?? false,
      newAdminToken: values['new-admin-token'] ?? false,
      set: values.set ?? [],
      given: JSON.parse(JSON.stringify(given)),
    }
  } catch (error) {
    throw new StepError((error as Error).message, 'Run: npm run setup -- --help')
  }
}

export type QuestionName =
  | 'worker'
  | 'name'
  | 'url'
  | 'from'
  | 'postal'
  | 'plan'
  | 'mails-per-month'
  | 'categories'
  | 'operator'
