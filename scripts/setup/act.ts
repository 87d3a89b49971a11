import { VERSION } from '../../src/wording/version.ts'
import { applyMigrations, createDatabase, createQueue, deploy, listDatabases } from './cloudflare.ts'
import { hashOfDeployment, writeConfig } from './derive-config.ts'
import { type Door, StepError } from './door.ts'
import type { Found } from './inspect.ts'
import { type Instance, SECRETS, type Secrets, saveInstance, saveSecrets } from './instance.ts'
import type { Action } from './plan.ts'
import { type Domain, makeResend } from './resend.ts'
import { makeWorkerApi } from './worker-api.ts'

/** What the actions work on; each writes down what it made before the next begins. */
export type Work = { door: Door; instance: Instance; secrets: Secrets; found: Found }

/** Makes one change. Run again after it was cut off, it does the rest. @throws StepError */
export async function act(work: Work, action: Action): Promise<void> {
  const { door, instance, secrets } = work
  const resend = () => makeResend(door, secrets.RESEND_API_KEY?.value ?? '')
  switch (action.kind) {
    case 'create database':
      await createDatabase(door, action.name)
      return noteDatabases(work)
    case 'create queue':
      await createQueue(door, action.name)
      return
    case 'apply migrations':
      writeConfig(door, instance)
      await applyMigrations(door, action.binding)
      return
    case 'add domain': {
      const domain = await resend().addDomain(action.name)
      sayRecords(door, domain)
      // Resend begins to look for the records only when it is asked to.
      await resend().verifyDomain(domain.id)
      return
    }
    case 'verify domain':
      await resend().verifyDomain(action.id)
      if (work.found.resend?.domain) sayRecords(door, work.found.resend.domain)
      return
    case 'stop tracking':
      await resend().stopTracking(action.id)
      return
    case 'add webhook': {
      const { signing_secret } = await resend().addWebhook(action.endpoint)
      secrets.RESEND_WEBHOOK_SECRET = { value: signing_secret, isSet: false }
      return saveSecrets(door, secrets)
    }
    case 'mend webhook':
      await resend().mendWebhook(action.id, action.events)
      return
    case 'replay events':
      for (const event of action.events) await resend().replayEvent(action.id, event)
      return
    case 'make secrets':
      for (const name of action.names) secrets[name] = { value: door.randomSecret(), isSet: false }
      return saveSecrets(door, secrets)
    case 'deploy':
      return deployNow(work)
    case 'tick':
      return tick(work)
  }
}

/** A database's id is in the account as soon as it is made. */
async function noteDatabases({ door, instance }: Work): Promise<void> {
  const ids = await listDatabases(door)
  for (const { binding, database_name } of writeConfig(door, instance).d1_databases) {
    const id = ids.get(database_name)
    if (id) instance.databases[binding] = id
  }
  saveInstance(door, instance)
  writeConfig(door, instance)
}

/** Deploys with the secrets that Cloudflare lacks or has otherwise. */
async function deployNow({ door, instance, secrets, found }: Work): Promise<void> {
  const config = writeConfig(door, instance)
  const unset = SECRETS.filter((name) => {
    const kept = secrets[name]
    return kept && (!kept.isSet || !found.secrets?.includes(name))
  })
  const values = Object.fromEntries(unset.map((name) => [name, secrets[name]?.value ?? '']))
  const targets = await deploy(door, values, VERSION)
  for (const name of unset) {
    const kept = secrets[name]
    if (kept) kept.isSet = true
  }
  saveSecrets(door, secrets)
  instance.deployed = hashOfDeployment(door, config)
  instance.PUBLIC_URL ??= addressAmong(targets)
  saveInstance(door, instance)
}

function addressAmong(targets: string[]): string {
  const target = targets.find((one) => one.includes('.workers.dev'))
  if (!target)
    throw new StepError(
      'The Worker is deployed, but wrangler did not say at which address.',
      'Look it up in the Cloudflare dashboard, then run: npm run setup -- --resume --url https://…',
    )
  return new URL(target.startsWith('http') ? target : `https://${target}`).origin
}

async function tick({ door, instance, secrets }: Work): Promise<void> {
  if (instance.PUBLIC_URL === null) return
  await makeWorkerApi(door, instance.PUBLIC_URL, secrets.ADMIN_TOKEN?.value ?? '').tick()
}

function sayRecords({ say }: Door, { name, records }: Domain): void {
  if (records.length === 0) return
  say(`    Where the DNS of ${name} is kept, these records must stand:`)
  for (const one of records.filter(({ status }) => status !== 'verified'))
    say(
      `      ${one.type.padEnd(6)} ${one.name}  ${one.priority === undefined ? '' : `${one.priority} `}${one.value}`,
    )
  say(`      TXT    _dmarc.${name}  "v=DMARC1; p=none"  (if there is none yet)`)
}
