import { type SQL, sql } from 'drizzle-orm'
import type { Database, Statement } from './client.ts'
import { type Action, actOnce, blockName } from './operator.ts'

/**
 * Statements: end the subscriptions of these addresses (a condition on `email`) and forget their
 * signups.
 */
const endReaders = (which: SQL, at: number): Statement[] => [
  sql`insert into consents (subscriber_id, at, what, how)
    select id, ${at}, 'ended', 'blocked by the operator' from subscribers where state = 'active' and (${which})`,
  sql`update subscribers set state = 'unsubscribed', ended_at = ${at}, next_schedule_id = null, next_from = null,
    changes_at = null where state = 'active' and (${which})`,
  sql`delete from signups where ${which}`,
]

/** Addresses of a domain and of its subdomains. (D1 allows LIKE patterns of at most 50 bytes.) */
const isUnder = (domain: string) =>
  sql`substr(email, -length(${domain}) - 1) in (${`@${domain}`}, ${`.${domain}`})`

/**
 * Blocks the mailbox of an address, stored as a keyed hash. False when it was blocked or stopped
 * already.
 */
export const blockAddress = (
  db: Database,
  { email, hash }: { email: string; hash: string },
  action: Action,
): Promise<boolean> =>
  actOnce(
    db,
    action,
    sql`not exists (select 1 from stopped_addresses where hash = ${hash} and reason <> 'complained')`,
    [
      sql`insert into stopped_addresses (hash, reason, at) values (${hash}, 'blocked', ${action.at})
      on conflict (hash) do update set reason = 'blocked', at = excluded.at where stopped_addresses.reason = 'complained'`,
      ...endReaders(sql`email = ${email}`, action.at),
    ],
  )

/** Allows it again. An owner's own request to get no mail stays. */
export const unblockAddress = (db: Database, hashes: readonly string[], action: Action): Promise<boolean> => {
  const which = sql`reason = 'blocked' and hash in (select value from json_each(${JSON.stringify(hashes)}))`
  return actOnce(db, action, sql`exists (select 1 from stopped_addresses where ${which})`, [
    sql`delete from stopped_addresses where ${which}`,
  ])
}

/** Blocks a domain with its subdomains, or a network. False when it was blocked already. */
export const blockNamed = (
  db: Database,
  what: string,
  isDomain: boolean,
  action: Action,
): Promise<boolean> => {
  const name = blockName(what)
  return actOnce(db, action, sql`not exists (select 1 from operator_settings where name = ${name})`, [
    sql`insert into operator_settings (name, value, at) values (${name}, '', ${action.at}) on conflict do nothing`,
    ...(isDomain ? endReaders(isUnder(what), action.at) : []),
  ])
}
