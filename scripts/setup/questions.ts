import { parseConfig } from '../../src/config.ts'
import { PROGRAM } from '../../src/wording/brand.ts'
import { readWranglerToml } from './derive-config.ts'
import { type Door, StepError } from './door.ts'
import type { QuestionName, SetupFlags } from './flags.ts'
import type { Answers, Instance } from './instance.ts'

type Question = {
  name: QuestionName
  asks: string
  /** What Enter means; undefined: there must be an answer. */
  fallback: (known: Partial<Answers>, defaults: Record<string, string>) => string | undefined
  /** @throws Error that says what is wrong */
  read: (text: string) => Partial<Answers>
}

/** A configuration that is right, to try one variable in. */
const RIGHT = {
  PUBLIC_URL: 'https://papers.lab.org',
  MAIL_FROM: 'Papers <papers@lab.org>',
  MAIL_POSTAL_ADDRESS: '1 Long Street, Berlin',
  TOKEN_SECRET: 'only-to-try-other-variables',
  RESEND_API_KEY: 're_',
}
const tryVariable = (
  name: 'PUBLIC_URL' | 'MAIL_FROM' | 'MAIL_POSTAL_ADDRESS' | 'ARXIV_CATEGORIES' | 'OPERATOR_EMAIL',
  value: string,
) => String(tryIn({ [name]: value })[name])

/** @throws Error that says what is wrong with the given variables */
function tryIn(given: Record<string, string>) {
  try {
    return parseConfig({ ...RIGHT, ...given })
  } catch (error) {
    throw new Error((error as Error).message.replace(/ Set it in .*$/s, ''))
  }
}

const EXAMPLE = /(\.|@)example\b|\bExample Street\b/
function noExample(value: string): string {
  if (EXAMPLE.test(value)) throw new Error('That is the example of the documentation; it must be yours.')
  return value
}

const QUESTIONS: readonly Question[] = [
  {
    name: 'worker',
    asks: 'Name of the Worker',
    fallback: ({ worker }, defaults) => worker ?? defaults.name,
    read: (worker) => {
      if (/^[a-z][a-z0-9-]{0,40}$/.test(worker)) return { worker }
      throw new Error('The name has lower-case letters, digits and hyphens, a letter first.')
    },
  },
  {
    name: 'name',
    asks: 'What it is called, in pages, mails and feeds',
    fallback: ({ NAME }) => NAME ?? PROGRAM.name,
    read: (NAME) => ({ NAME: tryIn({ NAME }).brand.name }),
  },
  {
    name: 'url',
    asks: 'Address for readers (https://… on a domain of your Cloudflare account, or workers.dev)',
    fallback: ({ PUBLIC_URL }) => PUBLIC_URL ?? 'workers.dev',
    read: (text) => {
      if (text === 'workers.dev') return { PUBLIC_URL: null }
      if (!text.startsWith('https://')) throw new Error('The address begins with https://')
      return { PUBLIC_URL: noExample(tryVariable('PUBLIC_URL', text)) }
    },
  },
  {
    name: 'from',
    asks: 'Sender of the mails, Name <address>',
    fallback: ({ MAIL_FROM }) => MAIL_FROM,
    read: (text) => ({ MAIL_FROM: noExample(tryVariable('MAIL_FROM', text)) }),
  },
  {
    name: 'postal',
    asks: 'Postal address, printed in every mail',
    fallback: ({ MAIL_POSTAL_ADDRESS }) => MAIL_POSTAL_ADDRESS,
    read: (text) => ({ MAIL_POSTAL_ADDRESS: noExample(tryVariable('MAIL_POSTAL_ADDRESS', text)) }),
  },
  {
    name: 'plan',
    asks: 'Plan of Cloudflare Workers, free or paid',
    fallback: ({ plan }) => plan ?? 'free',
    read: (plan) => {
      if (plan === 'free' || plan === 'paid') return { plan }
      throw new Error('The plan is free or paid.')
    },
  },
  {
    name: 'mails-per-month',
    asks: 'Mails a month that your plan at Resend includes',
    fallback: ({ mailsPerMonth }) => String(mailsPerMonth ?? 3_000),
    read: (text) => {
      const mailsPerMonth = Number(text.replaceAll(/[,_ ]/g, ''))
      if (Number.isInteger(mailsPerMonth) && mailsPerMonth > 0) return { mailsPerMonth }
      throw new Error('That is a whole number, such as 3000.')
    },
  },
  {
    name: 'categories',
    asks: 'Categories of arXiv',
    fallback: ({ ARXIV_CATEGORIES }, defaults) => ARXIV_CATEGORIES ?? defaults.ARXIV_CATEGORIES,
    read: (text) => ({ ARXIV_CATEGORIES: tryVariable('ARXIV_CATEGORIES', text) }),
  },
  {
    name: 'operator',
    asks: 'Your address, told when a delivery stalls (may be empty)',
    fallback: ({ OPERATOR_EMAIL }) => OPERATOR_EMAIL ?? '',
    read: (text) => (text === '' ? {} : { OPERATOR_EMAIL: noExample(tryVariable('OPERATOR_EMAIL', text)) }),
  },
]

/**
 * The answers: from flags, from the last time, or asked for. `quiet`: what has an answer or a
 * default is not asked.
 * @throws StepError for a flag that cannot be used
 */
export async function askAnswers(
  door: Door,
  known: Instance | null,
  given: SetupFlags['given'],
  quiet: boolean,
): Promise<Answers> {
  const { name, vars } = readWranglerToml(door)
  const defaults = { ...vars, name }
  let answers: Partial<Answers> = known ? { ...known } : {}
  for (const { name, asks, fallback, read } of QUESTIONS) {
    const flag = given[name]
    const offered = fallback(answers, defaults)
    if (flag !== undefined) {
      try {
        answers = { ...answers, ...read(flag) }
      } catch (error) {
        throw new StepError(`--${name}: ${(error as Error).message}`, 'Run: npm run setup -- --help')
      }
    } else if (quiet && offered !== undefined) answers = { ...answers, ...readKept(read, offered) }
    else answers = { ...answers, ...(await askUntilGood(door, asks, offered, read)) }
  }
  return answers as Answers
}

/** What was kept may be bad by now: the doctor says so, and setup is how to mend it. */
function readKept(read: Question['read'], text: string): Partial<Answers> {
  try {
    return read(text)
  } catch {
    return {}
  }
}

async function askUntilGood(
  { ask, say }: Door,
  asks: string,
  offered: string | undefined,
  read: Question['read'],
) {
  for (;;) {
    const typed = await ask(offered ? `${asks} [${offered}]: ` : `${asks}: `)
    try {
      return read(typed === '' && offered !== undefined ? offered : typed)
    } catch (error) {
      say(`  ${(error as Error).message}`)
    }
  }
}

/** Variables that nobody is asked for, and that may be set. */
export const SETTABLE: readonly string[] = [
  ...['TAGLINE', 'ACCENT', 'LOGO_TEXT', 'CREDIT', 'SOURCES', 'SUMMARIES', 'WELCOME'],
  ...['KEEP_UNLISTED_DAYS', 'MAIL_CONFIRMATION_SHARE'],
]

/**
 * The variables that were set, with those of `--set`; an empty value removes one.
 * @throws StepError for one that cannot be set so, or to that
 */
export function setVariables(known: Instance['vars'], set: readonly string[]): Instance['vars'] {
  const vars = { ...known }
  for (const text of set) {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/s.exec(text) ?? []
    const usage = `Run: npm run setup -- --set VARIABLE=VALUE, one of ${SETTABLE.join(', ')}`
    if (!SETTABLE.includes(name)) throw new StepError(`--set ${text}: that cannot be set so.`, usage)
    if (value === '') delete vars[name]
    else vars[name] = value
    try {
      tryIn(vars)
    } catch (error) {
      throw new StepError(`--set ${text}: ${(error as Error).message}`, usage)
    }
  }
  return vars
}
